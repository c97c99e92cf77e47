import Testing

@testable import Postgres

/// SplitMix64: the same seed gives the same events again.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

/// A second, naive account of the pool: who holds what and who waits, checked after every event.
private struct Simulation {
    static let limit = 5
    var state: PoolState<UInt64>
    var random: SeededGenerator
    var queue: [(id: UInt64, until: Int64)] = []
    var leases: [Int: UInt64] = [:]
    var answered: Set<UInt64> = []
    var nextID: UInt64 = 0
    var now: Int64 = 0
    var faults: [String] = []

    init(size: Int, seed: UInt64) {
        state = PoolState(size: size, waiterLimit: Self.limit)
        random = SeededGenerator(seed: seed)
    }

    mutating func expect(_ holds: Bool, _ what: String) {
        if !holds { faults.append(what) }
    }

    mutating func answer(_ id: UInt64) {
        expect(answered.insert(id).inserted, "\(id) answered twice")
    }

    mutating func step() {
        now += Int64.random(in: 0...3, using: &random)
        switch Int.random(in: 0..<100, using: &random) {
        case 0..<40: acquire()
        case 40..<50: abandon()
        case 50..<55: expire()
        case 55..<95: move()
        default: withdraw()
        }
        verify()
    }

    private mutating func acquire() {
        nextID += 1
        let hadIdle = state.idleCount > 0
        switch state.acquire(nextID, until: Moment(nanoseconds: now + 20), ticket: nextID) {
        case .leased(let slot):
            expect(queue.isEmpty && hadIdle, "overtook the queue")
            expect(leases.updateValue(nextID, forKey: slot) == nil, "slot \(slot) leased twice")
            answer(nextID)
        case .waiting: queue.append((nextID, now + 20))
        case .refused(let kind):
            expect(queue.count == Self.limit || state.isClosed, "refused with room in the queue")
            expect(!state.isClosed || kind == .poolClosed, "closed pool refused as \(kind)")
            answer(nextID)
        }
    }

    private mutating func abandon() {
        let id = UInt64.random(in: 0...(nextID + 1), using: &random)
        let index = queue.firstIndex { $0.id == id }
        expect((state.abandon(id) != nil) == (index != nil), "abandoned somebody who did not wait")
        if let index {
            queue.remove(at: index)
            answer(id)
        }
    }

    private mutating func expire() {
        let expired = state.expire(at: Moment(nanoseconds: now))
        expect(expired == queue.filter { $0.until <= now }.map(\.id), "expired the wrong callers")
        queue.removeAll { $0.until <= now }
        for id in expired { answer(id) }
    }

    /// Something happens to a random connection that its thread or its lease may bring about.
    private mutating func move() {
        let slot = Int.random(in: state.slots.indices, using: &random)
        switch state.slots[slot] {
        case .leased where Int.random(in: 0..<10, using: &random) == 0:
            leases[slot] = nil
            state.lost(slot)
        case .checked where Bool.random(using: &random): state.lost(slot)
        case .down where state.isClosed: _ = state.ended(slot)
        case .leased, .checked, .down:
            leases[slot] = nil
            ready(slot)
        case .idle, .ended: break
        }
    }

    private mutating func ready(_ slot: Int) {
        switch state.ready(slot) {
        case .lease(let id):
            expect(queue.first?.id == id, "\(id) was not the first to wait")
            if !queue.isEmpty { queue.removeFirst() }
            leases[slot] = id
            answer(id)
        case .idle: expect(queue.isEmpty, "idle while somebody waits")
        case .close: expect(state.isClosed, "closed a connection of an open pool")
        }
    }

    private mutating func withdraw() {
        let slot = Int.random(in: state.slots.indices, using: &random)
        let wasIdle = state.slots[slot] == .idle
        expect(state.withdraw(slot, as: Bool.random(using: &random) ? .checked : .down) == wasIdle, "took a connection in use")
    }

    private mutating func verify() {
        expect(state.waiters.map(\.id) == queue.map(\.id), "the queue differs")
        expect(queue.count <= Self.limit, "the queue is too long")
        expect(state.leasedCount == leases.count, "leases differ")
        expect(state.idleCount == state.slots.filter { $0 == .idle }.count, "idle connections differ")
        expect(queue.isEmpty || state.idleCount == 0, "idle and waiting at once")
    }

