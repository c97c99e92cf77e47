import Testing

@testable import Domain

/// Every state × action × role × rung × line against a second, independent account of the rules.
@Suite struct TransitionTableTests {
    struct Rule: Sendable {
        let actions: [ComplaintAction]
        let states: Set<ComplaintState>
        let place: @Sendable (ComplaintFacts) -> Set<UnitID>
        let roles: Set<String>
        var when: @Sendable (ComplaintFacts) -> Bool = { _ in true }
    }

    static let centres: Set<String> = ["groupServiceCentre", "companyServiceCentre", "vendorServiceCentre"]
    static let desks: Set<String> = ["projectService", "projectManager", "vendorSiteService"]
    static let service = centres.union(desks)
    static let belowGroup = service.subtracting(["groupServiceCentre"])
    static let working: Set<ComplaintState> = [.classified, .assigned, .investigating]
    static let atWork = Set(ComplaintState.allCases).subtracting([.received, .closed, .archived])

    @Sendable static func first(_ facts: ComplaintFacts) -> Set<UnitID> { [facts.firstUnit] }
    @Sendable static func holder(_ facts: ComplaintFacts) -> Set<UnitID> { [facts.holderUnit] }
    @Sendable static func owner(_ facts: ComplaintFacts) -> Set<UnitID> { [facts.ownerUnit] }
    @Sendable static func executing(_ facts: ComplaintFacts) -> Set<UnitID> { [facts.executingUnit!] }
    @Sendable static func headquarters(_: ComplaintFacts) -> Set<UnitID> { [Cast.group.id] }
    @Sendable static func involved(_ facts: ComplaintFacts) -> Set<UnitID> { [facts.ownerUnit, facts.holderUnit, facts.firstUnit] }
    @Sendable static func exchange(_ facts: ComplaintFacts) -> Set<UnitID> {
        facts.ladder.line == .vendor ? [Cast.company.id, Cast.vendor.id] : []
    }
    @Sendable static func ownerOrAbove(_ facts: ComplaintFacts) -> Set<UnitID> {
        let column = facts.ladder.line == .vendor ? [Cast.site, Cast.vendor, Cast.group] : [Cast.project, Cast.company, Cast.group]
        return Set(column.dropFirst(facts.rung.level - 1).map(\.id))
    }

    static let rules: [Rule] = [
        Rule(actions: [.record], states: [.received], place: first, roles: service),
        Rule(actions: [.accept], states: [.recorded], place: holder, roles: service),
        Rule(actions: [.assign], states: working.union([.explained]), place: holder, roles: service),
        Rule(actions: [.assign], states: [.executing], place: executing, roles: service),
        Rule(actions: [.recordFindings], states: working, place: holder, roles: service),
        Rule(actions: [.explain, .turnToSuggestion], states: working, place: owner, roles: service),
        Rule(actions: [.proposePlan], states: working.union([.planRejected]), place: owner, roles: service),
        Rule(actions: [.customerAccepts, .customerRejects], states: [.planProposed], place: owner, roles: service),
        Rule(actions: [.startExecution], states: [.planAccepted], place: owner, roles: service),
        Rule(actions: [.completeExecution], states: [.executing], place: executing, roles: belowGroup),
        Rule(actions: [.verify, .redo], states: [.executed], place: owner, roles: service),
        Rule(actions: [.recordVisit, .closeUnconfirmed], states: [.verified], place: owner, roles: service),
        Rule(
            actions: [.close], states: [.visited, .explained, .invalid, .nonResponsible, .suggestion], place: owner, roles: service
        ),
        Rule(actions: [.reopen, .archive], states: [.closed], place: owner, roles: service),
        Rule(actions: [.rateInvalid], states: working, place: ownerOrAbove, roles: centres),
        Rule(actions: [.rateNonResponsible], states: working, place: ownerOrAbove, roles: centres.union(["projectManager"])),
        Rule(
            actions: [.escalate], states: working.union([.planProposed, .planRejected]), place: owner, roles: belowGroup,
            when: { $0.rung < .group }
        ),
        Rule(actions: [.acceptEscalation, .sendBack], states: [.escalated], place: holder, roles: centres),
        Rule(actions: [.withdrawEscalation], states: [.escalated], place: owner, roles: belowGroup),
        Rule(
            actions: [.openExchange, .replyExchange, .closeExchange], states: atWork, place: exchange,
            roles: ["companyServiceCentre", "vendorServiceCentre"]
        ),
        Rule(actions: [.contactCustomer], states: atWork, place: involved, roles: service),
        Rule(actions: [.note], states: atWork.union([.closed]), place: involved, roles: service),
        Rule(actions: [.regrade], states: atWork.subtracting([.recorded, .escalated]), place: owner, roles: service),
        Rule(
            actions: [.intervene], states: atWork.subtracting([.litigation]), place: headquarters, roles: ["groupServiceCentre"],
            when: { $0.rung < .group && !($0.state == .escalated && $0.holderUnit == Cast.group.id) }
        ),
        Rule(
            actions: [.handBack], states: [.assigned, .investigating, .planProposed, .planRejected], place: owner,
            roles: ["groupServiceCentre"], when: { $0.rung == .group }
        ),
        Rule(
            actions: [.enterLitigation], states: [.investigating, .planProposed, .planRejected], place: owner,
            roles: ["groupServiceCentre"],
            when: { $0.rung == .group }
        ),
        Rule(actions: [.recordOutcome], states: [.litigation], place: owner, roles: ["groupServiceCentre"]),
    ]

