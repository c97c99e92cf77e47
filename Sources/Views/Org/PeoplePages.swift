/// People of what the viewpoint covers; the filter is a sentence.
package struct PeopleListPage: Page {
    package static let template = Template.peopleList

    package struct Row: Encodable, Sendable {
        package var name: String
        package var path: String
        package var account: String
        package var unit: String
        /// Posts held today: "Title · role".
        package var posts: [String]
        package var chips: [Chip]

        package init(name: String, path: String, account: String, unit: String, posts: [String], chips: [Chip]) {
            self.name = name
            self.path = path
            self.account = account
            self.unit = unit
            self.posts = posts
            self.chips = chips
        }
    }

    package var filters: [FieldModel]
    /// What is chosen, in words.
    package var sentence: String
    package var filterPath: String
    package var resetPath: String?
    package var rows: [Row]
    package var summary: String
    package var empty: EmptyState?
    package var pager: Pager?
    package var adds: [Link]
    /// Reports about people and their access.
    package var reports: [Link]

    package init(
        filters: [FieldModel], sentence: String, filterPath: String, resetPath: String?, rows: [Row], summary: String, empty: EmptyState,
        pager: Pager?, adds: [Link], reports: [Link]
    ) {
        self.filters = filters
        self.sentence = sentence
        self.filterPath = filterPath
        self.resetPath = resetPath
        self.rows = rows
        self.summary = summary
        self.empty = rows.isEmpty ? empty : nil
        self.pager = pager
        self.adds = adds
        self.reports = reports
    }
}

/// One person: facts, posts past, present and to come, what is in the hands, what the person may do.
package struct PersonPage: Page {
    package static let template = Template.person

    package struct Post: Encodable, Sendable {
        package var title: String
        package var role: Link
        package var unit: String
        package var period: String
        package var chips: [Chip]
        package var actions: [Link]

        package init(title: String, role: Link, unit: String, period: String, chips: [Chip] = [], actions: [Link] = []) {
            self.title = title
            self.role = role
            self.unit = unit
            self.period = period
            self.chips = chips
            self.actions = actions
        }
    }

    /// Posts under one heading.
    package struct Posts: Encodable, Sendable {
        package var heading: String
        package var rows: [Post]

        package init(heading: String, rows: [Post]) {
            self.heading = heading
            self.rows = rows
        }
    }

    package struct Matter: Encodable, Sendable {
        package var number: String
        package var state: Chip
        package var part: String
        package var due: String?

        package init(number: String, state: Chip, part: String, due: String? = nil) {
            self.number = number
            self.state = state
            self.part = part
            self.due = due
        }
    }

    package struct Matters: Encodable, Sendable {
        package var unit: String
        package var rows: [Matter]
        /// "and 40 more".
        package var more: String?

        package init(unit: String, rows: [Matter], more: String? = nil) {
            self.unit = unit
            self.rows = rows
            self.more = more
        }
    }

    /// What one post lets the person see and do.
    package struct Powers: Encodable, Sendable {
        package var post: String
        package var sees: String?
        package var does: String?

        package init(post: String, sees: String?, does: String?) {
            self.post = post
            self.sees = sees
            self.does = does
        }
    }

    package var name: String
    package var account: String
    package var back: Link
    package var chips: [Chip]
    package var facts: [Fact]
    package var posts: [Posts]
    package var noPosts: String?
    package var matters: [Matters]
    package var matterSummary: String
    package var powers: [Powers]
    package var buttons: [Link]
    package var dangers: [Link]
    /// "Look as this person": a form, since it leaves a line in the audit trail.
    package var look: SmallForm?

    package init(
        name: String, account: String, back: Link, chips: [Chip], facts: [Fact], posts: [Posts], noPosts: String?, matters: [Matters],
        matterSummary: String, powers: [Powers], buttons: [Link], dangers: [Link], look: SmallForm?
    ) {
        self.name = name
        self.account = account
        self.back = back
        self.chips = chips
        self.facts = facts
        self.posts = posts.filter { !$0.rows.isEmpty }
        self.noPosts = posts.allSatisfy(\.rows.isEmpty) ? noPosts : nil
        self.matters = matters
        self.matterSummary = matterSummary
        self.powers = powers
        self.buttons = buttons
        self.dangers = dangers
        self.look = look
    }
}

/// The one-time link, shown this once; it is in no address and in no other answer.
package struct InvitationPage: Page {
    package static let template = Template.invitation

    package var title: String
    package var name: String
    package var account: String
    package var link: String
    package var expires: Moment
    package var next: [Link]

    package init(title: String, name: String, account: String, link: String, expires: Moment, next: [Link]) {
        self.title = title
        self.name = name
        self.account = account
        self.link = link
        self.expires = expires
        self.next = next
    }
}

/// One or several tables with a sentence each: reports.
package struct ReportPage: Page {
    package static let template = Template.report

    package struct Table: Encodable, Sendable {
        package var title: String
        package var note: String?
        package var columns: [String]
        package var rows: [OrgListPage.Row]
        package var none: String?

        package init(title: String, note: String? = nil, columns: [String], rows: [OrgListPage.Row], none: String) {
            self.title = title
            self.note = note
            self.columns = columns
            self.rows = rows
            self.none = rows.isEmpty ? none : nil
        }
    }

    package var title: String
    package var intro: String
    package var back: Link
    package var tables: [Table]

    package init(title: String, intro: String, back: Link, tables: [Table]) {
        self.title = title
        self.intro = intro
        self.back = back
        self.tables = tables
    }
}
