/// States of an evaluation (section 2.15, from 000 article 9).
package enum RoundState: String, CaseCode {
    /// 已排期
    case scheduled
    /// 走访 / 抽查 / 问卷中
    case inProgress
    /// 评分
    case scored
    /// 考核评价: cards stand, vendors see their own.
    case confirmed
    /// 整改
    case rectifying
    /// 复核
    case verified
    /// 归档
    case closed
    /// 取消, before anything was scored.
    case cancelled

    package var isEnd: Bool { self == .closed || self == .cancelled }
    /// Whether vendors see their cards (VENDOR-P1).
    package var isReleased: Bool { [.confirmed, .rectifying, .verified, .closed].contains(self) }
}

package enum RoundAction: String, CaseCode {
    /// Fixes template, vendors and forms.
    case start
    /// More time to assess; the state stays.
    case extend
    /// Ends assessing; a job computes the cards.
    case score
    /// Back to the assessors, before anything was confirmed.
    case reopen
    case confirm
    case rectify
    case verify
    case close
    case cancel
}

package enum RoundGuard: String, CaseCode {
    case publishedTemplate
    /// Somebody is to be judged.
    case vendors
    /// Forms were given out, where the template asks assessors.
    case assessors
    /// The period is over: facts are complete.
    case periodOver
    /// All forms are in, or the deadline has passed.
    case formsIn
    case laterDeadline
    case note
    case cardsComputed
    /// Who ended assessing does not confirm.
    case otherPerson
    case ordersIssued
    case noOrders
    case ordersVerified
    case appealsRuled
    case appealWindowOver
}

/// One row of the table: a round moves so, by whom, and when. Nothing else moves a round.
package struct RoundTransition: Hashable, Sendable {
    package let action: RoundAction
    package let from: RoundState
    package let to: RoundState
    package let permission: Permission
    package let guards: [RoundGuard]
    package let rules: [String]
}

package enum RoundTransitions {
    package static let all: [RoundTransition] = [
        row(.start, .scheduled, .inProgress, .roundRun, [.publishedTemplate, .vendors, .assessors], ["VENDOR-R4"]),
        row(.extend, .inProgress, .inProgress, .roundRun, [.note, .laterDeadline], []),
        row(.score, .inProgress, .scored, .roundRun, [.periodOver, .formsIn], ["VENDOR-R4", "VENDOR-R6"]),
        row(.reopen, .scored, .inProgress, .cardConfirm, [.note, .laterDeadline], []),
        row(.confirm, .scored, .confirmed, .cardConfirm, [.cardsComputed, .otherPerson], ["VENDOR-R4", "VENDOR-P1"]),
        row(.rectify, .confirmed, .rectifying, .roundRun, [.ordersIssued], ["VENDOR-R5"]),
        row(.close, .confirmed, .closed, .roundRun, [.noOrders, .appealsRuled, .appealWindowOver], []),
        row(.verify, .rectifying, .verified, .roundRun, [.ordersVerified], ["VENDOR-R5"]),
        row(.close, .verified, .closed, .roundRun, [.appealsRuled, .appealWindowOver], []),
        row(.cancel, .scheduled, .cancelled, .roundRun, [.note], []),
        row(.cancel, .inProgress, .cancelled, .cardConfirm, [.note], []),
    ]

    private static func row(
        _ action: RoundAction, _ from: RoundState, _ to: RoundState, _ permission: Permission, _ guards: [RoundGuard], _ rules: [String]
    ) -> RoundTransition {
        RoundTransition(action: action, from: from, to: to, permission: permission, guards: guards, rules: rules)
    }

    package static func find(_ action: RoundAction, from state: RoundState) -> RoundTransition? {
        all.first { $0.action == action && $0.from == state }
    }
}

