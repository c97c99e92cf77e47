package import Domain
package import Postgres

/// Somebody who may be given forms, by post.
package struct AssessorRow: RowDecodable {
    package let person: PersonID
    package let name: String
    package let post: String
    package let roleKey: String
    package let unit: UnitRef

    package init(row: inout RowCursor) throws {
        person = try row.next()
        name = try row.next()
        post = try row.next()
        roleKey = try row.next()
        unit = try UnitRef(columns: &row)
    }

    /// In which capacity, unless the round's keeper says otherwise.
    package var usualRole: AssessorRole {
        if roleKey == BuiltInRole.vendorAssessor.key { return .outside }
        return switch unit.kind {
        case .group: .group
        case .company: .company
        default: .project
        }
    }

    /// Posts of the developer's line under a unit whose role assesses; at most 300.
    static func possible(for unit: UnitRef, on day: Day, tenant: TenantID) -> Query<AssessorRow> {
        let place: SQL = unit.kind == .company ? " AND (u.company_id = \(unit.id) OR u.kind = 'group')" : .empty
        return Query(
            """
            SELECT q.person_id, p.name, q.title, r.key, u.tenant_id, u.id, u.kind, u.code, u.name, u.company_id, u.project_id, u.vendor_id
            FROM post q
            JOIN person p ON p.tenant_id = q.tenant_id AND p.id = q.person_id AND p.disabled_at IS NULL
            JOIN role r ON r.tenant_id = q.tenant_id AND r.id = q.role_id AND 'card.assess' = ANY (r.permissions)
            JOIN org_unit u ON u.tenant_id = q.tenant_id AND u.id = q.unit_id AND u.vendor_id IS NULL
            WHERE q.tenant_id = \(tenant)\(place) AND q.from_on <= \(day) AND (q.to_on IS NULL OR q.to_on >= \(day))
            ORDER BY u.id, p.name, q.id LIMIT 300
            """)
    }

    /// Units where somebody holds a post on a day.
    static func units(of person: PersonID, on day: Day, tenant: TenantID) -> Query<AssessorRow> {
        Query(
            """
            SELECT q.person_id, '', q.title, '', u.tenant_id, u.id, u.kind, u.code, u.name, u.company_id, u.project_id, u.vendor_id
            FROM post q JOIN org_unit u ON u.tenant_id = q.tenant_id AND u.id = q.unit_id
            WHERE q.tenant_id = \(tenant) AND q.person_id = \(person) AND q.from_on <= \(day) AND (q.to_on IS NULL OR q.to_on >= \(day))
            """)
    }
}

/// A form as its assessor's list and page show it.
package struct AssessmentRow: RowDecodable {
    package let id: AssessmentID
    package let holder: PersonID
    package let round: RoundID
    package let roundName: String
    package let period: ScorePeriod
    package let assessUntil: Day
    package let project: UnitID
    package let company: UnitID
    package let vendor: UnitID
    package let projectName: String
    package let vendorName: String
    package let role: AssessorRole
    package let state: AssessmentState
    package let lock: Int
    package let sheet: AssessmentSheet
    package let submittedAt: Instant?
    package let reminders: Int

    package init(row: inout RowCursor) throws {
        id = try row.next()
        holder = try row.next()
        round = try row.next()
        roundName = try row.next()
        period = try ScorePeriod(row: &row)
        assessUntil = try row.next()
        project = try row.next()
        company = try row.next()
        vendor = try row.next()
        projectName = try row.next()
        vendorName = try row.next()
        role = try row.next()
        state = try row.next()
        lock = try row.next()
        let (scores, notes): (JSONText, JSONText) = (try row.next(), try row.next())
        sheet = AssessmentSheet(
            scores: try EventDetail.decode([String: Int].self, from: scores),
            notes: try EventDetail.decode([String: String].self, from: notes))
        submittedAt = try row.next()
        reminders = try row.next()
    }

    private static let columns: SQL = """
        SELECT f.id, f.holder_id, f.round_id, f.round_name, f.period, f.start_month, f.assess_until, f.project_id, f.company_id, f.vendor_id,
            f.project_name, f.vendor_name, f.role, f.state, f.version, f.scores, f.notes, f.submitted_at, f.reminders
        FROM score_form f
        """

    /// One's own, those still open first; at most 100.
    static func held(by person: PersonID, tenant: TenantID) -> Query<AssessmentRow> {
        Query("\(columns) WHERE f.tenant_id = \(tenant) AND f.holder_id = \(person) ORDER BY f.state, f.id DESC LIMIT 100")
    }

    static func own(_ form: AssessmentID, person: PersonID, tenant: TenantID) -> Query<AssessmentRow> {
        Query("\(columns) WHERE f.tenant_id = \(tenant) AND f.id = \(form) AND f.holder_id = \(person)")
    }

    /// All that were handed in for some cards.
    static func submitted(_ round: RoundID, tenant: TenantID) -> Query<AssessmentRow> {
        Query("\(columns) WHERE f.tenant_id = \(tenant) AND f.round_id = \(round) AND f.state = 'submitted' ORDER BY f.id")
    }
}

