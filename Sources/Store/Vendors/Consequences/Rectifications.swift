package import Domain
package import Postgres

/// A rectification order with whoever mends and whoever re-checks.
package struct RectificationRow: RowDecodable, Identifiable {
    package let id: RectificationID
    package let source: String
    package let card: CardID?
    package let title: String
    package let demand: String
    package let dueOn: Day
    package let state: RectificationState
    package let version: Int
    package let level: Int
    package let issuedByName: String
    package let issuedAt: Instant
    package let evidence: String
    package let doneBy: PersonID?
    package let doneByName: String
    package let doneAt: Instant?
    package let verifiedByName: String
    package let verifiedAt: Instant?
    package let note: String
    package let vendorName: String
    package let projectName: String
    package let unit: UnitRef
    package let overseer: UnitRef

    package init(row: inout RowCursor) throws {
        id = try row.next()
        source = try row.next()
        card = try row.next()
        title = try row.next()
        demand = try row.next()
        dueOn = try row.next()
        state = try row.next()
        version = try row.next()
        level = try row.next()
        issuedByName = try row.next()
        issuedAt = try row.next()
        evidence = try row.next()
        doneBy = try row.next()
        doneByName = try row.next()
        doneAt = try row.next()
        verifiedByName = try row.next()
        verifiedAt = try row.next()
        note = try row.next()
        vendorName = try row.next()
        projectName = try row.next()
        unit = try UnitRef(columns: &row)
        overseer = try UnitRef(columns: &row)
    }

    /// Whose people mend: the site's, and those of the vendor's centre.
    var mending: [UnitID] { [unit.id, unit.vendor].compactMap(\.self) }

    package var facts: RectificationFacts { RectificationFacts(state: state, unit: unit, overseer: overseer, doneBy: doneBy) }

    private static let columns: SQL = """
        SELECT c.id, c.source, c.card_id, c.title, c.demand, c.due_on, c.state, c.version, c.level, c.issued_by_name, c.issued_at, c.evidence,
            c.done_by, c.done_by_name, c.done_at, c.verified_by_name, c.verified_at, c.note, v.name, p.name,
            u.tenant_id, u.id, u.kind, u.code, u.name, u.company_id, u.project_id, u.vendor_id,
            c.tenant_id, c.overseer_id, coalesce(o.kind, 'group'), coalesce(o.code, ''), coalesce(o.name, ''), o.company_id, o.project_id,
            o.vendor_id
        FROM rectification c
        JOIN org_unit u ON u.tenant_id = c.tenant_id AND u.id = c.unit_id
        JOIN org_unit v ON v.tenant_id = c.tenant_id AND v.id = c.vendor_id
        JOIN org_unit p ON p.tenant_id = c.tenant_id AND p.id = c.project_id
        LEFT JOIN org_unit o ON o.tenant_id = c.tenant_id AND o.id = c.overseer_id
        """

    static func of(card: CardID, tenant: TenantID) -> Query<RectificationRow> {
        Query("\(columns) WHERE c.tenant_id = \(tenant) AND c.card_id = \(card) ORDER BY c.due_on, c.id LIMIT 100")
    }

    /// Open ones, the soonest due first; or the newest ended ones. At most 200.
    static func at(_ viewpoint: UnitRef, open: Bool) -> Query<RectificationRow> {
        let state: SQL = open ? "c.state NOT IN ('verified', 'dropped')" : "c.state IN ('verified', 'dropped')"
        let order: SQL = open ? "c.due_on, c.id" : "c.id DESC"
        return Query("\(columns) WHERE c.tenant_id = \(viewpoint.tenant) AND \(state)\(viewpoint.cardTerm) ORDER BY \(order) LIMIT 200")
    }

    static func find(_ order: RectificationID, at viewpoint: UnitRef) -> Query<RectificationRow> {
        Query("\(columns) WHERE c.tenant_id = \(viewpoint.tenant) AND c.id = \(order)\(viewpoint.cardTerm)")
    }

    /// Orders the vendor has not done and whose due day is over: at most 500 a run.
    static func overdue(_ today: Day, tenant: TenantID) -> Query<RectificationRow> {
        Query(
            """
            \(columns) WHERE c.tenant_id = \(tenant) AND c.state IN ('open', 'returned') AND c.due_on < \(today) AND c.level < 2
            ORDER BY c.due_on, c.id LIMIT 500
            """)
    }

    /// One row where nobody was faster.
    func apply(_ step: RectificationStep, to state: RectificationState, text: String, by actor: Actor, today: Day, now: Instant) -> SQL {
        let columns: SQL =
            switch step {
            case .complete:
                """
                evidence = \(text), done_by = \(actor.person), done_by_name = \(actor.name), done_at = \(now),
                    first_done_on = coalesce(first_done_on, \(today))
                """
            case .verify: "verified_by = \(actor.person), verified_by_name = \(actor.name), verified_at = \(now), note = \(text)"
            case .sendBack: "note = \(text)"
            case .drop: "verified_by_name = \(actor.name), verified_at = \(now), note = \(text)"
            }
        return """
            UPDATE rectification SET state = \(state), version = version + 1, \(columns)
            WHERE tenant_id = \(unit.tenant) AND id = \(id) AND version = \(Int32(version)) AND state = \(self.state)
            """
    }

    func raise(to level: Int) -> SQL {
        "UPDATE rectification SET level = \(Int16(level)), version = version + 1 WHERE tenant_id = \(unit.tenant) AND id = \(id) AND level < \(Int16(level))"
    }
}

