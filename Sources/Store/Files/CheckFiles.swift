package import Domain
package import Postgres

/// The night's check of a tenant's files: every content is there and as long as it should be, and one in seven is read whole each night.
/// Only what changed is written to the files' own rows.
package enum CheckFiles {
    package static let kind = "checkFiles"
    static let batch = 500

    /// What a content has to be.
    struct Line: RowDecodable {
        let id: FileID
        let digest: [UInt8]
        let bytes: Int64
        let fault: FileHealth?

        init(row: inout RowCursor) throws {
            id = try row.next()
            digest = try row.next()
            bytes = try row.next()
            fault = try row.next()
        }

        static func after(_ id: FileID?, tenant: TenantID) -> Query<Line> {
            Query(
                """
                SELECT f.id, f.digest, f.bytes, f.fault FROM file f
                WHERE f.tenant_id = \(tenant) AND f.id > \(id ?? FileID(0)) AND f.removed_at IS NULL ORDER BY f.id LIMIT \(Int32(batch))
                """)
        }
    }

    /// What one run has seen so far.
    package struct Tally: Hashable, Sendable {
        package var files = 0
        package var bytes: Int64 = 0
        package var readWhole = 0
        package var missing = 0
        package var corrupt = 0

        package init() {}
    }

    /// The worker's course: rows in batches, contents between the transactions, the tally with the job's end.
    package static func run(
        _ vault: any FileVault, look: (@Sendable (WriteTransaction) async throws -> Void) async throws -> Void,
        finish: (@Sendable (WriteTransaction) async throws -> Void) async throws -> Void
    ) async throws {
        let begun = Captured<(tenant: TenantID, now: Instant)>()
        try await look { tx in begun.set((tx.tenant, tx.now)) }
        guard let (tenant, started) = begun.value else { throw StoreError.closed }
        let day = Day(started, offsetMinutes: 0)
        var (tally, last): (Tally, FileID?) = (Tally(), nil)
        while true {
            let found = Captured<[Line]>()
            let after = last
            try await look { tx in found.set(try await tx.fetch(Line.after(after, tenant: tx.tenant))) }
            let lines = found.value ?? []
            guard let newest = lines.last?.id else { break }
            var changes: [SQL] = []
            for line in lines {
                let whole = FileRule.isReadWhole(line.id, on: day)
                let health = try await vault.check(line.digest, bytes: line.bytes, whole: whole, of: tenant)
                tally.count(line, health, whole: whole)
                // What was found corrupt by reading stays so until it is read again.
                if health != line.fault, whole || health != nil || line.fault == .missing {
                    changes.append(note(health, of: line.id, tenant: tenant))
                }
            }
            let notes = changes
            if !notes.isEmpty { try await look { tx in try await tx.change(notes) } }
            last = newest
        }
        let whole = tally
        try await finish { tx in try await tx.change([keep(whole, from: started, tenant: tx.tenant, now: tx.now)]) }
    }

    static func note(_ health: FileHealth?, of id: FileID, tenant: TenantID) -> SQL {
        "UPDATE file SET fault = \(health) WHERE tenant_id = \(tenant) AND id = \(id) AND removed_at IS NULL"
    }

    static func keep(_ tally: Tally, from started: Instant, tenant: TenantID, now: Instant) -> SQL {
        """
        INSERT INTO file_check (tenant_id, started_at, finished_at, files, bytes, read_whole, missing, corrupt)
        VALUES (\(tenant), \(started), \(now), \(Int32(clamping: tally.files)), \(tally.bytes), \(Int32(clamping: tally.readWhole)),
            \(Int32(clamping: tally.missing)), \(Int32(clamping: tally.corrupt)))
        ON CONFLICT (tenant_id) DO UPDATE SET started_at = EXCLUDED.started_at, finished_at = EXCLUDED.finished_at, files = EXCLUDED.files,
            bytes = EXCLUDED.bytes, read_whole = EXCLUDED.read_whole, missing = EXCLUDED.missing, corrupt = EXCLUDED.corrupt
        """
    }

    static func enqueue(now: Instant) -> Query<Single<Int>> { Query("SELECT app.enqueue_file_checks(\(now))") }
}

extension CheckFiles.Tally {
    mutating func count(_ line: CheckFiles.Line, _ health: FileHealth?, whole: Bool) {
        files += 1
        bytes += line.bytes
        if whole { readWhole += 1 }
        switch health ?? (whole ? nil : line.fault) {
        case .missing: missing += 1
        case .corrupt: corrupt += 1
        case nil: break
        }
    }
}

/// What the check found last, for the operator's page.
package struct FileCheckRow: RowDecodable, Hashable {
    package let finishedAt: Instant?
    package let files: Int
    package let bytes: Int64
    package let readWhole: Int
    package let missing: Int
    package let corrupt: Int

    package init(row: inout RowCursor) throws {
        finishedAt = try row.next()
        files = try row.next()
        bytes = try row.next()
        readWhole = try row.next()
        missing = try row.next()
        corrupt = try row.next()
    }

    package static func own(tenant: TenantID) -> Query<FileCheckRow> {
        Query("SELECT finished_at, files, bytes, read_whole, missing, corrupt FROM file_check WHERE tenant_id = \(tenant)")
    }
}

/// A file whose content is not what it was: by number, kind and day, without its name.
package struct FaultyFileRow: RowDecodable, Hashable {
    package let id: FileID
    package let kind: FileKind
    package let fault: FileHealth
    package let bytes: Int64
    package let createdAt: Instant

    package init(row: inout RowCursor) throws {
        id = try row.next()
        kind = try row.next()
        fault = try row.next()
        bytes = try row.next()
        createdAt = try row.next()
    }

    package static func first(_ count: Int, tenant: TenantID) -> Query<FaultyFileRow> {
        Query(
            """
            SELECT id, kind, fault, bytes, created_at FROM file WHERE tenant_id = \(tenant) AND fault IS NOT NULL
            ORDER BY id LIMIT \(Int32(count))
            """)
    }
}

extension Store {
    /// Forgets what was brought and never hung, removes contents that no row speaks of, and queues the night's checks.
    /// - Returns: how many contents were removed.
    @discardableResult
    package func tidyFiles(_ vault: any FileVault) async throws -> Int {
        let now = clock.now()
        _ = try await outside(FileTidying.forget(before: now - .hours(FileRule.heldHours)))
        let gone = try await vault.sweep(olderThan: Double(FileRule.heldHours) * 3_600) { tenant, digests in
            Set(try await outside(FileTidying.known(digests, tenant: tenant)).map(\.value))
        }
        _ = try await outside(CheckFiles.enqueue(now: now))
        return gone
    }
}

enum FileTidying {
    static func forget(before moment: Instant) -> Query<Single<Int>> { Query("SELECT app.forget_held_files(\(moment))") }

    static func known(_ digests: [[UInt8]], tenant: TenantID) -> Query<Single<[UInt8]>> {
        Query("SELECT digest FROM app.known_files(\(tenant), \(digests))")
    }
}
