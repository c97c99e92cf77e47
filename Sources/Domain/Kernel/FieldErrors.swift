/// What is wrong with one field of a form. The words for it live in the locale files under `code`.
package enum FieldProblem: Error, Hashable, Sendable {
    case required
    case tooLong(max: Int)
    case controlCharacters
    case notANumber
    case notADate
    case notAChoice
    case notAPhoneNumber
    case notACode
    case tooSmall(min: Int64)
    case tooLarge(max: Int64)
    case inTheFuture
    case taken
    /// The amount is beyond what the person's role may grant (section 2.38).
    case beyondAuthority(Fen)
    /// An on-site visit needs the customer's signature (VISIT-R5).
    case signatureRequired
    case notFound
    /// A password that everybody tries first.
    case predictable
    /// A day before the earliest possible one.
    case tooEarly(Day)

    package var code: String {
        switch self {
        case .required: "required"
        case .tooLong: "tooLong"
        case .controlCharacters: "controlCharacters"
        case .notANumber: "notANumber"
        case .notADate: "notADate"
        case .notAChoice: "notAChoice"
        case .notAPhoneNumber: "notAPhoneNumber"
        case .notACode: "notACode"
        case .tooSmall: "tooSmall"
        case .tooLarge: "tooLarge"
        case .inTheFuture: "inTheFuture"
        case .taken: "taken"
        case .beyondAuthority: "beyondAuthority"
        case .signatureRequired: "signatureRequired"
        case .notFound: "notFound"
        case .predictable: "predictable"
        case .tooEarly: "tooEarly"
        }
    }
}

/// One problem at one field, named as in the form.
package struct FieldError: Hashable, Sendable {
    package let field: String
    package let problem: FieldProblem

    package init(_ field: String, _ problem: FieldProblem) {
        self.field = field
        self.problem = problem
    }
}

/// Everything wrong with a form, in the order of its fields.
package struct FieldErrors: Error, Hashable, Sendable {
    package private(set) var list: [FieldError]

    package init(_ list: [FieldError] = []) {
        self.list = list
    }

    package init(_ field: String, _ problem: FieldProblem) {
        self.init([FieldError(field, problem)])
    }

    package var isEmpty: Bool { list.isEmpty }

    package mutating func add(_ field: String, _ problem: FieldProblem) {
        list.append(FieldError(field, problem))
    }

    /// The first problem of a field.
    package subscript(field: String) -> FieldProblem? {
        list.first { $0.field == field }?.problem
    }
}
