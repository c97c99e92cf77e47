import Testing

@testable import Domain

@Suite struct RoundTransitionTests {
    private static let period = ScorePeriod(.monthly, containing: ScoreMonth(Day(2026, 10, 1)!))
    private let after = Day(2026, 11, 3)!
    private let until = Day(2026, 11, 2)!

    private func facts(_ state: RoundState) -> RoundFacts {
        RoundFacts(
            state: state, period: Self.period, assessUntil: until, vendors: 3, forms: 6, formsIn: 6, cards: 3, scoredBy: PersonID(21),
            orders: 2, openOrders: 0, appealUntil: Day(2026, 11, 1)!)
    }

    private func move(_ action: RoundAction, _ facts: RoundFacts, by actor: Actor = Cast.companyColleague) throws(RoundRefusal)
        -> RoundState
    {
        try RoundTransitions.apply(
            RoundCommand(action, note: "因为", assessUntil: Day(2026, 11, 20)!), to: facts, of: Cast.company, by: actor, today: after
        ).to
    }

    @Test("VENDOR-R4: a round goes from schedule to archive through the states of section 2.15")
    func way() throws {
        #expect(try move(.start, facts(.scheduled)) == .inProgress)
        #expect(try move(.score, facts(.inProgress)) == .scored)
        #expect(try move(.confirm, facts(.scored)) == .confirmed)
        #expect(try move(.rectify, facts(.confirmed)) == .rectifying)
        #expect(try move(.verify, facts(.rectifying)) == .verified)
        #expect(try move(.close, facts(.verified)) == .closed)
        for state in [RoundState.closed, .cancelled] {
            #expect(RoundTransitions.offered(facts(state), of: Cast.company, to: Cast.groupOfficer).isEmpty)
        }
    }

    @Test("every state is reached, every move is the only one of its kind from its state, and nothing leaves an end")
    func table() {
        let reached = Set(RoundTransitions.all.map(\.to)).union([.scheduled])
        #expect(reached == Set(RoundState.allCases))
        #expect(Set(RoundTransitions.all.map { "\($0.from)-\($0.action)" }).count == RoundTransitions.all.count)
        #expect(!RoundTransitions.all.contains { $0.from.isEnd })
    }

    @Test("what a move waits for is named: data complete, forms in, cards computed, orders verified, appeals ruled")
    func guards() {
        func refused(_ action: RoundAction, _ state: RoundState, _ condition: RoundGuard, _ change: (inout RoundFacts) -> Void) {
            var facts = facts(state)
            change(&facts)
            #expect(throws: RoundRefusal.guarded(condition)) { try move(action, facts) }
        }
        refused(.start, .scheduled, .publishedTemplate) { $0.hasPublishedTemplate = false }
        refused(.start, .scheduled, .vendors) { $0.vendors = 0 }
        refused(.start, .scheduled, .assessors) { $0.forms = 0 }
        refused(.score, .inProgress, .periodOver) { $0.period = ScorePeriod(.yearly, containing: ScoreMonth(after)) }
        refused(.score, .inProgress, .formsIn) {
            $0.formsIn = 5; $0.assessUntil = after
        }
        refused(.confirm, .scored, .cardsComputed) { $0.cards = 2 }
        refused(.rectify, .confirmed, .ordersIssued) { $0.orders = 0 }
        refused(.close, .confirmed, .noOrders) { _ in }
        refused(.verify, .rectifying, .ordersVerified) { $0.openOrders = 1 }
        refused(.close, .verified, .appealsRuled) { $0.openAppeals = 1 }
        refused(.close, .verified, .appealWindowOver) { $0.appealUntil = after }
        refused(.extend, .inProgress, .laterDeadline) { $0.assessUntil = Day(2026, 11, 20)! }
    }

