package import Domain
internal import Foundation
internal import Store
internal import Synchronization

/// What `/readyz` looks at. The answer outside is one word; which of them failed stands in the log.
package struct Probe: Sendable {
    package enum Trouble: String, Sendable {
        case starting, leaving, database, migrations, disk, clock
    }

    /// Least part of the disk that must be free.
    static let freeDisk = 0.1
    /// How far this machine's clock and the database's may be apart.
    static let drift = Span.seconds(30)
    /// What the database may take to answer.
    static let patience = Duration.seconds(1)

    /// Numbers of the migrations this release needs; a database that has more is fine (expand, then contract).
    package var migrations: [Int]
    /// Part of the disk that is free where the server keeps its files; nil when it cannot be known.
    package var disk: @Sendable () -> Double?
    package var now: @Sendable () -> Instant

    package init(
        migrations: [Int] = [], folder: String? = nil, now: @escaping @Sendable () -> Instant = { SystemClock().now() }
    ) {
        self.migrations = migrations
        disk = { folder.flatMap(Probe.free(at:)) }
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
        if let free = disk(), free < Self.freeDisk { return .disk }
        return nil
    }

    private static func free(at folder: String) -> Double? {
        var facts = statvfs()
        guard statvfs(folder, &facts) == 0, facts.f_blocks > 0 else { return nil }
        return Double(facts.f_bavail) / Double(facts.f_blocks)
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
