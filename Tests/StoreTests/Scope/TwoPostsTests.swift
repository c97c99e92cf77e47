import Domain
import Postgres
import Store
import TestSupport
import Testing

/// One person, two posts: neither widens the other.
@Suite("Two posts of one person") struct TwoPostsTests {
    /// Who administers a centre or the group and works at a project below it. The group's administrator is given the second post by
    /// nobody but the database: the product refuses that an administrator gives it to oneself.
    @Test(
        "ACCESS-P1: who administers above and works at a project sees the project's matters, with their floor, and no others",
        arguments: ["admin", "bj-admin"])
    func administratorAtAProject(account: String) async throws {
        let cast = try await Cast.assemble()
        let yunshan = cast.yunshan
        let (person, project) = (yunshan.person(account).id, yunshan.unit("bj-spring"))
        _ = try await cast.database.administer { connection in
            try await connection.query(
                """
                INSERT INTO post (tenant_id, person_id, role_id, unit_id, company_id, project_id, title, from_on, created_at)
                SELECT \(yunshan.id.rawValue), \(person.rawValue), r.id, \(project.id.rawValue), \(project.company?.rawValue),
                    \(project.id.rawValue), '项目客服', '2024-01-01', '2024-01-01 00:00+00'
                FROM role r WHERE r.tenant_id = \(yunshan.id.rawValue) AND r.key = 'projectService'
                """)
        }
        let plain = try await cast.record()
        let beside = try await cast.record(by: "bj-river", door: "bj-river/1-101")
        let elsewhere = try await cast.record(by: "nh-lake", door: "nh-lake/1-101")
        let sensitive = try await cast.record(["media": "on"])
        #expect(try await sensitive.isVisible(to: account, at: "bj-spring"))
        try await sensitive.take(.intervene, by: "hq", ["reason": "媒体"])
        #expect(try await plain.isVisible(to: account, at: "bj-spring"))
        #expect(try await !sensitive.isVisible(to: account, at: "bj-spring"))
        for code in account == "admin" ? ["hq", "bj", "bj-spring"] : ["bj", "bj-spring"] {
            #expect(try await !elsewhere.isVisible(to: account, at: code), "\(code)")
            #expect(try await !beside.isVisible(to: account, at: code), "\(code)")
        }
        let entry = yunshan.entry(account, at: "bj-spring")
        let customers = try await cast.store.read(entry, .permission(.ticketRecord)) { try await $0.fetch(CustomerCount.all(yunshan.id)) }
        #expect(customers.map(\.value) == [6], "the customers of one project, also below the pages")
        let people = try await cast.store.read(yunshan.entry(account, at: "bj"), .permission(.peopleSee)) { tx in
            try await tx.fetch(PersonRow.page(at: yunshan.unit("bj")))
        }
        #expect(people.contains { $0.account == "bj-river" }, "the people of the whole company")
        try await cast.end()
    }
}

private enum CustomerCount {
    static func all(_ tenant: TenantID) -> Query<Single<Int>> {
        Query("SELECT count(*) FROM customer WHERE tenant_id = \(tenant)")
    }
}
