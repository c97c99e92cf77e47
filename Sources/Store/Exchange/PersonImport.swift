internal import Domain
internal import Postgres

extension WriteTransaction {
    /// People by their accounts, with a post each row. Each goes through the same commands and permits as a form, so that an import
    /// grants nothing a form would refuse; a dry run asks the same questions. Nobody gets a password: each chooses the own by a link.
    /// - Parameters:
    ///   - password: hash of one nobody knows.
    ///   - taken: accounts of the table that the tenant has, also those out of the person's sight.
    func takePeople(
        _ lines: [(row: Int, line: PersonLine)], _ acting: Acting, password: String, words: ImportWords, taken: Set<String>,
        isDry: Bool, _ outcome: inout ImportOutcome
    ) async throws {
        guard !lines.isEmpty else { return }
        let (units, roles, accounts) = try await fetch(
            UnitRow.all(tenant: tenant), RoleRow.all(tenant: tenant, today: try today),
            KnownAccount.named(Set(lines.map(\.line.account)).sorted(), tenant: tenant))
        let usable = roles.filter { $0.retiredAt == nil }
        let directory = PersonDirectory(units: units.map(\.unit).filter { acting.unit.covers($0) }, roles: usable, words: words)
        var known = Dictionary(uniqueKeysWithValues: accounts.map { ($0.account, $0) })
        let held = try await fetch(KnownPost.of(accounts.map(\.id), tenant: tenant, today: try today))
        var fresh: Set<String> = []
        for (row, line) in lines {
            do {
                let place = try directory.place(line)
                guard acting.actor.covers(place.unit, with: .peopleManage) else { throw LineProblems([.outOfReach(.unit)]) }
                let person = known[line.account]
                if let problem = Self.problem(person, line, taken) { throw LineProblems([problem]) }
                let post = person.flatMap { person in
                    held.first { $0.person == person.id && $0.role == place.role.id && $0.unit == place.unit.id }
                }
                if let post {
                    guard line.title.isEmpty || line.title == post.title else { throw LineProblems([.differs(.title)]) }
                    guard line.to == nil || line.to == post.to else { throw LineProblems([.differs(.to)]) }
                    outcome.counts.same += 1
                    continue
                }
                try await mayAppoint(line, place, person?.id)
                // In a dry run nobody becomes known: a second row of a new account is a post more, as in the run.
                let isNew = person == nil && fresh.insert(line.account).inserted
                if isNew { outcome.counts.fresh += 1 } else { outcome.counts.changed += 1 }
                if isDry { continue }
                let id = try await appoint(line, place, person: person?.id, password: password)
                guard person == nil else { continue }
                known[line.account] = KnownAccount(id: id, account: line.account, name: line.name)
                outcome.newPeople.append(id)
            } catch let problems as LineProblems {
                outcome.counts.wrong += 1
                outcome.problems += problems.list.map { (row, $0) }
            }
        }
    }

    private static func problem(_ person: KnownAccount?, _ line: PersonLine, _ taken: Set<String>) -> LineProblem? {
        guard let person else { return taken.contains(line.account) ? LineProblem(.account, .taken) : nil }
        if person.isDisabled { return LineProblem(.account, .notFound) }
        // The account is somebody else's.
        return person.name == line.name ? nil : LineProblem(.account, .taken)
    }

    /// What the form of a post would say.
    /// - Throws: `LineProblems`.
    private func mayAppoint(_ line: PersonLine, _ place: PersonDirectory.Place, _ person: PersonID?) async throws {
        guard try person != actor.person else { throw LineProblems([.outOfReach(.account)]) }
        let from = try line.from ?? today
        guard let error = try await problem(giving: place.role, to: person, at: place.unit, from: from, to: line.to) else { return }
        throw LineProblems([LineProblem(ImportField(rawValue: error.field) ?? .role, error.problem)])
    }

    private func appoint(
        _ line: PersonLine, _ place: PersonDirectory.Place, person: PersonID?, password: String
    ) async throws -> PersonID {
        let permit = try await access(place.unit.id, for: ManagePeople.self)
        let id: PersonID
        if let person {
            id = person
        } else {
            let new = NewPerson(unit: place.unit.id, account: line.account, name: line.name)
            id = try await add(new, passwordHash: password, permit)
        }
        let title = line.title.isEmpty ? line.roleText : line.title
        _ = try await add(
            NewPost(
                person: id, role: place.role.key, unit: place.unit.id, title: String(title.prefix(40)), from: try line.from ?? today,
                to: line.to), permit)
        return id
    }
}

struct KnownAccount: RowDecodable, Hashable {
    let id: PersonID
    let account: String
    let name: String
    let isDisabled: Bool

    init(id: PersonID, account: String, name: String) {
        self.id = id
        self.account = account
        self.name = name
        isDisabled = false
    }

    init(row: inout RowCursor) throws {
        id = try row.next()
        account = try row.next()
        name = try row.next()
        isDisabled = try row.next()
    }

    /// As far as the person sees them; an account out of sight shows when it is added a second time.
    static func named(_ accounts: [String], tenant: TenantID) -> Query<KnownAccount> {
        Query("SELECT id, account, name, disabled_at IS NOT NULL FROM person WHERE tenant_id = \(tenant) AND account = ANY (\(accounts))")
    }
}

struct KnownPost: RowDecodable, Hashable {
    let person: PersonID
    let role: RoleID
    let unit: UnitID
    let title: String
    let to: Day?

    init(row: inout RowCursor) throws {
        person = try row.next()
        role = try row.next()
        unit = try row.next()
        title = try row.next()
        to = try row.next()
    }

    /// Posts that are not over; those of deputies are somebody else's.
    static func of(_ people: [PersonID], tenant: TenantID, today: Day) -> Query<KnownPost> {
        Query(
            """
            SELECT person_id, role_id, unit_id, title, to_on FROM post
            WHERE tenant_id = \(tenant) AND person_id = ANY (\(people)) AND (to_on IS NULL OR to_on >= \(today)) AND deputy_for IS NULL
            """)
    }
}

/// Units and roles by what people write.
struct PersonDirectory {
    struct Place {
        let unit: UnitRef
        let role: RoleRow
    }

    private let units: [String: UnitRef]
    private let roles: [String: RoleRow]

    init(units: [UnitRef], roles: [RoleRow], words: ImportWords) {
        self.units = Dictionary(units.flatMap { [(HeadingKey.of($0.code), $0), (HeadingKey.of($0.name), $0)] }) { first, _ in first }
        let byKey = Dictionary(uniqueKeysWithValues: roles.map { ($0.key, $0) })
        var named = Dictionary(roles.flatMap { role in [role.key, role.name, role.nameEnglish].map { (HeadingKey.of($0), role) } }) {
            first, _ in first
        }
        for (word, key) in words.roles where named[word] == nil { named[word] = byKey[key] }
        named[""] = nil
        self.roles = named
    }

    /// - Throws: what is wrong with the columns `unit` and `role`.
    func place(_ line: PersonLine) throws(LineProblems) -> Place {
        guard let unit = units[HeadingKey.of(line.unit)] else { throw LineProblems([LineProblem(.unit, .notFound)]) }
        guard let role = roles[line.role] else { throw LineProblems([LineProblem(.role, .notAChoice)]) }
        guard role.unitKinds.contains(unit.kind) else { throw LineProblems([LineProblem(.role, .notAChoice)]) }
        return Place(unit: unit, role: role)
    }
}
