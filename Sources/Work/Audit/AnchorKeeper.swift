internal import Foundation
package import Logging
package import ServiceLifecycle
package import Store

/// Anchors the audit trail each hour and copies the anchors to a file beside the database. The file is only added to; whoever shortens a chain and its
/// anchors in the database is found by it. Any number of keepers may run; each catches up on what its file lacks.
package struct AnchorKeeper: Service {
    let store: Store
    let file: String
    let logger: Logger
    let pause: Duration

    package init(store: Store, file: String, pause: Duration = .seconds(3_600), logger: Logger) {
        self.store = store
        self.file = file
        self.pause = pause
        self.logger = logger
    }

    package func run() async throws {
        while !Task.isShuttingDownGracefully, !Task.isCancelled {
            let wait = await kept() ? pause : min(pause, .seconds(60))
            await cancelWhenGracefulShutdown { _ = try? await Task.sleep(for: wait) }
        }
    }

    private func kept() async -> Bool {
        do {
            try await keep()
            return true
        } catch {
            logger.warning("the audit trail could not be anchored", metadata: ["error": "\(error)"])
            return false
        }
    }

    /// One anchor, and everything the file lacks.
    package func keep() async throws {
        _ = try await store.anchorAudit()
        var last = try await AnchorFile.read(file).map(\.id).max() ?? 0
        while true {
            let fresh = try await store.auditAnchors(after: last)
            guard let newest = fresh.last else { return }
            try await AnchorFile.append(fresh, to: file)
            last = newest.id
        }
    }
}

/// The file: one anchor a line, `id tenant microseconds digest`. Read and written on a thread that may wait for the disk.
package enum AnchorFile {
    package enum Fault: Error, Hashable {
        case malformed(line: Int)
        case unwritable(String)
    }

    /// Empty when there is no file yet.
    /// - Throws: `malformed` for a line this release did not write.
    package static func read(_ path: String) async throws -> [AuditAnchor] {
        try await elsewhere {
            guard let data = FileManager.default.contents(atPath: path) else { return [] }
            return try String(decoding: data, as: UTF8.self).split(separator: "\n").enumerated().map { index, line in
                guard let anchor = AuditAnchor(line: line) else { throw Fault.malformed(line: index + 1) }
                return anchor
            }
        }
    }

    static func append(_ anchors: [AuditAnchor], to path: String) async throws {
        try await elsewhere {
            let handle = open(path, O_WRONLY | O_CREAT | O_APPEND, 0o600)
            guard handle >= 0 else { throw Fault.unwritable(path) }
            defer { close(handle) }
            let bytes = Array(anchors.map(\.line).joined().utf8)
            // One call, so that two keepers never mix their lines.
            guard write(handle, bytes, bytes.count) == bytes.count, fsync(handle) == 0 else { throw Fault.unwritable(path) }
        }
    }

    private static func elsewhere<T: Sendable>(_ work: @escaping @Sendable () throws -> T) async throws -> T {
        try await withCheckedThrowingContinuation { waiter in
            DispatchQueue.global().async { waiter.resume(with: Result { try work() }) }
        }
    }
}
