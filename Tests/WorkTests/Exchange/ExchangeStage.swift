import Domain
import Foundation
import Postgres
import Secrets
import Sheets
import Store
import TestSupport
import Views
import Work

/// A cast, a data folder of its own, and workers that bring tables in and take them out.
struct ExchangeStage {
    let cast: Cast
    let folder: DataFolder

    private static let renderer = Result {
        try Renderer(templates: TestSources.path("Templates"), publicFiles: TestSources.path("Public"))
    }

    static func run(_ body: (ExchangeStage) async throws -> Void) async throws {
        let path = NSTemporaryDirectory() + "exchange-" + UUID().uuidString
        let stage = ExchangeStage(cast: try await Cast.assemble(connections: 8), folder: try DataFolder(path))
        try await body(stage)
        try await stage.cast.end()
        try FileManager.default.removeItem(atPath: path)
    }

    var yunshan: CastTenant { cast.yunshan }

    func worker(_ name: String) throws -> Worker {
        let exchange = ExchangeWork(folder: folder, hasher: PasswordHasher(cost: .cheap), renderer: try Self.renderer.get())
        return Worker(
            store: cast.store, registry: try .standard(exchange: exchange.handlers), name: name, tidy: exchange.tidy,
            logger: QueueStage.logger)
    }

    /// Rounds of all workers side by side until none finds anything.
    func drain(_ names: String...) async throws {
        let workers = try (names.isEmpty ? ["w"] : names).map(worker)
        try await withThrowingTaskGroup { group in
            for worker in workers { group.addTask { while try await worker.round() > 0 {} } }
            try await group.waitForAll()
        }
    }

    /// An upload as the web side leaves it: its rows in the folder, its run noted.
    func upload(
        _ kind: ImportKind, _ headings: [String], _ rows: [[String]], by account: String = "admin", at unit: String? = nil
    ) async throws -> ImportID {
        let token = DataFolder.newToken()
        let writer = try RowWriter(folder.file(.imports, token, "rows"))
        for (index, cells) in rows.enumerated() { try writer.append(SheetRow(number: index + 2, cells: cells)) }
        try writer.sync()
        let new = NewImport(kind: kind, fileName: "\(kind).csv", token: token, digest: [1], headings: headings, rows: rows.count)
        let answer = try await write(account, unit) { tx in
            String(try await tx.add(new, try await tx.access(kind, for: RunImport.self)).rawValue)
        }
        return ImportID(Int64(answer) ?? 0)
    }

    @discardableResult
    func write(
        _ account: String, _ unit: String? = nil, _ body: @Sendable (WriteTransaction) async throws -> String
    ) async throws -> String {
        try await cast.store.write(yunshan.entry(account, at: unit), .member, form: cast.form(), body).path
    }

    /// Chooses the columns by their headings and begins the dry run.
    func choose(_ id: ImportID, by account: String = "admin", at unit: String? = nil) async throws {
        let ground = try ImportGround.read(["ground": "contract", "noticeVersion": "2026-1"]).get()
        try await write(account, unit) { tx in
            try await tx.enter()
            let permit = try await tx.access(id, for: RunImport.self)
            try await tx.choose(
                .guess(permit.thing.headings, for: permit.thing.kind, templates: [:]), ground: ground, version: permit.thing.version, permit
            )
            return "/"
        }
    }

    func start(_ id: ImportID, by account: String = "admin", at unit: String? = nil) async throws {
        try await write(account, unit) { tx in
            try await tx.enter()
            let permit = try await tx.access(id, for: RunImport.self)
            try await tx.start(version: permit.thing.version, permit)
            return "/"
        }
    }

    /// Dry run, confirmation and run.
    func bring(_ id: ImportID, by account: String = "admin", at unit: String? = nil) async throws -> ImportRun {
        try await choose(id, by: account, at: unit)
        try await drain()
        try await start(id, by: account, at: unit)
        try await drain()
        return try await run(id, account)
    }

    func run(_ id: ImportID, _ account: String = "admin") async throws -> ImportRun {
        let found = try await cast.store.read(yunshan.entry(account), .member) { tx in
            try await tx.fetch(ImportRun.one(tenant: tx.tenant, id))
        }
        guard let run = found.first else { throw StoreError.notFound }
        return run
    }

    func problems(_ id: ImportID, _ account: String = "admin") async throws -> [ImportProblemRow] {
        let run = try await run(id, account)
        return try await cast.store.read(yunshan.entry(account), .member) { tx in
            try await tx.fetch(ImportProblemRow.page(run, tenant: tx.tenant))
        }
    }

    func export(
        _ subject: ExportSubject, _ columns: [ExportColumn], _ format: SheetFormat = .csv, reason: String = "核对", by account: String,
        at unit: String? = nil, filter: TicketFilter? = nil
    ) async throws -> ExportID {
        let new = NewExport(subject: subject, format: format, columns: columns, filter: filter, reason: reason, language: "zh-CN")
        let answer = try await write(account, unit) { tx in
            let permit = try await tx.access(subject, columns, for: RunExport.self)
            return String(try await tx.add(new, permit).rawValue)
        }
        return ExportID(Int64(answer) ?? 0)
    }

    func exported(_ id: ExportID, _ account: String) async throws -> ExportRun {
        let found = try await cast.store.read(yunshan.entry(account), .member) { tx in
            try await tx.fetch(ExportRun.one(tenant: tx.tenant, id))
        }
        guard let run = found.first else { throw StoreError.notFound }
        return run
    }

    /// The rows of a finished file, without its headings and its mark.
    func content(_ run: ExportRun) throws -> (rows: [[String]], mark: String) {
        let target = folder.file(.uploads, DataFolder.newToken(), "rows")
        _ = try SheetIntake().convert(folder.file(.exports, run.token, run.format.rawValue), to: target)
        let rows = try RowReader(target).next(1_000_000).map(\.cells)
        return (rows.dropLast().map { $0 }, rows.last?.first ?? "")
    }

    func count(_ sql: SQL) async throws -> Int {
        Int(try await cast.database.administer { connection in try await connection.query(sql)[0].get(0, as: Int64.self) })
    }

    func notices(_ account: String) async throws -> [NoticeKind] {
        try await cast.store.read(yunshan.entry(account), .member) { tx in try await tx.notices().rows.map(\.kind) }
    }
}
