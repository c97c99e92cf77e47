import Testing

@testable import Domain

@Suite("Questionnaires and answers") struct SurveyTests {
    private static let scale = [
        QuestionOption("1", "差", "Bad", score: 0), QuestionOption("2", "中", "Fair", score: 50),
        QuestionOption("3", "好", "Good", score: 100),
    ]

    private static func rating(_ key: String, page: Int = 1, required: Bool = true, showIf: ShowRule? = nil) -> Question {
        Question(
            key: key, page: page, kind: .rating, text: Bilingual(key), required: required, dimension: "d", options: scale, showIf: showIf)
    }

    private static func form(_ questions: [Question]) -> Questionnaire {
        Questionnaire(dimensions: [Dimension(key: "d", name: Bilingual("维度"))], questions: questions)
    }

    private static func problems(_ questions: [Question]) -> [QuestionnaireProblem] { form(questions).faults.map(\.problem) }

    @Test(
        "SURVEY-F1, SURVEY-F2: every form that ships with the product can be published as it is, in both languages",
        arguments: PresetForm.allCases)
    func presets(_ preset: PresetForm) {
        let form = preset.questionnaire
        #expect(form.faults == [])
        for question in form.questions {
            #expect(!question.text.english.isEmpty && question.core, "\(question.key)")
            #expect(question.options.allSatisfy { !$0.textEn.isEmpty } && question.rows.allSatisfy { !$0.textEn.isEmpty })
        }
        #expect(form.dimensions.allSatisfy { !$0.name.english.isEmpty && $0.weight > 0 })
        #expect(form[Questionnaire.overall] != nil)
        let used = Set(form.questions.compactMap(\.dimension))
        #expect(used == Set(form.dimensions.map(\.key)), "every dimension is asked about")
    }

