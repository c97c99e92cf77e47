package import Domain
package import Postgres

/// What a vendor gets to see of a wave at one of its projects: figures as they were confirmed for it (SURVEY-P1, VENDOR-P1).
package struct ConfirmedResultRow: RowDecodable, Hashable {
    package let project: UnitID
    package let projectName: String
    package let siteName: String
    package let figures: ConfirmedFigures
    package let confirmedByName: String
    package let confirmedAt: Instant

    package init(row: inout RowCursor) throws {
        project = try row.next()
        projectName = try row.next()
        siteName = try row.next()
        let json: JSONText = try row.next()
        figures = try EventDetail.decode(from: json)
        confirmedByName = try row.next()
        confirmedAt = try row.next()
    }

    /// The newest first; a site sees its own, a vendor those of all its sites.
    static func at(_ viewpoint: UnitRef, tenant: TenantID) -> Query<ConfirmedResultRow> {
        let here: SQL =
            switch viewpoint.kind {
            case .vendor: "r.vendor_id = \(viewpoint.id)"
            case .vendorSite: "r.unit_id = \(viewpoint.id)"
            case .project: "r.project_id = \(viewpoint.id)"
            case .company: "r.company_id = \(viewpoint.id)"
            case .group: "true"
            }
        return Query(
            """
            SELECT r.project_id, p.name, u.name, r.figures, r.confirmed_by_name, r.confirmed_at FROM survey_result r
            JOIN org_unit u ON u.tenant_id = r.tenant_id AND u.id = r.unit_id
            JOIN org_unit p ON p.tenant_id = r.tenant_id AND p.id = r.project_id
            WHERE r.tenant_id = \(tenant) AND \(here) ORDER BY r.id DESC LIMIT 60
            """)
    }

    static func upsert(
        _ figures: ConfirmedFigures, site: UnitRef, project: WaveProject, wave: WaveID, by name: String, tenant: TenantID, now: Instant
    ) throws -> SQL {
        """
        INSERT INTO survey_result (tenant_id, unit_id, company_id, project_id, vendor_id, wave_id, figures, confirmed_by_name, confirmed_at)
        VALUES (\(tenant), \(site.id), \(project.company), \(project.id), \(site.vendor), \(wave), \(try EventDetail.encode(figures)), \(name),
            \(now))
        ON CONFLICT (tenant_id, wave_id, unit_id) DO UPDATE SET figures = excluded.figures, confirmed_by_name = excluded.confirmed_by_name,
            confirmed_at = excluded.confirmed_at
        """
    }
}

/// A wave's name and period with a project's figures: all a vendor needs, since it sees neither wave nor questionnaire.
package struct ConfirmedFigures: Codable, Hashable, Sendable {
    package let wave: String
    package let waveEnglish: String
    package let opensOn: String
    package let closesOn: String
    package let figures: ReportFigures

    init(wave: String, waveEnglish: String, opensOn: String, closesOn: String, figures: ReportFigures) {
        self.wave = wave
        self.waveEnglish = waveEnglish
        self.opensOn = opensOn
        self.closesOn = closesOn
        self.figures = figures
    }

    /// What a document of an earlier release does not say is empty.
    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        wave = try fields.decodeIfPresent(String.self, forKey: .wave) ?? ""
        waveEnglish = try fields.decodeIfPresent(String.self, forKey: .waveEnglish) ?? ""
        opensOn = try fields.decodeIfPresent(String.self, forKey: .opensOn) ?? ""
        closesOn = try fields.decodeIfPresent(String.self, forKey: .closesOn) ?? ""
        figures = try fields.decodeIfPresent(ReportFigures.self, forKey: .figures) ?? ReportFigures([])
    }
}

/// Purpose of a permit: to let vendors see what their projects got.
package enum ConfirmResults {}

/// The vendor's service centre at a project today.
struct ServingSiteRow: RowDecodable {
    let project: UnitID
    let site: UnitRef

