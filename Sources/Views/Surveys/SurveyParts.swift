/// The head of every page about a wave: what it is, from when to when, and where else to look.
package struct SurveyHead: Encodable, Sendable {
    /// Kind, unit and state in one line.
    package var eyebrow: String
    package var title: String
    /// Period, weighting, how fresh the figures are.
    package var sub: String
    package var tabs: [Tab]
    package var links: [Link]
    /// The one thing to do next.
    package var main: Link?

    package init(eyebrow: String, title: String, sub: String, tabs: [Tab] = [], links: [Link] = [], main: Link? = nil) {
        self.eyebrow = eyebrow
        self.title = title
        self.sub = sub
        self.tabs = tabs
        self.links = links
        self.main = main
    }
}

/// What somebody wrote, masked, and where it leads.
package struct SurveyQuote: Encodable, Sendable {
    package var text: String
    /// Project, dimension, score, day.
    package var source: String
    package var links: [Link]
    package var tags: [Chip]
    /// Adds tags, notes a problem point; none for whom that is not offered.
    package var forms: [ActionForm]

    package init(text: String, source: String, links: [Link] = [], tags: [Chip] = [], forms: [ActionForm] = []) {
        self.text = text
        self.source = source
        self.links = links
        self.tags = tags
        self.forms = forms
    }
}

/// A table whose cells may be links or chips; the heading names the value where tables become cards.
package struct SurveyTable: Encodable, Sendable {
    /// Unique on the page.
    package var id: String
    package var title: String
    package var note: String?
    package var columns: [String]
    package var rows: [OrgListPage.Row]
    package var none: String?

    package init(id: String, title: String, note: String? = nil, columns: [String], rows: [OrgListPage.Row], none: String) {
        self.id = id
        self.title = title
        self.note = note
        self.columns = columns
        self.rows = rows
        self.none = rows.isEmpty ? none : nil
    }
}

/// A text people wrote, under a heading.
package struct SurveyBlock: Encodable, Sendable {
    package var title: String
    package var text: String

    package init(title: String, text: String) {
        self.title = title
        self.text = text
    }
}
