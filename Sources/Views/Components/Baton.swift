/// One hand-over or event of the timeline: who held it, from when, why it moved.
package struct BatonEntry: Encodable, Sendable {
    package var at: Moment
    package var tone: Tone
    /// What happened: "escalated", "plan proposed".
    package var action: String
    /// Who did it, by name and post.
    package var actor: String
    /// Where it went, when it moved.
    package var to: String?
    package var chip: Chip?
    /// What was written, word for word.
    package var said: String?
    /// What the product adds: rule, repeat, how long it took.
    package var note: String?

    package init(
        at: Moment, tone: Tone, action: String, actor: String, to: String? = nil, chip: Chip? = nil, said: String? = nil,
        note: String? = nil
    ) {
        self.at = at
        self.tone = tone
        self.action = action
        self.actor = actor
        self.to = to
        self.chip = chip
        self.said = said
        self.note = note
    }
}

/// The first receiver, pinned above the log for good.
package struct FirstReceiverPin: Encodable, Sendable {
    package var person: String
    package var note: String

    package init(person: String, note: String) {
        self.person = person
        self.note = note
    }
}
