package import Domain
package import Postgres

/// 反馈问题点: what somebody found in the answers, until an action takes it up (SURVEY-R7).
package struct ProblemPointRow: RowDecodable, Identifiable {
    package let id: ProblemPointID
    package let project: UnitID
    package let projectName: String
    package let response: ResponseID?
    package let dimension: String?
    package let score: Int?
    package let summary: String
    package let action: CorrectiveActionID?
    package let actionTitle: String?
    package let actionState: CorrectionState?
    package let notedByName: String
    package let at: Instant

    package init(row: inout RowCursor) throws {
        id = try row.next()
        project = try row.next()
        projectName = try row.next()
        response = try row.next()
        dimension = try row.next()
        score = try row.next()
        summary = try row.next()
        action = try row.next()
        actionTitle = try row.next()
        actionState = try row.next()
        notedByName = try row.next()
        at = try row.next()
    }

    private static let columns: SQL = """
        SELECT k.id, k.project_id, p.name, k.response_id, k.dimension, k.score, k.summary, k.action_id, a.title, a.state, k.noted_by_name, k.at
        FROM survey_point k
        JOIN org_unit p ON p.tenant_id = k.tenant_id AND p.id = k.project_id
        LEFT JOIN survey_action a ON a.tenant_id = k.tenant_id AND a.id = k.action_id
        """

    /// Those without an action first, the newest first; two hundred at most.
    static func of(_ wave: WaveID, at viewpoint: UnitRef, tenant: TenantID) -> Query<ProblemPointRow> {
        let here: SQL =
            switch viewpoint.kind {
            case .group: .empty
            case .company: " AND k.company_id = \(viewpoint.id)"
            case .project: " AND k.project_id = \(viewpoint.id)"
            case .vendor, .vendorSite: " AND false"
            }
        return Query(
            """
            \(columns) WHERE k.tenant_id = \(tenant) AND k.wave_id = \(wave)\(here)
            ORDER BY k.action_id IS NOT NULL, k.id DESC LIMIT 200
            """)
    }

    static func of(action: CorrectiveActionID, tenant: TenantID) -> Query<ProblemPointRow> {
        Query("\(columns) WHERE k.tenant_id = \(tenant) AND k.action_id = \(action) ORDER BY k.id LIMIT 200")
    }

    static func insert(
        _ point: NewProblemPoint, of text: VerbatimRow, wave: WaveID, company: UnitID, by name: String, tenant: TenantID, now: Instant
    )
        -> SQL
    {
        """
        INSERT INTO survey_point (tenant_id, company_id, project_id, wave_id, response_id, text_id, question, dimension, score, summary,
            noted_by_name, at)
        VALUES (\(tenant), \(company), \(text.project), \(wave), \(text.response), \(text.id), \(text.question), \(text.dimension),
            \(text.score), \(point.summary), \(name), \(now))
        """
    }

    /// Only those of the wave that nobody has taken up.
    static func assign(_ points: [ProblemPointID], to action: CorrectiveActionID, wave: WaveID, tenant: TenantID) -> SQL {
        """
        UPDATE survey_point SET action_id = \(action)
        WHERE tenant_id = \(tenant) AND wave_id = \(wave) AND id = ANY (\(points)) AND action_id IS NULL
        """
    }
}

/// A point as its form names it.
package struct NewProblemPoint: Hashable, Sendable {
    package let summary: String

    package static func read(_ fields: [String: String]) -> Result<NewProblemPoint, FieldErrors> {
        do throws(FieldProblem) {
            return .success(NewProblemPoint(summary: try BoundedText.parse(fields["summary"], max: 300, multiline: false)))
        } catch {
            return .failure(FieldErrors("summary", error))
        }
    }
}

/// Purpose of a permit: to note a problem point, to open an action for some.
package enum NoteProblem {}
package enum OpenAction {}

