/// How the answers of one question spread: one bar split by choice from worst to best; choices without an order, or several at a time, have a
/// bar each.
package struct DistributionChart: Sendable {
    package struct Part: Sendable {
        package var label: String
        package var count: Int
        /// Count and share as the table words them.
        package var words: [String]
        /// "step-0" … "step-4" from worst to best, "step-plain" for choices without order.
        package var step: String
        /// To the answers behind it.
        package var path: String?

        package init(label: String, count: Int, words: [String], step: String, path: String? = nil) {
            self.label = label
            self.count = count
            self.words = words
            self.step = step
            self.path = path
        }
    }

    private static let (width, height) = (1000, 26)

    package static func chart(id: String, title: String, note: String, parts: [Part], columns: [String]) -> Chart {
        let total = parts.reduce(0) { $0 + $1.count }
        var (body, offset) = ("", 0.0)
        for part in parts where part.count > 0 {
            let wide = Double(part.count) / Double(max(total, 1)) * Double(width)
            body += Draw.rect(offset, 0, max(wide - 1.5, 1), Double(height), part.step)
            offset += wide
        }
        return Chart(
            id: id, title: title, note: note,
            svg:
                "<svg class=\"spread-bar\" viewBox=\"0 0 \(width) \(height)\" preserveAspectRatio=\"none\" role=\"img\" aria-labelledby=\"\(id)-t\">"
                + "<title id=\"\(id)-t\">\(Markup.escape(title)) · \(Markup.escape(note))</title>\(body)</svg>",
            legend: parts.filter { $0.count > 0 }.map {
                Chart.Legend(step: $0.step, label: "\($0.label) \($0.words.dropFirst().first ?? "")")
            },
            columns: columns, rows: parts.map(row))
    }

    private static func row(_ part: Part) -> Chart.Row {
        part.path.map { Chart.Row(part.words, link: Link(part.label, path: $0)) } ?? Chart.Row([part.label] + part.words)
    }

    /// - Parameter total: who answered; choices of several at a time add up to more.
    package static func bars(id: String, title: String, note: String, parts: [Part], of total: Int, columns: [String]) -> Chart {
        let bars = parts.map { part in
            let wide = Double(part.count) / Double(max(total, 1)) * Double(width)
            return Chart.Bar(
                label: part.label, value: part.words.prefix(2).joined(separator: " · "),
                svg: "<svg class=\"choice-bar\" viewBox=\"0 0 \(width) \(height)\" preserveAspectRatio=\"none\" aria-hidden=\"true\">"
                    + Draw.rect(0, 0, min(wide, Double(width)), Double(height), part.step) + "</svg>")
        }
        return Chart(
            id: id, title: title, note: note, svg: "", bars: bars, columns: columns, rows: parts.map(row))
    }
}
