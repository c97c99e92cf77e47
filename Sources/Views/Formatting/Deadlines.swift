package import Domain

extension Wording {
    /// A promise that is still open.
    /// - Parameter soon: from this span before the due time on it is "soon"; two hours unless told.
    package func deadline(due: Instant, soon: Span = .hours(2)) -> DeadlineChip {
        let left = due - now
        let late = due <= now
        let words = messages[late ? "deadline.late" : "deadline.left", ["span": duration(left)]]
        let tone: Tone = late ? .late : left <= soon ? .soon : .plain
        return DeadlineChip(tone: tone, words: words, iso: Wording.iso(due), exact: exact(due))
    }

    /// A promise that was kept, or met too late.
    package func deadline(due: Instant, metAt met: Instant) -> DeadlineChip {
        let late = met > due
        let words = late ? messages["deadline.metLate", ["span": duration(met - due)]] : messages["deadline.met"]
        return DeadlineChip(tone: late ? .late : .good, words: words, iso: Wording.iso(due), exact: exact(due))
    }
}
