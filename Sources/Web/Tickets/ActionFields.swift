internal import Domain
internal import Store
internal import Views

/// The fields of an action as controls, filled with what was typed and what was wrong with it.
struct ActionFields {
    let frame: PageFrame
    let ticket: TicketRecord
    /// People who can be assigned, in order.
    let colleagues: [(id: PersonID, name: String)]
    /// Who is proposed to handle it: whoever answers for the area of the house (ORG-R11).
    var proposed: PersonID?

    func controls(_ action: ComplaintAction, id: String, typed: [String: String], errors: FieldErrors?) -> [FieldModel] {
        action.fields.map { field in
            var model = control(
                field, of: action, form: id, value: typed[field.field.rawValue] ?? initial(field.field, isTyped: !typed.isEmpty))
            model.error = errors?[field.field.rawValue].map(frame.wording.problem)
            if field.field != .severity || action == .accept { model.hint = frame.t.optional("field.\(field.field.rawValue).hint") }
            return model
        }
    }

    /// What a control shows before anybody typed: the ticket's grade and flags where they are asked again.
    private func initial(_ field: ComplaintField, isTyped: Bool) -> String {
        // An unticked box is sent as nothing at all.
        guard !isTyped else { return "" }
        return switch field {
        case .severity: ticket.severity.rawValue
        case .media: ticket.sensitivity.contains(.media) ? "true" : ""
        case .litigation: ticket.sensitivity.contains(.litigation) ? "true" : ""
        case .collective: ticket.sensitivity.contains(.collective) ? "true" : ""
        case .assignee: colleagues.first { $0.id == proposed }?.id.description ?? ""
        default: ""
        }
    }

    private func control(_ field: ActionField, of action: ComplaintAction, form: String, value: String) -> FieldModel {
        let name = field.field.rawValue
        let kind = Self.kind(field.field)
        return FieldModel(
            kind, form: form, name: name, label: frame.t["field.\(Self.label(field.field, of: action))"], value: value,
            required: field.required,
            half: kind == .checkbox || Self.isScore(field.field), maxLength: field.field.longest, options: options(field.field, value))
    }

    /// The same field has another name where it means something more exact.
    private static func label(_ field: ComplaintField, of action: ComplaintAction) -> String {
        switch (field, action) {
        case (.text, .proposePlan): "plan"
        case (.text, .recordFindings): "findings"
        case (.text, .completeExecution), (.text, .verify), (.text, .recordOutcome): "result"
        case (.text, .assign), (.text, .acceptEscalation), (.text, .startExecution), (.text, .archive), (.text, .customerAccepts): "note"
        case (.assignee, _): "person"
        case (.party, _): "by"
        case (.litigationOutcome, _): "outcome"
        default: field.rawValue
        }
    }

    private static func kind(_ field: ComplaintField) -> FieldModel.Kind {
        switch field {
        case .text, .reason, .tried, .comment, .instruction: .textarea
        case .topic, .court, .caseNumber: .text
        case .exchange: .hidden
        case .compensation: .money
        case .severity, .method, .outcome, .party, .litigationOutcome: .radios
        case .media, .litigation, .collective, .signed: .checkbox
        case .assignee, .attitude, .quality, .efficiency, .overall: .select
        }
    }

    private static func isScore(_ field: ComplaintField) -> Bool { [.attitude, .quality, .efficiency, .overall].contains(field) }

    private func options(_ field: ComplaintField, _ value: String) -> [FieldModel.Option] {
        switch field {
        case .severity: words(Severity.self)
        case .method: words(VisitMethod.self)
        case .outcome: words(VisitOutcome.self)
        case .party: words(LitigationParty.self)
        case .litigationOutcome: words(LitigationOutcome.self)
        case .assignee: [empty] + colleagues.map { FieldModel.Option(value: $0.id.description, label: $0.name) }
        case .attitude, .quality, .efficiency, .overall:
            [empty] + (1...5).reversed().map { FieldModel.Option(value: String($0), label: frame.t["visit.score", ["score": String($0)]]) }
        default: []
        }
    }

    private var empty: FieldModel.Option { FieldModel.Option(value: "", label: frame.t["form.choose"]) }

    private func words<Value: Worded>(_: Value.Type) -> [FieldModel.Option] {
        Value.allCases.map { FieldModel.Option(value: $0.rawValue, label: frame.t.word($0)) }
    }
}
