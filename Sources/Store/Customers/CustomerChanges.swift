package import Domain
package import Postgres
internal import Secrets

/// Purposes of permits in this room.
package enum ManageCustomer {}
package enum RegisterCustomer {}

extension WriteTransaction {
    /// A file to change, held until the transaction ends.
    /// - Parameter version: what the form was made from; nil for steps that do not depend on it.
    /// - Throws: `notFound`; `refused(.customerManage)`; `stale`; for a joined or anonymised file `notFound`.
    package func access(
        _ customer: CustomerID, for purpose: ManageCustomer.Type, version: Int? = nil
    ) async throws -> Permit<ManageCustomer, CustomerFile> {
        Permit(try await held(customer, with: .customerManage, version: version))
    }

    func held(_ customer: CustomerID, with permission: Permission, version: Int? = nil) async throws -> CustomerFile {
        guard let viewpoint else { throw StoreError.notFound }
        let found = try await fetchFirst(CustomerFile.take(customer, tenant: tenant, viewpoint: viewpoint, today: today))
        let file = try readable(found, at: viewpoint)
        guard try actor.covers(viewpoint, with: permission) else { throw StoreError.refused(permission) }
        guard !file.isFrozen else { throw StoreError.notFound }
        if let version, version != file.version {
            throw StoreError.stale(Staleness(version: file.version, state: file.state.code, changes: []))
        }
        return file
    }

    /// The project a new customer is written down at.
    /// - Throws: `notFound`; `refused(.customerRecord)`.
    package func access(_ project: UnitID, for purpose: RegisterCustomer.Type) async throws -> Permit<RegisterCustomer, UnitRef> {
        guard let viewpoint else { throw StoreError.notFound }
        let choices = try await fetch(ProjectChoiceRow.at(viewpoint, tenant: tenant, today: today), UnitRow.one(tenant: tenant, project))
        guard choices.0.contains(where: { $0.id == project }), let unit = choices.1.first?.unit else { throw StoreError.notFound }
        guard try actor.covers(viewpoint, with: .customerRecord) else { throw StoreError.refused(.customerRecord) }
        return Permit(unit)
    }

    /// Opens a file, and names the house if one is given. Who registers first has the customer: a number that has a file in the project
    /// is refused (CUSTDATA-R9).
    /// - Throws: `invalid` with field `phone` (`taken`) or `door` (`notFound`); `constraint` "customer_member_key".
    package func register(_ new: NewOwner, _ permit: Permit<RegisterCustomer, UnitRef>) async throws -> CustomerID {
        let project = permit.thing
        guard let company = project.company else { throw StoreError.notFound }
        let owners = BulkOwners(tenant: tenant, sealer: sealer, now: now, registrar: try actor)
        if let phone = new.form.phone, !(try await fetch(owners.find([phone], at: project.id))).isEmpty {
            throw StoreError.invalid(FieldErrors("phone", .taken))
        }
        let house = try await house(new.door, at: project)
        guard let id = try await fetchFirst(BulkOwners.keys(1))?.value else { throw StoreError.closed }
        var record = CustomerRecord(
            id: id, company: company, project: project.id, name: new.form.name, phone: new.form.phone, state: .prospect)
        record.take(new.form)
        var statements: [SQL] = []
        if let house, let relation = new.relation {
            record.state = record.state.following([DatedRelation(relation, from: new.from)], today: try today)
            let row = RelationRecord(house: house.id, customer: id, relation: relation, from: new.from, household: house.household)
            statements = [owners.relate([row], company: company, project: project.id)]
        }
        try await change([owners.insert([record])] + statements)
        audit(.customerRegistered, .customer(id), at: project)
        return id
    }

    /// - Throws: `invalid` with field `door`, when one was named that is not there.
    func house(_ door: HouseQuery?, at project: UnitRef) async throws -> HouseFile? {
        guard let door else { return nil }
        guard let house = try await fetchFirst(HouseFile.named(door, tenant: tenant, project: project.id)) else {
            throw StoreError.invalid(FieldErrors("door", .notFound))
        }
        return house
    }

    /// Writes the form over the file. An empty number stays what it was.
    /// - Throws: `invalid` with field `phone` when another file of the project has the number; `constraint` "customer_member_key".
    package func save(_ form: CustomerForm, _ permit: Permit<ManageCustomer, CustomerFile>) async throws {
        let file = permit.thing
        let owners = BulkOwners(tenant: tenant, sealer: sealer, now: now)
        if let phone = form.phone {
            let known = try await fetch(owners.find([phone], at: file.project))
            guard known.allSatisfy({ $0.id == file.id }) else { throw StoreError.invalid(FieldErrors("phone", .taken)) }
        }
        try await change([CustomerStatements.save(form, file, sealer: sealer, tenant: tenant, now: now)])
        note(.customerChanged, file)
    }

    package func add(_ contact: NewContact, _ permit: Permit<ManageCustomer, CustomerFile>) async throws {
        guard let id = try await fetchFirst(CustomerStatements.nextContact)?.value else { throw StoreError.closed }
        try await change([
            CustomerStatements.add(contact, id: id, to: permit.thing, sealer: sealer, tenant: tenant, now: now),
            CustomerStatements.touch(permit.thing.id, tenant: tenant, now: now),
        ])
        note(.customerChanged, permit.thing, ["field": "contact"])
    }

