/// States of a rectification order 整改单.
package enum RectificationState: String, CaseCode {
    /// 待整改
    case open
    /// 待复核
    case done
    /// 已复核
    case verified
    /// 退回重做
    case returned
    /// 撤销
    case dropped

    package var isOpen: Bool { self != .verified && self != .dropped }
    /// Whether the vendor has to do something.
    package var waitsForVendor: Bool { self == .open || self == .returned }
}

package enum RectificationStep: String, CaseCode {
    /// Done, with evidence.
    case complete
    case verify
    case sendBack
    case drop
}

/// Why a step is not taken.
package enum RectificationRefusal: Error, Hashable, Sendable {
    case notAllowedInState(RectificationStep, RectificationState)
    case missing(Permission)
    /// Whoever did it does not re-check it.
    case needsAnother
    /// Nothing was hung on the order that shows it.
    case evidenceMissing
}

/// What decides about the next step of an order.
package struct RectificationFacts: Hashable, Sendable {
    package let state: RectificationState
    /// Who mends: the vendor's site, or the vendor.
    package let unit: UnitRef
    /// Who re-checks; moves up the tiers when the order is overdue.
    package let overseer: UnitRef
    package let doneBy: PersonID?

    package init(state: RectificationState, unit: UnitRef, overseer: UnitRef, doneBy: PersonID?) {
        self.state = state
        self.unit = unit
        self.overseer = overseer
        self.doneBy = doneBy
    }
}

package enum Rectifying {
    struct Row: Hashable, Sendable {
        let from: RectificationState
        let step: RectificationStep
        let to: RectificationState
        let byOverseer: Bool
    }

    static let table: [Row] = [
        Row(from: .open, step: .complete, to: .done, byOverseer: false),
        Row(from: .returned, step: .complete, to: .done, byOverseer: false),
        Row(from: .done, step: .verify, to: .verified, byOverseer: true),
        Row(from: .done, step: .sendBack, to: .returned, byOverseer: true),
        Row(from: .open, step: .drop, to: .dropped, byOverseer: true),
        Row(from: .returned, step: .drop, to: .dropped, byOverseer: true),
    ]

    /// - Throws: `RectificationRefusal`.
    package static func apply(_ step: RectificationStep, to facts: RectificationFacts, by actor: Actor) throws(RectificationRefusal)
        -> RectificationState
    {
        guard let row = table.first(where: { $0.from == facts.state && $0.step == step }) else {
            throw .notAllowedInState(step, facts.state)
        }
        let (place, permission): (UnitRef, Permission) =
            row.byOverseer ? (facts.overseer, .rectificationVerify) : (facts.unit, .rectificationDo)
        guard actor.covers(place, with: permission) else { throw .missing(permission) }
        if step == .verify || step == .sendBack, let doer = facts.doneBy, actor.hands.contains(doer) { throw .needsAnother }
        return row.to
    }

    /// Done is said with something that shows it: a photo or a paper hung since the order was issued or sent back.
    /// - Throws: `RectificationRefusal.evidenceMissing`.
    package static func prove(_ step: RectificationStep, files: Int) throws(RectificationRefusal) {
        if step == .complete, files == 0 { throw .evidenceMissing }
    }

    /// What the page offers, in order.
    package static func allowed(_ facts: RectificationFacts, _ actor: Actor) -> [RectificationStep] {
        RectificationStep.allCases.filter { step in (try? apply(step, to: facts, by: actor)) != nil }
    }

    /// Days over the due day after which an order that the vendor has not done goes up one tier more.
    package static let escalateAfter = [1, 8]

    /// How many tiers an order has gone up by a day: 0 while it is not overdue, or once it is done.
    package static func level(dueOn: Day, state: RectificationState, today: Day) -> Int {
        guard state.waitsForVendor else { return 0 }
        let over = today.daysSince1970 - dueOn.daysSince1970
        return escalateAfter.count { over >= $0 }
    }
}

/// 续约把关 from a vendor's last cards at a project, newest first.
package enum RenewalGate: Hashable, Sendable {
    /// All of the cards pass.
    case open(cards: Int)
    /// So many do not: the tier above decides.
    case closed(failed: Int, cards: Int)
    /// Too few cards to say.
    case unknown(cards: Int)

    /// Months looked back.
    package static let months = 12
    package static let leastCards = 2

    /// - Parameter passes: of each card with a grade within the last twelve months.
    package init(passes: [Bool]) {
        let failed = passes.count { !$0 }
        self =
            failed > 0
            ? .closed(failed: failed, cards: passes.count)
            : passes.count < Self.leastCards ? .unknown(cards: passes.count) : .open(cards: passes.count)
    }
}

/// What a card leads to, worked out from its grade; the lines that have to be rectified by name.
package struct CardConsequences: Hashable, Sendable {
    package struct Order: Hashable, Sendable {
        package let line: String
        package let dueOn: Day
    }

    package let orders: [Order]
    package let suspendUntil: Day?
    package let gatesRenewal: Bool
    /// Hundredths of a per cent of the period's fee.
    package let withhold: Int?

    /// - Parameter day: of confirmation.
    package init(_ card: ScoreCard, confirmedOn day: Day) {
        var (orders, until, gates, withhold) = ([Order](), Day?.none, false, Int?.none)
        for consequence in card.grade?.consequences ?? [] {
            switch consequence {
            case .rectify(let below, let days):
                for line in card.lines where line.state == .scored && (line.share ?? 0) < below * 100 && line.weight > 0 {
                    orders.append(Order(line: line.indicator.key, dueOn: day.adding(days: days)))
                }
            case .suspend(let months): until = Self.day(months, after: day)
            case .gateRenewal: gates = true
            case .advisePayment(let share): withhold = share
            }
        }
        self.orders = orders
        suspendUntil = until
        gatesRenewal = gates
        self.withhold = withhold
    }

    /// The same day so many months later, or the month's last.
    private static func day(_ months: Int, after day: Day) -> Day {
        let month = ScoreMonth(day).adding(months: months)
        return Day(month.year, month.month, day.day) ?? month.last
    }
}
