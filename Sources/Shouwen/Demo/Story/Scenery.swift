import Domain
import Store

/// The loaded organisation, arranged for telling stories in it.
struct Scenery: Sendable {
    let world: BulkWorld
    /// The demo's present.
    let present: Instant
    let names: BulkNames
    let group: UnitID
    let companies: [Company]
    private let actors: [String: Actor]
    private let staff: [UnitID: [Actor]]
    private let titles: [PersonID: String]
    private let units: [UnitID: BulkWorld.Unit]

    struct Company: Sendable {
        let unit: UnitRef
        let projects: [Project]
    }

    struct Project: Sendable {
        let unit: UnitRef
        let handedOver: Day?
        let houses: [BulkWorld.House]
        let engagements: [BulkWorld.Engagement]

        /// The vendor's engagement that runs on the day.
        func engagement(on day: Day) -> BulkWorld.Engagement? {
            engagements.first { $0.from <= day && ($0.to.map { $0 >= day } ?? true) }
        }
    }

    init(_ world: BulkWorld, present: Instant) {
        self.world = world
        self.present = present
        units = Dictionary(uniqueKeysWithValues: world.units.map { ($0.ref.id, $0) })
        let units = units
        let people = world.posts.map { post -> (account: String, unit: UnitID, title: String, actor: Actor)? in
            guard let unit = units[post.unit]?.ref, let role = BuiltInRole.named(post.role) else { return nil }
            let held = ActorPost(unit: unit, role: role, title: post.title)
            return (post.account, unit.id, post.title, Actor(tenant: world.tenant, person: post.person, name: post.name, posts: [held]))
        }.compactMap(\.self)
        actors = Dictionary(people.map { ($0.account, $0.actor) }, uniquingKeysWith: { first, _ in first })
        staff = Dictionary(grouping: people, by: \.unit).mapValues { $0.map(\.actor) }
        titles = Dictionary(people.map { ($0.actor.person, $0.title) }, uniquingKeysWith: { first, _ in first })
        names = BulkNames(
            units: units.mapValues(\.ref.name),
            persons: Dictionary(world.posts.map { ($0.person, $0.name) }, uniquingKeysWith: { a, _ in a }))
        group = world.units.first { $0.ref.kind == .group }?.ref.id ?? UnitID(0)
        let houses = Dictionary(grouping: world.houses, by: \.project)
        let engagements = Dictionary(grouping: world.engagements, by: \.project)
        companies = world.units.filter { $0.ref.kind == .company }.map { company in
            let own = world.units.filter { $0.ref.kind == .project && $0.ref.company == company.ref.id }
            let projects = own.map {
                Project(
                    unit: $0.ref, handedOver: $0.handedOver, houses: houses[$0.ref.id] ?? [], engagements: engagements[$0.ref.id] ?? [])
            }
            return Company(unit: company.ref, projects: projects)
        }
    }

    var offsetMinutes: Int { world.offsetMinutes }
    var today: Day { Day(present, offsetMinutes: offsetMinutes) }

    func actor(_ account: String) -> Actor? { actors[account] }
    func unit(_ id: UnitID) -> UnitRef? { units[id]?.ref }
    func unit(code: String) -> UnitRef? { world.units.first { $0.ref.code == code }?.ref }
    func title(_ person: PersonID) -> String { titles[person] ?? "" }

    /// People with a post at the unit that carries the permission.
    func staff(_ unit: UnitID, with permission: Permission = .ticketHandle) -> [Actor] {
        (staff[unit] ?? []).filter { $0.holds(permission) }
    }

    func technicians(_ unit: UnitID) -> [Actor] { (staff[unit] ?? []).filter { !$0.holds(.ticketHandle) && $0.holds(.ticketExecute) } }

    /// Everybody at the unit who can be assigned.
    func colleagues(_ unit: UnitID) -> Set<PersonID> { Set((staff[unit] ?? []).filter { $0.holds(.ticketExecute) }.map(\.person)) }

    func ladderUnits(_ project: Project, on day: Day) -> LadderUnits {
        let engagement = project.engagement(on: day)
        return LadderUnits(
            projectUnit: project.unit.id, companyUnit: project.unit.company ?? project.unit.id, groupUnit: group,
            vendorSiteUnit: engagement?.site, vendorUnit: engagement?.vendor)
    }
}
