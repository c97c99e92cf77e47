import Domain
import Postgres
import Store
import TestSupport
import Testing

/// The pages that belong to the person alone still stand at a unit.
@Suite("Own pages") struct OwnPagesTests {
    private func enters(_ cast: Cast, _ account: String, at code: String) async throws -> Bool {
        do {
            _ = try await cast.store.read(cast.yunshan.entry(account, at: code), .own) { try await $0.enter() }
            return true
        } catch StoreError.notFound {
            return false
        }
    }

    @Test("a unit that no post covers is not found, not even for the list of own sessions")
    func foreignUnit() async throws {
        let cast = try await Cast.assemble()
        #expect(try await enters(cast, "jy-spring", at: "jy-spring"))
        for code in ["jy", "wx", "wx-lake", "nh", "hq"] { #expect(try await !enters(cast, "jy-spring", at: code), "\(code)") }
        #expect(try await enters(cast, "hq", at: "wx-lake"))
        try await cast.end()
    }

    @Test("ACCESS-P8: who holds no post any more still ends sessions and changes the password")
    func withoutPosts() async throws {
        let cast = try await Cast.assemble()
        try await cast.database.administer { connection in
            let id = cast.yunshan.person("wx").id.rawValue
            try await connection.execute(script: "UPDATE post SET to_on = '2026-11-21' WHERE person_id = \(id)")
        }
        #expect(try await enters(cast, "wx", at: "wx"))
        try await cast.end()
    }
}
