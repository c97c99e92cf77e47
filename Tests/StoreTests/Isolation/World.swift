import Domain
import TestSupport

/// Two tenants with random trees and people in every built-in role, as values: what the model reasons about.
struct World: Sendable {
    struct Node: Sendable {
        let id: Int64
        let tenant: Int64
        let kind: UnitKind
        let parent: Int64?
        let company: Int64?
        let project: Int64?
        let vendor: Int64?
    }

    struct Serving: Sendable {
        let id: Int64
        let tenant: Int64
        let site: Int64
        let vendor: Int64
        let company: Int64
        let project: Int64
        let from: Day
        let to: Day?
    }

    struct Held: Sendable {
        let id: Int64
        let person: Int64
        let unit: Node
        let role: BuiltInRole
        /// A role of the tenant's own with the permissions of a built-in one may reach less or more.
        var reach = Reach.subtree
        let from: Day
        let to: Day?
    }

    struct Human: Sendable {
        let id: Int64
        let tenant: Int64
        let home: Node
        let posts: [Held]
    }

    let today: Day
    private(set) var nodes: [Node] = []
    private(set) var servings: [Serving] = []
    private(set) var people: [Human] = []

    static let tenants: [Int64] = [1, 2]

    init(today: Day, _ random: inout RandomNumbers) {
        self.today = today
        for tenant in Self.tenants {
            grow(tenant, &random)
            populate(tenant, &random)
        }
    }

    func nodes(of tenant: Int64, _ kind: UnitKind) -> [Node] { nodes.filter { $0.tenant == tenant && $0.kind == kind } }

    /// Ids of the two tenants interleave, so that a forgotten tenant term shows.
    private func id(_ tenant: Int64, _ number: Int) -> Int64 { Int64(number) * 2 + tenant + 1_000 }

    private mutating func grow(_ tenant: Int64, _ random: inout RandomNumbers) {
        var number = 0
        func next() -> Int64 {
            number += 1
            return id(tenant, number)
        }
        let group = next()
        nodes.append(Node(id: group, tenant: tenant, kind: .group, parent: nil, company: nil, project: nil, vendor: nil))
        for _ in 0..<Int.random(in: 2...3, using: &random) {
            let company = next()
            nodes.append(Node(id: company, tenant: tenant, kind: .company, parent: group, company: company, project: nil, vendor: nil))
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                let project = next()
                nodes.append(
                    Node(id: project, tenant: tenant, kind: .project, parent: company, company: company, project: project, vendor: nil))
            }
        }
        for rank in 0..<2 {
            let vendor = next()
            nodes.append(Node(id: vendor, tenant: tenant, kind: .vendor, parent: group, company: nil, project: nil, vendor: vendor))
            for project in nodes(of: tenant, .project).shuffled(using: &random).prefix(2) {
                guard let company = project.company else { continue }
                let site = next()
                nodes.append(
                    Node(
                        id: site, tenant: tenant, kind: .vendorSite, parent: vendor, company: company, project: project.id, vendor: vendor))
                // Past, present and future engagements; the day of begin and the last day count.
                let span =
                    [(-900, -30), (-30, -1), (-10, 0), (0, nil), (-400, nil), (1, nil), (30, 60)].randomElement(using: &random) ?? (0, nil)
                servings.append(
                    Serving(
                        id: next(), tenant: tenant, site: site, vendor: vendor, company: company, project: project.id,
                        from: today.adding(days: span.0 > 0 ? span.0 + rank : span.0 - rank), to: span.1.map { today.adding(days: $0) }))
            }
        }
    }

    private mutating func populate(_ tenant: Int64, _ random: inout RandomNumbers) {
        var number = 100
        for role in BuiltInRole.all {
            for kind in UnitKind.allCases where role.unitKinds.contains(kind) {
                for _ in 0..<2 {
                    guard let unit = nodes(of: tenant, kind).randomElement(using: &random) else { continue }
                    number += 10
                    let person = id(tenant, number)
                    var posts = [
                        Held(id: id(tenant, number + 1), person: person, unit: unit, role: role, from: today.adding(days: -100), to: nil)
                    ]
                    if Int.random(in: 0..<3, using: &random) == 0 { posts.append(second(tenant, number + 2, person, &random)) }
                    people.append(Human(id: person, tenant: tenant, home: unit, posts: posts))
                }
            }
        }
        // Who administers something and works below it: the wider post must not widen the other.
        let mixed: [(UnitKind, BuiltInRole, UnitKind, BuiltInRole)] = [
            (.group, .tenantAdministrator, .project, .projectService), (.company, .companyAdministrator, .project, .projectService),
            (.vendor, .vendorAdministrator, .vendorSite, .vendorSiteService),
        ]
        for (above, administrator, below, worker) in mixed {
            guard let home = nodes(of: tenant, above).randomElement(using: &random),
                let place = nodes(of: tenant, below).randomElement(using: &random)
            else { continue }
            number += 10
            let person = id(tenant, number)
            let posts = [(home, administrator), (place, worker)].enumerated().map { index, held in
                Held(
                    id: id(tenant, number + 1 + index), person: person, unit: held.0, role: held.1, from: today.adding(days: -50), to: nil)
            }
            people.append(Human(id: person, tenant: tenant, home: home, posts: posts))
        }
        // Every reach, with random permissions at a random unit, half of them beside a second post.
        for reach in Reach.allCases {
            for kind in UnitKind.allCases {
                guard let unit = nodes(of: tenant, kind).randomElement(using: &random),
                    let role = BuiltInRole.all.randomElement(using: &random)
                else { continue }
                number += 10
                let person = id(tenant, number)
                var posts = [
                    Held(
                        id: id(tenant, number + 1), person: person, unit: unit, role: role, reach: reach, from: today.adding(days: -9),
                        to: nil)
                ]
                if Bool.random(using: &random) { posts.append(second(tenant, number + 2, person, &random)) }
                people.append(Human(id: person, tenant: tenant, home: unit, posts: posts))
            }
        }
        number += 60
        // One whose only post ended yesterday.
        if let unit = nodes(of: tenant, .group).first {
            let person = id(tenant, number + 20)
            let ended = Held(
                id: id(tenant, number + 21), person: person, unit: unit, role: .groupServiceCentre, from: today.adding(days: -50),
                to: today.adding(days: -1))
            people.append(Human(id: person, tenant: tenant, home: unit, posts: [ended]))
        }
    }

    private func second(_ tenant: Int64, _ number: Int, _ person: Int64, _ random: inout RandomNumbers) -> Held {
        let role = BuiltInRole.all.randomElement(using: &random) ?? .auditor
        let kind = role.unitKinds.randomElement(using: &random) ?? .group
        let unit = nodes(of: tenant, kind).randomElement(using: &random) ?? nodes[0]
        let span = [(-100, nil), (-100, -1), (1, nil), (0, 0)].randomElement(using: &random) ?? (0, nil)
        return Held(
            id: id(tenant, number), person: person, unit: unit, role: role, from: today.adding(days: span.0),
            to: span.1.map { today.adding(days: $0) })
    }
}

extension World.Serving {
    func runs(on day: Day) -> Bool { from <= day && (to.map { day <= $0 } ?? true) }
}

extension World.Held {
    func runs(on day: Day) -> Bool { from <= day && (to.map { day <= $0 } ?? true) }
}
