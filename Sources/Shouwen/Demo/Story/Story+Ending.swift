import Domain

extension Story {
    /// From the accepted plan to the verified result; one in twelve is done twice.
    mutating func execute() throws {
        let owner = facts.ownerUnit
        let planner = scenery.staff(owner).first { $0.person == facts.planProposer }
        guard let planner else { throw Present() }
        try step(.startExecution(note: ""), by: planner, after: dice.span(.minutes(8), .hours(6)))
        try work()
        let verifier = scenery.staff(owner).first { $0.person != facts.executor }
        guard let verifier else { throw Present() }
        if dice.chance(0.08) {
            try step(.redo(reason: dice.pick(Phrases.redoReasons)), by: verifier, after: dice.span(.minutes(30), .hours(12)))
            try work()
        }
        let last = scenery.staff(owner).first { $0.person != facts.executor }
        guard let last else { throw Present() }
        try step(.verify(result: dice.pick(Phrases.verifications)), by: last, after: dice.span(.minutes(20), .hours(14)))
    }

    /// The executing unit does the work itself or gives it to a technician. At the owner's own unit the planner executes, so that
    /// somebody is left who may visit.
    private mutating func work() throws {
        let unit = facts.holderUnit
        let technician = scenery.technicians(unit).first
        let staff = scenery.staff(unit)
        let own = unit == facts.ownerUnit ? staff.first { $0.person == facts.planProposer } : staff.first
        guard let own else { throw Present() }
        let done = ComplaintCommand.completeExecution(result: dice.pick(telling.matter.works))
        let span = dice.span(.hours(2), .days(4))
        guard let technician else { return try step(done, by: own, after: span) }
        try step(.assign(to: technician.person, note: ""), by: own, after: dice.span(.minutes(5), .hours(2)))
        try step(done, by: technician, after: span)
    }

    /// Asks the customer; by somebody who neither planned nor executed.
    mutating func visit(satisfied forced: Bool = false) throws {
        let visitor = scenery.staff(facts.ownerUnit, with: .ticketVisit).first {
            ![facts.handler, facts.executor, facts.planProposer].contains($0.person)
        }
        guard let visitor else { throw Present() }
        let lost = dice.chance(0.012)
        let attempts = lost ? 3 : dice.chance(0.08) ? 1 : 0
        for attempt in 0..<attempts {
            let record = VisitRecord(
                method: .phone, outcome: .unreachable, scores: nil, comment: dice.pick(Phrases.unreachableComments), signed: false)
            guard let record else { throw Present() }
            try step(.recordVisit(record), by: visitor, after: attempt == 0 ? dice.span(.hours(1), .hours(20)) : .hours(25))
        }
        if lost { return }
        let late = dice.chance(0.1)
        let outcome: VisitOutcome = forced || !dice.chance(0.05) ? .satisfied : .dissatisfied
        let span = late ? dice.span(.hours(25), .days(3)) : dice.span(.hours(1), .hours(21))
        try step(.recordVisit(try record(outcome)), by: visitor, after: span)
    }

    mutating func record(_ outcome: VisitOutcome) throws -> VisitRecord {
        let onSite = dice.chance(0.2)
        let range = outcome == .satisfied ? 3...5 : 1...3
        let scores = VisitScores(
            attitude: dice.number(range), quality: dice.number(range), efficiency: dice.number(range), overall: dice.number(range))
        let comment = dice.pick(outcome == .satisfied ? Phrases.satisfiedComments : Phrases.dissatisfiedComments)
        guard
            let record = VisitRecord(
                method: onSite ? .onSite : .phone, outcome: outcome, scores: scores, comment: comment, signed: onSite)
        else { throw Present() }
        return record
    }

    mutating func close() throws {
        let (planner, _) = try pair(at: facts.ownerUnit)
        guard facts.state == .verified else {
            try step(.close(reason: dice.pick(Phrases.closingNotes)), by: planner, after: dice.span(.minutes(5), .hours(22)))
            if dice.chance(0.01) { try reopen(by: planner) }
            return
        }
        try step(.closeUnconfirmed(reason: Phrases.unconfirmed), by: planner, after: .hours(3))
    }

    private mutating func reopen(by planner: Domain.Actor) throws {
        try step(.reopen(reason: dice.pick(Phrases.reopenReasons)), by: planner, after: dice.span(.days(2), .days(20)))
        try step(.explain(dice.pick(Phrases.explanations)), by: planner, after: dice.span(.minutes(40), .hours(9)))
        try step(.close(reason: dice.pick(Phrases.closingNotes)), by: planner, after: dice.span(.hours(1), .days(1)))
    }

    mutating func archive() throws {
        guard facts.state == .closed, dice.chance(0.9) else { return }
        let archivist = scenery.staff(facts.ownerUnit, with: .ticketArchive).first
        guard let archivist else { return }
        try step(.archive(note: ""), by: archivist, after: dice.span(.days(2), .days(20)))
    }

    /// The group steps in at once, and either solves the matter or gives it back with an instruction.
    mutating func intervened() throws {
        guard let leader = scenery.staff(scenery.group, with: .ticketIntervene).first else { throw Present() }
        try step(.intervene(reason: dice.pick(Phrases.interventionReasons)), by: leader, after: dice.span(.minutes(30), .hours(8)))
        if dice.chance(0.5) {
            try step(.handBack(instruction: dice.pick(Phrases.instructions)), by: leader, after: dice.span(.hours(2), .days(1)))
        }
        try finish()
    }

    /// Court is the last rung (ROUTE-R5).
    mutating func litigate() throws {
        while facts.rung < .group {
            try investigate()
            try escalate()
        }
        try propose()
        try reject()
        guard let leader = scenery.staff(scenery.group, with: .ticketLitigate).first else { throw Present() }
        let number = "(\(Day(now, offsetMinutes: scenery.offsetMinutes).year))民初\(dice.number(1_001...9_899))号"
        try step(
            .enterLitigation(court: dice.pick(Phrases.courts), caseNumber: number, by: .customer), by: leader,
            after: dice.span(.days(2), .days(20)))
        let (outcome, text) = dice.pick(Phrases.outcomes)
        try step(.recordOutcome(outcome, text: text), by: leader, after: dice.span(.days(40), .days(150)))
    }

    private mutating func finish() throws {
        try investigate()
        try propose()
        let (planner, _) = try pair(at: facts.ownerUnit)
        try step(.customerAccepts(note: ""), by: planner, after: dice.span(.minutes(10), .hours(26)))
        try execute()
        try visit(satisfied: true)
        try close()
    }
}
