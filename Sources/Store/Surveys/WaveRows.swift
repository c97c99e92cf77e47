package import Domain
package import Postgres

/// A wave as lists and its page show it.
package struct WaveRow: RowDecodable {
    package let id: WaveID
    package let unit: UnitRef
    package let unitNameEnglish: String
    package let kind: WaveKind
    package let name: String
    package let nameEnglish: String
    package let purpose: String
    package let year: Int
    package let form: SurveyFormID
    package let formName: String
    package let formPublished: SurveyVersionID?
    /// Fixed when the wave is issued.
    package let version: SurveyVersionID?
    package let state: WaveState
    /// Counts changes, so that two people do not move a wave at once.
    package let lock: Int
    package let opensOn: Day
    package let closesOn: Day
    package let anonymous: Bool
    package let allowsChange: Bool
    package let audience: Audience
    package let gapDays: Int
    package let reminders: Int
    package let reminderDays: Int
    package let checkShare: Int
    package let marginPermille: Int?
    package let confidence: Int?
    package let population: Int?
    package let target: Int?
    package let seed: String
    package let drawnAt: Instant?
    package let planner: PersonID
    package let plannedBy: String
    package let stateBy: String
    package let stateAt: Instant
    package let stateNote: String

    package init(row: inout RowCursor) throws {
        id = try row.next()
        unit = try UnitRef(columns: &row)
        unitNameEnglish = try row.next()
        kind = try row.next()
        name = try row.next()
        nameEnglish = try row.next()
        purpose = try row.next()
        year = try row.next()
        form = try row.next()
        formName = try row.next()
        formPublished = try row.next()
        version = try row.next()
        state = try row.next()
        lock = try row.next()
        opensOn = try row.next()
        closesOn = try row.next()
        anonymous = try row.next()
        allowsChange = try row.next()
        audience = Audience(
            respondents: try row.next([String].self).compactMap(Respondent.init(rawValue:)), stage: try row.next(),
            ageMin: try row.next(), ageMax: try row.next(), contactWithinDays: try row.next(),
            exclusions: try row.next([String].self).compactMap(Exclusion.init(rawValue:)))
        gapDays = try row.next()
        reminders = try row.next()
        reminderDays = try row.next()
        checkShare = try row.next()
        marginPermille = try row.next()
        confidence = try row.next()
        population = try row.next()
        target = try row.next()
        seed = try row.next()
        drawnAt = try row.next()
        planner = try row.next()
        plannedBy = try row.next()
        stateBy = try row.next()
        stateAt = try row.next()
        stateNote = try row.next()
    }

    private static let columns: SQL = """
        SELECT w.id, u.tenant_id, u.id, u.kind, u.code, u.name, u.company_id, u.project_id, u.vendor_id, u.name_en, w.kind, w.name, w.name_en,
            w.purpose, w.year, w.form_id, f.name, (SELECT v.id FROM survey_version v WHERE v.tenant_id = w.tenant_id AND v.form_id = w.form_id
                AND v.state = 'published' ORDER BY v.number DESC LIMIT 1), w.version_id, w.state, w.version, w.opens_on, w.closes_on, w.anonymous,
            w.allows_change, w.respondents, w.stage, w.age_min_months, w.age_max_months, w.contact_within_days, w.exclusions, w.gap_days,
            w.reminders, w.reminder_days, w.check_share, w.margin_permille, w.confidence, w.population, w.target, w.seed, w.drawn_at,
            w.planned_by, w.planned_by_name, w.state_by_name, w.state_at, w.state_note
        FROM survey_wave w
        JOIN org_unit u ON u.tenant_id = w.tenant_id AND u.id = w.unit_id
        JOIN survey_form f ON f.tenant_id = w.tenant_id AND f.id = w.form_id
        """

    /// Waves that concern a unit, newest first, from below a number; at most 51.
    static func list(_ viewpoint: UnitRef, before: WaveID?) -> Query<WaveRow> {
        let older: SQL = before.map { " AND w.id < \($0)" } ?? .empty
        return Query("\(columns) WHERE w.tenant_id = \(viewpoint.tenant)\(viewpoint.libraryTerm)\(older) ORDER BY w.id DESC LIMIT 51")
    }

    static func one(_ wave: WaveID, tenant: TenantID) -> Query<WaveRow> {
        Query("\(columns) WHERE w.tenant_id = \(tenant) AND w.id = \(wave)")
    }

    static func lock(_ wave: WaveID, tenant: TenantID) -> Query<Single<WaveID>> {
        Query("SELECT id FROM survey_wave WHERE tenant_id = \(tenant) AND id = \(wave) FOR UPDATE")
    }
}

