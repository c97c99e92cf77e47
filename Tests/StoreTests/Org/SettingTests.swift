import Domain
import Postgres
import Store
import TestSupport
import Testing

@Suite("Settings down the tree") struct SettingTests {
    private func decide(_ cast: Cast, _ setting: Setting, _ value: String, at code: String, as account: String = "admin") async throws {
        try await cast.change(as: account) { tx in
            try await tx.decide(value, try await tx.access(setting, at: cast.yunshan.unit(code).id, for: DecideSetting.self))
        }
    }

    private func settings(_ cast: Cast, at code: String, as account: String) async throws -> UnitSettings {
        let unit = cast.yunshan.unit(code)
        return try await cast.store.read(cast.yunshan.entry(account), .member) { try await $0.settings(at: unit) }
    }

    @Test("a value comes down from the group until a lower unit decides; whoever works below sees it and whose it is")
    func inheritance() async throws {
        let cast = try await Cast.assemble()
        #expect(try await settings(cast, at: "bj-spring", as: "bj-spring").decision(on: .hotline) == nil)
        try await decide(cast, .hotline, "400-111", at: "hq")
        try await decide(cast, .hotline, "400-222", at: "bj")
        try await decide(cast, .hotline, "400-333", at: "jy")
        for (account, at, value, source) in [
            ("bj-spring", "bj-spring", "400-222", "bj"), ("nh-lake", "nh-lake", "400-111", "hq"),
            ("jy-spring", "jy-spring", "400-333", "jy"),
            ("hq", "hq", "400-111", "hq"), ("tech-spring", "jy-spring", "400-333", "jy"),
        ] {
            let found = try await settings(cast, at: at, as: account)
            #expect(found.text(.hotline) == value, "\(account)")
            #expect(found[.hotline].source == cast.yunshan.unit(source).id, "\(account)")
            #expect(found.decision(on: .hotline)?.byName == "管理员")
        }
        try await cast.change(as: "admin") { tx in
            try await tx.inherit(try await tx.access(.hotline, at: cast.yunshan.unit("bj").id, for: DecideSetting.self))
        }
        #expect(try await settings(cast, at: "bj-spring", as: "bj-spring").text(.hotline) == "400-111")
        #expect(try await cast.store.read(cast.yunshan.entry("bj"), .member) { try await $0.settings(at: nil) }.text(.hotline) == "400-111")
        #expect(try await settings(cast, at: "hq", as: "hq").number(.exportApprovalRows) == 1_000)
        try await cast.end()
    }

    @Test("only who keeps the tree decides, only where a setting is decided, only what it accepts")
    func authority() async throws {
        let cast = try await Cast.assemble()
        await #expect(throws: StoreError.self) { try await decide(cast, .hotline, "1", at: "bj", as: "bj") }
        await #expect(throws: StoreError.self, "idle days are the group's") { try await decide(cast, .idleAccountDays, "30", at: "bj") }
        do {
            try await decide(cast, .idleAccountDays, "1", at: "hq")
            Issue.record("one day is too few")
        } catch StoreError.invalid(let errors) {
            #expect(errors["value"] == .tooSmall(min: 7))
        }
        // Another tenant's unit, and a decision that was never made.
        let foreign = cast.haitang.unit("bj").id
        for attempt: @Sendable (WriteTransaction) async throws -> Void in [
            { tx in _ = try await tx.access(.hotline, at: foreign, for: DecideSetting.self) },
            { tx in try await tx.inherit(try await tx.access(.hotline, at: cast.yunshan.unit("nh").id, for: DecideSetting.self)) },
        ] {
            do {
                try await cast.asAdmin(attempt)
                Issue.record("it went through")
            } catch StoreError.notFound {}
        }
        #expect(try await settings(cast, at: "bj", as: "bj").text(.hotline) == "")
        try await cast.end()
    }
}
