internal import Foundation
internal import Secrets
internal import Sheets

/// The folder beside the database where tables wait: uploads and rows of imports, files of exports; and where the contents of files lie
/// (`FileVault`). Every server of a database needs the same one. Names are 128 random bits; only the server may read them.
package struct DataFolder: Sendable {
    package enum Room: String, CaseIterable, Sendable {
        case uploads, imports, exports, files
    }

    package let path: String
    /// Everything that may wait for a disk or take long over a file runs here.
    package let bench = WorkBench("files", stack: 1024 * 1024, limit: 256)

    /// - Throws: a file error when the folders cannot be made.
    package init(_ path: String) throws {
        self.path = path
        for room in Room.allCases {
            try FileManager.default.createDirectory(
                atPath: "\(path)/\(room.rawValue)", withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        }
    }

    /// A name nobody can guess.
    package static func newToken() -> String { Token.make(bytes: 16) }

    /// - Parameter ending: "rows", "xlsx" …
    package func file(_ room: Room, _ token: String, _ ending: String) -> String { "\(path)/\(room.rawValue)/\(token).\(ending)" }

    /// Removes every file of a name, in whatever room. A name that is not one of ours removes nothing.
    package func remove(_ token: String) async throws {
        guard Token.decode(token)?.count == 16 else { return }
        let path = path
        try await bench.run {
            for room in Room.allCases {
                for ending in ["upload", "rows", "csv", "xlsx", "part"] {
                    try? FileManager.default.removeItem(atPath: "\(path)/\(room.rawValue)/\(token).\(ending)")
                }
            }
        }
    }

    /// Uploads that a killed server left behind.
    package func removeLeftovers(olderThan seconds: Double) async throws {
        let folder = "\(path)/\(Room.uploads.rawValue)"
        try await bench.run {
            for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
                let facts = try? FileManager.default.attributesOfItem(atPath: "\(folder)/\(name)")
                guard let changed = facts?[.modificationDate] as? Date, -changed.timeIntervalSinceNow > seconds else { continue }
                try? FileManager.default.removeItem(atPath: "\(folder)/\(name)")
            }
        }
    }
}
