package import Domain
package import Postgres

/// A selection as lists and its page show it.
package struct SelectionRow: RowDecodable, Hashable {
    package let id: SelectionID
    /// Who runs it.
    package let unit: UnitRef
    package let project: UnitRef
    package let title: String
    package let state: SelectionState
    /// Counts changes, so that two people do not move it at once.
    package let lock: Int
    package let positioning: String
    package let method: String
    package let earlyOn: Day?
    package let serveFrom: Day?
    /// Which evaluation: one more whenever the committee looks again.
    package let round: Int
    package let candidate: CandidateID?
    package let engagement: EngagementID?
    package let reasons: String
    package let minority: String
    package let openedAt: Instant?
    package let openedByName: String
    package let digest: [UInt8]?
    package let begunByName: String
    package let begunAt: Instant
    package let stateAt: Instant
    package let stateByName: String

    package init(row: inout RowCursor) throws {
        id = try row.next()
        unit = try UnitRef(columns: &row)
        let (project, code, name): (UnitID, String, String) = (try row.next(), try row.next(), try row.next())
        let company: UnitID = try row.next()
        self.project = UnitRef(id: project, tenant: unit.tenant, kind: .project, code: code, name: name, company: company)
        title = try row.next()
        state = try row.next()
        lock = try row.next()
        positioning = try row.next()
        method = try row.next()
        earlyOn = try row.next()
        serveFrom = try row.next()
        round = try row.next()
        candidate = try row.next()
        engagement = try row.next()
        reasons = try row.next()
        minority = try row.next()
        openedAt = try row.next()
        openedByName = try row.next()
        digest = try row.next()
        begunByName = try row.next()
        begunAt = try row.next()
        stateAt = try row.next()
        stateByName = try row.next()
    }

    private static let columns: SQL = """
        SELECT s.id, u.tenant_id, u.id, u.kind, u.code, u.name, u.company_id, u.project_id, u.vendor_id, s.project_id, p.code, p.name,
            s.company_id, s.title, s.state, s.version, s.positioning, s.method, s.early_on, s.serve_from, s.round, s.candidate_id,
            s.engagement_id, s.reasons, s.minority, s.opened_at, s.opened_by_name, s.digest, s.begun_by_name, s.begun_at, s.state_at,
            s.state_by_name
        FROM vendor_selection s
        JOIN org_unit u ON u.tenant_id = s.tenant_id AND u.id = s.unit_id
        JOIN org_unit p ON p.tenant_id = s.tenant_id AND p.id = s.project_id
        """

    package static let pageSize = 50

    /// Newest first.
    static func page(at viewpoint: UnitRef, before: SelectionID?) -> Query<SelectionRow> {
        let here: SQL =
            switch viewpoint.kind {
            case .company: " AND s.company_id = \(viewpoint.id)"
            case .project: " AND s.project_id = \(viewpoint.id)"
            case .group, .vendor, .vendorSite: .empty
            }
        let older: SQL = before.map { " AND s.id < \($0)" } ?? .empty
        return Query("\(columns) WHERE s.tenant_id = \(viewpoint.tenant)\(here)\(older) ORDER BY s.id DESC LIMIT \(pageSize + 1)")
    }

    static func one(_ id: SelectionID, tenant: TenantID) -> Query<SelectionRow> {
        Query("\(columns) WHERE s.tenant_id = \(tenant) AND s.id = \(id)")
    }

    static func lock(_ id: SelectionID, tenant: TenantID) -> Query<Single<SelectionID>> {
        Query("SELECT id FROM vendor_selection WHERE tenant_id = \(tenant) AND id = \(id) FOR UPDATE")
    }
}

