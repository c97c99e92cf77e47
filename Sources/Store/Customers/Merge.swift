package import Domain
package import Postgres
internal import Secrets

/// Purpose of a permit: to join two files.
package enum MergeCustomers {}

/// Two files that may be one customer's, as they are compared before they are joined. Both belong to one project: files of other
/// projects belong to other people's care and stay apart.
package struct MergePair: Sendable {
    package let kept: OwnerFile
    package let merged: OwnerFile
    /// Fields in which they differ, in the order of the file.
    package let differing: [MergeField]
}

/// A field of which one of the two values wins.
package enum MergeField: String, CaseCode {
    case name, phone, identity, member, classification, living, note

    /// Whether the other file's value wins unless told otherwise: where the kept one has none.
    func isMissing(in file: CustomerFile) -> Bool {
        switch self {
        case .name: file.name.isEmpty
        case .phone: file.sealedPhone == nil
        case .identity: file.sealedIdentity == nil
        case .member: file.memberNumber == nil
        case .classification: file.classification == .ordinary
        case .living: file.living == .unknown
        case .note: file.note.isEmpty
        }
    }
}

extension Transaction {
    /// What would be joined.
    /// - Throws: `notFound` for a file elsewhere, frozen, or the same; `refused(.customerMerge)`.
    package func mergePair(kept: CustomerID, merged: CustomerID) async throws -> MergePair {
        guard let viewpoint, kept != merged else { throw StoreError.notFound }
        let (one, other) = (try await owner(kept), try await owner(merged))
        guard try actor.covers(viewpoint, with: .customerMerge) else { throw StoreError.refused(.customerMerge) }
        guard one.file.project == other.file.project, !one.file.isFrozen, !other.file.isFrozen else { throw StoreError.notFound }
        let (left, right) = (try ClearFile(one.file, tenant, sealer), try ClearFile(other.file, tenant, sealer))
        return MergePair(kept: one, merged: other, differing: MergeField.allCases.filter { left[$0] != right[$0] })
    }

    /// Files of the same project that have the same number or name: what a merge is offered for.
    package func duplicates(of file: CustomerFile) async throws -> [CustomerListRow] {
        guard let viewpoint else { throw StoreError.notFound }
        let scope = CustomerScope(tenant: tenant, viewpoint: viewpoint, today: try today, former: false)
        return try opened(await fetch(scope.duplicates(of: file)))
    }
}

/// The values of a file in the clear, inside the store: what a merge compares and an undo brings back.
struct ClearFile: Codable, Hashable {
    var name: String
    var phone: String?
    var identityKind: String?
    var identity: String?
    var memberNumber: String?
    var memberSince: Int?
    var classification: String
    var living: String
    var note: String
    var state: String

    init(_ file: CustomerFile, _ tenant: TenantID, _ sealer: Sealer) throws {
        name = file.name
        phone = try file.sealedPhone.map { try sealer.open($0, .customerPhone, tenant: tenant, row: file.id.rawValue) }
        identityKind = file.identityKind?.code
        identity = try file.sealedIdentity.map { try sealer.open($0, .customerIdentity, tenant: tenant, row: file.id.rawValue) }
        memberNumber = file.memberNumber
        memberSince = file.memberSince?.daysSince1970
        classification = file.classification.code
        living = file.living.code
        note = file.note
        state = file.state.code
    }

    /// The field as one comparable text.
    subscript(field: MergeField) -> String? {
        switch field {
        case .name: name
        case .phone: phone
        case .identity: identity.map { "\(identityKind ?? "") \($0)" }
        case .member: memberNumber.map { "\($0) \(memberSince ?? 0)" }
        case .classification: classification
        case .living: living
        case .note: note
        }
    }

    mutating func take(_ field: MergeField, from other: ClearFile) {
        switch field {
        case .name: name = other.name
        case .phone: phone = other.phone
        case .identity: (identityKind, identity) = (other.identityKind, other.identity)
        case .member: (memberNumber, memberSince) = (other.memberNumber, other.memberSince)
        case .classification: classification = other.classification
        case .living: living = other.living
        case .note: note = other.note
        }
    }

    func update(_ customer: CustomerID, sealer: Sealer, tenant: TenantID, now: Instant) -> SQL {
        let phone = phone.flatMap { PhoneNumber(digits: $0) }.map { StoredPhone($0, of: customer, tenant: tenant, sealer: sealer) }
        let paper = identityKind.flatMap(IdentityKind.init(rawValue:)).flatMap { kind in
            identity.map { StoredIdentity(IdentityNumber(kind: kind, stored: $0), of: customer, tenant: tenant, sealer: sealer) }
        }
        return """
            UPDATE customer SET name = \(name), phone_sealed = \(phone?.sealed), phone_blind = \(phone?.blind), phone_tail = \(phone?.tail ?? ""),
                identity_kind = \(paper?.kind), identity_sealed = \(paper?.sealed), identity_blind = \(paper?.blind),
                member_number = \(memberNumber), member_since = \(memberSince.map { Day(daysSince1970: $0) }),
                classification = \(classification), living = \(living), note = \(note), version = version + 1, updated_at = \(now)
            WHERE tenant_id = \(tenant) AND id = \(customer)
            """
    }
}

/// A merge that was made.
package struct MergeRow: RowDecodable, Identifiable {
    package let id: MergeID
    package let kept: CustomerID
    package let merged: CustomerID
    package let reason: String
    package let mergedByName: String
    package let mergedAt: Instant
    package let undoneByName: String
    package let undoneAt: Instant?
    let snapshot: [UInt8]?
    let moved: JSONText

    /// So long a merge can be taken back.
    package static let undoWithin = Span.days(30)

    package func canBeUndone(at now: Instant) -> Bool { undoneAt == nil && snapshot != nil && now - mergedAt <= Self.undoWithin }

    package init(row: inout RowCursor) throws {
        id = try row.next()
        kept = try row.next()
        merged = try row.next()
        reason = try row.next()
        mergedByName = try row.next()
        mergedAt = try row.next()
        undoneByName = try row.next()
        undoneAt = try row.next()
        snapshot = try row.next()
        moved = try row.next()
    }

    private static let columns: SQL = """
        SELECT id, kept_id, merged_id, reason, merged_by_name, merged_at, undone_by_name, undone_at, snapshot_sealed, moved FROM customer_merge
        """

    static func of(kept: CustomerID, tenant: TenantID) -> Query<MergeRow> {
        Query("\(columns) WHERE tenant_id = \(tenant) AND kept_id = \(kept) ORDER BY merged_at DESC, id DESC LIMIT 50")
    }

    static func take(_ merge: MergeID, tenant: TenantID) -> Query<MergeRow> {
        Query("\(columns) WHERE tenant_id = \(tenant) AND id = \(merge) FOR UPDATE")
    }
}
