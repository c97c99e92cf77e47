/// Which column of a file is which of ours, by index.
package struct ImportMapping: Hashable, Sendable {
    package private(set) var columns: [ImportField: Int]
    /// Of a wave's questions, by the names of the public form's fields.
    package private(set) var answers: [String: Int]

    package init(_ columns: [ImportField: Int] = [:], answers: [String: Int] = [:]) {
        self.columns = columns
        self.answers = answers
    }

    package subscript(_ field: ImportField) -> Int? { columns[field] }

    /// What the headings say, what was chosen for the same headings before coming first. No column is guessed twice.
    /// - Parameters:
    ///   - templates: the headings of our own templates, in every language.
    ///   - remembered: the heading that was chosen for a field last time.
    package static func guess(
        _ headings: [String], for kind: ImportKind, templates: [ImportField: [String]], remembered: [ImportField: String] = [:]
    ) -> ImportMapping {
        let keys = headings.map(HeadingKey.of)
        var (mapping, taken) = (ImportMapping(), Set<Int>())
        func take(_ field: ImportField, _ wanted: [String]) {
            guard mapping.columns[field] == nil else { return }
            for key in wanted where !key.isEmpty {
                guard let index = keys.indices.first(where: { keys[$0] == key && !taken.contains($0) }) else { continue }
                mapping.columns[field] = index
                taken.insert(index)
                return
            }
        }
        for field in kind.fields { take(field, [remembered[field].map(HeadingKey.of) ?? ""]) }
        for field in kind.fields { take(field, (templates[field] ?? []).map(HeadingKey.of)) }
        for field in kind.fields { take(field, field.synonyms) }
        return mapping
    }

    /// Adds the questions of a wave to what was guessed: by the question's own words, its key, or its number.
    package func guessing(_ questions: [AnswerColumn], in headings: [String]) -> ImportMapping {
        let keys = headings.map(HeadingKey.of)
        var (mapping, taken) = (self, Set(columns.values))
        for column in questions {
            let wanted = column.headings.map(HeadingKey.of).filter { !$0.isEmpty }
            for key in wanted {
                guard let index = keys.indices.first(where: { keys[$0] == key && !taken.contains($0) }) else { continue }
                mapping.answers[column.name] = index
                taken.insert(index)
                break
            }
        }
        return mapping
    }

    /// What keeps it from being used: a required column without a choice, one column chosen twice, an index the file does not have.
    /// - Parameter questions: of the wave, where answers come in: one of them at least has a column.
    package func problems(for kind: ImportKind, width: Int, questions: [AnswerColumn] = []) -> FieldErrors {
        var errors = FieldErrors()
        var used: [Int: String] = [:]
        for field in kind.fields {
            guard let index = columns[field] else {
                if kind.required.contains(field) { errors.add(field.rawValue, .required) }
                continue
            }
            if !(0..<width).contains(index) {
                errors.add(field.rawValue, .notAChoice)
            } else if used.updateValue(field.rawValue, forKey: index) != nil {
                errors.add(field.rawValue, .taken)
            }
        }
        for (name, index) in answers.sorted(by: { $0.key < $1.key }) {
            if !(0..<width).contains(index) || !questions.contains(where: { $0.name == name }) {
                errors.add("a.\(name)", .notAChoice)
            } else if used.updateValue(name, forKey: index) != nil {
                errors.add("a.\(name)", .taken)
            }
        }
        if kind == .answers, answers.isEmpty, let first = questions.first { errors.add("a.\(first.name)", .required) }
        return errors
    }

    /// The cells of a row by our columns, trimmed; what the row does not reach is empty.
    package func cells(_ row: [String]) -> ImportCells {
        ImportCells(
            columns.mapValues { row.indices.contains($0) ? row[$0] : "" },
            answers: answers.mapValues { row.indices.contains($0) ? row[$0] : "" })
    }
}

/// One row's texts by our columns.
package struct ImportCells: Hashable, Sendable {
    private let texts: [ImportField: String]
    /// Of questions, by the names of the public form's fields.
    package let answers: [String: String]

    package init(_ texts: [ImportField: String], answers: [String: String] = [:]) {
        self.texts = texts
        self.answers = answers
    }

    package subscript(_ field: ImportField) -> String { texts[field] ?? "" }
}
