package import Domain
package import Postgres

/// A round as lists and its page show it.
package struct RoundRow: RowDecodable {
    package let id: RoundID
    package let unit: UnitRef
    package let unitNameEnglish: String
    package let template: ScoreTemplateID
    package let templateName: String
    package let templateNameEnglish: String
    package let templatePublished: TemplateVersionID?
    package let version: TemplateVersionID?
    package let number: Int?
    package let addition: TemplateVersionID?
    package let name: String
    package let period: ScorePeriod
    package let assessUntil: Day
    package let state: RoundState
    /// Counts changes, so that two people do not move a round at once.
    package let lock: Int
    package let plannedBy: String
    package let scoredBy: PersonID?
    package let scoredByName: String
    package let confirmedBy: PersonID?
    package let confirmedByName: String
    package let confirmedAt: Instant?
    package let appealUntil: Day?
    package let vendors: Int
    package let computed: Int

    package init(row: inout RowCursor) throws {
        id = try row.next()
        unit = try UnitRef(columns: &row)
        unitNameEnglish = try row.next()
        template = try row.next()
        templateName = try row.next()
        templateNameEnglish = try row.next()
        templatePublished = try row.next()
        version = try row.next()
        number = try row.next()
        addition = try row.next()
        name = try row.next()
        period = try ScorePeriod(row: &row)
        assessUntil = try row.next()
        state = try row.next()
        lock = try row.next()
        plannedBy = try row.next()
        scoredBy = try row.next()
        scoredByName = try row.next()
        confirmedBy = try row.next()
        confirmedByName = try row.next()
        confirmedAt = try row.next()
        appealUntil = try row.next()
        vendors = try row.next()
        computed = try row.next()
    }

    private static let columns: SQL = """
        SELECT r.id, u.tenant_id, u.id, u.kind, u.code, u.name, u.company_id, u.project_id, u.vendor_id, u.name_en, r.template_id, t.name,
            t.name_en, (SELECT v.id FROM score_version v WHERE v.tenant_id = r.tenant_id AND v.template_id = r.template_id
                AND v.state = 'published' ORDER BY v.number DESC LIMIT 1), r.version_id, v.number, r.addition_version_id, r.name, r.period,
            r.start_month, r.assess_until, r.state, r.version, r.planned_by_name, r.scored_by, r.scored_by_name, r.confirmed_by,
            r.confirmed_by_name, r.confirmed_at, r.appeal_until, r.vendors, r.computed
        FROM score_round r
        JOIN org_unit u ON u.tenant_id = r.tenant_id AND u.id = r.unit_id
        JOIN score_template t ON t.tenant_id = r.tenant_id AND t.id = r.template_id
        LEFT JOIN score_version v ON v.tenant_id = r.tenant_id AND v.id = r.version_id
        """

    /// Rounds that concern a unit, newest first, from below a number; at most 51.
    static func list(_ viewpoint: UnitRef, before: RoundID?) -> Query<RoundRow> {
        let older: SQL = before.map { " AND r.id < \($0)" } ?? .empty
        return Query("\(columns) WHERE r.tenant_id = \(viewpoint.tenant)\(viewpoint.libraryTerm)\(older) ORDER BY r.id DESC LIMIT 51")
    }

    static func one(_ round: RoundID, tenant: TenantID) -> Query<RoundRow> {
        Query("\(columns) WHERE r.tenant_id = \(tenant) AND r.id = \(round)")
    }

    static func lock(_ round: RoundID, tenant: TenantID) -> Query<Single<RoundID>> {
        Query("SELECT id FROM score_round WHERE tenant_id = \(tenant) AND id = \(round) FOR UPDATE")
    }

    package var versions: [TemplateVersionID] { [version ?? templatePublished, addition].compactMap(\.self) }
}

extension ScorePeriod {
    /// As selected: kind, first month.
    init(row: inout RowCursor) throws {
        let kind: PeriodKind = try row.next()
        guard let month = ScoreMonth(number: try row.next()) else { throw StoreError.unreadable("start_month") }
        self.init(kind, containing: month)
    }
}

package typealias RoundStepRow = StepRow<RoundAction, RoundState>

extension RoundStepRow {
    static func of(_ round: RoundID, tenant: TenantID) -> Query<RoundStepRow> { of("score_step", "round_id = \(round)", tenant: tenant) }
}

/// What the table of moves asks about, as far as it stands in rows.
struct RoundFactRow: RowDecodable {
    let engaged: Int
    let forms: Int
    let formsIn: Int
    let orders: Int
    let openOrders: Int
    let openAppeals: Int

    init(row: inout RowCursor) throws {
        engaged = try row.next()
        forms = try row.next()
        formsIn = try row.next()
        orders = try row.next()
        openOrders = try row.next()
        openAppeals = try row.next()
    }

