package import Domain
internal import Foundation
internal import Pictures
internal import Secrets
package import Sheets

/// A content that is kept: where it lies and how long it is.
package struct KeptContent: Hashable, Sendable {
    /// SHA-256 of the bytes.
    package let digest: [UInt8]
    package let bytes: Int64
    /// Of the small picture beside it; 0 without one.
    package let thumbBytes: Int
}

/// The two things that lie under a digest.
package enum FilePart: String, Sendable {
    case whole = ""
    case thumb = ".thumb"
}

/// What the check of a content finds.
package enum FileHealth: String, CaseCode {
    case missing, corrupt
}

/// Where the contents of files lie, by the SHA-256 of what they are, each tenant's apart. The database knows the rest.
package protocol FileVault: Sendable {
    /// Keeps what the plan says of the file at `source`; on the disk, with its folder's entry, when it returns.
    func keep(_ plan: FilePlan, of source: String, for tenant: TenantID) async throws -> KeptContent
    /// For reading piece by piece; nil when it is not there.
    func open(_ digest: [UInt8], _ part: FilePart, of tenant: TenantID) async throws -> RawFile?
    /// Nil when it is there, as long as it should be and, read whole, what it should be.
    func check(_ digest: [UInt8], bytes: Int64, whole: Bool, of tenant: TenantID) async throws -> FileHealth?
    /// Removes contents older than `seconds` that `known` does not answer.
    /// - Returns: how many.
    func sweep(olderThan seconds: Double, known: @Sendable (TenantID, [[UInt8]]) async throws -> Set<[UInt8]>) async throws -> Int
}

/// Contents as files of the data folder: `files/<tenant>/<first byte>/<digest>`, beside it the small picture. Every server of a database
/// needs the same folder.
package struct LocalVault: FileVault {
    let folder: DataFolder

    package init(_ folder: DataFolder) { self.folder = folder }

    package func keep(_ plan: FilePlan, of source: String, for tenant: TenantID) async throws -> KeptContent {
        let (folder, place) = (folder, VaultPlace(folder, tenant))
        return try await folder.bench.run {
            let draft = folder.file(.uploads, DataFolder.newToken(), "part")
            defer { try? FileManager.default.removeItem(atPath: draft) }
            let digest = try plan.write(source, to: draft)
            let thumb = plan.thumbnail(of: draft)
            let target = place.path(digest, .whole)
            try FileManager.default.createDirectory(
                atPath: place.folder(digest), withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            if let thumb {
                let small = folder.file(.uploads, DataFolder.newToken(), "part")
                let file = try RawFile(creating: small)
                try file.write(thumb)
                try file.sync()
                try RawFile.rename(small, to: place.path(digest, .thumb))
            }
            // Always moved in, also over the same content: its time becomes new, and the sweeper leaves it alone until the row is there.
            try RawFile.rename(draft, to: target)
            try RawFile.syncFolder(of: target)
            try RawFile.syncFolder(of: place.folder(digest))
            try RawFile.syncFolder(of: place.root)
            return KeptContent(digest: digest, bytes: plan.length, thumbBytes: thumb?.count ?? 0)
        }
    }

    package func open(_ digest: [UInt8], _ part: FilePart, of tenant: TenantID) async throws -> RawFile? {
        let path = VaultPlace(folder, tenant).path(digest, part)
        return try await folder.bench.run { try? RawFile(reading: path) }
    }

    package func check(_ digest: [UInt8], bytes: Int64, whole: Bool, of tenant: TenantID) async throws -> FileHealth? {
        let path = VaultPlace(folder, tenant).path(digest, .whole)
        return try await folder.bench.run {
            guard let file = try? RawFile(reading: path) else { return .missing }
            guard try file.size == bytes else { return .corrupt }
            guard whole else { return nil }
            let running = RunningDigest()
            var place: Int64 = 0
            while place < bytes {
                let piece = try file.read(256 * 1024, at: place)
                guard !piece.isEmpty else { return .corrupt }
                running.add(piece)
                place += Int64(piece.count)
            }
            return running.finish() == digest ? nil : .corrupt
        }
    }
}

extension DataFolder {
    /// Where this folder keeps the contents of files.
    package var vault: any FileVault { LocalVault(self) }
}

/// The paths of one tenant's contents.
struct VaultPlace: Sendable {
    let root: String

    init(_ folder: DataFolder, _ tenant: TenantID) { root = "\(folder.path)/\(DataFolder.Room.files.rawValue)/\(tenant)" }

    func folder(_ digest: [UInt8]) -> String { "\(root)/\(Self.hex(digest.prefix(1)))" }

    func path(_ digest: [UInt8], _ part: FilePart) -> String { "\(folder(digest))/\(Self.hex(digest))\(part.rawValue)" }

    static func hex(_ bytes: some Sequence<UInt8>) -> String {
        let digits = Array("0123456789abcdef")
        return String(bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
    }

    /// Nil for a name that is no digest of ours.
    static func digest(_ name: String) -> [UInt8]? {
        let values = name.utf8.map { byte -> UInt8? in
            switch byte {
            case 0x30...0x39: byte - 0x30
            case 0x61...0x66: byte - 0x57
            default: nil
            }
        }
        guard values.count == 64, !values.contains(nil) else { return nil }
        return stride(from: 0, to: 64, by: 2).map { (values[$0] ?? 0) << 4 | (values[$0 + 1] ?? 0) }
    }
}

extension FilePlan {
    /// Writes what is kept, piece by piece.
    /// - Returns: its SHA-256.
    func write(_ source: String, to target: String) throws -> [UInt8] {
        let (input, output, digest) = (try RawFile(reading: source), try RawFile(creating: target), RunningDigest())
        func put(_ bytes: [UInt8]) throws {
            digest.add(bytes)
            try output.write(bytes)
        }
        for piece in pieces {
            switch piece {
            case .bytes(let bytes): try put(bytes)
            case .zeros(let count):
                for start in stride(from: 0, to: count, by: 64 * 1024) {
                    try put([UInt8](repeating: 0, count: Int(min(count - start, 64 * 1024))))
                }
            case .copy(let from, let count):
                for start in stride(from: 0, to: count, by: 256 * 1024) {
                    let wanted = Int(min(count - start, 256 * 1024))
                    let bytes = try input.read(wanted, at: from + start)
                    guard bytes.count == wanted else { throw FileFault.damaged }
                    try put(bytes)
                }
            }
        }
        try output.sync()
        return digest.finish()
    }

    /// The small picture of a picture, turned as the large one is.
    func thumbnail(of path: String) -> [UInt8]? {
        let source: Thumbnail.Source? =
            switch kind {
            case .jpeg: .jpeg(progressive: isProgressive)
            case .png: .png
            case .webp: .webp
            default: nil
            }
        guard let source, let small = Thumbnail.make(of: path, source, width: width, height: height) else { return nil }
        return orientation == 1 ? small : FilePlan.turning(small, orientation)
    }
}
