import Domain
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Store
import TestSupport
import Testing

@testable import Web

@Suite("Whether this server can serve") struct HealthTests {
    private func answers(
        _ readiness: Readiness = Readiness(), _ probe: Probe = Probe(), _ path: String = Paths.ready
    ) async throws -> (status: Int, body: String, headers: HTTPFields) {
        let cast = try await Cast.assemble()
        let application = try Ground.application(cast.store, settings: Settings(), readiness: readiness, probe: probe)
        let answer = try await application.test(.router) { client in
            try await client.execute(uri: path, method: .get) { ($0.status.code, String(buffer: $0.body), $0.headers) }
        }
        try await cast.end()
        return (answer.0, answer.1, answer.2)
    }

    @Test func `ready when database, migrations, disk and clock are as they must be, and no version is told`() async throws {
        let cast = try await Cast.assemble()
        let numbers = try await cast.store.read(cast.yunshan.entry("admin"), .member) {
            try await $0.fetch(AppliedMigration.all).map(\.number)
        }
        try await cast.end()
        #expect(numbers.count > 5)
        var probe = Probe(migrations: numbers)
        probe.disk = { Probe.Disk(free: 20 << 30, size: 500 << 30) }
        let answer = try await answers(Readiness(), probe)
        #expect(answer.status == 200 && answer.body == "ready\n")
        #expect(!answer.headers.contains { $0.value.contains("15.") })
    }

    @Test(arguments: ["starting", "leaving", "migrations", "disk", "clock"])
    func `one thing that is not makes it 503 with a time to come back`(_ fault: String) async throws {
        let readiness = Readiness(fault == "starting" ? .starting : .open)
        if fault == "leaving" { readiness.leave() }
        var probe = Probe(migrations: fault == "migrations" ? [1, 9_999] : [1])
        probe.disk = { fault == "disk" ? Probe.Disk(free: 1 << 30, size: 500 << 30) : nil }
        if fault == "clock" { probe.now = { SystemClock().now() + .hours(24) } }
        let answer = try await answers(readiness, probe)
        #expect(answer.status == 503 && answer.body == "not ready\n" && answer.headers[.retryAfter] != nil)
    }

    @Test(
        "a disk is full when little of it is free by both measures, bytes and share",
        arguments: [
            (free: 25 << 30, size: 500 << 30, isFull: false),  // 5 %, and 25 GiB
            (free: 2 << 30, size: 500 << 30, isFull: false),
            (free: 2 << 30 - 1, size: 500 << 30, isFull: true),
            (free: 1 << 30, size: 8 << 30, isFull: false),  // a small disk, an eighth of it
            (free: 1 << 30, size: 10 << 30, isFull: false),  // a tenth
            (free: 1 << 30, size: 11 << 30, isFull: true),
            (free: 0, size: 1 << 30, isFull: true),
        ] as [(free: Int64, size: Int64, isFull: Bool)])
    func disk(_ known: (free: Int64, size: Int64, isFull: Bool)) {
        #expect(Probe.Disk(free: known.free, size: known.size).isFull == known.isFull)
    }

    @Test func `before the start-up checks have passed nobody is let in, and the process still says that it lives`() async throws {
        #expect(try await answers(Readiness(.starting), Probe(), Paths.login).status == 503)
        #expect(try await answers(Readiness(.starting), Probe(), Paths.live).status == 200)
        let readiness = Readiness(.starting)
        readiness.open()
        #expect(try await answers(readiness, Probe(), Paths.login).status == 200)
    }

    @Test func `a server that leaves still answers, and asks to come back through the proxy`() async throws {
        let readiness = Readiness()
        readiness.leave()
        readiness.open()
        let answer = try await answers(readiness, Probe(), Paths.login)
        #expect(answer.status == 200 && answer.headers[.connection] == "close")
        #expect(readiness.wasAsked(within: .seconds(3_600)), "a proxy has not noticed yet")
        let unasked = Readiness()
        unasked.leave()
        _ = try await answers(unasked, Probe(), Paths.ready)
        #expect(!unasked.wasAsked(within: .seconds(3_600)), "whoever only watches sends nobody")
        #expect(try await answers(Readiness(), Probe(), Paths.login).headers[.connection] == nil)
    }
}
