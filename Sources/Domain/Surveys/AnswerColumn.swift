/// A question, or a line of a matrix, as a column of a table: of the grid that answers are typed into, and of a table that a firm sends.
package struct AnswerColumn: Hashable, Sendable {
    /// The name of the public form's field.
    package let name: String
    /// As people count: "3", or "3.2" for a line of a matrix.
    package let number: String
    package let question: Question
    package let row: MatrixRow?

    package func text(english: Bool) -> String {
        let asked = question.text.text(english: english)
        return row.map { "\(asked) – \($0.label.text(english: english))" } ?? asked
    }

    /// What a table's heading may say.
    var headings: [String] {
        let key = row.map { "\(question.key).\($0.key)" } ?? question.key
        return [
            text(english: false), text(english: true), "\(number) \(text(english: false))", "\(number) \(text(english: true))", name, key,
        ]
            + ["q\(number)", "第\(number)题", number]
    }
}

extension Questionnaire {
    /// Everything it asks, in order.
    package var columns: [AnswerColumn] {
        var number = 0
        return questions.filter(\.kind.asks).flatMap { question -> [AnswerColumn] in
            number += 1
            guard question.kind == .matrix else {
                return [AnswerColumn(name: AnswerReader.name(question), number: String(number), question: question, row: nil)]
            }
            return question.rows.enumerated().map { index, row in
                AnswerColumn(
                    name: AnswerReader.name(question, line: row.key), number: "\(number).\(index + 1)", question: question, row: row)
            }
        }
    }
}
