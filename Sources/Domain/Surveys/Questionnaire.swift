/// What is asked, as one document: a published version, an open draft, or a core with the additions of a company and a project behind it.
package struct Questionnaire: Hashable, Sendable {
    package var intro: Bilingual
    package var thanks: Bilingual
    package var dimensions: [Dimension]
    /// In the order they are asked.
    package var questions: [Question]

    package init(intro: Bilingual = .init(), thanks: Bilingual = .init(), dimensions: [Dimension] = [], questions: [Question] = []) {
        self.intro = intro
        self.thanks = thanks
        self.dimensions = dimensions
        self.questions = questions
    }

    package subscript(key: String) -> Question? { questions.first { $0.key == key } }

    /// The numbers of its pages in order.
    package var pages: [Int] { Set(questions.map(\.page)).sorted() }

    /// The additions behind the core, on pages of their own: no core question moves, none changes.
    package func adding(_ other: Questionnaire) -> Questionnaire {
        var whole = self
        let last = pages.last ?? 0
        whole.dimensions += other.dimensions.filter { added in !dimensions.contains { $0.key == added.key } }
        whole.questions += other.questions.filter { self[$0.key] == nil }.map { question in
            var question = question
            question.page += last
            question.core = false
            return question
        }
        return whole
    }
}

/// A text in Chinese and, where there is one, in English.
package struct Bilingual: Hashable, Sendable {
    package var chinese: String
    package var english: String

    package init(_ chinese: String = "", _ english: String = "") {
        self.chinese = chinese
        self.english = english
    }

    package func text(english wanted: Bool) -> String { wanted && !english.isEmpty ? english : chinese }
}

/// What scored questions belong to, such as 客服 or 安全.
package struct Dimension: Hashable, Sendable {
    /// The same over all versions, so that waves compare.
    package let key: String
    package var name: Bilingual
    /// Thousandths of the whole; 1,000 is plain.
    package var weight: Int

    package init(key: String, name: Bilingual, weight: Int = 1_000) {
        self.key = key
        self.name = name
        self.weight = weight
    }
}

package struct Question: Hashable, Sendable {
    package let key: String
    package var page: Int
    package var kind: QuestionKind
    package var text: Bilingual
    package var help: Bilingual
    package var required: Bool
    /// Of the group's locked part: what the index over companies and waves is made of.
    package var core: Bool
    /// 不适用 may be chosen.
    package var allowsNone: Bool
    package var dimension: String?
    /// Thousandths within the dimension.
    package var weight: Int
    package var options: [QuestionOption]
    package var rows: [MatrixRow]
    package var limits: AnswerLimits
    package var showIf: ShowRule?

    package init(
        key: String, page: Int = 1, kind: QuestionKind, text: Bilingual, help: Bilingual = .init(), required: Bool = false,
        core: Bool = false,
        allowsNone: Bool = false, dimension: String? = nil, weight: Int = 1_000, options: [QuestionOption] = [], rows: [MatrixRow] = [],
        limits: AnswerLimits = .init(), showIf: ShowRule? = nil
    ) {
        self.key = key
        self.page = page
        self.kind = kind
        self.text = text
        self.help = help
        self.required = required
        self.core = core
        self.allowsNone = allowsNone
        self.dimension = dimension
        self.weight = weight
        self.options = options
        self.rows = rows
        self.limits = limits
        self.showIf = showIf
    }

    /// Whether its answers move an index.
    package var isScored: Bool { kind.isScored && options.contains { $0.score != nil } }

    /// The codes a single answer may have; empty where the answer is no code.
    package var codes: [String] {
        switch kind {
        case .nps: (0...10).map { String($0) }
        case .contact: ["yes", "no"]
        default: options.map(\.code)
        }
    }
}

/// A choice of a question. The code stays the same over versions.
package struct QuestionOption: Hashable, Sendable, Codable {
    package let code: String
    package var text: String
    package var textEn: String
    /// 0 to 100, or nil where the choice is no judgement.
    package var score: Int?
    /// 其他，请说明: a text goes with it.
    package var other: Bool
    /// Chosen alone, such as 都没有.
    package var exclusive: Bool

    package init(_ code: String, _ text: String, _ textEn: String = "", score: Int? = nil, other: Bool = false, exclusive: Bool = false) {
        self.code = code
        self.text = text
        self.textEn = textEn
        self.score = score
        self.other = other
        self.exclusive = exclusive
    }

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        code = try fields.decode(String.self, forKey: .code)
        text = try fields.decode(String.self, forKey: .text)
        textEn = try fields.decodeIfPresent(String.self, forKey: .textEn) ?? ""
        score = try fields.decodeIfPresent(Int.self, forKey: .score)
        other = try fields.decodeIfPresent(Bool.self, forKey: .other) ?? false
        exclusive = try fields.decodeIfPresent(Bool.self, forKey: .exclusive) ?? false
    }

    package var label: Bilingual { Bilingual(text, textEn) }
}

/// A line of a matrix.
package struct MatrixRow: Hashable, Sendable, Codable {
    package let key: String
    package var text: String
    package var textEn: String

    package init(_ key: String, _ text: String, _ textEn: String = "") {
        self.key = key
        self.text = text
        self.textEn = textEn
    }

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        key = try fields.decode(String.self, forKey: .key)
        text = try fields.decode(String.self, forKey: .text)
        textEn = try fields.decodeIfPresent(String.self, forKey: .textEn) ?? ""
    }

    package var label: Bilingual { Bilingual(text, textEn) }
}

/// Bounds of an answer: least and most of a number or of choices, characters of a text.
package struct AnswerLimits: Hashable, Sendable, Codable {
    package var min: Int?
    package var max: Int?

    package init(min: Int? = nil, max: Int? = nil) {
        self.min = min
        self.max = max
    }
}
