package import Domain
internal import Postgres
package import Sheets

/// What somebody wants to take out.
package struct NewExport: Sendable {
    package let subject: ExportSubject
    package let format: SheetFormat
    package let columns: [ExportColumn]
    /// Of the ticket list; the others have none.
    package let filter: TicketFilter?
    package let reason: String
    package let language: String

    package init(
        subject: ExportSubject, format: SheetFormat, columns: [ExportColumn], filter: TicketFilter?, reason: String, language: String
    ) {
        self.subject = subject
        self.format = format
        self.columns = columns
        self.filter = filter
        self.reason = reason
        self.language = language
    }

    package var isPersonal: Bool { columns.contains(where: \.isPersonal) }
}

extension Transaction {
    /// The viewpoint, to take something out of it.
    /// - Throws: `notFound` without a viewpoint; `refused` with the permission that is missing.
    package func access(
        _ subject: ExportSubject, _ columns: [ExportColumn], for purpose: RunExport.Type
    ) async throws -> Permit<RunExport, UnitRef> {
        guard let viewpoint else { throw StoreError.notFound }
        let actor = try await enter()
        if let missing = ExportRun.missing(subject, columns, actor, at: viewpoint) { throw StoreError.refused(missing) }
        return Permit(viewpoint)
    }

    /// The person's own export of this unit.
    /// - Throws: `notFound` also for somebody else's; `refused` when the rights it was asked with are gone.
    package func access(_ id: ExportID, for purpose: RunExport.Type) async throws -> Permit<RunExport, ExportRun> {
        guard let run = try await fetchFirst(ExportRun.one(tenant: tenant, id)), run.unit == viewpoint?.id, try run.person == actor.person
        else { throw StoreError.notFound }
        _ = try await access(run.subject, run.columns, for: RunExport.self)
        return Permit(run)
    }

    /// Somebody else's export that waits for a second person.
    /// - Throws: `notFound`; `refused(.exportApprove)` for the own one too.
    package func access(_ id: ExportID, for purpose: ApproveExport.Type) async throws -> Permit<ApproveExport, ExportRun> {
        guard let viewpoint, let run = try await fetchFirst(ExportRun.one(tenant: tenant, id)), run.unit == viewpoint.id else {
            throw StoreError.notFound
        }
        let actor = try actor
        guard actor.covers(viewpoint, with: .exportApprove), actor.person != run.person else { throw StoreError.refused(.exportApprove) }
        return Permit(run)
    }
}

extension ExportRun {
    /// What keeps the actor from taking the columns out of the unit; nil when nothing does.
    static func missing(_ subject: ExportSubject, _ columns: [ExportColumn], _ actor: Actor, at unit: UnitRef) -> Permission? {
        ([.exportRun, subject.permission] + columns.flatMap(\.permissions)).first { !actor.covers(unit, with: $0) }
    }
}

extension WriteTransaction {
    /// Notes the request and, unless a second person has to say yes, queues its first step.
    /// - Throws: `invalid` with field `columns` or `reason`.
    package func add(_ export: NewExport, _ permit: Permit<RunExport, UnitRef>) async throws -> ExportID {
        guard !export.columns.isEmpty else { throw StoreError.invalid(FieldErrors("columns", .required)) }
        guard !export.isPersonal || !export.reason.isEmpty else { throw StoreError.invalid(FieldErrors("reason", .required)) }
        let (unit, actor) = (permit.thing, try actor)
        let limit = try await settings(at: unit).number(.exportApprovalRows)
        let expected = try await exportCount(export.subject, filter: export.filter, limit: limit)
        let waits = ExportRule.needsApproval(rows: expected, personal: export.isPersonal, limit: limit)
        let token = DataFolder.newToken()
        let add = ExportStatements.add(export, waits ? .waiting : .running, expected: expected, token: token, at: unit, by: actor, now: now)
        guard let id = try await fetchFirst(add)?.value else { throw StoreError.closed }
        audit(
            .exportRequested, .file(id.rawValue, label: ExportRun.number(of: id)), at: unit,
            [
                "kind": export.subject.code, "columns": export.columns.map(\.code).joined(separator: " "), "count": String(expected),
                "reason": export.isPersonal ? "personal" : "",
            ])
        // One that waits is told to those who may let it go, which only a job can: nobody writes into somebody else's notices.
        try await change([
            ExportStep.job(id, waits ? .waiting : .running, row: 0, person: actor.person, now: now).enqueue(tenant: tenant, now: now)
        ])
        return id
    }

