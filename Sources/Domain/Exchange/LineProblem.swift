/// Why a row of a table cannot be taken. The code has its words in the catalogues (`problem.<code>`); nothing personal is in it.
package struct LineProblem: Hashable, Sendable {
    package let field: ImportField
    package let code: String
    /// A limit, or the number of another row; 0 for neither.
    package let number: Int
    /// The name of the question, where `field` is `answer`; else empty.
    package let column: String

    package init(_ field: ImportField, code: String, number: Int = 0, column: String = "") {
        self.field = field
        self.code = code
        self.number = number
        self.column = column
    }

    package init(_ field: ImportField, _ problem: FieldProblem, column: String = "") {
        let number =
            switch problem {
            case .tooLong(let max): max
            case .tooSmall(let min): Int(min)
            case .tooLarge(let max): Int(max)
            default: 0
            }
        self.init(field, code: problem.code, number: number, column: column)
    }

    /// The same thing stands in an earlier row.
    package static func repeated(_ field: ImportField, row: Int) -> LineProblem { LineProblem(field, code: "repeated", number: row) }
    /// Not a thing of the unit the import is made from, or one the person may not change.
    package static func outOfReach(_ field: ImportField) -> LineProblem { LineProblem(field, code: "outOfReach") }
    /// The file or post that is there says otherwise; it is put right there, not by a table.
    package static func differs(_ field: ImportField) -> LineProblem { LineProblem(field, code: "differs") }
    /// A wave that knows nobody takes no answer of a known household.
    package static func namesSomebody(_ field: ImportField) -> LineProblem { LineProblem(field, code: "namesSomebody") }
    package static func endsFirst(_ field: ImportField) -> LineProblem { LineProblem(field, code: "endsFirst") }

    /// Codes beside those of `FieldProblem`.
    package static let ownCodes = ["repeated", "outOfReach", "endsFirst", "differs", "namesSomebody"]
}

/// Everything wrong with one row.
package struct LineProblems: Error, Hashable, Sendable {
    package var list: [LineProblem] = []

    package init(_ list: [LineProblem] = []) {
        self.list = list
    }
}

/// Reads a row cell by cell and collects what is wrong.
struct LineReader {
    let cells: ImportCells
    private(set) var problems = LineProblems()

    init(_ cells: ImportCells) {
        self.cells = cells
    }

    mutating func text(_ field: ImportField, max: Int) -> String {
        take(field) { raw throws(FieldProblem) in try BoundedText.parse(raw, max: max) } ?? ""
    }

    mutating func optionalText(_ field: ImportField, max: Int) -> String {
        (take(field) { raw throws(FieldProblem) in try BoundedText.optional(raw, max: max) } ?? nil) ?? ""
    }

    mutating func optionalDay(_ field: ImportField) -> Day? {
        take(field) { raw throws(FieldProblem) in try LooseDay.parse(raw) } ?? nil
    }

    /// A word of a closed list, as people call it; nil for nothing.
    mutating func optionalWord<Word>(_ field: ImportField, _ words: [String: Word]) -> Word? {
        take(field) { raw throws(FieldProblem) in
            let key = HeadingKey.of(raw)
            guard !key.isEmpty else { return nil as Word? }
            guard let word = words[key] else { throw .notAChoice }
            return word
        } ?? nil
    }

    mutating func take<Value>(_ field: ImportField, _ parse: (String) throws(FieldProblem) -> Value) -> Value? {
        do throws(FieldProblem) {
            return try parse(cells[field])
        } catch {
            problems.list.append(LineProblem(field, error))
            return nil
        }
    }

    mutating func add(_ problem: LineProblem) { problems.list.append(problem) }

    /// - Throws: what was collected.
    func finish() throws(LineProblems) {
        guard problems.list.isEmpty else { throw problems }
    }
}

/// Days as tables have them.
package enum LooseDay {
    /// Reads "2026-11-22", "2026/1/2", "2026.1.2", "2026年1月2日", "20261122", each with or without a time; nil for nothing.
    /// - Throws: `notADate`.
    package static func parse(_ raw: String) throws(FieldProblem) -> Day? {
        let text = BoundedText.halfWidth(raw).split(whereSeparator: \.isWhitespace).first.map(String.init) ?? ""
        guard !text.isEmpty else { return nil }
        let parts = text.split { "-/.年月日".contains($0) }
        let numbers = parts.compactMap { $0.utf8.allSatisfy { (48...57).contains($0) } ? Int($0) : nil }
        guard numbers.count == parts.count else { throw .notADate }
        let day: Day? =
            switch numbers.count {
            case 3 where parts[0].count == 4: Day(numbers[0], numbers[1], numbers[2])
            case 1 where text.count == 8: Day(numbers[0] / 10_000, numbers[0] / 100 % 100, numbers[0] % 100)
            default: nil
            }
        guard let day, (1900...2199).contains(day.year) else { throw .notADate }
        return day
    }
}