    mutating func close() {
        let tickets = state.close()
        expect(tickets == queue.map(\.id), "closing forgot somebody")
        for id in tickets { answer(id) }
        queue = []
    }
}

@Suite("The pool's bookkeeping holds in any order of events")
struct PoolStateTests {
    @Test("120,000 random events keep every promise")
    func randomEvents() {
        let seed = UInt64.random(in: 0 ... .max)
        var seeds = SeededGenerator(seed: seed)
        var events = 0
        while events < 120_000 {
            var simulation = Simulation(size: Int.random(in: 1...6, using: &seeds), seed: seeds.next())
            for _ in 0..<2_000 { simulation.step() }
            simulation.close()
            var rest = 0
            while !simulation.state.hasEnded && rest < 10_000 {
                for slot in simulation.state.slots.indices where simulation.state.slots[slot] == .idle {
                    _ = simulation.state.withdraw(slot, as: .down)
                }
                simulation.step()
                rest += 1
            }
            simulation.expect(simulation.state.hasEnded, "a connection never ended")
            simulation.expect(simulation.answered.count == Int(simulation.nextID), "somebody was never answered")
            events += 2_000 + rest
            #expect(simulation.faults.isEmpty, "seed \(seed): \(simulation.faults.prefix(3))")
        }
    }

    @Test("the caller who waited longest is served first")
    func firstComeFirstServed() {
        var state = PoolState<String>(size: 1, waiterLimit: 2)
        _ = state.ready(0)
        _ = state.acquire(1, until: .distantFuture, ticket: "a")
        _ = state.acquire(2, until: .distantFuture, ticket: "b")
        _ = state.acquire(3, until: .distantFuture, ticket: "c")
        guard case .refused(.poolExhausted) = state.acquire(4, until: .distantFuture, ticket: "d") else {
            Issue.record("the queue has no bound")
            return
        }
        guard case .lease("b") = state.ready(0), case .lease("c") = state.ready(0), case .idle = state.ready(0) else {
            Issue.record("out of order")
            return
        }
    }
}

@Suite("What a lost connection means depends on what had been sent")
struct UnitShapeTests {
    private func firstCommit(_ statements: [SQL], open: Bool = false, readOnly: Bool = false) -> Int? {
        UnitShape(statements, transactionIsOpen: open, isReadOnly: readOnly).firstCommit
    }

    @Test func commitsAreFound() {
        #expect(firstCommit(["BEGIN", "INSERT", "COMMIT"]) == 2)
        #expect(firstCommit(["begin isolation level serializable", "INSERT", "  end"]) == 2)
        #expect(firstCommit(["INSERT", "COMMIT"], open: true) == 1)
        #expect(firstCommit(["BEGIN", "INSERT"]) == nil)
        #expect(firstCommit(["INSERT"], open: true) == nil)
        #expect(firstCommit(["ROLLBACK"], open: true) == nil)
    }

    @Test("statements outside a transaction last when the unit ends")
    func implicitCommit() {
        #expect(firstCommit(["INSERT"]) == 1)
        #expect(firstCommit(["BEGIN", "INSERT", "ROLLBACK", "INSERT"]) == 4)
        #expect(firstCommit(["ROLLBACK TO SAVEPOINT a", "INSERT"], open: true) == nil)
    }

    @Test("a READ ONLY transaction has nothing to lose")
    func readOnly() {
        #expect(firstCommit(["BEGIN READ ONLY", "SELECT", "COMMIT"]) == nil)
        #expect(firstCommit(["START TRANSACTION READ ONLY, ISOLATION LEVEL REPEATABLE READ", "SELECT", "COMMIT"]) == nil)
        #expect(firstCommit(["COMMIT"], open: true, readOnly: true) == nil)
    }

    @Test(arguments: [("ticket_number_key_102008", "ticket_number_key"), ("room_pkey", "room_pkey"), ("a_1b", "a_1b"), ("_7", "_7")])
    func shardSuffixes(name: String, expected: String) {
        #expect(PostgresError.withoutShard(name) == expected)
    }
}
