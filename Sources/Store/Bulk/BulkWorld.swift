package import Domain
package import Postgres

/// The organisation of a demo tenant as it stands in the database: what its complaints are told from.
package struct BulkWorld: Sendable {
    package let tenant: TenantID
    package let offsetMinutes: Int
    /// When the demo's history begins.
    package let entered: Instant
    package let units: [Unit]
    package let engagements: [Engagement]
    package let posts: [Holder]
    package let houses: [House]

    package struct Unit: RowDecodable {
        package let ref: UnitRef
        package let prefix: String
        package let handedOver: Day?

        package init(row: inout RowCursor) throws {
            let (tenant, id, kind): (TenantID, UnitID, UnitKind) = (try row.next(), try row.next(), try row.next())
            ref = UnitRef(
                id: id, tenant: tenant, kind: kind, code: try row.next(), name: try row.next(), company: try row.next(),
                project: try row.next(), vendor: try row.next())
            prefix = try row.next()
            handedOver = try row.next()
        }
    }

    package struct Engagement: RowDecodable {
        package let site: UnitID
        package let vendor: UnitID
        package let project: UnitID
        package let from: Day
        package let to: Day?

        package init(row: inout RowCursor) throws {
            site = try row.next()
            vendor = try row.next()
            project = try row.next()
            from = try row.next()
            to = try row.next()
        }
    }

    package struct Holder: RowDecodable {
        package let person: PersonID
        package let account: String
        package let name: String
        package let unit: UnitID
        package let role: String
        package let title: String
        package let to: Day?

        package init(row: inout RowCursor) throws {
            person = try row.next()
            account = try row.next()
            name = try row.next()
            unit = try row.next()
            role = try row.next()
            title = try row.next()
            to = try row.next()
        }
    }

    /// A house with the person who complains about it.
    package struct House: RowDecodable {
        package let id: HouseID
        package let project: UnitID
        package let door: String
        package let label: String
        package let handedOver: Day?
        package let customer: CustomerID
        package let customerName: String
        package let phoneTail: String

        package init(row: inout RowCursor) throws {
            id = try row.next()
            project = try row.next()
            door = try row.next()
            label = try row.next()
            handedOver = try row.next()
            customer = try row.next()
            customerName = try row.next()
            phoneTail = try row.next()
        }
    }

    /// Nil when there is no such tenant.
    package static func load(_ connection: AdminConnection, code: String) async throws -> BulkWorld? {
        guard let row = try await connection.query("SELECT id, utc_offset_minutes, created_at FROM tenant WHERE code = \(code)").first
        else { return nil }
        let tenant: TenantID = try row.get(0)
        return BulkWorld(
            tenant: tenant, offsetMinutes: try row.get(1), entered: try row.get(2),
            units: try await connection.query(
                """
                SELECT tenant_id, id, kind, code, name, company_id, project_id, vendor_id, number_prefix, handed_over_on
                FROM org_unit WHERE tenant_id = \(tenant) ORDER BY id
                """
            ).decode(),
            engagements: try await connection.query(
                """
                SELECT unit_id, vendor_id, project_id, from_on, to_on FROM engagement WHERE tenant_id = \(tenant) ORDER BY id
                """
            ).decode(),
            posts: try await connection.query(
                """
                SELECT n.id, n.account, n.name, p.unit_id, r.key, p.title, p.to_on
                FROM post p JOIN person n ON n.tenant_id = p.tenant_id AND n.id = p.person_id
                JOIN role r ON r.tenant_id = p.tenant_id AND r.id = p.role_id
                WHERE p.tenant_id = \(tenant) ORDER BY p.id
                """
            ).decode(),
            houses: try await connection.query(
                """
                SELECT h.id, h.project_id, h.door, h.label, h.handed_over_on, c.id, c.name, c.phone_tail
                FROM house h JOIN LATERAL (
                    SELECT c.id, c.name, c.phone_tail FROM house_customer o
                    JOIN customer c ON c.tenant_id = o.tenant_id AND c.id = o.customer_id
                    WHERE o.tenant_id = h.tenant_id AND o.house_id = h.id ORDER BY o.id LIMIT 1) c ON true
                WHERE h.tenant_id = \(tenant) ORDER BY h.id
                """
            ).decode())
    }
}
