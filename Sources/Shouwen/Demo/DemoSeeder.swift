import Domain
import Postgres
import Secrets
import Store

/// Loads the demo tenants: the organisation once, then complaints up to the wished number. A run that was killed goes on where it
/// stopped; a run that finds everything in place changes nothing.
struct DemoSeeder: Sendable {
    /// Connection string of `shouwen_owner`.
    let owner: String
    let founding: Founding
    /// As the server that will read what is written here.
    let keys: KeyRing
    let tickets: Int
    let seed: UInt64
    let batch: Int

    /// The demo's history begins so long before the moment of its founding.
    static let history = Span.days(Int64(Arrivals.days) + 10)

    func run() async throws {
        let progress = Progress(total: tickets)
        let reporter = Task { await progress.report() }
        defer { reporter.cancel() }
        var tellers: [Storyteller] = []
        for (blueprint, count) in shares { tellers += try await storytellers(blueprint, count: count, progress: progress) }
        try await withThrowingTaskGroup { group in
            for teller in tellers { group.addTask { try await teller.run() } }
            try await group.waitForAll()
        }
        for (blueprint, _) in shares { try await evaluate(blueprint) }
        progress.write(progress.line)
    }

    /// Cards say what the matters say, so they come last.
    private func evaluate(_ blueprint: Blueprint) async throws {
        let connection = try await AdminConnection(owner)
        let world = try await DemoOrganisation(blueprint, connection: connection, founding: founding, keys: keys, seed: seed).loaded()
        try await DemoEvaluations(scenery: Scenery(world, present: world.entered + Self.history), seed: seed).run(on: connection)
    }

    private var shares: [(Blueprint, Int)] {
        let small = Int((Double(tickets) * Blueprint.haitang.share).rounded())
        return [(.yunshan, tickets - small), (.haitang, small)]
    }

    private func storytellers(_ blueprint: Blueprint, count: Int, progress: Progress) async throws -> [Storyteller] {
        let connection = try await AdminConnection(owner)
        let world = try await DemoOrganisation(blueprint, connection: connection, founding: founding, keys: keys, seed: seed).loaded()
        let scenery = Scenery(world, present: world.entered + Self.history)
        try await DemoSurveys(scenery: scenery, seed: seed).run(on: connection)
        try await DemoVendors(scenery: scenery, keys: keys).run(on: connection)
        let chains = Chain.of(blueprint.code)
        var tellers: [Storyteller] = []
        let shares = Self.split(count, scenery.companies.map { $0.projects.reduce(0) { $0 + $1.houses.count } })
        for (company, share) in zip(scenery.companies, shares) {
            let projects = Set(company.projects.map(\.unit.code))
            let scenes = chains.filter { projects.contains($0.project) }.flatMap(\.scenes)
            let stream = CompanyStream(company, scenery: scenery, scenes: scenes, count: share, seed: seed)
            let writer = BulkWriter(try await AdminConnection(owner), tenant: world.tenant, names: scenery.names)
            tellers.append(Storyteller(stream: stream, writer: writer, batch: batch, progress: progress))
        }
        return tellers
    }

    /// By houses; what rounding leaves goes to the first.
    static func split(_ count: Int, _ weights: [Int]) -> [Int] {
        let total = max(1, weights.reduce(0, +))
        var parts = weights.map { count * $0 / total }
        if !parts.isEmpty { parts[0] += count - parts.reduce(0, +) }
        return parts
    }
}
