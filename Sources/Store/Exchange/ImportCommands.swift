package import Domain
internal import Postgres

/// Purposes of permits in this room.
package enum RunImport {}
package enum RunExport {}
package enum ApproveExport {}

/// A table that was uploaded and read.
package struct NewImport: Sendable {
    package let kind: ImportKind
    /// As the person's machine calls it; shown, never used as a path.
    package let fileName: String
    package let token: String
    /// SHA-256 of the upload.
    package let digest: [UInt8]
    package let headings: [String]
    package let rows: Int
    /// Whose answers they are; nil for any other kind.
    package let wave: WaveID?

    package init(
        kind: ImportKind, fileName: String, token: String, digest: [UInt8], headings: [String], rows: Int, wave: WaveID? = nil
    ) {
        self.kind = kind
        self.fileName = fileName
        self.token = token
        self.digest = digest
        self.headings = headings
        self.rows = rows
        self.wave = wave
    }
}

/// Why the data of the customers of a table are held (PIPL 13), and which notice told them so.
package struct ImportGround: Hashable, Sendable {
    package let ground: DataGround
    package let noticeVersion: String

    /// Fields: ground, noticeVersion.
    package static func read(_ fields: [String: String]) -> Result<ImportGround, FieldErrors> {
        var form = FormReader(fields)
        return form.result(ImportGround(ground: form.word("ground"), noticeVersion: form.text("noticeVersion", max: 30)))
    }
}

extension ImportKind {
    /// What keeps the actor from such an import at the unit; nil when nothing does.
    func missing(_ actor: Actor, at unit: UnitRef) -> Permission? {
        guard actor.covers(unit, with: .importRun) else { return .importRun }
        return permissions.contains { actor.covers(unit, with: $0) } ? nil : permissions.first
    }
}

extension Transaction {
    /// The viewpoint, to bring a table in there.
    /// - Throws: `notFound` without a viewpoint; `refused` with `import.run` or with what the kind needs.
    package func access(_ kind: ImportKind, for purpose: RunImport.Type) async throws -> Permit<RunImport, UnitRef> {
        guard let viewpoint else { throw StoreError.notFound }
        let actor = try await enter()
        if let missing = kind.missing(actor, at: viewpoint) { throw StoreError.refused(missing) }
        return Permit(viewpoint)
    }

    /// The person's own import. What somebody else uploaded is theirs: it may hold what this person must not see.
    /// - Throws: `notFound` also for somebody else's and for one of another unit; `refused`.
    package func access(_ id: ImportID, for purpose: RunImport.Type) async throws -> Permit<RunImport, ImportRun> {
        guard let run = try await fetchFirst(ImportRun.one(tenant: tenant, id)), run.unit == viewpoint?.id, try run.person == actor.person
        else { throw StoreError.notFound }
        _ = try await access(run.kind, for: RunImport.self)
        return Permit(run)
    }
}

extension WriteTransaction {
    /// Notes an upload; the columns are chosen next.
    /// - Throws: as `importedWave` where answers come in.
    package func add(_ upload: NewImport, _ permit: Permit<RunImport, UnitRef>) async throws -> ImportID {
        if upload.kind == .answers { _ = try await importedWave(upload.wave) }
        let add = ImportStatements.add(
            upload, at: permit.thing, by: try actor, now: now)
        guard let id = try await fetchFirst(add)?.value else { throw StoreError.closed }
        audit(.importUploaded, .file(id.rawValue, label: upload.kind.code), at: permit.thing, ["count": String(upload.rows)])
        return id
    }

