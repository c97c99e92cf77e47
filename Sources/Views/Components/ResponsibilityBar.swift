/// One bar that splits the elapsed time by who held the matter; a legend in words stands under it.
package struct ResponsibilityBar: Encodable, Sendable {
    package struct Share: Sendable {
        package var holder: String
        package var seconds: Int64
        package var tone: Tone
        /// The time in words.
        package var words: String

        package init(holder: String, seconds: Int64, tone: Tone, words: String) {
            self.holder = holder
            self.seconds = seconds
            self.tone = tone
            self.words = words
        }
    }

    struct Entry: Encodable, Sendable {
        let holder: String
        let words: String
        let tone: Tone
    }

    let svg: SafeSVG
    let legend: [Entry]
    package let total: String

    /// Nil when no time has passed yet.
    /// - Parameters:
    ///   - shares: in the order in which they held it.
    ///   - total: the whole time in words.
    ///   - label: the bar in words for those who do not see it.
    package init?(shares: [Share], total: String, label: String) {
        let sum = shares.reduce(0) { $0 + max($1.seconds, 0) }
        guard sum > 0 else { return nil }
        var offset = 0.0
        var rects = ""
        for share in shares where share.seconds > 0 {
            let width = Double(share.seconds) / Double(sum) * 1000
            let place = "x=\"\(Self.tenths(offset))\" y=\"0\" width=\"\(Self.tenths(width))\" height=\"10\""
            rects += "<rect class=\"fill-\(share.tone.rawValue)\" \(place)/>"
            offset += width
        }
        svg = SafeSVG(
            markup: "<svg class=\"share-bar\" viewBox=\"0 0 1000 10\" preserveAspectRatio=\"none\" role=\"img\" aria-label=\""
                + "\(Markup.escape(label))\">\(rects)</svg>"
        )
        legend = shares.map { Entry(holder: $0.holder, words: $0.words, tone: $0.tone) }
        self.total = total
    }

    private static func tenths(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded())
        return "\(tenths / 10).\(tenths % 10)"
    }
}