/// A company that is looked at.
package struct CandidateRow: RowDecodable, Hashable {
    package let id: CandidateID
    package let vendor: UnitID?
    package let name: String
    package let investigation: String
    package let investigatedByName: String
    package let investigatedAt: Instant?
    package let overrideReason: String
    package let overrideByName: String
    package let droppedAt: Instant?
    package let dropReason: String
    /// Projects of the group it serves today, as far as the person sees them.
    package let projects: Int
    /// Certificates that hold.
    package let qualifications: Int
    /// The last day it is kept out of selections of the company; nil where none stands.
    package let suspendedUntil: Day?

    package init(row: inout RowCursor) throws {
        id = try row.next()
        vendor = try row.next()
        name = try row.next()
        investigation = try row.next()
        investigatedByName = try row.next()
        investigatedAt = try row.next()
        overrideReason = try row.next()
        overrideByName = try row.next()
        droppedAt = try row.next()
        dropReason = try row.next()
        projects = try row.next()
        qualifications = try row.next()
        suspendedUntil = try row.next()
    }

    static func of(_ selection: SelectionID, tenant: TenantID, today: Day) -> Query<CandidateRow> {
        Query(
            """
            SELECT c.id, c.vendor_id, c.name, c.investigation, c.investigated_by_name, c.investigated_at, c.override_reason, c.override_by_name,
                c.dropped_at, c.drop_reason,
                (SELECT count(DISTINCT e.project_id) FROM engagement e WHERE e.tenant_id = c.tenant_id AND e.vendor_id = c.vendor_id
                    AND e.from_on <= \(today) AND (e.to_on IS NULL OR e.to_on >= \(today))),
                (SELECT count(*) FROM vendor_qualification q WHERE q.tenant_id = c.tenant_id AND q.vendor_id = c.vendor_id
                    AND q.ended_at IS NULL AND (q.expires_on IS NULL OR q.expires_on >= \(today))),
                (SELECT max(s.to_on) FROM vendor_suspension s WHERE s.tenant_id = c.tenant_id AND s.vendor_id = c.vendor_id
                    AND s.lifted_at IS NULL AND s.from_on <= \(today) AND s.to_on >= \(today)
                    AND (s.company_id IS NULL OR s.company_id = c.company_id))
            FROM selection_candidate c WHERE c.tenant_id = \(tenant) AND c.selection_id = \(selection) ORDER BY c.id LIMIT 50
            """)
    }
}

package struct CriterionRow: RowDecodable, Hashable {
    package let criterion: Criterion
    package let guide: String

    package init(row: inout RowCursor) throws {
        let (id, name): (CriterionID, String) = (try row.next(), try row.next())
        guide = try row.next()
        criterion = Criterion(id: id, name: name, weight: try row.next(), knocksOut: try row.next())
    }

    static func of(_ selection: SelectionID, tenant: TenantID) -> Query<CriterionRow> {
        Query(
            """
            SELECT id, name, guide, weight, knocks_out FROM selection_criterion
            WHERE tenant_id = \(tenant) AND selection_id = \(selection) ORDER BY knocks_out, position, id LIMIT 60
            """)
    }
}

package struct MemberRow: RowDecodable, Hashable {
    package let member: CommitteeMember
    package let name: String
    package let post: String
    package let statement: String
    package let declaredAt: Instant?
    /// When the marks of this round were handed in; never what they are.
    package let submittedAt: Instant?

    package init(row: inout RowCursor) throws {
        let (id, person): (MemberID, PersonID) = (try row.next(), try row.next())
        name = try row.next()
        post = try row.next()
        let role: CommitteeRole = try row.next()
        statement = try row.next()
        declaredAt = try row.next()
        let conflicts: [CandidateID] = try row.next()
        submittedAt = try row.next()
        member = CommitteeMember(id: id, person: person, role: role, hasDeclared: declaredAt != nil, conflicts: Set(conflicts))
    }

    static func of(_ selection: SelectionID, round: Int, tenant: TenantID) -> Query<MemberRow> {
        Query(
            """
            SELECT m.id, m.person_id, m.person_name, m.post_title, m.role, m.statement, m.declared_at,
                coalesce((SELECT array_agg(c.candidate_id ORDER BY c.candidate_id) FROM selection_conflict c
                    WHERE c.tenant_id = m.tenant_id AND c.member_id = m.id), '{}'),
                (SELECT b.submitted_at FROM selection_ballot b WHERE b.tenant_id = m.tenant_id AND b.member_id = m.id AND b.round = \(round))
            FROM selection_member m WHERE m.tenant_id = \(tenant) AND m.selection_id = \(selection) ORDER BY m.id LIMIT 40
            """)
    }
}

