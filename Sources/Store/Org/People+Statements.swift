internal import Domain
internal import Postgres

extension StatementCatalogue {
    /// People, posts, hand-over and reports.
    static let people: [CataloguedStatement] = {
        let (tenant, unit, person, post) = (TenantID(1), UnitID(1), PersonID(1), PostID(1))
        let (now, today) = (Instant(microseconds: 0), Day(daysSince1970: 0))
        let newPost = NewPost(person: person, role: "", unit: unit, title: "", from: today, to: nil)
        let filters = [
            PeopleFilter(unit: unit, role: RoleID(1), state: .active, words: "x"), PeopleFilter(state: .disabled),
            PeopleFilter(state: .withoutPost), PeopleFilter(state: .invited),
        ]
        let hq = samples[0]
        return samples.flatMap { sample in
            [
                CataloguedStatement.query("people at \(sample.kind)", PersonRow.page(at: sample)),
                .query("posts at \(sample.kind)", PostRow.page(at: sample)),
                .query("a person at \(sample.kind)", PersonFacts.find(person, at: sample)),
                .query("idle accounts at \(sample.kind)", IdleRow.all(at: sample, since: now, today: today, now: now)),
                .query("unheld matters at \(sample.kind)", UnheldRow.all(at: sample, today: today)),
                .query("access to \(sample.kind)", AccessRow.around(sample, today: today)),
            ]
        } + filters.enumerated().map { .query("people filtered \($0)", PersonRow.page(at: hq, $1, today: today)) } + [
            .query("posts of a person", PostRow.of(person, tenant: tenant)),
            .query("current posts of people", PostRow.current(of: [person], tenant: tenant, today: today)),
            .query("colleagues", Colleague.at(unit, tenant: tenant, with: .ticketHandle, today: today)),
            .query("a person", PersonFacts.find(person, tenant: tenant)),
            .query("last seen", LastSeenRow.of(person, tenant: tenant, now: now)),
            .query("held posts", HeldPostRow.of(person, tenant: tenant, today: today)),
            .query("access of a person", AccessRow.of(person, tenant: tenant, today: today)),
            .query("in hands", Hand.of(person, tenant: tenant)),
            .query("lock held tickets", HeldTicketRow.lock([TicketID(1)], tenant: tenant)),
            .query("add person", PeopleStatements.add(NewPerson(unit: unit, account: "a", name: ""), at: hq, now: now)),
            .change("change person", PeopleStatements.change(PersonChange(name: "", unit: unit), person, to: hq)),
            .query("active person", PeopleStatements.isActive(tenant: tenant, person)),
            .query("add post", PeopleStatements.add(newPost, role: RoleID(1), at: hq, deputyFor: nil, now: now)),
            .query("any post", DeputisedPostRow.any(post, tenant: tenant)),
            .query("post to deputise", DeputisedPostRow.find(post, tenant: tenant)),
            .change("end post", PeopleStatements.end(tenant: tenant, post, unit: unit, on: today)),
            .change("end all posts", PeopleStatements.endAll(tenant: tenant, person, on: today)),
            .change("disable person", PeopleStatements.disable(tenant: tenant, person, now: now)),
        ]
    }()
}
