internal import Domain
internal import Postgres

enum FoundingStatements {
    static let tenants: SQL = "SELECT id FROM tenant ORDER BY id"

    static func tenant(_ new: NewTenant, now: Instant) -> SQL {
        """
        INSERT INTO tenant (code, name, name_en, utc_offset_minutes, created_at)
        VALUES (\(new.code), \(new.name), \(new.nameEnglish), \(Int32(new.offsetMinutes)), \(now)) ON CONFLICT (code) DO NOTHING
        """
    }

    static func tenantNamed(_ code: String) -> SQL { "SELECT id FROM tenant WHERE code = \(code)" }

    static func group(_ new: NewTenant, tenant: TenantID, now: Instant) -> SQL {
        """
        INSERT INTO org_unit (tenant_id, kind, code, name, name_en, created_at)
        VALUES (\(tenant), 'group', \(new.groupCode), \(new.groupName), \(new.groupNameEnglish), \(now)) ON CONFLICT DO NOTHING
        """
    }

    static func groupOf(_ tenant: TenantID) -> SQL { "SELECT id FROM org_unit WHERE tenant_id = \(tenant) AND kind = 'group'" }

    /// Names of built-in roles are words of the interface and live in the locale files; the row keeps the key.
    static func role(_ role: BuiltInRole, tenant: TenantID, now: Instant) -> SQL {
        let kinds = role.unitKinds.map(\.rawValue).sorted()
        let permissions = role.permissions.map(\.rawValue).sorted()
        return """
            INSERT INTO role AS r (tenant_id, key, built_in, name, name_en, unit_kinds, permissions, compensation_below, created_at)
            VALUES (\(tenant), \(role.key), true, \(role.key), \(role.key), \(kinds), \(permissions), \(role.compensation.below), \(now))
            ON CONFLICT (tenant_id, key) DO UPDATE
            SET unit_kinds = EXCLUDED.unit_kinds, permissions = EXCLUDED.permissions, compensation_below = EXCLUDED.compensation_below,
                reach = EXCLUDED.reach
            WHERE r.built_in
            """
    }

    static func roles(_ tenant: TenantID) -> SQL { "SELECT key, id FROM role WHERE tenant_id = \(tenant)" }

    static func person(_ new: NewTenant, tenant: TenantID, group: UnitID, now: Instant) -> SQL {
        """
        INSERT INTO person (tenant_id, unit_id, account, name, created_at)
        VALUES (\(tenant), \(group), \(new.administrator), \(new.administratorName), \(now))
        ON CONFLICT (tenant_id, account) DO NOTHING
        """
    }

    static func personNamed(_ account: String, tenant: TenantID) -> SQL {
        "SELECT id FROM person WHERE tenant_id = \(tenant) AND account = \(account)"
    }

    static func credential(tenant: TenantID, person: PersonID, hash: String, mustChange: Bool, now: Instant) -> SQL {
        """
        INSERT INTO credential (tenant_id, person_id, password_hash, must_change, changed_at)
        VALUES (\(tenant), \(person), \(hash), \(mustChange), \(now)) ON CONFLICT (tenant_id, person_id) DO NOTHING
        """
    }

    static func post(
        _ new: NewTenant, tenant: TenantID, person: PersonID, role: RoleID, group: UnitID, from: Day, now: Instant
    ) -> SQL {
        """
        INSERT INTO post (tenant_id, person_id, role_id, unit_id, title, from_on, created_at)
        SELECT \(tenant), \(person), \(role), \(group), \(new.administratorTitle), \(from), \(now)
        WHERE NOT EXISTS (SELECT FROM post WHERE tenant_id = \(tenant) AND person_id = \(person) AND role_id = \(role))
        """
    }
}
