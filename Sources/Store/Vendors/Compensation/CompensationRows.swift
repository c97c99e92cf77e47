package import Domain
package import Postgres

/// 处罚条款 (COMPENSATE-R1, R3).
package struct ClauseRow: RowDecodable, Hashable {
    package let id: ClauseID
    package let unit: UnitID
    package let unitName: String
    package let vendor: UnitID?
    package let vendorName: String
    package let contract: ContractID?
    package let trigger: PenaltyTrigger
    package let title: String
    package let text: String
    package let measure: PenaltyMeasure?
    package let basis: String
    package let from: Day
    package let ended: Day?
    package let contractNumber: String?

    package init(row: inout RowCursor) throws {
        id = try row.next()
        unit = try row.next()
        unitName = try row.next()
        vendor = try row.next()
        vendorName = try row.next()
        contract = try row.next()
        trigger = try row.next()
        title = try row.next()
        text = try row.next()
        measure = PenaltyMeasure(amount: try row.next(), share: try row.next())
        basis = try row.next()
        from = try row.next()
        ended = try row.next()
        contractNumber = try row.next()
    }

    private static let selection: SQL = """
        SELECT c.id, c.unit_id, coalesce(u.name, ''), c.vendor_id, coalesce(v.name, ''), c.contract_id, c.trigger, c.title, c.text, c.amount,
            c.share, c.basis, c.from_on, c.ended_on, k.number
        FROM penalty_clause c
        LEFT JOIN org_unit u ON u.tenant_id = c.tenant_id AND u.id = c.unit_id
        LEFT JOIN org_unit v ON v.tenant_id = c.tenant_id AND v.id = c.vendor_id
        LEFT JOIN vendor_contract k ON k.tenant_id = c.tenant_id AND k.id = c.contract_id
        """

    /// Terms of a contract, valid ones first.
    package static func of(_ contract: ContractID, tenant: TenantID) -> Query<ClauseRow> {
        Query(
            """
            \(selection)
            WHERE c.tenant_id = \(tenant) AND c.contract_id = \(contract) ORDER BY c.ended_on IS NOT NULL, c.id DESC LIMIT 100
            """)
    }

    /// What holds for a viewpoint: its own and those above it; for a vendor those that name it. At most 200, valid ones first.
    static func at(_ viewpoint: UnitRef) -> Query<ClauseRow> {
        let here: SQL =
            switch viewpoint.kind {
            case .group: .empty
            case .company: " AND (c.company_id = \(viewpoint.id) OR c.company_id IS NULL)"
            case .project:
                " AND (c.project_id = \(viewpoint.id) OR c.project_id IS NULL AND (c.company_id = \(viewpoint.company) OR c.company_id IS NULL))"
            case .vendor, .vendorSite: " AND c.vendor_id = \(viewpoint.vendor)"
            }
        return Query(
            """
            \(selection)
            WHERE c.tenant_id = \(viewpoint.tenant)\(here) ORDER BY c.ended_on IS NOT NULL, c.id DESC LIMIT 200
            """)
    }
}

/// 赔偿标准 (COMPENSATE-R1, R5).
package struct LossStandardRow: RowDecodable, Hashable {
    package let id: LossStandardID
    package let unit: UnitID
    package let unitName: String
    package let kind: LossKind
    package let title: String
    package let principle: String
    package let amountText: String
    package let highest: Fen?
    package let from: Day
    package let ended: Day?

    package init(row: inout RowCursor) throws {
        id = try row.next()
        unit = try row.next()
        unitName = try row.next()
        kind = try row.next()
        title = try row.next()
        principle = try row.next()
        amountText = try row.next()
        highest = try row.next()
        from = try row.next()
        ended = try row.next()
    }

    /// The group's, and those of the company and project of the viewpoint.
    static func at(_ viewpoint: UnitRef) -> Query<LossStandardRow> {
        let here: SQL = viewpoint.kind == .group ? .empty : " AND (s.company_id = \(viewpoint.company) OR s.company_id IS NULL)"
        return Query(
            """
            SELECT s.id, s.unit_id, coalesce(u.name, ''), s.kind, s.title, s.principle, s.amount_text, s.highest, s.from_on, s.ended_on
            FROM loss_standard s LEFT JOIN org_unit u ON u.tenant_id = s.tenant_id AND u.id = s.unit_id
            WHERE s.tenant_id = \(viewpoint.tenant)\(here) ORDER BY s.ended_on IS NOT NULL, s.id DESC LIMIT 200
            """)
    }
}

