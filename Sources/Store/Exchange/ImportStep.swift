package import Domain
internal import Postgres

/// One step of an import: a batch of rows in a short transaction of its own, which also moves the run on and queues the next step. A
/// killed worker thus repeats nothing and leaves nothing out, and nobody waits longer than a batch.
package enum ImportStep {
    package static let kind = "stepImport"

    struct Payload: Codable {
        let run: Int64
        let round: Int
        let row: Int
    }

    /// Rows of one batch. Each person goes through the commands of the forms, houses and customers many in a statement.
    package static func rows(_ kind: ImportKind) -> Int { kind == .people ? 50 : 500 }

    static func job(_ run: ImportID, round: Int, row: Int, person: PersonID, now: Instant) -> NewJob {
        // The numbers are ours: nothing to escape.
        let payload = JSONText("{\"run\":\(run.rawValue),\"round\":\(round),\"row\":\(row)}")
        // Behind notices and sweeps.
        return NewJob(kind: kind, payload: payload, runAt: now, uniqueKey: "import-\(run)-\(round)-\(row)", priority: 200, person: person)
    }

    /// What the next batch is about.
    package struct Plan: Sendable {
        package let run: ImportRun
        package let unit: UnitRef
        package let offsetMinutes: Int
        /// Tries are used up after this one.
        package let isLastTry: Bool

        package var isDry: Bool { run.state == .checking }
        package var isFirst: Bool { run.cursorRow == 0 }
    }

    /// A batch as read from the file.
    package struct Batch: Sendable {
        /// Number in the sheet and the cells by our columns.
        package var rows: [(number: Int, cells: ImportCells)] = []
        /// How many rows of the file are behind us after it.
        package var endRow = 0
        package var endByte: Int64 = 0
        package var isLast = false
        /// Rows that stand twice, found before the first batch; the number is the earlier row's.
        package var repeated: [(row: Int, problem: LineProblem)] = []
        /// Of a password nobody knows, made before the transaction: new people choose their own by a link.
        package var unknownPassword = ""

        package init() {}
    }
}

extension WriteTransaction {
    /// Nil when there is nothing left to do for this job: given up, or a round further already.
    package func importPlan(_ job: Job) async throws -> ImportStep.Plan? {
        guard let payload = try? EventDetail.decode(ImportStep.Payload.self, from: job.payload) else {
            throw StoreError.unreadable("job.payload")
        }
        guard let run = try await fetchFirst(ImportRun.one(tenant: tenant, ImportID(payload.run))) else { return nil }
        return try await plan(run, payload, job)
    }

    private func plan(_ run: ImportRun, _ payload: ImportStep.Payload, _ job: Job) async throws -> ImportStep.Plan? {
        guard run.state.isMoving, run.round == payload.round, run.cursorRow == payload.row else { return nil }
        let (units, tenants) = try await fetch(UnitRow.one(tenant: tenant, run.unit), TenantRow.own(tenant: tenant))
        guard let unit = units.first?.unit, let clock = tenants.first else { throw StoreError.notFound }
        return ImportStep.Plan(
            run: run, unit: unit, offsetMinutes: clock.offsetMinutes, isLastTry: job.attempt >= job.maxAttempts)
    }

    /// Takes a batch in, or only looks at it in a dry run, in the scope of whoever asked for the import; then moves the run on.
    /// - Parameter words: what people call relations and roles.
    package func step(_ plan: ImportStep.Plan, _ batch: ImportStep.Batch, words: ImportWords) async throws {
        // Another worker that holds the same step waits here and then finds the run moved on.
        guard let run = try await fetchFirst(ImportRun.locked(tenant: tenant, plan.run.id)), run.state == plan.run.state,
            run.round == plan.run.round, run.cursorRow == plan.run.cursorRow
        else { return }
        if let wave = run.wave, try await fetchFirst(WaveRow.one(wave, tenant: tenant))?.state != .collecting {
            return try await end(run, .stopped, as: .waveClosed)
        }
        let taken = try await takenAccounts(batch, run.kind)
        let outcome: ImportOutcome
        do {
            let refused = Set(
                try await fetch(ImportProblemRow.known(run.id, round: run.round, rows: batch.rows.map(\.number), tenant: tenant)).map(
                    \.value)
            ).union(batch.repeated.map(\.row))
            outcome = try await acting(
                at: plan.unit, offsetMinutes: plan.offsetMinutes, missing: { run.kind.missing($0, at: plan.unit) }
            ) { acting in
                try await take(batch, skipping: refused, taken: taken, plan, acting, words)
            }
        } catch StoreError.refused {
            return try await end(run, .stopped, as: .rightEnded)
        }
        var statements = refusals(batch.repeated + outcome.problems, run, plan.unit)
        if !outcome.newPeople.isEmpty {
            statements.append(InviteeStatements.add(outcome.newPeople, of: run.id, at: plan.unit))
        }
        statements.append(
            ImportStatements.advance(run.id, row: batch.endRow, byte: batch.endByte, by: outcome.counts, tenant: tenant))
        if batch.isLast {
            statements += try ending(run)
            if run.state == .running {
                let total = run.counts + outcome.counts
                audit(
                    .importDone, run.auditObject, at: plan.unit,
                    [
                        "new": String(total.fresh), "changed": String(total.changed), "same": String(total.same),
                        "wrong": String(total.wrong),
                    ])
            }
        } else {
            statements.append(
                ImportStep.job(run.id, round: run.round, row: batch.endRow, person: run.person, now: now).enqueue(tenant: tenant, now: now))
        }
        try await change(statements)
    }

