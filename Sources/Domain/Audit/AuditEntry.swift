/// One line of the trail in the form that is authenticated. A chain is the lines of one project, of one company's own matters, or,
/// with the number 0, of everything that belongs to neither; so only those who write at one project wait for each other.
package struct AuditEntry: Hashable, Sendable {
    package let tenant: TenantID
    package let chain: Int64
    /// 1, 2, 3 … without a gap in each chain.
    package let seq: Int64
    package let at: Instant
    package let action: String
    /// Nil when the system acted.
    package let actor: PersonID?
    package let actorName: String
    package let actorPost: String
    package let unit: UnitID?
    package let company: UnitID?
    package let project: UnitID?
    package let vendor: UnitID?
    /// Text, not a closed list: a line that somebody altered must still be readable to be found out.
    package let objectKind: String
    package let object: Int64?
    package let objectLabel: String
    package let detail: [String: String]

    package init(
        tenant: TenantID, chain: Int64, seq: Int64, at: Instant, action: String, actor: PersonID?, actorName: String, actorPost: String,
        unit: UnitID?, company: UnitID?, project: UnitID?, vendor: UnitID?, objectKind: String, object: Int64?, objectLabel: String,
        detail: [String: String]
    ) {
        self.tenant = tenant
        self.chain = chain
        self.seq = seq
        self.at = at
        self.action = action
        self.actor = actor
        self.actorName = actorName
        self.actorPost = actorPost
        self.unit = unit
        self.company = company
        self.project = project
        self.vendor = vendor
        self.objectKind = objectKind
        self.object = object
        self.objectLabel = objectLabel
        self.detail = detail
    }

    package var canonicalBytes: [UInt8] {
        var canonical = CanonicalBytes()
        [tenant.description, String(chain), String(seq), String(at.microseconds), action, actor?.description, actorName, actorPost]
            .forEach { canonical.add($0) }
        [unit?.description, company?.description, project?.description, vendor?.description].forEach { canonical.add($0) }
        [objectKind, object.map { String($0) }, objectLabel].forEach { canonical.add($0) }
        canonical.add(detail)
        return canonical.bytes
    }

    /// The code that chains this line to the one before; `authenticate` is HMAC-SHA-256 under a key that is not in the database, so
    /// that whoever can write to the database still cannot write a line that fits.
    package func code(after previous: [UInt8], authenticate: ([UInt8]) -> [UInt8]) -> [UInt8] {
        authenticate(previous + canonicalBytes)
    }

    /// What the first line of a chain follows.
    package static let origin = [UInt8](repeating: 0, count: 32)

}

/// Where something happened: whose auditors may read of it, and to which chain its line belongs.
package struct AuditPlace: Hashable, Sendable {
    package let company: UnitID?
    package let project: UnitID?
    package let vendor: UnitID?

    package init(company: UnitID? = nil, project: UnitID? = nil, vendor: UnitID? = nil) {
        self.company = company
        self.project = project
        self.vendor = vendor
    }

    /// At a unit; nil is the tenant as a whole.
    package init(_ unit: UnitRef?) {
        self.init(company: unit?.company, project: unit?.project, vendor: unit?.vendor)
    }

    package var chain: Int64 { (project ?? company)?.rawValue ?? 0 }
}