/// 强制维修 as lists and its page show it.
package struct ForcedRepairRow: RowDecodable, Hashable {
    package let id: ForcedRepairID
    /// Who runs it.
    package let unit: UnitRef
    package let projectName: String
    package let project: UnitID
    package let vendor: UnitID?
    package let responsible: String
    package let matter: String
    package let state: ForcedRepairState
    package let lock: Int
    package let answerBy: Day
    package let substitute: String
    package let estimate: Fen?
    package let charged: Fen?
    package let approvedByName: String
    package let developerByName: String
    package let developerAt: Instant?
    package let responsibleByName: String
    package let responsibleAt: Instant?
    package let begunByName: String
    package let begunAt: Instant
    package let clauseTitle: String?
    package let ticket: TicketID?
    package let ticketNumber: String?

    package init(row: inout RowCursor) throws {
        id = try row.next()
        unit = try UnitRef(columns: &row)
        projectName = try row.next()
        project = try row.next()
        vendor = try row.next()
        responsible = try row.next()
        matter = try row.next()
        state = try row.next()
        lock = try row.next()
        answerBy = try row.next()
        substitute = try row.next()
        estimate = try row.next()
        charged = try row.next()
        approvedByName = try row.next()
        developerByName = try row.next()
        developerAt = try row.next()
        responsibleByName = try row.next()
        responsibleAt = try row.next()
        begunByName = try row.next()
        begunAt = try row.next()
        clauseTitle = try row.next()
        ticket = try row.next()
        ticketNumber = try row.next()
    }

    // A vendor may not see the unit that runs it in the tree: then the row says what it knows.
    private static let columns: SQL = """
        SELECT f.id, f.tenant_id, f.unit_id, coalesce(u.kind, 'company'), coalesce(u.code, ''), coalesce(u.name, ''), f.company_id,
            CASE WHEN u.kind = 'project' THEN f.project_id END, NULL::bigint, coalesce(p.name, ''), f.project_id, f.vendor_id, f.responsible,
            f.matter, f.state, f.version, f.answer_by, f.substitute, f.estimate, f.charged, f.approved_by_name, f.developer_by_name,
            f.developer_at, f.responsible_by_name, f.responsible_at, f.begun_by_name, f.begun_at, c.title, t.id, t.number
        FROM forced_repair f
        LEFT JOIN org_unit u ON u.tenant_id = f.tenant_id AND u.id = f.unit_id
        LEFT JOIN org_unit p ON p.tenant_id = f.tenant_id AND p.id = f.project_id
        LEFT JOIN penalty_clause c ON c.tenant_id = f.tenant_id AND c.id = f.clause_id
        LEFT JOIN ticket t ON t.tenant_id = f.tenant_id AND t.id = f.ticket_id
        """

    package static let pageSize = 50

    static func page(at viewpoint: UnitRef, before: ForcedRepairID?) -> Query<ForcedRepairRow> {
        let here: SQL =
            switch viewpoint.kind {
            case .group: .empty
            case .company: " AND f.company_id = \(viewpoint.id)"
            case .project: " AND f.project_id = \(viewpoint.id)"
            case .vendor, .vendorSite: " AND f.vendor_id = \(viewpoint.vendor)"
            }
        let older: SQL = before.map { " AND f.id < \($0)" } ?? .empty
        return Query("\(columns) WHERE f.tenant_id = \(viewpoint.tenant)\(here)\(older) ORDER BY f.id DESC LIMIT \(pageSize + 1)")
    }

    static func one(_ id: ForcedRepairID, tenant: TenantID) -> Query<ForcedRepairRow> {
        Query("\(columns) WHERE f.tenant_id = \(tenant) AND f.id = \(id)")
    }

    static func lock(_ id: ForcedRepairID, tenant: TenantID) -> Query<Single<ForcedRepairID>> {
        Query("SELECT id FROM forced_repair WHERE tenant_id = \(tenant) AND id = \(id) FOR UPDATE")
    }

    package var facts: ForcedRepairFacts {
        ForcedRepairFacts(
            state: state, answerBy: answerBy, charged: charged, developerAccepted: developerAt != nil,
            responsibleAccepted: responsibleAt != nil)
    }
}

