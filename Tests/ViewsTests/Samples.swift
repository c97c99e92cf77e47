import Domain
import Views

/// One sample of a page, with its type put away so that all pages fit into one list.
struct Sample: Sendable {
    let name: String
    let template: Template
    let tree: @Sendable (Chrome) throws -> PageTree
    let render: @Sendable (Renderer, Chrome, Language) throws -> String

    init<P: Page>(_ name: String, _ page: P) {
        self.name = name
        self.template = P.template
        self.tree = { try Renderer.tree(page: page, chrome: $0) }
        self.render = { try $0.render(page, chrome: $1, language: $2) }
    }
}

/// Sample pages as a day in Binjiang brings them: each page full, empty, and in the states in between that change its shape.
struct Samples {
    let words: Wording
    var text: Messages { words.messages }

    func all() -> [Sample] {
        [
            access(), desk(), tickets(), prints(), owners(), org(), keeping(), people(), exchange(), operations(), surveys(), findings(),
            vendors(), scorecards(), inspections(), errors(),
        ].flatMap { $0 }
    }

    func chrome(signedIn: Bool = true, flash: Bool = false) -> Chrome {
        Chrome(
            csrf: "csrf-token", key: "frame-key", languagePath: "/language", back: "/yunshan/bj/desk",
            flash: flash ? Chrome.Flash(text: text["flash.escalate", ["unit": "佳园物业客服中心"]]) : nil, member: signedIn ? member() : nil
        )
    }

    func chromeWithRefusal() -> Chrome {
        var chrome = chrome()
        chrome.flash = Chrome.Flash(text: text["problem.notFound"], good: false)
        return chrome
    }

    private func member() -> Chrome.Member {
        let base = "/yunshan/bj"
        return Chrome.Member(
            tenant: "云杉投资", homePath: "\(base)/desk", breadcrumb: [Chrome.Crumb(name: "云杉投资", path: "/yunshan/hq/desk")],
            unit: "滨江置业",
            units: [
                Chrome.UnitChoice(name: "云杉投资", kind: text.word(UnitKind.group), path: "/yunshan/hq/desk", depth: 0, current: false),
                Chrome.UnitChoice(name: "滨江置业", kind: text.word(UnitKind.company), path: "\(base)/desk", depth: 1, current: true),
                Chrome.UnitChoice(
                    name: "云杉·春晓", kind: text.word(UnitKind.project), path: "/yunshan/bj-spring/desk", depth: 2, current: false),
            ],
            rail: [
                Chrome.RailItem(label: text["rail.desk"], icon: .desk, path: "\(base)/desk", count: 7, hot: true, current: true),
                Chrome.RailItem(label: text["rail.intake"], icon: .intake, path: "\(base)/intake"),
                Chrome.RailItem(label: text["rail.tickets"], icon: .tickets, path: "\(base)/tickets", count: 38),
                Chrome.RailItem(label: text["rail.visits"], icon: .visits, path: "\(base)/visits", count: 5),
                Chrome.RailItem(label: text["rail.units"], icon: .units, path: "\(base)/org/units", secondary: true, divided: true),
                Chrome.RailItem(label: text["rail.people"], icon: .people, path: "\(base)/org/people", current: true, secondary: true),
            ],
            sections: [
                Tab(label: text["vendor.section.register"], path: "\(base)/vendors", current: true),
                Tab(label: text["vendor.section.cards"], path: "\(base)/vendors/cards"),
            ], find: Chrome.Find(path: "\(base)/search"), noticesPath: "\(base)/notices", notices: 2,
            person: Chrome.Person(key: "yunshan-7", name: "李敏", post: "滨江公司客服", sessionsPath: "\(base)/sessions", signOutPath: "/logout")
        )
    }
}
