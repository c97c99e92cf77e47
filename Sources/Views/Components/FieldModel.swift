/// One control of a form with all that its template needs, because a template cannot compute.
package struct FieldModel: Encodable, Sendable {
    package enum Kind: String, CaseIterable, Sendable {
        case text, password, search, tel, number, code, money, textarea, select, radios, checkboxes, checkbox, date, datetime, hidden
    }

    package struct Option: Encodable, Sendable {
        package var value: String
        package var label: String
        package var hint: String?
        package var selected: Bool
        var id: String = ""

        package init(value: String, label: String, hint: String? = nil, selected: Bool = false) {
            self.value = value
            self.label = label
            self.hint = hint
            self.selected = selected
        }
    }

    package let kind: Kind
    package let id: String
    package let name: String
    package var label: String
    package var value: String
    package var hint: String?
    package var error: String?
    package var required: Bool
    package var autofocus: Bool
    /// Half of a row on wide screens.
    package var half: Bool
    package var maxLength: Int?
    /// The `autocomplete` token; "off" unless told.
    package var autocomplete: String
    package var options: [Option]

    /// - Parameters:
    ///   - form: prefix that keeps ids unique when several forms stand on one page.
    ///   - value: as typed; several choices of checkboxes are joined by commas.
    ///   - options: for selects, radios and checkboxes; `value` selects among them.
    package init(
        _ kind: Kind, form: String, name: String, label: String, value: String = "", hint: String? = nil, error: String? = nil,
        required: Bool = false, autofocus: Bool = false, half: Bool = false, maxLength: Int? = nil, autocomplete: String = "off",
        options: [Option] = []
    ) {
        self.kind = kind
        self.id = "\(form)-\(name)"
        self.name = name
        self.label = label
        self.value = value
        self.hint = hint
        self.error = error
        self.required = required
        self.autofocus = autofocus
        self.half = half
        self.maxLength = maxLength
        self.autocomplete = autocomplete
        self.options = options
    }

    private enum Keys: String, CodingKey {
        case id, name, label, value, hint, error, hintID, errorID, required, autofocus, half, maxLength, autocomplete, inputMode, options
        case describedBy, invalid, kind, type, filled
    }

    /// The kind becomes a branch of its own name (`{{#.textarea}}…`), the sum type a template can read.
    package func encode(to encoder: any Encoder) throws {
        var outer = encoder.container(keyedBy: Name.self)
        var inner = outer.nestedContainer(keyedBy: Keys.self, forKey: Name(stringValue: shape))
        try inner.encode(id, forKey: .id)
        try inner.encode(name, forKey: .name)
        try inner.encode(label, forKey: .label)
        try inner.encode(value, forKey: .value)
        try inner.encode(!value.isEmpty, forKey: .filled)
        try inner.encode(inputType, forKey: .type)
        try inner.encode(kind.rawValue, forKey: .kind)
        try inner.encode(required, forKey: .required)
        try inner.encode(autofocus, forKey: .autofocus)
        try inner.encode(half, forKey: .half)
        try inner.encode(error != nil, forKey: .invalid)
        try inner.encodeIfPresent(hint, forKey: .hint)
        try inner.encodeIfPresent(error, forKey: .error)
        try inner.encodeIfPresent(maxLength, forKey: .maxLength)
        try inner.encode(autocomplete, forKey: .autocomplete)
        // A telephone shows the keypad; type="number" would eat leading zeros.
        try inner.encodeIfPresent(kind == .code ? "numeric" : nil, forKey: .inputMode)
        try inner.encode("\(id)-hint", forKey: .hintID)
        try inner.encode("\(id)-error", forKey: .errorID)
        try inner.encodeIfPresent(describedBy, forKey: .describedBy)
        try inner.encode(choices, forKey: .options)
    }

    /// The template under `fields/` that draws this kind.
    var shape: String {
        switch kind {
        case .text, .password, .search, .tel, .number, .code, .date, .datetime: "input"
        case .money, .textarea, .select, .radios, .checkboxes, .checkbox, .hidden: kind.rawValue
        }
    }

    private var inputType: String {
        switch kind {
        case .datetime: "datetime-local"
        case .code: "text"
        default: kind.rawValue
        }
    }

    private var describedBy: String? {
        let ids = [hint.map { _ in "\(id)-hint" }, error.map { _ in "\(id)-error" }].compactMap { $0 }
        return ids.isEmpty ? nil : ids.joined(separator: " ")
    }

    private var choices: [Option] {
        let chosen = kind == .checkboxes ? value.split(separator: ",") : [value[...]]
        return options.enumerated().map { index, option in
            var option = option
            option.id = index == 0 ? id : "\(id)-\(index)"
            option.selected = option.selected || chosen.contains(option.value[...])
            return option
        }
    }

    private struct Name: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }
}
