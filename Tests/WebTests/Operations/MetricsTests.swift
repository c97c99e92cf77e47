import Domain
import HTTPTypes
import Postgres
import TestSupport
import Testing

@testable import Web

@Suite("Metrics") struct MetricsTests {
    private static let settings = Settings(metricsToken: "sixteen-byte-token")

    private func ask(_ ground: Ground, _ token: String? = "sixteen-byte-token") async throws -> Answer {
        try await ground.stranger().send(.get, Paths.metrics, headers: token.map { [("Authorization", "Bearer \($0)")] } ?? [])
    }

    @Test func `only who shows the token learns that they exist`() async throws {
        try await Ground.run(settings: Self.settings) { ground in
            let known = try await ask(ground)
            #expect(known.status == 200)
            for token in [nil, "", "sixteen-byte-tokeN", "sixteen-byte-token x"] {
                let answer = try await ask(ground, token)
                #expect(answer.status == 404)
            }
        }
        try await Ground.run { ground in
            let closed = try await ask(ground, "")
            #expect(closed.status == 404)
        }
    }

    @Test func `requests are counted by pattern and status, never by address, and no one of the cast is named`() async throws {
        try await Ground.run(settings: Self.settings) { ground in
            let ticket = try await ground.cast.record()
            let visitor = ground.visitor("jy-spring")
            for _ in 0..<3 { _ = try await visitor.get(visitor.paths.ticket(ticket.id)) }
            _ = try await visitor.get("/yunshan/jy-spring/search?q=13800131000")
            _ = try await visitor.get("/yunshan/jy-spring/nowhere/at/all/x")
            _ = try await visitor.send(HTTPRequest.Method("BREW")!, "/login")
            let text = try await ask(ground).body
            let pattern = "method=\"GET\",route=\"/{tenant}/{unit}/tickets/{id}\""
            #expect(text.contains("shouwen_http_requests_total{\(pattern),status=\"200\"} 3\n"))
            #expect(text.contains("shouwen_http_request_duration_seconds_count{\(pattern)} 3\n"))
            #expect(text.contains("shouwen_http_request_duration_seconds_bucket{\(pattern),le=\"+Inf\"} 3\n"))
            #expect(text.contains("status=\"404\"} 1\n") && text.contains("method=\"other\""))
            #expect(text.contains("shouwen_http_requests_in_flight 1\n"))
            for mark in ["yunshan", "jy-spring", "13800131000", "BREW", "tickets/\(ticket.id)"] { #expect(!text.contains(mark), "\(mark)") }
        }
    }

    @Test func `jobs are counted by kind and state, with the age of the oldest one that could run`() async throws {
        try await Ground.run(settings: Self.settings) { ground in
            let cast = ground.cast
            let now = cast.clock.now()
            try await cast.database.administer { connection in
                try await connection.query(
                    """
                    INSERT INTO job (tenant_id, kind, payload, state, run_at, created_at, finished_at, attempt) VALUES
                        (\(cast.yunshan.id), 'metricA', '{}', 'ready', \(now - .seconds(90)), \(now), NULL, 0),
                        (\(cast.haitang.id), 'metricA', '{}', 'ready', \(now + .hours(1)), \(now), NULL, 0),
                        (\(cast.haitang.id), 'metricB', '{}', 'dead', \(now), \(now), \(now), 10),
                        (\(cast.haitang.id), 'metricB', '{}', 'done', \(now), \(now), \(now), 1)
                    """)
            }
            let text = try await ask(ground).body
            #expect(text.contains("shouwen_jobs{kind=\"metricA\",state=\"ready\"} 2\n"))
            #expect(text.contains("shouwen_jobs{kind=\"metricB\",state=\"dead\"} 1\n") && !text.contains("state=\"done\""))
            #expect(text.contains("shouwen_jobs_due 1\n") && text.contains("shouwen_jobs_oldest_due_seconds 90\n"))
            #expect(text.contains("shouwen_jobs_dead 1\n") && text.contains("shouwen_database_up 1\n"))
            #expect(text.contains("shouwen_audit_unanchored_lines ") && text.contains("shouwen_audit_lag_seconds "))
            #expect(text.contains("shouwen_pool_connections{pool=\"web\",state=\"leased\"}"))
        }
    }

    /// The format's own rules: each family is announced once, before its samples; each sample is a name, labels and a number.
    @Test func `every line is what Prometheus reads`() async throws {
        try await Ground.run(settings: Self.settings) { ground in
            _ = try await ground.visitor("bj").get("/yunshan/bj/desk")
            let answer = try await ask(ground)
            #expect(answer.headers[.contentType]?.hasPrefix("text/plain; version=0.0.4") == true)
            var (announced, seen) = (Set<String>(), Set<String>())
            for line in answer.body.split(separator: "\n") {
                if line.hasPrefix("# TYPE ") {
                    #expect(announced.insert(String(line.split(separator: " ")[2])).inserted, "\(line)")
                } else if !line.hasPrefix("# HELP ") {
                    let sample = try #require(
                        line.wholeMatch(of: /([a-z_]+)(\{[a-z_]+="[^"]*"(,[a-z_]+="[^"]*")*\})? -?[0-9.e+-]+/), "\(line)")
                    let name = String(sample.1)
                    let family = ["_bucket", "_sum", "_count"].first {
                        name.hasSuffix($0) && announced.contains(String(name.dropLast($0.count)))
                    }
                    #expect(announced.contains(family.map { String(name.dropLast($0.count)) } ?? name), "\(line)")
                    #expect(seen.insert(String(line.prefix(while: { $0 != " " }))).inserted, "twice: \(line)")
                }
            }
            #expect(announced.count >= 12)
        }
    }
}
