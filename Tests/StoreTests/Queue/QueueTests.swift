import Domain
import Postgres
import Store
import TestSupport
import Testing

@Suite("The queue") struct QueueTests {
    private func enqueue(_ cast: Cast, _ kind: String, key: String? = nil, at moment: Instant? = nil) async throws {
        _ = try await cast.store.write(cast.yunshan.entry("hq"), .member, form: cast.form()) { tx in
            try await tx.enqueue(kind, at: moment, uniqueKey: key)
            return "/"
        }
    }

    private func rows(_ cast: Cast) async throws -> [JobRow] {
        try await cast.store.read(cast.yunshan.entry("hq"), .member) { try await $0.fetch(JobRow.unfinished(tenant: cast.yunshan.id)) }
    }

    @Test("a job exists only if its transaction commits; a unique key waits once")
    func enqueueing() async throws {
        let cast = try await Cast.assemble()
        struct Stop: Error {}
        await #expect(throws: Stop.self) {
            try await cast.store.write(cast.yunshan.entry("hq"), .member, form: cast.form()) { tx in
                try await tx.enqueue("greet")
                throw Stop()
            }
        }
        #expect(try await rows(cast).isEmpty)
        for _ in 0..<3 { try await enqueue(cast, "sweep", key: "sweep") }
        try await enqueue(cast, "later", at: cast.clock.now() + .hours(1))
        #expect(try await rows(cast).map(\.kind).sorted() == ["later", "sweep"])
        let claimed = try await cast.store.claim(worker: "w")
        #expect(claimed.map(\.kind) == ["sweep"])
        // While it runs the key still holds; afterwards it is free.
        try await enqueue(cast, "sweep", key: "sweep")
        #expect(try await cast.store.claim(worker: "w").isEmpty)
        try await cast.store.job(try #require(claimed.first), worker: "w") { _, job in #expect(job.attempt == 1) }
        try await enqueue(cast, "sweep", key: "sweep")
        #expect(try await cast.store.claim(worker: "w").count == 1)
        try await cast.end()
    }

    @Test("the effect and the end of a job are one: what fails leaves neither, and comes again after attempt⁴ seconds")
    func failing() async throws {
        let cast = try await Cast.assemble()
        struct Broken: Error {}
        try await enqueue(cast, "greet")
        let claim = try #require(try await cast.store.claim(worker: "w").first)
        await #expect(throws: Broken.self) {
            try await cast.store.job(claim, worker: "w") { tx, _ in
                try await tx.enqueue("effect")
                throw Broken()
            }
        }
        #expect(try await rows(cast).map(\.kind) == ["greet"])
        try await cast.store.failed(claim, worker: "w", reason: "broken", jitter: 0)
        #expect(try await cast.store.claim(worker: "w").isEmpty)
        cast.clock.advance(.seconds(1))
        let again = try #require(try await cast.store.claim(worker: "w").first)
        #expect(again.attempt == 2)
        try await cast.store.failed(again, worker: "w", reason: "broken", jitter: 0)
        cast.clock.advance(.seconds(15))
        #expect(try await cast.store.claim(worker: "w").isEmpty)
        cast.clock.advance(.seconds(1))
        #expect(try await cast.store.claim(worker: "w").first?.attempt == 3)
        #expect(Store.backoff(attempt: 10, jitter: 0) == .seconds(3_600))
        #expect(Store.backoff(attempt: 2, jitter: 0.5) == .seconds(17))
        try await cast.end()
    }

    @Test("after ten tries a job is dead and says why")
    func dead() async throws {
        let cast = try await Cast.assemble()
        try await enqueue(cast, "greet")
        for attempt in 1...10 {
            let claim = try #require(try await cast.store.claim(worker: "w").first)
            #expect(claim.attempt == attempt)
            try await cast.store.failed(claim, worker: "w", reason: "try \(attempt)")
            cast.clock.advance(.hours(2))
        }
        #expect(try await cast.store.claim(worker: "w").isEmpty)
        let row = try #require(try await rows(cast).first)
        #expect(row.state == "dead")
        #expect(row.lastError == "try 10")
        try await cast.end()
    }

    @Test("a dead worker's job is rescued after its lease; the late worker cannot finish it")
    func rescue() async throws {
        let cast = try await Cast.assemble()
        try await enqueue(cast, "greet")
        let first = try #require(try await cast.store.claim(worker: "one").first)
        #expect(try await cast.store.claim(worker: "two").isEmpty)
        cast.clock.advance(Store.lease + .seconds(1))
        let second = try #require(try await cast.store.claim(worker: "two").first)
        #expect(second.id == first.id)
        do {
            try await cast.store.job(first, worker: "one") { _, _ in }
            Issue.record("two workers finished one job")
        } catch StoreError.leaseGone {}
        try await cast.store.job(second, worker: "two") { tx, _ in
            // The worker acts for its own tenant and for no other.
            let (own, foreign) = try await tx.fetch(TenantRow.own(tenant: tx.tenant), UnitRow.all(tenant: cast.haitang.id))
            #expect(own.count == 1)
            #expect(foreign.isEmpty)
        }
        #expect(try await rows(cast).isEmpty)
        try await cast.end()
    }

    @Test("a hundred jobs, four workers: each runs once")
    func manyWorkers() async throws {
        let cast = try await Cast.assemble()
        _ = try await cast.store.write(cast.yunshan.entry("hq"), .member, form: cast.form()) { tx in
            try await tx.change(
                (0..<100).map { _ in NewJob(kind: "greet", payload: JSONText("{}"), runAt: tx.now).enqueue(tenant: tx.tenant, now: tx.now) }
            )
            return "/"
        }
        let done = try await withThrowingTaskGroup(of: [JobID].self) { group in
            for number in 0..<4 {
                group.addTask {
                    var mine: [JobID] = []
                    while true {
                        let claims = try await cast.store.claim(worker: "w\(number)", limit: 5)
                        if claims.isEmpty { return mine }
                        for claim in claims {
                            try await cast.store.job(claim, worker: "w\(number)") { _, _ in }
                            mine.append(claim.id)
                        }
                    }
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        #expect(done.count == 100)
        #expect(Set(done).count == 100)
        try await cast.end()
    }
}
