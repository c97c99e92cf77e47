import ArgumentParser
import Domain
import Postgres
import Store

struct Seed: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Load the demo tenants; repeats and resumes without doubling.",
        discussion: """
            Accounts such as hq@yunshan; the password of all is \(Blueprint.password). Never for a database with real people in it.
            """)

    @Option(help: "Complaints of all demo tenants together.")
    var tickets = 6_000

    @Option(help: "Another seed tells other stories.")
    var seed: UInt64 = 1

    @Flag(help: "Skip referential checks while loading, for load tests of millions; the administrator must be a superuser.")
    var unchecked = false

    func validate() throws {
        guard (0...100_000_000).contains(tickets) else { throw ValidationError("--tickets must be between 0 and 100 million") }
    }

    func run() async throws {
        let address = try DatabaseAddresses().owner(for: "seed")
        let owner = unchecked ? address.text + " options='\(address.options ?? "") -c session_replication_role=replica'" : address.text
        let pool = ConnectionPool(PoolConfiguration(owner, size: 1))
        let clock = DemoClock(now: SystemClock().now() - DemoSeeder.history)
        let seeder = DemoSeeder(
            owner: owner, founding: Founding(owner: pool, clock: clock, hasher: PasswordHasher()),
            keys: try Home().keys(), tickets: tickets, seed: seed, batch: 500)
        do {
            try await seeder.run()
        } catch {
            await pool.shutdown()
            throw error
        }
        await pool.shutdown()
    }
}

/// Stands at the beginning of the demo's history.
private struct DemoClock: WallClock {
    let moment: Instant

    init(now: Instant) { moment = now }

    func now() -> Instant { moment }
}
