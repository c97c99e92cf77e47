internal import Domain
internal import Sheets
internal import Store

/// The file's side of an import: reads the next batch and what must be known before it, outside any transaction.
struct ImportWork: Sendable {
    let folder: DataFolder
    let hasher: PasswordHasher
    let words: ImportWords

    func run(_ course: JobCourse) async throws {
        guard let plan = try await course.look({ tx, job in try await tx.importPlan(job) }) else {
            return try await course.finish { _, _ in }
        }
        do {
            let batch = try await read(plan)
            try await course.finish { tx, _ in try await tx.step(plan, batch, words: words) }
        } catch is SheetFault {
            // Deleted, cut off, unreadable: no second try changes that.
            try await course.finish { tx, _ in try await tx.end(plan.run, .failed, as: .fileGone) }
        } catch StoreError.leaseGone {
            throw StoreError.leaseGone
        } catch  where plan.isLastTry {
            try await course.finish { tx, _ in try await tx.end(plan.run, .failed, as: .fault) }
        }
    }

    private func read(_ plan: ImportStep.Plan) async throws -> ImportStep.Batch {
        let run = plan.run
        let path = folder.file(.imports, run.token, "rows")
        let words = words
        var batch = try await folder.bench.run {
            let reader = try RowReader(path, at: run.cursorByte)
            let rows = try reader.next(ImportStep.rows(run.kind))
            var batch = ImportStep.Batch()
            batch.rows = rows.map { ($0.number, run.mapping.cells($0.cells)) }
            batch.endRow = run.cursorRow + rows.count
            batch.endByte = reader.offset
            batch.isLast = batch.endRow >= run.rows
            if plan.isFirst { batch.repeated = try Repeats(words).find(path, run) }
            return batch
        }
        if run.kind == .people, !plan.isDry { batch.hashes = try await hashes(batch) }
        return batch
    }

    /// Digests of first passwords, on the hasher's threads.
    private func hashes(_ batch: ImportStep.Batch) async throws -> [Int: String] {
        var hashes: [Int: String] = [:]
        for (number, cells) in batch.rows {
            guard let line = try? PersonLine(cells), !line.password.isEmpty,
                PasswordRule.problem(with: line.password, account: line.account) == nil
            else { continue }
            hashes[number] = try await hasher.hash(line.password)
        }
        return hashes
    }
}

/// Rows that say something about a thing that an earlier row of the file speaks of: the later one is refused, whatever batch it is in.
struct Repeats {
    private let words: ImportWords

    init(_ words: ImportWords) {
        self.words = words
    }

    func find(_ path: String, _ run: ImportRun) throws -> [(row: Int, problem: LineProblem)] {
        let reader = try RowReader(path)
        var first: [String: Int] = [:]
        var repeated: [(row: Int, problem: LineProblem)] = []
        while let row = try reader.next() {
            guard let (key, field) = key(run.mapping.cells(row.cells), run.kind) else { continue }
            if let earlier = first[key] {
                repeated.append((row.number, .repeated(field, row: earlier)))
            } else {
                first[key] = row.number
            }
        }
        return repeated
    }

    /// Nil for a row that cannot be read, which is refused for what is wrong with it.
    private func key(_ cells: ImportCells, _ kind: ImportKind) -> (String, ImportField)? {
        switch kind {
        case .houses: (try? HouseLine(cells)).map { ($0.key, .room) }
        case .owners: (try? OwnerLine(cells, relations: words.relations)).map { ($0.key, .name) }
        case .people: (try? PersonLine(cells)).map { ($0.key, .account) }
        }
    }
}
