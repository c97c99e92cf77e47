import Domain
import HTTPTypes
import HummingbirdTesting
import Postgres
import Secrets
import Store
import TestSupport
import Testing

@testable import Web

@Suite("What stands before every page") struct FrontTests {
    static let names: [HTTPField.Name] = SecurityHeaders.always.map(\.0)

    /// Asks in every way an answer can come about.
    @Test func `B4: the headers are on every route and every status, also on what the framework refuses`() async throws {
        try await Ground.run { ground in
            let visitor = ground.visitor("hq")
            var statuses: Set<Int> = []
            var answers: [Answer] = []
            for route in Routes.all {
                let path = route.pattern.replacing("{tenant}", with: "yunshan").replacing("{unit}", with: "hq").replacing("{id}", with: "1")
                    .replacing("{action}", with: "note")
                answers.append(try await visitor.send(route.method, path))
                answers.append(try await ground.stranger().send(route.method, path))
            }
            answers.append(try await visitor.get("/a/b/c/d/e/f"))
            answers.append(try await visitor.send(.delete, "/login"))
            answers.append(try await visitor.send(.get, "/yunshan/hq/search?q=%ff"))
            answers.append(try await visitor.send(.post, "/login", body: String(repeating: "a", count: Limits.formBytes + 1)))
            answers.append(try await visitor.send(.get, "/css/tokens.css"))
            for answer in answers {
                statuses.insert(answer.status)
                for name in Self.names { #expect(answer.headers[values: name].count == 1, "\(answer.path) \(answer.status) \(name)") }
                #expect(answer.headers[.cacheControl] != nil && answer.headers[.requestID] != nil)
                #expect(answer.headers[.server] == nil)
                if answer.headers[.contentType]?.hasPrefix("text/html") == true { #expect(answer.headers[.cacheControl] == "no-store") }
            }
            #expect(statuses.isSuperset(of: [200, 303, 400, 403, 404, 405, 413, 415]))
        }
    }

    @Test func `a database that fails in a way nobody foresaw is 500 with a number and nothing else`() async throws {
        try await Ground.run { ground in
            try await ground.cast.database.administer {
                try await $0.execute(script: "ALTER TABLE ticket RENAME COLUMN title TO marker_of_schema")
            }
            let answer = try await ground.visitor("bj").get("/yunshan/bj/tickets")
            #expect(answer.status == 500)
            #expect(answer.body.contains(answer.headers[.requestID] ?? "?"))
            #expect(!answer.body.contains("marker_of_schema") && !answer.body.contains("SELECT"))
            for name in Self.names { #expect(answer.headers[name] != nil) }
        }
    }

    @Test func `without a session every page inside leads to the door and back, whatever the path names`() async throws {
        try await Ground.run { ground in
            for path in ["/yunshan/bj/desk", "/nobody/nowhere/desk", "/haitang/hq/tickets/1"] {
                let answer = try await ground.stranger().get(path)
                #expect(answer.location == Paths.login(back: path))
            }
        }
    }

    @Test func `assets are kept for good under their hash, and only known files are answered`() async throws {
        try await Ground.run { ground in
            let visitor = ground.stranger()
            let page = try await visitor.get(Paths.login)
            let address = try #require(page.addresses.first { $0.hasPrefix("/css/tokens.css?v=") })
            let file = try await visitor.get(address)
            #expect(file.status == 200 && file.headers[.cacheControl] == "public, max-age=31536000, immutable")
            #expect(try await visitor.get("/css/tokens.css?v=other").headers[.cacheControl] == "public, no-cache")
            let tag = try #require(file.headers[.eTag])
            #expect(try await visitor.send(.get, address, headers: [("If-None-Match", tag)]).status == 304)
            for path in ["/css/../../etc/passwd", "/css/", "/Package.swift", "/css/tokens.css/x", "/..%2f..%2fetc%2fpasswd"] {
                #expect([303, 404].contains(try await visitor.get(path).status), "\(path)")
            }
        }
    }

    @Test func `HEAD answers like GET without a body`() async throws {
        try await Ground.run { ground in
            let visitor = ground.visitor("bj")
            for path in ["/login", "/yunshan/bj/desk", "/nowhere/x/y/z"] {
                let (head, get) = (try await visitor.send(.head, path), try await visitor.get(path))
                #expect(head.status == get.status && head.body.isEmpty, "\(path)")
            }
        }
    }

    @Test func `the process lives without its database, says that it is not ready, and recovers`() async throws {
        let cluster = try await TestCluster.start(isDurable: true)
        let name = try await cluster.createDatabase()
        try await cluster.administer(database: name) { try await $0.execute(script: try TestSources.text("sql/roles.sql")) }
        let migrations = try Migration.load(directory: TestSources.path("sql/migrations"), digest: Secrets.digest)
        try await Migrator(connectionString: cluster.connectionString(database: name, user: "shouwen_owner"), migrations: migrations)
            .migrate()
        let pool = ConnectionPool(PoolConfiguration(cluster.connectionString(database: name, user: "shouwen_app"), size: 2))
        let store = Store(pool: pool, clock: ManualClock(), secret: Cast.secret)
        try await Ground.application(store, settings: Settings()).test(.router) { client in
            let get: @Sendable (String) async throws -> (Int, String?) = { path in
                try await client.execute(uri: path, method: .get) { ($0.status.code, $0.headers[.retryAfter]) }
            }
            #expect(try await get("/readyz").0 == 200)
            try await cluster.stop()
            #expect(try await get("/livez").0 == 200)
            #expect(try await get("/login").0 == 200)
            // The answer is kept for a moment.
            while try await get("/readyz").0 == 200 {}
            #expect(try await get("/readyz") == (503, "5"))
            try await cluster.restart()
            // While the pool finds its way back the answer stays 503; whatever comes after must be the recovery.
            while try await get("/readyz").0 == 503 {}
            #expect(try await get("/readyz").0 == 200)
        }
        await pool.shutdown()
        try await cluster.remove()
    }
}
