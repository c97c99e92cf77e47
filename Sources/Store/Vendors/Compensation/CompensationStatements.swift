internal import Domain
internal import Postgres

enum CompensationStatements {
    static let next = Query<Single<ForcedRepairID>>("SELECT nextval('forced_repair_id_seq')")

    static func set(_ new: NewPenaltyClause, at unit: UnitRef, by name: String, now: Instant) -> SQL {
        """
        INSERT INTO penalty_clause (tenant_id, unit_id, company_id, project_id, vendor_id, contract_id, trigger, title, text, amount, share,
            basis, from_on, set_by_name, set_at)
        SELECT \(unit.tenant), \(unit.id), \(unit.company), \(unit.project), coalesce(k.vendor_id, \(new.vendor)), k.id, \(new.trigger),
            \(new.title), \(new.text), \(new.measure?.amount), \(new.measure?.share.map { Int32($0) }), \(new.basis), \(new.from), \(name), \(now)
        FROM (VALUES (1)) AS one LEFT JOIN vendor_contract k ON k.tenant_id = \(unit.tenant) AND k.id = \(new.contract)
        """
    }

    static func set(_ new: NewLossStandard, at unit: UnitRef, by name: String, now: Instant) -> SQL {
        """
        INSERT INTO loss_standard (tenant_id, unit_id, company_id, project_id, kind, title, principle, amount_text, highest, from_on, set_by_name,
            set_at)
        VALUES (\(unit.tenant), \(unit.id), \(unit.company), \(unit.project), \(new.kind), \(new.title), \(new.principle), \(new.amountText),
            \(new.highest), \(new.from), \(name), \(now))
        """
    }

    /// One that has not begun ends on its first day.
    static func end(_ clause: ClauseID, at unit: UnitID, on day: Day, by name: String, tenant: TenantID) -> SQL {
        """
        UPDATE penalty_clause SET ended_on = greatest(from_on, \(day)), ended_by_name = \(name)
        WHERE tenant_id = \(tenant) AND id = \(clause) AND unit_id = \(unit) AND ended_on IS NULL
        """
    }

    static func end(_ standard: LossStandardID, at unit: UnitID, on day: Day, by name: String, tenant: TenantID) -> SQL {
        """
        UPDATE loss_standard SET ended_on = greatest(from_on, \(day)), ended_by_name = \(name)
        WHERE tenant_id = \(tenant) AND id = \(standard) AND unit_id = \(unit) AND ended_on IS NULL
        """
    }

    static func ticket(_ number: String, at project: UnitID, tenant: TenantID) -> Query<Single<TicketID>> {
        Query("SELECT id FROM ticket WHERE tenant_id = \(tenant) AND number = \(number) AND project_id = \(project)")
    }

    static func warn(
        _ new: NewForcedRepair, _ id: ForcedRepairID, unit: UnitRef, project: UnitRef, responsible: String, ticket: TicketID?,
        by name: String,
        now: Instant
    ) -> SQL {
        """
        INSERT INTO forced_repair (tenant_id, id, unit_id, company_id, project_id, vendor_id, clause_id, ticket_id, responsible, matter, state,
            answer_by, begun_by_name, begun_at, state_at)
        VALUES (\(unit.tenant), \(id), \(unit.id), \(project.company), \(project.id), \(new.vendor), \(new.clause), \(ticket), \(responsible),
            \(new.matter), 'warned', \(new.answerBy), \(name), \(now), \(now))
        """
    }

    static func step(
        _ id: ForcedRepairID, _ lock: Int, to: ForcedRepairState, _ command: ForcedRepairCommand, by name: String, tenant: TenantID,
        now: Instant
    ) -> SQL {
        let more: SQL =
            switch command.action {
            case .order: ", substitute = \(command.substitute ?? ""), estimate = \(command.amount), approved_by_name = \(name)"
            case .charge: ", charged = \(command.amount), approved_by_name = \(name)"
            default: .empty
            }
        return """
            UPDATE forced_repair SET state = \(to), version = version + 1, state_at = \(now)\(more)
            WHERE tenant_id = \(tenant) AND id = \(id) AND version = \(lock)
            """
    }

    static func accept(_ id: ForcedRepairID, _ lock: Int, _ side: LossSide, by name: String, tenant: TenantID, now: Instant) -> SQL {
        let accepted: SQL =
            switch side {
            case .developer: "developer_by_name = \(name), developer_at = \(now)"
            case .responsible: "responsible_by_name = \(name), responsible_at = \(now)"
            }
        return
            "UPDATE forced_repair SET version = version + 1, \(accepted) WHERE tenant_id = \(tenant) AND id = \(id) AND version = \(lock)"
    }

    static func note(
        _ row: ForcedRepairRow, _ action: ForcedRepairAction, to: ForcedRepairState, note: String, amount: Fen?, by name: String,
        post: String,
        tenant: TenantID, now: Instant
    ) -> SQL {
        """
        INSERT INTO forced_repair_step (tenant_id, unit_id, company_id, project_id, vendor_id, repair_id, action, to_state, actor_name,
            actor_post, at, note, amount)
        VALUES (\(tenant), \(row.unit.id), \(row.unit.company), \(row.project), \(row.vendor), \(row.id), \(action), \(to), \(name), \(post), \(now),
            \(note), \(amount))
        """
    }
}
