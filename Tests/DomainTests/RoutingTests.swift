import Testing

@testable import Domain

@Suite struct RoutingTests {
    static let today = Day(2026, 11, 22)!

    @Test(arguments: [
        (Day??.some(Day(2026, 1, 1)), nil as Day?, Stage.afterHandover, StageReason.houseHandedOver(Day(2026, 1, 1)!)),
        (.some(nil), Day(2020, 1, 1), .beforeHandover, .houseNotHandedOver),
        (.some(Day(2026, 11, 23)), nil, .beforeHandover, .houseNotHandedOver),
        (.some(Day(2026, 11, 22)), nil, .beforeHandover, .handoverDay(today)),
        (.some(Day(2026, 11, 21)), nil, .afterHandover, .houseHandedOver(Day(2026, 11, 21)!)),
        (nil, Day(2025, 6, 1), .afterHandover, .projectHandedOver(Day(2025, 6, 1)!)),
        (nil, nil, .beforeHandover, .projectNotHandedOver), (nil, Day(2027, 1, 1), .beforeHandover, .projectNotHandedOver),
    ])
    func `A3: the house decides, the project for shared areas`(_ house: Day??, _ project: Day?, _ stage: Stage, _ reason: StageReason) {
        let decided = StageRule.decide(house: house, project: project, today: Self.today)
        #expect(decided.stage == stage)
        #expect(decided.reason == reason)
        #expect(StageReason(code: reason.code, day: reason.day, text: reason.text) == reason)
    }

    @Test func `ROUTE-R1, R3: before hand-over the developer's column`() {
        let ladder = Ladder.build(stage: .beforeHandover, units: Cast.ladderUnits)
        #expect(ladder.line == .developer)
        #expect(
            [Rung.project, .centre, .group, .litigation].map(ladder.unit) == [Cast.project, Cast.company, Cast.group, Cast.group].map(\.id))
        #expect(ladder.reason == .beforeHandover)
    }

    @Test func `ROUTE-R1, R4, A1: after hand-over the vendor's column, then straight to the group`() {
        let ladder = Ladder.build(stage: .afterHandover, units: Cast.ladderUnits)
        #expect(ladder.line == .vendor)
        #expect(
            [Rung.project, .centre, .group, .litigation].map(ladder.unit) == [Cast.site, Cast.vendor, Cast.group, Cast.group].map(\.id))
        #expect(ladder.rung(of: Cast.vendor.id) == .centre)
        #expect(ladder.rung(of: Cast.company.id) == nil)
    }

    @Test func `after hand-over without a vendor the developer answers, and says so`() {
        let units = LadderUnits(projectUnit: Cast.project.id, companyUnit: Cast.company.id, groupUnit: Cast.group.id)
        let ladder = Ladder.build(stage: .afterHandover, units: units)
        #expect(ladder.line == .developer)
        #expect(ladder.reason == .afterHandoverWithoutVendor)
    }

    @Test func `A2: the two centres exchange, nobody else`() {
        let vendorLine = Ladder.build(stage: .afterHandover, units: Cast.ladderUnits)
        #expect(vendorLine.exchangePartner(of: Cast.company.id) == Cast.vendor.id)
        #expect(vendorLine.exchangePartner(of: Cast.vendor.id) == Cast.company.id)
        #expect(vendorLine.exchangePartner(of: Cast.group.id) == nil)
        #expect(Ladder.build(stage: .beforeHandover, units: Cast.ladderUnits).exchangePartner(of: Cast.company.id) == nil)
    }

    @Test func `ROUTE-N1, R5: three levels, then litigation, then nothing`() {
        #expect(Rung.project.next == .centre)
        #expect(Rung.centre.next == .group)
        #expect(Rung.group.next == .litigation)
        #expect(Rung.litigation.next == nil)
        #expect(Rung.allCases.map(\.level) == [1, 2, 3, 4])
    }

    @Test(arguments: [
        (0 as Int64, Severity.minor), (30_000, .minor), (30_001, .general), (99_999, .general), (100_000, .top), (500_000, .top),
    ])
    func `COMPLAINT-N5, N6, N7, COMPENSATE-R4: money bands`(_ fen: Int64, _ severity: Severity) {
        #expect(Severity.proposed(compensation: Fen(fen), flags: []) == severity)
    }

    @Test func `SEV-003: flags raise the grade, money never lowers it`() {
        #expect(Severity.proposed(compensation: nil, flags: []) == .minor)
        #expect(Severity.proposed(compensation: nil, flags: .media) == .general)
        #expect(Severity.proposed(compensation: .zero, flags: .litigation) == .general)
        #expect(Severity.proposed(compensation: .yuan(2_000), flags: .media) == .top)
        #expect(Severity.proposed(compensation: .zero, flags: .collective) == .top)
    }

    @Test func `ESC-003X: outside channels`() {
        #expect(Channel.allCases.filter { $0.defaultSource == .external } == [.parentCompany, .sisterCompany, .media, .other])
    }

    @Test func `numbers are said, typed and found again`() throws {
        let newYear = try Instant.parse(local: "2026-11-01T00:10", offsetMinutes: 480)
        let number = ComplaintNumber(companyCode: "bj", receivedAt: newYear, offsetMinutes: 480, serial: 427)
        #expect(number.text == "BJ-2611-0427")
        #expect(ComplaintNumber.period(receivedAt: newYear, offsetMinutes: 0) == "2610")
        for typed in ["BJ-2611-0427", "bj-2611-427", "ｂｊ－２６１１－０４２７", "bj 2611 0427"] {
            #expect(ComplaintNumber.parse(typed) == number)
        }
        #expect(ComplaintNumber(companyCode: "bj", receivedAt: newYear, offsetMinutes: 480, serial: 12_345).text == "BJ-2611-12345")
        for typed in ["BJ-2613-0427", "BJ-2611", "-2611-0427", "BJ-2611-0", "BJ-2611-x", "", "1-2-1501"] {
            #expect(ComplaintNumber.parse(typed) == nil, "\(typed)")
        }
    }
}