    @Test(arguments: ComplaintState.allCases)
    func `buttons, effects and rules agree for every role, rung and line`(_ state: ComplaintState) {
        var checks = 0
        for line in [Stage.beforeHandover, .afterHandover] {
            for rung in Rung.allCases {
                guard let facts = facts(state, rung, line) else { continue }
                for actor in actors {
                    let mine = facts.proposed(by: actor.person)
                    let buttons = Set(ComplaintMachine.allowed(mine, actor).map(\.action))
                    for action in ComplaintAction.fromForms {
                        let (place, said) = (actor.posts[0], says(action, mine, actor))
                        let comment = Comment(rawValue: "\(state) \(action) \(line) \(rung) \(place.roleKey)@\(place.unit.code)")
                        #expect(buttons.contains(action) == said, comment)
                        #expect(succeeds(action, mine, actor) == said, comment)
                        checks += 1
                    }
                }
            }
        }
        #expect(checks > 0)
    }

    @Test func `no page has two primary steps and the primary is among the buttons`() {
        for state in ComplaintState.allCases {
            for rung in Rung.allCases {
                guard let facts = facts(state, rung, .afterHandover) else { continue }
                for actor in actors {
                    let allowed = ComplaintMachine.allowed(facts, actor)
                    #expect(allowed.filter(\.primary).count <= 1)
                    #expect(ComplaintMachine.allowed(facts, actor) == allowed)
                }
            }
        }
    }

    @Test func `every state is reached and none but archived is a dead end`() {
        var reached: Set<ComplaintState> = [.received]
        while true {
            let more = reached.union(ComplaintTransitions.all.filter { reached.contains($0.from) }.map(\.to))
            if more == reached { break }
            reached = more
        }
        #expect(reached == Set(ComplaintState.allCases))
        for state in ComplaintState.allCases where state != .archived {
            #expect(ComplaintTransitions.all.contains { $0.from == state && $0.to != state }, "\(state)")
        }
        #expect(!ComplaintTransitions.all.contains { $0.from == .archived })
    }

    @Test func `from every state some path leads to the archive`() {
        var home: Set<ComplaintState> = [.archived]
        while true {
            let more = home.union(ComplaintTransitions.all.filter { home.contains($0.to) }.map(\.from))
            if more == home { break }
            home = more
        }
        #expect(home == Set(ComplaintState.allCases))
    }

    @Test func `every open state names a next step, and the table has it`() {
        for state in ComplaintState.allCases where state != .archived {
            #expect(!state.nextSteps.isEmpty)
            for step in state.nextSteps {
                #expect(!ComplaintTransitions.rows(from: state, action: step).isEmpty, "\(state) \(step)")
            }
        }
    }

