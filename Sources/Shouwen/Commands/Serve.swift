import ArgumentParser
import Postgres
import ServiceLifecycle
import Store
import Views
import Web
import Work

struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Run the web server, and a worker beside it.")

    @Option(help: "Address to listen on.")
    var host = "127.0.0.1"

    @Option(help: "Port to listen on.")
    var port = 8080

    @Flag(inversion: .prefixedNo, help: "Run a worker in this process.")
    var worker = true

    func validate() throws {
        guard (1...65_535).contains(port) else { throw ValidationError("--port must be between 1 and 65535") }
    }

    func run() async throws {
        let (addresses, home, logger) = (try DatabaseAddresses(), try Home(), Environment.logger())
        let origin = try origin()
        let pool = ConnectionPool(PoolConfiguration(addresses.app.text, size: 8))
        let secret = try home.secret()
        let store = Store(pool: pool, clock: SystemClock(), secret: secret)
        let hasher = PasswordHasher()
        let folder = try home.dataFolder()
        let renderer = try Renderer(templates: home.templates, publicFiles: home.publicFiles)
        let application = try buildApplication(
            settings: Settings(host: host, port: port, publicOrigin: origin, trustedProxies: proxies), store: store,
            units: UnitDirectory(store: store),
            signIn: SignIn(store: store, hasher: hasher, secret: secret), hasher: hasher, renderer: renderer, folder: folder,
            publicFiles: home.publicFiles, logger: logger, onRunning: { Terminal.say("Shouwen runs at \(origin)") })
        let startup = StartupService(pool: pool, migrator: try home.migrator(addresses.app), logger: logger) {
            await DemoAccounts.show(store)
        }
        var services: [any Service] = [PoolService(pool: pool)]
        if worker {
            let own = ConnectionPool(PoolConfiguration(addresses.app.text, size: Worker.poolSize))
            let store = Store(pool: own, clock: SystemClock(), secret: secret)
            let exchange = ExchangeWork(folder: folder, hasher: hasher, renderer: renderer)
            services += [
                PoolService(pool: own), startup, try Worker.product(store, exchange: exchange, logger: logger),
                AnchorKeeper(store: store, file: home.auditAnchors, logger: logger),
            ]
        } else {
            services.append(startup)
        }
        try await ServiceGroup.run(services + [application], logger: logger)
    }

    private func origin() throws -> Origin {
        guard let named = Environment.value("SHOUWEN_ORIGIN") else { return Origin(scheme: "http", host: "127.0.0.1", port: port) }
        guard let origin = Origin(named) else {
            throw ValidationError("SHOUWEN_ORIGIN must be like https://service.example.cn")
        }
        // Over plain http a session's cookie would cross the network in the clear.
        guard origin.isSecure || origin.isLoopback else {
            throw ValidationError("SHOUWEN_ORIGIN must be https unless it is this machine itself")
        }
        return origin
    }

    /// Addresses whose word about the client is believed; without them everybody behind a proxy counts as one at the door.
    private var proxies: Set<String> {
        Set((Environment.value("SHOUWEN_PROXIES") ?? "").split { $0 == "," || $0 == " " }.map(String.init))
    }
}

/// Printed when the demo tenants are there with their published password.
enum DemoAccounts {
    private static let rows = [
        ["hq@yunshan", "投资客服中心", "group service centre"], ["bj@yunshan", "地产客服中心", "company service centre"],
        ["bj-spring@yunshan", "地产项目客服", "project desk"], ["jy@yunshan", "物业客服中心", "vendor service centre"],
        ["jy-spring@yunshan", "物业项目客服", "vendor site desk"], ["tech-spring@yunshan", "维修人员", "technician"],
        ["admin@yunshan", "系统管理员", "administrator"], ["audit@yunshan", "审计", "auditor"],
        ["hq@haitang", "另一租户", "the other tenant"],
    ]

    static func show(_ store: Store) async {
        guard (try? await store.isPassword(Blueprint.password, of: "hq", tenant: "yunshan")) == true else { return }
        Terminal.say("Demo accounts, password \(Blueprint.password):\n" + Terminal.table(rows.map { ["  \($0[0])", $0[1], $0[2]] }))
    }
}
