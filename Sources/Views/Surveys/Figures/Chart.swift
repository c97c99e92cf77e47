/// What every figure of results has: a picture for those who see it, title and description for those who do not, and the numbers as a table.
package struct Chart: Encodable, Sendable {
    package struct Row: Encodable, Sendable {
        /// Stands in the first column, where the line leads somewhere.
        package var link: Link?
        package var cells: [String]

        package init(_ cells: [String], link: Link? = nil) {
            self.cells = cells
            self.link = link
        }
    }

    struct Legend: Encodable, Sendable {
        let step: String
        let label: String
    }

    /// A choice with a bar of its own.
    struct Bar: Encodable, Sendable {
        let label: String
        let value: String
        let svg: SafeSVG

        init(label: String, value: String, svg: String) {
            self.label = label
            self.value = value
            self.svg = SafeSVG(markup: svg)
        }
    }

    /// Unique on the page.
    package let id: String
    package let title: String
    /// n, period and what the picture shows, in a sentence.
    package let note: String
    let svg: SafeSVG
    /// The picture's colours in words, where it has any.
    let legend: [Legend]
    let hasLegend: Bool
    let bars: [Bar]
    let hasBars: Bool
    let columns: [String]
    let rows: [Row]

    init(id: String, title: String, note: String, svg: String, legend: [Legend] = [], bars: [Bar] = [], columns: [String], rows: [Row]) {
        self.id = id
        self.title = title
        self.note = note
        self.svg = SafeSVG(markup: svg)
        self.legend = legend
        hasLegend = !legend.isEmpty
        self.bars = bars
        hasBars = !bars.isEmpty
        self.columns = columns
        self.rows = rows
    }
}

/// Pieces of SVG. Every text is escaped here and nowhere else.
enum Draw {
    static func frame(id: String, title: String, note: String, width: Int, height: Int, _ body: String) -> String {
        "<svg class=\"chart\(width > 500 ? " wide" : "")\" viewBox=\"0 0 \(width) \(height)\" role=\"img\" aria-labelledby=\"\(id)-t \(id)-d\"><title id=\"\(id)-t\">"
            + "\(Markup.escape(title))</title><desc id=\"\(id)-d\">\(Markup.escape(note))</desc>\(body)</svg>"
    }

    static func text(_ text: String, _ x: Double, _ y: Double, _ kind: String, anchor: String = "start") -> String {
        "<text class=\"\(kind)\" x=\"\(tenths(x))\" y=\"\(tenths(y))\" text-anchor=\"\(anchor)\">\(Markup.escape(text))</text>"
    }

    static func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ kind: String) -> String {
        "<line class=\"\(kind)\" x1=\"\(tenths(x1))\" y1=\"\(tenths(y1))\" x2=\"\(tenths(x2))\" y2=\"\(tenths(y2))\"/>"
    }

    static func rect(_ x: Double, _ y: Double, _ width: Double, _ height: Double, _ kind: String, radius: Int = 0) -> String {
        "<rect class=\"\(kind)\" x=\"\(tenths(x))\" y=\"\(tenths(y))\" width=\"\(tenths(width))\" height=\"\(tenths(height))\" rx=\"\(radius)\"/>"
    }

    static func circle(_ x: Double, _ y: Double, _ radius: Int, _ kind: String) -> String {
        "<circle class=\"\(kind)\" cx=\"\(tenths(x))\" cy=\"\(tenths(y))\" r=\"\(radius)\"/>"
    }

    static func tenths(_ value: Double) -> String {
        guard value.isFinite else { return "0" }
        let tenths = Int((value * 10).rounded())
        return tenths % 10 == 0 ? String(tenths / 10) : "\(tenths < 0 ? "-" : "")\(abs(tenths) / 10).\(abs(tenths) % 10)"
    }
}
