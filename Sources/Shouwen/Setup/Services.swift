import Logging
import Postgres
import ServiceLifecycle
import Store
import Web

/// A pool in a service group: it opens first and closes last.
struct PoolService: Service {
    let pool: ConnectionPool

    func run() async throws {
        try await withGracefulShutdownHandler {
            try await pool.run()
        } onGracefulShutdown: {
            Task { await pool.shutdown() }
        }
    }
}

/// The start-up checks. A database that cannot be reached yet is waited for while the server answers 503; one that is not as it
/// must be ends the process.
struct StartupService: Service {
    let pool: ConnectionPool
    let migrator: Migrator
    let logger: Logger
    /// Told once the database is as it must be.
    var onReady: @Sendable () async -> Void = {}

    /// Benchmarks and tests run on scratch clusters without fsync.
    static var allowsUnsafeDisk: Bool { Environment.flag("SHOUWEN_ALLOW_UNSAFE_DISK") }

    func run() async throws {
        try await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    try await StartupChecks.openDatabase(pool, migrator: migrator, allowsUnsafeDisk: Self.allowsUnsafeDisk)
                    await onReady()
                    return
                } catch {
                    guard Self.mayPass(error) else { throw error }
                    logger.warning("the database cannot be reached; requests are answered 503", metadata: ["error": "\(error)"])
                    try? await Task.sleep(for: .seconds(2))
                }
            }
        }
        // A service that ends takes the group with it.
        try? await gracefulShutdown()
    }

    /// Whether waiting can help: the server is away or has no time, nothing is wrong with what is in it.
    private static func mayPass(_ error: any Error) -> Bool {
        switch error {
        case StoreError.unavailable, StoreError.busy, MigrationError.database, is CancellationError: true
        default: false
        }
    }
}

/// Says "not ready" as soon as the process is told to stop, and holds everything else up until proxies had time to notice. One that
/// still sends people here when the grace is over, because machine or network are slow, is served on for a while.
struct FarewellService: Service {
    let readiness: Readiness
    /// Zero where no proxy stands in front.
    let grace: Duration

    private static let longest = Duration.seconds(3)
    private static let quiet = Duration.milliseconds(500)

    func run() async throws {
        try? await gracefulShutdown()
        readiness.leave()
        // Sleeps also while the group is shutting down; a cancelled one ends at once.
        try? await Task.sleep(for: grace)
        guard grace > .zero else { return }
        let end = ContinuousClock.now + Self.longest
        while !Task.isCancelled, .now < end, readiness.wasAsked(within: Self.quiet) { try? await Task.sleep(for: .milliseconds(50)) }
    }
}
