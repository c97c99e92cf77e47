/// A page about one thing that is kept: a unit, an engagement, an area. Facts and tables on the left, what may be done on the right.
package struct OrgRecordPage: Page {
    package static let template = Template.orgRecord

    /// One table with its heading; an empty one says what to do next.
    package struct Section: Encodable, Sendable {
        package var id: String
        package var title: String
        package var note: String?
        package var link: Link?
        package var columns: [String]
        package var rows: [OrgListPage.Row]
        package var empty: String?

        package init(
            _ id: String, title: String, note: String? = nil, link: Link? = nil, columns: [String], rows: [OrgListPage.Row], empty: String
        ) {
            self.id = id
            self.title = title
            self.note = note
            self.link = link
            self.columns = columns
            self.rows = rows
            self.empty = rows.isEmpty ? empty : nil
        }
    }

    /// Said before everything else: what is planned, or why something cannot be done.
    package struct Notice: Encodable, Sendable {
        package var title: String
        package var lines: [String]
        package var loud: Bool

        package init(_ title: String, lines: [String] = [], loud: Bool = false) {
            self.title = title
            self.lines = lines
            self.loud = loud
        }
    }

    package var title: String
    package var back: Link
    package var chips: [Chip]
    package var notices: [Notice]
    package var facts: [Fact]
    package var sections: [Section]
    /// Pages on which more is done.
    package var links: [Link]
    package var actions: [ActionForm]
    /// What hangs on it, where files may.
    package var files: FileList?
    var hasAside: Bool

    package init(
        title: String, back: Link, chips: [Chip] = [], notices: [Notice] = [], facts: [Fact], sections: [Section] = [], links: [Link] = [],
        actions: [ActionForm] = [], files: FileList? = nil
    ) {
        self.title = title
        self.back = back
        self.chips = chips
        self.notices = notices
        self.facts = facts
        self.sections = sections
        self.links = links
        self.actions = actions
        self.files = files
        self.hasAside = !links.isEmpty || !actions.isEmpty
    }
}

/// Something that happens on a day: what is asked on the left, what it will mean on the right, before anything is confirmed.
package struct OrgPlanPage: Page {
    package static let template = Template.orgPlan

    /// One rule with how many it touches.
    package struct Rule: Encodable, Sendable {
        package var name: String
        package var count: String
        package var text: String
        package var none: Bool

        package init(_ name: String, count: Int, words: String, text: String) {
            self.name = name
            self.count = words
            self.text = text
            self.none = count == 0
        }
    }

    /// The first step: asks, and changes nothing.
    package struct Question: Encodable, Sendable {
        package var path: String
        package var groups: [FieldGroup]
        package var submit: String

        package init(path: String, groups: [FieldGroup], submit: String) {
            self.path = path
            self.groups = groups
            self.submit = submit
        }
    }

    package struct Preview: Encodable, Sendable {
        package var title: String
        package var note: String
        package var rules: [Rule]
        package var rows: OrgRecordPage.Section?

        package init(title: String, note: String, rules: [Rule], rows: OrgRecordPage.Section? = nil) {
            self.title = title
            self.note = note
            self.rules = rules
            self.rows = rows
        }
    }

    package var title: String
    package var intro: String
    package var back: Link
    package var question: Question?
    package var form: FormModel?
    package var preview: Preview?

    package init(
        title: String, intro: String, back: Link, question: Question? = nil, form: FormModel? = nil, preview: Preview? = nil
    ) {
        self.title = title
        self.intro = intro
        self.back = back
        self.question = question
        self.form = form
        self.preview = preview
    }
}

/// What holds at a unit, where each value comes from, and for those who may decide it a form.
package struct UnitSettingsPage: Page {
    package static let template = Template.unitSettings

    package struct Row: Encodable, Sendable {
        package var id: String
        package var name: String
        package var hint: String
        /// In words; several lines where the value has several.
        package var value: String
        package var none: Bool
        package var source: Chip
        /// Who decided it and when.
        package var decided: String?
        package var decide: ActionForm?
        package var inherit: ActionForm?

        package init(
            id: String, name: String, hint: String, value: String, none: Bool, source: Chip, decided: String? = nil,
            decide: ActionForm? = nil, inherit: ActionForm? = nil
        ) {
            self.id = id
            self.name = name
            self.hint = hint
            self.value = value
            self.none = none
            self.source = source
            self.decided = decided
            self.decide = decide
            self.inherit = inherit
        }
    }

    package struct Group: Encodable, Sendable {
        package var name: String
        package var rows: [Row]

        package init(_ name: String, rows: [Row]) {
            self.name = name
            self.rows = rows
        }
    }

    package var title: String
    package var back: Link
    /// From the group down to the unit, as values come down.
    package var line: String
    package var groups: [Group]

    package init(title: String, back: Link, line: String, groups: [Group]) {
        self.title = title
        self.back = back
        self.line = line
        self.groups = groups
    }
}
