import Testing

@testable import Domain

@Suite("Quotas, reminders and plans of surveys") struct QuotaTests {
    private struct House: Hashable {
        let number: Int
        let stage: Stage
    }

    private static let free: [Stage: Int] = [.beforeHandover: 40, .afterHandover: 200]

    @Test(
        "SURVEY-R3: a quota is of answers; the stages without one take what the target leaves",
        arguments: [
            (StageQuota(before: 6), 50, [Stage.beforeHandover: 20, .afterHandover: 30]),
            (StageQuota(after: 9), 50, [.beforeHandover: 20, .afterHandover: 30]),
            (StageQuota(before: 30, after: 30), 50, [.beforeHandover: 40, .afterHandover: 100]),
            (StageQuota(before: 0), 50, [.beforeHandover: 0, .afterHandover: 50]),
            (StageQuota(before: 30), 10, [.beforeHandover: 40, .afterHandover: 0]),
        ])
    func places(_ quota: StageQuota, _ target: Int, _ expected: [Stage: Int]) {
        #expect(QuotaDraw.places(quota, target: target, free: Self.free, ratePermille: 300) == expected)
    }

    @Test("SURVEY-R3: the seed's order stays; who comes up in a full stage is passed over, and nobody behind the last one is listed")
    func walking() {
        let order = (1...10).map { House(number: $0, stage: $0 % 2 == 0 ? .beforeHandover : .afterHandover) }
        let (drawn, passed) = QuotaDraw.walk(order, places: [.beforeHandover: 1, .afterHandover: 3], stage: \.stage)
        #expect(drawn.map(\.element.number) == [1, 2, 3, 5])
        #expect(drawn.map(\.rank) == [1, 2, 3, 5])
        #expect(passed.map(\.element.number) == [4])
        let again = QuotaDraw.walk(order, places: [.beforeHandover: 1, .afterHandover: 3], stage: \.stage)
        #expect(again.drawn.map(\.element) == drawn.map(\.element))
        #expect(QuotaDraw.walk(order, places: [:], stage: \.stage).drawn.isEmpty)
    }

    @Test("reminders go out on working days from nine to six in the group's time")
    func hours() {
        func at(_ day: Day?, _ hour: Int, _ minute: Int = 0) -> Bool {
            guard let day else { return false }
            return ReminderHours.allow(Instant(day, hour: hour, minute: minute, offsetMinutes: 480), offsetMinutes: 480)
        }
        let friday = Day(2026, 11, 20)
        #expect(!at(friday, 8, 59) && at(friday, 9) && at(friday, 17, 59) && !at(friday, 18))
        #expect(!at(Day(2026, 11, 21), 10) && !at(Day(2026, 11, 22), 10) && at(Day(2026, 11, 23), 10))
    }

    @Test("SURVEY-R1: a plan is handed in by its unit and approved by somebody else")
    func planning() {
        let unit = UnitRef(
            id: UnitID(1), tenant: TenantID(1), kind: .company, code: "bj", name: "滨江", company: UnitID(1), project: nil, vendor: nil)
        func actor(_ id: Int64) -> Actor {
            Actor(
                tenant: TenantID(1), person: PersonID(id), name: "x", posts: [ActorPost(unit: unit, role: .companyServiceCentre, title: "")]
            )
        }
        #expect(YearPlanStep.submit.isOffered(in: .draft, of: unit, writer: PersonID(1), to: actor(1)))
        #expect(!YearPlanStep.approve.isOffered(in: .draft, of: unit, writer: PersonID(1), to: actor(2)))
        #expect(!YearPlanStep.approve.isOffered(in: .submitted, of: unit, writer: PersonID(1), to: actor(1)))
        #expect(YearPlanStep.approve.isOffered(in: .submitted, of: unit, writer: PersonID(1), to: actor(2)))
        #expect(YearPlanStep.sendBack.to == .draft && YearPlanState.allCases.filter(\.isOpen) == [.draft])
    }
}
