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
        let (secret, keys) = (try home.secret(), try home.keys())
        let store = Store(pool: pool, clock: SystemClock(), secret: secret, keys: keys)
        let hasher = PasswordHasher()
        let folder = try DataFolder(home.dataFolder())
        let renderer = try Renderer(templates: home.templates, publicFiles: home.publicFiles)
        let migrator = try home.migrator(addresses.app)
        let readiness = Readiness(.starting)
        let opening = Opening { Terminal.say("Shouwen runs at \(origin)") }
        let workerPool = worker ? ConnectionPool(PoolConfiguration(addresses.app.text, size: Worker.poolSize)) : nil
        let workerStore = workerPool.map { Store(pool: $0, clock: SystemClock(), secret: secret, keys: keys) }
        let application = try buildApplication(
            settings: Settings(
                host: host, port: port, publicOrigin: origin, trustedProxies: proxies, metricsToken: try metricsToken(),
                paceFactor: try paceFactor()),
            store: store,
            units: UnitDirectory(store: store),
            signIn: SignIn(store: store, hasher: hasher, secret: secret), hasher: hasher, renderer: renderer, folder: folder,
            publicFiles: home.publicFiles, logger: logger, readiness: readiness,
            probe: Probe(migrations: migrator.numbers, folder: folder.path), workerStore: workerStore,
            onRunning: { await opening.done(.listening) })
        let startup = StartupService(pool: pool, migrator: migrator, logger: logger) {
            readiness.open()
            await opening.done(.checked)
            await DemoAccounts.show(store)
        }
        var services: [any Service] = [PoolService(pool: pool)]
        if let workerPool { services.append(PoolService(pool: workerPool)) }
        services.append(startup)
        if let workerStore {
            let exchange = ExchangeWork(folder: folder, hasher: hasher, renderer: renderer)
            services += [
                try Worker.product(workerStore, exchange: exchange, logger: logger),
                AnchorKeeper(store: workerStore, file: home.auditAnchors, logger: logger),
            ]
        }
        // The last one is told to stop first: a proxy sees that the server is leaving before it stops to answer.
        services += [application, FarewellService(readiness: readiness, grace: try grace())]
        try await ServiceGroup.run(services, logger: logger)
    }

    /// `SHOUWEN_METRICS_TOKEN`; without it nobody reads the metrics.
    private func metricsToken() throws -> String? {
        guard let token = Environment.value("SHOUWEN_METRICS_TOKEN") else { return nil }
        guard token.utf8.count >= 16 else { throw ValidationError("SHOUWEN_METRICS_TOKEN must have 16 bytes or more.") }
        return token
    }

    /// Seconds between "not ready" and the end of accepting: as long as a proxy needs to notice.
    private func grace() throws -> Duration {
        guard let text = Environment.value("SHOUWEN_GRACE") else { return .seconds(2) }
        guard let seconds = Double(text), (0...5).contains(seconds) else {
            throw ValidationError("SHOUWEN_GRACE must be between 0 and 5 seconds.")
        }
        return .milliseconds(Int64(seconds * 1000))
    }

    /// `SHOUWEN_PACE`: how many times the usual number of searches and looks one person may make.
    private func paceFactor() throws -> Int {
        guard let text = Environment.value("SHOUWEN_PACE") else { return 1 }
        guard let factor = Int(text), (1...1_000_000).contains(factor) else {
            throw ValidationError("SHOUWEN_PACE must be a whole number from 1.")
        }
        return factor
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

/// The address is announced when the server listens and the database has been looked at, whichever comes last.
private actor Opening {
    enum Step: CaseIterable { case listening, checked }

    private var missing = Set(Step.allCases)
    private let announce: @Sendable () -> Void

    init(_ announce: @escaping @Sendable () -> Void) { self.announce = announce }

    func done(_ step: Step) {
        if missing.remove(step) != nil, missing.isEmpty { announce() }
    }
}

/// Printed when the demo tenants are there with their published password.
enum DemoAccounts {
    private static let rows = [
        ["hq@yunshan", "投资客服中心", "group service centre"], ["bj@yunshan", "地产客服中心", "company service centre"],
        ["bj-spring@yunshan", "地产项目客服", "project desk"], ["jy@yunshan", "物业客服中心", "vendor service centre"],
        ["jy-spring@yunshan", "物业项目客服", "vendor site desk"], ["tech-spring@yunshan", "维修人员", "technician"],
        ["admin@yunshan", "系统管理员", "system administrator"], ["sec@yunshan", "安全管理员", "security administrator"],
        ["audit@yunshan", "审计", "auditor"], ["bj-admin@yunshan", "公司管理员", "company administrator"],
        ["jy-admin@yunshan", "物业管理员", "vendor administrator"],
        ["hq@haitang", "另一租户", "the other tenant"],
    ]

    static func show(_ store: Store) async {
        guard (try? await store.isPassword(Blueprint.password, of: "hq", tenant: "yunshan")) == true else { return }
        Terminal.say("Demo accounts, password \(Blueprint.password):\n" + Terminal.table(rows.map { ["  \($0[0])", $0[1], $0[2]] }))
    }
}
