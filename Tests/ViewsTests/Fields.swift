import Domain
import Views

/// Builds the fields of one form: labels and hints come from the catalogue under `field.<name>`, values and errors from what was
/// sent, so that a refused form comes back as it was typed.
struct Fields: Sendable {
    let form: String
    let wording: Wording
    let values: [String: String]
    let errors: FieldErrors

    /// - Parameters:
    ///   - form: unique on the page, such as the action's name.
    ///   - values: what was typed, several choices of one name joined by commas; empty on a first visit.
    init(form: String, wording: Wording, values: [String: String] = [:], errors: FieldErrors = FieldErrors()) {
        self.form = form
        self.wording = wording
        self.values = values
        self.errors = errors
    }

    /// A field of any kind.
    /// - Parameters:
    ///   - label: key of the label; `field.<name>` unless told.
    ///   - value: what stands in it on a first visit.
    func field(
        _ kind: FieldModel.Kind, _ name: String, label: String? = nil, value: String = "", required: Bool = false, max: Int? = nil,
        half: Bool = false, autofocus: Bool = false, options: [FieldModel.Option] = []
    ) -> FieldModel {
        let key = label ?? "field.\(name)"
        return FieldModel(
            kind, form: form, name: name, label: wording.messages[key], value: values[name] ?? value,
            hint: wording.messages.optional("\(key).hint"), error: errors[name].map(wording.problem), required: required,
            autofocus: autofocus, half: half, maxLength: max, options: options
        )
    }

    /// A value that travels along unseen; it needs no words.
    func hidden(_ name: String, value: String) -> FieldModel {
        FieldModel(.hidden, form: form, name: name, label: "", value: value)
    }

    /// The options of a closed list of the domain, in its order, in words.
    func options<Value: Worded>(_ type: Value.Type, selected: Value? = nil) -> [FieldModel.Option] {
        type.allCases.map { FieldModel.Option(value: $0.code, label: wording.messages.word($0), selected: $0 == selected) }
    }
}
