internal import Domain
internal import Postgres

extension StatementCatalogue {
    static let queue: [CataloguedStatement] = {
        let tenant = TenantID(1)
        let job = JobID(1)
        let now = Instant(microseconds: 0)
        return [
            .query("claim jobs", ClaimedJob.claim(worker: "w", now: now, lease: Store.lease, limit: 1)),
            .query("enter job", Job.enter(tenant: tenant, job: job, worker: "w", now: now)),
            .query("lock job", Job.lock(tenant: tenant, job: job, worker: "w")),
            .change("finish job", Job.finish(tenant: tenant, job: job, now: now)),
            .change("renew lease", Job.renew(tenant: tenant, job: job, now: now)),
            .change("retry job", Job.retry(tenant: tenant, job: job, at: now, error: "")),
            .change("bury job", Job.bury(tenant: tenant, job: job, now: now, error: "")),
            .change("enqueue job", NewJob(kind: "k", payload: JSONText("{}"), runAt: now).enqueue(tenant: tenant, now: now)),
            .query("enqueue sweeps", Store.sweeps(now: now)),
            .change("keep last seen", Store.keepLastSeen),
            .change("forget finished", Store.forget(now: now)),
            .query("unfinished jobs", JobRow.unfinished(tenant: tenant)),
        ]
    }()
}
