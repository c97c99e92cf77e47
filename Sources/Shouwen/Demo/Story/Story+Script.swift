import Domain
import Store

extension Story {
    /// Lives until the end or the present.
    mutating func live(_ fate: Fate) throws {
        do {
            try record()
            try accept()
            try follow(fate)
            try archive()
        } catch is Present {}
    }

    /// For a complaint whose vendor leaves before the matter could be worked on: explained and closed while the vendor is still there.
    mutating func liveBriefly() throws {
        do {
            try record()
            let (planner, _) = try pair(at: facts.holderUnit)
            try step(.accept(severity: telling.severity), by: planner, after: .minutes(6), urgent: true)
            try step(.explain(dice.pick(Phrases.explanations)), by: planner, after: .minutes(25), urgent: true)
            try step(.close(reason: dice.pick(Phrases.closingNotes)), by: planner, after: .minutes(12), urgent: true)
        } catch is Present {}
    }

    mutating func record() throws {
        try step(.record, by: telling.receiver, after: .zero, urgent: true)
    }

    mutating func accept() throws {
        let (planner, other) = try pair(at: facts.holderUnit)
        let late = dice.chance(0.07)
        let span = late ? dice.span(.minutes(33), .hours(5)) : dice.span(.minutes(2), .minutes(28))
        try step(.accept(severity: telling.severity), by: dice.chance(0.8) ? planner : other, after: span, urgent: true)
    }

    private mutating func follow(_ fate: Fate) throws {
        switch fate {
        case .solved(let rung): try solve(upTo: rung)
        case .explained, .suggestion, .invalid, .nonResponsible: try answer(fate)
        case .intervened: try intervened()
        case .litigation: try litigate()
        }
    }

    private mutating func answer(_ fate: Fate) throws {
        let unit = facts.ownerUnit
        let (planner, _) = try pair(at: unit)
        let span = dice.span(.minutes(20), .hours(7))
        switch fate {
        case .suggestion: try step(.turnToSuggestion(dice.pick(Phrases.suggestions)), by: planner, after: span)
        case .invalid:
            guard let rater = scenery.staff(facts.ladder.unit(of: .centre), with: .ticketRate).first else { throw Present() }
            try step(.rateInvalid(reason: dice.pick(Phrases.invalidReasons)), by: rater, after: span)
        case .nonResponsible:
            guard let rater = scenery.staff(unit, with: .ticketRate).first else { throw Present() }
            try step(.rateNonResponsible(reason: dice.pick(Phrases.nonResponsibleReasons)), by: rater, after: span)
        default: try step(.explain(dice.pick(Phrases.explanations)), by: planner, after: span)
        }
        try step(.close(reason: dice.pick(Phrases.closingNotes)), by: planner, after: dice.span(.minutes(10), .days(1)))
    }

    /// Rung by rung: each lower one tries and fails, the last one solves it. A dissatisfied visit goes one rung further.
    private mutating func solve(upTo last: Rung) throws {
        while facts.rung < last {
            try investigate()
            if dice.chance(0.6) {
                try propose()
                try reject()
            }
            try escalate()
        }
        try investigate()
        try agree()
        try execute()
        try visit()
        if facts.state == .escalated {
            try acceptEscalation()
            try solve(upTo: facts.rung)
        } else if facts.state == .planRejected {
            try agree()
            try execute()
            try visit(satisfied: true)
            try close()
        } else if facts.state == .visited || facts.state == .verified {
            try close()
        }
    }

    mutating func investigate() throws {
        let (planner, _) = try pair(at: facts.ownerUnit)
        try step(.recordFindings(dice.pick(telling.matter.findings)), by: planner, after: dice.span(.minutes(20), .hours(5)))
        if dice.chance(0.35) {
            try step(.contactCustomer(dice.pick(Phrases.contacts)), by: planner, after: dice.span(.minutes(5), .hours(3)))
        }
        if dice.chance(0.15) { try step(.note(dice.pick(Phrases.notes)), by: planner, after: dice.span(.minutes(5), .hours(2))) }
        if facts.rung == .centre, !complaint.hasExchange, dice.chance(0.45) {
            try exchangeItem(
                Exchange(
                    topic: dice.pick(Phrases.exchangeTopics), text: dice.pick(Phrases.exchangeTexts),
                    reply: dice.pick(Phrases.exchangeReplies)))
        }
    }

    /// The amount a rung may offer; the group offers what is left to ask.
    private mutating func offer() -> Fen {
        guard telling.matter.asks.upperBound > 0, dice.chance(0.45) else { return .zero }
        switch facts.rung {
        case .project: return .yuan(Int64(dice.number(1...6) * 50))
        case .centre: return .yuan(Int64(dice.number(4...19) * 50))
        case .group, .litigation: return .yuan(Int64(dice.number(10...80) * 100))
        }
    }

    mutating func propose() throws {
        let amount = offer()
        let (planner, _) = try pair(at: facts.ownerUnit, for: amount)
        let longest: Span = [.minor: .hours(20), .general: .hours(6), .top: .minutes(130)][facts.severity] ?? .hours(6)
        let span = dice.chance(0.09) ? dice.span(.hours(9), .days(2)) : dice.span(.minutes(15), longest)
        try step(
            .proposePlan(dice.pick(telling.matter.plans), compensation: amount), by: planner, after: span, urgent: facts.severity == .top)
    }

    mutating func reject() throws {
        let (planner, _) = try pair(at: facts.ownerUnit)
        let reason = dice.pick(telling.matter.rejections)
        try step(.customerRejects(reason: reason), by: planner, after: dice.span(.minutes(20), .days(1)))
    }

    /// A plan that the customer accepts, sometimes after a first one that is not: below the group that takes the next rung.
    private mutating func agree() throws {
        try propose()
        if facts.rung == .group, dice.chance(0.3) {
            try reject()
            try propose()
        }
        let (planner, _) = try pair(at: facts.ownerUnit)
        try step(.customerAccepts(note: ""), by: planner, after: dice.span(.minutes(10), .hours(26)))
    }

    mutating func escalate() throws {
        let owner = facts.ownerUnit
        guard let proposer = scenery.staff(owner, with: .ticketEscalate).first else { throw Present() }
        try step(
            .escalate(reason: dice.pick(Phrases.escalationReasons), tried: dice.pick(Phrases.tried)), by: proposer,
            after: dice.span(.minutes(20), .hours(10)))
        if dice.chance(0.14) {
            guard let upper = scenery.staff(facts.holderUnit, with: .ticketReceiveEscalation).first else { throw Present() }
            try step(.sendBack(reason: dice.pick(Phrases.sendBackReasons)), by: upper, after: dice.span(.minutes(3), .hours(2)))
            try step(.contactCustomer(dice.pick(Phrases.contacts)), by: proposer, after: dice.span(.minutes(30), .hours(6)))
            try step(
                .escalate(reason: dice.pick(Phrases.escalationReasons), tried: dice.pick(Phrases.tried)), by: proposer,
                after: dice.span(.minutes(30), .hours(20)))
        }
        try acceptEscalation()
    }

    mutating func acceptEscalation() throws {
        let staff = scenery.staff(facts.holderUnit, with: .ticketReceiveEscalation)
        guard !staff.isEmpty else { throw Present() }
        let span = dice.chance(0.1) ? dice.span(.minutes(33), .hours(4)) : dice.span(.minutes(2), .minutes(28))
        try step(.acceptEscalation(note: ""), by: dice.pick(staff), after: span, urgent: true)
    }
}
