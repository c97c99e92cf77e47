package import Domain
package import Postgres

/// One figure that a group set for itself.
package struct PrivacyRuleRow: RowDecodable {
    package let rule: PrivacyRule
    package let amount: Int
    package let setByName: String
    package let setAt: Instant

    package init(row: inout RowCursor) throws {
        rule = try row.next()
        amount = try row.next()
        setByName = try row.next()
        setAt = try row.next()
    }

    package static func all(tenant: TenantID) -> Query<PrivacyRuleRow> {
        Query("SELECT rule, amount, set_by_name, set_at FROM privacy_rule WHERE tenant_id = \(tenant)")
    }

    static func set(_ rule: PrivacyRule, _ amount: Int, by actor: Actor, tenant: TenantID, now: Instant) -> SQL {
        """
        INSERT INTO privacy_rule (tenant_id, rule, amount, set_by_name, set_at)
        VALUES (\(tenant), \(rule), \(Int32(amount)), \(actor.name), \(now))
        ON CONFLICT (tenant_id, rule) DO UPDATE SET amount = EXCLUDED.amount, set_by_name = EXCLUDED.set_by_name, set_at = EXCLUDED.set_at
        """
    }
}

extension Sequence<PrivacyRuleRow> {
    package var rules: PrivacyRules { PrivacyRules(Dictionary(map { ($0.rule, $0.amount) }) { $1 }) }
}

/// The group's figures and what they would remove today, as far as the reader sees.
package struct PrivacyRuleFile: Sendable {
    package let rules: PrivacyRules
    package let plan: RetentionPlan
    /// The figures hold for the whole group: only a post there sets them.
    package let maySet: Bool
}

extension Transaction {
    package func privacyRules() async throws -> PrivacyRuleFile {
        let rules = try await fetch(PrivacyRuleRow.all(tenant: tenant)).rules
        guard let plan = try await fetchFirst(RetentionPlan.of(rules, tenant: tenant, now: now)) else { throw StoreError.closed }
        return PrivacyRuleFile(rules: rules, plan: plan, maySet: try isGroupWide)
    }

    fileprivate var isGroupWide: Bool {
        get throws {
            let holds = try actor.posts.contains { $0.unit.kind == .group && $0.permissions.contains(.privacyManage) }
            return viewpoint?.kind == .group && holds
        }
    }
}

extension WriteTransaction {
    /// - Throws: `refused(.privacyManage)` below the group; `invalid` with field `amount`.
    package func set(_ rule: PrivacyRule, _ typed: String) async throws {
        guard try isGroupWide else { throw StoreError.refused(.privacyManage) }
        var form = FormReader(["amount": typed])
        let amount = form.number("amount", rule.allowed)
        guard form.errors.isEmpty else { throw StoreError.invalid(form.errors) }
        try await change([PrivacyRuleRow.set(rule, amount, by: actor, tenant: tenant, now: now)])
        audit(.privacyRuleSet, .setting(rule.code), at: viewpoint, ["to": String(amount)])
    }
}
