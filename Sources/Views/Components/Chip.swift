/// The colours that mean something. Late, soon and good speak of time; developer, vendor and group of lines.
package enum Tone: String, Encodable, Sendable, CaseIterable {
    case plain, late, soon, good, developer, vendor, group

    var icon: String {
        switch self {
        case .plain: "dot"
        case .late: "late"
        case .soon: "clock"
        case .good: "check"
        case .developer: "building"
        case .vendor: "key"
        case .group: "tower"
        }
    }
}

/// A status in three ways at once: icon, word and colour.
package struct Chip: Encodable, Sendable {
    package var tone: Tone
    package var text: String
    var icon: String

    package init(_ text: String, tone: Tone = .plain) {
        self.text = text
        self.tone = tone
        self.icon = tone.icon
    }
}

/// A promise and how it stands, words first. `exact` and `promise` are read out on hover and beside the chip on the ticket page.
package struct DeadlineChip: Encodable, Sendable {
    package var tone: Tone
    /// "3 h 20 min left", "1 day overdue".
    package var words: String
    /// Machine-readable due time, ISO 8601 in UTC; the countdown starts from it.
    package var iso: String
    /// Due time in the group's time zone.
    package var exact: String
    var icon: String

    package init(tone: Tone, words: String, iso: String, exact: String) {
        self.tone = tone
        self.words = words
        self.iso = iso
        self.exact = exact
        self.icon = tone.icon
    }
}

/// A moment as people read it (`words`, relative where near), in full (`exact`) and for machines (`iso`).
package struct Moment: Encodable, Sendable {
    package var words: String
    package var exact: String
    package var iso: String

    package init(words: String, exact: String, iso: String) {
        self.words = words
        self.exact = exact
        self.iso = iso
    }
}

/// A link in words.
package struct Link: Encodable, Sendable {
    package var label: String
    package var path: String

    package init(_ label: String, path: String) {
        self.label = label
        self.path = path
    }
}

/// One line of a list of facts; the value may be a chip, a link or text, and `note` says why.
package struct Fact: Encodable, Sendable {
    package var label: String
    package var text: String?
    package var chip: Chip?
    package var link: Link?
    package var note: String?

    package init(_ label: String, text: String? = nil, chip: Chip? = nil, link: Link? = nil, note: String? = nil) {
        self.label = label
        self.text = text
        self.chip = chip
        self.link = link
        self.note = note
    }
}