    @Test("SURVEY-R3: the annual form asks about everything that owners judge")
    func annual() {
        let keys = Set(PresetForm.annual.questionnaire.dimensions.map(\.key))
        #expect(
            keys == ["service", "security", "cleaning", "greenery", "repair", "facilities", "complaint", "quality", "delivery"])
    }

    @Test("a rule that leads back to itself, looks ahead, names nothing, or can never hold is found")
    func brokenRules() {
        let yes = { (key: String, codes: [String]) in ShowRule(.all, [.init(key, .anyOf, codes)]) }
        #expect(Self.problems([Self.rating("a", showIf: yes("b", ["1"])), Self.rating("b", showIf: yes("a", ["1"]))]) == [.loop, .loop])
        #expect(Self.problems([Self.rating("a", showIf: yes("b", ["1"])), Self.rating("b")]) == [.laterReference])
        #expect(Self.problems([Self.rating("a"), Self.rating("b", showIf: yes("zzz", ["1"]))]) == [.brokenReference])
        #expect(Self.problems([Self.rating("a"), Self.rating("b", showIf: yes("a", ["9"]))]) == [.brokenReference])
        let both = ShowRule(.all, [.init("a", .anyOf, ["1"]), .init("a", .anyOf, ["2"])])
        #expect(Self.problems([Self.rating("a"), Self.rating("b", showIf: both)]) == [.deadEnd])
        let either = ShowRule(.any, [.init("a", .anyOf, ["1"]), .init("a", .anyOf, ["2"])])
        #expect(Self.problems([Self.rating("a"), Self.rating("b", showIf: either)]) == [])
    }

    @Test("a dead end is found through the questions in between")
    func farDeadEnds() {
        let chain = [
            Self.rating("a"), Self.rating("b", showIf: ShowRule(.all, [.init("a", .anyOf, ["1"])])),
            Self.rating("c", showIf: ShowRule(.all, [.init("b", .answered), .init("a", .anyOf, ["3"])])),
        ]
        #expect(Self.form(chain).faults == [QuestionnaireFault("c", .deadEnd)])
        let never = [Self.rating("a"), Self.rating("b", showIf: ShowRule(.all, [.init("a", .noneOf, ["1", "2", "3"])]))]
        #expect(Self.problems(never) == [.deadEnd])
        let optional = [
            Self.rating("a", required: false), Self.rating("b", showIf: ShowRule(.all, [.init("a", .noneOf, ["1", "2", "3"])])),
        ]
        #expect(Self.problems(optional) == [], "whoever leaves it out comes here")
    }

    @Test("questions that nobody can answer are found")
    func impossibleQuestions() {
        #expect(Self.problems([]) == [.nothingAsked])
        #expect(Self.problems([Self.rating("a"), Self.rating("a")]) == [.keyTaken])
        var free = Self.rating("a")
        free.dimension = nil
        #expect(Self.problems([free]) == [.noDimension])
        free.dimension = "other"
        #expect(Self.problems([free]) == [.unknownDimension])
        let one = Question(key: "a", kind: .single, text: Bilingual("x"), options: [QuestionOption("1", "x")])
        #expect(Self.problems([one]) == [.tooFewOptions])
        let many = Question(key: "a", kind: .multiple, text: Bilingual("x"), options: Self.scale, limits: AnswerLimits(min: 4))
        #expect(Self.problems([many]) == [.impossibleLimits])
        #expect(Self.problems([Question(key: "a", kind: .matrix, text: Bilingual("x"), dimension: "d", options: Self.scale)]) == [.noRows])
    }

    @Test("additions stand behind the core and change nothing of it")
    func additions() {
        let core = Self.form([Self.rating("a"), Self.rating("b", page: 2)])
        let whole = core.adding(Self.form([Self.rating("mine"), Self.rating("a")]))
        #expect(whole.questions.map(\.key) == ["a", "b", "mine"])
        #expect(Array(whole.questions.prefix(2)) == core.questions)
        #expect(whole["mine"]?.page == 3 && whole["mine"]?.core == false)
    }

    private static let all: [Question] = [
        rating("scale"),
        Question(key: "pick", kind: .single, text: Bilingual("x"), options: scale + [QuestionOption("4", "其他", other: true)]),
        Question(
            key: "some", kind: .multiple, text: Bilingual("x"), options: scale + [QuestionOption("0", "都没有", exclusive: true)],
            limits: AnswerLimits(min: 1, max: 2)),
        Question(key: "nps", kind: .nps, text: Bilingual("x")),
        Question(
            key: "grid", kind: .matrix, text: Bilingual("x"), allowsNone: true, dimension: "d", options: scale,
            rows: [MatrixRow("r1", "x"), MatrixRow("r2", "y")]),
        Question(key: "rank", kind: .ranking, text: Bilingual("x"), options: scale),
        Question(key: "count", kind: .number, text: Bilingual("x"), limits: AnswerLimits(min: 0, max: 10)),
        Question(key: "day", kind: .date, text: Bilingual("x")), Question(key: "short", kind: .shortText, text: Bilingual("x")),
        Question(key: "long", kind: .longText, text: Bilingual("x")), Question(key: "contact", kind: .contact, text: Bilingual("x")),
    ]

    @Test("every kind of question is read from its fields")
    func reading() throws {
        let fields: [String: [String]] = [
            "q-scale": ["3"], "q-pick": ["4"], "t-pick": ["门锁"], "q-some": ["2", "1"], "q-nps": ["10"], "q-grid-r1": ["1"],
            "q-grid-r2": ["none"], "q-rank-2": ["1"], "q-rank-3": ["2"], "q-count": ["7"], "q-day": ["2026-03-01"], "t-short": [" 好 "],
            "t-long": ["一\n二"], "q-contact": ["yes"],
        ]
        let reader = try AnswerReader(Self.all, fields)
        #expect(reader.errors.isEmpty, "\(reader.errors)")
        #expect(
            reader.sheet.answers == [
                "scale": .code("3"), "pick": .code("4"), "some": .codes(["1", "2"]), "nps": .code("10"),
                "grid": .lines(["r1": "1", "r2": "none"]), "rank": .codes(["2", "3"]), "count": .code("7"), "day": .code("2026-03-01"),
                "contact": .code("yes"),
            ])
        #expect(reader.sheet.texts == ["pick.other": "门锁", "short": "好", "long": "一\n二"])
    }

    @Test(
        "answers outside the scale, doubled, contradicting or without end are refused beside their question",
        arguments: [
            ("q-scale", ["9"], FieldProblem.notAChoice), ("q-scale", ["1", "2"], .notAChoice), ("q-nps", ["11"], .notAChoice),
            ("q-scale", [], .required), ("q-some", ["1", "2", "3"], .tooLarge(max: 2)), ("q-some", ["0", "1"], .notAChoice),
            ("q-grid-r1", ["4"], .notAChoice), ("q-count", ["11"], .tooLarge(max: 10)), ("q-count", ["x"], .notANumber),
            ("q-day", ["2026-02-30"], .notADate), ("t-short", [String(repeating: "长", count: 201)], .tooLong(max: 200)),
            ("t-long", [String(repeating: "长", count: 10_000)], .tooLong(max: 2_000)), ("q-contact", ["maybe"], .notAChoice),
            ("q-rank-1", ["2"], .notAChoice),
        ])
    func refusing(_ name: String, _ values: [String], _ problem: FieldProblem) throws {
        let reader = try AnswerReader(Self.all, ["q-scale": ["1"]].merging([name: values]) { $1 })
        #expect(reader.errors.list.map(\.problem) == [problem])
    }

    @Test("forged question ids are refused as a whole")
    func forged() {
        #expect(throws: FieldErrors.self) { try AnswerReader(Self.all, ["q-scale": ["1"], "q-secret": ["1"]]) }
        #expect(throws: FieldErrors.self) { try AnswerReader(Self.all, ["q-grid-r9": ["1"]]) }
    }

    @Test("a question that is not shown has no answer, and pages without questions are passed over")
    func showing() {
        let yes = ShowRule(.all, [.init("a", .anyOf, ["1"])])
        let form = Self.form([Self.rating("a"), Self.rating("b", page: 2, showIf: yes), Self.rating("c", page: 3)])
        var sheet = AnswerSheet(answers: ["a": .code("1")])
        #expect(form.page(after: 1, sheet) == 2)
        sheet.answers["b"] = .code("2")
        #expect(form.missing(sheet).map(\.key) == ["c"])
        sheet.answers["a"] = .code("3")
        #expect(form.pruned(sheet).answers == ["a": .code("3")])
        #expect(form.page(after: 1, sheet) == 3 && form.page(before: 3, sheet) == 1)
    }
}

