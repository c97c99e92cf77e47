internal import Domain
internal import Postgres
internal import Secrets

enum SelectionStatements {
    static let next = Query<Single<SelectionID>>("SELECT nextval('vendor_selection_id_seq')")
    static let nextBallot = Query<Single<BallotID>>("SELECT nextval('selection_ballot_id_seq')")

    static func slot(_ ballot: BallotID, tenant: TenantID) -> Sealer.Slot {
        Sealer.Slot(tenant: tenant.rawValue, column: "selection_ballot.sealed", row: ballot.rawValue)
    }

    static func begin(
        _ id: SelectionID, _ plan: SelectionPlan, unit: UnitRef, project: UnitID, company: UnitID, by actor: Actor, now: Instant
    ) -> SQL {
        """
        INSERT INTO vendor_selection (tenant_id, id, unit_id, company_id, project_id, title, state, positioning, method, early_on, serve_from,
            begun_by, begun_by_name, begun_at, state_at, state_by_name)
        VALUES (\(unit.tenant), \(id), \(unit.id), \(company), \(project), \(plan.title), 'positioning', \(plan.positioning), \(plan.method),
            \(plan.earlyOn), \(plan.serveFrom), \(actor.person), \(actor.name), \(now), \(now), \(actor.name))
        """
    }

    static func plan(_ plan: SelectionPlan, of row: SelectionRow, tenant: TenantID) -> SQL {
        self.plan(plan, of: row.id, tenant: tenant)
    }

    static func plan(_ plan: SelectionPlan, of id: SelectionID, tenant: TenantID) -> SQL {
        """
        UPDATE vendor_selection SET title = \(plan.title), positioning = \(plan.positioning), method = \(plan.method),
            early_on = \(plan.earlyOn), serve_from = \(plan.serveFrom)
        WHERE tenant_id = \(tenant) AND id = \(id)
        """
    }

    static func count(_ row: SelectionRow, tenant: TenantID) -> SQL { count(row.id, row.lock, tenant: tenant) }

    static func count(_ id: SelectionID, _ lock: Int, tenant: TenantID) -> SQL {
        "UPDATE vendor_selection SET version = version + 1 WHERE tenant_id = \(tenant) AND id = \(id) AND version = \(lock)"
    }

    static func add(
        _ new: NewCandidate, name: String, override: String, to row: SelectionRow, by actor: String, tenant: TenantID, now: Instant
    ) -> SQL {
        """
        INSERT INTO selection_candidate (tenant_id, company_id, project_id, selection_id, vendor_id, name, override_reason, override_by_name,
            added_by_name, added_at)
        VALUES (\(tenant), \(row.project.company), \(row.project.id), \(row.id), \(new.vendor), \(name), \(override),
            \(override.isEmpty ? "" : actor), \(actor), \(now))
        """
    }

    static func investigate(_ candidate: CandidateID, _ note: String, by name: String, tenant: TenantID, now: Instant) -> SQL {
        """
        UPDATE selection_candidate SET investigation = \(note), investigated_by_name = \(name), investigated_at = \(now)
        WHERE tenant_id = \(tenant) AND id = \(candidate)
        """
    }

    static func drop(_ candidate: CandidateID, _ reason: String, by name: String, tenant: TenantID, now: Instant) -> SQL {
        """
        UPDATE selection_candidate SET dropped_at = \(now), dropped_by_name = \(name), drop_reason = \(reason)
        WHERE tenant_id = \(tenant) AND id = \(candidate)
        """
    }

    static func add(_ new: NewCriterion, position: Int, to row: SelectionRow, tenant: TenantID) -> SQL {
        """
        INSERT INTO selection_criterion (tenant_id, company_id, project_id, selection_id, position, name, guide, weight, knocks_out)
        VALUES (\(tenant), \(row.project.company), \(row.project.id), \(row.id), \(Int16(position)), \(new.name), \(new.guide),
            \(Int16(new.weight)), \(new.knocksOut))
        """
    }

    static func remove(_ criterion: CriterionID, tenant: TenantID) -> SQL {
        "DELETE FROM selection_criterion WHERE tenant_id = \(tenant) AND id = \(criterion)"
    }

    static func seat(_ choice: AssessorChoice, as role: CommitteeRole, in row: SelectionRow, tenant: TenantID) -> SQL {
        """
        INSERT INTO selection_member (tenant_id, company_id, project_id, selection_id, person_id, person_name, post_title, role)
        VALUES (\(tenant), \(row.project.company), \(row.project.id), \(row.id), \(choice.person), \(choice.name), \(choice.title), \(role))
        """
    }

    static func unseat(_ member: MemberID, tenant: TenantID) -> [SQL] {
        [
            "DELETE FROM selection_conflict WHERE tenant_id = \(tenant) AND member_id = \(member)",
            "DELETE FROM selection_member WHERE tenant_id = \(tenant) AND id = \(member)",
        ]
    }

