/// The tree of units as a table.
package struct OrgTreePage: Page {
    package static let template = Template.orgTree

    package struct Row: Encodable, Sendable {
        package var name: String
        package var kind: Chip
        /// By reference, closed, moving.
        package var marks: [Chip]
        package var code: String
        /// Open matters; nil for none.
        package var open: String?
        package var note: String?
        package var path: String?
        package var faded: Bool
        var depth: String

        package init(
            name: String, kind: Chip, marks: [Chip] = [], code: String, open: String? = nil, note: String? = nil, path: String? = nil,
            faded: Bool = false, depth: Int
        ) {
            self.name = name
            self.kind = kind
            self.marks = marks
            self.code = code
            self.open = open
            self.note = note
            self.path = path
            self.faded = faded
            self.depth = "depth-\(min(max(depth, 0), 3))"
        }
    }

    package var rows: [Row]
    package var summary: String
    /// "Add company", "add project" …: what this person may add.
    package var adds: [Link]
    package var empty: EmptyState?

    package init(rows: [Row], summary: String, adds: [Link], empty: EmptyState? = nil) {
        self.rows = rows
        self.summary = summary
        self.adds = adds
        self.empty = rows.isEmpty ? empty : nil
    }
}

/// A plain administrator list: houses, people, posts.
package struct OrgListPage: Page {
    package static let template = Template.orgList

    package struct Cell: Encodable, Sendable {
        package var heading: String
        package var text: String?
        package var link: Link?
        package var chip: Chip?

        /// - Parameter heading: the column's heading; names the value where the table becomes cards.
        package init(_ heading: String, text: String? = nil, link: Link? = nil, chip: Chip? = nil) {
            self.heading = heading
            self.text = text
            self.link = link
            self.chip = chip
        }
    }

    package struct Row: Encodable, Sendable {
        package var cells: [Cell]
        package init(cells: [Cell]) { self.cells = cells }
    }

    package var title: String
    package var columns: [String]
    package var rows: [Row]
    package var summary: String
    package var empty: EmptyState?
    package var pager: Pager?
    package var adds: [Link]

    package init(
        title: String, columns: [String], rows: [Row], summary: String, empty: EmptyState? = nil, pager: Pager? = nil, adds: [Link] = []
    ) {
        self.title = title
        self.columns = columns
        self.rows = rows
        self.summary = summary
        self.empty = rows.isEmpty ? empty : nil
        self.pager = pager
        self.adds = adds
    }
}

/// A plain administrator form: company, project, vendor, site, building, house, person, post.
package struct OrgFormPage: Page {
    package static let template = Template.orgForm

    package var title: String
    package var intro: String?
    package var back: Link
    package var form: FormModel

    package init(title: String, intro: String? = nil, back: Link, form: FormModel) {
        self.title = title
        self.intro = intro
        self.back = back
        self.form = form
    }
}

/// Which role may do what.
package struct RoleMatrixPage: Page {
    package static let template = Template.roleMatrix

    package struct Permission: Encodable, Sendable {
        package var name: String
        package var cells: [Cell]

        package init(name: String, cells: [Cell]) {
            self.name = name
            self.cells = cells
        }
    }

    package struct Cell: Encodable, Sendable {
        package var role: String
        package var allowed: Bool

        package init(role: String, allowed: Bool) {
            self.role = role
            self.allowed = allowed
        }
    }

    package struct Group: Encodable, Sendable {
        package var name: String
        package var permissions: [Permission]

        package init(name: String, permissions: [Permission]) {
            self.name = name
            self.permissions = permissions
        }
    }

    package var roles: [String]
    package var groups: [Group]
    var width: Int

    package init(roles: [String], groups: [Group]) {
        self.roles = roles
        self.groups = groups
        self.width = roles.count + 1
    }
}