    @Test func `one action from one state has one permission and place, and one row a branch`() {
        for state in ComplaintState.allCases {
            for action in ComplaintAction.allCases {
                let rows = ComplaintTransitions.rows(from: state, action: action)
                #expect(Set(rows.map(\.permission)).count <= 1)
                #expect(Set(rows.map(\.who)).count <= 1)
                #expect(Set(rows.map(\.branch)).count == rows.count)
                #expect(rows.allSatisfy { !$0.rules.isEmpty })
            }
        }
    }

    @Test func `upward and destructive steps ask for a reason first`() {
        let asking: [ComplaintAction] = [
            .escalate, .sendBack, .intervene, .redo, .reopen, .rateInvalid, .rateNonResponsible, .regrade, .close,
        ]
        for action in asking {
            #expect(action.fields.first == ActionField(.reason))
        }
    }

    @Test func `a version counts every command, also the refused do not`() throws {
        var journey = try Journey(.beforeHandover, heardBy: Cast.projectOfficer)
        #expect(journey.facts.version == 1)
        _ = journey.refusal(.archive(note: ""), by: Cast.projectOfficer)
        #expect(journey.facts.version == 1)
        try Cast.projectOfficer.does(.accept(severity: .minor), in: &journey)
        #expect(journey.facts.version == 2)
    }

    // MARK: the second account

    private func says(_ action: ComplaintAction, _ facts: ComplaintFacts, _ actor: Actor) -> Bool {
        Self.rules.contains { rule in
            rule.actions.contains(action) && rule.states.contains(facts.state) && rule.roles.contains(actor.posts[0].roleKey)
                && rule.when(facts) && rule.place(facts).contains(actor.posts[0].unit.id)
        }
    }

    private func succeeds(_ action: ComplaintAction, _ facts: ComplaintFacts, _ actor: Actor) -> Bool {
        (try? ComplaintMachine.apply(Samples.command(action), to: facts, by: actor, at: Cast.noon)) != nil
    }

    /// Every built-in role at every unit of a kind it may sit at, also units that have nothing to do with the ladder.
    private let actors: [Actor] = BuiltInRole.all.flatMap { role in
        Cast.units.filter { role.unitKinds.contains($0.kind) }.map { Cast.person(900, role, at: $0) }
    }

    /// A complaint in the state, owned by the rung; nil when the two cannot meet.
    private func facts(_ state: ComplaintState, _ rung: Rung, _ stage: Stage) -> ComplaintFacts? {
        if (rung == .litigation) != (state == .litigation) { return nil }
        if state == .received || state == .recorded, rung != .project { return nil }
        if state == .escalated, rung >= .group { return nil }
        var facts = ComplaintFacts.received(
            stage: stage, ladder: .build(stage: stage, units: Cast.ladderUnits), source: .internal, severity: .minor, sensitivity: [],
            by: PersonID(700), at: Cast.group.id, on: Cast.noon
        )
        (facts.state, facts.rung, facts.version) = (state, rung, 5)
        if state != .received, state != .recorded { facts.ownerUnit = facts.ladder.unit(of: rung) }
        facts.holderUnit = facts.ownerUnit
        (facts.handler, facts.planProposer, facts.executor) = (PersonID(701), PersonID(702), PersonID(703))
        (facts.openExchanges, facts.unreachableDays, facts.colleagues) = (1, 3, [Samples.colleague])
        if state == .recorded { facts.holderUnit = facts.ladder.firstUnit }
        if state == .executing || state == .executed { facts.executingUnit = facts.ladder.firstUnit }
        if state == .executing { facts.holderUnit = facts.ladder.firstUnit }
        if rung == .group { facts.intervention = InterventionFacts(previousOwner: facts.ladder.firstUnit, previousRung: .project) }
        if state == .escalated { facts.holderUnit = facts.ladder.unit(of: rung.next!) }
        return facts
    }
}

extension ComplaintFacts {
    fileprivate func proposed(by person: PersonID) -> ComplaintFacts {
        guard state == .escalated, let next = rung.next else { return self }
        var facts = self
        facts.escalation = EscalationFacts(
            fromUnit: ownerUnit, fromRung: rung, toUnit: ladder.unit(of: next), toRung: next, proposer: person
        )
        return facts
    }
}
