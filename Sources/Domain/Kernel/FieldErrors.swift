/// What is wrong with one field of a form. The words for it live in the locale files under `code`.
package enum FieldProblem: Error, Hashable, Sendable {
    case required
    case tooLong(max: Int)
    case controlCharacters
    case notANumber
    case notADate
    case notAChoice
    case notAPhoneNumber
    /// No identity card, passport or licence has such a number.
    case notAnIdentity
    case notACode
    case tooSmall(min: Int64)
    case tooLarge(max: Int64)
    case inTheFuture
    case inThePast
    case taken
    /// The amount is beyond what the person's role may grant (section 2.38).
    case beyondAuthority(Fen)
    /// An on-site visit needs the customer's signature (VISIT-R5).
    case signatureRequired
    case notFound
    /// A password that everybody tries first.
    case predictable
    /// More than the own posts have or reach.
    case beyondOwnPosts
    /// Two of the three administrators in one hand (`Duty`).
    case dutyConflict
    /// The permissions need a role that reaches further.
    case reachTooShort
    /// Somebody must take what is in the person's hands.
    case nobodyToTake
    /// A password of too few kinds of character.
    case tooUniform
    /// One of the person's last passwords.
    case usedBefore
    /// Not two to four letters or characters for a seal.
    case notASeal
    /// Not an address that may be asked, such as `https://…`.
    case notAnAddress
    /// A day before the earliest possible one.
    case tooEarly(Day)
    /// A file that is not taken.
    case file(FileFault)

    package var code: String {
        switch self {
        case .required: "required"
        case .tooLong: "tooLong"
        case .controlCharacters: "controlCharacters"
        case .notANumber: "notANumber"
        case .notADate: "notADate"
        case .notAChoice: "notAChoice"
        case .notAPhoneNumber: "notAPhoneNumber"
        case .notAnIdentity: "notAnIdentity"
        case .notACode: "notACode"
        case .tooSmall: "tooSmall"
        case .tooLarge: "tooLarge"
        case .inTheFuture: "inTheFuture"
        case .inThePast: "inThePast"
        case .taken: "taken"
        case .beyondAuthority: "beyondAuthority"
        case .signatureRequired: "signatureRequired"
        case .notFound: "notFound"
        case .predictable: "predictable"
        case .beyondOwnPosts: "beyondOwnPosts"
        case .dutyConflict: "dutyConflict"
        case .reachTooShort: "reachTooShort"
        case .nobodyToTake: "nobodyToTake"
        case .tooUniform: "tooUniform"
        case .usedBefore: "usedBefore"
        case .notASeal: "notASeal"
        case .notAnAddress: "notAnAddress"
        case .tooEarly: "tooEarly"
        case .file(let fault): "file.\(fault.code)"
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
