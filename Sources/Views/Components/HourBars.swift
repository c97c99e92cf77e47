/// Twenty-four bars, one for each of the last hours, the present one on the right. The numbers stand in words beside it for those who do
/// not see it.
package struct HourBars: Encodable, Sendable {
    package struct Hour: Sendable {
        /// "14:00".
        package var label: String
        package var count: Int

        package init(label: String, count: Int) {
            self.label = label
            self.count = count
        }
    }

    struct Entry: Encodable, Sendable {
        let label: String
        let count: String
    }

    let svg: SafeSVG
    /// First, middle and last hour, written under the bars.
    let marks: [String]
    /// The table behind the bars; hours without anything are left out.
    let entries: [Entry]

    private static let height = 100
    private static let step = 40

    /// - Parameters:
    ///   - hours: oldest first.
    ///   - label: the figure in one sentence.
    package init(hours: [Hour], label: String) {
        let highest = max(1, hours.map(\.count).max() ?? 1)
        let bars = hours.enumerated().map { index, hour in
            // An hour without anything keeps a hairline, so that the row of hours stays visible.
            let tall = hour.count == 0 ? 2 : max(6, hour.count * Self.height / highest)
            let tone = hour.count == 0 ? "fill-plain" : "fill-group"
            return "<rect class=\"\(tone)\" x=\"\(index * Self.step + 4)\" y=\"\(Self.height - tall)\" width=\"\(Self.step - 8)\" "
                + "height=\"\(tall)\" rx=\"3\"/>"
        }
        svg = SafeSVG(
            markup:
                "<svg class=\"hour-bars\" viewBox=\"0 0 \(max(1, hours.count) * Self.step) \(Self.height)\" preserveAspectRatio=\"none\" "
                + "role=\"img\" aria-label=\"\(Markup.escape(label))\">\(bars.joined())</svg>")
        marks = hours.isEmpty ? [] : [hours[0].label, hours[hours.count / 2].label, hours[hours.count - 1].label]
        entries = hours.filter { $0.count > 0 }.map { Entry(label: $0.label, count: String($0.count)) }
    }
}
