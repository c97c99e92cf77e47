package import Domain
internal import Foundation
internal import Store
internal import Synchronization

/// What `/readyz` looks at. The answer outside is one word; which of them failed stands in the log.
package struct Probe: Sendable {
    package enum Trouble: String, Sendable {
        case starting, leaving, database, migrations, disk, clock
    }

    /// What is free of the disk that holds the server's files, and how large that disk is, in bytes.
    package struct Disk: Hashable, Sendable {
        package var free: Int64
        package var size: Int64

        /// Whether writing is about to fail. A tenth of a large disk is plenty, and a small disk is never quite empty: only a disk of which
        /// little is free by both measures is full.
        var isFull: Bool { free < Probe.leastFree && Double(free) < Double(size) * Probe.leastShare }
    }

    /// Bytes that are enough whatever the size of the disk: PostgreSQL keeps up to 1 GiB of log by itself, and so much again is left to
    /// notice and to act.
    static let leastFree: Int64 = 2 << 30
    /// The part of a disk that is enough however few bytes it is.
    static let leastShare = 0.1
    /// How far this machine's clock and the database's may be apart.
    static let drift = Span.seconds(30)
    /// What the database may take to answer.
    static let patience = Duration.seconds(1)

    /// Numbers of the migrations this release needs; a database that has more is fine (expand, then contract).
    package var migrations: [Int]
    /// The disk where the server keeps its files; nil when nothing can be known about it.
    package var disk: @Sendable () -> Disk?
    package var now: @Sendable () -> Instant

    package init(
        migrations: [Int] = [], folder: String? = nil, now: @escaping @Sendable () -> Instant = { SystemClock().now() }
    ) {
        self.migrations = migrations
        disk = { folder.flatMap(Probe.disk(at:)) }
        self.now = now
    }

    /// Nil when everything is as it must be.
    func look(at store: Store, _ readiness: Readiness) async -> Trouble? {
        switch readiness.phase {
        case .starting: return .starting
        case .leaving: return .leaving
        case .open: break
        }
        let pulse: Pulse
        do { pulse = try await store.pulse(needing: migrations, within: Self.patience) } catch { return .database }
        if pulse.missing > 0 { return .migrations }
        if (now() - pulse.now).magnitude > Self.drift { return .clock }
        if let disk = disk(), disk.isFull { return .disk }
        return nil
    }

    private static func disk(at folder: String) -> Disk? {
        var facts = statvfs()
        guard statvfs(folder, &facts) == 0, facts.f_blocks > 0 else { return nil }
        let block = UInt64(facts.f_frsize)
        return Disk(
            free: Int64(clamping: UInt64(facts.f_bavail) * block), size: Int64(clamping: UInt64(facts.f_blocks) * block))
    }
}

/// The last answer, kept for a moment so that whoever hammers at `/readyz` does not hammer at the database.
final class ProbeMemory: Sendable {
    private let last = Mutex<(at: ContinuousClock.Instant, trouble: Probe.Trouble?)?>(nil)
    private static let keep = Duration.milliseconds(200)

    /// - Returns: what is wrong now, and whether that is news for the log.
    func recall(_ look: () async -> Probe.Trouble?) async -> (trouble: Probe.Trouble?, isNews: Bool) {
        if let known = last.withLock({ $0 }), known.at + Self.keep > .now { return (known.trouble, false) }
        let trouble = await look()
        let before = last.withLock { last in
            defer { last = (.now, trouble) }
            return last?.trouble
        }
        return (trouble, before != trouble)
    }
}