    /// Ends a run before its end and tells its person.
    package func end(_ run: ImportRun, _ state: ImportState, as end: RunEnd) async throws {
        audit(.importStopped, run.auditObject, at: try await fetchFirst(UnitRow.one(tenant: tenant, run.unit))?.unit, ["reason": end.code])
        let notice = NoticeRow.insert(run, .importStopped, tenant: tenant, now: now)
        try await change([ImportStatements.end(run.id, state, as: end, tenant: tenant, now: now), notice])
    }

    private func ending(_ run: ImportRun) throws -> [SQL] {
        let isDry = run.state == .checking
        let end =
            isDry
            ? ImportStatements.checked(run.id, tenant: tenant, now: now)
            : ImportStatements.end(run.id, .done, as: nil, tenant: tenant, now: now)
        return [end, NoticeRow.insert(run, isDry ? .importChecked : .importDone, tenant: tenant, now: now)]
    }

    private func refusals(_ problems: [(row: Int, problem: LineProblem)], _ run: ImportRun, _ unit: UnitRef) -> [SQL] {
        stride(from: 0, to: problems.count, by: 500).map { start in
            ImportStatements.refuse(problems[start..<min(start + 500, problems.count)], of: run.id, round: run.round, at: unit)
        }
    }

    /// Asked before the scope narrows: an account is taken in the whole tenant.
    private func takenAccounts(_ batch: ImportStep.Batch, _ kind: ImportKind) async throws -> Set<String> {
        guard kind == .people else { return [] }
        let names = Set(batch.rows.map { $0.cells[.account].lowercased().filter { !$0.isWhitespace } }).sorted()
        return Set(try await fetch(KnownAccount.named(names, tenant: tenant)).map(\.account))
    }

    private func take(
        _ batch: ImportStep.Batch, skipping refused: Set<Int>, taken: Set<String>, _ plan: ImportStep.Plan, _ acting: Acting,
        _ words: ImportWords
    ) async throws -> ImportOutcome {
        let rows = batch.rows.filter { !refused.contains($0.number) }
        var outcome = ImportOutcome()
        outcome.counts.wrong = refused.intersection(batch.rows.map(\.number)).count
        switch plan.run.kind {
        case .houses:
            let lines = outcome.read(rows) { cells throws(LineProblems) in try HouseLine(cells, usages: words.usages) }
            try await takeHouses(lines, acting, isDry: plan.isDry, &outcome)
        case .owners:
            let lines = outcome.read(rows) { cells throws(LineProblems) in
                try OwnerLine(cells, relations: words.relations, papers: words.papers)
            }
            try await takeOwners(lines, acting, plan.run, isDry: plan.isDry, &outcome)
        case .answers:
            let target = try await importedWave(plan.run.wave)
            let lines = outcome.read(rows) { cells throws(LineProblems) in
                try AnswerLine(cells, form: target.form, stages: words.stages)
            }
            try await takeAnswers(lines, acting, target, isDry: plan.isDry, &outcome)
        case .people:
            let lines = outcome.read(rows) { cells throws(LineProblems) in try PersonLine(cells) }
            try await takePeople(lines, acting, password: batch.unknownPassword, words: words, taken: taken, isDry: plan.isDry, &outcome)
        }
        return outcome
    }
}

/// What people call the closed lists in a table: by `HeadingKey`, in every language, and the codes themselves.
package struct ImportWords: Sendable {
    package let relations: [String: CustomerRelation]
    package let papers: [String: IdentityKind]
    package let usages: [String: HouseUsage]
    /// Names of built-in roles to their keys; a tenant's own roles are read with the tenant.
    package let roles: [String: String]
    package let stages: [String: Stage]

    package init(
        relations: [String: CustomerRelation], papers: [String: IdentityKind], usages: [String: HouseUsage], roles: [String: String],
        stages: [String: Stage]
    ) {
        self.relations = relations
        self.papers = papers
        self.usages = usages
        self.roles = roles
        self.stages = stages
    }
}

/// What became of a batch.
struct ImportOutcome: Sendable {
    var counts = ImportCounts()
    var problems: [(row: Int, problem: LineProblem)] = []
    /// Who has an account since this batch, and no password yet.
    var newPeople: [PersonID] = []

    mutating func refuse(_ row: Int, _ problem: LineProblem) {
        counts.wrong += 1
        problems.append((row, problem))
    }

    /// Rows that can be read; the others are refused with everything that is wrong with them.
    mutating func read<Line>(
        _ rows: [(number: Int, cells: ImportCells)], _ parse: (ImportCells) throws(LineProblems) -> Line
    ) -> [(row: Int, line: Line)] {
        rows.compactMap { number, cells in
            do throws(LineProblems) {
                return (number, try parse(cells))
            } catch {
                counts.wrong += 1
                problems += error.list.map { (number, $0) }
                return nil
            }
        }
    }
}