    @Test("without assessors' indicators no forms are needed; past the deadline missing ones hold nothing up")
    func forms() throws {
        var none = facts(.scheduled)
        none.asksAssessors = false
        none.forms = 0
        #expect(try move(.start, none) == .inProgress)
        var late = facts(.inProgress)
        late.formsIn = 1
        #expect(try move(.score, late) == .scored)
    }

    @Test("whoever ended assessing does not confirm, and a vendor moves nothing")
    func others() {
        #expect(throws: RoundRefusal.guarded(.otherPerson)) { try move(.confirm, facts(.scored), by: Cast.companyOfficer) }
        for person in [Cast.vendorOfficer, Cast.siteOfficer, Cast.siteManager, Cast.technician] {
            #expect(throws: RoundRefusal.missing(.cardConfirm)) { try move(.confirm, facts(.scored), by: person) }
        }
    }

    @Test("VENDOR-P1: cards are released by confirmation, not before")
    func released() {
        #expect(RoundState.allCases.filter(\.isReleased) == [.confirmed, .rectifying, .verified, .closed])
    }
}

@Suite struct AssessingTests {
    private let day = Day(2026, 11, 2)!

    private func facts(_ state: AssessmentState = .open, round: RoundState = .inProgress) -> AssessmentFacts {
        AssessmentFacts(holder: Cast.projectOfficer.person, state: state, round: round, until: day)
    }

    @Test("only the own form, only while the round assesses, only until the last day, only once")
    func once() throws {
        try Assessing.check(facts(), by: Cast.projectOfficer, today: day)
        #expect(throws: AssessmentRefusal.notYours) { try Assessing.check(facts(), by: Cast.companyOfficer, today: day) }
        #expect(throws: AssessmentRefusal.tooLate(day)) {
            try Assessing.check(facts(), by: Cast.projectOfficer, today: day.adding(days: 1))
        }
        #expect(throws: AssessmentRefusal.notAssessing(.scored)) {
            try Assessing.check(facts(round: .scored), by: Cast.projectOfficer, today: day)
        }
        #expect(throws: AssessmentRefusal.submittedAlready) { try Assessing.check(facts(.submitted), by: Cast.projectOfficer, today: day) }
    }

    @Test("nobody scores the own company: posts at any vendor assess nobody")
    func own() {
        #expect(Assessing.mayAssess(Cast.vendor.id, heldUnits: [Cast.project]))
        #expect(!Assessing.mayAssess(Cast.vendor.id, heldUnits: [Cast.project, Cast.site]))
        #expect(!Assessing.mayAssess(Cast.otherVendor.id, heldUnits: [Cast.vendor]))
    }

    @Test("scores outside the scale, words and forged indicators are refused at their fields; nothing typed is lost")
    func sheet() throws {
        let indicators = [Evaluations.judged("a", points: 50), Evaluations.judged("b", points: 50), Evaluations.fact("f", points: 0)]
        let good = try AssessmentSheet.read(["score.a": "１０", "score.b": " 0 ", "note.a": "整洁"], for: indicators, complete: true).get()
        #expect(good == AssessmentSheet(scores: ["a": 10, "b": 0], notes: ["a": "整洁"]))
        func problems(_ fields: [String: String], complete: Bool = true) -> [FieldError] {
            guard case .failure(let errors) = AssessmentSheet.read(fields, for: indicators, complete: complete) else { return [] }
            return errors.list
        }
        #expect(
            problems(["score.a": "11", "score.b": "-1"]) == [
                FieldError("score.a", .tooLarge(max: 10)), FieldError("score.b", .tooSmall(min: 0)),
            ])
        #expect(problems(["score.a": "很好"]) == [FieldError("score.a", .notANumber), FieldError("score.b", .required)])
        #expect(problems(["score.a": "1", "score.b": "1", "score.f": "9"]) == [FieldError("score.f", .notAChoice)])
        #expect(problems(["score.zzz": "9"], complete: false) == [FieldError("score.zzz", .notAChoice)])
        #expect(problems([:], complete: false).isEmpty)
    }
}

