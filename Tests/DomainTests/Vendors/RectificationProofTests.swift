import Testing

@testable import Domain

@Suite("What shows that something was mended") struct RectificationProofTests {
    @Test("VENDOR-R5: only saying that it is done needs something that shows it")
    func proof() throws {
        #expect(throws: RectificationRefusal.evidenceMissing) { try Rectifying.prove(.complete, files: 0) }
        try Rectifying.prove(.complete, files: 1)
        for step in RectificationStep.allCases where step != .complete { try Rectifying.prove(step, files: 0) }
    }

    @Test("COMPENSATE-R5: a clause is a sum or a share")
    func measures() {
        #expect(PenaltyMeasure.amount(.yuan(5)).amount == .yuan(5) && PenaltyMeasure.amount(.yuan(5)).share == nil)
        #expect(PenaltyMeasure.share(1_250).share == 1_250 && PenaltyMeasure.share(1_250).amount == nil)
    }
}
