/// Reads one form field after the other and collects what is wrong.
struct FieldReader {
    private let fields: [String: String]
    private(set) var errors = FieldErrors()

    init(_ fields: [String: String]) {
        self.fields = fields
    }

    mutating func fail(_ field: ComplaintField, _ problem: FieldProblem) {
        fail(field.rawValue, problem)
    }

    mutating func fail(_ name: String, _ problem: FieldProblem) {
        errors.add(name, problem)
    }

    func raw(_ name: String) -> String { fields[name] ?? "" }

    mutating func required(_ field: ComplaintField) -> String? {
        take(field.rawValue) { raw throws(FieldProblem) in try BoundedText.parse(raw, max: field.longest ?? 1, multiline: true) }
    }

    /// Empty when nothing was typed.
    mutating func optional(_ field: ComplaintField) -> String {
        take(field.rawValue) { raw throws(FieldProblem) in
            try BoundedText.optional(raw, max: field.longest ?? 1, multiline: true) ?? ""
        } ?? ""
    }

    mutating func choice<Choice: CaseCode>(_ field: ComplaintField, _: Choice.Type) -> Choice? {
        take(field.rawValue) { raw throws(FieldProblem) in try Choice.parse(raw) }
    }

    mutating func id<Entity>(_ field: ComplaintField) -> ID<Entity>? {
        take(field.rawValue) { raw throws(FieldProblem) in
            guard !raw.isEmpty else { throw .required }
            guard let id = ID<Entity>(text: raw) else { throw .notAChoice }
            return id
        }
    }

    mutating func score(_ field: ComplaintField) -> Int? {
        take(field.rawValue) { raw throws(FieldProblem) in
            guard !raw.isEmpty else { throw .required }
            guard let score = Int(raw) else { throw .notANumber }
            if score < 1 { throw .tooSmall(min: 1) }
            if score > 5 { throw .tooLarge(max: 5) }
            return score
        }
    }

    /// Nil when nothing was typed.
    mutating func money(_ field: ComplaintField) -> Fen? {
        guard !raw(field.rawValue).allSatisfy(\.isWhitespace) else { return nil }
        return take(field.rawValue) { raw throws(FieldProblem) in try Fen.parse(raw) }
    }

    /// A check box: present and not "false".
    func flag(_ field: ComplaintField) -> Bool {
        guard let value = fields[field.rawValue] else { return false }
        return !value.isEmpty && value != "false" && value != "0"
    }

    func sensitivity() -> Sensitivity {
        Sensitivity(media: flag(.media), litigation: flag(.litigation), collective: flag(.collective))
    }

    mutating func take<Value>(_ name: String, _ parse: (String) throws(FieldProblem) -> Value) -> Value? {
        do {
            return try parse(raw(name))
        } catch {
            errors.add(name, error)
            return nil
        }
    }
}
