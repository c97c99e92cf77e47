/// Keyset paging: there is a before and an after, no page numbers.
package struct Pager: Encodable, Sendable {
    package var previous: String?
    package var next: String?

    /// Nil when everything fits on one page.
    package init?(previous: String?, next: String?) {
        if previous == nil && next == nil { return nil }
        self.previous = previous
        self.next = next
    }
}

/// An empty list says what to do next.
package struct EmptyState: Encodable, Sendable {
    package var title: String
    package var text: String
    package var link: Link?

    package init(title: String, text: String, link: Link? = nil) {
        self.title = title
        self.text = text
        self.link = link
    }
}

/// One number on the desk; the whole tile leads to the rows behind it.
package struct KPI: Encodable, Sendable {
    package var label: String
    package var value: String
    package var note: String?
    package var path: String
    package var late: Bool

    package init(label: String, value: Int, note: String? = nil, path: String, late: Bool = false) {
        self.init(label: label, words: String(value), note: note, path: path, late: late && value > 0)
    }

    /// A value that is not a count.
    package init(label: String, words: String, note: String? = nil, path: String, late: Bool = false) {
        self.label = label
        self.value = words
        self.note = note
        self.path = path
        self.late = late
    }
}
