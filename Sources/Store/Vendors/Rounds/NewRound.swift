package import Domain
package import Postgres

/// A round as it is planned. Fields: template, name, month (first of the period, `2026-10`), assessUntil.
package struct NewRound: Sendable {
    package static let names = ["template", "name", "month", "assessUntil"]

    package let template: ScoreTemplateID
    package let name: String
    package let month: ScoreMonth
    package let assessUntil: Day

    package init(template: ScoreTemplateID, name: String, month: ScoreMonth, assessUntil: Day) {
        self.template = template
        self.name = name
        self.month = month
        self.assessUntil = assessUntil
    }

    package static func read(_ fields: [String: String], today: Day) -> Result<NewRound, FieldErrors> {
        var form = FormReader(fields)
        let template: ScoreTemplateID = form.id("template")
        let name = form.text("name", max: 60)
        let month = form.parsed("month") { raw throws(FieldProblem) in ScoreMonth(try Day.parse((raw ?? "") + "-01")) }
        let until = form.day("assessUntil")
        if form.errors["assessUntil"] == nil, until < today { form.add("assessUntil", .inThePast) }
        return form.result(NewRound(template: template, name: name, month: month ?? ScoreMonth(today), assessUntil: until))
    }
}

/// Purpose of a permit: to plan and run a round.
package enum RunRound {}

extension WriteTransaction {
    /// The right to plan rounds of the viewpoint's unit.
    /// - Throws: `notFound` at a project or a vendor; `refused(.roundRun)`.
    package func access(for purpose: RunRound.Type) async throws -> Permit<RunRound, UnitRef> {
        try await enter()
        let unit = try judgingPlace
        guard unit.kind != .project else { throw StoreError.notFound }
        guard try actor.covers(unit, with: .roundRun) else { throw StoreError.refused(.roundRun) }
        return Permit(unit)
    }

    /// A round, held until the transaction ends.
    /// - Throws: `notFound`; `refused(.roundRun)` for another unit's; `stale`.
    package func access(_ round: RoundID, for purpose: RunRound.Type, lock: Int) async throws -> Permit<RunRound, RoundFile> {
        try await enter()
        guard try await fetchFirst(RoundRow.lock(round, tenant: tenant)) != nil else { throw StoreError.notFound }
        let file = try await self.round(round)
        guard file.mayRun else { throw StoreError.refused(.roundRun) }
        guard lock == file.round.lock else {
            throw StoreError.stale(Staleness(version: file.round.lock, state: file.round.state.code, changes: []))
        }
        return Permit(file)
    }

    /// Plans a round and lays out one card for each vendor and project engaged in the period.
    /// - Throws: `invalid` for a template the unit does not know, or a period that has a round already.
    package func plan(_ new: NewRound, _ permit: Permit<RunRound, UnitRef>) async throws -> RoundID {
        let unit = permit.thing
        guard let template = try await templateLibrary().first(where: { $0.id == new.template && $0.base == nil }),
            let kind = template.period, template.published != nil
        else { throw StoreError.invalid(FieldErrors("template", .notAChoice)) }
        let period = ScorePeriod(kind, containing: new.month)
        guard try await fetchFirst(RoundStatements.same(template.id, period, unit: unit)) == nil else {
            throw StoreError.invalid(FieldErrors("month", .taken))
        }
        guard let id = try await fetchFirst(RoundStatements.next)?.value else { throw StoreError.closed }
        try await change([
            RoundStatements.add(new, id, period, unit: unit, by: try actor, now: now),
            RoundStatements.cards(id, new, period, template: template, unit: unit), RoundStatements.countCards(id, tenant: tenant),
        ])
        audit(.roundPlanned, .round(id, label: new.name), at: unit, ["period": period.description])
        return id
    }
}

enum RoundStatements {
    static let next = Query<Single<RoundID>>("SELECT nextval('score_round_id_seq')")

    static func same(_ template: ScoreTemplateID, _ period: ScorePeriod, unit: UnitRef) -> Query<Single<RoundID>> {
        Query(
            """
            SELECT id FROM score_round WHERE tenant_id = \(unit.tenant) AND unit_id = \(unit.id) AND template_id = \(template)
                AND period = \(period.kind) AND start_month = \(Int32(period.start.number)) AND state <> 'cancelled'
            """)
    }

    static func add(_ new: NewRound, _ id: RoundID, _ period: ScorePeriod, unit: UnitRef, by actor: Actor, now: Instant) -> SQL {
        """
        INSERT INTO score_round (tenant_id, id, unit_id, company_id, project_id, template_id, name, period, start_month, assess_until, state,
            planned_by, planned_by_name, planned_at, state_at)
        VALUES (\(unit.tenant), \(id), \(unit.id), \(unit.company), \(unit.project), \(new.template), \(new.name), \(period.kind),
            \(Int32(period.start.number)), \(new.assessUntil), 'scheduled', \(actor.person), \(actor.name), \(now), \(now))
        """
    }

