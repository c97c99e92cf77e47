/// The fields an action's form has, by their names in the form.
package enum ComplaintField: String, CaseCode {
    case text, reason, tried, topic, exchange, instruction
    case compensation, severity, media, litigation, collective
    case assignee
    case method, outcome, attitude, quality, efficiency, overall, comment, signed
    case court, caseNumber, party, litigationOutcome

    /// Longest text in characters; nil for what is not text.
    package var longest: Int? {
        switch self {
        case .text, .tried, .comment, .instruction: 2_000
        case .reason: 1_000
        case .topic, .court: 100
        case .caseNumber: 60
        default: nil
        }
    }
}

/// A field of an action and whether it must be filled.
package struct ActionField: Hashable, Sendable {
    package let field: ComplaintField
    package let required: Bool

    init(_ field: ComplaintField, required: Bool = true) {
        self.field = field
        self.required = required
    }
}

extension ComplaintAction {
    /// The action's form, in order. Upward and destructive steps ask for the reason first.
    package var fields: [ActionField] {
        switch self {
        case .record, .followProject, .changeVendor: []
        case .accept: [ActionField(.severity)]
        case .assign: [ActionField(.assignee), ActionField(.text, required: false)]
        case .proposePlan: [ActionField(.text), ActionField(.compensation, required: false)]
        case .customerAccepts, .startExecution, .archive, .acceptEscalation: [ActionField(.text, required: false)]
        case .recordFindings, .completeExecution, .verify, .explain, .turnToSuggestion, .contactCustomer, .note: [ActionField(.text)]
        case .customerRejects, .redo, .close, .closeUnconfirmed, .reopen, .rateInvalid, .rateNonResponsible, .sendBack,
            .withdrawEscalation, .intervene:
            [ActionField(.reason)]
        case .escalate: [ActionField(.reason), ActionField(.tried)]
        case .recordVisit: Self.visitFields
        case .openExchange: [ActionField(.topic), ActionField(.text)]
        case .replyExchange: [ActionField(.exchange), ActionField(.text)]
        case .closeExchange: [ActionField(.exchange), ActionField(.text, required: false)]
        case .regrade:
            [
                ActionField(.reason), ActionField(.severity), ActionField(.media, required: false),
                ActionField(.litigation, required: false),
                ActionField(.collective, required: false),
            ]
        case .handBack: [ActionField(.instruction)]
        case .enterLitigation: [ActionField(.court), ActionField(.caseNumber), ActionField(.party)]
        case .recordOutcome: [ActionField(.litigationOutcome), ActionField(.text)]
        }
    }

    /// Scores are needed when the customer was reached, the signature when the talk was at the door.
    private static let visitFields: [ActionField] = [
        ActionField(.method), ActionField(.outcome), ActionField(.attitude, required: false), ActionField(.quality, required: false),
        ActionField(.efficiency, required: false), ActionField(.overall, required: false), ActionField(.signed, required: false),
        ActionField(.comment, required: false),
    ]
}