extension Transaction {
    package func problemPoints(_ wave: WaveID) async throws -> (
        head: WaveHeadRow, points: [ProblemPointRow], actions: [CorrectiveActionRow]
    ) {
        guard let viewpoint else { throw StoreError.notFound }
        let (heads, points, actions) = try await fetch(
            WaveHeadRow.find(wave, tenant: tenant, viewpoint: viewpoint), ProblemPointRow.of(wave, at: viewpoint, tenant: tenant),
            CorrectiveActionRow.of(wave, at: viewpoint, tenant: tenant))
        guard let head = heads.first else { throw StoreError.notFound }
        return (head, points, actions)
    }

    /// - Throws: `notFound`, `refused(.surveyAnswers)`.
    package func access(_ text: VerbatimID, of wave: WaveID, for purpose: NoteProblem.Type) async throws -> Permit<NoteProblem, VerbatimRow>
    {
        Permit(try await access(text, of: wave, for: TagVerbatim.self).thing)
    }

    /// - Throws: `notFound`, `refused(.surveyVerify)`: whoever opens an action judges it later.
    package func access(_ wave: WaveID, for purpose: OpenAction.Type) async throws -> Permit<OpenAction, WaveHeadRow> {
        guard let viewpoint, let head = try await fetchFirst(WaveHeadRow.find(wave, tenant: tenant, viewpoint: viewpoint)) else {
            throw StoreError.notFound
        }
        guard try actor.covers(viewpoint, with: .surveyVerify) else { throw StoreError.refused(.surveyVerify) }
        return Permit(head)
    }

    /// Units an action can be given to at the viewpoint: itself, those below it and the vendors that serve there today.
    package func responsibleUnits() async throws -> [ResponsibleUnitRow] {
        guard let viewpoint else { throw StoreError.notFound }
        return try await fetch(ResponsibleUnitRow.at(viewpoint, tenant: tenant, today: try today))
    }
}

package struct ResponsibleUnitRow: RowDecodable, Hashable {
    package let unit: UnitRef

    package init(row: inout RowCursor) throws { unit = try UnitRef(surveyUnit: &row) }

    static func at(_ viewpoint: UnitRef, tenant: TenantID, today: Day) -> Query<ResponsibleUnitRow> {
        let below: SQL =
            switch viewpoint.kind {
            case .group: "true"
            case .company:
                """
                (u.company_id = \(viewpoint.id) OR u.id IN (SELECT e.vendor_id FROM engagement e WHERE e.tenant_id = u.tenant_id
                    AND e.company_id = \(viewpoint.id) AND e.from_on <= \(today) AND (e.to_on IS NULL OR e.to_on >= \(today))))
                """
            case .project: "(u.project_id = \(viewpoint.id))"
            case .vendor, .vendorSite: "false"
            }
        return Query(
            """
            SELECT u.id, u.tenant_id, u.kind, u.code, u.name, u.company_id, u.project_id, u.vendor_id FROM org_unit u
            WHERE u.tenant_id = \(tenant) AND u.closed_at IS NULL AND \(below)
            ORDER BY CASE u.kind WHEN 'group' THEN 0 WHEN 'company' THEN 1 WHEN 'project' THEN 2 WHEN 'vendor' THEN 3 ELSE 4 END, u.id LIMIT 500
            """)
    }
}

extension WriteTransaction {
    package func note(_ point: NewProblemPoint, of wave: WaveID, _ permit: Permit<NoteProblem, VerbatimRow>) async throws {
        let text = permit.thing
        let company: Query<Single<UnitID>> = Query(
            "SELECT t.company_id FROM survey_text t WHERE t.tenant_id = \(tenant) AND t.id = \(text.id)")
        guard let company = try await fetchFirst(company)?.value else { throw StoreError.notFound }
        let name = try actor.name
        try await change([
            ProblemPointRow.insert(point, of: text, wave: wave, company: company, by: name, tenant: tenant, now: now)
        ])
        audit(.problemPointNoted, AuditObject(.survey, id: wave.rawValue, label: ""), at: viewpoint, ["summary": point.summary])
    }
}
