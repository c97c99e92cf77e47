import Testing

@testable import Domain

@Suite("Selection of a property company") struct SelectionTests {
    private let today = Day(2026, 11, 26)!
    private let one = CandidateID(1)
    private let two = CandidateID(2)
    private let fee = Criterion(id: CriterionID(1), name: "报价", weight: 40, knocksOut: false)
    private let plan = Criterion(id: CriterionID(2), name: "服务方案", weight: 60, knocksOut: false)
    private let licence = Criterion(id: CriterionID(3), name: "证照齐全", weight: 0, knocksOut: true)
    private var criteria: [Criterion] { [fee, plan, licence] }

    private func member(_ id: Int64, _ role: CommitteeRole = .assessor, conflicts: Set<CandidateID> = []) -> CommitteeMember {
        CommitteeMember(id: MemberID(id), person: PersonID(id), role: role, hasDeclared: true, conflicts: conflicts)
    }

    private func facts(_ state: SelectionState) -> SelectionFacts {
        var facts = SelectionFacts(state: state)
        facts.isPositioned = true
        facts.candidates = 2
        facts.isOpened = true
        facts.eligible = [one]
        (facts.hasEngagement, facts.hasContract) = (true, true)
        (facts.early, facts.takenOver, facts.serviceFrom, facts.serviceTo) = (today, today, today, today.adding(days: -1))
        return facts
    }

    private func move(_ action: SelectionAction, _ facts: SelectionFacts, _ change: (inout SelectionFacts) -> Void = { _ in }) throws
        -> SelectionState
    {
        var facts = facts
        change(&facts)
        let command = SelectionCommand(action, note: "综合得分最高", candidate: one)
        return try SelectionTransitions.apply(command, to: facts, of: Cast.company, by: Cast.companyOfficer, today: today).to
    }

    @Test("section 2.15: every state of the table is reached and left, every guard is used, every row stands once")
    func table() {
        let rows = SelectionTransitions.all
        for state in SelectionState.allCases where !state.isEnd { #expect(rows.contains { $0.from == state }, "\(state)") }
        for state in SelectionState.allCases where state != .positioning { #expect(rows.contains { $0.to == state }, "\(state)") }
        #expect(rows.allSatisfy { !$0.from.isEnd })
        #expect(Set(rows.flatMap(\.guards)) == Set(SelectionGuard.allCases))
        #expect(Set(rows.map(\.action)) == Set(SelectionAction.allCases))
        #expect(Set(rows.map { "\($0.action)\($0.from)" }).count == rows.count)
    }

    @Test(
        "VENDOR-R1, R2, R3, R8, R10, R12, R13, R14: the way from positioning (with what customers said during sales) to leaving, with what each step waits for"
    )
    func way() throws {
        let steps: [(SelectionAction, SelectionState, SelectionState, SelectionGuard, (inout SelectionFacts) -> Void)] = [
            (.investigate, .positioning, .investigation, .positioned, { $0.isPositioned = false }),
            (.invite, .investigation, .tender, .candidates, { $0.candidates = 1 }),
            (.invite, .investigation, .tender, .investigated, { $0.uninvestigated = 1 }),
            (.evaluate, .tender, .evaluation, .criteria, { $0.criteriaFaults = [.total(99)] }),
            (.evaluate, .tender, .evaluation, .committee, { $0.committeeFaults = [.empty] }),
            (.evaluate, .tender, .evaluation, .declared, { $0.undeclared = 1 }),
            (.decide, .evaluation, .contractReview, .opened, { $0.isOpened = false }),
            (.decide, .evaluation, .contractReview, .eligible, { $0.eligible = [two] }),
            (.sign, .contractReview, .engaged, .reviewed, { $0.reviewsLeft = 1 }),
            (.sign, .contractReview, .engaged, .engagement, { $0.hasEngagement = false }),
            (.sign, .contractReview, .engaged, .contract, { $0.hasContract = false }),
            (.involve, .engaged, .earlyInvolvement, .earlyStarted, { $0.early = today.adding(days: 1) }),
            (.takeOver, .earlyInvolvement, .takeOver, .takenOver, { $0.takenOver = nil }),
            (.takeOver, .engaged, .takeOver, .takenOver, { $0.takenOver = today.adding(days: 1) }),
            (.serve, .takeOver, .serving, .serviceStarted, { $0.serviceFrom = today.adding(days: 1) }),
            (.exit, .serving, .exited, .serviceEnded, { $0.serviceTo = today }),
        ]
        for (action, from, to, condition, spoil) in steps {
            #expect(try move(action, facts(from)) == to, "\(action)")
            #expect(throws: SelectionRefusal.guarded(condition), "\(action)") { try move(action, facts(from), spoil) }
        }
        var sealed = facts(.evaluation)
        sealed.isOpened = false
        #expect(try move(.open, sealed) == .evaluation)
        #expect(throws: SelectionRefusal.guarded(.allSubmitted)) { try move(.open, sealed) { $0.awaited = 1 } }
        #expect(throws: SelectionRefusal.guarded(.allSubmitted), "opened once for all") { try move(.open, facts(.evaluation)) }
        #expect(throws: SelectionRefusal.notFrom(.tender)) { try move(.decide, facts(.tender)) }
        #expect(throws: SelectionRefusal.guarded(.reasons)) {
            try SelectionTransitions.apply(
                SelectionCommand(.decide, candidate: one), to: facts(.evaluation), of: Cast.company, by: Cast.companyOfficer, today: today)
        }
    }

    @Test("VENDOR-P2, ACCESS-P5: neither the vendor's people nor another company's move a selection; a project's officer may not decide")
    func who() {
        for actor in [Cast.vendorOfficer, Cast.siteManager, Cast.projectOfficer, Cast.projectManager] {
            #expect(throws: SelectionRefusal.missing(.selectionDecide)) {
                try SelectionTransitions.apply(
                    SelectionCommand(.decide, note: "x", candidate: one), to: facts(.evaluation), of: Cast.company, by: actor, today: today)
            }
            #expect(SelectionTransitions.offered(facts(.evaluation), of: Cast.company, to: actor).isEmpty)
        }
        let elsewhere = Cast.person(29, .companyServiceCentre, at: Cast.otherCompany)
        #expect(SelectionTransitions.offered(facts(.evaluation), of: Cast.company, to: elsewhere).isEmpty)
        #expect(!SelectionTransitions.offered(facts(.evaluation), of: Cast.company, to: Cast.groupOfficer).isEmpty)
    }

