internal import Domain
internal import Store
internal import Views

/// The administrator's forms: what each asks, in order.
enum OrgForm: String, CaseIterable, Sendable {
    case company, project, vendor, vendorSite, building, houses, person, post

    /// Forms of units share one pattern of path.
    static let units: [OrgForm] = [.company, .project, .vendor, .vendorSite]

    var names: [String] {
        switch self {
        case .company: ["code", "name", "nameEnglish", "prefix"]
        case .project: ["company", "code", "name", "nameEnglish", "handedOverOn"]
        case .vendor: ["code", "name", "nameEnglish"]
        case .vendorSite: ["vendor", "project", "code", "name", "nameEnglish", "from", "to"]
        case .building: ["project", "code", "name"]
        case .houses: ["building", "entrance", "firstFloor", "lastFloor", "roomsPerFloor", "handedOverOn"]
        case .person: ["unit", "account", "name"]
        case .post: ["person", "role", "unit", "title", "from", "to"]
        }
    }

    var titleKey: String { self == .houses ? "org.add.house" : "org.add.\(rawValue)" }

    func path(_ paths: UnitPaths, person: PersonID? = nil) -> String {
        switch self {
        case .company, .project, .vendor, .vendorSite: paths.newUnit(rawValue)
        case .building: paths.newBuilding
        case .houses: paths.newHouses
        case .person: paths.newPerson
        case .post: person.map { paths.newPost(for: $0) } ?? paths.people
        }
    }

    /// The list it belongs to.
    func back(_ frame: PageFrame) -> Link {
        switch self {
        case .company, .project, .vendor, .vendorSite: Link(frame.t["rail.units"], path: frame.paths.units)
        case .building, .houses: Link(frame.t["rail.houses"], path: frame.paths.houses)
        case .person, .post: Link(frame.t["rail.people"], path: frame.paths.people)
        }
    }

    var room: Room {
        switch self {
        case .company, .project, .vendor, .vendorSite: .units
        case .building, .houses: .houses
        case .person, .post: .people
        }
    }
}

/// What the selects of a form offer: read with the page.
struct OrgChoices: Sendable {
    var units: [UnitRow] = []
    var buildings: [BuildingRow] = []
    var roles: [RoleRow] = []

    static func fetch(_ form: OrgForm, _ tx: ReadTransaction, at viewpoint: UnitRef) async throws -> OrgChoices {
        let tenant = tx.tenant
        switch form {
        case .company, .vendor: return OrgChoices()
        case .project, .vendorSite, .building, .person:
            return OrgChoices(units: try await tx.fetch(UnitRow.all(tenant: tenant)))
        case .post:
            let (units, roles) = try await tx.fetch(UnitRow.all(tenant: tenant), RoleRow.all(tenant: tenant, today: try tx.today))
            return OrgChoices(units: units, roles: roles)
        case .houses:
            let units = try await tx.fetch(UnitRow.all(tenant: tenant))
            var buildings: [BuildingRow] = []
            for project in units.filter({ $0.unit.kind == .project && viewpoint.covers($0.unit) }).prefix(20) {
                buildings += try await tx.fetch(BuildingRow.all(tenant: tenant, project: project.unit.id))
            }
            return OrgChoices(units: units, buildings: buildings)
        }
    }

    func units(_ kinds: Set<UnitKind>, coveredBy viewpoint: UnitRef) -> [UnitRow] {
        units.inTreeOrder().map(\.row).filter { kinds.contains($0.unit.kind) && viewpoint.covers($0.unit) }
    }
}
