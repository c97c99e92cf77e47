import Domain
import ServiceLifecycle
import Store
import Synchronization
import TestSupport
import Testing
import Work

@Suite struct StoppingTests {
    /// Opens once; whoever waits before goes on then.
    private actor Gate {
        private var isOpen = false
        private var waiting: [CheckedContinuation<Void, Never>] = []

        func open() {
            isOpen = true
            waiting.forEach { $0.resume() }
            waiting = []
        }

        func pass() async {
            if isOpen { return }
            await withCheckedContinuation { waiting.append($0) }
        }
    }

    @Test func `a worker that is told to stop finishes what is in hand and claims nothing more`() async throws {
        let stage = try await QueueStage.open()
        try await stage.queue(12)
        let (started, go) = (Gate(), Gate())
        let worker = try stage.worker("w1") { tx, job in
            await started.open()
            await go.pass()
            try await QueueStage.leaveTrace(tx, job)
        }
        let group = ServiceGroup(configuration: .init(services: [worker], logger: QueueStage.logger))
        let running = Task { try await group.run() }
        await started.pass()
        await group.triggerGracefulShutdown()
        await go.open()
        try await running.value
        let jobs = try await stage.jobs()
        let done = jobs.filter { $0.state == "done" }.count
        #expect((1...Worker.Pace().batch).contains(done))
        #expect(jobs.filter { $0.state == "ready" }.count == 12 - done, "nothing is left leased")
        #expect(try await stage.traces().count == done)
        try await stage.cast.end()
    }
}
