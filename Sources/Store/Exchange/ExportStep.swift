package import Domain
internal import Postgres

/// One step of an export: a page of rows, read in the scope that whoever asked holds today, then put behind the rows already in the file.
package enum ExportStep {
    package static let kind = "stepExport"
    /// Rows of one page.
    package static let page = 1_000

    struct Payload: Codable {
        let run: Int64
        let state: String
        let row: Int
    }

    static func job(_ run: ExportID, _ state: ExportState, row: Int, person: PersonID, now: Instant) -> NewJob {
        let payload = JSONText("{\"run\":\(run.rawValue),\"state\":\"\(state.rawValue)\",\"row\":\(row)}")
        return NewJob(
            kind: kind, payload: payload, runAt: now, uniqueKey: "export-\(run)-\(state.rawValue)-\(row)", priority: 200, person: person)
    }

    package struct Plan: Sendable {
        package let run: ExportRun
        package let unit: UnitRef
        package let offsetMinutes: Int
        package let isLastTry: Bool
    }

    /// What a job finds to do.
    package enum Work: Sendable {
        case nothing
        /// Somebody has to be told: approvers of a request, or its person of a refusal.
        case tell(Plan)
        /// The next rows, and the key they end with; no rows, no key: the file can be closed.
        case gather(Plan, ExportBatch)
        /// The run has to end before its end.
        case end(Plan, RunEnd)
    }
}

/// A page of what is exported.
package struct ExportBatch: Sendable {
    package let rows: [ExportRow]
    /// Key of the last row; empty at the end.
    package let key: String
}

extension WriteTransaction {
    package func exportWork(_ job: Job) async throws -> ExportStep.Work {
        guard let payload = try? EventDetail.decode(ExportStep.Payload.self, from: job.payload) else {
            throw StoreError.unreadable("job.payload")
        }
        guard let run = try await fetchFirst(ExportRun.one(tenant: tenant, ExportID(payload.run))), run.state.rawValue == payload.state
        else {
            return .nothing
        }
        let (units, tenants) = try await fetch(UnitRow.one(tenant: tenant, run.unit), TenantRow.own(tenant: tenant))
        guard let unit = units.first?.unit, let clock = tenants.first else { throw StoreError.notFound }
        let plan = ExportStep.Plan(
            run: run, unit: unit, offsetMinutes: clock.offsetMinutes, isLastTry: job.attempt >= job.maxAttempts)
        guard run.state == .running else { return .tell(plan) }
        guard run.rows == payload.row else { return .nothing }
        // It had been promised that so many would not leave without a second person, and more have come meanwhile.
        let limit = try await settings(at: unit).number(.exportApprovalRows)
        if run.approvedAt == nil, ExportRule.needsApproval(rows: run.rows, personal: run.isPersonal, limit: limit) {
            return .end(plan, .needsApproval)
        }
        do {
            let page = try await acting(
                at: unit, offsetMinutes: clock.offsetMinutes,
                missing: { ExportRun.missing(run.subject, run.columns, $0, at: unit) }
            ) { _ in
                try await exportPage(run)
            }
            return .gather(plan, page)
        } catch StoreError.refused {
            return .end(plan, .rightEnded)
        }
    }

    /// Rows are in the file up to the byte; the next step goes on behind the key.
    package func advance(_ plan: ExportStep.Plan, _ page: ExportBatch, byte: Int64) async throws {
        guard try await isStill(plan) else { return }
        let rows = plan.run.rows + page.rows.count
        try await change([
            ExportStatements.advance(plan.run.id, rows: rows, key: page.key, byte: byte, tenant: tenant),
            ExportStep.job(plan.run.id, .running, row: rows, person: plan.run.person, now: now).enqueue(tenant: tenant, now: now),
        ])
    }

    /// The file is complete.
    package func complete(_ plan: ExportStep.Plan, bytes: Int64) async throws {
        guard try await isStill(plan) else { return }
        try await change([
            ExportStatements.done(plan.run.id, bytes: bytes, tenant: tenant, now: now),
            NoticeRow.insert(plan.run, .exportReady, to: plan.run.person, tenant: tenant, now: now),
        ])
    }

    package func end(_ run: ExportRun, _ state: ExportState, as end: RunEnd) async throws {
        audit(.exportStopped, run.auditObject, at: try await fetchFirst(UnitRow.one(tenant: tenant, run.unit))?.unit, ["reason": end.code])
        try await change([
            ExportStatements.end(run.id, state, as: end, tenant: tenant, now: now),
            NoticeRow.insert(run, .exportStopped, to: run.person, tenant: tenant, now: now),
        ])
    }

    /// Tells a refusal to its person, a request to everybody who may let it go today.
    package func tell(_ plan: ExportStep.Plan) async throws {
        let run = plan.run
        guard run.state == .waiting else {
            if run.state == .refused { try await change([NoticeRow.insert(run, .exportRefused, to: run.person, tenant: tenant, now: now)]) }
            return
        }
        let today = Day(now, offsetMinutes: plan.offsetMinutes)
        let approvers = try await fetch(ExportApprover.above(plan.unit, today: today)).map(\.value).filter { $0 != run.person }
        let notices = approvers.map { NoticeRow.insert(run, .exportWaiting, to: $0, tenant: tenant, now: now) }
        if !notices.isEmpty { try await change(notices) }
    }

    private func isStill(_ plan: ExportStep.Plan) async throws -> Bool {
        let run = try await fetchFirst(ExportRun.locked(tenant: tenant, plan.run.id))
        return run?.state == .running && run?.rows == plan.run.rows
    }
}

enum ExportApprover {
    /// People with a post at the unit, or at one that covers it, which may let exports go.
    static func above(_ unit: UnitRef, today: Day) -> Query<Single<PersonID>> {
        Query(
            """
            SELECT DISTINCT p.person_id FROM post p
            JOIN person n ON n.tenant_id = p.tenant_id AND n.id = p.person_id AND n.disabled_at IS NULL
            JOIN role r ON r.tenant_id = p.tenant_id AND r.id = p.role_id
            JOIN org_unit u ON u.tenant_id = p.tenant_id AND u.id = p.unit_id
            WHERE p.tenant_id = \(unit.tenant) AND p.from_on <= \(today) AND (p.to_on IS NULL OR p.to_on >= \(today))
                AND 'export.approve' = ANY (r.permissions) AND 'notice.see' = ANY (r.permissions)
                AND (p.deputy_for IS NULL OR EXISTS (SELECT FROM post a WHERE a.tenant_id = p.tenant_id AND a.id = p.deputy_for
                    AND a.from_on <= \(today) AND (a.to_on IS NULL OR a.to_on >= \(today))))
                AND (r.reach = 'tenant' OR u.id = \(unit.id) OR r.reach = 'subtree' AND (u.kind = 'group'
                    OR u.id = ANY (\([unit.company, unit.vendor].compactMap(\.self)))))
            ORDER BY p.person_id LIMIT 200
            """)
    }
}