    @Test("weights that are not 100 are refused with their sum; a knock-out has none, a share has some")
    func weights() {
        #expect(CriteriaFault.of(criteria) == [])
        #expect(CriteriaFault.of([]) == [.none] && CriteriaFault.of([licence]) == [.none])
        let less = Criterion(id: CriterionID(4), name: "x", weight: 59, knocksOut: false)
        #expect(CriteriaFault.of([fee, less]) == [.total(99)])
        #expect(CriteriaFault.of([fee, plan, less]) == [.total(159)])
        let empty = Criterion(id: CriterionID(5), name: "x", weight: 0, knocksOut: false)
        #expect(CriteriaFault.of([fee, plan, empty]) == [.weightlessCriterion(empty.id)])
        let heavy = Criterion(id: CriterionID(6), name: "x", weight: 10, knocksOut: true)
        #expect(CriteriaFault.of([fee, plan, heavy]) == [.weightedKnockOut(heavy.id)])
    }

    @Test("a committee has a chair and three who score; nobody scores a candidate all have a conflict with")
    func committee() {
        let good = [member(1, .chair), member(2), member(3)]
        #expect(Committee.faults(good, candidates: [one, two]) == [])
        #expect(Committee.faults([], candidates: [one]) == [.empty])
        #expect(Committee.faults([member(9, .observer)], candidates: [one]) == [.empty], "who watches does not score")
        #expect(Committee.faults([member(1, .chair), member(2)], candidates: [one]) == [.tooFew(2)])
        #expect(Committee.faults([member(1), member(2), member(3)], candidates: [one]) == [.noChair])
        #expect(Committee.faults(good + [member(4, .chair)], candidates: [one]) == [.severalChairs])
        let biased = [member(1, .chair, conflicts: [one]), member(2, conflicts: [one]), member(3, conflicts: [one])]
        #expect(Committee.faults(biased, candidates: [one, two]) == [.nobodyScores(one)])
    }

    private func fields(_ candidates: [CandidateID], points: String = "80", passes: String = "pass") -> [String: String] {
        var fields = ["note": "方案扎实"]
        for candidate in candidates {
            fields[MarkPlace(candidate, fee.id).field] = points
            fields[MarkPlace(candidate, plan.id).field] = points
            fields[MarkPlace(candidate, licence.id).field] = passes
        }
        return fields
    }