    static func declare(
        _ statement: String, _ conflicts: [CandidateID], by member: MemberID, in row: SelectionRow, tenant: TenantID, now: Instant
    ) -> [SQL] {
        [
            "UPDATE selection_member SET declared_at = \(now), statement = \(statement) WHERE tenant_id = \(tenant) AND id = \(member)",
            "DELETE FROM selection_conflict WHERE tenant_id = \(tenant) AND member_id = \(member)",
            """
            INSERT INTO selection_conflict (tenant_id, company_id, project_id, member_id, candidate_id)
            SELECT \(tenant), \(row.project.company), \(row.project.id), \(member), x.id FROM unnest(\(conflicts)) AS x (id)
            """,
        ]
    }

    static func ballot(of member: MemberID, round: Int, tenant: TenantID) -> Query<Single<BallotID>> {
        Query("SELECT id FROM selection_ballot WHERE tenant_id = \(tenant) AND member_id = \(member) AND round = \(round)")
    }

    static func handIn(
        _ id: BallotID, _ sealed: [UInt8], by member: MemberID, in row: SelectionRow, tenant: TenantID, now: Instant
    ) -> SQL {
        """
        INSERT INTO selection_ballot (tenant_id, id, company_id, project_id, selection_id, member_id, round, sealed, submitted_at)
        VALUES (\(tenant), \(id), \(row.project.company), \(row.project.id), \(row.id), \(member), \(row.round), \(sealed), \(now))
        """
    }

    static func handInAgain(_ id: BallotID, _ sealed: [UInt8], tenant: TenantID, now: Instant) -> SQL {
        "UPDATE selection_ballot SET sealed = \(sealed), submitted_at = \(now) WHERE tenant_id = \(tenant) AND id = \(id)"
    }

    static func marks(_ ballot: Ballot, of id: BallotID, in row: SelectionRow, tenant: TenantID) -> SQL {
        let marks = ballot.marks.sorted { $0.key < $1.key }
        let points = marks.map { _, mark -> Int64 in
            switch mark {
            case .points(let points): Int64(points)
            case .passes(let passes): passes ? 1 : 0
            }
        }
        return """
            INSERT INTO selection_mark (tenant_id, company_id, project_id, selection_id, ballot_id, candidate_id, criterion_id, points)
            SELECT \(tenant), \(row.project.company), \(row.project.id), \(row.id), \(id), x.candidate, x.criterion, x.points
            FROM unnest(\(marks.map(\.key.candidate)), \(marks.map(\.key.criterion)), \(points)) AS x (candidate, criterion, points)
            """
    }

    static func remark(_ note: String, of id: BallotID, in row: SelectionRow, tenant: TenantID) -> SQL {
        """
        INSERT INTO selection_remark (tenant_id, company_id, project_id, selection_id, ballot_id, note)
        VALUES (\(tenant), \(row.project.company), \(row.project.id), \(row.id), \(id), \(note))
        """
    }

    static func opened(_ row: SelectionRow, by name: String, tenant: TenantID, now: Instant) -> SQL {
        """
        UPDATE vendor_selection SET opened_at = \(now), opened_by_name = \(name)
        WHERE tenant_id = \(tenant) AND id = \(row.id) AND opened_at IS NULL
        """
    }

    static func review(
        _ step: ContractReviewStep, _ note: String, in row: SelectionRow, by actor: Actor, tenant: TenantID, now: Instant
    ) -> SQL {
        """
        INSERT INTO selection_review (tenant_id, company_id, project_id, selection_id, round, step, note, person_id, person_name, at)
        VALUES (\(tenant), \(row.project.company), \(row.project.id), \(row.id), \(row.round), \(step), \(note), \(actor.person), \(actor.name),
            \(now))
        """
    }

    static func step(
        _ row: SelectionRow, _ step: SelectionTransition, _ command: SelectionCommand, engagement: EngagementID?, digest: [UInt8]?,
        by name: String, tenant: TenantID, now: Instant
    ) -> SQL {
        let more: SQL =
            switch step.action {
            case .decide:
                ", candidate_id = \(command.candidate), reasons = \(command.note ?? ""), minority = \(command.minority)"
            // The next evaluation is sealed anew; what was opened stays readable in the log and its rows.
            case .lookAgain: ", round = round + 1, opened_at = NULL, opened_by_name = ''"
            case .sign: ", engagement_id = \(engagement), digest = \(digest)"
            default: .empty
            }
        return """
            UPDATE vendor_selection SET state = \(step.to), version = version + 1, state_at = \(now), state_by_name = \(name)\(more)
            WHERE tenant_id = \(tenant) AND id = \(row.id) AND version = \(row.lock) AND state = \(row.state)
            """
    }

    static func note(
        _ row: SelectionRow, _ step: SelectionTransition, _ command: SelectionCommand, by name: String, post: String, tenant: TenantID,
        now: Instant
    ) -> SQL {
        """
        INSERT INTO selection_step (tenant_id, company_id, project_id, selection_id, action, to_state, actor_name, actor_post, at, note)
        VALUES (\(tenant), \(row.project.company), \(row.project.id), \(row.id), \(step.action), \(step.to), \(name), \(post), \(now),
            \(command.note ?? ""))
        """
    }
}
