import Domain
import HTTPTypes
import Hummingbird
import Logging
import Synchronization
import TestSupport
import Testing

@testable import Web

@Suite("What the log keeps") struct LogTests {
    /// Keeps the lines as text.
    final class Memory: LogHandler, Sendable {
        private let kept = Mutex<[String]>([])
        var metadata: Logger.Metadata {
            get { [:] }
            set {}
        }
        var logLevel: Logger.Level {
            get { .trace }
            set {}
        }

        var lines: [String] { kept.withLock { $0 } }

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { nil }
            set {}
        }

        func log(event: LogEvent) {
            kept.withLock { $0.append("\(event.message) \(event.metadata ?? [:])") }
        }
    }

    @Test func `ASVS 16.2: pattern, status and tenant, but never a query, a field or a number of a person`() async throws {
        let memory = Memory()
        try await Ground.run(logger: Logger(label: "test") { _ in memory }) { ground in
            let ticket = try await ground.cast.record()
            let visitor = ground.visitor("jy-spring")
            _ = try await visitor.get("/yunshan/jy-spring/search?q=13800131000")
            _ = try await visitor.act(.note, on: ticket.id, ["text": "secret-words"])
            _ = try await ground.stranger().signIn(as: "bj@yunshan", password: "Wrong-password-1")
            let lines = memory.lines.filter { $0.hasPrefix("request ") }
            #expect(lines.contains { $0.contains("/{tenant}/{unit}/search") && $0.contains("200") && $0.contains("yunshan") })
            for mark in ["13800131000", "q=", "secret-words", "Wrong-password-1", "bj@yunshan", visitor.jar["shouwen"] ?? "?"] {
                #expect(!memory.lines.contains { $0.contains(mark) }, "\(mark)")
            }
        }
    }

    @Test func `beyond the cap requests are answered 503 with a time to come back`() async throws {
        try await Ground.run(settings: Settings(maximumInFlight: 0)) { ground in
            let answer = try await ground.stranger().get(Paths.login)
            #expect(answer.status == 503 && answer.headers[.retryAfter] == "5")
            #expect(try await ground.stranger().get(Paths.live).status == 200)
        }
    }
}
