/// How an item of a checklist is judged.
package enum CheckKind: String, CaseCode {
    case passFail
    /// By a value that has to lie in a range.
    case measured
}

/// Whether an item has to be shown in a photo (issue of evidence: a score opens its pictures).
package enum PhotoRule: String, CaseCode {
    case never, onFail, always
}

package enum CheckResult: String, CaseCode {
    case pass, fail
    /// 不适用: there is nothing of the kind at the point.
    case notApplicable
}

/// A measured value in thousandths of its unit.
package struct Measure: Hashable, Sendable, Comparable {
    package let thousandths: Int64

    package init(thousandths: Int64) { self.thousandths = thousandths }

    /// Reads `22.5`, `-3`, `0.125`; full-width digits and signs too.
    /// - Throws: `required`, `notANumber` (also for a fourth digit behind the point), `tooLarge` beyond a million.
    package static func parse(_ raw: String) throws(FieldProblem) -> Measure {
        let text = BoundedText.halfWidth(raw).filter { $0 != " " && $0 != "\t" }
        guard !text.isEmpty else { throw .required }
        let isNegative = text.hasPrefix("-")
        let digits = isNegative ? text.dropFirst() : text[...]
        let parts = digits.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count <= 2, let whole = parts.first, !whole.isEmpty, whole.allSatisfy(\.isASCIIDigit),
            parts.count == 1 || (1...3).contains(parts[1].count) && parts[1].allSatisfy(\.isASCIIDigit)
        else { throw .notANumber }
        guard whole.count <= 7, let large = Int64(whole), large <= 1_000_000 else { throw .tooLarge(max: 1_000_000) }
        let small = parts.count == 2 ? Int64((parts[1] + "000").prefix(3)) ?? 0 : 0
        return Measure(thousandths: (large * 1_000 + small) * (isNegative ? -1 : 1))
    }

    /// Without zeros that say nothing: `22.5`.
    package var text: String {
        let (whole, rest) = (abs(thousandths) / 1_000, abs(thousandths) % 1_000)
        var tail = rest == 0 ? "" : "." + String(String(1_000 + rest).dropFirst())
        while tail.hasSuffix("0") { tail.removeLast() }
        return "\(thousandths < 0 ? "-" : "")\(whole)\(tail)"
    }

    package static func < (left: Measure, right: Measure) -> Bool { left.thousandths < right.thousandths }
}

extension Character {
    fileprivate var isASCIIDigit: Bool { ("0"..."9").contains(self) }
}

/// An item of a checklist: what is looked at, and how it is judged.
package struct CheckItem: Hashable, Sendable {
    package let text: String
    package let kind: CheckKind
    /// Of a measured value, such as "℃" or "lx".
    package let unit: String
    /// Ends of the range, included; nil is open. One of them at least is there for a measured item.
    package let low: Measure?
    package let high: Measure?
    package let photo: PhotoRule

    package init(text: String, kind: CheckKind, unit: String = "", low: Measure? = nil, high: Measure? = nil, photo: PhotoRule = .onFail) {
        self.text = text
        self.kind = kind
        self.unit = unit
        self.low = low
        self.high = high
        self.photo = photo
    }

    package enum Field: String, CaseIterable, Sendable {
        case text, kind, unit, low, high, photo
    }

    /// Reads the form of an item.
    package static func validated(_ fields: [String: String]) -> Result<CheckItem, FieldErrors> {
        var errors = FieldErrors()
        func read<T>(_ field: Field, _ body: () throws(FieldProblem) -> T) -> T? {
            do throws(FieldProblem) { return try body() } catch {
                errors.add(field.rawValue, error)
                return nil
            }
        }
        func value(_ field: Field) -> String { fields[field.rawValue] ?? "" }
        let text = read(.text) { () throws(FieldProblem) in try BoundedText.parse(value(.text), max: 200, multiline: false) }
        let kind = read(.kind) { () throws(FieldProblem) in try CheckKind.parse(value(.kind)) }
        let photo = read(.photo) { () throws(FieldProblem) in try PhotoRule.parse(value(.photo)) }
        var (unit, low, high): (String, Measure?, Measure?) = ("", nil, nil)
        if kind == .measured {
            unit = read(.unit) { () throws(FieldProblem) in try BoundedText.parse(value(.unit), max: 20, multiline: false) } ?? ""
            if !value(.low).isEmpty { low = read(.low) { () throws(FieldProblem) in try Measure.parse(value(.low)) } }
            if !value(.high).isEmpty { high = read(.high) { () throws(FieldProblem) in try Measure.parse(value(.high)) } }
            if value(.low).isEmpty, value(.high).isEmpty { errors.add(Field.low.rawValue, .required) }
            if let low, let high, low > high { errors.add(Field.high.rawValue, .tooSmall(min: low.thousandths / 1_000)) }
        }
        guard errors.isEmpty, let text, let kind, let photo else { return .failure(errors) }
        return .success(CheckItem(text: text, kind: kind, unit: unit, low: low, high: high, photo: photo))
    }

    /// Whether a value lies in the range, its ends included.
    package func passes(_ value: Measure) -> Bool { (low.map { $0 <= value } ?? true) && (high.map { value <= $0 } ?? true) }
}
