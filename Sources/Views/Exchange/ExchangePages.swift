/// A run in a list: an import or an export, with where it stands.
package struct RunRow: Encodable, Sendable {
    package var title: String
    package var path: String?
    package var note: String
    package var state: Chip
    package var by: String
    package var at: Moment

    package init(title: String, path: String?, note: String, state: Chip, by: String, at: Moment) {
        self.title = title
        self.path = path
        self.note = note
        self.state = state
        self.by = by
        self.at = at
    }
}

/// The room: what can be brought in and taken out here, and what is under way.
package struct ExchangePage: Page {
    package static let template = Template.exchange

    /// One of the two halves.
    package struct Half: Encodable, Sendable {
        package var id: String
        package var title: String
        package var text: String
        package var starts: [Link]
        package var rows: [RunRow]
        package var summary: String
        package var empty: EmptyState?
        package var pager: Pager?

        package init(
            id: String, title: String, text: String, starts: [Link], rows: [RunRow], summary: String, empty: EmptyState, pager: Pager? = nil
        ) {
            self.id = id
            self.title = title
            self.text = text
            self.starts = starts
            self.rows = rows
            self.summary = summary
            self.empty = rows.isEmpty ? empty : nil
            self.pager = pager
        }
    }

    package var halves: [Half]

    package init(halves: [Half]) { self.halves = halves }
}

/// Uploading a table: templates first, then the file.
package struct ImportNewPage: Page {
    package static let template = Template.importNew

    package struct Column: Encodable, Sendable {
        package var name: String
        package var hint: String?
        package var required: Bool

        package init(name: String, hint: String?, required: Bool) {
            self.name = name
            self.hint = hint
            self.required = required
        }
    }

    package var title: String
    package var intro: String
    package var back: Link
    package var templates: [Link]
    package var columns: [Column]
    package var path: String
    package var key: String
    package var error: String?
    package var limit: String

    package init(
        title: String, intro: String, back: Link, templates: [Link], columns: [Column], path: String, key: String, error: String?,
        limit: String
    ) {
        self.title = title
        self.intro = intro
        self.back = back
        self.templates = templates
        self.columns = columns
        self.path = path
        self.key = key
        self.error = error
        self.limit = limit
    }
}

/// How far something has come that goes on by itself.
package struct RunProgress: Encodable, Sendable {
    package var path: String
    package var words: String
    package var value: Int
    package var max: Int
    package var note: String

    /// - Parameter path: of the page itself, to look again.
    package init(path: String, words: String, value: Int, max: Int, note: String) {
        self.path = path
        self.words = words
        self.value = value
        self.max = Swift.max(max, 1)
        self.note = note
    }
}

/// A number that was counted.
package struct RunCount: Encodable, Sendable {
    package var label: String
    package var value: String
    package var note: String
    package var late: Bool

    package init(label: String, value: String, note: String, late: Bool = false) {
        self.label = label
        self.value = value
        self.note = note
        self.late = late
    }
}

/// A single button with its form.
package struct RunButton: Encodable, Sendable {
    package var path: String
    package var key: String
    package var version: String
    package var label: String
    package var danger: Bool

    package init(path: String, key: String, version: Int, label: String, danger: Bool = false) {
        self.path = path
        self.key = key
        self.version = String(version)
        self.label = label
        self.danger = danger
    }
}

/// An import on its way: the columns to choose, the dry run, what it counted, the run, its end.
package struct ImportPage: Page {
    package static let template = Template.importRun

    /// A few rows as they were read, under the file's own headings.
    package struct Preview: Encodable, Sendable {
        package struct Row: Encodable, Sendable {
            package var cells: [Cell]
            package init(cells: [Cell]) { self.cells = cells }
        }
        package struct Cell: Encodable, Sendable {
            package var heading: String
            package var text: String
            package init(heading: String, text: String) {
                self.heading = heading
                self.text = text
            }
        }
        package var headings: [String]
        package var rows: [Row]
        package init(headings: [String], rows: [Row]) {
            self.headings = headings
            self.rows = rows
        }
    }

    package struct Problems: Encodable, Sendable {
        package struct Row: Encodable, Sendable {
            package var number: String
            package var field: String
            package var text: String
            package init(number: String, field: String, text: String) {
                self.number = number
                self.field = field
                self.text = text
            }
        }
        package var rows: [Row]
        package var note: String
        package var downloads: [Link]
        package init(rows: [Row], note: String, downloads: [Link]) {
            self.rows = rows
            self.note = note
            self.downloads = downloads
        }
    }

    /// New people wait for their links.
    package struct Links: Encodable, Sendable {
        package var text: String
        package var button: RunButton
        package init(text: String, button: RunButton) {
            self.text = text
            self.button = button
        }
    }

    package var title: String
    package var back: Link
    package var state: Chip
    package var facts: [Fact]
    package var explain: String
    package var links: Links?
    package var columns: FormModel?
    package var preview: Preview?
    package var progress: RunProgress?
    package var counts: [RunCount]
    package var problems: Problems?
    package var go: RunButton?
    package var stop: RunButton?
    package var again: Link?

    package init(title: String, back: Link, state: Chip, facts: [Fact], explain: String) {
        self.title = title
        self.back = back
        self.state = state
        self.facts = facts
        self.explain = explain
        counts = []
    }
}

/// An export on its way: approval, gathering, the file and who fetched it.
package struct ExportPage: Page {
    package static let template = Template.exportRun

    package struct Download: Encodable, Sendable {
        package var by: String
        package var at: Moment
        package init(by: String, at: Moment) {
            self.by = by
            self.at = at
        }
    }

    package var title: String
    package var back: Link
    package var state: Chip
    package var facts: [Fact]
    package var explain: String
    package var progress: RunProgress?
    package var fetch: RunButton?
    package var answer: FormModel?
    package var refuse: FormModel?
    package var stop: RunButton?
    package var downloads: [Download]
    package var downloadsNote: String?

    package init(title: String, back: Link, state: Chip, facts: [Fact], explain: String) {
        self.title = title
        self.back = back
        self.state = state
        self.facts = facts
        self.explain = explain
        downloads = []
    }
}
