import Domain
import Store

/// Tells a company's stream in batches and has them written: the next batch is invented while the last one is on its way.
struct Storyteller: Sendable {
    let stream: CompanyStream
    let writer: BulkWriter
    /// Complaints in one transaction.
    let batch: Int
    let progress: Progress

    private struct State {
        var position: CompanyStream.Position
        var counters: [String: Int]
        var newest: [HouseID: (ticket: TicketID, at: Instant)]
    }

    private var scenery: Scenery { stream.scenery }
    private var company: UnitID { stream.company.unit.id }
    /// People are told about what happened in the last three days.
    private var news: Instant { scenery.present - .days(3) }
    private static let repeatWithin = Span.days(90)

    /// Goes on where the tickets in the database end.
    func run() async throws {
        let counters = try await writer.counters(of: company)
        let told = counters.values.reduce(0, +)
        let position = stream.position(after: told)
        progress.resume(position.told)
        let since = try next(position)?.telling.at ?? scenery.present
        var state = State(
            position: position, counters: counters,
            newest: told == 0 ? [:] : try await writer.newest(of: company, since: since - Self.repeatWithin))
        var written: Task<Void, any Error>?
        while state.position.told < stream.count {
            let size = min(batch, stream.count - state.position.told)
            let tickets = try await writer.ticketNumbers(size)
            let exchanges = try await writer.exchangeNumbers(size)
            let complaints = try tell(tickets, exchanges, &state)
            try await written?.value
            let counters = state.counters
            written = Task {
                try await writer.write(complaints, of: company, counters: counters, present: scenery.present, news: news)
                progress.add(complaints.count)
            }
        }
        try await written?.value
    }

    private func next(_ position: CompanyStream.Position) throws -> (telling: Telling, life: CompanyStream.Life, dice: Dice)? {
        var position = position
        return try stream.next(&position)
    }

    private func tell(_ tickets: [TicketID], _ exchanges: [ExchangeID], _ state: inout State) throws -> [BulkComplaint] {
        var complaints: [BulkComplaint] = []
        complaints.reserveCapacity(tickets.count)
        for (ticket, exchange) in zip(tickets, exchanges) {
            guard let (telling, life, dice) = try stream.next(&state.position) else { break }
            let period = ComplaintNumber.period(receivedAt: telling.at, offsetMinutes: scenery.offsetMinutes)
            state.counters[period, default: 0] += 1
            let number = ComplaintNumber(
                companyCode: stream.company.unit.code, receivedAt: telling.at, offsetMinutes: scenery.offsetMinutes,
                serial: state.counters[period] ?? 1)
            let earlier = telling.house.flatMap { state.newest[$0.id] }
            let repeated = earlier.flatMap { telling.at - $0.at <= Self.repeatWithin ? $0.ticket : nil }
            let intake = telling.intake(number: number, repeatOf: repeated, receiverPost: scenery.title(telling.receiver.person))
            var story = Story(telling, id: ticket, exchange: exchange, intake: intake, scenery: scenery, dice: dice)
            try story.live(life)
            complaints.append(story.complaint)
            if let house = telling.house { state.newest[house.id] = (ticket, telling.at) }
        }
        return complaints
    }
}

extension Story {
    /// A life that the end of the vendor's engagement would cut off is told again, shorter.
    mutating func live(_ life: CompanyStream.Life) throws {
        let unborn = self
        switch life {
        case .scene(let scene): try play(scene)
        case .fate(let fate): try live(fate)
        }
        guard isInterrupted else { return }
        self = unborn
        try liveBriefly()
    }
}
