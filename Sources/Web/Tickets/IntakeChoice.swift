internal import Domain
internal import Store

/// Whom and what place an intake is about, as the address of its second step says.
struct IntakeChoice: Hashable, Sendable {
    let place: IntakePlace
    let customer: CustomerID?
    /// A customer whom nobody has written down yet.
    let isNew: Bool

    init(place: IntakePlace, customer: CustomerID? = nil, isNew: Bool = false) {
        self.place = place
        self.customer = customer
        self.isNew = isNew
    }

    /// Nil while nothing is chosen.
    /// - Throws: `WebFault.notFound` for ids that cannot be ours.
    init?(_ query: FormFields) throws(WebFault) {
        let read: (String) throws(WebFault) -> Int64? = { name throws(WebFault) in
            guard let text = try query.single(name), !text.isEmpty else { return nil }
            guard let number = Int64(text), number > 0 else { throw .notFound }
            return number
        }
        if let house = try read("house") {
            place = .house(HouseID(house))
        } else if let area = try read("area") {
            place = .area(SharedAreaID(area))
        } else if let project = try read("project") {
            place = .shared(project: UnitID(project))
        } else {
            return nil
        }
        customer = try read("customer").map { CustomerID($0) }
        isNew = try query.text("new") == "1"
    }

    func path(_ paths: UnitPaths) -> String {
        let (house, project, area): (String?, String?, String?) =
            switch place {
            case .house(let id): (id.description, nil, nil)
            case .shared(let id): (nil, id.description, nil)
            case .area(let id): (nil, nil, id.description)
            }
        return Paths.query(
            paths.intake,
            [("house", house), ("project", project), ("area", area), ("customer", customer?.description), ("new", isNew ? "1" : nil)])
    }

    /// Who complains: the known customer, a new one where a phone was given or is asked for, else a name at most.
    func complainant(_ fields: [String: String]) -> Result<Complainant, FieldErrors> {
        if let customer { return .success(.known(customer)) }
        if isNew || !(fields["customerPhone"] ?? "").allSatisfy(\.isWhitespace) { return NewCustomer.validated(fields).map { .new($0) } }
        do throws(FieldProblem) {
            return .success(.unnamed(try BoundedText.optional(fields["customerName"], max: 60) ?? ""))
        } catch {
            return .failure(FieldErrors("customerName", error))
        }
    }
}
