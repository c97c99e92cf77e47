import Domain
import ServiceLifecycle
import Store
import TestSupport
import Testing
import Work

@Suite struct GivingBackTests {
    @Test func `a job that cannot be finished in time is given back at once, its try uncounted`() async throws {
        let stage = try await QueueStage.open()
        try await stage.queue(2)
        let (started, startedSignal) = AsyncStream.makeStream(of: Void.self)
        var pace = Worker.Pace()
        pace.farewell = .milliseconds(50)
        let registry = try JobRegistry(
            [
                .init(QueueStage.counted) { tx, job in
                    try await QueueStage.leaveTrace(tx, job)
                    startedSignal.yield()
                    // Longer than anybody waits; the end of the worker interrupts it.
                    try await Task.sleep(for: .seconds(3_600))
                }, .init(QueueStage.trace) { _, _ in },
            ], kinds: [QueueStage.counted, QueueStage.trace])
        let worker = Worker(store: stage.cast.store, registry: registry, name: "slow", pace: pace, logger: QueueStage.logger)
        let group = ServiceGroup(configuration: .init(services: [worker], logger: QueueStage.logger))
        let running = Task { try await group.run() }
        for await _ in started { break }
        await group.triggerGracefulShutdown()
        try await running.value
        for job in try await stage.jobs() { #expect(job.state == "ready" && job.attempt == 0) }
        #expect(try await stage.traces().isEmpty, "what was interrupted left nothing")
        // The next worker need not wait for a lease to run out.
        try await stage.drain([stage.worker("next")])
        #expect(try await stage.traces() == [0: 1, 1: 1])
        try await stage.cast.end()
    }

    @Test func `only the own jobs are given back`() async throws {
        let stage = try await QueueStage.open()
        try await stage.queue(2)
        _ = try await stage.cast.store.claim(worker: "a", limit: 1)
        _ = try await stage.cast.store.claim(worker: "b", limit: 1)
        #expect(try await stage.cast.store.release(worker: "a") == 1)
        #expect(try await stage.cast.store.release(worker: "a") == 0)
        #expect(try await stage.jobs().map(\.state).sorted() == ["leased", "ready"])
        try await stage.cast.end()
    }
}
