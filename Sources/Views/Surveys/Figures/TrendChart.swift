/// One figure over waves, with its interval as a whisker: overlapping whiskers are no trend.
package struct TrendChart: Sendable {
    package struct Point: Sendable {
        package var label: String
        package var words: [String]
        /// Nil where the wave shows none.
        package var value: Double?
        package var lower: Double
        package var upper: Double

        package init(label: String, words: [String], value: Double?, lower: Double = 0, upper: Double = 0) {
            self.label = label
            self.words = words
            self.value = value
            self.lower = lower
            self.upper = upper
        }
    }

    private static let (width, height) = (640, 190)
    private static let (left, top, right, bottom) = (38.0, 14.0, 628.0, 158.0)

    /// - Parameters:
    ///   - points: oldest first.
    ///   - range: what the figure can be; the picture shows the part of it that is used.
    package static func chart(
        id: String, title: String, note: String, points: [Point], range: ClosedRange<Double>, columns: [String]
    ) -> Chart {
        let shown = points.filter { $0.value != nil }
        let low = max(range.lowerBound, ((shown.map(\.lower).min() ?? range.lowerBound) / 10).rounded(.down) * 10)
        let high = min(range.upperBound, max(low + 10, ((shown.map(\.upper).max() ?? range.upperBound) / 10).rounded(.up) * 10))
        let y = { (value: Double) in bottom - (value - low) / max(high - low, 1) * (bottom - top) }
        let x = { (index: Int) in left + (right - left) * (Double(index) + 0.5) / Double(max(points.count, 1)) }
        var body = ""
        for step in 0...2 {
            let value = low + (high - low) * Double(step) / 2
            body += Draw.line(left, y(value), right, y(value), "chart-guide")
            body += Draw.text(Draw.tenths(value), left - 6, y(value) + 4, "chart-small", anchor: "end")
        }
        var path: [String] = []
        for (index, point) in points.enumerated() {
            body += Draw.text(point.label, x(index), Double(height) - 12, "chart-small", anchor: "middle")
            guard let value = point.value else { continue }
            path.append("\(Draw.tenths(x(index))),\(Draw.tenths(y(value)))")
            body += Draw.line(x(index), y(point.lower), x(index), y(point.upper), "chart-whisker")
        }
        body += "<polyline class=\"chart-line\" points=\"\(path.joined(separator: " "))\"/>"
        for (index, point) in points.enumerated() {
            guard let value = point.value else { continue }
            body += Draw.circle(x(index), y(value), 4, "fill-group")
            body += Draw.text(Draw.tenths(value), x(index) + 8, y(value) - 7, "chart-label")
        }
        return Chart(
            id: id, title: title, note: note, svg: Draw.frame(id: id, title: title, note: note, width: width, height: height, body),
            columns: columns, rows: points.map { Chart.Row([$0.label] + $0.words) })
    }
}
