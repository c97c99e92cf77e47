package import Logging
package import ServiceLifecycle
package import Store

/// Claims jobs in small batches and runs them; also the clock that looks for missed promises and the one that tidies up.
/// Any number of workers may run against one database. A worker that is killed loses nothing: its leases pass to the others.
package struct Worker: Service {
    /// How often it looks.
    package struct Pace: Sendable {
        /// Waits so long when there was nothing to do.
        package var poll = Duration.milliseconds(500)
        package var sweep = Duration.seconds(5)
        package var housekeeping = Duration.seconds(3_600)
        /// After a failure to reach the database, doubled up to the longest.
        package var retry = Duration.milliseconds(500)
        package var longestRetry = Duration.seconds(5)
        /// Jobs claimed, and run side by side, at once. A claim is short only as long as this is small.
        package var batch = 4
        /// What is in hand may take so long after the order to stop; then it is given back undone.
        package var farewell = Duration.seconds(8)

        package init() {}
    }

    /// Names the worker in the leases; unique among those alive.
    package let name: String
    let store: Store
    let registry: JobRegistry
    let pace: Pace
    /// What is tidied beside the queue, such as files that have expired.
    let tidy: @Sendable (Store) async throws -> Void
    let logger: Logger

    package init(
        store: Store, registry: JobRegistry, name: String, pace: Pace = Pace(),
        tidy: @escaping @Sendable (Store) async throws -> Void = { _ in }, logger: Logger
    ) {
        self.store = store
        self.registry = registry
        self.name = name
        self.pace = pace
        self.tidy = tidy
        self.logger = logger
    }

    /// Works until the service group shuts down; what is in hand is finished, nothing more is claimed. What could not be finished in
    /// time goes back to the queue at once instead of waiting for its lease to run out.
    package func run() async throws {
        logger.info("worker started", metadata: ["worker": "\(name)"])
        var (sweepAt, tidyAt) = (ContinuousClock.now, ContinuousClock.now + pace.housekeeping)
        var pause = pace.retry
        while !isEnding {
            do {
                if sweepAt <= .now {
                    _ = try await store.enqueueSweeps()
                    _ = try await store.enqueueCounts()
                    _ = try await store.enqueueScores()
                    sweepAt = .now + pace.sweep
                }
                if tidyAt <= .now {
                    try await store.forgetFinished()
                    try await store.enqueueRetention()
                    try await tidy(store)
                    tidyAt = .now + pace.housekeeping
                }
                let done = try await round()
                pause = pace.retry
                if done == 0 { await rest(pace.poll) }
            } catch {
                logger.warning("the queue cannot be reached", metadata: ["worker": "\(name)", "error": "\(describe(error))"])
                await rest(pause)
                pause = min(pause * 2, pace.longestRetry)
            }
        }
        await giveBack()
        logger.info("worker ended", metadata: ["worker": "\(name)"])
    }

    private var isEnding: Bool { Task.isShuttingDownGracefully || Task.isCancelled }

    private func rest(_ duration: Duration) async {
        await cancelWhenGracefulShutdown { _ = try? await Task.sleep(for: duration) }
    }

    /// Claims once and runs what it got.
    /// - Returns: how many jobs were claimed, also those that failed.
    /// - Throws: what kept it from claiming.
    @discardableResult
    package func round() async throws -> Int {
        let claims = try await store.claim(worker: name, limit: pace.batch)
        guard !claims.isEmpty else { return 0 }
        let hand = Task {
            await withTaskGroup { group in
                for claim in claims { group.addTask { await work(on: claim) } }
            }
        }
        await withTaskCancellationHandler {
            await withGracefulShutdownHandler {
                await hand.value
            } onGracefulShutdown: {
                Task {
                    try? await Task.sleep(for: pace.farewell)
                    hand.cancel()
                }
            }
        } onCancel: {
            hand.cancel()
        }
        return claims.count
    }

    /// In a task of its own: the worker's may be cancelled already.
    private func giveBack() async {
        await Task {
            do {
                let count = try await store.release(worker: name)
                if count > 0 { logger.notice("jobs were given back", metadata: ["worker": "\(name)", "jobs": "\(count)"]) }
            } catch {
                logger.notice("the leases run out by themselves", metadata: ["worker": "\(name)", "error": "\(describe(error))"])
            }
        }.value
    }

    private func work(on claim: ClaimedJob) async {
        do {
            let handler = try registry.handler(of: claim.kind)
            try await handler.run(JobCourse(store: store, claim: claim, worker: name, patience: handler.patience))
        } catch StoreError.leaseGone {
            logger.notice("another worker has the job", metadata: facts(claim))
        } catch {
            // Interrupted by the end of the worker, which gives it back.
            guard !Task.isCancelled else { return }
            await note(error, of: claim)
        }
    }

    /// A failure that cannot be noted is no loss: the lease runs out and the job is tried again.
    private func note(_ error: any Error, of claim: ClaimedJob) async {
        let reason = describe(error)
        logger.warning("a job failed", metadata: facts(claim).merging(["error": "\(reason)"]) { $1 })
        do {
            try await store.failed(claim, worker: name, reason: reason)
        } catch {
            logger.notice("the failure could not be noted", metadata: facts(claim).merging(["error": "\(describe(error))"]) { $1 })
        }
    }

    private func facts(_ claim: ClaimedJob) -> Logger.Metadata {
        [
            "worker": "\(name)", "tenant": "\(claim.tenant)", "job": "\(claim.id)", "kind": "\(claim.kind)", "attempt": "\(claim.attempt)",
        ]
    }

    /// What went wrong without anybody's words: errors of the store carry names of constraints and codes, never values.
    private func describe(_ error: any Error) -> String { String(describing: error) }
}
