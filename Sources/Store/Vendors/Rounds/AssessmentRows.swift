package import Domain
package import Postgres

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
    /// - Parameter day: only those that may be handed in then or later; nil for all.
    static func held(by person: PersonID, from day: Day?, tenant: TenantID) -> Query<AssessmentRow> {
        Query("\(columns) WHERE f.tenant_id = \(tenant) AND f.holder_id = \(person)\(open(day)) ORDER BY f.state, f.id DESC LIMIT 100")
    }

    static func own(_ form: AssessmentID, person: PersonID, from day: Day?, tenant: TenantID) -> Query<AssessmentRow> {
        Query("\(columns) WHERE f.tenant_id = \(tenant) AND f.id = \(form) AND f.holder_id = \(person)\(open(day))")
    }

    private static func open(_ day: Day?) -> SQL { day.map { " AND f.assess_until >= \($0)" } ?? .empty }

    /// All that were handed in for some cards.
    static func submitted(_ round: RoundID, tenant: TenantID) -> Query<AssessmentRow> {
        Query("\(columns) WHERE f.tenant_id = \(tenant) AND f.round_id = \(round) AND f.state = 'submitted' ORDER BY f.id")
    }
}