/// A form with what it asks.
package struct AssessmentFile: Sendable {
    package let form: AssessmentRow
    package let state: RoundState
    package let indicators: [Indicator]
    package let open: Bool
}

/// Who gets forms: person and capacity, for one project or all. Fields: person, role, project.
package struct NewAssessor: Sendable {
    package static let names = ["person", "role", "project"]

    package let person: PersonID
    package let role: AssessorRole
    package let project: UnitID?

    package init(person: PersonID, role: AssessorRole, project: UnitID? = nil) {
        self.person = person
        self.role = role
        self.project = project
    }

    package static func read(_ fields: [String: String]) -> Result<NewAssessor, FieldErrors> {
        var form = FormReader(fields)
        let person: PersonID = form.id("person")
        let role: AssessorRole? = form.choice("role")
        let project: UnitID? = form.optionalID("project")
        return form.result(NewAssessor(person: person, role: role ?? .outside, project: project))
    }
}

extension Transaction {
    /// The person's own forms; nobody else's.
    package func assessments() async throws -> [AssessmentRow] {
        let actor = try await enter()
        return try await fetch(AssessmentRow.held(by: actor.person, tenant: tenant))
    }

    /// - Throws: `notFound` for any form but the own.
    package func assessment(_ id: AssessmentID) async throws -> AssessmentFile {
        let actor = try await enter()
        guard let form = try await fetchFirst(AssessmentRow.own(id, person: actor.person, tenant: tenant)),
            let round = try await fetchFirst(RoundRow.one(form.round, tenant: tenant))
        else { throw StoreError.notFound }
        let indicators = try await scoreTemplate(round.versions).indicators.filter { $0.source.kind == .assessor }
        let facts = AssessmentFacts(holder: form.holder, state: form.state, round: round.state, until: round.assessUntil)
        let open = (try? Assessing.check(facts, by: actor, today: try today)) != nil
        return AssessmentFile(form: form, state: round.state, indicators: indicators, open: open)
    }
}

extension WriteTransaction {
    /// Gives somebody the forms of a round's cards; those given already stay.
    /// - Throws: `invalid` with field `person` for who does not assess here, or works for one of the vendors.
    package func assign(_ new: NewAssessor, _ permit: Permit<RunRound, RoundFile>) async throws {
        let file = permit.thing
        guard [.scheduled, .inProgress].contains(file.round.state) else {
            throw StoreError.stale(Staleness(version: file.round.lock, state: file.round.state.code, changes: []))
        }
        guard let assessor = file.assessors.first(where: { $0.person == new.person }) else {
            throw StoreError.invalid(FieldErrors("person", .notAChoice))
        }
        let held = try await fetch(AssessorRow.units(of: new.person, on: try today, tenant: tenant)).map(\.unit)
        let cards = file.cards.filter { card in new.project.map { $0 == card.project } ?? assessor.covers(card) }
        guard !cards.isEmpty else { throw StoreError.invalid(FieldErrors("project", .notAChoice)) }
        guard cards.allSatisfy({ Assessing.mayAssess($0.vendor, heldUnits: held) }) else {
            throw StoreError.invalid(FieldErrors("person", .dutyConflict))
        }
        try await change([AssessmentStatements.give(cards, of: file.round, to: assessor, as: new.role, tenant: tenant, now: now)])
        audit(
            .assessorsGiven, .round(file.round.id, label: file.round.name), at: file.round.unit,
            ["person": new.person.description, "role": new.role.code, "forms": String(cards.count)])
    }