@Suite struct ConsequenceTests {
    @Test("grades at 0, at every border, just under it and at 100")
    func edges() {
        let scale = GradeScale.standard
        #expect(scale.faults.isEmpty)
        let cases: [(Int, String)] = [
            (0, "failed"), (5_999, "failed"), (6_000, "weak"), (6_999, "weak"), (7_000, "fair"), (7_999, "fair"), (8_000, "good"),
            (8_999, "good"),
            (9_000, "excellent"), (10_000, "excellent"),
        ]
        for (total, key) in cases { #expect(scale.grade(of: total)?.key == key) }
        #expect(scale.range(of: "excellent")?.to == 10_000 && scale.range(of: "failed")?.from == 0)
    }

    @Test("grades that leave a total without one, or that judge a better total worse, are refused")
    func faults() {
        func scale(_ list: [(Int, Bool)]) -> [GradeFault] {
            GradeScale(
                list.enumerated().map { Grade(key: "g\($0.offset)", name: Bilingual("级"), from: $0.element.0, passes: $0.element.1) }
            ).faults
        }
        #expect(scale([]) == [.none])
        #expect(scale([(1, false)]) == [.doesNotStartAtZero])
        #expect(scale([(0, false), (0, true)]) == [.notRising(2)])
        #expect(scale([(0, false), (10_001, true)]) == [.beyondFull(2)])
        #expect(scale([(0, true), (5_000, false)]) == [.passesBelow(2)])
        let wild = Grade(key: "g", name: Bilingual("级"), from: 0, passes: false, consequences: [.suspend(months: 0)])
        #expect(GradeScale([wild]).faults == [.consequenceOutOfRange(1)])
    }

    @Test("a bad card orders each weak line to be rectified, suspends, gates the renewal and advises on the fee")
    func consequences() throws {
        let template = ScoreTemplate(indicators: [
            Evaluations.judged("a", points: 50), Evaluations.judged("b", points: 40), Evaluations.fact("c", points: 10),
        ])
        let card = ScoreCard(template, evidence: ["a": Evaluations.scores([5_900]), "b": Evaluations.scores([6_000])])
        #expect(card.grade?.key == "failed")
        let day = try #require(Day(2026, 8, 31))
        let consequences = CardConsequences(card, confirmedOn: day)
        #expect(consequences.orders == [.init(line: "a", dueOn: day.adding(days: 15))])
        #expect(consequences.suspendUntil == Day(2027, 2, 28))
        #expect(consequences.gatesRenewal && consequences.withhold == 1_000)
        let fine = CardConsequences(
            ScoreCard(template, evidence: ["a": Evaluations.scores([9_500]), "b": Evaluations.scores([9_500])]), confirmedOn: day)
        #expect(fine.orders.isEmpty && fine.suspendUntil == nil && !fine.gatesRenewal && fine.withhold == nil)
    }

    @Test("renewal: all of the last twelve months pass, some do not, or there is too little to say")
    func renewal() {
        #expect(RenewalGate(passes: [true, true, true]) == .open(cards: 3))
        #expect(RenewalGate(passes: [true, false]) == .closed(failed: 1, cards: 2))
        #expect(RenewalGate(passes: [true]) == .unknown(cards: 1))
        #expect(RenewalGate(passes: []) == .unknown(cards: 0))
    }

    @Test("VENDOR-R5: the vendor mends, another re-checks; what is not mended comes back; overdue goes up a tier")
    func rectification() throws {
        func facts(_ state: RectificationState, doneBy: Actor? = nil) -> RectificationFacts {
            RectificationFacts(state: state, unit: Cast.site, overseer: Cast.company, doneBy: doneBy?.person)
        }
        #expect(try Rectifying.apply(.complete, to: facts(.open), by: Cast.siteOfficer) == .done)
        #expect(try Rectifying.apply(.sendBack, to: facts(.done, doneBy: Cast.siteOfficer), by: Cast.companyOfficer) == .returned)
        #expect(try Rectifying.apply(.verify, to: facts(.done, doneBy: Cast.siteOfficer), by: Cast.companyOfficer) == .verified)
        #expect(throws: RectificationRefusal.needsAnother) {
            try Rectifying.apply(.verify, to: facts(.done, doneBy: Cast.companyOfficer), by: Cast.companyOfficer)
        }
        #expect(throws: RectificationRefusal.missing(.rectificationVerify)) {
            try Rectifying.apply(.verify, to: facts(.done, doneBy: Cast.siteOfficer), by: Cast.siteColleague)
        }
        #expect(throws: RectificationRefusal.missing(.rectificationDo)) {
            try Rectifying.apply(.complete, to: facts(.open), by: Cast.projectOfficer)
        }
        let due = try #require(Day(2026, 11, 1))
        #expect([0, 1, 7, 8, 100].map { Rectifying.level(dueOn: due, state: .open, today: due.adding(days: $0)) } == [0, 1, 1, 2, 2])
        #expect(Rectifying.level(dueOn: due, state: .done, today: due.adding(days: 100)) == 0)
    }
}