/// What the table is asked about.
package struct RoundFacts: Hashable, Sendable {
    package var state: RoundState
    package var period: ScorePeriod
    /// The last day assessors may hand in.
    package var assessUntil: Day
    package var hasPublishedTemplate: Bool
    /// Whether the template asks assessors at all.
    package var asksAssessors: Bool
    package var vendors: Int
    package var forms: Int
    package var formsIn: Int
    package var cards: Int
    package var scoredBy: PersonID?
    package var orders: Int
    package var openOrders: Int
    package var openAppeals: Int
    package var appealUntil: Day?

    package init(
        state: RoundState, period: ScorePeriod, assessUntil: Day, hasPublishedTemplate: Bool = true, asksAssessors: Bool = true,
        vendors: Int, forms: Int = 0, formsIn: Int = 0, cards: Int = 0, scoredBy: PersonID? = nil, orders: Int = 0, openOrders: Int = 0,
        openAppeals: Int = 0, appealUntil: Day? = nil
    ) {
        self.state = state
        self.period = period
        self.assessUntil = assessUntil
        self.hasPublishedTemplate = hasPublishedTemplate
        self.asksAssessors = asksAssessors
        self.vendors = vendors
        self.forms = forms
        self.formsIn = formsIn
        self.cards = cards
        self.scoredBy = scoredBy
        self.orders = orders
        self.openOrders = openOrders
        self.openAppeals = openAppeals
        self.appealUntil = appealUntil
    }
}

/// A move of a round as it was asked for.
package struct RoundCommand: Hashable, Sendable {
    package let action: RoundAction
    package let note: String?
    /// The new last day, for extending and reopening.
    package let assessUntil: Day?

    package init(_ action: RoundAction, note: String? = nil, assessUntil: Day? = nil) {
        self.action = action
        self.note = note
        self.assessUntil = assessUntil
    }
}

/// Why a round does not move.
package enum RoundRefusal: Error, Hashable, Sendable {
    case notFrom(RoundState)
    case missing(Permission)
    case guarded(RoundGuard)
}

extension RoundTransitions {
    /// - Parameter unit: whose round it is: the permission counts there.
    /// - Throws: `RoundRefusal`.
    package static func apply(
        _ command: RoundCommand, to facts: RoundFacts, of unit: UnitRef, by actor: Actor, today: Day
    ) throws(RoundRefusal) -> RoundTransition {
        guard let row = find(command.action, from: facts.state) else { throw .notFrom(facts.state) }
        guard actor.covers(unit, with: row.permission) else { throw .missing(row.permission) }
        for condition in row.guards where !holds(condition, command, facts, actor, today) { throw .guarded(condition) }
        return row
    }

    /// The moves somebody may make now, those that still wait for something included.
    package static func offered(_ facts: RoundFacts, of unit: UnitRef, to actor: Actor) -> [RoundTransition] {
        all.filter { $0.from == facts.state && actor.covers(unit, with: $0.permission) }
    }

    /// What a move still waits for, apart from what its form asks.
    package static func waiting(_ row: RoundTransition, _ facts: RoundFacts, _ actor: Actor, today: Day) -> [RoundGuard] {
        let command = RoundCommand(row.action, note: "x", assessUntil: Swift.max(today, facts.assessUntil).adding(days: 1))
        return row.guards.filter { !holds($0, command, facts, actor, today) }
    }

    private static func holds(_ condition: RoundGuard, _ command: RoundCommand, _ facts: RoundFacts, _ actor: Actor, _ today: Day) -> Bool {
        switch condition {
        case .publishedTemplate: facts.hasPublishedTemplate
        case .vendors: facts.vendors > 0
        case .assessors: !facts.asksAssessors || facts.forms > 0
        case .periodOver: today > facts.period.last
        case .formsIn: facts.formsIn >= facts.forms || today > facts.assessUntil
        case .laterDeadline: command.assessUntil.map { $0 >= today && $0 > facts.assessUntil } ?? false
        case .note: command.note?.isEmpty == false
        case .cardsComputed: facts.cards > 0 && facts.cards == facts.vendors
        case .otherPerson: facts.scoredBy.map { !actor.hands.contains($0) } ?? false
        case .ordersIssued: facts.orders > 0
        case .noOrders: facts.orders == 0
        case .ordersVerified: facts.openOrders == 0
        case .appealsRuled: facts.openAppeals == 0
        case .appealWindowOver: facts.appealUntil.map { today > $0 } ?? false
        }
    }
}
