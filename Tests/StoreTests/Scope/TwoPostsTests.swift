import Domain
import Postgres
import Store
import TestSupport
import Testing

/// One person, two posts: neither widens the other.
@Suite("Two posts of one person") struct TwoPostsTests {
    @Test("ACCESS-P1: who administers the group and works at a project sees the project's matters, with their floor, and no others")
    func administratorAtAProject() async throws {
        let cast = try await Cast.assemble()
        let yunshan = cast.yunshan
        _ = try await cast.store.write(yunshan.entry("admin"), .permission(.peopleManage), form: cast.form()) { tx in
            let unit = yunshan.unit("bj-spring").id
            let post = NewPost(
                person: yunshan.person("admin").id, role: "projectService", unit: unit, title: "项目客服", from: Day(daysSince1970: 20_000),
                to: nil)
            _ = try await tx.add(post, try await tx.access(unit, for: ManagePeople.self))
            return "/"
        }
        let plain = try await cast.record()
        let elsewhere = try await cast.record(by: "nh-lake", door: "nh-lake/1-101")
        let sensitive = try await cast.record(["media": "on"])
        #expect(try await sensitive.isVisible(to: "admin", at: "bj-spring"))
        try await sensitive.take(.intervene, by: "hq", ["reason": "媒体"])
        #expect(try await plain.isVisible(to: "admin", at: "bj-spring"))
        #expect(try await !sensitive.isVisible(to: "admin", at: "bj-spring"))
        for code in ["hq", "bj", "bj-spring"] { #expect(try await !elsewhere.isVisible(to: "admin", at: code), "\(code)") }
        let entry = yunshan.entry("admin", at: "bj-spring")
        let customers = try await cast.store.read(entry, .permission(.ticketRecord)) { try await $0.fetch(CustomerCount.all(yunshan.id)) }
        #expect(customers.map(\.value) == [6], "the customers of one project")
        try await cast.end()
    }
}

private enum CustomerCount {
    static func all(_ tenant: TenantID) -> Query<Single<Int>> {
        Query("SELECT count(*) FROM customer WHERE tenant_id = \(tenant)")
    }
}