    @Test("a ballot has a mark for every candidate and criterion; what is missing, too high or no number is said at its field")
    func ballot() throws {
        let ballot = try Ballot.read(fields([one, two]), by: member(1), candidates: [one, two], criteria: criteria).get()
        #expect(ballot.marks.count == 6 && ballot.marks[MarkPlace(two, licence.id)] == .passes(true))
        #expect(try Ballot.parse(ballot.text) == ballot, "what is sealed can be read again")
        var typed = fields([one, two])
        typed[MarkPlace(one, fee.id).field] = "101"
        typed[MarkPlace(one, plan.id).field] = ""
        typed[MarkPlace(two, fee.id).field] = "-1"
        typed[MarkPlace(two, plan.id).field] = "八十"
        typed[MarkPlace(two, licence.id).field] = "perhaps"
        guard case .failure(let errors) = try Ballot.read(typed, by: member(1), candidates: [one, two], criteria: criteria) else {
            Issue.record("a broken ballot was taken")
            return
        }
        #expect(errors[MarkPlace(one, fee.id).field] == .tooLarge(max: 100) && errors[MarkPlace(one, plan.id).field] == .required)
        #expect(errors[MarkPlace(two, fee.id).field] == .tooSmall(min: 0) && errors[MarkPlace(two, plan.id).field] == .notANumber)
        #expect(errors[MarkPlace(two, licence.id).field] == .notAChoice)
        for broken in ["", "1 1\n\n", "1 1 500\n\nx", "a b c\n\n"] {
            #expect(throws: BallotRefusal.unreadable) { try Ballot.parse(broken) }
        }
    }

    @Test("scoring the own company, forged numbers, and whoever only watches: refused whole")
    func forged() {
        #expect(throws: BallotRefusal.notOurs(one)) {
            try Ballot.read(fields([one, two]), by: member(1, conflicts: [one]), candidates: [one, two], criteria: criteria)
        }
        #expect(throws: BallotRefusal.notOurs(CandidateID(77))) {
            try Ballot.read(fields([one, CandidateID(77)]), by: member(1), candidates: [one, two], criteria: criteria)
        }
        #expect(throws: BallotRefusal.unknownCriterion(CriterionID(99))) {
            try Ballot.read(["m-1-99": "5"], by: member(1), candidates: [one], criteria: criteria)
        }
        #expect(throws: BallotRefusal.notAScorer) {
            try Ballot.read(fields([one]), by: member(1, .observer), candidates: [one], criteria: criteria)
        }
        // In conflict with one: only the other is asked for.
        let half = try? Ballot.read(fields([two]), by: member(1, conflicts: [one]), candidates: [one, two], criteria: criteria).get()
        #expect(half?.marks.count == 3)
    }

    private func opened(_ member: Int64, _ candidate: CandidateID, _ points: (Int, Int), passes: Bool = true) -> [OpenedMark] {
        let marks: [(CriterionID, Mark)] = [(fee.id, .points(points.0)), (plan.id, .points(points.1)), (licence.id, .passes(passes))]
        return marks.map { OpenedMark(member: MemberID(member), place: MarkPlace(candidate, $0.0), mark: $0.1) }
    }

    @Test("points: means over whoever may score, summed by weight; spread from member to member; equal totals share a rank")
    func tally() throws {
        let marks =
            opened(1, one, (90, 80)) + opened(2, one, (80, 71)) + opened(1, two, (70, 70)) + opened(2, two, (71, 72))
            + opened(3, two, (90, 90))
        let results = SelectionTally.results(marks, candidates: [two, one], criteria: criteria)
        let first = try #require(results.first)
        // 85 × 40 % + 75.5 × 60 % = 79.3
        #expect(first.candidate == one && first.total == 7_930 && first.rank == 1 && first.scorers == 2)
        #expect(first.means == [fee.id: 8_500, plan.id: 7_550] && first.spread == 7_460...8_400)
        // 77 × 40 % + 77.333 × 60 % = 77.2
        #expect(results[1].total == 7_720 && results[1].rank == 2 && results[1].scorers == 3)
        let tied = SelectionTally.results(opened(1, one, (50, 50)) + opened(1, two, (50, 50)), candidates: [one, two], criteria: criteria)
        #expect(tied.map(\.rank) == [1, 1])
    }

    @Test("一票否决: one fail rules out the candidate with the most points; without marks there is no total")
    func knockOut() {
        let marks = opened(1, one, (100, 100)) + opened(2, one, (100, 100), passes: false) + opened(1, two, (60, 60))
        let results = SelectionTally.results(marks, candidates: [one, two], criteria: criteria)
        #expect(results.map(\.candidate) == [two, one] && results.map(\.rank) == [1, nil])
        #expect(results[1].knockedOutBy == [licence.id] && !results[1].isEligible && results[1].total == 10_000)
        #expect(SelectionTally.results([], candidates: [one], criteria: criteria)[0].total == nil)
    }
}
