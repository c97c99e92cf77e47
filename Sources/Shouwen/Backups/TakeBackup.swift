import Domain
import Foundation
import Postgres
import Store

/// One backup into a folder of its own. It is made beside its final name and renamed when whole, so that a folder without `.partial`
/// is a finished backup.
struct TakeBackup {
    let administrator: ConnectionString
    let method: Manifest.Method
    /// Where the server keeps its files.
    let data: URL
    let keys: [UInt32]

    /// - Returns: where it is.
    func run(into place: URL) async throws -> (folder: URL, manifest: Manifest) {
        let started = Date()
        let name = Self.stamp(started)
        let partial = place.appending(path: "\(name).partial")
        try FileManager.default.createDirectory(
            at: partial, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        do {
            let manifest = try await fill(partial, started)
            let folder = place.appending(path: name)
            try FileManager.default.moveItem(at: partial, to: folder)
            return (folder, manifest)
        } catch {
            try? FileManager.default.removeItem(at: partial)
            throw error
        }
    }

    private func fill(_ folder: URL, _ started: Date) async throws -> Manifest {
        let before = try await facts()
        // Before the files: what a row speaks of was written before the row, so that a later copy of the files has it.
        try await saveDatabase(folder, major: before.serverMajor)
        let after = try await facts()
        var files: [Manifest.File] = []
        switch method {
        case .base: files.append(try Self.entry("\(Manifest.databaseFolder)/backup_manifest", in: folder))
        case .dump: files.append(try Self.entry(Manifest.dumpName, in: folder))
        }
        for name in Manifest.dataFolders { files += try copy(name, to: folder) }
        let manifest = Manifest(
            method: method, startedAt: started, finishedAt: Date(), before: before, after: after, files: files,
            bytes: try Self.size(of: folder), keys: keys)
        try manifest.write(to: folder)
        try await manifest.verify(in: folder)
        return manifest
    }

    private func facts() async throws -> BackupFacts {
        let connection = try await AdminConnection(administrator.text)
        let facts = try await BackupFacts.read(connection)
        await connection.close()
        return facts
    }

    private func saveDatabase(_ folder: URL, major: Int) async throws {
        // The password goes by the environment: a process list shows words.
        let address = administrator.replacing(user: administrator.user ?? "postgres", password: nil).text
        let environment = administrator.password.map { ["PGPASSWORD": $0] } ?? [:]
        switch method {
        case .base:
            let target = folder.appending(path: Manifest.databaseFolder).path
            try await Tool.run(
                [
                    Tool.postgres("pg_basebackup", major: major), "-d", address, "-D", target, "-X", "stream", "-c", "fast",
                    "--manifest-checksums=SHA256", "--no-password",
                ], environment: environment)
        case .dump:
            let target = folder.appending(path: Manifest.dumpName).path
            try await Tool.run(
                [Tool.postgres("pg_dump", major: major), "-d", address, "-Fc", "-f", target, "--no-password"], environment: environment)
        }
    }

    private func copy(_ name: String, to folder: URL) throws -> [Manifest.File] {
        let source = data.appending(path: name)
        guard FileManager.default.fileExists(atPath: source.path) else { return [] }
        try FileManager.default.copyItem(at: source, to: folder.appending(path: name))
        return try Self.plainFiles(of: folder.appending(path: name)).map { try Self.entry("\(name)/\($0)", in: folder) }
    }

    private static func entry(_ path: String, in folder: URL) throws -> Manifest.File {
        let sum = try Checksum.file(folder.appending(path: path))
        return Manifest.File(path: path, bytes: sum.bytes, sha256: sum.sha256)
    }

    /// Paths below a folder, in order.
    static func plainFiles(of folder: URL) throws -> [String] {
        guard let walk = FileManager.default.enumerator(atPath: folder.path) else { return [] }
        var paths: [String] = []
        while let path = walk.nextObject() as? String {
            if walk.fileAttributes?[.type] as? FileAttributeType == .typeRegular { paths.append(path) }
        }
        return paths.sorted()
    }

    static func size(of folder: URL) throws -> Int64 {
        try plainFiles(of: folder).reduce(0) { sum, path in
            let facts = try FileManager.default.attributesOfItem(atPath: folder.appending(path: path).path)
            return sum + Int64((facts[.size] as? NSNumber)?.int64Value ?? 0)
        }
    }

    /// `20261125-031500Z`: sorts by time.
    static func stamp(_ date: Date) -> String {
        let parts = Calendar.utc.dateComponents([.year, .month, .day, .hour, .minute, .second], from: date)
        let numbers = [parts.month, parts.day, parts.hour, parts.minute, parts.second].map { number in
            let number = number ?? 0
            return number < 10 ? "0\(number)" : "\(number)"
        }
        return "\(parts.year ?? 0)\(numbers[0])\(numbers[1])-\(numbers[2])\(numbers[3])\(numbers[4])Z"
    }

    /// Finished backups of a place, oldest first.
    static func finished(in place: URL) -> [URL] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: place.path)) ?? []
        return names.filter { $0.wholeMatch(of: /\d{8}-\d{6}Z/) != nil }.sorted().map { place.appending(path: $0) }.filter {
            FileManager.default.fileExists(atPath: $0.appending(path: Manifest.sealName).path)
        }
    }
}

extension Calendar {
    static let utc: Calendar = {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        return calendar
    }()
}