    /// - Throws: `stale` when somebody was faster.
    package func answer(_ approves: Bool, note: String, version: Int, _ permit: Permit<ApproveExport, ExportRun>) async throws {
        let run = permit.thing
        let touched = try await change([
            ExportStatements.answer(
                run.id, approves ? .running : .refused, by: try actor, note: note, version: version, tenant: tenant, now: now)
        ])
        guard touched == [1] else { throw StoreError.stale(run.staleness) }
        audit(approves ? .exportApproved : .exportRefused, run.auditObject, at: viewpoint)
        let job = ExportStep.job(run.id, approves ? .running : .refused, row: 0, person: run.person, now: now)
        try await change([job.enqueue(tenant: tenant, now: now)])
    }

    /// Gives a run up that waits or runs.
    /// - Throws: `stale`.
    package func giveUp(_ permit: Permit<RunExport, ExportRun>) async throws {
        let touched = try await change([ExportStatements.end(permit.thing.id, .stopped, as: .givenUp, tenant: tenant, now: now)])
        guard touched == [1] else { throw StoreError.stale(permit.thing.staleness) }
        audit(.exportStopped, permit.thing.auditObject, at: viewpoint, ["reason": RunEnd.givenUp.code])
    }

    /// Notes that the file is fetched now.
    /// - Throws: `stale` when it is not there any more.
    package func download(_ permit: Permit<RunExport, ExportRun>) async throws {
        let run = permit.thing
        guard run.state == .done, run.expiresAt > now, let viewpoint else { throw StoreError.stale(run.staleness) }
        try await change([ExportStatements.download(run.id, at: viewpoint, by: try actor, now: now)])
        audit(.exportFetched, run.auditObject, at: viewpoint, ["count": String(run.rows)])
    }
}

extension ExportRun {
    var staleness: Staleness { Staleness(version: version, state: state.rawValue, changes: []) }
    var auditObject: AuditObject { .file(id.rawValue, label: number) }
}

enum ExportStatements {
    static func add(
        _ export: NewExport, _ state: ExportState, expected: Int, token: String, at unit: UnitRef, by actor: Actor, now: Instant
    ) -> Query<Single<ExportID>> {
        Query(
            """
            INSERT INTO export_run (tenant_id, unit_id, company_id, project_id, vendor_id, person_id, person_name, language, subject, format,
                columns, filter, personal, reason, state, expected_rows, file_token, created_at, expires_at)
            VALUES (\(unit.tenant), \(unit.id), \(unit.company), \(unit.project), \(unit.vendor), \(actor.person), \(actor.name),
                \(export.language), \(export.subject), \(export.format.rawValue), \(export.columns.map(\.rawValue)), \(export.filter?.text ?? ""),
                \(export.isPersonal), \(export.reason), \(state), \(Int32(clamping: expected)), \(token), \(now), \(now + ExportRule.keepUpload))
            RETURNING id
            """)
    }

    static func answer(
        _ id: ExportID, _ state: ExportState, by actor: Actor, note: String, version: Int, tenant: TenantID, now: Instant
    ) -> SQL {
        """
        UPDATE export_run SET state = \(state), version = version + 1, approved_by = \(actor.person), approved_by_name = \(actor.name),
            approved_at = \(now), answer = \(note), finished_at = CASE WHEN \(state) = 'refused' THEN \(now) END
        WHERE tenant_id = \(tenant) AND id = \(id) AND state = 'waiting' AND version = \(Int32(clamping: version))
        """
    }

    static func end(_ id: ExportID, _ state: ExportState, as end: RunEnd, tenant: TenantID, now: Instant) -> SQL {
        """
        UPDATE export_run SET state = \(state), ended_as = \(end), version = version + 1, finished_at = \(now)
        WHERE tenant_id = \(tenant) AND id = \(id) AND state IN ('waiting', 'running')
        """
    }

    static func advance(_ id: ExportID, rows: Int, key: String, byte: Int64, tenant: TenantID) -> SQL {
        """
        UPDATE export_run SET row_count = \(Int32(clamping: rows)), cursor_key = \(key), cursor_byte = \(byte)
        WHERE tenant_id = \(tenant) AND id = \(id)
        """
    }

    static func done(_ id: ExportID, bytes: Int64, tenant: TenantID, now: Instant) -> SQL {
        """
        UPDATE export_run SET state = 'done', version = version + 1, file_bytes = \(bytes), finished_at = \(now),
            expires_at = \(now + ExportRule.keep)
        WHERE tenant_id = \(tenant) AND id = \(id) AND state = 'running'
        """
    }

    static func download(_ id: ExportID, at unit: UnitRef, by actor: Actor, now: Instant) -> SQL {
        """
        INSERT INTO export_download (tenant_id, run_id, unit_id, company_id, project_id, vendor_id, person_id, person_name, at)
        VALUES (\(unit.tenant), \(id), \(unit.id), \(unit.company), \(unit.project), \(unit.vendor), \(actor.person), \(actor.name), \(now))
        """
    }
}
