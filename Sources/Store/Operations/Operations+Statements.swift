internal import Domain
internal import Postgres

extension StatementCatalogue {
    static let operations: [CataloguedStatement] = {
        let (tenant, job, session) = (TenantID(1), JobID(1), SessionID(1))
        let now = Instant(microseconds: 0)
        return [
            .query("pulse", Pulse.query(needing: [1])),
            .query("audit lag", AuditLag.query),
            .query("own anchors", AnchorFigure.own(tenant: tenant)),
            .query("queue figures", QueueFigure.all(now: now)),
            .query("release jobs", Store.releasing(worker: "w")),
            .query("jobs in a state", JobLine.page(tenant: tenant, in: .dead, before: nil)),
            .query("one job", JobLine.one(tenant: tenant, job)),
            .change("try job again", JobLine.again(tenant: tenant, job, now: now)),
            .change("discard job", JobLine.discard(tenant: tenant, job, now: now, note: "")),
            .query("count jobs", JobCount.all(tenant: tenant)),
            .query("open sessions", OpenSession.page(tenant: tenant, before: nil, now: now)),
            .query("count open sessions", OpenSession.count(tenant: tenant, now: now)),
            .query("end open session", OpenSession.end(tenant: tenant, session, now: now)),
            .query("sessions by hour", SessionHour.last(24, tenant: tenant, now: now)),
            .query("table figures", TableFigure.all),
            .query("database size", TableFigure.databaseBytes),
            .query("applied migrations", AppliedMigration.all),
            .query("backup runs", BackupRun.last(10)),
        ]
    }()
}
