internal import Domain
internal import Store
internal import Views

/// The ladder as it stands for a ticket, or as it would be for a new one.
struct LadderPicture {
    let frame: PageFrame

    func of(_ ticket: TicketCase, held: HoldingTimes) -> LadderModel {
        let facts = ticket.facts
        let rungs = Rung.allCases.map { rung in self.rung(rung, of: ticket, held: held) }
        let line = LadderModel.Line(name: frame.t.word(facts.ladder.line), tone: frame.tone(facts.ladder.line), rungs: rungs)
        let bridges = ticket.exchanges.map { exchange in
            LadderModel.Bridge(
                text: "\(exchange.fromUnitName) → \(exchange.toUnitName) · \(exchange.topic) (\(state(exchange)))",
                href: "#exchange-\(exchange.id)", open: exchange.isOpen)
        }
        return LadderModel(lines: [line], bridges: bridges, because: [frame.t.word(facts.ladder.reason)])
    }

    /// Where a new complaint would go: the first rung waits for it.
    func preview(_ ladder: Ladder, names: (UnitID) -> String?) -> LadderModel {
        let rungs = Rung.allCases.map { rung in
            let progress: LadderModel.Progress = rung == .project ? .waiting : .ahead
            return LadderModel.Rung(
                name: rung == .litigation ? frame.t["ladder.litigation"] : names(ladder.unit(of: rung)) ?? frame.t.word(rung),
                progress: progress, end: rung == .litigation, spoken: frame.t["ladder.\(progress.rawValue)"])
        }
        let line = LadderModel.Line(name: frame.t.word(ladder.line), tone: frame.tone(ladder.line), rungs: rungs)
        return LadderModel(lines: [line], because: [frame.t.word(ladder.reason)])
    }

    func state(_ exchange: ExchangeRow) -> String {
        frame.t[exchange.isOpen ? (exchange.repliedAt == nil ? "exchange.open" : "exchange.replied") : "exchange.closed"]
    }

    private func rung(_ rung: Rung, of ticket: TicketCase, held: HoldingTimes) -> LadderModel.Rung {
        let progress = progress(rung, ticket.facts)
        let unit = ticket.facts.ladder.unit(of: rung)
        let span = rung == .litigation ? nil : held.total(of: unit)
        let key: String? =
            switch progress {
            case .done: "ladder.held"
            case .now: "ladder.since"
            case .waiting: "ladder.waits"
            case .ahead: nil
            }
        let note = key.flatMap { key in span.map { frame.t[key, ["span": frame.wording.duration($0)]] } }
        let name = ticket.name(of: unit)
        return LadderModel.Rung(
            name: rung == .litigation ? frame.t["ladder.litigation"] : name.isEmpty ? frame.t.word(rung) : name, progress: progress,
            note: note, end: rung == .litigation, spoken: frame.t["ladder.\(progress.rawValue)"])
    }

    private func progress(_ rung: Rung, _ facts: ComplaintFacts) -> LadderModel.Progress {
        if facts.state == .litigation { return rung == .litigation ? .now : .done }
        if facts.state == .recorded { return rung == .project ? .waiting : .ahead }
        if let asked = facts.escalation?.toRung, facts.state == .escalated, rung == asked { return .waiting }
        if rung == facts.rung { return facts.state.isOpen ? .now : .done }
        return rung < facts.rung ? .done : .ahead
    }
}