    /// - Throws: `notFound` for a contact of somebody else.
    package func remove(_ contact: ContactID, _ permit: Permit<ManageCustomer, CustomerFile>) async throws {
        let touched = try await change([
            CustomerStatements.remove(contact, of: permit.thing.id, tenant: tenant),
            CustomerStatements.touch(permit.thing.id, tenant: tenant, now: now),
        ])
        guard touched.first == 1 else { throw StoreError.notFound }
        note(.customerChanged, permit.thing, ["field": "contact"])
    }

    /// A line of the audit trail about a file, where the file belongs.
    func note(_ action: AuditAction, _ file: CustomerFile, _ detail: [String: String] = [:]) {
        audit(action, .customer(file.id), in: AuditPlace(company: file.company, project: file.project), detail)
    }

    /// 放弃购房, or interested again: only a file without any house can be moved by hand.
    /// - Throws: `notFound` for any other file.
    package func setDropped(_ dropped: Bool, _ permit: Permit<ManageCustomer, CustomerFile>) async throws {
        let file = permit.thing
        guard file.state == (dropped ? .prospect : .dropped) else { throw StoreError.notFound }
        try await change([CustomerStatements.move(file.id, to: dropped ? .dropped : .prospect, tenant: tenant, now: now)])
        note(.customerChanged, file, ["to": dropped ? "dropped" : "prospect"])
    }

    /// After relations changed: each file stands where its relations put it.
    func settle(_ customers: [CustomerID]) async throws {
        guard !customers.isEmpty else { return }
        let (rows, states) = try await fetch(
            RelationRow.of(customers, tenant: tenant), CustomerStatements.states(of: customers, tenant: tenant))
        let today = try today
        let changes = states.compactMap { row -> SQL? in
            let state = row.state.following(rows.filter { $0.customer == row.id }.map(\.dated), today: today)
            return state == row.state ? nil : CustomerStatements.move(row.id, to: state, tenant: tenant, now: now)
        }
        if !changes.isEmpty { try await change(changes) }
    }
}

extension CustomerRecord {
    mutating func take(_ form: CustomerForm) {
        kind = form.kind
        identity = form.identity
        memberNumber = form.memberNumber
        memberSince = form.memberSince
        classification = form.classification
        living = form.living
        note = form.note
    }
}

/// Where a file stands.
struct StateRow: RowDecodable {
    let id: CustomerID
    let state: CustomerState

    init(row: inout RowCursor) throws {
        id = try row.next()
        state = try row.next()
    }
}

enum CustomerStatements {
    static let nextContact = Query<Single<ContactID>>("SELECT nextval('customer_contact_id_seq')")

    static func states(of customers: [CustomerID], tenant: TenantID) -> Query<StateRow> {
        Query("SELECT id, state FROM customer WHERE tenant_id = \(tenant) AND id = ANY (\(customers)) ORDER BY id FOR UPDATE")
    }

    static func move(_ customer: CustomerID, to state: CustomerState, tenant: TenantID, now: Instant) -> SQL {
        """
        UPDATE customer SET state = \(state), version = version + 1, updated_at = \(now)
        WHERE tenant_id = \(tenant) AND id = \(customer)
        """
    }

    static func touch(_ customer: CustomerID, tenant: TenantID, now: Instant) -> SQL {
        "UPDATE customer SET version = version + 1, updated_at = \(now) WHERE tenant_id = \(tenant) AND id = \(customer)"
    }

    static func save(_ form: CustomerForm, _ file: CustomerFile, sealer: Sealer, tenant: TenantID, now: Instant) -> SQL {
        var set: SQL = """
            kind = \(form.kind), name = \(form.name), member_number = \(form.memberNumber), member_since = \(form.memberSince),
            classification = \(form.classification), living = \(form.living), note = \(form.note), version = version + 1, updated_at = \(now)
            """
        if let phone = form.phone.map({ StoredPhone($0, of: file.id, tenant: tenant, sealer: sealer) }) {
            set += ", phone_sealed = \(phone.sealed), phone_blind = \(phone.blind), phone_tail = \(phone.tail)"
        }
        if let identity = form.identity.map({ StoredIdentity($0, of: file.id, tenant: tenant, sealer: sealer) }) {
            set += ", identity_kind = \(identity.kind), identity_sealed = \(identity.sealed), identity_blind = \(identity.blind)"
        }
        return "UPDATE customer SET \(set) WHERE tenant_id = \(tenant) AND id = \(file.id)"
    }

    static func add(
        _ contact: NewContact, id: ContactID, to file: CustomerFile, sealer: Sealer, tenant: TenantID, now: Instant
    ) -> SQL {
        let sealed = sealer.seal(contact.value, .contactValue, tenant: tenant, row: id.rawValue)
        let index = contact.kind == .phone ? sealer.phones : sealer.addresses
        let tail = contact.kind == .phone ? String(contact.value.suffix(4)) : ""
        return """
            INSERT INTO customer_contact (tenant_id, id, company_id, project_id, customer_id, kind, label, value_sealed, value_blind,
                phone_tail, created_at)
            VALUES (\(tenant), \(id), \(file.company), \(file.project), \(file.id), \(contact.kind), \(contact.label), \(sealed),
                \(index.mark(contact.value, tenant: tenant.rawValue)), \(tail), \(now))
            """
    }

    static func remove(_ contact: ContactID, of customer: CustomerID, tenant: TenantID) -> SQL {
        "DELETE FROM customer_contact WHERE tenant_id = \(tenant) AND id = \(contact) AND customer_id = \(customer)"
    }
}
