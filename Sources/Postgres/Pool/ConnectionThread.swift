/// The life of one connection: open it, serve its leases, keep it fresh, open it again when it is lost.
struct ConnectionThread: Sendable {
    let channel: Channel
    let pool: ConnectionPool
    let configuration: PoolConfiguration

    private var slot: Int { channel.slot }

    func start() {
        startThread(named: "pg-\(slot)") { [self] in
            var delay = Duration.milliseconds(100)
            while !pool.isClosed {
                do throws(PostgresError) {
                    let session = try Session(
                        connectionString: configuration.connectionString, settings: configuration.session, wake: channel.wake,
                    )
                    delay = .milliseconds(100)
                    serve(session)
                } catch {
                    pool.connectFailed(error)
                    pause(delay)
                    delay = min(delay * 2, .seconds(5))
                }
            }
            pool.ended(slot)
        }
    }

    /// Between attempts to connect: up to half as long again, so that a restarted server is not stormed in step.
    private func pause(_ delay: Duration) {
        let until = Moment.now + delay + delay * Double.random(in: 0...0.5)
        while !pool.isClosed, .now < until { channel.wake.wait(until: until) }
    }

    /// Returns when the session has ended and the slot is down.
    private func serve(_ session: Session) {
        let expiry = Moment.now + configuration.lifetime * Double.random(in: 0.9...1.1)
        channel.open()
        pool.connected()
        guard pool.ready(slot) else { return }
        while true {
            switch channel.next() {
            case .run(let unit): run(unit, session, expiry: expiry)
            case .giveBack:
                channel.settle()
                guard pool.ready(slot) else { return }
            case .restore:
                guard restore(session, expiry: expiry) else { return mourn() }
            case .cut: return mourn()
            case .rest:
                guard rest(session, expiry: expiry) else { return }
            }
            // Lost while tidying up after a lease that is over already: nobody is left to tell.
            if session.isLost { return pool.withdraw(slot, as: .down) ? () : mourn() }
        }
    }

    private func run(_ unit: Unit, _ session: Session, expiry: Moment) {
        let answer = session.run(unit)
        channel.finished(standing: session.standing, isExpired: .now >= expiry)
        unit.answer(answer)
        if session.standing == .idle { session.tidy() }
    }

    /// Ends an open transaction after a lease; false when the session is to be closed.
    private func restore(_ session: Session, expiry: Moment) -> Bool {
        if session.standing != .idle {
            pool.countReset()
            guard session.reset() else { return false }
        }
        channel.finished(standing: session.standing, isExpired: false)
        return .now < expiry
    }

    /// Idle or leased without work; false when the session has ended and the slot is down.
    private func rest(_ session: Session, expiry: Moment) -> Bool {
        let until = min(expiry, .now + configuration.idleCheck)
        guard session.rest(until: until) else {
            if !pool.withdraw(slot, as: .down) { mourn() }
            return false
        }
        if pool.isClosed || .now >= expiry { return !pool.withdraw(slot, as: .down) }
        if .now >= until, pool.withdraw(slot, as: .checked) {
            guard session.check() else {
                pool.lost(slot)
                return false
            }
            return pool.ready(slot)
        }
        return true
    }

    /// The session is gone but a caller may still hold it: answers whatever it sends until it lets go.
    private func mourn() {
        while true {
            let (units, isReleased) = channel.drain()
            for unit in units { unit.answer(.failure(PostgresError(.connectionLost, "the connection was lost before the unit was sent"))) }
            if isReleased {
                channel.settle()
                pool.lost(slot)
                return
            }
            channel.wake.wait(until: .distantFuture)
        }
    }
}
