internal import Domain
internal import Postgres

extension StatementCatalogue {
    static let scope: [CataloguedStatement] = {
        let tenant = TenantID(1)
        let now = Instant(microseconds: 0)
        let entry = Entry(tenant: tenant, tokenHash: [0])
        guard let form = FormKey(key: "key", digest: [0]) else { return [] }
        return [
            .query("enter", EnterRow.enter(entry, now: now, idle: Door.idle)),
            .query("assume", EnterRow.assume(PersonID(1), entry, now: now)),
            .change("take form key", KeyRow.take(form, tenant: tenant, now: now)),
            .query("find form key", KeyRow.find(form, tenant: tenant)),
            .change("answer form key", KeyRow.answer(form, "/", tenant: tenant)),
        ]
    }()
}