@Suite("Waves") struct WaveTests {
    private static let today = Day(2026, 11, 20)!

    private static func facts(_ state: WaveState, households: Int = 100, drawn: Int = 50) -> WaveFacts {
        WaveFacts(
            state: state, planner: PersonID(99), opensOn: today, closesOn: today.adding(days: 20), hasPublishedForm: true,
            households: households, drawn: drawn)
    }

    private static let officer = Cast.companyOfficer

    private func move(_ action: WaveAction, _ facts: WaveFacts, note: String? = nil, closes: Day? = nil, by actor: Actor = officer)
        throws(WaveRefusal)
        -> WaveState
    {
        try WaveTransitions.apply(
            WaveCommand(action, note: note, closesOn: closes), to: facts, of: Cast.company, by: actor, today: Self.today
        ).to
    }

    @Test("SURVEY-R1, SURVEY-R3, SURVEY-R4, SURVEY-R6: a wave goes the whole way of section 2.14")
    func wholeWay() throws {
        var facts = Self.facts(.planned)
        facts.reportSigned = true
        let way: [(WaveAction, WaveState)] = [
            (.approve, .approved), (.issue, .issued), (.open, .collecting), (.close, .closed), (.analyse, .analysed), (.report, .reported),
            (.rectify, .rectifying), (.verify, .verified), (.archive, .archived),
        ]
        for (action, state) in way {
            facts.state = try move(action, facts, note: "x")
            #expect(facts.state == state)
        }
        #expect(WaveTransitions.offered(facts, of: Cast.company, to: Self.officer).isEmpty)
    }

    @Test("whoever planned a wave does not approve it")
    func fourEyes() {
        var facts = Self.facts(.planned)
        facts.planner = Self.officer.person
        #expect(throws: WaveRefusal.guarded(.otherPerson)) { try move(.approve, facts) }
    }

    @Test("an audience of nobody, no form, no sample: nothing goes on")
    func guards() {
        #expect(throws: WaveRefusal.guarded(.audience)) { try move(.approve, Self.facts(.planned, households: 0)) }
        #expect(throws: WaveRefusal.guarded(.sampleDrawn)) { try move(.issue, Self.facts(.approved, drawn: 0)) }
        var unwritten = Self.facts(.planned)
        unwritten.hasPublishedForm = false
        #expect(throws: WaveRefusal.guarded(.publishedForm)) { try move(.approve, unwritten) }
        var early = Self.facts(.issued)
        early.opensOn = Self.today.adding(days: 1)
        #expect(throws: WaveRefusal.guarded(.openingReached)) { try move(.open, early) }
        var open = Self.facts(.rectifying)
        open.openActions = 1
        #expect(throws: WaveRefusal.guarded(.actionsVerified)) { try move(.verify, open, note: "x") }
        var uncounted = Self.facts(.closed)
        uncounted.uncounted = 1
        #expect(throws: WaveRefusal.guarded(.everythingCounted)) { try move(.analyse, uncounted) }
    }