/// Whom a wave asks.
package struct Audience: Hashable, Sendable {
    package var respondents: [Respondent]
    package var stage: Stage?
    /// Months since the house was handed over.
    package var ageMin: Int?
    package var ageMax: Int?
    /// Only who was in contact within so many days.
    package var contactWithinDays: Int?
    package var exclusions: [Exclusion]

    package init(
        respondents: [Respondent] = [.owner], stage: Stage? = nil, ageMin: Int? = nil, ageMax: Int? = nil, contactWithinDays: Int? = nil,
        exclusions: [Exclusion] = []
    ) {
        self.respondents = respondents
        self.stage = stage
        self.ageMin = ageMin
        self.ageMax = ageMax
        self.contactWithinDays = contactWithinDays
        self.exclusions = exclusions
    }
}

package typealias WaveStepRow = StepRow<WaveAction, WaveState>

extension WaveStepRow {
    static func of(_ wave: WaveID, tenant: TenantID) -> Query<WaveStepRow> { of("survey_step", "wave_id = \(wave)", tenant: tenant) }
}

/// What the table of moves asks about, as far as it stands in rows.
struct WaveFactRow: RowDecodable {
    let drawn: Int
    let uncounted: Int
    let reportSigned: Bool
    let openActions: Int

    init(row: inout RowCursor) throws {
        drawn = try row.next()
        uncounted = try row.next()
        reportSigned = try row.next()
        openActions = try row.next()
    }

    static func of(_ wave: WaveID, unit: UnitID, tenant: TenantID) -> Query<WaveFactRow> {
        Query(
            """
            SELECT (SELECT coalesce(sum(drawn), 0)::bigint FROM survey_wave_unit WHERE tenant_id = \(tenant) AND wave_id = \(wave)),
                (SELECT count(*) FROM (SELECT FROM survey_response WHERE tenant_id = \(tenant) AND wave_id = \(wave) AND uncounted LIMIT 100) r),
                EXISTS (SELECT FROM survey_report WHERE tenant_id = \(tenant) AND wave_id = \(wave) AND unit_id = \(unit)
                    AND state <> 'draft'),
                (SELECT count(*) FROM survey_action WHERE tenant_id = \(tenant) AND wave_id = \(wave) AND state NOT IN ('verified', 'dropped'))
            """)
    }
}

/// A wave with everything its page shows.
package struct WaveFile: Sendable {
    package let wave: WaveRow
    package let units: [WaveUnitRow]
    package let steps: [WaveStepRow]
    package let counts: [SampleCount]
    package let facts: WaveFacts
    package let mayRun: Bool
    package let progress: WaveProgress
}

extension Transaction {
    package func waves(before: WaveID? = nil) async throws -> [WaveRow] { try await fetch(WaveRow.list(try surveyPlace, before: before)) }

    /// - Throws: `notFound` also for a wave that does not concern the viewpoint.
    package func wave(_ id: WaveID) async throws -> WaveFile {
        let viewpoint = try surveyPlace
        guard let wave = try await fetchFirst(WaveRow.one(id, tenant: tenant)), wave.unit.covers(viewpoint) || viewpoint.covers(wave.unit)
        else { throw StoreError.notFound }
        let (units, steps, counts, facts, progress) = try await fetch(
            WaveUnitRow.of(id, at: viewpoint), WaveStepRow.of(id, tenant: tenant), SampleCount.of(id, tenant: tenant),
            WaveFactRow.of(id, unit: wave.unit.id, tenant: tenant), ProgressRow.of(id, tenant: tenant))
        guard let found = facts.first else { throw StoreError.closed }
        return WaveFile(
            wave: wave, units: units, steps: steps, counts: counts, facts: wave.facts(found),
            mayRun: try actor.covers(wave.unit, with: .surveyRun), progress: WaveProgress(progress))
    }
}

extension WaveRow {
    func facts(_ found: WaveFactRow) -> WaveFacts {
        WaveFacts(
            state: state, planner: planner, opensOn: opensOn, closesOn: closesOn, hasPublishedForm: version != nil || formPublished != nil,
            households: population ?? 0, drawn: found.drawn, uncounted: found.uncounted, reportSigned: found.reportSigned,
            openActions: found.openActions)
    }
}
