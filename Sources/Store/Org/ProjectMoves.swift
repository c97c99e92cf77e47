package import Domain
package import Postgres

/// 项目划转: a project leaves one company for another from a day on. Fields: company, on, reason.
package struct NewMove: Hashable, Sendable {
    package let company: UnitID
    package let on: Day
    package let reason: String

    package init(company: UnitID, on: Day, reason: String) {
        self.company = company
        self.on = on
        self.reason = reason
    }

    package static func read(_ fields: [String: String], today: Day) -> Result<NewMove, FieldErrors> {
        var form = FormReader(fields)
        let command = NewMove(company: form.id("company"), on: form.day("on"), reason: form.text("reason", max: 300))
        // What was, was with the old company: figures of the past are not rewritten.
        if form.errors["on"] == nil, command.on < today { form.add("on", .tooEarly(today)) }
        return form.result(command)
    }
}

/// A move, planned, done or called off.
package struct MoveRow: RowDecodable, Hashable {
    package let id: MoveID
    package let project: UnitID
    package let from: UnitID
    package let fromName: String
    package let to: UnitID
    package let toName: String
    package let on: Day
    package let reason: String
    package let plannedBy: PersonID
    package let plannedByName: String
    package let plannedAt: Instant
    package let cancelledAt: Instant?
    package let doneAt: Instant?
    package let tickets: Int
    package let houses: Int

    package var isPlanned: Bool { cancelledAt == nil && doneAt == nil }

    package init(row: inout RowCursor) throws {
        id = try row.next()
        project = try row.next()
        from = try row.next()
        fromName = try row.next()
        to = try row.next()
        toName = try row.next()
        on = try row.next()
        reason = try row.next()
        plannedBy = try row.next()
        plannedByName = try row.next()
        plannedAt = try row.next()
        cancelledAt = try row.next()
        doneAt = try row.next()
        tickets = try row.next()
        houses = try row.next()
    }

    private static let selection: SQL = """
        SELECT m.id, m.project_id, m.from_company_id, coalesce(f.name, ''), m.to_company_id, coalesce(t.name, ''), m.on_day, m.reason,
            m.planned_by, m.planned_by_name, m.planned_at, m.cancelled_at, m.done_at, m.tickets, m.houses
        FROM project_move m
        LEFT JOIN org_unit f ON f.tenant_id = m.tenant_id AND f.id = m.from_company_id
        LEFT JOIN org_unit t ON t.tenant_id = m.tenant_id AND t.id = m.to_company_id
        """

    /// Newest first.
    package static func of(_ project: UnitID, tenant: TenantID) -> Query<MoveRow> {
        Query("\(selection) WHERE m.tenant_id = \(tenant) AND m.project_id = \(project) ORDER BY m.id DESC LIMIT 50")
    }

    /// Nobody else cancels or carries it out before this transaction ends.
    static func take(_ move: MoveID, tenant: TenantID) -> Query<MoveRow> {
        Query("\(selection) WHERE m.tenant_id = \(tenant) AND m.id = \(move) FOR UPDATE OF m")
    }

    static func insert(
        _ move: NewMove, project: UnitRef, from company: UnitID, readers: [UnitID], by actor: Actor, now: Instant
    ) -> Query<Single<MoveID>> {
        Query(
            """
            INSERT INTO project_move (tenant_id, reader_ids, project_id, from_company_id, to_company_id, on_day, reason, planned_by,
                planned_by_name, planned_at)
            VALUES (\(project.tenant), \(readers), \(project.id), \(company), \(move.company), \(move.on), \(move.reason), \(actor.person),
                \(actor.name), \(now))
            RETURNING id
            """)
    }

    static func cancel(_ move: MoveID, byName: String, tenant: TenantID, now: Instant) -> SQL {
        """
        UPDATE project_move SET cancelled_at = \(now), cancelled_by_name = \(byName)
        WHERE tenant_id = \(tenant) AND id = \(move) AND done_at IS NULL AND cancelled_at IS NULL
        """
    }

    static func done(_ move: MoveID, tickets: Int, houses: Int, tenant: TenantID, now: Instant) -> SQL {
        """
        UPDATE project_move SET done_at = \(now), tickets = \(tickets), houses = \(houses)
        WHERE tenant_id = \(tenant) AND id = \(move)
        """
    }
}

extension WriteTransaction {
    /// Plans the move for its day; the worker carries it out at the day's first minute, or at once for today. Two plans at once are one:
    /// the second is told that there is a plan already.
    /// - Parameters:
    ///   - project: the permit for the project.
    ///   - company: the permit for the company it goes to.
    /// - Throws: `invalid` with field `company` for the present company; `constraint` "project_move_planned".
    @discardableResult
    package func plan(
        _ move: NewMove, project: Permit<ManageOrg, UnitRef>, company: Permit<ManageOrg, UnitRef>
    ) async throws -> MoveID {
        let unit = project.thing
        guard unit.kind == .project, company.thing.kind == .company, company.thing.id == move.company, let from = unit.company else {
            throw StoreError.notFound
        }
        guard from != move.company else { throw StoreError.invalid(FieldErrors("company", .notAChoice)) }
        _ = try await fetch(UnitStatements.lock(tenant: tenant, unit.id))
        let insert = MoveRow.insert(
            move, project: unit, from: from, readers: [unit.id, from, move.company], by: try actor, now: now)
        guard let id = try await fetchFirst(insert)?.value else { throw StoreError.closed }
        let start = move.on <= (try today) ? now : Instant(move.on, offsetMinutes: try offsetMinutes)
        try await enqueue(
            MoveProject.kind, payload: try EventDetail.encode(MoveProject.Payload(move: id.rawValue)), at: start,
            uniqueKey: "moveProject-\(id)", priority: 40)
        audit(
            .movePlanned, .unit(unit.id, label: unit.code), at: unit, ["to": company.thing.code, "on": move.on.isoText])
        return id
    }

    /// Calls a planned move off.
    /// - Throws: `notFound` when the project has none.
    package func cancelMove(_ permit: Permit<ManageOrg, UnitRef>) async throws {
        let unit = permit.thing
        let moves = try await fetch(MoveRow.of(unit.id, tenant: tenant))
        guard let planned = moves.first(where: \.isPlanned) else { throw StoreError.notFound }
        let cancel = MoveRow.cancel(planned.id, byName: try actor.name, tenant: tenant, now: now)
        guard try await change([cancel]) == [1] else { throw StoreError.notFound }
        audit(.moveCancelled, .unit(unit.id, label: unit.code), at: unit, ["on": planned.on.isoText])
    }
}