/// An order to issue; the caller has the right to.
package struct NewRectification: Sendable {
    package enum Source: Hashable, Sendable {
        case card(CardID, line: String)
        case inspection(finding: Int64)
        case manual
    }

    package let source: Source
    /// Who mends: the vendor's site.
    package let unit: UnitRef
    /// Who re-checks.
    package let overseer: UnitRef
    package let title: String
    package let demand: String
    package let dueOn: Day

    package init(source: Source, unit: UnitRef, overseer: UnitRef, title: String, demand: String, dueOn: Day) {
        self.source = source
        self.unit = unit
        self.overseer = overseer
        self.title = title
        self.demand = demand
        self.dueOn = dueOn
    }
}

extension Transaction {
    package func rectifications(open: Bool) async throws -> [RectificationRow] {
        guard let viewpoint else { throw StoreError.notFound }
        return try await fetch(RectificationRow.at(viewpoint, open: open))
    }

    package func rectification(_ id: RectificationID) async throws -> RectificationRow {
        guard let viewpoint, let row = try await fetchFirst(RectificationRow.find(id, at: viewpoint)) else { throw StoreError.notFound }
        return row
    }
}

extension WriteTransaction {
    /// - Throws: `invalid` for a unit that is no vendor's.
    @discardableResult
    package func issueRectification(_ new: NewRectification) async throws -> RectificationID {
        guard let company = new.unit.company, let project = new.unit.project, let vendor = new.unit.vendor else {
            throw StoreError.invalid(FieldErrors("unit", .notAChoice))
        }
        let actor = try? actor
        let (card, line): (CardID?, String?) = if case .card(let id, let line) = new.source { (id, line) } else { (nil, nil) }
        let finding: Int64? = if case .inspection(let id) = new.source { id } else { nil }
        let source = card != nil ? "card" : finding != nil ? "inspection" : "manual"
        let added = try await change(
            [],
            then: Query<Single<RectificationID>>(
                """
                INSERT INTO rectification (tenant_id, unit_id, company_id, project_id, vendor_id, source, card_id, line_key, finding_id, title,
                    demand, due_on, state, overseer_id, issued_by, issued_by_name, issued_at)
                VALUES (\(tenant), \(new.unit.id), \(company), \(project), \(vendor), \(source), \(card), \(line), \(finding), \(new.title),
                    \(new.demand), \(new.dueOn), 'open', \(new.overseer.id), \(actor?.person), \(actor?.name ?? ""), \(now)) RETURNING id
                """))
        guard let id = added.rows.first?.value else { throw StoreError.closed }
        audit(
            .rectificationStep, AuditObject(.scorecard, id: id.rawValue, label: new.title), at: new.unit,
            ["action": "issue", "source": source, "due": new.dueOn.isoText])
        try await tell(.scoreOrder, about: id.rawValue, new.title, at: [new.unit.id, vendor], who: .rectificationDo, cause: "issue")
        return id
    }

    /// - Parameter files: held by the person; what shows that it is done.
    /// - Throws: `RectificationRefusal`; `stale`; `notFound`; `invalid` at `files` for one that cannot be hung.
    package func take(_ step: RectificationStep, of id: RectificationID, text: String, files: [FileID] = [], version: Int) async throws {
        try await enter()
        let order = try await rectification(id)
        guard order.version == version else {
            throw StoreError.stale(Staleness(version: order.version, state: order.state.code, changes: []))
        }
        let state = try Rectifying.apply(step, to: order.facts, by: try actor)
        if !files.isEmpty { try await hang(files, try await access(id, for: HangFiles.self)) }
        if step == .complete {
            let shown = try await fetchFirst(FileStatements.hung(on: id, since: order.doneAt, tenant: tenant))?.value ?? 0
            try Rectifying.prove(step, files: shown)
        }
        let touched = try await change([order.apply(step, to: state, text: text, by: try actor, today: try today, now: now)])
        guard touched == [1] else { throw StoreError.stale(Staleness(version: order.version, state: order.state.code, changes: [])) }
        audit(
            .rectificationStep, AuditObject(.scorecard, id: id.rawValue, label: order.title), at: order.unit,
            ["action": step.code, "from": order.state.code, "to": state.code])
        switch step {
        case .complete: try await tell(.scoreOrderDone, order, at: [order.overseer.id], who: .rectificationVerify, cause: String(version))
        case .sendBack: try await tell(.scoreOrderBack, order, at: order.mending, who: .rectificationDo, cause: String(version))
        case .verify, .drop: break
        }
    }

    private func tell(
        _ kind: NoticeKind, _ order: RectificationRow, at units: [UnitID], who permission: Permission, cause: String
    ) async throws {
        try await tell(kind, about: order.id.rawValue, order.title, at: units, who: permission, cause: cause)
    }

    /// Raises what is overdue by one tier more, on record; part of the hourly count.
    func escalateOverdue(_ today: Day) async throws {
        let overdue = try await fetch(RectificationRow.overdue(today, tenant: tenant))
        let group = overdue.isEmpty ? nil : try await fetchFirst(GroupUnitRow.query(tenant: tenant))?.unit
        for order in overdue {
            let level = Rectifying.level(dueOn: order.dueOn, state: order.state, today: today)
            guard level > order.level else { continue }
            try await change([order.raise(to: level)])
            audit(
                .rectificationStep, AuditObject(.scorecard, id: order.id.rawValue, label: order.title), at: order.unit,
                ["action": "escalate", "level": String(level)])
            // One tier more each time: who re-checks, the company above, the group.
            let tiers = [order.overseer.id, order.overseer.company].compactMap(\.self) + (level > 1 ? [group?.id].compactMap(\.self) : [])
            try await tell(.scoreOrderOverdue, order, at: tiers, who: .rectificationVerify, cause: "over-\(level)")
            try await tell(.scoreOrderOverdue, order, at: order.mending, who: .rectificationDo, cause: "over-\(level)")
        }
    }
}
