internal import Domain
internal import Postgres
internal import Secrets

extension WriteTransaction {
    /// Customers and what they are to houses. A customer is known in the project by paper or telephone number, or, without any, by name at
    /// the house; a relation by house, customer and kind. Houses have to be there. What a form would refuse, a row is refused for: a
    /// number that belongs to somebody else (CUSTDATA-R9), a number other than the file's.
    func takeOwners(
        _ lines: [(row: Int, line: OwnerLine)], _ acting: Acting, _ run: ImportRun, isDry: Bool, _ outcome: inout ImportOutcome
    ) async throws {
        let places = try await ImportPlaces.fetch(self, acting, .owners)
        for (project, lines) in outcome.byProject(lines, places, \.project) {
            guard let company = project.company else { continue }
            var sorting = OwnerSorting(project: project, company: company, today: try today)
            let lines = lines.sorted { ($0.line.door, $0.row) < ($1.line.door, $1.row) }
            try await sort(lines, into: &sorting, &outcome)
            if !isDry { try await write(sorting, acting.actor, run) }
        }
    }

    private func sort(
        _ lines: [(row: Int, line: OwnerLine)], into sorting: inout OwnerSorting, _ outcome: inout ImportOutcome
    ) async throws {
        let (phones, papers) = (Set(lines.compactMap(\.line.phone)), Set(lines.compactMap(\.line.identity)))
        let marks = OwnerMarks(phones: phones, papers: papers, sealer: sealer, tenant: tenant)
        let (houses, byPhone, byPaper) = try await fetch(
            HouseAtDoor.at(Set(lines.map(\.line.door)).sorted(), project: sorting.project.id, tenant: tenant),
            KnownFile.withPhones(marks.phoneMarks, project: sorting.project.id, tenant: tenant),
            KnownFile.withPapers(marks.paperMarks, project: sorting.project.id, tenant: tenant))
        let relations = try await fetch(KnownOwner.of(houses.map(\.id), tenant: tenant))
        let doors = Dictionary(houses.map { ($0.door, $0) }) { first, _ in first }
        var book = OwnerBook(files: marks.files(byPhone, byPaper), relations: relations)
        for (row, line) in lines {
            do throws(LineProblems) {
                guard let house = doors[line.door] else { throw LineProblems([LineProblem(.house, .notFound)]) }
                let found = try book.place(line, at: house, today: sorting.today)
                sorting.take(found, line, at: house, &outcome.counts)
            } catch {
                for problem in error.list { outcome.refuse(row, problem) }
            }
        }
        sorting.newFiles = book.newFiles
    }

    private func write(_ sorting: OwnerSorting, _ actor: Actor, _ run: ImportRun) async throws {
        let owners = BulkOwners(tenant: tenant, sealer: sealer, now: now, registrar: actor)
        let keys = sorting.newFiles.isEmpty ? [] : try await fetch(BulkOwners.keys(sorting.newFiles.count)).map(\.value)
        let relations = sorting.relations(keys)
        let today = sorting.today
        let records = zip(keys, sorting.newFiles).map { key, line -> CustomerRecord in
            let dated = relations.filter { $0.customer == key }.map { DatedRelation($0.relation, from: $0.from, to: $0.to) }
            return CustomerRecord(key, line, at: sorting.project, sorting.company, CustomerState.prospect.following(dated, today: today))
        }
        var statements = records.batches(of: BulkOwners.rows).map { owners.insert($0) }
        statements += relations.batches(of: BulkOwners.rows).map {
            owners.relate($0, company: sorting.company, project: sorting.project.id)
        }
        statements += consents(records, sorting, actor, run)
        statements += sorting.filled.map { OwnerImportStatements.fill($0.id, $0.line, sealer: sealer, tenant: tenant, now: now) }
        if !sorting.changed.isEmpty { statements.append(OwnerImportStatements.update(sorting.changed, tenant: tenant)) }
        if !statements.isEmpty { try await change(statements) }
        try await settle(sorting.touched)
        for file in sorting.filled {
            let place = AuditPlace(company: sorting.company, project: sorting.project.id)
            audit(.customerChanged, .customer(file.id), in: place, ["field": file.line.identity == nil ? "phone" : "identity"])
        }
    }

    private func consents(_ records: [CustomerRecord], _ sorting: OwnerSorting, _ actor: Actor, _ run: ImportRun) -> [SQL] {
        guard let ground = run.ground else { return [] }
        let items = records.flatMap { record -> [(CustomerID, DataItem)] in
            (record.phone == nil ? [] : [(record.id, .contact)]) + (record.identity == nil ? [] : [(record.id, .identity)])
        }
        return items.batches(of: 500).map {
            OwnerImportStatements.consent(
                $0, ground, notice: run.noticeVersion, at: sorting.project, by: actor, today: sorting.today, now: now)
        }
    }
}

