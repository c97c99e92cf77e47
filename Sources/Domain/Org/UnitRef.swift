/// The kinds of node of the organisation tree (requirements 1.1).
package enum UnitKind: String, CaseCode {
    /// 集团 (T1)
    case group
    /// 所属公司 (T2)
    case company
    /// 项目 (T3)
    case project
    /// 物业公司 (V2)
    case vendor
    /// 物业项目服务中心 (V3)
    case vendorSite

    /// Level on the ladder: first instance 1, centre 2, group 3 (ROUTE-N1).
    package var level: Int {
        switch self {
        case .project, .vendorSite: 1
        case .company, .vendor: 2
        case .group: 3
        }
    }
}

/// A unit with everything needed to decide what it covers.
package struct UnitRef: Hashable, Sendable {
    package let id: UnitID
    package let tenant: TenantID
    package let kind: UnitKind
    /// Second segment of the path, unique in the tenant.
    package let code: String
    package let name: String
    /// The company it belongs to; for a company its own id.
    package let company: UnitID?
    /// The project it belongs to; for a project its own id.
    package let project: UnitID?
    /// The vendor it belongs to; for a vendor its own id.
    package let vendor: UnitID?

    package init(
        id: UnitID, tenant: TenantID, kind: UnitKind, code: String, name: String, company: UnitID? = nil, project: UnitID? = nil,
        vendor: UnitID? = nil
    ) {
        self.id = id
        self.tenant = tenant
        self.kind = kind
        self.code = code
        self.name = name
        self.company = kind == .company ? id : company
        self.project = kind == .project ? id : project
        self.vendor = kind == .vendor ? id : vendor
    }

    package var level: Int { kind.level }

    /// Whether people of this unit look after `other` (ROUTE-P1, ORG-R15): the group everything of its tenant, a company its
    /// projects and the vendors' sites inside them, a vendor its sites, a project and a site only themselves.
    package func covers(_ other: UnitRef) -> Bool {
        guard tenant == other.tenant else { return false }
        return switch kind {
        case .group: true
        case .company: other.company == id
        case .vendor: other.vendor == id
        case .project, .vendorSite: other.id == id
        }
    }
}

/// The code of a unit in paths: `^[a-z][a-z0-9-]{1,30}$`.
package enum UnitCode {
    /// - Throws: `required`, `tooLong`, `notACode`.
    package static func parse(_ raw: String?) throws(FieldProblem) -> String {
        let text = try BoundedText.parse(raw, max: 31)
        guard isValid(text) else { throw .notACode }
        // The second segment of a path that is no unit: a group's own door.
        guard text != "login" else { throw .taken }
        return text
    }

    package static func isValid(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        guard (2...31).contains(bytes.count), let first = bytes.first, isLetter(first) else { return false }
        return bytes.allSatisfy { isLetter($0) || (48...57).contains($0) || $0 == 45 }
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (97...122).contains(byte) }
}
