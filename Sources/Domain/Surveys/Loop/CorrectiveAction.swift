/// States of a corrective action (SURVEY-R4, R7).
package enum CorrectionState: String, CaseCode {
    /// 待制定: the responsible unit has to find the cause.
    case open
    /// 整改中
    case planned
    /// 待验证
    case done
    /// 已验证
    case verified
    /// 退回
    case returned
    /// 不再采取
    case dropped

    package var isOpen: Bool { self != .verified && self != .dropped }
}

package enum CorrectionStep: String, CaseCode {
    /// Cause, corrective and preventive measure, due.
    case plan
    /// Done, with evidence.
    case complete
    /// Works, as somebody else has seen.
    case verify
    /// Does not work, or is not shown to.
    case sendBack
    case drop
}

/// What decides about the next step of a corrective action.
package struct CorrectionFacts: Hashable, Sendable {
    package let state: CorrectionState
    /// Who mends.
    package let unit: UnitRef
    /// Who opened it and judges the result.
    package let overseer: UnitRef
    package let doneBy: PersonID?

    package init(state: CorrectionState, unit: UnitRef, overseer: UnitRef, doneBy: PersonID?) {
        self.state = state
        self.unit = unit
        self.overseer = overseer
        self.doneBy = doneBy
    }
}

/// Why a step is not taken.
package enum CorrectionRefusal: Error, Hashable, Sendable {
    case notAllowedInState(CorrectionStep, CorrectionState)
    case lacksPermission(Permission)
    /// Whoever did it does not judge it (SURVEY-R4).
    case needsAnother
}

/// The table of a corrective action: state, step, state, who.
package enum Correction {
    struct Row: Hashable, Sendable {
        let from: CorrectionState
        let step: CorrectionStep
        let to: CorrectionState
        let permission: Permission
        /// Taken by the overseer; else by the responsible unit or whoever looks after it.
        let byOverseer: Bool
    }

    static let table: [Row] = [
        Row(from: .open, step: .plan, to: .planned, permission: .surveyCorrect, byOverseer: false),
        Row(from: .returned, step: .plan, to: .planned, permission: .surveyCorrect, byOverseer: false),
        Row(from: .planned, step: .plan, to: .planned, permission: .surveyCorrect, byOverseer: false),
        Row(from: .planned, step: .complete, to: .done, permission: .surveyCorrect, byOverseer: false),
        Row(from: .done, step: .verify, to: .verified, permission: .surveyVerify, byOverseer: true),
        Row(from: .done, step: .sendBack, to: .returned, permission: .surveyVerify, byOverseer: true),
        Row(from: .open, step: .drop, to: .dropped, permission: .surveyVerify, byOverseer: true),
        Row(from: .planned, step: .drop, to: .dropped, permission: .surveyVerify, byOverseer: true),
        Row(from: .returned, step: .drop, to: .dropped, permission: .surveyVerify, byOverseer: true),
    ]

    /// - Returns: the state afterwards.
    /// - Throws: `CorrectionRefusal`.
    package static func apply(_ step: CorrectionStep, to facts: CorrectionFacts, by actor: Actor) throws(CorrectionRefusal)
        -> CorrectionState
    {
        guard let row = table.first(where: { $0.from == facts.state && $0.step == step }) else {
            throw .notAllowedInState(step, facts.state)
        }
        let place = row.byOverseer ? facts.overseer : facts.unit
        guard actor.covers(place, with: row.permission) else { throw .lacksPermission(row.permission) }
        if row.byOverseer, row.step != .drop, facts.doneBy == actor.person { throw .needsAnother }
        return row.to
    }

    /// What the page offers, in order.
    package static func allowed(_ facts: CorrectionFacts, _ actor: Actor) -> [CorrectionStep] {
        CorrectionStep.allCases.filter { step in (try? apply(step, to: facts, by: actor)) != nil }
    }
}

/// What a step writes, as its form names it.
package struct CorrectionForm: Hashable, Sendable {
    package enum Field: String, CaseIterable, Sendable {
        case cause, corrective, preventive, dueOn, evidence, note
    }

    package var cause = ""
    package var corrective = ""
    package var preventive = ""
    package var dueOn: Day?
    package var evidence = ""
    package var note = ""

    package init() {}

    /// The fields a step asks for; all of them are required.
    package static func fields(of step: CorrectionStep) -> [Field] {
        switch step {
        case .plan: [.cause, .corrective, .preventive, .dueOn]
        case .complete: [.evidence]
        case .verify, .sendBack, .drop: [.note]
        }
    }

    /// - Parameter today: a plan is not due in the past.
    package static func validated(_ step: CorrectionStep, _ fields: [String: String], today: Day) -> Result<CorrectionForm, FieldErrors> {
        var (form, errors) = (CorrectionForm(), FieldErrors())
        func text(_ field: Field) -> String {
            do throws(FieldProblem) {
                return try BoundedText.parse(fields[field.rawValue], max: 2_000, multiline: true)
            } catch {
                errors.add(field.rawValue, error)
                return ""
            }
        }
        for field in Self.fields(of: step) {
            switch field {
            case .cause: form.cause = text(field)
            case .corrective: form.corrective = text(field)
            case .preventive: form.preventive = text(field)
            case .evidence: form.evidence = text(field)
            case .note: form.note = text(field)
            case .dueOn:
                do throws(FieldProblem) {
                    let day = try Day.parse(fields[field.rawValue] ?? "")
                    if day < today { throw .inThePast }
                    form.dueOn = day
                } catch {
                    errors.add(field.rawValue, error)
                }
            }
        }
        return errors.isEmpty ? .success(form) : .failure(errors)
    }
}
