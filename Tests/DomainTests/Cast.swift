@testable import Domain

/// A small group: two companies, one project with a vendor, and people with one post each.
enum Cast {
    static let tenant = TenantID(1)
    static let group = UnitRef(id: UnitID(1), tenant: tenant, kind: .group, code: "hq", name: "投资公司")
    static let company = UnitRef(id: UnitID(2), tenant: tenant, kind: .company, code: "bj", name: "滨江公司")
    static let project = UnitRef(id: UnitID(3), tenant: tenant, kind: .project, code: "bj-spring", name: "春晓", company: UnitID(2))
    static let vendor = UnitRef(id: UnitID(4), tenant: tenant, kind: .vendor, code: "jy", name: "嘉园物业")
    static let site = UnitRef(
        id: UnitID(5), tenant: tenant, kind: .vendorSite, code: "jy-spring", name: "嘉园春晓", company: UnitID(2), project: UnitID(3),
        vendor: UnitID(4)
    )
    static let otherCompany = UnitRef(id: UnitID(6), tenant: tenant, kind: .company, code: "nh", name: "南湖公司")
    static let otherProject = UnitRef(
        id: UnitID(7), tenant: tenant, kind: .project, code: "nh-lake", name: "湖畔", company: UnitID(6)
    )
    static let otherVendor = UnitRef(id: UnitID(8), tenant: tenant, kind: .vendor, code: "qh", name: "清河物业")
    static let foreignCompany = UnitRef(id: UnitID(2), tenant: TenantID(2), kind: .company, code: "bj", name: "别家")
    static let units = [group, company, project, vendor, site, otherCompany, otherProject, otherVendor]

    static let ladderUnits = LadderUnits(
        projectUnit: project.id, companyUnit: company.id, groupUnit: group.id, vendorSiteUnit: site.id, vendorUnit: vendor.id
    )
    static let noon = Instant(Day(2026, 11, 22)!, hour: 12, offsetMinutes: 480)

    static func person(_ id: Int64, _ role: BuiltInRole, at unit: UnitRef) -> Actor {
        Actor(tenant: unit.tenant, person: PersonID(id), name: "人\(id)", posts: [ActorPost(unit: unit, role: role, title: unit.name)])
    }

    static let groupOfficer = person(11, .groupServiceCentre, at: group)
    static let groupColleague = person(12, .groupServiceCentre, at: group)
    static let companyOfficer = person(21, .companyServiceCentre, at: company)
    static let companyColleague = person(22, .companyServiceCentre, at: company)
    static let projectOfficer = person(31, .projectService, at: project)
    static let projectColleague = person(32, .projectService, at: project)
    static let projectManager = person(33, .projectManager, at: project)
    static let vendorOfficer = person(41, .vendorServiceCentre, at: vendor)
    static let vendorColleague = person(42, .vendorServiceCentre, at: vendor)
    static let siteOfficer = person(51, .vendorSiteService, at: site)
    static let siteColleague = person(52, .vendorSiteService, at: site)
    static let technician = person(53, .vendorTechnician, at: site)
    static let siteManager = person(54, .projectManager, at: site)
    static let people = [
        groupOfficer, groupColleague, companyOfficer, companyColleague, projectOfficer, projectColleague, projectManager, vendorOfficer,
        vendorColleague, siteOfficer, siteColleague, technician, siteManager,
    ]

    static func visit(_ outcome: VisitOutcome, method: VisitMethod = .phone, signed: Bool = false) -> VisitRecord {
        let scores =
            outcome == .unreachable ? nil : VisitScores(attitude: 5, quality: 4, efficiency: 4, overall: outcome == .satisfied ? 5 : 1)
        return VisitRecord(method: method, outcome: outcome, scores: scores, comment: "已问", signed: signed)!
    }
}

/// A complaint on its way: people do things to it, time passes.
struct Journey {
    private(set) var facts: ComplaintFacts
    private(set) var outcomes: [Outcome] = []
    var now = Cast.noon

    init(
        _ stage: Stage, heardBy receiver: Actor, severity: Severity = .minor, sensitivity: Sensitivity = [],
        source: ChannelSource = .internal, vendor: Bool = true
    ) throws {
        let units =
            vendor
            ? Cast.ladderUnits
            : LadderUnits(projectUnit: Cast.project.id, companyUnit: Cast.company.id, groupUnit: Cast.group.id)
        facts = .received(
            stage: stage, ladder: .build(stage: stage, units: units), source: source, severity: severity, sensitivity: sensitivity,
            by: receiver.person, at: receiver.posts[0].unit.id, on: Cast.noon
        )
        try receiver.does(.record, in: &self)
    }

    var last: Outcome { outcomes[outcomes.count - 1] }
    var state: ComplaintState { facts.state }

    mutating func apply(_ command: ComplaintCommand, by actor: Actor) throws(Refusal) {
        facts.colleagues = Set(Cast.people.filter { $0.posts[0].unit.id == facts.holderUnit }.map(\.person))
        let outcome = try ComplaintMachine.apply(command, to: facts, by: actor, at: now)
        facts = outcome.facts
        outcomes.append(outcome)
    }

    mutating func pass(_ span: Span) { now = now + span }

    /// Store counts the different days of unreachable attempts.
    mutating func countUnreachableDays(_ days: Int) { facts.unreachableDays = days }

    func buttons(_ actor: Actor) -> [ComplaintAction] { ComplaintMachine.allowed(facts, actor).map(\.action) }
    func primary(_ actor: Actor) -> ComplaintAction? { ComplaintMachine.allowed(facts, actor).first(where: \.primary)?.action }

    func refusal(_ command: ComplaintCommand, by actor: Actor) -> Refusal? {
        do {
            _ = try ComplaintMachine.apply(command, to: facts, by: actor, at: now)
            return nil
        } catch { return error }
    }
}

extension Actor {
    func does(_ command: ComplaintCommand, in journey: inout Journey) throws(Refusal) {
        try journey.apply(command, by: self)
    }

    /// Findings, a plan, the customer's yes.
    func agreesPlan(in journey: inout Journey, compensation: Fen = .zero) throws(Refusal) {
        try does(.recordFindings("现场核实"), in: &journey)
        try does(.proposePlan("重新清洁并道歉", compensation: compensation), in: &journey)
        try does(.customerAccepts(note: ""), in: &journey)
    }

    func escalates(in journey: inout Journey) throws(Refusal) {
        try does(.escalate(reason: "超出权限", tried: "已协调两次"), in: &journey)
    }
}
