import Domain

/// A demo tenant as it is written down: everything but houses, customers and tickets.
struct Blueprint: Sendable {
    let code: String
    let name: String
    let nameEnglish: String
    /// Share of all tickets.
    let share: Double
    let units: [UnitPlan]
    let engagements: [EngagementPlan]
    let people: [PersonPlan]

    func unit(_ code: String) -> UnitPlan? { units.first { $0.code == code } }
    var companies: [UnitPlan] { units.filter { $0.kind == .company } }
    var projects: [UnitPlan] { units.filter { $0.kind == .project } }
}

struct UnitPlan: Sendable {
    let kind: UnitKind
    let code: String
    let name: String
    let nameEnglish: String
    /// Code of the unit above: the group, a company, for a site the vendor.
    var parent: String?
    /// For a site.
    var project: String?
    /// Only companies.
    var prefix = ""
    /// Only projects: houses to build and the day they were handed over.
    var houses = 0
    var handedOver: DemoDay?

    static func group(_ code: String, _ name: String, _ english: String) -> UnitPlan {
        UnitPlan(kind: .group, code: code, name: name, nameEnglish: english)
    }

    static func company(_ code: String, _ name: String, _ english: String, under group: String) -> UnitPlan {
        UnitPlan(kind: .company, code: code, name: name, nameEnglish: english, parent: group, prefix: code.uppercased())
    }

    static func project(
        _ code: String, _ name: String, _ english: String, of company: String, houses: Int, handedOver: DemoDay?
    ) -> UnitPlan {
        UnitPlan(kind: .project, code: code, name: name, nameEnglish: english, parent: company, houses: houses, handedOver: handedOver)
    }

    static func vendor(_ code: String, _ name: String, _ english: String, under group: String) -> UnitPlan {
        UnitPlan(kind: .vendor, code: code, name: name, nameEnglish: english, parent: group)
    }

    static func site(_ code: String, _ name: String, _ english: String, of vendor: String, at project: String) -> UnitPlan {
        UnitPlan(kind: .vendorSite, code: code, name: name, nameEnglish: english, parent: vendor, project: project)
    }
}

/// 委托关系: the site serves its project from … to ….
struct EngagementPlan: Sendable {
    let site: String
    let from: DemoDay
    var to: DemoDay?
}

struct PersonPlan: Sendable {
    let account: String
    let name: String
    let unit: String
    let role: BuiltInRole
    let title: String

    init(_ account: String, _ name: String, _ unit: String, _ role: BuiltInRole, _ title: String) {
        self.account = account
        self.name = name
        self.unit = unit
        self.role = role
        self.title = title
    }
}

/// A day that is fixed, or lies a number of days before the demo's present.
enum DemoDay: Sendable {
    case on(Int, Int, Int)
    case ago(Int)

    func day(today: Day) -> Day {
        switch self {
        case .on(let year, let month, let day): Day(year, month, day) ?? today
        case .ago(let days): today.adding(days: -days)
        }
    }
}
