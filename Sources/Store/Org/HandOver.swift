package import Domain
package import Postgres
internal import Secrets

/// Who takes the matters of somebody who leaves, unit by unit, and why.
package struct HandOverPlan: Hashable, Sendable {
    package let takers: [UnitID: PersonID]
    package let reason: String

    package static let nothing = HandOverPlan(takers: [:], reason: "")

    package init(takers: [UnitID: PersonID], reason: String) {
        self.takers = takers
        self.reason = reason
    }

    /// Fields: reason, and `taker-<unit>` for each unit.
    package static func read(_ fields: [String: String]) -> Result<HandOverPlan, FieldErrors> {
        var form = FormReader(fields)
        let reason = form.optionalText("reason", max: 300)
        var takers: [UnitID: PersonID] = [:]
        for (name, value) in fields {
            guard let unit = Self.unit(of: name), !value.isEmpty else { continue }
            if let person = PersonID(text: value) { takers[unit] = person } else { form.add(name, .notAChoice) }
        }
        return form.result(HandOverPlan(takers: takers, reason: reason))
    }

    package static let prefix = "taker-"
    package static func field(_ unit: UnitID) -> String { "\(prefix)\(unit)" }

    private static func unit(of field: String) -> UnitID? {
        field.hasPrefix(prefix) ? UnitID(text: field.dropFirst(prefix.count)) : nil
    }
}

/// One open matter in somebody's hands: its number and where it stands, nothing of the customer.
package struct Hand: RowDecodable, Hashable {
    package enum Part: String, CaseCode {
        case handler, executor, planner, firstReceiver
    }

    package let ticket: TicketID
    package let number: String
    package let state: ComplaintState
    package let part: Part
    fileprivate let places: [UnitID]
    package let dueAt: Instant?

    package init(row: inout RowCursor) throws {
        ticket = try row.next()
        number = try row.next()
        state = try row.next()
        part = try row.next()
        let holder: UnitID = try row.next()
        let executing: UnitID? = try row.next()
        let owner: UnitID = try row.next()
        let first: UnitID = try row.next()
        // The planner answers at the owner's unit, whoever executes meanwhile; who was asked first, where that was.
        places =
            switch part {
            case .handler, .executor: [holder, executing, owner].compactMap { $0 }
            case .planner: [owner]
            case .firstReceiver: [first]
            }
        dueAt = try row.next()
    }

    /// Where it is in the person's hands: of the units it lies with, the first one the person has a post at.
    func unit(among posts: Set<UnitID>) -> UnitID { places.first(where: posts.contains) ?? places[0] }

    static func of(_ person: PersonID, tenant: TenantID) -> Query<Hand> {
        Query(
            """
            SELECT ticket_id, number, state, part, holder_unit_id, executing_unit_id, owner_unit_id, first_unit_id, due_at
            FROM app.in_hands(\(tenant), \(person))
            """)
    }
}

/// What somebody holds at one unit, and who there could take it.
package struct HandfulRow: Sendable {
    package let unit: UnitID
    package let unitName: String
    package let matters: [Hand]
    package let takers: [Colleague]
}

extension Transaction {
    /// Everything in the person's hands, unit by unit.
    /// - Parameter units: only there; all when nil.
    package func hands(of person: PersonID, at units: Set<UnitID>? = nil) async throws -> [HandfulRow] {
        let (hands, posts) = try await fetch(Hand.of(person, tenant: tenant), PostRow.of(person, tenant: tenant))
        let byUnit = Dictionary(grouping: hands) { $0.unit(among: Set(posts.map(\.unit))) }
        let wanted = byUnit.keys.filter { units?.contains($0) ?? true }.sorted()
        var handfuls: [HandfulRow] = []
        for unit in wanted {
            let (names, takers) = try await fetch(
                UnitRow.one(tenant: tenant, unit),
                Colleague.at(unit, tenant: tenant, withAny: [.ticketHandle, .ticketExecute], today: try today, except: person))
            handfuls.append(
                HandfulRow(unit: unit, unitName: names.first?.unit.name ?? "", matters: byUnit[unit] ?? [], takers: takers))
        }
        return handfuls
    }
}

extension WriteTransaction {
    /// Gives everything in a person's hands to others: of a manager who never sees what it is (ACCESS-P1, ACCESS-P8, ORG-R13).
    /// - Throws: `invalid` with a field for each unit whose matters nobody takes, or somebody who may not.
    package func handOver(_ permit: Permit<ManagePeople, ManagedPerson>, _ plan: HandOverPlan) async throws {
        try await handOver(permit.thing.person.id, at: nil, plan)
    }

    func handOver(_ person: PersonID, at units: Set<UnitID>?, _ plan: HandOverPlan) async throws {
        let handfuls = try await hands(of: person, at: units)
        var errors = FieldErrors()
        for handful in handfuls {
            let taker = plan.takers[handful.unit]
            if handful.takers.isEmpty {
                errors.add(HandOverPlan.field(handful.unit), .nobodyToTake)
            } else if taker == nil {
                errors.add(HandOverPlan.field(handful.unit), .required)
            } else if !handful.takers.contains(where: { $0.person == taker }) {
                errors.add(HandOverPlan.field(handful.unit), .notAChoice)
            }
        }
        guard errors.isEmpty else { throw StoreError.invalid(errors) }
        for handful in handfuls {
            guard let taker = handful.takers.first(where: { $0.person == plan.takers[handful.unit] }) else { continue }
            try await pass(handful, from: person, to: taker, reason: plan.reason)
        }
    }

