package import Domain
package import Postgres

/// A wave with all figures the viewer may see, and those of the waves before it.
package struct WaveResults: Sendable {
    package let head: WaveHeadRow
    package let dimensions: [WaveDimensionRow]
    package let projects: [WaveProjectRow]
    package let figures: WaveFigures
    /// The waves before, newest first, with the whole and the net promoter score.
    package let earlier: [(head: WaveHeadRow, figures: WaveFigures)]
    package let turnout: Turnout
    package let cases: CaseCounts
    package let quotes: [VerbatimRow]

    /// The unit the page is seen from, as figures name it.
    package func unit(at viewpoint: UnitRef) -> FigureUnit { FigureUnit(viewpoint) }
}

/// How many answered, of how many asked, at the unit the page is seen from.
package struct Turnout: RowDecodable, Hashable {
    package let asked: Int
    package let households: Int
    package let submitted: Int
    /// Begun and not sent.
    package let unfinished: Int
    /// Waiting for the count; more than a thousand are a thousand.
    package let uncounted: Int

    package init(row: inout RowCursor) throws {
        asked = try row.next()
        households = try row.next()
        submitted = try row.next()
        unfinished = try row.next()
        uncounted = try row.next()
    }

    static func of(_ wave: WaveID, at viewpoint: UnitRef, tenant: TenantID) -> Query<Turnout> {
        let here: SQL =
            switch viewpoint.kind {
            case .company: " AND x.company_id = \(viewpoint.id)"
            case .project: " AND x.project_id = \(viewpoint.id)"
            case .group, .vendor, .vendorSite: .empty
            }
        return Query(
            """
            SELECT coalesce(sum(x.drawn), 0)::bigint, coalesce(sum(x.households), 0)::bigint,
                (SELECT coalesce(sum(c.n), 0)::bigint FROM survey_cell c WHERE c.tenant_id = \(tenant) AND c.wave_id = \(wave)
                    AND c.unit_id = \(viewpoint.id) AND c.segment = '' AND c.question = '#all' AND c.value = 'submitted'),
                (SELECT coalesce(sum(c.n), 0)::bigint FROM survey_cell c WHERE c.tenant_id = \(tenant) AND c.wave_id = \(wave)
                    AND c.unit_id = \(viewpoint.id) AND c.segment = '' AND c.question = '#page'),
                (SELECT count(*) FROM (SELECT FROM survey_response r WHERE r.tenant_id = \(tenant) AND r.uncounted
                    AND r.wave_id = \(wave)\(viewpoint.surveyTerm(.response)) LIMIT 1000) u)
            FROM survey_wave_unit x WHERE x.tenant_id = \(tenant) AND x.wave_id = \(wave)\(here)
            """)
    }
}

/// Tickets a wave made that the unit's own level may see; more than a thousand are a thousand.
package struct CaseCounts: RowDecodable, Hashable {
    package let made: Int
    package let closed: Int
    package let overdue: Int
    package let points: Int

    package init(row: inout RowCursor) throws {
        made = try row.next()
        closed = try row.next()
        overdue = try row.next()
        points = try row.next()
    }

    static func of(_ wave: WaveID, at viewpoint: UnitRef, tenant: TenantID, now: Instant) -> Query<CaseCounts> {
        let here: SQL =
            switch viewpoint.kind {
            case .company: " AND k.company_id = \(viewpoint.id)"
            case .project: " AND k.project_id = \(viewpoint.id)"
            case .group, .vendor, .vendorSite: .empty
            }
        return Query(
            """
            SELECT count(*), count(*) FILTER (WHERE NOT k.open), count(*) FILTER (WHERE k.open AND k.due_at < \(now)),
                (SELECT count(*) FROM (SELECT FROM survey_point k WHERE k.tenant_id = \(tenant) AND k.wave_id = \(wave)\(here)
                    LIMIT 1000) p)
            FROM (SELECT t.open, t.due_at FROM survey_case k JOIN ticket t ON t.tenant_id = k.tenant_id AND t.id = k.ticket_id
                WHERE k.tenant_id = \(tenant) AND k.wave_id = \(wave)\(here) AND t.floor <= \(viewpoint.level) LIMIT 1000) k
            """)
    }
}

extension ReadTransaction {
    /// The figures of a wave as this person may see them at the viewpoint.
    /// - Throws: `notFound`.
    package func waveResults(_ wave: WaveID) async throws -> WaveResults { try await results(of: wave) }
}

extension Transaction {
    /// Waves after repairs and hand-overs beside a wave, newest first, each with its own whole.
    package func eventWaves(beside wave: WaveID) async throws -> [(head: WaveHeadRow, figures: WaveFigures)] {
        guard let viewpoint else { throw StoreError.notFound }
        let heads = try await fetch(WaveHeadRow.events(beside: wave, tenant: tenant, viewpoint: viewpoint))
        guard !heads.isEmpty else { return [] }
        let (scores, projects) = try await fetch(
            ScoreRow.whole(of: heads.map(\.id), tenant: tenant), ScoreRow.projects(of: heads.map(\.id), tenant: tenant))
        return heads.map { head in
            let figures = WaveFigures(
                formula: head.formula, projects: projects.filter { $0.wave == head.id }.map(\.project),
                rows: scores.filter { $0.wave == head.id })
            return (head, figures)
        }
    }

    func results(of wave: WaveID) async throws -> WaveResults {
        guard let viewpoint else { throw StoreError.notFound }
        let (heads, dimensions, projects, scores, earlier) = try await fetch(
            WaveHeadRow.find(wave, tenant: tenant, viewpoint: viewpoint), WaveDimensionRow.of(wave, tenant: tenant),
            WaveProjectRow.of(wave, tenant: tenant), ScoreRow.of(wave, segments: [""], tenant: tenant),
            WaveHeadRow.before(wave, tenant: tenant))
        guard let head = heads.first else { throw StoreError.notFound }
        let (turnout, cases, quotes, past, pastProjects) = try await fetch(
            Turnout.of(wave, at: viewpoint, tenant: tenant), CaseCounts.of(wave, at: viewpoint, tenant: tenant, now: now),
            VerbatimRow.newest(wave, at: viewpoint, filter: VerbatimFilter(), limit: 4, tenant: tenant),
            ScoreRow.before(wave, tenant: tenant), ScoreRow.projectsBefore(wave, tenant: tenant))
        guard let turnout = turnout.first, let cases = cases.first else { throw StoreError.notFound }
        return WaveResults(
            head: head, dimensions: dimensions, projects: projects,
            figures: WaveFigures(formula: head.formula, projects: projects.map(\.project), rows: scores),
            earlier: earlier.map { earlier in
                let projects = pastProjects.filter { $0.wave == earlier.id }.map(\.project)
                let rows = past.filter { $0.wave == earlier.id }
                return (earlier, WaveFigures(formula: earlier.formula, projects: projects, rows: rows))
            }, turnout: turnout, cases: cases, quotes: quotes)
    }
}

extension WaveFigures {
    init(formula: SatisfactionFormula, projects: [WaveProject], rows: [ScoreRow]) {
        var cells: [UnitID: [String: ScoreCell]] = [:]
        for row in rows { cells[row.project, default: [:]][row.dimension] = row.cell }
        self.init(formula: formula, projects: projects, cells: cells)
    }
}
