import ArgumentParser
import Foundation
import Secrets
import Store

/// What lies in a backup, with a checksum for each file. The cluster's own files have PostgreSQL's manifest, which is one of them.
struct Manifest: Codable, Sendable {
    enum Method: String, Codable, Sendable, CaseIterable, ExpressibleByArgument {
        /// A copy of the cluster's files (pg_basebackup): for the private PostgreSQL.
        case base
        /// Its content (pg_dump): for a database elsewhere.
        case dump
    }

    struct File: Codable, Sendable, Hashable {
        let path: String
        let bytes: Int64
        let sha256: String
    }

    var format = 1
    let method: Method
    let startedAt: Date
    let finishedAt: Date
    /// As it was when the backup began, and when it had ended.
    let before: BackupFacts
    let after: BackupFacts
    let files: [File]
    /// Bytes of the whole backup.
    let bytes: Int64
    /// Numbers of the keys that open what is sealed inside; the keys themselves are kept elsewhere.
    let keys: [UInt32]

    static let name = "manifest.json"
    /// Holds the checksum of the manifest itself.
    static let sealName = "manifest.sha256"
    static let databaseFolder = "database"
    static let dumpName = "database.dump"
    /// Folders of the server's own files that belong to the data.
    static let dataFolders = ["files", "imports", "exports"]

    func write(to folder: URL) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .iso8601
        let data = try encoder.encode(self)
        try data.write(to: folder.appending(path: Self.name))
        let seal = Checksum.hex(Secrets.digest(Array(data))) + "  \(Self.name)\n"
        try Data(seal.utf8).write(to: folder.appending(path: Self.sealName))
    }

    /// - Throws: `BackupFault` when it is missing, changed, or of another format.
    static func read(from folder: URL) throws -> Manifest {
        guard let data = try? Data(contentsOf: folder.appending(path: name)),
            let seal = try? String(contentsOf: folder.appending(path: sealName), encoding: .utf8)
        else { throw BackupFault.notABackup(folder.path) }
        guard seal.hasPrefix(Checksum.hex(Secrets.digest(Array(data)))) else { throw BackupFault.damaged(name, "its checksum differs") }
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .iso8601
        guard let manifest = try? decoder.decode(Manifest.self, from: data), manifest.format == 1 else {
            throw BackupFault.damaged(name, "it is of another format")
        }
        return manifest
    }

    /// Every file is there, as long as it was, with the checksum it had; and PostgreSQL finds its own files whole.
    /// - Throws: `BackupFault.damaged`.
    func verify(in folder: URL) async throws {
        for file in files {
            let found = try? Checksum.file(folder.appending(path: file.path))
            guard let found else { throw BackupFault.damaged(file.path, "it is missing") }
            guard found.bytes == file.bytes, found.sha256 == file.sha256 else {
                throw BackupFault.damaged(file.path, "its checksum differs")
            }
        }
        do {
            let path = { (name: String) in folder.appending(path: name).path }
            switch method {
            case .base: try await Tool.run([Tool.postgres("pg_verifybackup", major: before.serverMajor), path(Self.databaseFolder)])
            case .dump: try await Tool.run([Tool.postgres("pg_restore", major: before.serverMajor), "--list", path(Self.dumpName)])
            }
        } catch let failed as Tool.Failed {
            throw BackupFault.damaged(method == .base ? Self.databaseFolder : Self.dumpName, String(failed.output.prefix(300)))
        }
    }
}

/// Why a backup cannot be taken, read or restored.
enum BackupFault: Error, CustomStringConvertible {
    case notABackup(String)
    case damaged(String, String)
    case notEmpty(String)

    var description: String {
        switch self {
        case .notABackup(let path): "\(path) holds no whole backup"
        case .damaged(let what, let why): "the backup is damaged: \(what): \(why)"
        case .notEmpty(let what): "\(what) is not empty; nothing is overwritten"
        }
    }
}

enum Checksum {
    /// Read in pieces: a dump may be larger than memory.
    static func file(_ url: URL) throws -> (bytes: Int64, sha256: String) {
        let handle = try FileHandle(forReadingFrom: url)
        defer { try? handle.close() }
        let digest = StreamDigest()
        var bytes: Int64 = 0
        while let piece = try handle.read(upToCount: 1 << 20), !piece.isEmpty {
            piece.withUnsafeBytes { digest.add($0) }
            bytes += Int64(piece.count)
        }
        return (bytes, hex(digest.finish()))
    }

    static func hex(_ bytes: [UInt8]) -> String {
        bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }
}
