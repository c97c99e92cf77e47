import ArgumentParser
import Foundation
import Postgres
import ServiceLifecycle
import Store
import Views
import Work

struct WorkAlone: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "work",
        abstract: "Run a worker alone: deliver notices, find missed promises, bring tables in and out. Any number may run.")

    func run() async throws {
        let (addresses, home, logger) = (try DatabaseAddresses(), try Home(), Environment.logger())
        let pool = ConnectionPool(PoolConfiguration(addresses.app.text, size: Worker.poolSize))
        let exchange = ExchangeWork(
            folder: try DataFolder(home.dataFolder()), hasher: PasswordHasher(),
            renderer: try Renderer(templates: home.templates, publicFiles: home.publicFiles))
        let store = Store(pool: pool, clock: SystemClock(), secret: try home.secret(), keys: try home.keys())
        let worker = try Worker.product(store, exchange: exchange, logger: logger)
        let keeper = AnchorKeeper(store: store, file: home.auditAnchors, logger: logger)
        let startup = StartupService(pool: pool, migrator: try home.migrator(addresses.app), logger: logger)
        try await ServiceGroup.run([PoolService(pool: pool), startup, worker, keeper], logger: logger)
    }
}
