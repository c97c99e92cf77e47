package import Domain
internal import Postgres

/// Who complains.
package enum Complainant: Hashable, Sendable {
    case known(CustomerID)
    /// Written down with the complaint and, when a house is named, as living there.
    case new(NewCustomer)
    /// Nobody in particular: a name at most, such as a newspaper's.
    case unnamed(String)
}

/// A customer as the intake form names one.
package struct NewCustomer: Hashable, Sendable {
    package let name: String
    package let phone: PhoneNumber
    package let relation: CustomerRelation

    package init(name: String, phone: PhoneNumber, relation: CustomerRelation) {
        self.name = name
        self.phone = phone
        self.relation = relation
    }

    /// The form's field names.
    package enum Field: String, CaseCode {
        case customerName, customerPhone, relation
    }

    package static func validated(_ fields: [String: String]) -> Result<NewCustomer, FieldErrors> {
        var errors = FieldErrors()
        func take<Value>(_ field: Field, _ parse: (String?) throws(FieldProblem) -> Value) -> Value? {
            do throws(FieldProblem) {
                return try parse(fields[field.rawValue])
            } catch {
                errors.add(field.rawValue, error)
                return nil
            }
        }
        let name = take(.customerName) { raw throws(FieldProblem) in try BoundedText.parse(raw, max: 60) }
        let phone = take(.customerPhone) { raw throws(FieldProblem) in try PhoneNumber.parse(raw) }
        let relation = take(.relation) { raw throws(FieldProblem) in try CustomerRelation.parse(raw) }
        guard let name, let phone, let relation else { return .failure(errors) }
        return .success(NewCustomer(name: name, phone: phone, relation: relation))
    }
}

/// A customer's name and the end of the number, inside the store.
struct CustomerRow: RowDecodable {
    let id: CustomerID
    let name: String
    /// Empty without a number.
    let phoneTail: String
    let company: UnitID
    let project: UnitID

    init(row: inout RowCursor) throws {
        id = try row.next()
        name = try row.next()
        phoneTail = try row.next()
        company = try row.next()
        project = try row.next()
    }

    static func find(_ customer: CustomerID?, tenant: TenantID) -> Query<CustomerRow> {
        Query(
            """
            SELECT c.id, c.name, c.phone_tail, c.company_id, c.project_id FROM customer c
            WHERE c.tenant_id = \(tenant) AND c.id = \(customer) AND c.merged_into IS NULL AND c.anonymised_at IS NULL
            """)
    }

    static func link(
        _ customer: CustomerID, to house: HouseID, as relation: CustomerRelation, tenant: TenantID, company: UnitID, project: UnitID,
        today: Day, now: Instant
    ) -> SQL {
        """
        INSERT INTO house_customer (tenant_id, company_id, project_id, house_id, customer_id, relation, from_on, created_at, household)
        VALUES (\(tenant), \(company), \(project), \(house), \(customer), \(relation), \(today), \(now),
            coalesce((SELECT h.household FROM house h WHERE h.tenant_id = \(tenant) AND h.id = \(house)), 1))
        """
    }
}
