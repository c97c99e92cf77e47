import HTTPTypes
import HummingbirdTesting
import TestSupport
import Testing
import Views

@testable import Web

@Suite("What the wire may carry") struct ConnectionTests {
    private func serving(_ settings: Settings = Settings(port: 0), _ body: @escaping @Sendable (Wire) async throws -> Void) async throws {
        let cast = try await Cast.assemble()
        try await Ground.application(cast.store, settings: settings).test(.live) { client in
            try await body(Wire(port: try #require(client.port)))
        }
        try await cast.end()
    }

    private static let head = "GET /livez HTTP/1.1\r\nHost: x\r\n"

    @Test func `B4: bytes that are no request are refused with the headers of every answer, in both languages`() async throws {
        try await serving { wire in
            let requests = [
                ("NONSENSE\r\n\r\n", 400), ("GET / HTTP/9.9\r\nHost: x\r\n\r\n", 400), ("GET /\u{1} HTTP/1.1\r\nHost: x\r\n\r\n", 400),
                ("POST /login HTTP/1.1\r\nHost: x\r\nContent-Length: nine\r\n\r\n", 400),
                ("POST /login HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n", 400),
                ("\(Self.head)A: \(String(repeating: "a", count: 17 * 1024))\r\n\r\n", 431),
                ("\(Self.head)\((0..<120).map { "H\($0): x\r\n" }.joined())\r\n", 431),
                ("GET /\(String(repeating: "a", count: 17 * 1024)) HTTP/1.1\r\nHost: x\r\n\r\n", 431),
            ]
            for (request, status) in requests {
                let answer = try await wire.say(request)
                #expect(answer.hasPrefix("HTTP/1.1 \(status) "), "\(request.prefix(60)) → \(answer.prefix(40))")
                let head = answer.lowercased()
                for (name, _) in SecurityHeaders.always {
                    #expect(head.contains("\(name.canonicalName): "), "\(request.prefix(40)) \(name)")
                }
                #expect(head.contains("connection: close") && head.contains("cache-control: no-store"))
                let title = "error.\(status).title"
                let renderer = try Ground.renderer.get()
                #expect(answer.contains(renderer.messages(.chinese)[title]) && answer.contains(renderer.messages(.english)[title]))
                #expect(!answer.contains("server:"))
            }
        }
    }

    @Test func `B4: just under the limits a request is answered`() async throws {
        try await serving { wire in
            let many = "\(Self.head)Connection: close\r\n\((0..<90).map { "H\($0): x\r\n" }.joined())\r\n"
            let long = "\(Self.head)Connection: close\r\nA: \(String(repeating: "a", count: 15 * 1024))\r\n\r\n"
            for request in [many, long] {
                let answer = try await wire.say(request)
                #expect(answer.hasPrefix("HTTP/1.1 200 "))
            }
        }
    }

    @Test func `a body whose framing breaks half-way is a bad request, not a failure of ours`() async throws {
        try await serving { wire in
            let head =
                "POST /login HTTP/1.1\r\nHost: x\r\nSec-Fetch-Site: same-origin\r\nContent-Type: application/x-www-form-urlencoded\r\n"
            let answer = try await wire.say("\(head)Transfer-Encoding: chunked\r\n\r\n3\r\na=b\r\nzz\r\n")
            #expect(answer.hasPrefix("HTTP/1.1 400 "), "\(answer.prefix(60))")
        }
    }

    @Test func `B4: who says nothing, or dawdles over the head, is closed after the idle time`() async throws {
        try await serving(Settings(port: 0, idle: .milliseconds(300))) { wire in
            let silence = try await wire.say([("", .zero)])
            #expect(silence == "")
            // A byte now and then does not reset the time: the head must be whole by then.
            let dawdling = Array(Self.head).map { (bytes: String($0), pause: Duration.milliseconds(40)) }
            let nothing = try await wire.say(dawdling)
            #expect(nothing == "")
            // After an answer the connection may rest just as long.
            let answer = try await wire.say("\(Self.head)\r\n")
            #expect(answer.hasPrefix("HTTP/1.1 200 "))
        }
    }

    @Test func `a body that trickles in does not hold its place for ever`() async throws {
        try await serving(Settings(port: 0, patience: .milliseconds(300))) { wire in
            let head =
                "POST /login HTTP/1.1\r\nHost: x\r\nSec-Fetch-Site: same-origin\r\nContent-Type: application/x-www-form-urlencoded\r\n"
            let trickle = (0..<1_000).map { _ in (bytes: "a", pause: Duration.milliseconds(10)) }
            let answer = try await wire.say([("\(head)Content-Length: 1000\r\n\r\n", .zero)] + trickle)
            #expect(!answer.contains(" 200 ") && !answer.contains(" 303 "))
        }
    }

    @Test func `B4: beyond the cap connections wait at the door until one is free`() async throws {
        try await serving(Settings(port: 0, maximumConnections: 2, idle: .milliseconds(400))) { wire in
            // Two that say nothing take both places until they are closed for idling; the third is answered then.
            async let first = wire.say([("", .zero)])
            async let second = wire.say([("", .zero)])
            try await Task.sleep(for: .milliseconds(100))
            let answer = try await wire.say("\(Self.head)Connection: close\r\n\r\n")
            #expect(answer.hasPrefix("HTTP/1.1 200 "))
            _ = try await (first, second)
        }
    }

    @Test func `a client that leaves half-way costs nothing that stays`() async throws {
        let settings = Settings(port: 0, metricsToken: "sixteen-byte-token")
        try await serving(settings) { wire in
            let head =
                "POST /login HTTP/1.1\r\nHost: x\r\nSec-Fetch-Site: same-origin\r\nContent-Type: application/x-www-form-urlencoded\r\n"
            for _ in 0..<40 { _ = try await wire.say([("\(head)Content-Length: 1000\r\n\r\nacc", .zero)], closing: true) }
            for _ in 0..<40 { _ = try await wire.say([("\(Self.head)\r\n", .zero)], closing: true) }
            let ask = "GET /metrics HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer sixteen-byte-token\r\n\r\n"
            // The asking request itself is one.
            while try await !wire.say(ask).contains("\nshouwen_http_requests_in_flight 1\n") {}
        }
    }
}
