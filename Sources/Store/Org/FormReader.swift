internal import Domain

/// Reads the fields of an administrator's form one after the other and collects everything that is wrong.
struct FormReader {
    private let fields: [String: String]
    private(set) var errors = FieldErrors()

    init(_ fields: [String: String]) {
        self.fields = fields
    }

    mutating func text(_ name: String, max: Int) -> String {
        parsed(name) { raw throws(FieldProblem) in try BoundedText.parse(raw, max: max) } ?? ""
    }

    mutating func optionalText(_ name: String, max: Int) -> String {
        (parsed(name) { raw throws(FieldProblem) in try BoundedText.optional(raw, max: max) } ?? nil) ?? ""
    }

    mutating func code(_ name: String) -> String {
        parsed(name) { raw throws(FieldProblem) in try UnitCode.parse(raw) } ?? ""
    }

    mutating func id<Entity>(_ name: String) -> ID<Entity> {
        parsed(name) { raw throws(FieldProblem) in
            guard let raw, !raw.isEmpty else { throw .required }
            guard let id = ID<Entity>(text: raw) else { throw .notAChoice }
            return id
        } ?? ID(0)
    }

    mutating func day(_ name: String) -> Day {
        parsed(name) { raw throws(FieldProblem) in try Day.parse(raw ?? "") } ?? Day(daysSince1970: 0)
    }

    mutating func optionalDay(_ name: String) -> Day? {
        guard let raw = fields[name], !raw.isEmpty else { return nil }
        return parsed(name) { _ throws(FieldProblem) in try Day.parse(raw) }
    }

    mutating func number(_ name: String, _ range: ClosedRange<Int>) -> Int {
        parsed(name) { raw throws(FieldProblem) in
            let text = try BoundedText.parse(raw, max: 10)
            guard let value = Int(BoundedText.halfWidth(text)) else { throw .notANumber }
            guard value >= range.lowerBound else { throw .tooSmall(min: Int64(range.lowerBound)) }
            guard value <= range.upperBound else { throw .tooLarge(max: Int64(range.upperBound)) }
            return value
        } ?? range.lowerBound
    }

    /// Text of several lines.
    mutating func lines(_ name: String, max: Int) -> String {
        (parsed(name) { raw throws(FieldProblem) in try BoundedText.optional(raw, max: max, multiline: true) } ?? nil) ?? ""
    }

    mutating func optionalID<Entity>(_ name: String) -> ID<Entity>? {
        guard let raw = fields[name], !raw.isEmpty else { return nil }
        return parsed(name) { _ throws(FieldProblem) in
            guard let id = ID<Entity>(text: raw) else { throw .notAChoice }
            return id
        }
    }

    /// Ids joined by commas, as repeated checkboxes come; each once.
    mutating func ids<Entity>(_ name: String) -> [ID<Entity>] {
        let found = (fields[name] ?? "").split(separator: ",").map { ID<Entity>(text: $0) }
        if found.contains(nil) { errors.add(name, .notAChoice) }
        return Set(found.compactMap(\.self)).sorted()
    }

    /// Whether anything was typed into one of the fields.
    func isFilled(_ names: [String]) -> Bool {
        names.contains { name in fields[name]?.contains { !$0.isWhitespace } ?? false }
    }

    /// A field with a form of its own.
    mutating func matching(_ name: String, max: Int, _ isAllowed: (String) -> Bool) -> String {
        parsed(name) { raw throws(FieldProblem) in
            let text = try BoundedText.parse(raw, max: max)
            guard isAllowed(text) else { throw .notACode }
            return text
        } ?? ""
    }

    /// One of a closed list; nil where something was wrong.
    mutating func choice<Value: CaseCode>(_ name: String) -> Value? {
        parsed(name) { raw throws(FieldProblem) in try Value.parse(raw) }
    }

    /// Checkboxes: several words joined by commas; none is an empty set.
    mutating func choices<Value: CaseCode>(_ name: String) -> Set<Value> {
        parsed(name) { raw throws(FieldProblem) in
            var values: Set<Value> = []
            for word in (raw ?? "").split(separator: ",") { values.insert(try Value.parse(String(word))) }
            return values
        } ?? []
    }

    mutating func add(_ name: String, _ problem: FieldProblem) {
        errors.add(name, problem)
    }

    /// The command, if nothing was wrong.
    func result<Command>(_ command: Command) -> Result<Command, FieldErrors> {
        errors.isEmpty ? .success(command) : .failure(errors)
    }

    /// A field read in a way of its own; nil with the problem noted when it cannot be.
    mutating func parsed<Value>(_ name: String, _ parse: (String?) throws(FieldProblem) -> Value) -> Value? {
        do throws(FieldProblem) {
            return try parse(fields[name])
        } catch {
            errors.add(name, error)
            return nil
        }
    }
}
