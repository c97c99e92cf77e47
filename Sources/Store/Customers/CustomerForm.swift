package import Domain

/// A customer as a form writes one. Fields: kind, name, phone, identityKind, identity, memberNumber, memberSince, classification, living,
/// note.
package struct CustomerForm: Sendable {
    package let kind: CustomerKind
    package let name: String
    /// Nil leaves the number of a known customer as it is.
    package let phone: PhoneNumber?
    package let identity: IdentityNumber?
    package let memberNumber: String?
    package let memberSince: Day?
    package let classification: CustomerClass
    package let living: LivingSituation
    package let note: String

    package static let names = [
        "kind", "name", "phone", "identityKind", "identity", "memberNumber", "memberSince", "classification", "living", "note",
    ]

    package static func read(_ fields: [String: String]) -> Result<CustomerForm, FieldErrors> {
        var form = FormReader(fields)
        let identityKind: IdentityKind? = form.optionalWord("identityKind")
        let identity = form.parsed("identity") { raw throws(FieldProblem) in
            guard let raw, !raw.allSatisfy(\.isWhitespace) else { return nil as IdentityNumber? }
            guard let identityKind else { throw .required }
            return try IdentityNumber.parse(raw, kind: identityKind)
        }
        let number = form.optionalText("memberNumber", max: 30).uppercased()
        let since = form.optionalDay("memberSince")
        if number.isEmpty, since != nil { form.add("memberNumber", .required) }
        let command = CustomerForm(
            kind: form.word("kind"), name: form.text("name", max: 60), phone: form.phone("phone"), identity: identity ?? nil,
            memberNumber: number.isEmpty ? nil : number, memberSince: since, classification: form.word("classification"),
            living: form.word("living"), note: form.optionalText("note", max: 500))
        return form.result(command)
    }

    private init(
        kind: CustomerKind, name: String, phone: PhoneNumber?, identity: IdentityNumber?, memberNumber: String?, memberSince: Day?,
        classification: CustomerClass, living: LivingSituation, note: String
    ) {
        self.kind = kind
        self.name = name
        self.phone = phone
        self.identity = identity
        self.memberNumber = memberNumber
        self.memberSince = memberSince
        self.classification = classification
        self.living = living
        self.note = note
    }
}

/// A new file with the first house, if there is one. Fields of `CustomerForm`, and: project (where the viewpoint has several), door,
/// relation, from, dropped.
package struct NewOwner: Sendable {
    package let form: CustomerForm
    package let project: UnitID?
    package let door: HouseQuery?
    package let relation: CustomerRelation?
    package let from: Day

    package static let names = CustomerForm.names + ["project", "door", "relation", "from"]

    /// - Parameter project: of the viewpoint, where it has only one.
    package static func read(_ fields: [String: String], project: UnitID?, today: Day) -> Result<NewOwner, FieldErrors> {
        var form = FormReader(fields)
        let chosen: UnitID? = project ?? form.id("project")
        let text = form.optionalText("door", max: 40)
        let door = HouseQuery(text)
        if !text.isEmpty, door == nil { form.add("door", .notFound) }
        let relation: CustomerRelation? = form.optionalWord("relation")
        if door != nil, relation == nil { form.add("relation", .required) }
        let from = form.optionalDay("from") ?? today
        if from > today { form.add("from", .inTheFuture) }
        switch CustomerForm.read(fields) {
        case .success(let customer):
            return form.result(NewOwner(form: customer, project: chosen, door: door, relation: relation, from: from))
        case .failure(let errors): return .failure(FieldErrors(errors.list + form.errors.list))
        }
    }
}

/// One more way to reach a customer. Fields: contactKind, contact, label.
package struct NewContact: Sendable {
    package let kind: ContactKind
    package let value: String
    package let label: String

    package static let names = ["contactKind", "contact", "label"]

    package static func read(_ fields: [String: String]) -> Result<NewContact, FieldErrors> {
        var form = FormReader(fields)
        let kind: ContactKind = form.word("contactKind")
        let value: String? = form.parsed("contact") { raw throws(FieldProblem) in
            kind == .phone ? try PhoneNumber.parse(raw).digits : try BoundedText.parse(raw, max: 120)
        }
        return form.result(NewContact(kind: kind, value: value ?? "", label: form.optionalText("label", max: 20)))
    }
}

extension FormReader {
    /// A word of a closed list; the first one where nothing or something else was sent, with the problem noted.
    mutating func word<Word: CaseCode>(_ name: String) -> Word {
        parsed(name) { raw throws(FieldProblem) in try Word.parse(raw) } ?? Word.allCases[Word.allCases.startIndex]
    }

    mutating func optionalWord<Word: CaseCode>(_ name: String) -> Word? {
        (parsed(name) { raw throws(FieldProblem) in
            guard let raw, !raw.isEmpty else { return nil as Word? }
            return try Word.parse(raw)
        }) ?? nil
    }

    mutating func phone(_ name: String) -> PhoneNumber? {
        (parsed(name) { raw throws(FieldProblem) in
            guard let raw, !raw.allSatisfy(\.isWhitespace) else { return nil as PhoneNumber? }
            return try PhoneNumber.parse(raw)
        }) ?? nil
    }
}