package struct ForcedRepairStepRow: RowDecodable, Hashable {
    package let action: ForcedRepairAction
    package let to: ForcedRepairState
    package let actorName: String
    package let actorPost: String
    package let at: Instant
    package let note: String
    package let amount: Fen?

    package init(row: inout RowCursor) throws {
        action = try row.next()
        to = try row.next()
        actorName = try row.next()
        actorPost = try row.next()
        at = try row.next()
        note = try row.next()
        amount = try row.next()
    }

    static func of(_ repair: ForcedRepairID, tenant: TenantID) -> Query<ForcedRepairStepRow> {
        Query(
            """
            SELECT action, to_state, actor_name, actor_post, at, note, amount FROM forced_repair_step
            WHERE tenant_id = \(tenant) AND repair_id = \(repair) ORDER BY id LIMIT 100
            """)
    }
}

package struct CompensationTermsFile: Sendable {
    package let clauses: [ClauseRow]
    package let standards: [LossStandardRow]
}

package struct ForcedRepairFile: Sendable {
    package let row: ForcedRepairRow
    package let steps: [ForcedRepairStepRow]
    /// COMPENSATE-P1, as the unit's settings say it.
    package let limits: ApprovalLimits
}

extension Transaction {
    package func compensationTerms() async throws -> CompensationTermsFile {
        guard let viewpoint else { throw StoreError.notFound }
        let (clauses, standards) = try await fetch(ClauseRow.at(viewpoint), LossStandardRow.at(viewpoint))
        return CompensationTermsFile(clauses: clauses, standards: viewpoint.vendor == nil ? standards : [])
    }

    package func forcedRepairs(before: ForcedRepairID? = nil) async throws -> [ForcedRepairRow] {
        guard let viewpoint else { throw StoreError.notFound }
        return try await fetch(ForcedRepairRow.page(at: viewpoint, before: before))
    }

    /// - Throws: `notFound` also from a viewpoint that has nothing to do with it.
    package func forcedRepair(_ id: ForcedRepairID) async throws -> ForcedRepairFile {
        guard let viewpoint, let row = try await fetchFirst(ForcedRepairRow.one(id, tenant: tenant)),
            viewpoint.vendor.map({ $0 == row.vendor })
                ?? (viewpoint.kind == .group || [row.unit.company, row.project].contains(viewpoint.id))
        else { throw StoreError.notFound }
        let (steps, settings) = try await fetch(
            ForcedRepairStepRow.of(id, tenant: tenant), SettingRow.along(row.unit, tenant: tenant))
        let decided = UnitSettings(settings, at: row.unit)
        return ForcedRepairFile(
            row: row, steps: steps,
            limits: ApprovalLimits(
                project: .yuan(Int64(decided.number(.approvalProject))), centre: .yuan(Int64(decided.number(.approvalCentre)))))
    }
}

extension PenaltyTrigger: BindValue, ColumnValue {}
extension LossKind: BindValue, ColumnValue {}
extension LossSide: BindValue, ColumnValue {}
extension ForcedRepairState: BindValue, ColumnValue {}
extension ForcedRepairAction: BindValue, ColumnValue {}
