internal import Domain
internal import Store

/// Who held a matter, from when to when, read from its hand-overs.
struct HoldingTimes: Sendable {
    struct Stretch: Hashable, Sendable {
        let unit: UnitID
        let name: String
        let from: Instant
        let to: Instant

        var span: Span { to - from }
    }

    let stretches: [Stretch]

    /// - Parameter end: now, or when it was closed.
    init(_ events: [EventRow], receivedAt: Instant, end: Instant) {
        var stretches: [Stretch] = []
        var holder: (unit: UnitID, name: String, since: Instant)?
        for event in events {
            if holder == nil, let unit = event.fromUnit { holder = (unit, event.fromUnitName, receivedAt) }
            guard let unit = event.toUnit, unit != holder?.unit else { continue }
            if let holder { stretches.append(Stretch(unit: holder.unit, name: holder.name, from: holder.since, to: event.at)) }
            holder = (unit, event.toUnitName, event.at)
        }
        if let holder { stretches.append(Stretch(unit: holder.unit, name: holder.name, from: holder.since, to: max(holder.since, end))) }
        self.stretches = stretches
    }

    /// How long a unit held it in all; nil when it never did.
    func total(of unit: UnitID) -> Span? {
        let own = stretches.filter { $0.unit == unit }
        return own.isEmpty ? nil : Span.seconds(own.reduce(0) { $0 + $1.span.seconds })
    }

    /// Each holder once, in the order in which they first held it.
    var shares: [(unit: UnitID, name: String, span: Span)] {
        var order: [UnitID] = []
        for stretch in stretches where !order.contains(stretch.unit) { order.append(stretch.unit) }
        return order.compactMap { unit in
            guard let name = stretches.first(where: { $0.unit == unit })?.name, let span = total(of: unit) else { return nil }
            return (unit, name, span)
        }
    }
}
