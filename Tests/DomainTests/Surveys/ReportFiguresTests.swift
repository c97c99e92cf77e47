import Domain
import Testing

@Suite struct ReportFiguresTests {
    private func figure(_ key: String, _ value: Double, n: Int = 100) -> ReportFigure {
        ReportFigure(.dimension, key, .shown(Estimate(value: value, interval: Interval(value - 1, value + 1), n: n)))
    }

    @Test("research 23: what changed after signing is listed beside what was signed, in the report's order")
    func changes() {
        let signed = ReportFigures([figure("repair", 78.64), figure("service", 88), figure("delivery", 80)])
        let today = ReportFigures([figure("service", 88), figure("repair", 79.2, n: 103), figure("greenery", 70)])
        let changes = signed.changes(to: today)
        #expect(changes.map { $0.signed?.key ?? $0.today?.key } == ["repair", "delivery", "greenery"])
        #expect(changes[0].signed?.tenths == 786 && changes[0].today?.tenths == 792 && changes[0].today?.n == 103)
        #expect(changes[1].today == nil && changes[2].signed == nil)
        #expect(signed.changes(to: signed).isEmpty)
    }

    @Test("SURVEY-R10, COMPLAINT-R16: complaints stand in the report per thousand households and with intervals")
    func complaints() {
        let figures = ComplaintFigures(received: 50, closed: 40, overdue: 3, escalated: 5, visited: 30, satisfied: 24, households: 2_000)
            .figures
        func find(_ key: String) -> ReportFigure? { figures.first { $0.key == key } }
        #expect(find("received")?.tenths == 500 && find("received")?.lower == nil)
        #expect(find("perThousand")?.tenths == 250)
        #expect(find("closed")?.tenths == 800 && find("visitSatisfied")?.n == 30)
        let none = ComplaintFigures(received: 0, closed: 0, overdue: 0, escalated: 0, visited: 0, satisfied: 0, households: 0).figures
        #expect(none.first { $0.key == "closed" }?.tenths == nil)
    }

    @Test("a hidden figure stays hidden in a signed report; texts are bounded, empty ones allowed in a draft")
    func texts() throws {
        #expect(ReportFigure(.dimension, "x", .hidden).tenths == nil)
        #expect(
            try ReportText.validated([:]).get()
                == ReportText(blocks: Dictionary(uniqueKeysWithValues: ReportBlock.allCases.map { ($0, "") })))
        guard case .failure(let errors) = ReportText.validated(["opinion": String(repeating: "长", count: 4_001)]) else {
            Issue.record("a boundless opinion was taken")
            return
        }
        #expect(errors["opinion"] == .tooLong(max: 4_000))
    }
}
