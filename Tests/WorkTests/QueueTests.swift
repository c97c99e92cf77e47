import Domain
import Postgres
import Store
import TestSupport
import Testing
import Work

@Suite struct QueueTests {
    struct Broken: Error {}

    @Test func `four workers give each of 200 jobs its effect once`() async throws {
        let stage = try await QueueStage.open()
        try await stage.queue(200)
        try await stage.drain(try (1...4).map { try stage.worker("w\($0)") })
        #expect(try await stage.traces() == Dictionary(uniqueKeysWithValues: (0..<200).map { ($0, 1) }))
        #expect(try await stage.jobs().allSatisfy { $0.state == "done" && $0.attempt == 1 })
        try await stage.cast.end()
    }

    @Test func `a job whose worker died between claim and finish is rescued once when its lease has passed`() async throws {
        let stage = try await QueueStage.open()
        try await stage.queue(1)
        let lost = try await stage.cast.store.claim(worker: "dead")
        #expect(lost.count == 1)
        #expect(try await stage.worker("w1").round() == 0, "a running lease is nobody else's")
        stage.cast.clock.advance(Store.lease + .seconds(1))
        try await stage.drain([try stage.worker("w1"), try stage.worker("w2")])
        #expect(try await stage.traces() == [0: 1])
        await #expect(
            performing: {
                try await stage.cast.store.job(lost[0], worker: "dead") { tx, job in try await QueueStage.leaveTrace(tx, job) }
            }, throws: { if case StoreError.leaseGone = $0 { true } else { false } })
        #expect(try await stage.traces() == [0: 1])
        #expect(try await stage.jobs().map(\.attempt) == [2])
        try await stage.cast.end()
    }

    @Test func `an effect that fails leaves nothing and is tried again later and later`() async throws {
        let stage = try await QueueStage.open()
        try await stage.queue(1)
        let worker = try stage.worker("w1") { tx, job in
            try await QueueStage.leaveTrace(tx, job)
            throw Broken()
        }
        var waits: [Int64] = []
        for _ in 1...4 {
            #expect(try await worker.round() == 1)
            #expect(try await worker.round() == 0, "it waits")
            let job = try await stage.jobs()[0]
            #expect(job.state == "ready")
            waits.append((job.runAt - stage.cast.clock.now()).seconds)
            stage.cast.clock.set(job.runAt)
        }
        let shortest: [Int64] = [1, 16, 81, 256]
        for (wait, least) in zip(waits, shortest) { #expect((least...least + least / 5 + 1).contains(wait)) }
        #expect(try await stage.traces().isEmpty)
        try await stage.cast.end()
    }

    @Test func `after its last try a job is dead, says why and is not claimed any more`() async throws {
        let stage = try await QueueStage.open()
        try await stage.queue(1, attempts: 2)
        let worker = try stage.worker("w1") { _, _ in throw Broken() }
        try await worker.round()
        stage.cast.clock.advance(.minutes(5))
        try await worker.round()
        let job = try await stage.jobs()[0]
        #expect(job.state == "dead")
        #expect(job.lastError?.contains("Broken") == true)
        stage.cast.clock.advance(.days(2))
        #expect(try await worker.round() == 0)
        try await stage.cast.end()
    }

    @Test func `a job whose workers keep dying ends dead instead of going round for ever`() async throws {
        let stage = try await QueueStage.open()
        try await stage.queue(1, attempts: 2)
        for _ in 1...2 {
            #expect(try await stage.cast.store.claim(worker: "dead").count == 1)
            stage.cast.clock.advance(Store.lease + .seconds(1))
        }
        try await stage.drain([try stage.worker("w1")])
        #expect(try await stage.jobs().map(\.state) == ["dead"])
        #expect(try await stage.traces().isEmpty)
        try await stage.cast.end()
    }

    @Test func `a connection killed in the middle of an effect leaves nothing, and the effect comes once afterwards`() async throws {
        let stage = try await QueueStage.open()
        try await stage.queue(1)
        let unlucky = try stage.worker("w1") { tx, job in
            try await QueueStage.leaveTrace(tx, job)
            try await tx.change(["SELECT pg_terminate_backend(pg_backend_pid())"])
        }
        try await unlucky.round()
        #expect(try await stage.traces().isEmpty)
        stage.cast.clock.advance(Store.lease + .seconds(30))
        try await stage.drain([try stage.worker("w2")])
        #expect(try await stage.traces() == [0: 1])
        try await stage.cast.end()
    }

    @Test func `a failed job does not hold up the others of its batch`() async throws {
        let stage = try await QueueStage.open()
        try await stage.queue(3)
        let worker = try stage.worker("w1") { tx, job in
            if job.payload.text.contains("1") { throw Broken() }
            try await QueueStage.leaveTrace(tx, job)
        }
        try await stage.drain([worker])
        #expect(try await stage.traces() == [0: 1, 2: 1])
        try await stage.cast.end()
    }
}