/// What became of the rows of one project in a batch.
struct OwnerSorting: Sendable {
    let project: UnitRef
    let company: UnitID
    let today: Day
    private var fresh: [(house: HouseAtDoor, line: OwnerLine, customer: OwnerBook.Customer)] = []
    /// Files that are there and get a number they had none of.
    private(set) var filled: [(id: CustomerID, line: OwnerLine)] = []
    /// Relations whose days the table says otherwise.
    private(set) var changed: [(id: RelationID, customer: CustomerID, line: OwnerLine)] = []
    var newFiles: [OwnerLine] = []

    init(project: UnitRef, company: UnitID, today: Day) {
        self.project = project
        self.company = company
        self.today = today
    }

    mutating func take(_ found: OwnerBook.Found, _ line: OwnerLine, at house: HouseAtDoor, _ counts: inout ImportCounts) {
        if case .known(let id) = found.customer, found.fills { filled.append((id, line)) }
        switch found.place {
        case .same: if found.fills { counts.changed += 1 } else { counts.same += 1 }
        case .changed(let relation, let customer):
            counts.changed += 1
            changed.append((relation, customer, line))
        case .new:
            counts.fresh += 1
            fresh.append((house, line, found.customer))
        }
    }

    /// Without a day of its own a relation begins with the house's hand-over, else today.
    func relations(_ keys: [CustomerID]) -> [RelationRecord] {
        fresh.map { house, line, customer in
            let id =
                switch customer {
                case .known(let id): id
                case .new(let index): keys[index]
                }
            let from = line.from ?? min(house.handedOverOn ?? today, line.to ?? today, today)
            return RelationRecord(
                house: house.id, customer: id, relation: line.relation, from: from, to: line.to, household: house.household)
        }
    }

    /// Known files whose state may have moved.
    var touched: [CustomerID] {
        let related = fresh.compactMap { row -> CustomerID? in
            guard case .known(let id) = row.customer else { return nil }
            return id
        }
        return Set(related + changed.map(\.customer)).sorted()
    }
}

extension CustomerRecord {
    init(_ id: CustomerID, _ line: OwnerLine, at project: UnitRef, _ company: UnitID, _ state: CustomerState) {
        self.init(id: id, company: company, project: project.id, name: line.name, phone: line.phone, state: state)
        identity = line.identity
        kind = line.identity?.kind == .licence ? .organisation : .person
    }
}

enum OwnerImportStatements {
    /// Writes the numbers of the row where the file has none.
    static func fill(_ customer: CustomerID, _ line: OwnerLine, sealer: Sealer, tenant: TenantID, now: Instant) -> SQL {
        let phone = line.phone.map { StoredPhone($0, of: customer, tenant: tenant, sealer: sealer) }
        let paper = line.identity.map { StoredIdentity($0, of: customer, tenant: tenant, sealer: sealer) }
        return """
            UPDATE customer SET phone_sealed = coalesce(phone_sealed, \(phone?.sealed)), phone_blind = coalesce(phone_blind, \(phone?.blind)),
                phone_tail = CASE phone_tail WHEN '' THEN \(phone?.tail ?? "") ELSE phone_tail END,
                identity_kind = coalesce(identity_kind, \(paper?.kind)), identity_sealed = coalesce(identity_sealed, \(paper?.sealed)),
                identity_blind = coalesce(identity_blind, \(paper?.blind)), version = version + 1, updated_at = \(now)
            WHERE tenant_id = \(tenant) AND id = \(customer)
            """
    }

    /// Not empty, at most 500.
    static func consent(
        _ items: some Collection<(CustomerID, DataItem)>, _ ground: DataGround, notice: String, at project: UnitRef, by actor: Actor,
        today: Day, now: Instant
    ) -> SQL {
        let rows = items.map { customer, item -> SQL in
            """
            (\(project.tenant), \(project.company), \(project.id), \(customer), \(item), \(ground), \(notice), \(today), \(actor.name), \(now))
            """
        }
        return """
            INSERT INTO consent (tenant_id, company_id, project_id, customer_id, item, ground, notice_version, given_on, noted_by_name, noted_at)
            VALUES \(rows.joined(separator: ", "))
            """
    }

    /// Not empty, at most 500.
    static func update(_ relations: [(id: RelationID, customer: CustomerID, line: OwnerLine)], tenant: TenantID) -> SQL {
        let rows = relations.map { id, _, line -> SQL in "(\(id), \(line.from), \(line.to))" }
        return """
            UPDATE house_customer r SET from_on = coalesce(x.from_on, r.from_on), to_on = coalesce(x.to_on, r.to_on)
            FROM (VALUES \(rows.joined(separator: ", "))) x (id, from_on, to_on)
            WHERE r.tenant_id = \(tenant) AND r.id = x.id
            """
    }
}
