/// One actor trying one row of the table.
struct Attempt {
    let facts: ComplaintFacts
    let actor: Actor
    let transition: Transition
    /// Nil while only asking what could be offered: guards on what was typed do not count then.
    let command: ComplaintCommand?

    /// The post through which the actor may take the step; nil when there is none.
    var post: ActorPost? {
        switch transition.who {
        case .firstUnit: post(at: [facts.firstUnit])
        case .holderUnit: post(at: [facts.holderUnit])
        case .holderUnitOrHandler: post(at: [facts.holderUnit]) ?? handlerPost
        case .ownerUnit: post(at: [facts.ownerUnit])
        case .ownerUnitOrAbove: post(at: rungs(from: facts.rung).map(facts.ladder.unit) + [facts.ownerUnit])
        case .executingUnit: post(at: [facts.executingUnit ?? facts.holderUnit])
        case .escalationProposer: facts.escalation?.proposer == actor.person ? post(at: [facts.ownerUnit]) : nil
        case .groupUnit: post(at: [facts.ladder.units.groupUnit])
        case .centres: post(at: centres)
        case .involvedUnits: post(at: [facts.ownerUnit, facts.holderUnit, facts.firstUnit])
        }
    }

    private func post(at units: [UnitID]) -> ActorPost? {
        for unit in units {
            let posts = actor.posts(with: transition.permission).filter { $0.unit.id == unit && isInReach($0) }
            // Of several posts at one unit the one with the widest authority acts.
            if let post = posts.max(by: { $0.compensation < $1.compensation }) { return post }
        }
        return nil
    }

    /// A post that sees only what is in the own hands acts only on that (ACCESS-P9).
    private func isInReach(_ post: ActorPost) -> Bool {
        guard post.permissions.contains(.ticketSeeAssigned), !post.permissions.contains(.ticketSee) else { return true }
        return [facts.handler, facts.executor].contains { $0.map(actor.hands.contains) ?? false }
    }

    private var handlerPost: ActorPost? {
        guard let handler = facts.handler, actor.hands.contains(handler) else { return nil }
        return actor.post(at: facts.holderUnit, with: .ticketExecute)
    }

    private var centres: [UnitID] {
        [facts.ladder.units.companyUnit, facts.ladder.units.vendorUnit].compactMap { $0 }.filter {
            facts.ladder.exchangePartner(of: $0) != nil
        }
    }

    /// From the highest down, so that a person at two levels decides at the higher one.
    private func rungs(from lowest: Rung) -> [Rung] {
        [Rung.group, .centre, .project].filter { $0 >= lowest }
    }

    /// The first guard that does not hold.
    func missingGuard(at post: ActorPost) -> Guard? {
        transition.guards.first { !holds($0, at: post) }
    }

    private func holds(_ condition: Guard, at post: ActorPost) -> Bool {
        switch condition {
        case .belowGroupRung: facts.rung < .group
        case .notWaitingForGroup: facts.escalation?.toRung != .group
        case .atGroupRung: facts.rung == .group
        case .visitorIsIndependent: ![facts.handler, facts.executor, facts.planProposer].contains(actor.person)
        case .verifierDidNotExecute: facts.executor != actor.person
        case .enoughUnreachableDays: facts.unreachableDays >= VisitRule.unreachableDaysBeforeClosing
        case .sendBackLeft: (facts.sentBack[facts.rung] ?? 0) < EscalationRule.sendBacksPerPair
        case .ownedByIntervention: facts.intervention != nil && facts.rung == .group
        case .levelCentreOrAbove: post.unit.level >= Rung.centre.level
        case .withinCompensationLimit: compensation.map(actor.compensation(at: post.unit.id).allows) ?? true
        case .assigneeIsColleague: command?.assignee.map(facts.colleagues.contains) ?? true
        case .exchangeIsOpen: facts.openExchanges > 0
        }
    }

    private var compensation: Fen? {
        if case .proposePlan(_, let amount) = command { amount } else { nil }
    }
}

package enum EscalationRule {
    /// How often the upper rung may send back what the same lower rung proposes.
    package static let sendBacksPerPair = 2
}

extension Branch {
    func matches(_ command: ComplaintCommand, _ facts: ComplaintFacts) -> Bool {
        guard case .recordVisit(let visit) = command else { return self == .always }
        return switch visit.outcome {
        case .satisfied: self == .satisfied
        case .unreachable: self == .unreachable
        case .dissatisfied: self == (facts.rung < .group ? .dissatisfiedBelowGroup : .dissatisfiedAtGroup)
        }
    }
}
