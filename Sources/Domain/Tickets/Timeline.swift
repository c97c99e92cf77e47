/// A stored line of the timeline with the names as they were, in the form that is hashed.
package struct TimelineEntry: Hashable, Sendable {
    package let ticket: TicketID
    /// 1, 2, 3 … without a gap.
    package let seq: Int
    package let at: Instant
    package let action: String
    package let stateFrom: String?
    package let stateTo: String
    /// Nil when the clock acted.
    package let actor: PersonID?
    package let actorName: String
    package let actorPost: String
    package let fromUnit: UnitID?
    package let fromUnitName: String
    package let toUnit: UnitID?
    package let toUnitName: String
    package let toPersonName: String
    package let text: String
    package let detail: [String: String]

    package init(
        ticket: TicketID, seq: Int, at: Instant, action: String, stateFrom: String?, stateTo: String, actor: PersonID?, actorName: String,
        actorPost: String, fromUnit: UnitID?, fromUnitName: String, toUnit: UnitID?, toUnitName: String, toPersonName: String, text: String,
        detail: [String: String]
    ) {
        self.ticket = ticket
        self.seq = seq
        self.at = at
        self.action = action
        self.stateFrom = stateFrom
        self.stateTo = stateTo
        self.actor = actor
        self.actorName = actorName
        self.actorPost = actorPost
        self.fromUnit = fromUnit
        self.fromUnitName = fromUnitName
        self.toUnit = toUnit
        self.toUnitName = toUnitName
        self.toPersonName = toPersonName
        self.text = text
        self.detail = detail
    }

    /// What is hashed; every field counts.
    package var canonicalBytes: [UInt8] {
        var canonical = CanonicalBytes()
        [ticket.description, String(seq), String(at.microseconds), action, stateFrom, stateTo, actor?.description]
            .forEach { canonical.add($0) }
        [actorName, actorPost, fromUnit?.description, fromUnitName, toUnit?.description, toUnitName, toPersonName, text]
            .forEach { canonical.add($0) }
        canonical.add(detail)
        return canonical.bytes
    }

    /// The hash that chains this entry to the one before; `digest` is SHA-256 outside tests.
    package func hash(after previous: [UInt8], digest: ([UInt8]) -> [UInt8]) -> [UInt8] {
        digest(previous + canonicalBytes)
    }
}

/// The chain of one ticket.
package enum Timeline {
    /// What the first entry is chained to.
    package static let origin = [UInt8](repeating: 0, count: 32)

    /// The number of the first entry that does not fit the one before it; nil when the chain is whole.
    package static func firstBreak(_ entries: [(entry: TimelineEntry, hash: [UInt8])], digest: ([UInt8]) -> [UInt8]) -> Int? {
        var previous = origin
        for (index, line) in entries.enumerated() {
            guard line.entry.seq == index + 1, line.entry.hash(after: previous, digest: digest) == line.hash else { return index + 1 }
            previous = line.hash
        }
        return nil
    }
}
