internal import Domain
internal import Postgres
internal import Secrets

/// The key of a sealed row.
struct SealedPlace: Hashable, Sendable {
    let tenant: TenantID
    let id: Int64
}

/// A sealed value with what its mark depends on.
struct SealedRow: RowDecodable {
    let place: SealedPlace
    let sealed: [UInt8]
    /// Of a further contact; empty elsewhere.
    let kind: String

    init(row: inout RowCursor) throws {
        place = SealedPlace(tenant: try row.next(), id: try row.next())
        sealed = try row.next()
        kind = try row.next()
    }
}

/// One sealed column with its statements. Names come from this closed list only.
enum SealedTable: CaseIterable, Sendable {
    case customerPhone, customerIdentity, contact, snapshot

    static let all = SealedTable.allCases

    var column: SealedColumn {
        switch self {
        case .customerPhone: .customerPhone
        case .customerIdentity: .customerIdentity
        case .contact: .contactValue
        case .snapshot: .mergeSnapshot
        }
    }

    private var table: SQL {
        switch self {
        case .customerPhone, .customerIdentity: "customer"
        case .contact: "customer_contact"
        case .snapshot: "customer_merge"
        }
    }

    private var sealed: SQL {
        switch self {
        case .customerPhone: "phone_sealed"
        case .customerIdentity: "identity_sealed"
        case .contact: "value_sealed"
        case .snapshot: "snapshot_sealed"
        }
    }

    private var blind: SQL? {
        switch self {
        case .customerPhone: "phone_blind"
        case .customerIdentity: "identity_blind"
        case .contact: "value_blind"
        case .snapshot: nil
        }
    }

    private var kind: SQL { self == .contact ? "kind" : "''" }

    /// The mark of a value under the newest key; nil for a column that is not searched.
    func mark(_ value: String, _ row: SealedRow, _ sealer: Sealer) -> [UInt8]? {
        let tenant = row.place.tenant.rawValue
        return switch self {
        case .customerPhone: sealer.phones.mark(value, tenant: tenant)
        case .customerIdentity: sealer.identities.mark(value, tenant: tenant)
        case .contact: (row.kind == ContactKind.phone.code ? sealer.phones : sealer.addresses).mark(value, tenant: tenant)
        case .snapshot: nil
        }
    }

    /// A batch of what another key than the current one sealed.
    func stale(_ current: [UInt8], after: SealedPlace) -> SQL {
        """
        SELECT tenant_id, id, \(sealed), \(kind) FROM \(table)
        WHERE \(sealed) IS NOT NULL AND substring(\(sealed) FROM 2 FOR 4) <> \(current) AND (tenant_id, id) > (\(after.tenant), \(after.id))
        ORDER BY tenant_id, id LIMIT 500
        """
    }

    func every(after: SealedPlace) -> SQL {
        """
        SELECT tenant_id, id, \(sealed), \(kind) FROM \(table)
        WHERE \(sealed) IS NOT NULL AND (tenant_id, id) > (\(after.tenant), \(after.id)) ORDER BY tenant_id, id LIMIT 500
        """
    }

    /// Writes renewed values where the old one still stands: somebody may have changed a number meanwhile.
    func renew(_ rows: [(place: SealedPlace, old: [UInt8], sealed: [UInt8], blind: [UInt8])]) -> SQL {
        let set: SQL = blind.map { "\(sealed) = x.sealed, \($0) = x.blind" } ?? "\(sealed) = x.sealed"
        return """
            UPDATE \(table) t SET \(set)
            FROM unnest(\(rows.map(\.place.tenant)), \(rows.map(\.place.id)), \(rows.map(\.old)), \(rows.map(\.sealed)), \(rows.map(\.blind)))
                AS x (tenant, id, old, sealed, blind)
            WHERE t.tenant_id = x.tenant AND t.id = x.id AND t.\(sealed) = x.old
            """
    }
}
