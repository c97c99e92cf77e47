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
        if run.kind == .people, !plan.isDry { batch.unknownPassword = try await hasher.hashOfUnknown() }
        return batch
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
        var phones: [PhoneNumber: (name: String, row: Int)] = [:]
        var repeated: [(row: Int, problem: LineProblem)] = []
        while let row = try reader.next() {
            guard let (key, field) = key(run.mapping.cells(row.cells), run.kind) else { continue }
            if let earlier = first[key] {
                repeated.append((row.number, .repeated(field, row: earlier)))
                continue
            }
            first[key] = row.number
            guard let (phone, name) = phone(run.mapping.cells(row.cells), run.kind) else { continue }
            if let earlier = phones[phone], earlier.name != name {
                repeated.append((row.number, .repeated(.phone, row: earlier.row)))
            } else {
                phones[phone] = phones[phone] ?? (name, row.number)
            }
        }
        return repeated
    }

    /// A customer's number is one customer's (CUSTDATA-R9): a later row that says it is another's is refused.
    private func phone(_ cells: ImportCells, _ kind: ImportKind) -> (PhoneNumber, name: String)? {
        guard kind == .owners, let line = try? OwnerLine(cells, relations: words.relations, papers: words.papers) else { return nil }
        return line.phone.map { ($0, line.name) }
    }

    /// Nil for a row that cannot be read, which is refused for what is wrong with it.
    private func key(_ cells: ImportCells, _ kind: ImportKind) -> (String, ImportField)? {
        switch kind {
        case .houses: (try? HouseLine(cells, usages: words.usages)).map { ($0.key, .room) }
        case .owners: (try? OwnerLine(cells, relations: words.relations, papers: words.papers)).map { ($0.key, .name) }
        case .people: (try? PersonLine(cells)).map { ($0.key, .account) }
        case .answers: cells[.reference].isEmpty ? nil : (cells[.reference], .reference)
        }
    }
}
