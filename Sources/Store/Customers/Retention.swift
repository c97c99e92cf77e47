package import Domain
package import Postgres
internal import Secrets

/// What the rules would remove today, counted.
package struct RetentionPlan: RowDecodable, Hashable {
    package let dropped: Int
    package let formerOwners: Int
    package let reads: Int
    package let notices: Int

    package init(row: inout RowCursor) throws {
        dropped = try row.next()
        formerOwners = try row.next()
        reads = try row.next()
        notices = try row.next()
    }

    package subscript(rule: PrivacyRule) -> Int? {
        switch rule {
        case .keepDropped: dropped
        case .keepFormerOwner: formerOwners
        case .keepReads: reads
        case .keepNotices: notices
        case .revealsPerHour: nil
        }
    }

    static func of(_ rules: PrivacyRules, tenant: TenantID, now: Instant) -> Query<RetentionPlan> {
        Query(
            """
            SELECT (SELECT count(*) FROM (\(RetentionStatements.dropped(rules, tenant: tenant, now: now))) d),
                (SELECT count(*) FROM (\(RetentionStatements.former(rules, tenant: tenant, now: now))) f),
                (SELECT count(*) FROM reveal r WHERE r.tenant_id = \(tenant) AND r.at < \(rules.limit(.keepReads, now))),
                (SELECT count(*) FROM notice n WHERE n.tenant_id = \(tenant) AND n.read_at < \(rules.limit(.keepNotices, now)))
            """)
    }
}

extension PrivacyRules {
    /// What is older is removed. A month counts as 30 days.
    func limit(_ rule: PrivacyRule, _ now: Instant) -> Instant { now - .days(Int64(self[rule]) * 30) }
}

/// Removes what was kept long enough: each group by its rules, once a day.
package enum Retention {
    package static let kind = "applyRetention"

    /// The worker's effect. Files are handed to `Anonymise` one by one, at most two hundred a day, so that no transaction is long.
    package static func run(_ tx: WriteTransaction, _ job: Job) async throws {
        let rules = try await tx.fetch(PrivacyRuleRow.all(tenant: tx.tenant)).rules
        let (dropped, former, forgotten) = try await tx.fetch(
            Query<Single<CustomerID>>(RetentionStatements.dropped(rules, tenant: tx.tenant, now: tx.now)),
            Query<Single<CustomerID>>(RetentionStatements.former(rules, tenant: tx.tenant, now: tx.now)),
            RetentionStatements.forgetReads(rules, tenant: tx.tenant, now: tx.now))
        var statements = [RetentionStatements.forgetSnapshots(tenant: tx.tenant, before: tx.now - MergeRow.undoWithin)]
        for customer in (dropped + former).prefix(200) {
            let job = try Anonymise.job(customer.value, request: nil, by: "", now: tx.now)
            statements.append(job.enqueue(tenant: tx.tenant, now: tx.now))
        }
        try await tx.change(statements)
        let count = statements.count - 1 + forgotten.reduce(0) { $0 + $1.reads + $1.notices }
        if count > 0 { tx.audit(.retentionApplied, .setting("retention"), at: nil, ["count": String(count)]) }
    }
}

extension Store {
    /// Queues the day's work of the retention rules for each group that has not had it.
    @discardableResult
    package func enqueueRetention() async throws -> Int {
        try await outside(RetentionStatements.enqueue(now: clock.now())).first?.value ?? 0
    }
}

/// What one run forgot.
struct ForgottenReads: RowDecodable {
    let reads: Int
    let notices: Int

    init(row: inout RowCursor) throws {
        reads = try row.next()
        notices = try row.next()
    }
}

enum RetentionStatements {
    /// Who gave up buying so long ago.
    static func dropped(_ rules: PrivacyRules, tenant: TenantID, now: Instant) -> SQL {
        """
        SELECT c.id FROM org_unit p JOIN customer c ON c.tenant_id = p.tenant_id AND c.project_id = p.id AND c.state = 'dropped'
        WHERE p.tenant_id = \(tenant) AND p.kind = 'project' AND c.anonymised_at IS NULL AND c.merged_into IS NULL
            AND coalesce(c.updated_at, c.created_at) < \(rules.limit(.keepDropped, now))
        """
    }

    /// Whose last house is another's for so long.
    static func former(_ rules: PrivacyRules, tenant: TenantID, now: Instant) -> SQL {
        let day = Day(rules.limit(.keepFormerOwner, now), offsetMinutes: 0)
        return """
            SELECT c.id FROM org_unit p
            JOIN customer c ON c.tenant_id = p.tenant_id AND c.project_id = p.id AND c.state IN ('formerOwner', 'returnedUnit')
            WHERE p.tenant_id = \(tenant) AND p.kind = 'project' AND c.anonymised_at IS NULL AND c.merged_into IS NULL
                AND NOT EXISTS (SELECT FROM house_customer r WHERE r.tenant_id = c.tenant_id AND r.customer_id = c.id
                    AND (r.to_on IS NULL OR r.to_on >= \(day)))
            """
    }

    static func forgetReads(_ rules: PrivacyRules, tenant: TenantID, now: Instant) -> Query<ForgottenReads> {
        Query(
            """
            SELECT reads, notices
            FROM app.forget_reads(\(tenant), \(rules.limit(.keepReads, now)), \(rules.limit(.keepNotices, now)))
            """)
    }

    static func forgetSnapshots(tenant: TenantID, before: Instant) -> SQL {
        """
        UPDATE customer_merge SET snapshot_sealed = NULL
        WHERE tenant_id = \(tenant) AND merged_at < \(before) AND snapshot_sealed IS NOT NULL
        """
    }

    static func enqueue(now: Instant) -> Query<Single<Int>> {
        Query("SELECT app.enqueue_retention(\(now))")
    }
}
