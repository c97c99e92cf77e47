import Testing

@testable import Domain

@Suite struct VisitTests {
    @Test func `VISIT-R4: a telephone visit needs no signature and keeps none`() throws {
        let scores = try #require(VisitScores(attitude: 5, quality: 5, efficiency: 5, overall: 5))
        let visit = try #require(VisitRecord(method: .phone, outcome: .satisfied, scores: scores, comment: "", signed: true))
        #expect(!visit.signed)
    }

    @Test func `VISIT-R5: an on-site visit is signed`() throws {
        let scores = try #require(VisitScores(attitude: 5, quality: 5, efficiency: 5, overall: 5))
        #expect(VisitRecord(method: .onSite, outcome: .satisfied, scores: scores, comment: "", signed: false) == nil)
        #expect(VisitRecord(method: .onSite, outcome: .dissatisfied, scores: scores, comment: "", signed: true) != nil)
        #expect(VisitRecord(method: .onSite, outcome: .unreachable, scores: nil, comment: "", signed: false) != nil)
    }

    @Test func `a reached customer scores from one to five, an unreachable one does not`() {
        #expect(VisitScores(attitude: 0, quality: 1, efficiency: 1, overall: 1) == nil)
        #expect(VisitScores(attitude: 1, quality: 1, efficiency: 1, overall: 6) == nil)
        #expect(VisitRecord(method: .phone, outcome: .satisfied, scores: nil, comment: "", signed: false) == nil)
        let scores = VisitScores(attitude: 1, quality: 1, efficiency: 1, overall: 1)
        #expect(VisitRecord(method: .phone, outcome: .unreachable, scores: scores, comment: "", signed: false) == nil)
    }

    @Test func `VISIT-R7: dissatisfied below the group starts the next rung's half hour by itself`() throws {
        var journey = try verified()
        try Cast.projectManager.does(.recordVisit(Cast.visit(.dissatisfied)), in: &journey)
        #expect(journey.state == .escalated)
        #expect(journey.facts.holderUnit == Cast.company.id)
        #expect(journey.facts.escalation?.proposer == nil)
        #expect(journey.facts.running[.accept]?.rule == "ROUTE-N2")
        #expect(journey.facts.running[.visit] == nil)
        #expect(journey.last.notices.contains(Notice(.cameToMe, to: .unit(Cast.company.id))))
        #expect(journey.refusal(.withdrawEscalation(reason: "x"), by: Cast.projectManager) == .notYours(waitingFor: Cast.company.id))
    }

    @Test func `VISIT-R7: dissatisfied at the group asks for another plan`() throws {
        var journey = try Journey(.beforeHandover, heardBy: Cast.projectOfficer)
        try Cast.groupOfficer.does(.intervene(reason: "重大"), in: &journey)
        try Cast.groupOfficer.agreesPlan(in: &journey)
        try Cast.groupOfficer.does(.startExecution(note: ""), in: &journey)
        try Cast.projectOfficer.does(.completeExecution(result: "x"), in: &journey)
        try Cast.groupOfficer.does(.verify(result: "x"), in: &journey)
        try Cast.groupColleague.does(.recordVisit(Cast.visit(.dissatisfied)), in: &journey)
        #expect(journey.state == .planRejected)
        #expect(journey.facts.running[.plan] != nil)
        #expect(journey.buttons(Cast.groupOfficer).contains(.enterLitigation))
    }

    @Test func `who handled, planned or executed does not visit`() throws {
        let journey = try verified()
        for involved in [Cast.projectOfficer, Cast.projectColleague] {
            #expect(journey.refusal(.recordVisit(Cast.visit(.satisfied)), by: involved) == .factMissing(.visitorIsIndependent))
            #expect(!journey.buttons(involved).contains(.recordVisit))
        }
        #expect(journey.primary(Cast.projectManager) == .recordVisit)
    }

    @Test func `unreachable on three different days may be closed without the customer's word`() throws {
        var journey = try verified()
        try Cast.projectManager.does(.recordVisit(Cast.visit(.unreachable)), in: &journey)
        #expect(journey.state == .verified)
        #expect(journey.facts.running[.visit] != nil)
        for days in 0...2 {
            journey.countUnreachableDays(days)
            #expect(journey.refusal(.closeUnconfirmed(reason: "x"), by: Cast.projectManager) == .factMissing(.enoughUnreachableDays))
        }
        journey.countUnreachableDays(3)
        try Cast.projectManager.does(.closeUnconfirmed(reason: "三日未联系上"), in: &journey)
        #expect(journey.state == .closed)
        #expect(journey.facts.running.isEmpty)
    }

    private func verified() throws -> Journey {
        var journey = try Journey(.beforeHandover, heardBy: Cast.projectOfficer)
        try Cast.projectOfficer.does(.accept(severity: .minor), in: &journey)
        try Cast.projectOfficer.agreesPlan(in: &journey)
        try Cast.projectOfficer.does(.startExecution(note: ""), in: &journey)
        try Cast.projectColleague.does(.completeExecution(result: "x"), in: &journey)
        try Cast.projectOfficer.does(.verify(result: "x"), in: &journey)
        return journey
    }
}
