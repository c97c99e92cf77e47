package import Domain
package import Postgres

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
        return try await fetch(AssessmentRow.held(by: actor.person, from: try formsFrom, tenant: tenant))
    }

    /// Who only assesses, an outside evaluator or an owner, sees the forms until their last day and no longer.
    private var formsFrom: Day? {
        get throws { try actor.holds(.cardSee) ? nil : try today }
    }

    /// - Throws: `notFound` for any form but the own.
    package func assessment(_ id: AssessmentID) async throws -> AssessmentFile {
        let actor = try await enter()
        guard let form = try await fetchFirst(AssessmentRow.own(id, person: actor.person, from: try formsFrom, tenant: tenant)),
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
        guard file.round.state == .inProgress else { return }
        // Whoever was told before is not told again; who joins now is.
        try await tell(.scoreForms, about: file.round.id.rawValue, file.round.name, who: .assess, cause: "start")
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