    /// Chooses the columns and begins a dry run; the choice is remembered for the unit.
    /// - Parameter ground: of customers' data; needed where customers come in, and only there.
    /// - Throws: `invalid` with the columns' codes; `stale` when the run is not where the form saw it.
    package func choose(
        _ mapping: ImportMapping, ground: ImportGround?, version: Int, _ permit: Permit<RunImport, ImportRun>
    ) async throws {
        let run = permit.thing
        let questions = run.kind == .answers ? try await importedWave(run.wave).form.columns : []
        var errors = mapping.problems(for: run.kind, width: run.headings.count, questions: questions)
        if run.kind == .owners, ground == nil { errors.add("ground", .required) }
        guard errors.isEmpty else { throw StoreError.invalid(errors) }
        guard let viewpoint else { throw StoreError.notFound }
        let chosen = mapping.columns.compactMapValues { run.headings.indices.contains($0) ? run.headings[$0] : nil }
        let remembered = try EventDetail.encode(Dictionary(uniqueKeysWithValues: chosen.map { ($0.rawValue, $1) }))
        let touched = try await change([
            ImportStatements.begin(
                run.id, .checking, from: [.mapping, .checked], version: version, mapping: try ImportText.text(mapping), tenant: tenant,
                now: now),
            ImportStatements.remember(run.kind, remembered, at: viewpoint, now: now),
            ImportStatements.ground(run.kind == .owners ? ground : nil, of: run.id, tenant: tenant),
        ])
        try await queueFirstStep(of: run, touched: touched[0])
    }

    /// After the dry run: writes what it counted.
    /// - Throws: `stale`.
    package func start(version: Int, _ permit: Permit<RunImport, ImportRun>) async throws {
        let run = permit.thing
        let touched = try await change([
            ImportStatements.begin(
                run.id, .running, from: [.checked], version: version, mapping: try ImportText.text(run.mapping), tenant: tenant, now: now)
        ])
        try await queueFirstStep(of: run, touched: touched[0])
        audit(.importStarted, run.auditObject, at: viewpoint, ["count": String(run.rows)])
    }

    /// Gives a run up; what it has written stays.
    /// - Throws: `stale` when it is over already.
    package func giveUp(_ permit: Permit<RunImport, ImportRun>) async throws {
        let touched = try await change([ImportStatements.end(permit.thing.id, .stopped, as: .givenUp, tenant: tenant, now: now)])
        guard touched == [1] else { throw StoreError.stale(permit.thing.staleness) }
        audit(.importStopped, permit.thing.auditObject, at: viewpoint, ["reason": RunEnd.givenUp.code])
    }

    private func queueFirstStep(of run: ImportRun, touched: Int) async throws {
        guard touched == 1 else { throw StoreError.stale(run.staleness) }
        let job = ImportStep.job(run.id, round: run.round + 1, row: 0, person: run.person, now: now)
        try await change([job.enqueue(tenant: tenant, now: now)])
    }
}

extension LineProblem {
    /// As the row of a refusal names it: a question's own column stands behind the field.
    var stored: String { column.isEmpty ? field.rawValue : "\(field.rawValue):\(column)" }
}

extension ImportRun {
    var staleness: Staleness { Staleness(version: version, state: state.rawValue, changes: []) }
    /// The file's name is the person's own and may name somebody; the kind is enough.
    var auditObject: AuditObject { .file(id.rawValue, label: kind.code) }
}

enum ImportStatements {
    static func add(_ upload: NewImport, at unit: UnitRef, by actor: Actor, now: Instant) -> Query<Single<ImportID>> {
        Query(
            """
            INSERT INTO import_run (tenant_id, unit_id, company_id, project_id, vendor_id, person_id, person_name, kind, file_name,
                file_token, digest, headings, row_count, created_at, expires_at, wave_id)
            VALUES (\(unit.tenant), \(unit.id), \(unit.company), \(unit.project), \(unit.vendor), \(actor.person), \(actor.name),
                \(upload.kind), \(upload.fileName), \(upload.token), \(upload.digest), \(upload.headings), \(Int32(upload.rows)), \(now),
                \(now + ExportRule.keepUpload), \(upload.wave))
            RETURNING id
            """)
    }

    /// A round begins at the first row with nothing counted.
    static func begin(
        _ id: ImportID, _ state: ImportState, from states: [ImportState], version: Int, mapping: JSONText, tenant: TenantID, now: Instant
    ) -> SQL {
        """
        UPDATE import_run SET state = \(state), mapping = \(mapping), version = version + 1, round = round + 1, cursor_row = 0, cursor_byte = 0,
            new_rows = 0, changed_rows = 0, same_rows = 0, wrong_rows = 0, started_at = \(now), expires_at = \(now + ExportRule.keepUpload)
        WHERE tenant_id = \(tenant) AND id = \(id) AND version = \(Int32(clamping: version)) AND state = ANY (\(states.map(\.rawValue))) AND file_token <> ''
        """
    }