@Suite struct AppealTests {
    private let until = Day(2026, 11, 12)!

    private func line(_ share: Int?) -> CardLine {
        CardLine(
            indicator: Evaluations.fact("a", points: 10), evidence: .none, state: share == nil ? .notEnough : .scored, computed: share,
            share: share,
            weight: 1_000)
    }

    private func file(
        _ line: CardLine?, confirmed: Bool = true, open: Bool = false, today: Day? = nil, by actor: Actor = Cast.vendorOfficer
    )
        throws(AppealRefusal)
    {
        try Appealing.file(
            line: line, isConfirmed: confirmed, hasOpen: open, until: until, today: today ?? until, of: Cast.site, by: actor)
    }

    @Test("VENDOR-P1: a vendor appeals a line of its own confirmed card within the window, once at a time")
    func filing() throws {
        try file(line(5_000))
        #expect(throws: AppealRefusal.notConfirmed) { try file(line(5_000), confirmed: false) }
        #expect(throws: AppealRefusal.tooLate(until)) { try file(line(5_000), today: until.adding(days: 1)) }
        #expect(throws: AppealRefusal.noSuchLine) { try file(nil) }
        #expect(throws: AppealRefusal.nothingScored) { try file(line(nil)) }
        #expect(throws: AppealRefusal.openAlready) { try file(line(5_000), open: true) }
        #expect(throws: AppealRefusal.missing(.cardAppeal)) { try file(line(5_000), by: Cast.companyOfficer) }
    }

    @Test("the tier above rules; who confirmed does not; upholding gives more than there was")
    func ruling() throws {
        let facts = AppealFacts(
            state: .filed, vendorUnit: Cast.site, roundUnit: Cast.company, upperUnit: Cast.group, confirmedBy: Cast.groupColleague.person,
            filedBy: Cast.vendorOfficer.person, share: 5_000)
        #expect(try Appealing.rule(.uphold, share: 8_000, on: facts, by: Cast.groupOfficer) == .upheld)
        #expect(try Appealing.rule(.reject, share: nil, on: facts, by: Cast.groupOfficer) == .rejected)
        #expect(try Appealing.rule(.withdraw, share: nil, on: facts, by: Cast.vendorOfficer) == .withdrawn)
        #expect(throws: AppealRefusal.missing(.cardRule)) { try Appealing.rule(.uphold, share: 8_000, on: facts, by: Cast.companyOfficer) }
        #expect(throws: AppealRefusal.needsAnother) { try Appealing.rule(.uphold, share: 8_000, on: facts, by: Cast.groupColleague) }
        for share in [5_000, 0, 10_001] {
            #expect(throws: AppealRefusal.shareOutOfRange(from: 5_001, to: 10_000)) {
                try Appealing.rule(.uphold, share: share, on: facts, by: Cast.groupOfficer)
            }
        }
    }
}
