package import Domain
package import Postgres

/// A special report 专题报告 of one unit about one wave (SURVEY-R3, R10).
package struct SpecialReportRow: RowDecodable, Identifiable {
    package let id: SurveyReportID
    package let unit: UnitRef
    package let state: ReportState
    package let version: Int
    package let title: String
    package let text: ReportText
    /// Nil while it is a draft: the figures are those of today.
    package let signed: ReportFigures?
    package let frozenAt: Instant?
    package let dueOn: Day?
    package let writtenByName: String
    package let writtenAt: Instant

    package init(row: inout RowCursor) throws {
        id = try row.next()
        unit = try UnitRef(surveyUnit: &row)
        state = try row.next()
        version = try row.next()
        title = try row.next()
        let blocks: JSONText = try row.next()
        let opinion: String = try row.next()
        let words: [String: String] = try EventDetail.decode(from: blocks)
        text = ReportText(
            blocks: Dictionary(uniqueKeysWithValues: ReportBlock.allCases.map { ($0, words[$0.code] ?? "") }), opinion: opinion)
        let figures: JSONText = try row.next()
        frozenAt = try row.next()
        signed = frozenAt == nil ? nil : try EventDetail.decode(ReportFigures.self, from: figures)
        dueOn = try row.next()
        writtenByName = try row.next()
        writtenAt = try row.next()
    }

    private static let columns: SQL = """
        SELECT p.id, u.id, u.tenant_id, u.kind, u.code, u.name, u.company_id, u.project_id, u.vendor_id, p.state, p.version, p.title,
            p.blocks, p.opinion, p.figures, p.frozen_at, p.due_on, p.written_by_name, p.written_at
        FROM survey_report p JOIN org_unit u ON u.tenant_id = p.tenant_id AND u.id = p.unit_id
        """

    static func of(_ wave: WaveID, unit: UnitID, tenant: TenantID) -> Query<SpecialReportRow> {
        Query("\(columns) WHERE p.tenant_id = \(tenant) AND p.wave_id = \(wave) AND p.unit_id = \(unit)")
    }

    static func insert(
        _ text: ReportText, title: String, wave: WaveID, unit: UnitRef, due: Day, by name: String, tenant: TenantID, now: Instant
    )
        throws -> SQL
    {
        """
        INSERT INTO survey_report (tenant_id, unit_id, company_id, project_id, wave_id, state, title, blocks, opinion, due_on,
            written_by_name, written_at)
        VALUES (\(tenant), \(unit.id), \(unit.company), \(unit.project), \(wave), 'draft', \(title), \(try text.json), \(text.opinion), \(due),
            \(name), \(now))
        """
    }

    func save(_ text: ReportText, by name: String, now: Instant) throws -> SQL {
        """
        UPDATE survey_report SET version = version + 1, blocks = \(try text.json), opinion = \(text.opinion), written_by_name = \(name),
            written_at = \(now)
        WHERE tenant_id = \(unit.tenant) AND id = \(id) AND version = \(version) AND state = 'draft'
        """
    }

    /// The first signature freezes the figures; a return lets them go.
    func move(to state: ReportState, figures: ReportFigures, now: Instant) throws -> SQL {
        let frozen: SQL =
            switch (self.state, state) {
            case (.draft, _): "figures = \(try EventDetail.encode(figures)), frozen_at = \(now)"
            case (_, .draft): "figures = '{}', frozen_at = NULL"
            default: "figures = figures"
            }
        return """
            UPDATE survey_report SET version = version + 1, state = \(state), \(frozen)
            WHERE tenant_id = \(unit.tenant) AND id = \(id) AND version = \(version) AND state = \(self.state)
            """
    }
}

extension ReportText {
    fileprivate var json: JSONText {
        get throws { try EventDetail.text(of: Dictionary(uniqueKeysWithValues: blocks.map { ($0.key.code, $0.value) })) }
    }
}

package struct SignatureRow: RowDecodable, Hashable {
    package let signature: ReportSignature
    package let name: String
    package let post: String
    package let at: Instant
    package let note: String

    package init(row: inout RowCursor) throws {
        signature = ReportSignature(level: try row.next(), decision: try row.next(), person: try row.next())
        name = try row.next()
        post = try row.next()
        at = try row.next()
        note = try row.next()
    }

    static func of(_ wave: WaveID, unit: UnitID, tenant: TenantID) -> Query<SignatureRow> {
        Query(
            """
            SELECT s.level, s.decision, s.person_id, s.person_name, s.post_title, s.at, s.note
            FROM survey_signature s JOIN survey_report p ON p.tenant_id = s.tenant_id AND p.id = s.report_id
            WHERE s.tenant_id = \(tenant) AND p.wave_id = \(wave) AND p.unit_id = \(unit) ORDER BY s.id
            """)
    }

    static func insert(
        _ signature: ReportSignature, note: String, of report: SpecialReportRow, by actor: Actor, post: String, now: Instant
    ) -> SQL {
        """
        INSERT INTO survey_signature (tenant_id, unit_id, company_id, project_id, report_id, level, decision, person_id, person_name,
            post_title, at, note)
        VALUES (\(report.unit.tenant), \(report.unit.id), \(report.unit.company), \(report.unit.project), \(report.id), \(signature.level),
            \(signature.decision), \(actor.person), \(actor.name), \(post), \(now), \(note))
        """
    }
}

/// A report of a unit below, with where it waits.
package struct ReportBelowRow: RowDecodable, Hashable {
    package let unit: UnitRef
    package let state: ReportState
    package let dueOn: Day?

    package init(row: inout RowCursor) throws {
        unit = try UnitRef(surveyUnit: &row)
        state = try row.next()
        dueOn = try row.next()
    }

    static func of(_ wave: WaveID, below viewpoint: UnitRef, tenant: TenantID) -> Query<ReportBelowRow> {
        let here: SQL = viewpoint.kind == .company ? " AND p.company_id = \(viewpoint.id)" : .empty
        return Query(
            """
            SELECT u.id, u.tenant_id, u.kind, u.code, u.name, u.company_id, u.project_id, u.vendor_id, p.state, p.due_on
            FROM survey_report p JOIN org_unit u ON u.tenant_id = p.tenant_id AND u.id = p.unit_id
            WHERE p.tenant_id = \(tenant) AND p.wave_id = \(wave) AND p.unit_id <> \(viewpoint.id)\(here)
            ORDER BY p.state, p.id LIMIT 200
            """)
    }
}

extension ReportState: BindValue, ColumnValue {}
extension SigningLevel: BindValue, ColumnValue {}
extension SigningDecision: BindValue, ColumnValue {}
extension CorrectionState: BindValue, ColumnValue {}
extension ConcernCause: BindValue, ColumnValue {}
extension NotApplicableRule: BindValue, ColumnValue {}
extension SurveyWeighting: BindValue, ColumnValue {}
extension Confidence: BindValue, ColumnValue {}
