import Domain
import Postgres
import Store
import TestSupport
import Testing

/// Who finds a complaint (COMPLAINT-P1, ACCESS-P5, ACCESS-P9, ROUTE-P1).
@Suite("Sight of complaints") struct SightTests {
    @Test("ROUTE-P1: project, company, group and the line's vendor see a complaint; other projects, companies and vendors do not")
    func everybody() async throws {
        let cast = try await Cast.assemble()
        let ticket = try await cast.record()
        let sees = ["hq", "audit", "bj", "bj-spring", "bj-spring-manager", "jy", "jy-spring"]
        let blind = ["nh", "bj-river", "nh-lake", "wx", "wx-lake", "tech-spring", "admin"]
        for account in sees { #expect(try await ticket.isVisible(to: account), "\(account)") }
        for account in blind { #expect(try await !ticket.isVisible(to: account), "\(account)") }
        // The other tenant has people of the same names and a ticket of the same id is none of theirs.
        let foreign = CastTicket(cast: cast, tenant: cast.haitang, id: ticket.id, number: ticket.number)
        for account in sees { #expect(try await !foreign.isVisible(to: account), "\(account) of the other group") }
        try await cast.end()
    }

    @Test("a developer's complaint is hidden from the vendor that serves the project")
    func developersMatter() async throws {
        let cast = try await Cast.assemble()
        let ticket = try await cast.record(by: "bj-spring", door: "bj-spring/3-2-1101")
        #expect(try await ticket.isVisible(to: "bj-spring"))
        for account in ["jy", "jy-spring"] { #expect(try await !ticket.isVisible(to: account)) }
        try await cast.end()
    }

    @Test("ORG-R15: when the engagement ends the vendor loses sight of the project's complaints, the company does not")
    func engagementEnds() async throws {
        let cast = try await Cast.assemble()
        let ticket = try await cast.record()
        try await cast.database.administer {
            try await $0.execute(script: "UPDATE engagement SET to_on = '2026-11-21' WHERE to_on IS NULL")
        }
        #expect(try await !ticket.isVisible(to: "jy"))
        #expect(try await !ticket.isVisible(to: "jy-spring"))
        #expect(try await ticket.isVisible(to: "bj"))
        // After it ended, the developer's line takes new complaints.
        let next = try await cast.record(by: "bj-spring")
        #expect(try await next.file(as: "bj-spring").record.line == .developer)
        try await cast.end()
    }

    @Test("COMPLAINT-P1: a sensitive complaint at the vendor's centre is hidden from the rung below, except while that rung executes")
    func sensitive() async throws {
        let cast = try await Cast.assemble()
        let ticket = try await cast.record(["media": "on"])
        try await ticket.take(.accept, by: "jy-spring", ["severity": "general"])
        try await ticket.take(.escalate, by: "jy-spring", ["reason": "媒体关注", "tried": "已沟通"])
        #expect(try await ticket.isVisible(to: "jy-spring"))
        try await ticket.take(.acceptEscalation, by: "jy")
        for account in ["jy-spring", "bj-spring"] { #expect(try await !ticket.isVisible(to: account), "\(account)") }
        for account in ["jy", "bj", "hq"] { #expect(try await ticket.isVisible(to: account), "\(account)") }
        try await ticket.take(.proposePlan, by: "jy", ["text": "登门致歉", "compensation": "500"])
        try await ticket.take(.customerAccepts, by: "jy")
        try await ticket.take(.startExecution, by: "jy")
        let file = try await ticket.file(as: "jy-spring")
        #expect(file.ticket.plans.map(\.text) == ["登门致歉"])
        try await ticket.take(.completeExecution, by: "jy-spring", ["text": "已办"])
        try await ticket.take(.verify, by: "jy", ["text": "属实"])
        #expect(try await !ticket.isVisible(to: "jy-spring"))
        #expect(try await ticket.file(as: "jy").firstBrokenLine == nil)
        try await cast.end()
    }

    @Test("ACCESS-P9: a technician lists what is in the own hands and nothing else")
    func technician() async throws {
        let cast = try await Cast.assemble()
        let mine = try await cast.record()
        _ = try await cast.record(door: "bj-spring/1-102")
        try await mine.take(.accept, by: "jy-spring", ["severity": "minor"])
        try await mine.take(.assign, by: "jy-spring", ["assignee": cast.yunshan.person("tech-spring").id.description])
        let entry = cast.yunshan.entry("tech-spring")
        let list = try await cast.store.read(entry, .member) { try await $0.tickets() }
        #expect(list.rows.map(\.id) == [mine.id])
        #expect(list.count == 1)
        let desk = try await cast.store.read(entry, .member) { try await $0.desk() }
        #expect(desk.rows.map(\.id) == [mine.id])
        let found = try await cast.store.read(entry, .member) { try await $0.search("渗水") }
        #expect(found.hits.map(\.row.id) == [mine.id])
        try await cast.end()
    }

    @Test("without a right to see tickets there is no list, no desk and no search")
    func administrator() async throws {
        let cast = try await Cast.assemble()
        _ = try await cast.record()
        let entry = cast.yunshan.entry("admin")
        await #expect(throws: StoreError.self) { try await cast.store.read(entry, .member) { try await $0.tickets() } }
        await #expect(throws: StoreError.self) { try await cast.store.read(entry, .member) { try await $0.desk() } }
        await #expect(throws: StoreError.self) { try await cast.store.read(entry, .member) { try await $0.search("渗水") } }
        try await cast.end()
    }

    @Test("a ticket is found only from the viewpoints it belongs to")
    func viewpoints() async throws {
        let cast = try await Cast.assemble()
        let ticket = try await cast.record()
        for code in ["hq", "bj", "bj-spring", "jy", "jy-spring"] { #expect(try await ticket.isVisible(to: "hq", at: code), "\(code)") }
        for code in ["nh", "bj-river", "wx", "wx-lake"] { #expect(try await !ticket.isVisible(to: "hq", at: code), "\(code)") }
        try await cast.end()
    }
}
