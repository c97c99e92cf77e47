package import Domain
package import Postgres

/// A property company as the register lists it.
package struct VendorListRow: RowDecodable, Hashable {
    package let vendor: UnitID
    /// As in the tree; the registered one for who does not see the unit.
    package let name: String
    package let nameEnglish: String
    package let legalName: String?
    /// Projects served today, of those the person sees.
    package let projects: Int
    /// The end that comes first among its qualifications.
    package let nextExpiry: Day?

    package init(row: inout RowCursor) throws {
        vendor = try row.next()
        name = try row.next()
        nameEnglish = try row.next()
        legalName = try row.next()
        projects = try row.next()
        nextExpiry = try row.next()
    }

    package static let pageSize = 50

    /// The vendors of a viewpoint: for the developer's line all it knows, for a vendor itself.
    static func page(at viewpoint: UnitRef, after: UnitID?, today: Day) -> Query<VendorListRow> {
        let tenant = viewpoint.tenant
        let own: SQL = viewpoint.vendor.map { " AND v.id = \($0)" } ?? .empty
        let next: SQL = after.map { " AND v.id > \($0)" } ?? .empty
        return Query(
            """
            SELECT v.id, v.name, v.name_en, v.legal_name,
                (SELECT count(DISTINCT e.project_id) FROM engagement e WHERE e.tenant_id = \(tenant) AND e.vendor_id = v.id
                    AND e.from_on <= \(today) AND (e.to_on IS NULL OR e.to_on >= \(today))),
                (SELECT min(q.expires_on) FROM vendor_qualification q WHERE q.tenant_id = \(tenant) AND q.vendor_id = v.id
                    AND q.ended_at IS NULL)
            FROM (\(VendorHead.known(tenant: tenant))) v
            WHERE true\(own)\(next) ORDER BY v.id LIMIT \(pageSize + 1)
            """)
    }
}

/// A vendor with the newest version of its file, if there is one.
package struct VendorHead: RowDecodable, Hashable {
    package let unit: UnitRef
    package let nameEnglish: String
    package let file: VendorFile?

    package init(row: inout RowCursor) throws {
        let (tenant, id): (TenantID, UnitID) = (try row.next(), try row.next())
        let name: String = try row.next()
        nameEnglish = try row.next()
        let code: String = try row.next()
        unit = UnitRef(id: id, tenant: tenant, kind: .vendor, code: code, name: name)
        file = try VendorFile(half: &row)
    }

    /// Units of the tree and files of the register, whichever of the two a person sees.
    static func known(tenant: TenantID) -> SQL {
        """
        SELECT coalesce(u.id, f.vendor_id) AS id, coalesce(u.name, f.legal_name) AS name, coalesce(u.name_en, '') AS name_en,
            coalesce(u.code, '') AS code, f.version, f.legal_name, f.credit_code, f.representative, f.founded_on, f.capital, f.address, f.about,
            f.filed_by_name, f.filed_at
        FROM (SELECT x.id, x.name, x.name_en, x.code FROM org_unit x WHERE x.tenant_id = \(tenant) AND x.kind = 'vendor') u
        FULL JOIN (SELECT DISTINCT ON (y.vendor_id) y.* FROM vendor_file y WHERE y.tenant_id = \(tenant)
            ORDER BY y.vendor_id, y.version DESC) f ON f.vendor_id = u.id
        """
    }

    private static func columns(tenant: TenantID) -> SQL {
        """
        SELECT \(tenant)::bigint, v.id, v.name, v.name_en, v.code, v.version, v.legal_name, v.credit_code, v.representative, v.founded_on,
            v.capital, v.address, v.about, v.filed_by_name, v.filed_at
        FROM (\(known(tenant: tenant))) v
        """
    }

    static func one(_ vendor: UnitID, tenant: TenantID) -> Query<VendorHead> {
        Query("\(columns(tenant: tenant)) WHERE v.id = \(vendor)")
    }

    /// Every vendor the person knows, to choose from; at most 500.
    static func all(tenant: TenantID) -> Query<VendorHead> {
        Query("\(columns(tenant: tenant)) ORDER BY v.id LIMIT 500")
    }
}