    /// Keeps what was filled in, or hands it in.
    /// - Throws: `notFound` for another's form; `AssessmentRefusal` when it is late, or the assessor works for a vendor; `invalid` field by
    ///   field; `stale`.
    package func fill(_ id: AssessmentID, _ fields: [String: String], submit: Bool, lock: Int) async throws {
        try await enter()
        let file = try await assessment(id)
        let facts = AssessmentFacts(holder: file.form.holder, state: file.form.state, round: file.state, until: file.form.assessUntil)
        try Assessing.check(facts, by: try actor, today: try today)
        guard Assessing.mayAssess(file.form.vendor, heldUnits: try actor.posts.map(\.unit)) else { throw StoreError.refused(.assess) }
        let sheet = try AssessmentSheet.read(fields, for: file.indicators, complete: submit).mapError(StoreError.invalid).get()
        let touched = try await change([
            try AssessmentStatements.save(sheet, file.form, submit: submit, lock: lock, tenant: tenant, now: now)
        ])
        guard touched == [1] else { throw StoreError.stale(Staleness(version: file.form.lock, state: file.form.state.code, changes: [])) }
        guard submit else { return }
        audit(.assessmentSubmitted, .round(file.form.round, label: file.form.roundName), at: nil, ["form": id.description])
    }
}

extension AssessorRow {
    /// A post at a project judges that project only; one at a company or the group, all of theirs.
    func covers(_ card: CardRow) -> Bool {
        switch unit.kind {
        case .group: true
        case .company: unit.id == card.company
        default: unit.id == card.project
        }
    }
}

enum AssessmentStatements {
    static func give(
        _ cards: [CardRow], of round: RoundRow, to assessor: AssessorRow, as role: AssessorRole, tenant: TenantID, now: Instant
    ) -> SQL {
        """
        INSERT INTO score_form (tenant_id, company_id, project_id, vendor_id, holder_id, round_id, card_id, holder_name, holder_post, role,
            round_name, period, start_month, assess_until, project_name, vendor_name, state, given_at)
        SELECT c.tenant_id, c.company_id, c.project_id, c.vendor_id, \(assessor.person), c.round_id, c.id, \(assessor.name), \(assessor.post),
            \(role), \(round.name), c.period, c.start_month, \(round.assessUntil), p.name, v.name, 'open', \(now)
        FROM score_card c
        JOIN org_unit p ON p.tenant_id = c.tenant_id AND p.id = c.project_id
        JOIN org_unit v ON v.tenant_id = c.tenant_id AND v.id = c.vendor_id
        WHERE c.tenant_id = \(tenant) AND c.id = ANY (\(cards.map(\.id)))
        ON CONFLICT (tenant_id, card_id, holder_id) DO NOTHING
        """
    }

    static func save(_ sheet: AssessmentSheet, _ form: AssessmentRow, submit: Bool, lock: Int, tenant: TenantID, now: Instant) throws -> SQL
    {
        let state: SQL = submit ? ", state = 'submitted', submitted_at = \(now)" : .empty
        return """
            UPDATE score_form SET version = version + 1, scores = \(try EventDetail.encode(sheet.scores)),
                notes = \(try EventDetail.encode(sheet.notes))\(state)
            WHERE tenant_id = \(tenant) AND id = \(form.id) AND holder_id = \(form.holder) AND state = 'open' AND version = \(Int32(lock))
            """
    }

    static func remindAssessors(_ round: RoundID, tenant: TenantID, now: Instant) -> SQL {
        """
        UPDATE score_form SET reminders = reminders + 1, reminded_at = \(now)
        WHERE tenant_id = \(tenant) AND round_id = \(round) AND state = 'open'
        """
    }
}
