/// A person's own sessions: which devices are signed in, and how to end them.
package struct SessionsPage: Page {
    package static let template = Template.sessions

    package struct Row: Encodable, Sendable {
        package var device: String
        package var started: Moment
        package var seen: Moment
        package var current: Bool
        /// Where the form that ends it posts to; nil for the session in use.
        package var end: End?

        package struct End: Encodable, Sendable {
            package var path: String
            package var key: String

            package init(path: String, key: String) {
                self.path = path
                self.key = key
            }
        }

        package init(device: String, started: Moment, seen: Moment, current: Bool, end: End?) {
            self.device = device
            self.started = started
            self.seen = seen
            self.current = current
            self.end = end
        }
    }

    package var rows: [Row]
    package var count: String
    package var endOthers: Row.End?
    /// The password, the second factor, the history.
    package var links: [Link]

    package init(rows: [Row], count: String, endOthers: Row.End?, links: [Link]) {
        self.rows = rows
        self.count = count
        self.endOthers = endOthers
        self.links = links
    }
}
