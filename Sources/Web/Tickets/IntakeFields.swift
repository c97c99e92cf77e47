internal import Domain
internal import Store
internal import Views

/// The second step's fields, in the order in which a caller tells.
struct IntakeFields {
    let frame: PageFrame
    let card: IntakeCard
    var typed: [String: String]
    var errors: FieldErrors?

    static let names = ComplaintIntake.Field.allCases.map(\.rawValue) + NewCustomer.Field.allCases.map(\.rawValue)

    /// - Parameter asksCustomer: whether nobody known was chosen; `isNew` makes the answer necessary.
    func groups(asksCustomer: Bool, isNew: Bool) -> [FieldGroup] {
        let t = frame.t
        let customer = [
            field(.text, "customerName", max: 60, required: isNew, half: true),
            field(.tel, "customerPhone", max: 30, required: isNew, half: true),
            field(.select, "relation", required: isNew, options: [empty] + words(CustomerRelation.self)),
        ]
        let event = [
            field(.textarea, "event", max: 4_000, required: true, autofocus: !asksCustomer),
            field(.select, "channel", required: true, half: true, options: words(Channel.self), initial: Channel.phone.rawValue),
            field(.select, "source", half: true, options: [empty] + words(ChannelSource.self)),
            field(.text, "title", max: 100), field(.datetime, "happenedAt", half: true), field(.text, "place", max: 200, half: true),
            field(.text, "personsInvolved", label: "persons", max: 300),
        ]
        let wish = [
            field(.textarea, "wish", max: 1_000), field(.money, "compensationAsked", max: 20, half: true),
            field(.radios, "severity", options: words(Severity.self)), field(.checkbox, "media", half: true),
            field(.checkbox, "litigation", half: true), field(.checkbox, "collective", half: true),
        ]
        let stage = [
            field(.radios, "stage", options: words(Stage.self), initial: card.stage.rawValue), field(.text, "stageReason", max: 300),
        ]
        let asked = asksCustomer ? [FieldGroup(t["intake.group.customer"], fields: customer)] : []
        return asked + [
            FieldGroup(t["intake.group.event"], fields: event), FieldGroup(t["intake.group.wish"], fields: wish),
            FieldGroup(
                t["intake.group.stage"],
                note: t["intake.stage", ["stage": t.word(card.stage), "reason": frame.words(of: card.reason)]], fields: stage),
        ]
    }

    private var empty: FieldModel.Option { FieldModel.Option(value: "", label: frame.t["form.choose"]) }

    private func words<Value: Worded>(_: Value.Type) -> [FieldModel.Option] {
        Value.allCases.map { FieldModel.Option(value: $0.rawValue, label: frame.t.word($0)) }
    }

    private func field(
        _ kind: FieldModel.Kind, _ name: String, label: String? = nil, max: Int? = nil, required: Bool = false, autofocus: Bool = false,
        half: Bool = false, options: [FieldModel.Option] = [], initial: String = ""
    ) -> FieldModel {
        let key = label ?? name
        return FieldModel(
            kind, form: "intake", name: name, label: frame.t["field.\(key)"], value: typed.isEmpty ? initial : typed[name] ?? "",
            hint: frame.t.optional("field.\(key).hint"), error: errors?[name].map(frame.wording.problem), required: required,
            autofocus: autofocus && errors == nil, half: half, maxLength: max, options: options)
    }
}

extension PageFrame {
    /// Why a matter is in its stage.
    func words(of reason: StageReason) -> String {
        t["stageReason.\(reason.code.rawValue)", ["day": reason.day.map { wording.day($0) } ?? "", "text": reason.text ?? ""]]
    }
}