    static func ground(_ ground: ImportGround?, of id: ImportID, tenant: TenantID) -> SQL {
        """
        UPDATE import_run SET ground = \(ground?.ground), notice_version = \(ground?.noticeVersion ?? "")
        WHERE tenant_id = \(tenant) AND id = \(id)
        """
    }

    static func remember(_ kind: ImportKind, _ headings: JSONText, at unit: UnitRef, now: Instant) -> SQL {
        """
        INSERT INTO import_heading (tenant_id, unit_id, kind, company_id, project_id, vendor_id, headings, chosen_at)
        VALUES (\(unit.tenant), \(unit.id), \(kind), \(unit.company), \(unit.project), \(unit.vendor), \(headings), \(now))
        ON CONFLICT (tenant_id, unit_id, kind) DO UPDATE SET headings = EXCLUDED.headings, chosen_at = EXCLUDED.chosen_at
        """
    }

    static func remembered(_ kind: ImportKind, unit: UnitID, tenant: TenantID) -> Query<Single<JSONText>> {
        Query("SELECT headings FROM import_heading WHERE tenant_id = \(tenant) AND unit_id = \(unit) AND kind = \(kind)")
    }

    static func end(_ id: ImportID, _ state: ImportState, as end: RunEnd?, tenant: TenantID, now: Instant) -> SQL {
        """
        UPDATE import_run SET state = \(state), ended_as = \(end), version = version + 1, finished_at = \(now),
            expires_at = \(now + ExportRule.keep)
        WHERE tenant_id = \(tenant) AND id = \(id) AND state NOT IN ('done', 'stopped', 'failed')
        """
    }

    static func checked(_ id: ImportID, tenant: TenantID, now: Instant) -> SQL {
        "UPDATE import_run SET state = 'checked', version = version + 1, checked_at = \(now) WHERE tenant_id = \(tenant) AND id = \(id)"
    }

    static func advance(_ id: ImportID, row: Int, byte: Int64, by counts: ImportCounts, tenant: TenantID) -> SQL {
        """
        UPDATE import_run SET cursor_row = \(Int32(clamping: row)), cursor_byte = \(byte), new_rows = new_rows + \(Int32(counts.fresh)),
            changed_rows = changed_rows + \(Int32(counts.changed)), same_rows = same_rows + \(Int32(counts.same)),
            wrong_rows = wrong_rows + \(Int32(counts.wrong))
        WHERE tenant_id = \(tenant) AND id = \(id)
        """
    }

    /// Not empty, at most 500.
    static func refuse(_ problems: some Collection<(row: Int, problem: LineProblem)>, of run: ImportID, round: Int, at unit: UnitRef) -> SQL
    {
        let rows = problems.map { row, problem -> SQL in
            """
            (\(unit.tenant), \(run), \(Int32(round)), \(Int32(clamping: row)), \(problem.stored), \(unit.id), \(unit.company),
            \(unit.project), \(unit.vendor), \(problem.code), \(Int32(clamping: problem.number)))
            """
        }
        return """
            INSERT INTO import_problem (tenant_id, run_id, round, row_number, field, unit_id, company_id, project_id, vendor_id, code, number)
            VALUES \(rows.joined(separator: ", ")) ON CONFLICT DO NOTHING
            """
    }
}

extension Transaction {
    /// What was chosen at the unit last time, by column.
    package func rememberedHeadings(_ kind: ImportKind) async throws -> [ImportField: String] {
        guard let viewpoint, let json = try await fetchFirst(ImportStatements.remembered(kind, unit: viewpoint.id, tenant: tenant))?.value
        else { return [:] }
        let stored = try EventDetail.decode([String: String].self, from: json)
        return Dictionary(uniqueKeysWithValues: stored.compactMap { code, text in ImportField(rawValue: code).map { ($0, text) } })
    }
}
