/// Which column of a file is which of ours, by index.
package struct ImportMapping: Hashable, Sendable {
    package private(set) var columns: [ImportField: Int]

    package init(_ columns: [ImportField: Int] = [:]) {
        self.columns = columns
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

    /// What keeps it from being used: a required column without a choice, one column chosen twice, an index the file does not have.
    package func problems(for kind: ImportKind, width: Int) -> FieldErrors {
        var errors = FieldErrors()
        var used: [Int: ImportField] = [:]
        for field in kind.fields {
            guard let index = columns[field] else {
                if kind.required.contains(field) { errors.add(field.rawValue, .required) }
                continue
            }
            if !(0..<width).contains(index) {
                errors.add(field.rawValue, .notAChoice)
            } else if used.updateValue(field, forKey: index) != nil {
                errors.add(field.rawValue, .taken)
            }
        }
        return errors
    }

    /// The cells of a row by our columns, trimmed; what the row does not reach is empty.
    package func cells(_ row: [String]) -> ImportCells {
        ImportCells(columns.mapValues { row.indices.contains($0) ? row[$0] : "" })
    }
}

/// One row's texts by our columns.
package struct ImportCells: Hashable, Sendable {
    private let texts: [ImportField: String]

    package init(_ texts: [ImportField: String]) {
        self.texts = texts
    }

    package subscript(_ field: ImportField) -> String { texts[field] ?? "" }
}
