/// The roles of a tenant with who keeps which of the three administrators' duties.
package struct RoleListPage: Page {
    package static let template = Template.roleList

    package struct Duty: Encodable, Sendable {
        package var name: String
        package var text: String
        package var holders: [String]
        /// Says that nobody holds it and what to do.
        package var vacant: String?

        package init(name: String, text: String, holders: [String], vacant: String?) {
            self.name = name
            self.text = text
            self.holders = holders
            self.vacant = holders.isEmpty ? vacant : nil
        }
    }

    package struct Row: Encodable, Sendable {
        package var name: String
        package var path: String
        package var note: String?
        package var kinds: String
        package var reach: String
        package var powers: String
        package var holders: Link
        package var chip: Chip?

        package init(name: String, path: String, note: String?, kinds: String, reach: String, powers: String, holders: Link, chip: Chip?) {
            self.name = name
            self.path = path
            self.note = note
            self.kinds = kinds
            self.reach = reach
            self.powers = powers
            self.holders = holders
            self.chip = chip
        }
    }

    package var duties: [Duty]
    package var rows: [Row]
    package var summary: String
    package var buttons: [Link]
    package var add: Link?

    package init(duties: [Duty], rows: [Row], summary: String, buttons: [Link], add: Link?) {
        self.duties = duties
        self.rows = rows
        self.summary = summary
        self.buttons = buttons
        self.add = add
    }
}

/// What the roles may see and do, as checkboxes or as plain words.
package struct PermissionGroups: Encodable, Sendable {
    package struct Check: Encodable, Sendable {
        package var id: String
        package var value: String
        package var label: String
        package var checked: Bool
        /// Of the three administrators' duties, which it is.
        package var duty: String?

        package init(value: String, label: String, checked: Bool, duty: String? = nil) {
            self.id = "permission-\(value)"
            self.value = value
            self.label = label
            self.checked = checked
            self.duty = duty
        }
    }

    package struct Group: Encodable, Sendable {
        package var name: String
        package var sees: [Check]
        package var does: [Check]

        package init(name: String, sees: [Check], does: [Check]) {
            self.name = name
            self.sees = sees
            self.does = does
        }
    }

    package var groups: [Group]
    package var error: String?

    package init(groups: [Group], error: String? = nil) {
        self.groups = groups
        self.error = error
    }
}

/// One role as it is, to read.
package struct RolePage: Page {
    package static let template = Template.role

    package var name: String
    package var note: String?
    package var back: Link
    package var chips: [Chip]
    package var facts: [Fact]
    /// Only what the role carries.
    package var permissions: PermissionGroups
    package var holders: [OrgListPage.Row]
    package var holderSummary: String
    package var buttons: [Link]
    package var retire: SmallForm?

    package init(
        name: String, note: String?, back: Link, chips: [Chip], facts: [Fact], permissions: PermissionGroups, holders: [OrgListPage.Row],
        holderSummary: String, buttons: [Link], retire: SmallForm?
    ) {
        self.name = name
        self.note = note
        self.back = back
        self.chips = chips
        self.facts = facts
        self.permissions = permissions
        self.holders = holders
        self.holderSummary = holderSummary
        self.buttons = buttons
        self.retire = retire
    }
}

/// The editor: names, where the role may sit and how far it reaches, then everything it may see and do in two columns. Its second button
/// tries the role out on somebody before it is saved.
package struct RoleEditorPage: Page {
    package static let template = Template.roleEditor

    package var title: String
    package var intro: String?
    package var back: Link
    package var form: FormModel
    package var permissions: PermissionGroups
    package var tryPath: String
    package var person: FieldModel?

    package init(
        title: String, intro: String?, back: Link, form: FormModel, permissions: PermissionGroups, tryPath: String, person: FieldModel?
    ) {
        self.title = title
        self.intro = intro
        self.back = back
        self.form = form
        self.permissions = permissions
        self.tryPath = tryPath
        self.person = person
    }
}

/// Two roles side by side: only where they differ.
package struct RoleComparePage: Page {
    package static let template = Template.roleCompare

    package struct Row: Encodable, Sendable {
        package var name: String
        package var left: String?
        package var right: String?
        package var leftHas: Bool
        package var rightHas: Bool

        /// A permission: one of the two has it.
        package init(permission: String, left: Bool) {
            name = permission
            leftHas = left
            rightHas = !left
        }

        package init(fact: String, left: String, right: String) {
            name = fact
            self.left = left
            self.right = right
            leftHas = false
            rightHas = false
        }
    }

    package struct Group: Encodable, Sendable {
        package var name: String
        package var rows: [Row]

        package init(name: String, rows: [Row]) {
            self.name = name
            self.rows = rows
        }
    }

    package var back: Link
    package var path: String
    package var choices: [FieldModel]
    package var left: String?
    package var right: String?
    package var groups: [Group]
    package var summary: String?

    package init(
        back: Link, path: String, choices: [FieldModel], left: String? = nil, right: String? = nil, groups: [Group] = [],
        summary: String? = nil
    ) {
        self.back = back
        self.path = path
        self.choices = choices
        self.left = left
        self.right = right
        self.groups = groups.filter { !$0.rows.isEmpty }
        self.summary = summary
    }
}

/// What somebody sees, or would see: the rooms with their counts, the desk's numbers, the units. No customer, nothing to click.
package struct PersonViewPage: Page {
    package static let template = Template.personView

    package struct Room: Encodable, Sendable {
        package var label: String
        package var icon: Chrome.RailItem.Icon
        package var count: Chrome.Count?

        package init(label: String, icon: Chrome.RailItem.Icon, count: Int = 0) {
            self.label = label
            self.icon = icon
            self.count = Chrome.Count(count)
        }
    }

    /// The role as it was tried: to save as it is, or to go on with.
    package struct Draft: Encodable, Sendable {
        package var path: String
        package var tryPath: String
        package var key: String
        package var version: String?
        var fields: [FieldModel]

        /// - Parameters:
        ///   - path: where the role is saved.
        ///   - tryPath: where the editor comes back with what was typed.
        ///   - values: the fields as they were sent, in order.
        package init(path: String, tryPath: String, key: String, version: String? = nil, values: [(name: String, value: String)]) {
            self.path = path
            self.tryPath = tryPath
            self.key = key
            self.version = version
            fields = values.map { FieldModel(.hidden, form: "draft", name: $0.name, label: "", value: $0.value) }
        }
    }

    package var title: String
    package var note: String
    package var back: Link
    package var draft: Draft?
    package var person: String
    package var unit: String?
    package var rooms: [Room]
    package var tiles: [Fact]
    package var noDesk: String?
    package var units: [String]
    package var unitSummary: String
    /// With a trial: what comes and what goes.
    package var gained: [String]
    package var lost: [String]

    package init(
        title: String, note: String, back: Link, person: String, unit: String?, rooms: [Room], tiles: [Fact], noDesk: String,
        units: [String], unitSummary: String, gained: [String] = [], lost: [String] = [], draft: Draft? = nil
    ) {
        self.title = title
        self.note = note
        self.back = back
        self.draft = draft
        self.person = person
        self.unit = unit
        self.rooms = rooms
        self.tiles = tiles
        self.noDesk = tiles.isEmpty ? noDesk : nil
        self.units = units
        self.unitSummary = unitSummary
        self.gained = gained
        self.lost = lost
    }
}
