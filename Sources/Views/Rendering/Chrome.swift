/// The frame around a page: where one is, who one is, what waits. Signed-out pages have no `member`.
package struct Chrome: Encodable, Sendable {
    /// The token every form sends back as `csrf`.
    package var csrf: String
    /// The one-time key of the small forms in the frame, sent as `key`.
    package var key: String
    /// Where the language switch posts `language` to.
    package var languagePath: String
    /// The address of this page, to come back to; sent as `back`.
    package var back: String
    package var flash: Flash?
    package var member: Member?

    package init(csrf: String, key: String, languagePath: String, back: String = "/", flash: Flash? = nil, member: Member? = nil) {
        self.csrf = csrf
        self.key = key
        self.languagePath = languagePath
        self.back = back
        self.flash = flash
        self.member = member
    }

    /// What only a signed-in person's pages show.
    package struct Member: Encodable, Sendable {
        package var tenant: String
        package var homePath: String
        /// From the group down to the unit looked from; the last one is the current unit.
        package var breadcrumb: [Crumb]
        package var unit: String
        /// The units this person may look from, in tree order, for the switcher.
        package var units: [UnitChoice]
        package var rail: [RailItem]
        /// The parts of the current room; nil where it has none.
        package var sections: Sections?
        /// What the bottom bar of a narrow screen keeps under "more".
        package var more: [RailItem]
        /// Nil for people who may not see tickets.
        package var find: Find?
        package var noticesPath: String
        package var notices: Count?
        package var person: Person

        package init(
            tenant: String, homePath: String, breadcrumb: [Crumb], unit: String, units: [UnitChoice], rail: [RailItem],
            sections: [Tab] = [], find: Find?, noticesPath: String, notices: Int = 0, person: Person
        ) {
            self.tenant = tenant
            self.homePath = homePath
            self.breadcrumb = breadcrumb
            self.unit = unit
            self.units = units
            self.rail = rail
            self.sections = sections.isEmpty ? nil : Sections(tabs: sections)
            self.more = rail.filter(\.secondary)
            self.find = find
            self.noticesPath = noticesPath
            self.notices = Count(notices)
            self.person = person
        }
    }

    package struct Sections: Encodable, Sendable {
        package var tabs: [Tab]
    }

    package struct Crumb: Encodable, Sendable {
        package var name: String
        package var path: String

        package init(name: String, path: String) {
            self.name = name
            self.path = path
        }
    }

    package struct UnitChoice: Encodable, Sendable {
        package var name: String
        /// The kind of unit in words: company, project, vendor …
        package var kind: String
        package var path: String
        package var depth: String
        package var current: Bool

        /// - Parameter depth: 0 for the group; deeper units are indented up to level 3.
        package init(name: String, kind: String, path: String, depth: Int, current: Bool) {
            self.name = name
            self.kind = kind
            self.path = path
            self.depth = "depth-\(min(max(depth, 0), 3))"
            self.current = current
        }
    }

    /// The search in the header.
    package struct Find: Encodable, Sendable {
        package var path: String
        package var value: String

        package init(path: String, value: String = "") {
            self.path = path
            self.value = value
        }
    }

    package struct RailItem: Encodable, Sendable {
        /// Name of a symbol in `img/icons.svg`.
        package enum Icon: String, Sendable, Encodable {
            case desk, intake, tickets, visits, notices, owners, units, agreements, houses, people, roles, audit, operations, shield,
                exchange, surveys, vendors
        }

        package var label: String
        package var icon: Icon
        package var path: String
        package var count: Count?
        package var hot: Bool
        package var current: Bool
        /// Items that the bottom bar of a narrow screen leaves out.
        package var secondary: Bool
        /// A hairline above this item.
        package var divided: Bool

        package init(
            label: String, icon: Icon, path: String, count: Int = 0, hot: Bool = false, current: Bool = false,
            secondary: Bool = false, divided: Bool = false
        ) {
            self.label = label
            self.icon = icon
            self.path = path
            self.count = Count(count)
            self.hot = hot
            self.current = current
            self.secondary = secondary
            self.divided = divided
        }
    }

    /// A number worth showing: zero is nothing, three digits are "99+".
    package struct Count: Encodable, Sendable {
        package var number: String

        package init?(_ number: Int) {
            guard number > 0 else { return nil }
            self.number = number > 99 ? "99+" : String(number)
        }
    }

    package struct Person: Encodable, Sendable {
        /// Names the person in this browser: what was kept there is shown and sent for nobody else.
        package var key: String
        package var name: String
        package var initial: String
        /// Post in words, such as "company service, Binjiang".
        package var post: String
        package var sessionsPath: String
        package var signOutPath: String

        package init(key: String, name: String, post: String, sessionsPath: String, signOutPath: String) {
            self.key = key
            self.name = name
            self.initial = name.first.map { String($0) } ?? "?"
            self.post = post
            self.sessionsPath = sessionsPath
            self.signOutPath = signOutPath
        }
    }

    /// What the last action did and what happens next.
    package struct Flash: Encodable, Sendable {
        package var good: Bool
        package var bad: Bool
        package var text: String

        package init(text: String, good: Bool = true) {
            self.text = text
            self.good = good
            self.bad = !good
        }
    }
}
