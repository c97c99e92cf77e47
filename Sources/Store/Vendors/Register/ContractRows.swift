package import Domain
package import Postgres

/// A contract as its page and lists show it.
package struct ContractRow: RowDecodable, Hashable {
    package let id: ContractID
    package let engagement: EngagementID
    package let project: UnitRef
    package let vendor: UnitID
    package let vendorName: String
    package let version: Int
    package let terms: ContractTerms
    package let engagedFrom: Day
    package let engagedTo: Day?
    package let changedByName: String
    package let changedAt: Instant

    package init(row: inout RowCursor) throws {
        id = try row.next()
        engagement = try row.next()
        let (tenant, project, company): (TenantID, UnitID, UnitID) = (try row.next(), try row.next(), try row.next())
        let (code, name): (String, String) = (try row.next(), try row.next())
        self.project = UnitRef(id: project, tenant: tenant, kind: .project, code: code, name: name, company: company)
        vendor = try row.next()
        vendorName = try row.next()
        version = try row.next()
        terms = try ContractTerms(row: &row)
        engagedFrom = try row.next()
        engagedTo = try row.next()
        changedByName = try row.next()
        changedAt = try row.next()
    }

    private static let selection: SQL = """
        SELECT c.id, c.engagement_id, c.tenant_id, c.project_id, c.company_id, coalesce(p.code, ''), coalesce(p.name, ''), c.vendor_id,
            coalesce(v.name, (SELECT f.legal_name FROM vendor_file f WHERE f.tenant_id = c.tenant_id AND f.vendor_id = c.vendor_id
                ORDER BY f.version DESC LIMIT 1), ''), c.version, c.kind, c.number, c.title, c.contents, c.level, c.fee_basis, c.fee, c.fee_note,
            c.split, c.assessor, c.filing_number, c.filed_with, c.signed_on, c.from_on, c.to_on, c.early_on, c.taken_over_on, c.assessed_on,
            c.filed_on, c.annexed_on, e.from_on, e.to_on, c.changed_by_name, c.changed_at
        FROM vendor_contract c
        JOIN engagement e ON e.tenant_id = c.tenant_id AND e.id = c.engagement_id
        LEFT JOIN org_unit p ON p.tenant_id = c.tenant_id AND p.id = c.project_id
        LEFT JOIN org_unit v ON v.tenant_id = c.tenant_id AND v.id = c.vendor_id
        """

    static func one(_ contract: ContractID, tenant: TenantID) -> Query<ContractRow> {
        Query("\(selection) WHERE c.tenant_id = \(tenant) AND c.id = \(contract)")
    }

    /// Those of a unit's projects that have not ended, newest first; at most 200.
    static func running(at unit: UnitRef, today: Day) -> Query<ContractRow> {
        let here: SQL =
            switch unit.kind {
            case .company: " AND c.company_id = \(unit.id)"
            case .project: " AND c.project_id = \(unit.id)"
            case .group, .vendor, .vendorSite: .empty
            }
        return Query(
            """
            \(selection) WHERE c.tenant_id = \(unit.tenant)\(here) AND (c.to_on IS NULL OR c.to_on >= \(today))
            ORDER BY c.from_on DESC, c.id DESC LIMIT 200
            """)
    }

    /// Of a vendor, newest first; at most 200.
    static func of(_ vendor: UnitRef) -> Query<ContractRow> {
        Query(
            "\(selection) WHERE c.tenant_id = \(vendor.tenant) AND c.vendor_id = \(vendor.id) ORDER BY c.from_on DESC, c.id DESC LIMIT 200")
    }

    package static func of(_ engagement: EngagementID, tenant: TenantID) -> Query<ContractRow> {
        Query(
            """
            \(selection) WHERE c.tenant_id = \(tenant) AND c.engagement_id = \(engagement) ORDER BY c.kind, c.from_on DESC, c.id DESC LIMIT 100
            """)
    }
}

/// What a contract says.
package struct ContractTerms: Hashable, Sendable {
    package let kind: VendorContractKind
    package let number: String
    package let title: String
    package let contents: String
    package let level: ServiceLevel?
    package let feeBasis: FeeBasis?
    /// Per square metre and month.
    package let fee: Fen?
    package let feeNote: String
    package let split: String
    package let assessor: String
    package let filingNumber: String
    package let filedWith: String
    package let days: ContractDays
}

extension ContractTerms {
    init(row: inout RowCursor) throws {
        kind = try row.next()
        number = try row.next()
        title = try row.next()
        contents = try row.next()
        level = try row.next()
        feeBasis = try row.next()
        fee = try row.next()
        feeNote = try row.next()
        split = try row.next()
        assessor = try row.next()
        filingNumber = try row.next()
        filedWith = try row.next()
        let signed: Day? = try row.next()
        days = ContractDays(
            signed: signed, from: try row.next(), to: try row.next(), early: try row.next(), takenOver: try row.next(),
            assessed: try row.next(), filed: try row.next(), annexed: try row.next())
    }
}

extension Transaction {
    /// Contracts a clause of the viewpoint may be a term of (COMPENSATE-R3).
    package func runningContracts() async throws -> [ContractRow] {
        guard let viewpoint, viewpoint.vendor == nil else { return [] }
        return try await fetch(ContractRow.running(at: viewpoint, today: try today))
    }

    /// - Throws: `notFound` also from a viewpoint that has nothing to do with it.
    package func contract(_ id: ContractID) async throws -> ContractRow {
        guard let viewpoint, let row = try await fetchFirst(ContractRow.one(id, tenant: tenant)),
            viewpoint.covers(row.project) || viewpoint.vendor == row.vendor
        else { throw StoreError.notFound }
        return row
    }
}