    init(row: inout RowCursor) throws {
        project = try row.next()
        site = try UnitRef(surveyUnit: &row)
    }

    static func of(_ wave: WaveID, tenant: TenantID, today: Day) -> Query<ServingSiteRow> {
        Query(
            """
            SELECT x.project_id, u.id, u.tenant_id, u.kind, u.code, u.name, u.company_id, u.project_id, u.vendor_id
            FROM survey_wave_unit x
            JOIN engagement e ON e.tenant_id = x.tenant_id AND e.project_id = x.project_id AND e.from_on <= \(today)
                AND (e.to_on IS NULL OR e.to_on >= \(today))
            JOIN org_unit u ON u.tenant_id = e.tenant_id AND u.id = e.unit_id AND u.closed_at IS NULL
            WHERE x.tenant_id = \(tenant) AND x.wave_id = \(wave) ORDER BY x.project_id, e.from_on
            """)
    }
}

extension ReadTransaction {
    package func confirmedResults() async throws -> [ConfirmedResultRow] {
        guard let viewpoint else { throw StoreError.notFound }
        return try await fetch(ConfirmedResultRow.at(viewpoint, tenant: tenant))
    }
}

extension WriteTransaction {
    /// - Throws: `notFound`; `refused(.surveyVerify)`; `stale` before the wave has closed: unfinished figures are nobody's.
    package func access(_ wave: WaveID, for purpose: ConfirmResults.Type) async throws -> Permit<ConfirmResults, WaveResults> {
        guard let viewpoint else { throw StoreError.notFound }
        let results = try await results(of: wave)
        guard try actor.covers(viewpoint, with: .surveyVerify) else { throw StoreError.refused(.surveyVerify) }
        guard results.head.state.hasClosed else {
            throw StoreError.stale(Staleness(version: 0, state: results.head.state.code, changes: []))
        }
        return Permit(results)
    }

    /// Freezes the figures of the viewpoint's projects for the vendors that serve there today. Hidden figures stay hidden.
    /// - Returns: for how many projects.
    @discardableResult
    package func confirm(_ permit: Permit<ConfirmResults, WaveResults>) async throws -> Int {
        guard let viewpoint else { throw StoreError.notFound }
        let (results, name) = (permit.thing, try actor.name)
        let sites = try await fetch(ServingSiteRow.of(results.head.id, tenant: tenant, today: try today))
        var statements: [SQL] = []
        for row in results.projects where viewpoint.kind == .group || [row.project.company, row.project.id].contains(viewpoint.id) {
            guard let site = sites.last(where: { $0.project == row.project.id })?.site, site.vendor != nil else { continue }
            let figures = ConfirmedFigures(
                wave: results.head.name, waveEnglish: results.head.nameEnglish, opensOn: results.head.opensOn.isoText,
                closesOn: results.head.closesOn.isoText, figures: results.figures(of: row.project.id))
            statements.append(
                try ConfirmedResultRow.upsert(
                    figures, site: site, project: row.project, wave: results.head.id, by: name, tenant: tenant, now: now))
        }
        guard !statements.isEmpty else { return 0 }
        try await change(statements)
        audit(
            .resultsConfirmed, AuditObject(.survey, id: results.head.id.rawValue, label: results.head.name), at: viewpoint,
            ["count": String(statements.count)])
        return statements.count
    }
}

extension WaveResults {
    fileprivate func figures(of project: UnitID) -> ReportFigures {
        let unit = FigureUnit.project(project)
        return ReportFigures(
            [
                ReportFigure(.satisfaction, "degree", figures.degree(SurveyMeasure.whole, at: unit)),
                ReportFigure(.satisfaction, "rate", figures.rate(SurveyMeasure.whole, at: unit)),
                ReportFigure(.satisfaction, "promoter", figures.promoter(at: unit)),
            ]
                + dimensions.map {
                    ReportFigure(.dimension, $0.key, name: $0.name, nameEnglish: $0.nameEnglish, figures.degree($0.key, at: unit))
                })
    }
}
