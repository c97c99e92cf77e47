import Domain
import Store
import TestSupport
import Testing

@Suite("What a technician reads") struct WorkSheetTests {
    @Test("ACCESS-P9: the plan and the hand-overs, but no money, no reasons of the ladder and no letters between the centres")
    func technician() async throws {
        let cast = try await Cast.assemble()
        let ticket = try await cast.record(["compensationAsked": "3000"])
        try await ticket.take(.accept, by: "jy-spring", ["severity": "general"])
        try await ticket.take(.escalate, by: "jy-spring", ["reason": "业主威胁上访", "tried": "沟通两次"])
        try await ticket.take(.acceptEscalation, by: "jy")
        try await ticket.take(.openExchange, by: "jy", ["topic": "责任", "text": "是否开发遗留"])
        try await ticket.take(.proposePlan, by: "jy", ["text": "更换防水层", "compensation": "900"])
        try await ticket.take(.customerAccepts, by: "jy")
        try await ticket.take(.startExecution, by: "jy", ["text": "周三前完成"])
        try await ticket.take(.assign, by: "jy-spring", ["assignee": cast.yunshan.person("tech-spring").id.description])

        let sheet = try await ticket.file(as: "tech-spring")
        #expect(sheet.ticket.plans.map(\.text) == ["更换防水层"])
        #expect(sheet.ticket.plans.map(\.compensation) == [.zero])
        #expect(sheet.record.compensationAsked == nil)
        #expect(sheet.ticket.exchanges.isEmpty && sheet.ticket.escalations.isEmpty)
        let words = sheet.events.flatMap { [$0.text] + $0.detail.values }.joined(separator: "|")
        #expect(words.contains("周三前完成"))
        for secret in ["上访", "沟通两次", "开发遗留", "责任", "90000"] { #expect(!words.contains(secret), "\(secret)") }
        #expect(sheet.events.count == 9)
        #expect(try await ticket.actions(of: "tech-spring") == [.completeExecution])

        let whole = try await ticket.file(as: "jy-spring")
        #expect(whole.ticket.plans.map(\.compensation) == [.yuan(900)])
        #expect(whole.ticket.exchanges.count == 1)
        #expect(whole.firstBrokenLine == nil)
        try await cast.end()
    }
}
