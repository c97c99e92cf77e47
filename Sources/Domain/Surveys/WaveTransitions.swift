/// What has to be true before a wave moves.
package enum WaveGuard: String, CaseCode {
    /// Whoever planned it does not approve it.
    case otherPerson
    case publishedForm
    /// Somebody is to be asked.
    case audience
    case sampleDrawn
    case openingReached
    /// Closing early, sending back and calling off say why.
    case note
    case laterClosing
    case everythingCounted
    case reportSigned
    case actionsVerified
}

/// One row of the table: a wave moves so, by whom, and when. Nothing else moves a wave.
package struct WaveTransition: Hashable, Sendable {
    package let action: WaveAction
    package let from: WaveState
    package let to: WaveState
    package let permission: Permission
    package let guards: [WaveGuard]
    package let rules: [String]
}

package enum WaveTransitions {
    /// Section 2.14, with the ways back that planning needs.
    package static let all: [WaveTransition] = [
        row(.approve, .planned, .approved, .surveyApprove, [.otherPerson, .publishedForm, .audience], ["SURVEY-R1"]),
        row(.sendBack, .approved, .planned, .surveyApprove, [.note], ["SURVEY-R1"]),
        row(.issue, .approved, .issued, .surveyRun, [.publishedForm, .sampleDrawn], ["SURVEY-R3"]),
        row(.open, .issued, .collecting, .surveyRun, [.openingReached], ["SURVEY-R3"]),
        row(.extend, .collecting, .collecting, .surveyRun, [.note, .laterClosing], []),
        row(.close, .collecting, .closed, .surveyRun, [.note], ["SURVEY-R3"]),
        row(.reopen, .closed, .collecting, .surveyApprove, [.note, .laterClosing], []),
        row(.analyse, .closed, .analysed, .surveySign, [.everythingCounted], ["SURVEY-R6", "SURVEY-R7"]),
        row(.report, .analysed, .reported, .surveySign, [.reportSigned], ["SURVEY-R3", "SURVEY-R10"]),
        row(.rectify, .reported, .rectifying, .surveyRun, [], ["SURVEY-R4"]),
        row(.verify, .rectifying, .verified, .surveyVerify, [.actionsVerified], ["SURVEY-R4"]),
        row(.archive, .verified, .archived, .surveyRun, [], []),
        row(.cancel, .planned, .cancelled, .surveyRun, [.note], []),
        row(.cancel, .approved, .cancelled, .surveyApprove, [.note], []),
        row(.cancel, .issued, .cancelled, .surveyApprove, [.note], []),
    ]

    private static func row(
        _ action: WaveAction, _ from: WaveState, _ to: WaveState, _ permission: Permission, _ guards: [WaveGuard], _ rules: [String]
    ) -> WaveTransition {
        WaveTransition(action: action, from: from, to: to, permission: permission, guards: guards, rules: rules)
    }

    package static func find(_ action: WaveAction, from state: WaveState) -> WaveTransition? {
        all.first { $0.action == action && $0.from == state }
    }
}

/// What the table is asked about.
package struct WaveFacts: Hashable, Sendable {
    package var state: WaveState
    package var planner: PersonID
    package var opensOn: Day
    package var closesOn: Day
    package var hasPublishedForm: Bool
    /// Households in the audience.
    package var households: Int
    package var drawn: Int
    package var uncounted: Int
    package var reportSigned: Bool
    package var openActions: Int

    package init(
        state: WaveState, planner: PersonID, opensOn: Day, closesOn: Day, hasPublishedForm: Bool, households: Int, drawn: Int,
        uncounted: Int = 0, reportSigned: Bool = false, openActions: Int = 0
    ) {
        self.state = state
        self.planner = planner
        self.opensOn = opensOn
        self.closesOn = closesOn
        self.hasPublishedForm = hasPublishedForm
        self.households = households
        self.drawn = drawn
        self.uncounted = uncounted
        self.reportSigned = reportSigned
        self.openActions = openActions
    }
}

/// A move of a wave as it was asked for.
package struct WaveCommand: Hashable, Sendable {
    package let action: WaveAction
    package let note: String?
    /// The new last day, for extending and reopening.
    package let closesOn: Day?

    package init(_ action: WaveAction, note: String? = nil, closesOn: Day? = nil) {
        self.action = action
        self.note = note
        self.closesOn = closesOn
    }
}

/// Why a wave does not move.
package enum WaveRefusal: Error, Hashable, Sendable {
    /// Not from this state.
    case notFrom(WaveState)
    case missing(Permission)
    case guarded(WaveGuard)
}

extension WaveTransitions {
    /// - Parameter unit: whose wave it is: the permission counts there.
    /// - Throws: `WaveRefusal`.
    package static func apply(
        _ command: WaveCommand, to facts: WaveFacts, of unit: UnitRef, by actor: Actor, today: Day
    ) throws(WaveRefusal) -> WaveTransition {
        guard let row = find(command.action, from: facts.state) else { throw .notFrom(facts.state) }
        guard actor.covers(unit, with: row.permission) else { throw .missing(row.permission) }
        for condition in row.guards where !holds(condition, command, facts, actor, today) { throw .guarded(condition) }
        return row
    }

    /// The moves somebody may make now, those that still wait for something included.
    package static func offered(_ facts: WaveFacts, of unit: UnitRef, to actor: Actor) -> [WaveTransition] {
        all.filter { $0.from == facts.state && actor.covers(unit, with: $0.permission) }
    }

    /// What a move still waits for, apart from what its form asks.
    package static func waiting(_ row: WaveTransition, _ facts: WaveFacts, _ actor: Actor, today: Day) -> [WaveGuard] {
        let command = WaveCommand(row.action, note: "x", closesOn: Swift.max(today, facts.closesOn).adding(days: 1))
        return row.guards.filter { !holds($0, command, facts, actor, today) }
    }

    private static func holds(_ condition: WaveGuard, _ command: WaveCommand, _ facts: WaveFacts, _ actor: Actor, _ today: Day) -> Bool {
        switch condition {
        case .otherPerson: !actor.hands.contains(facts.planner)
        case .publishedForm: facts.hasPublishedForm
        case .audience: facts.households > 0
        case .sampleDrawn: facts.drawn > 0
        case .openingReached: facts.opensOn <= today && today <= facts.closesOn
        case .note: command.action == .close && today > facts.closesOn || command.note?.isEmpty == false
        case .laterClosing: command.closesOn.map { $0 >= today && $0 > facts.closesOn } ?? false
        case .everythingCounted: facts.uncounted == 0
        case .reportSigned: facts.reportSigned
        case .actionsVerified: facts.openActions == 0
        }
    }
}
