import Testing

@testable import Domain

@Suite struct KeepingTests {
    private let today = Day(daysSince1970: 20_779)
    private func day(_ offset: Int) -> Day { today.adding(days: offset) }

    // MARK: Settings

    @Test func `the nearest decision holds, and says whose it is`() {
        let (group, company, project) = (UnitID(1), UnitID(2), UnitID(3))
        let decisions = [
            SettingDecision(.hotline, at: group, value: "400 1"), SettingDecision(.hotline, at: project, value: "400 3"),
            SettingDecision(.workingHours, at: company, value: "8:30–18:00"),
        ]
        func found(_ setting: Setting, _ line: [UnitID]) -> ResolvedSetting? {
            SettingRule.resolve(decisions, along: line).first { $0.setting == setting }
        }
        #expect(found(.hotline, [project, company, group]) == ResolvedSetting(.hotline, value: "400 3", source: project))
        #expect(found(.hotline, [company, group]) == ResolvedSetting(.hotline, value: "400 1", source: group))
        #expect(found(.workingHours, [project, company, group])?.source == company)
        #expect(found(.workingHours, [group]) == ResolvedSetting(.workingHours, value: "", source: nil))
        #expect(found(.idleAccountDays, [group]) == ResolvedSetting(.idleAccountDays, value: "90", source: nil))
    }

    @Test func `a stored value that its setting would refuse today is passed over`() {
        let stored = [
            SettingDecision(.exportApprovalRows, at: UnitID(2), value: "many"),
            SettingDecision(.exportApprovalRows, at: UnitID(1), value: "5"),
        ]
        let resolved = SettingRule.resolve(stored, along: [UnitID(2), UnitID(1)]).first { $0.setting == .exportApprovalRows }
        #expect(resolved == ResolvedSetting(.exportApprovalRows, value: "5", source: UnitID(1)))
    }

    @Test func `every setting has a built-in value that it would itself accept`() throws {
        for setting in Setting.allCases {
            #expect(try setting.parse(setting.definition.fallback) == setting.definition.fallback, "\(setting)")
            #expect(!setting.definition.kinds.isEmpty)
        }
    }

    @Test func `values are checked by their form`() throws {
        #expect(problem { try Setting.idleAccountDays.parse("6") } == .tooSmall(min: 7))
        #expect(problem { try Setting.idleAccountDays.parse("很久") } == .notANumber)
        #expect(problem { try Setting.idleAccountDays.parse("") } == .required)
        #expect(problem { try Setting.hotline.parse("400\u{7}") } == .controlCharacters)
        #expect(try Setting.idleAccountDays.parse("９０") == "90")
        #expect(try Setting.hotline.parse(" ") == "")
        #expect(try Setting.excludedVenues.parse("会所\n\n 售楼处 \n会所") == "会所\n售楼处")
        #expect(problem { try Setting.excludedVenues.parse(String(repeating: "会", count: 31)) } == .tooLong(max: 30))
        #expect(problem { try SettingForm.choice(["a"]).parse("b") } == .notAChoice)
        #expect(try SettingForm.flag.parse(nil) == "false")
    }

    @Test func `ORG-R12: a clubhouse or a sales office is outside the complaint procedure where its name stands in the place`() {
        let venues = ["会所", "售楼处"]
        #expect(SettingRule.isExcluded("二期会所泳池", from: venues))
        #expect(SettingRule.isExcluded("售楼处", from: venues))
        #expect(!SettingRule.isExcluded("3号楼电梯", from: venues))
        #expect(!SettingRule.isExcluded("会所", from: [""]))
    }

    private func problem(_ body: () throws -> String) -> FieldProblem? {
        do {
            _ = try body()
            return nil
        } catch {
            return error as? FieldProblem
        }
    }

    // MARK: Engagements