/// An opened mark with whose it is.
package struct MarkRow: RowDecodable, Hashable {
    package let member: MemberID
    package let place: MarkPlace
    package let points: Int

    package init(row: inout RowCursor) throws {
        member = try row.next()
        place = MarkPlace(try row.next(), try row.next())
        points = try row.next()
    }

    static func of(_ selection: SelectionID, round: Int, tenant: TenantID) -> Query<MarkRow> {
        Query(
            """
            SELECT b.member_id, k.candidate_id, k.criterion_id, k.points
            FROM selection_mark k JOIN selection_ballot b ON b.tenant_id = k.tenant_id AND b.id = k.ballot_id
            WHERE k.tenant_id = \(tenant) AND k.selection_id = \(selection) AND b.round = \(round)
            ORDER BY b.member_id, k.candidate_id, k.criterion_id LIMIT 20000
            """)
    }
}

/// What a member wrote beside the marks.
package struct RemarkRow: RowDecodable, Hashable {
    package let member: MemberID
    package let note: String

    package init(row: inout RowCursor) throws {
        member = try row.next()
        note = try row.next()
    }

    static func of(_ selection: SelectionID, round: Int, tenant: TenantID) -> Query<RemarkRow> {
        Query(
            """
            SELECT b.member_id, r.note FROM selection_remark r JOIN selection_ballot b ON b.tenant_id = r.tenant_id AND b.id = r.ballot_id
            WHERE r.tenant_id = \(tenant) AND r.selection_id = \(selection) AND b.round = \(round) ORDER BY b.member_id LIMIT 40
            """)
    }
}

package struct ReviewRow: RowDecodable, Hashable {
    package let step: ContractReviewStep
    package let note: String
    package let name: String
    package let at: Instant

    package init(row: inout RowCursor) throws {
        step = try row.next()
        note = try row.next()
        name = try row.next()
        at = try row.next()
    }

    static func of(_ selection: SelectionID, round: Int, tenant: TenantID) -> Query<ReviewRow> {
        Query(
            """
            SELECT step, note, person_name, at FROM selection_review
            WHERE tenant_id = \(tenant) AND selection_id = \(selection) AND round = \(round) ORDER BY id LIMIT 20
            """)
    }
}

package typealias SelectionStepRow = StepRow<SelectionAction, SelectionState>

extension SelectionStepRow {
    static func of(_ selection: SelectionID, tenant: TenantID) -> Query<SelectionStepRow> {
        of("selection_step", "selection_id = \(selection)", tenant: tenant)
    }
}

/// Somebody who could sit in the committee.
package struct AssessorChoice: RowDecodable, Hashable {
    package let person: PersonID
    package let name: String
    package let title: String
    package let unitName: String

    package init(row: inout RowCursor) throws {
        person = try row.next()
        name = try row.next()
        title = try row.next()
        unitName = try row.next()
    }

    /// Who holds a post with the right to score at the project, its company or the group today.
    static func of(_ project: UnitID, tenant: TenantID, today: Day) -> Query<AssessorChoice> {
        Query(
            "SELECT person_id, name, title, unit_name FROM app.assessors(\(tenant), \(project), \(Permission.selectionScore), \(today))")
    }
}

extension SelectionState: BindValue, ColumnValue {}
extension SelectionAction: BindValue, ColumnValue {}
extension CommitteeRole: BindValue, ColumnValue {}
extension ContractReviewStep: BindValue, ColumnValue {}
