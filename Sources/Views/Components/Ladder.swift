/// The ladder of a ticket: its rungs side by side, once per line when both lines matter.
package struct LadderModel: Encodable, Sendable {
    package enum Progress: String, Encodable, Sendable, CaseIterable {
        /// Tried and left, in hand now, asked to accept, not reached.
        case done, now, waiting, ahead
    }

    package struct Rung: Encodable, Sendable {
        package var name: String
        package var progress: Progress
        /// How long it held the matter, or since when it waits.
        package var note: String?
        /// The last resort, litigation: drawn as a square.
        package var end: Bool
        /// The progress in words for those who do not see the colour.
        package var spoken: String
        var current: Bool

        package init(name: String, progress: Progress, note: String? = nil, end: Bool = false, spoken: String) {
            self.name = name
            self.progress = progress
            self.note = note
            self.end = end
            self.spoken = spoken
            self.current = progress == .now
        }
    }

    package struct Line: Encodable, Sendable {
        /// The line in words; shown when there are two.
        package var name: String
        package var tone: Tone
        package var rungs: [Rung]

        package init(name: String, tone: Tone, rungs: [Rung]) {
            self.name = name
            self.tone = tone
            self.rungs = rungs
        }
    }

    /// An information exchange between the two centres, drawn as a dotted bridge.
    package struct Bridge: Encodable, Sendable {
        package var text: String
        package var href: String
        package var open: Bool

        package init(text: String, href: String, open: Bool) {
            self.text = text
            self.href = href
            self.open = open
        }
    }

    package var lines: [Line]
    package var bridges: [Bridge]
    package var because: [String]
    var both: Bool

    package init(lines: [Line], bridges: [Bridge] = [], because: [String] = []) {
        self.lines = lines
        self.bridges = bridges
        self.because = because
        self.both = lines.count > 1
    }
}