    /// Under the taker's scope: what the taker cannot see is not handed to the taker.
    private func pass(_ handful: HandfulRow, from person: PersonID, to taker: Colleague, reason: String) async throws {
        let actor = try actor
        let place = try await fetchFirst(UnitRow.one(tenant: tenant, handful.unit))?.unit
        let post = viewpoint.flatMap { unit in actor.posts.first { $0.covers(unit) } } ?? actor.posts.first
        try await assuming(taker.person) { _ in
            let heads = try await fetch(HeldTicketRow.lock(handful.matters.map(\.ticket), tenant: tenant))
            guard heads.count == handful.matters.count else {
                throw StoreError.invalid(FieldErrors(HandOverPlan.field(handful.unit), .beyondOwnPosts))
            }
            let passings = try heads.map { head in
                try head.pass(from: person, to: taker, by: actor, title: post?.title ?? "", reason: reason, tenant: tenant, now: now)
            }
            guard try await change(passings.flatMap(\.statements)).allSatisfy({ $0 == 1 }) else { throw StoreError.closed }
            for passing in passings {
                auditStep(passing.entry, hash: passing.hash, number: passing.number, in: passing.scope)
            }
        }
        audit(
            .mattersHandedOver, .person(person, label: ""), at: place,
            ["to": taker.person.description, "matters": handful.matters.map(\.number).joined(separator: " ")])
    }
}

/// A ticket passed on: what stores it, and the line of its log.
struct Passing {
    let statements: [SQL]
    let entry: TimelineEntry
    let hash: [UInt8]
    let number: String
    let scope: ChildScope
}

/// What it takes to pass a ticket on: the hands it is in, and the end of its log.
struct HeldTicketRow: RowDecodable {
    let scope: (company: UnitID, project: UnitID, vendor: UnitID?, floor: Int)
    let id: TicketID
    let number: String
    let title: String
    let state: ComplaintState
    let version: Int
    let holder: UnitID
    let holderName: String
    let handler: PersonID?
    let proposer: PersonID?
    let executor: PersonID?
    let headHash: [UInt8]

    init(row: inout RowCursor) throws {
        id = try row.next()
        scope = (try row.next(), try row.next(), try row.next(), try row.next())
        number = try row.next()
        title = try row.next()
        state = try row.next()
        version = try row.next()
        holder = try row.next()
        holderName = try row.next()
        handler = try row.next()
        proposer = try row.next()
        executor = try row.next()
        headHash = try row.next()
    }

    static func lock(_ tickets: [TicketID], tenant: TenantID) -> Query<HeldTicketRow> {
        Query(
            """
            SELECT id, company_id, project_id, vendor_id, floor, number, title, state, version, holder_unit_id, holder_unit_name, handler_id,
                proposer_id, executor_id, head_hash
            FROM ticket WHERE tenant_id = \(tenant) AND id = ANY (\(tickets)) AND open ORDER BY id FOR UPDATE
            """)
    }

    /// The new hands, a line of the log that says who passed it to whom, and a notice; each touches one row.
    func pass(
        from person: PersonID, to taker: Colleague, by actor: Actor, title post: String, reason: String, tenant: TenantID, now: Instant
    ) throws -> Passing {
        let children = ChildScope(
            tenant: tenant, ticket: id, company: scope.company, project: scope.project, vendor: scope.vendor, floor: scope.floor)
        let entry = TimelineEntry(
            ticket: id, seq: version + 1, at: now, action: ComplaintAction.assign.code, stateFrom: state.code, stateTo: state.code,
            actor: actor.person, actorName: actor.name, actorPost: post, fromUnit: holder, fromUnitName: holderName, toUnit: holder,
            toUnitName: holderName, toPersonName: taker.name, text: reason, detail: ["handOver": "leaving"])
        let hash = entry.hash(after: headHash, digest: Secrets.digest)
        let notices = [Notice(.assigned, to: .person(taker.person))]
        let job = try DeliverNotices.job(notices, ticket: id, cause: "event-\(version + 1)", subject: title, at: now)
        let statements = [
            update(from: person, to: taker, tenant: tenant, hash: hash, now: now),
            try children.insert(entry, previous: headHash, hash: hash),
        ]
        return Passing(
            statements: statements + (job.map { [$0.enqueue(tenant: tenant, now: now)] } ?? []), entry: entry, hash: hash, number: number,
            scope: children)
    }

    private func update(from person: PersonID, to taker: Colleague, tenant: TenantID, hash: [UInt8], now: Instant) -> SQL {
        // Who was asked first stays named for good; who answers meanwhile is the handler (ORG-R8).
        let isWaiting = handler == nil && [.received, .recorded].contains(state)
        let handler = isWaiting || self.handler == person ? taker.person : self.handler
        let executor = self.executor == person && state == .executing ? taker.person : self.executor
        return """
            UPDATE ticket SET version = \(version + 1), handler_id = \(handler),
                handler_name = CASE WHEN \(handler == taker.person) THEN \(taker.name) ELSE handler_name END,
                proposer_id = \(proposer == person ? taker.person : proposer), executor_id = \(executor), updated_at = \(now),
                head_hash = \(hash)
            WHERE tenant_id = \(tenant) AND id = \(id) AND version = \(version)
            """
    }
}