    @Test func `ORG-R15: an engagement is proposed, active, handing over, ended by its dates and its hand-over`() {
        func state(_ from: Int, _ to: Int?, _ done: Bool = false) -> EngagementState {
            EngagementState.of(from: day(from), to: to.map(day), handedOver: done, today: today)
        }
        #expect(state(1, nil) == .proposed)
        #expect(state(0, nil) == .active)
        #expect(state(-100, 0) == .handingOver)
        #expect(state(-100, 30) == .handingOver)
        #expect(state(-100, -1) == .handingOver, "what it left behind is still there")
        #expect(state(-100, -1, true) == .ended)
        #expect(state(-100, 5, true) == .handingOver, "it still serves")
    }

    @Test func `two engagements may touch but not share a day`() {
        func overlap(_ first: (Int, Int?), _ second: (Int, Int?)) -> Bool {
            EngagementState.overlap((from: day(first.0), to: first.1.map(day)), (from: day(second.0), to: second.1.map(day)))
        }
        #expect(!overlap((0, 9), (10, nil)))
        #expect(overlap((0, 10), (10, nil)))
        #expect(overlap((0, nil), (100, 101)))
        #expect(!overlap((0, 5), (6, 9)) && !overlap((6, 9), (0, 5)))
    }

    // MARK: Who holds what afterwards

    @Test func `matters go unit by unit, and nobody of the unit that gives one up keeps it`() {
        let (site, centre, newSite, newCentre, group) = (UnitID(1), UnitID(2), UnitID(3), UnitID(4), UnitID(9))
        let carrying = TicketCarrying.vendor(site: site, centre: centre, toFirst: newSite, toCentre: newCentre)
        let worked = TicketHands(owner: centre, holder: site, executing: site, handler: PersonID(5), executor: PersonID(6))
        #expect(
            carrying.carried(worked)
                == TicketHands(owner: newCentre, holder: newSite, executing: newSite, handler: nil, executor: nil))
        let above = TicketHands(owner: group, holder: group, executing: nil, handler: PersonID(7), executor: PersonID(6))
        #expect(carrying.carried(above) == above, "what the group holds stays in its hands")
        #expect(TicketCarrying.company(from: site, to: site).units.isEmpty)
    }

    @Test func `a unit is closed only when nothing goes on in it, and each obstacle is counted`() {
        let busy = UnitLoad(
            openTickets: 3, atCentre: 1, closedTickets: 9, houses: 12, customers: 5, people: 2, posts: 2, engagements: 1, children: 0,
            moves: 0)
        #expect(busy.obstacles.map(\.kind) == [.openTickets, .posts, .engagements])
        #expect(busy.obstacles.map(\.count) == [3, 2, 1])
        let quiet = UnitLoad(
            openTickets: 0, atCentre: 0, closedTickets: 9, houses: 12, customers: 5, people: 2, posts: 0, engagements: 0, children: 0,
            moves: 0)
        #expect(quiet.obstacles.isEmpty, "figures, houses and accounts stay")
        #expect(MoveRule.allCases.map { $0.count(busy, agreements: 4) } == [3, 1, 9, 12, 2, 2, 1, 4])
    }

    // MARK: Agreements

    @Test func `a version of an agreement is coming, valid, superseded or expired by its dates`() {
        #expect(AgreementState.of(from: day(1), to: nil, isLatest: true, today: today) == .coming)
        #expect(AgreementState.of(from: day(0), to: nil, isLatest: true, today: today) == .valid)
        #expect(AgreementState.of(from: day(-9), to: day(0), isLatest: false, today: today) == .valid, "until its last day")
        #expect(AgreementState.of(from: day(-9), to: day(-1), isLatest: false, today: today) == .superseded)
        #expect(AgreementState.of(from: day(-9), to: day(-1), isLatest: true, today: today) == .expired)
    }

    @Test func `ORG-R6: the next check is so many months after the last one, in short months on their last day`() {
        #expect(AgreementRule.nextCheck(from: Day(2026, 1, 31)!, months: 1, last: nil) == Day(2026, 2, 28))
        #expect(AgreementRule.nextCheck(from: Day(2026, 1, 31)!, months: 3, last: Day(2026, 11, 30)) == Day(2027, 2, 28))
        #expect(AgreementRule.nextCheck(from: Day(2026, 1, 31)!, months: 0, last: nil) == nil)
    }
}