/// What is known of a company, as one version says it.
package struct VendorFile: Hashable, Sendable {
    package let version: Int
    package let legalName: String
    package let creditCode: String?
    package let representative: String
    package let foundedOn: Day?
    package let capital: Fen?
    package let address: String
    package let about: String
    package let filedByName: String
    package let filedAt: Instant

    init?(half row: inout RowCursor) throws {
        let version: Int? = try row.next()
        let legalName: String? = try row.next()
        creditCode = try row.next()
        representative = try row.next(String?.self) ?? ""
        foundedOn = try row.next()
        capital = try row.next()
        address = try row.next(String?.self) ?? ""
        about = try row.next(String?.self) ?? ""
        filedByName = try row.next(String?.self) ?? ""
        let filedAt: Instant? = try row.next()
        guard let version, let legalName, let filedAt else { return nil }
        self.version = version
        self.legalName = legalName
        self.filedAt = filedAt
    }
}

package struct QualificationRow: RowDecodable, Hashable {
    package let id: QualificationID
    package let kind: QualificationKind
    package let name: String
    package let number: String
    package let issuer: String
    package let issuedOn: Day?
    package let expiresOn: Day?
    package let endedAt: Instant?
    package let endedByName: String
    package let endReason: String

    package init(row: inout RowCursor) throws {
        id = try row.next()
        kind = try row.next()
        name = try row.next()
        number = try row.next()
        issuer = try row.next()
        issuedOn = try row.next()
        expiresOn = try row.next()
        endedAt = try row.next()
        endedByName = try row.next()
        endReason = try row.next()
    }

    /// Those that hold before those that were ended; at most 200.
    static func of(_ vendor: UnitID, tenant: TenantID) -> Query<QualificationRow> {
        Query(
            """
            SELECT id, kind, name, number, issuer, issued_on, expires_on, ended_at, ended_by_name, end_reason FROM vendor_qualification
            WHERE tenant_id = \(tenant) AND vendor_id = \(vendor) ORDER BY ended_at IS NOT NULL, expires_on NULLS LAST, id LIMIT 200
            """)
    }
}

package struct VendorContactRow: RowDecodable, Hashable {
    package let id: VendorContactID
    package let name: String
    package let post: String
    package let phone: String
    package let email: String
    package let note: String

    package init(row: inout RowCursor) throws {
        id = try row.next()
        name = try row.next()
        post = try row.next()
        phone = try row.next()
        email = try row.next()
        note = try row.next()
    }

    static func of(_ vendor: UnitID, tenant: TenantID) -> Query<VendorContactRow> {
        Query(
            """
            SELECT id, name, post, phone, email, note FROM vendor_contact
            WHERE tenant_id = \(tenant) AND vendor_id = \(vendor) AND ended_at IS NULL ORDER BY id LIMIT 100
            """)
    }
}

/// A vendor with everything its page shows.
package struct VendorSheet: Sendable {
    package let head: VendorHead
    package let qualifications: [QualificationRow]
    package let contacts: [VendorContactRow]
    /// Projects served, now, before and to come, of those the person sees.
    package let engagements: [EngagementCard]
    package let contracts: [ContractRow]
    /// Days before an end at which it is spoken of.
    package let notice: Int
}

extension Transaction {
    /// - Throws: `notFound` without a viewpoint.
    package func vendors(after: UnitID? = nil) async throws -> [VendorListRow] {
        guard let viewpoint else { throw StoreError.notFound }
        try await enter()
        return try await fetch(VendorListRow.page(at: viewpoint, after: after, today: try today))
    }

    /// - Throws: `notFound` for a vendor the person does not know, and from a vendor's viewpoint for any other vendor (ACCESS-P5).
    package func vendor(_ id: UnitID) async throws -> VendorSheet {
        guard let viewpoint, viewpoint.vendor.map({ $0 == id }) ?? true else { throw StoreError.notFound }
        let unit = UnitRef(id: id, tenant: tenant, kind: .vendor, code: "", name: "")
        let (heads, qualifications, contacts, engagements, contracts, settings) = try await fetch(
            VendorHead.one(id, tenant: tenant), QualificationRow.of(id, tenant: tenant), VendorContactRow.of(id, tenant: tenant),
            EngagementCard.of(unit), ContractRow.of(unit), SettingRow.along(viewpoint, tenant: tenant))
        guard let head = heads.first else { throw StoreError.notFound }
        return VendorSheet(
            head: head, qualifications: qualifications, contacts: contacts, engagements: engagements, contracts: contracts,
            notice: UnitSettings(settings, at: viewpoint).number(.expiryNotice))
    }

    /// Every vendor the person knows, to choose from.
    package func knownVendors() async throws -> [VendorHead] { try await fetch(VendorHead.all(tenant: tenant)) }
}

extension QualificationKind: BindValue, ColumnValue {}
extension VendorContractKind: BindValue, ColumnValue {}
extension FeeBasis: BindValue, ColumnValue {}
extension ServiceLevel: BindValue, ColumnValue {}
extension VendorDueKind: BindValue, ColumnValue {}