    static func of(_ round: RoundRow, tenant: TenantID) -> Query<RoundFactRow> {
        let company: SQL = round.unit.kind == .company ? " AND e.company_id = \(round.unit.id)" : .empty
        return Query(
            """
            SELECT (SELECT count(*) FROM engagement e WHERE e.tenant_id = \(tenant)\(company) AND e.from_on <= \(round.period.last)
                    AND (e.to_on IS NULL OR e.to_on >= \(round.period.first))),
                (SELECT count(*) FROM score_form WHERE tenant_id = \(tenant) AND round_id = \(round.id)),
                (SELECT count(*) FROM score_form WHERE tenant_id = \(tenant) AND round_id = \(round.id) AND state = 'submitted'),
                (SELECT count(*) FROM rectification o JOIN score_card c ON c.tenant_id = o.tenant_id AND c.id = o.card_id
                    WHERE c.tenant_id = \(tenant) AND c.round_id = \(round.id)),
                (SELECT count(*) FROM rectification o JOIN score_card c ON c.tenant_id = o.tenant_id AND c.id = o.card_id
                    WHERE c.tenant_id = \(tenant) AND c.round_id = \(round.id) AND o.state NOT IN ('verified', 'dropped')),
                (SELECT count(*) FROM score_appeal a JOIN score_card c ON c.tenant_id = a.tenant_id AND c.id = a.card_id
                    WHERE c.tenant_id = \(tenant) AND c.round_id = \(round.id) AND a.state = 'filed')
            """)
    }
}

/// Who has which form, and how far: never the scores.
package struct FormProgressRow: RowDecodable {
    package let id: AssessmentID
    package let holder: PersonID
    package let holderName: String
    package let holderPost: String
    package let role: AssessorRole
    package let projectName: String
    package let vendorName: String
    package let state: AssessmentState
    package let submittedAt: Instant?
    package let reminders: Int

    package init(row: inout RowCursor) throws {
        id = try row.next()
        holder = try row.next()
        holderName = try row.next()
        holderPost = try row.next()
        role = try row.next()
        projectName = try row.next()
        vendorName = try row.next()
        state = try row.next()
        submittedAt = try row.next()
        reminders = try row.next()
    }

    static func of(_ round: RoundID, tenant: TenantID) -> Query<FormProgressRow> {
        Query(
            """
            SELECT id, holder_id, holder_name, holder_post, role, project_name, vendor_name, state, submitted_at, reminders FROM score_form
            WHERE tenant_id = \(tenant) AND round_id = \(round) ORDER BY state, id LIMIT 500
            """)
    }
}

/// A round with everything its page shows.
package struct RoundFile: Sendable {
    package let round: RoundRow
    package let steps: [RoundStepRow]
    package let facts: RoundFacts
    package let cards: [CardRow]
    package let forms: [FormProgressRow]
    package let assessors: [AssessorRow]
    package let mayRun: Bool
}

extension Transaction {
    package func rounds(before: RoundID? = nil) async throws -> [RoundRow] {
        try await fetch(RoundRow.list(try judgingPlace, before: before))
    }

    /// - Throws: `notFound` also for a round that does not concern the viewpoint.
    package func round(_ id: RoundID) async throws -> RoundFile {
        let viewpoint = try judgingPlace
        guard let round = try await fetchFirst(RoundRow.one(id, tenant: tenant)),
            round.unit.covers(viewpoint) || viewpoint.covers(round.unit)
        else { throw StoreError.notFound }
        let mayRun = try actor.covers(round.unit, with: .roundRun)
        let (steps, found, cards, forms, assessors) = try await fetch(
            RoundStepRow.of(id, tenant: tenant), RoundFactRow.of(round, tenant: tenant), CardRow.of(id, at: viewpoint, tenant: tenant),
            FormProgressRow.of(id, tenant: tenant), AssessorRow.possible(for: round.unit, on: try today, tenant: tenant))
        guard let facts = found.first else { throw StoreError.closed }
        let template = round.versions.isEmpty ? ScoreTemplate() : try await scoreTemplate(round.versions)
        return RoundFile(
            round: round, steps: steps, facts: round.facts(facts, template), cards: cards, forms: mayRun ? forms : [],
            assessors: mayRun && round.state == .scheduled || mayRun && round.state == .inProgress ? assessors : [], mayRun: mayRun)
    }
}

extension RoundRow {
    func facts(_ found: RoundFactRow, _ template: ScoreTemplate) -> RoundFacts {
        RoundFacts(
            state: state, period: period, assessUntil: assessUntil, hasPublishedTemplate: version != nil || templatePublished != nil,
            asksAssessors: template.indicators.contains { $0.source.kind == .assessor }, vendors: vendors > 0 ? vendors : found.engaged,
            forms: found.forms, formsIn: found.formsIn, cards: computed, scoredBy: scoredBy, orders: found.orders,
            openOrders: found.openOrders, openAppeals: found.openAppeals, appealUntil: appealUntil)
    }
}
