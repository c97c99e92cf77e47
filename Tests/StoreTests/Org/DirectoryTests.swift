import Domain
import Postgres
import Store
import TestSupport
import Testing

@Suite("Units by their codes") struct DirectoryTests {
    @Test("a path's codes lead to the tenant and unit; answers are kept a minute, absences are not")
    func find() async throws {
        let cast = try await Cast.assemble()
        let directory = UnitDirectory(store: cast.store)
        let place = try await directory.find(tenant: "yunshan", unit: "jy-spring")
        #expect(place.unit == cast.yunshan.unit("jy-spring"))
        #expect(place.tenantName == "云杉投资")
        #expect(place.offsetMinutes == 480)
        #expect(try await directory.find(tenant: "haitang", unit: "jy-spring").unit == cast.haitang.unit("jy-spring"))
        #expect(try await directory.find(tenant: "haitang") == cast.haitang.id)
        for (tenant, unit) in [("yunshan", "xx-new"), ("nobody", "hq"), ("yunshan", "../hq"), ("", "")] {
            await #expect(throws: StoreError.self) { try await directory.find(tenant: tenant, unit: unit) }
        }
        try await cast.database.administer { connection in
            try await connection.execute(
                script: """
                    UPDATE org_unit SET code = 'xx-new' WHERE code = 'nh-lake';
                    UPDATE org_unit SET name = 'renamed' WHERE code = 'jy-spring';
                    """)
        }
        #expect(try await directory.find(tenant: "yunshan", unit: "xx-new").unit.kind == .project)
        #expect(try await directory.find(tenant: "yunshan", unit: "jy-spring").unit.name == place.unit.name)
        cast.clock.advance(.seconds(61))
        #expect(try await directory.find(tenant: "yunshan", unit: "jy-spring").unit.name == "renamed")
        try await cast.end()
    }

    @Test("the frame: crumbs from the group down, a switcher of what the posts cover, counts that start at nothing")
    func frame() async throws {
        let cast = try await Cast.assemble()
        let yunshan = cast.yunshan
        func frame(_ account: String, at code: String) async throws -> (crumbs: [String], switcher: Set<String>, counts: RailCounts?) {
            let unit = yunshan.unit(code)
            return try await cast.store.read(yunshan.entry(account, at: code), .member) { tx in
                let (crumbs, switcher, counts) = try await tx.fetch(
                    Frame.breadcrumb(unit), Frame.switcher(tenant: yunshan.id), Frame.counts(unit))
                return (crumbs.map(\.code), Set(switcher.map(\.code)), counts.first)
            }
        }
        let site = try await frame("jy-spring", at: "jy-spring")
        #expect(site.crumbs == ["hq", "jy", "jy-spring"])
        #expect(site.switcher == ["jy-spring"])
        #expect(site.counts.map { [$0.waiting, $0.open, $0.visitsDue, $0.unreadNotices] } == [0, 0, 0, 0])
        let company = try await frame("bj", at: "bj-river")
        #expect(company.crumbs == ["hq", "bj", "bj-river"])
        #expect(company.switcher == ["bj", "bj-spring", "bj-river", "jy-spring"])
        #expect(try await frame("jy", at: "jy").switcher == ["jy", "jy-spring"])
        #expect(try await frame("hq", at: "hq").switcher.count == 10)
        for account in yunshan.people.keys {
            // Whoever stands in the switcher's list can really look from there.
            for code in try await frame(account, at: yunshan.person(account).unit).switcher {
                _ = try await cast.store.read(yunshan.entry(account, at: code), .member) { try await $0.enter() }
            }
        }
        try await cast.end()
    }
}