    @Test("closing before opening is no move at all; closing early says why; extending names a later day")
    func closing() throws {
        #expect(throws: WaveRefusal.notFrom(.issued)) { try move(.close, Self.facts(.issued), note: "x") }
        #expect(throws: WaveRefusal.guarded(.note)) { try move(.close, Self.facts(.collecting)) }
        var over = Self.facts(.collecting)
        over.closesOn = Self.today.adding(days: -1)
        #expect(try move(.close, over) == .closed)
        #expect(throws: WaveRefusal.guarded(.laterClosing)) { try move(.extend, Self.facts(.collecting), note: "x", closes: Self.today) }
        #expect(try move(.extend, Self.facts(.collecting), note: "x", closes: Self.today.adding(days: 30)) == .collecting)
    }

    @Test("a project does not move its company's wave")
    func ownUnit() {
        let project = Actor(
            tenant: Cast.tenant, person: PersonID(7), name: "x", posts: [ActorPost(unit: Cast.project, role: .projectService, title: "x")])
        #expect(throws: WaveRefusal.missing(.surveyRun)) { try move(.open, Self.facts(.issued), by: project) }
    }

    @Test("every state is reached and left, and every guard is used")
    func table() {
        for state in WaveState.allCases where !state.isEnd { #expect(WaveTransitions.all.contains { $0.from == state }, "\(state)") }
        for state in WaveState.allCases where state != .planned { #expect(WaveTransitions.all.contains { $0.to == state }, "\(state)") }
        #expect(Set(WaveTransitions.all.flatMap(\.guards)) == Set(WaveGuard.allCases))
        #expect(Set(WaveTransitions.all.map { "\($0.action)\($0.from)" }).count == WaveTransitions.all.count)
    }

    @Test(
        "sample sizes are those of Cochran's formula (Sampling Techniques, 4.4): 385 without end, 278 of 1,000, 370 of 10,000 at ±5 %, 95 %",
        arguments: [
            (10_000_000, 50, SampleSize.Confidence.ninetyFive, 385), (1_000, 50, .ninetyFive, 278), (10_000, 50, .ninetyFive, 370),
            (500, 50, .ninetyFive, 218), (1_000, 30, .ninetyFive, 517), (1_000, 50, .ninety, 214), (1_000, 50, .ninetyNine, 400),
            (1, 50, .ninetyFive, 1),
            (0, 50, .ninetyFive, 0),
        ])
    func sampleSizes(_ population: Int, _ margin: Int, _ confidence: SampleSize.Confidence, _ needed: Int) {
        #expect(SampleSize.needed(population: population, marginPermille: margin, confidence: confidence) == needed)
    }

    @Test("a sample is split by households, to the last one, and nobody is asked twice")
    func splitting() {
        #expect(SampleSize.split(10, over: [50, 30, 20]) == [5, 3, 2])
        #expect(SampleSize.split(10, over: [1, 1, 1]) == [1, 1, 1])
        #expect(SampleSize.split(7, over: [10, 10, 10]).reduce(0, +) == 7)
        #expect(SampleSize.split(5, over: []) == [])
        for total in 0...60 {
            let parts = SampleSize.split(total, over: [7, 31, 22])
            #expect(parts.reduce(0, +) == min(total, 60) && zip(parts, [7, 31, 22]).allSatisfy { $0 <= $1 })
        }
    }

    @Test("the draw is fair and can be repeated: the same seed draws the same, another seed another, every house equally often")
    func drawing() {
        let houses = Array(1...40)
        #expect(SeededDraw.order(houses, seed: "2026/7") == SeededDraw.order(houses, seed: "2026/7"))
        #expect(SeededDraw.order(houses, seed: "2026/7") != SeededDraw.order(houses, seed: "2026/8"))
        #expect(SeededDraw.order(houses, seed: "x").sorted() == houses)
        var counts: [Int: Int] = [:]
        for seed in 0..<4_000 {
            for house in SeededDraw.order(houses, seed: "s\(seed)").prefix(10) { counts[house, default: 0] += 1 }
        }
        // Expected 1,000 each; six standard deviations are about 165.
        #expect(houses.allSatisfy { abs((counts[$0] ?? 0) - 1_000) < 165 }, "\(counts)")
    }

    @Test("the contact budget: a household rests between two contacts, whoever made the last one")
    func budget() {
        #expect(ContactBudget.allows(last: nil, on: Self.today, gapDays: 30))
        #expect(!ContactBudget.allows(last: Self.today.adding(days: -29), on: Self.today, gapDays: 30))
        #expect(ContactBudget.allows(last: Self.today.adding(days: -30), on: Self.today, gapDays: 30))
        #expect(ContactBudget.allows(last: Self.today, on: Self.today, gapDays: 0))
    }
}