    /// One card for each vendor and project engaged on some day of the period, at the site of the last engagement (ORG-R15).
    static func cards(_ round: RoundID, _ new: NewRound, _ period: ScorePeriod, template: TemplateRow, unit: UnitRef) -> SQL {
        let company: SQL = unit.kind == .company ? " AND e.company_id = \(unit.id)" : .empty
        return """
            INSERT INTO score_card (tenant_id, unit_id, company_id, project_id, vendor_id, round_id, round_name, template_name, period,
                start_month, engaged_from, engaged_to, handed_over_on)
            SELECT DISTINCT ON (e.project_id, e.vendor_id) e.tenant_id, e.unit_id, e.company_id, e.project_id, e.vendor_id, \(round), \(new.name),
                \(template.name), \(period.kind), \(Int32(period.start.number)), e.from_on, e.to_on, p.handed_over_on
            FROM engagement e JOIN org_unit p ON p.tenant_id = e.tenant_id AND p.id = e.project_id
            WHERE e.tenant_id = \(unit.tenant)\(company) AND e.from_on <= \(period.last) AND (e.to_on IS NULL OR e.to_on >= \(period.first))
            ORDER BY e.project_id, e.vendor_id, e.from_on DESC
            """
    }

    static func countCards(_ round: RoundID, tenant: TenantID) -> SQL {
        """
        UPDATE score_round SET vendors = (SELECT count(*) FROM score_card c WHERE c.tenant_id = \(tenant) AND c.round_id = \(round))
        WHERE tenant_id = \(tenant) AND id = \(round)
        """
    }

    static func step(_ round: RoundRow, _ row: RoundTransition, _ command: RoundCommand, by actor: Actor?, now: Instant) -> SQL {
        let until: SQL = command.assessUntil.map { ", assess_until = \($0)" } ?? .empty
        let person: PersonID? = actor?.person
        let name = actor?.name ?? ""
        let more: SQL =
            switch row.action {
            case .score: ", scored_by = \(person), scored_by_name = \(name), computed = 0"
            case .reopen: ", scored_by = NULL, scored_by_name = '', computed = 0"
            case .confirm: ", confirmed_by = \(person), confirmed_by_name = \(name), confirmed_at = \(now)"
            default: .empty
            }
        return """
            UPDATE score_round SET state = \(row.to), version = version + 1, state_at = \(now)\(until)\(more)
            WHERE tenant_id = \(round.unit.tenant) AND id = \(round.id) AND state = \(row.from) AND version = \(Int32(round.lock))
            """
    }

    static func note(_ round: RoundRow, _ row: RoundTransition, _ command: RoundCommand, by name: String, post: String, now: Instant) -> SQL
    {
        """
        INSERT INTO score_step (tenant_id, unit_id, company_id, project_id, round_id, action, from_state, to_state, actor_name, actor_post, at,
            note)
        VALUES (\(round.unit.tenant), \(round.unit.id), \(round.unit.company), \(round.unit.project), \(round.id), \(row.action), \(row.from),
            \(row.to), \(name), \(post), \(now), \(command.note ?? ""))
        """
    }

    /// Fixes what is judged.
    static func fix(_ round: RoundRow, _ version: TemplateVersionID, addition: TemplateVersionID?) -> SQL {
        """
        UPDATE score_round SET version_id = \(version), addition_version_id = \(addition)
        WHERE tenant_id = \(round.unit.tenant) AND id = \(round.id)
        """
    }

    static func numberCards(_ round: RoundRow, _ version: TemplateVersionID) -> SQL {
        """
        UPDATE score_card SET template_number = coalesce((SELECT v.number FROM score_version v
            WHERE v.tenant_id = \(round.unit.tenant) AND v.id = \(version)), 0)
        WHERE tenant_id = \(round.unit.tenant) AND round_id = \(round.id)
        """
    }

    static func deadline(_ round: RoundRow, _ day: Day) -> SQL {
        "UPDATE score_form SET assess_until = \(day) WHERE tenant_id = \(round.unit.tenant) AND round_id = \(round.id)"
    }

    static func appealUntil(_ round: RoundRow, _ day: Day) -> SQL {
        "UPDATE score_round SET appeal_until = \(day) WHERE tenant_id = \(round.unit.tenant) AND id = \(round.id)"
    }

    static func computed(_ round: RoundID, _ count: Int, tenant: TenantID) -> SQL {
        "UPDATE score_round SET computed = \(Int32(count)) WHERE tenant_id = \(tenant) AND id = \(round)"
    }
}
