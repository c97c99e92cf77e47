/// A closed list whose cases are stored as text in PostgreSQL and travel in forms and message keys.
package protocol CaseCode: RawRepresentable<String>, CaseIterable, Hashable, Sendable {}

extension CaseCode {
    /// The stored text.
    package var code: String { rawValue }

    /// Reads a form field; an empty field is `required`, an unknown one `notAChoice`.
    package static func parse(_ raw: String?) throws(FieldProblem) -> Self {
        guard let raw, !raw.isEmpty else { throw .required }
        guard let value = Self(rawValue: raw) else { throw .notAChoice }
        return value
    }
}
