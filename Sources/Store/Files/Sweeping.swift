package import Domain
internal import Foundation
internal import Sheets

extension LocalVault {
    /// Contents that no row speaks of. Between the move of a content into its place and the row's COMMIT the row cannot be seen yet: only
    /// what is old is looked at, and it is moved aside first and looked at again, so that a content that comes back meanwhile is never lost.
    package func sweep(
        olderThan seconds: Double, known: @Sendable (TenantID, [[UInt8]]) async throws -> Set<[UInt8]>
    ) async throws -> Int {
        var gone = 0
        for tenant in try await names(of: "\(folder.path)/\(DataFolder.Room.files.rawValue)").compactMap({ TenantID(text: $0) }) {
            let place = VaultPlace(folder, tenant)
            for shelf in try await names(of: place.root) {
                let old = try await aged("\(place.root)/\(shelf)", seconds)
                guard !old.isEmpty else { continue }
                let spoken = try await known(tenant, old)
                for digest in old where !spoken.contains(digest) {
                    if try await remove(digest, place, seconds, stillUnknown: { try await known(tenant, [digest]).isEmpty }) { gone += 1 }
                }
            }
        }
        return gone
    }

    private func names(of path: String) async throws -> [String] {
        try await folder.bench.run { ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted() }
    }

    private func aged(_ shelf: String, _ seconds: Double) async throws -> [[UInt8]] {
        try await folder.bench.run {
            ((try? FileManager.default.contentsOfDirectory(atPath: shelf)) ?? []).compactMap { name in
                Self.isOld("\(shelf)/\(name)", seconds) ? VaultPlace.digest(name) : nil
            }
        }
    }

    private static func isOld(_ path: String, _ seconds: Double) -> Bool {
        let facts = try? FileManager.default.attributesOfItem(atPath: path)
        return (facts?[.modificationDate] as? Date).map { -$0.timeIntervalSinceNow > seconds } ?? false
    }

    private func remove(
        _ digest: [UInt8], _ place: VaultPlace, _ seconds: Double, stillUnknown: () async throws -> Bool
    ) async throws -> Bool {
        let (path, thumb) = (place.path(digest, .whole), place.path(digest, .thumb))
        let aside = folder.file(.uploads, DataFolder.newToken(), "part")
        // What was brought again since then is new: back with it.
        let isOld = try await folder.bench.run {
            try RawFile.rename(path, to: aside)
            guard Self.isOld(aside, seconds) else {
                try RawFile.rename(aside, to: path)
                return false
            }
            return true
        }
        guard isOld else { return false }
        let unknown: Bool
        do { unknown = try await stillUnknown() } catch {
            try await folder.bench.run { try RawFile.rename(aside, to: path) }
            throw error
        }
        return try await folder.bench.run {
            guard unknown else {
                try RawFile.rename(aside, to: path)
                return false
            }
            try? FileManager.default.removeItem(atPath: aside)
            if !FileManager.default.fileExists(atPath: path) { try? FileManager.default.removeItem(atPath: thumb) }
            return true
        }
    }
}
