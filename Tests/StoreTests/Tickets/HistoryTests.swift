import Domain
import Store
import TestSupport
import Testing

/// What a ticket's page says about the house's other tickets.
@Suite("History of a house") struct HistoryTests {
    private func assigned(_ cast: Cast, _ ticket: CastTicket) async throws {
        try await ticket.take(.accept, by: "jy-spring", ["severity": "minor"])
        try await ticket.take(.assign, by: "jy-spring", ["assignee": cast.yunshan.person("tech-spring").id.description])
    }

    @Test("ACCESS-P9: a technician learns of no other matter of the house than the own ones")
    func technician() async throws {
        let cast = try await Cast.assemble()
        let mine = try await cast.record()
        let mineToo = try await cast.record()
        _ = try await cast.record(["title": "物业费纠纷"])
        try await assigned(cast, mine)
        try await assigned(cast, mineToo)
        #expect(try await mine.file(as: "tech-spring").history.map(\.id) == [mineToo.id])
        #expect(try await mine.file(as: "jy-spring").history.count == 2)
        try await cast.end()
    }

    @Test("COMPLAINT-P1: a sensitive matter above is missing from the history and the intake card of the rung below")
    func sensitive() async throws {
        let cast = try await Cast.assemble()
        let plain = try await cast.record()
        let sensitive = try await cast.record(["media": "on"])
        try await sensitive.take(.intervene, by: "hq", ["reason": "媒体"])
        #expect(try await plain.file(as: "jy-spring").history.isEmpty)
        #expect(try await plain.file(as: "hq").history.map(\.id) == [sensitive.id])
        let house = cast.yunshan.house("bj-spring/1-101")
        let card = try await cast.store.read(cast.yunshan.entry("jy-spring"), .permission(.ticketRecord)) {
            try await $0.intakeCard(.house(house))
        }
        #expect(card.past.map(\.id) == [plain.id])
        try await cast.end()
    }
}
