/// What was found at one item of one point.
package struct CheckEntry: Hashable, Sendable {
    package let result: CheckResult
    package let value: Measure?
    package let comment: String

    package init(result: CheckResult, value: Measure? = nil, comment: String = "") {
        self.result = result
        self.value = value
        self.comment = comment
    }

    package enum Field: String, CaseIterable, Sendable {
        case result, value, comment
    }

    /// Reads an entry. A measured item is judged by its value; only "not applicable" may be chosen beside it. What fails is explained, and
    /// shown where the item asks for it.
    /// - Parameter photos: how many hang on the check, with those that come now.
    package static func validated(_ item: CheckItem, _ fields: [String: String], photos: Int) -> Result<CheckEntry, FieldErrors> {
        var errors = FieldErrors()
        var comment = ""
        if let typed = fields[Field.comment.rawValue], !typed.isEmpty {
            do throws(FieldProblem) { comment = try BoundedText.parse(typed, max: 500, multiline: true) } catch {
                errors.add(Field.comment.rawValue, error)
            }
        }
        let (result, value) = judged(item, fields, &errors)
        if result == .fail, comment.isEmpty, errors[Field.comment.rawValue] == nil { errors.add(Field.comment.rawValue, .required) }
        if let result, needsPhoto(item, result), photos == 0 { errors.add("files", .required) }
        guard errors.isEmpty, let result else { return .failure(errors) }
        return .success(CheckEntry(result: result, value: value, comment: comment))
    }

    package static func needsPhoto(_ item: CheckItem, _ result: CheckResult) -> Bool {
        switch item.photo {
        case .never: false
        case .onFail: result == .fail
        case .always: result != .notApplicable
        }
    }

    private static func judged(_ item: CheckItem, _ fields: [String: String], _ errors: inout FieldErrors) -> (CheckResult?, Measure?) {
        let chosen = fields[Field.result.rawValue] ?? ""
        if item.kind == .measured, chosen != CheckResult.notApplicable.code {
            do throws(FieldProblem) {
                let value = try Measure.parse(fields[Field.value.rawValue] ?? "")
                return (item.passes(value) ? .pass : .fail, value)
            } catch {
                errors.add(Field.value.rawValue, error)
                return (nil, nil)
            }
        }
        do throws(FieldProblem) { return (try CheckResult.parse(chosen), nil) } catch {
            errors.add(Field.result.rawValue, error)
            return (nil, nil)
        }
    }
}

/// What an inspection found, in numbers: not applicable counts for nothing.
package struct CheckTally: Hashable, Sendable {
    package private(set) var open = 0
    package private(set) var passed = 0
    package private(set) var failed = 0
    package private(set) var notApplicable = 0

    package init(_ results: some Sequence<CheckResult?>) {
        for result in results {
            switch result {
            case nil: open += 1
            case .pass: passed += 1
            case .fail: failed += 1
            case .notApplicable: notApplicable += 1
            }
        }
    }

    package var all: Int { open + passed + failed + notApplicable }
    package var checked: Int { passed + failed }
    /// In thousandths; nil when nothing was checked.
    package var passRate: Int? { checked == 0 ? nil : (passed * 1_000 + checked / 2) / checked }
}
