/// Importance over performance, four fields: what to mend first stands top left.
package struct QuadrantChart: Sendable {
    package struct Point: Sendable {
        package var label: String
        /// The dimension's satisfaction degree and importance as the table words them.
        package var words: [String]
        package var performance: Double
        package var importance: Double
        package var tone: Tone

        package init(label: String, words: [String], performance: Double, importance: Double, tone: Tone) {
            self.label = label
            self.words = words
            self.performance = performance
            self.importance = importance
            self.tone = tone
        }
    }

    /// Words on the picture.
    package struct Words: Sendable {
        package var improveFirst: String
        package var keepUp: String
        package var performance: String
        package var importance: String
        /// Heads of the table: dimension first.
        package var columns: [String]

        package init(improveFirst: String, keepUp: String, performance: String, importance: String, columns: [String]) {
            self.improveFirst = improveFirst
            self.keepUp = keepUp
            self.performance = performance
            self.importance = importance
            self.columns = columns
        }
    }

    private static let (width, height) = (340, 260)
    private static let (left, top, right, bottom) = (26.0, 8.0, 332.0, 232.0)

    /// - Parameters:
    ///   - points: in the order of the table.
    ///   - centre: the means the fields are divided at.
    package static func chart(
        id: String, title: String, note: String, points: [Point], centre: (performance: Double, importance: Double), words: Words
    ) -> Chart {
        let x = scale(points.map(\.performance) + [centre.performance], left + 14, right - 14)
        let y = scale(points.map(\.importance) + [centre.importance], bottom - 14, top + 26)
        var body = Draw.rect(left, top, right - left, bottom - top, "chart-frame")
        body += Draw.line(x(centre.performance), top, x(centre.performance), bottom, "chart-guide")
        body += Draw.line(left, y(centre.importance), right, y(centre.importance), "chart-guide")
        body += Draw.text(words.improveFirst, left + 6, top + 14, "chart-small tone-late")
        body += Draw.text(words.keepUp, right - 6, top + 14, "chart-small tone-good", anchor: "end")
        for (point, place) in zip(points, labels(points, x, y)) {
            body += Draw.circle(x(point.performance), y(point.importance), 4, "fill-\(point.tone.rawValue)")
            body += Draw.text(point.label, place.x, place.y, "chart-label", anchor: place.anchor)
        }
        body += Draw.text(words.performance, (left + right) / 2, Double(height) - 8, "chart-small", anchor: "middle")
        let middle = Draw.tenths((top + bottom) / 2)
        body +=
            "<g transform=\"rotate(-90 14 \(middle))\">\(Draw.text(words.importance, 14, (top + bottom) / 2, "chart-small", anchor: "middle"))</g>"
        return Chart(
            id: id, title: title, note: note, svg: Draw.frame(id: id, title: title, note: note, width: width, height: height, body),
            columns: words.columns, rows: points.map { Chart.Row([$0.label] + $0.words) })
    }

    /// A value's place between two ends; equal values stand in the middle.
    private static func scale(_ values: [Double], _ from: Double, _ to: Double) -> (Double) -> Double {
        let (low, high) = (values.min() ?? 0, values.max() ?? 1)
        guard high > low else { return { _ in (from + to) / 2 } }
        return { from + ($0 - low) / (high - low) * (to - from) }
    }

    private struct Place {
        let x: Double
        var y: Double
        let anchor: String
    }

    /// Beside each point, on the side with more room; labels of one side that would touch move down.
    private static func labels(_ points: [Point], _ x: (Double) -> Double, _ y: (Double) -> Double) -> [Place] {
        var places = points.map { point in
            let at = x(point.performance)
            let isRight = at < (left + right) / 2 + 40
            return Place(x: isRight ? at + 7 : at - 7, y: y(point.importance) + 4, anchor: isRight ? "start" : "end")
        }
        let order = places.indices.sorted { places[$0].y < places[$1].y }
        for (position, index) in order.enumerated() {
            for above in order[..<position] where abs(places[above].x - places[index].x) < 70 {
                if places[index].y - places[above].y < 13 { places[index].y = places[above].y + 13 }
            }
        }
        return places
    }
}
