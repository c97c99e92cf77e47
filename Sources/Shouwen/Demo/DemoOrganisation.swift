import Domain
import Postgres
import Secrets
import Store

/// Founds a demo tenant and enters its units, people, houses and owners, unless they are there.
struct DemoOrganisation {
    let blueprint: Blueprint
    let connection: AdminConnection
    let founding: Founding
    let keys: KeyRing
    let seed: UInt64

    init(_ blueprint: Blueprint, connection: AdminConnection, founding: Founding, keys: KeyRing, seed: UInt64) {
        self.blueprint = blueprint
        self.connection = connection
        self.founding = founding
        self.keys = keys
        self.seed = seed
    }

    func loaded() async throws -> BulkWorld {
        if let world = try await BulkWorld.load(connection, code: blueprint.code), world.houses.count > 0 { return world }
        try await found()
        guard let founded = try await BulkWorld.load(connection, code: blueprint.code),
            let group = founded.units.first(where: { $0.ref.kind == .group })?.ref
        else { throw SeedFault("the tenant \(blueprint.code) could not be founded") }
        try await enter(founded, group: group)
        guard let world = try await BulkWorld.load(connection, code: blueprint.code) else { throw SeedFault("the tenant is gone") }
        return world
    }

    /// Founding is made for a server that answers at once or says that it is busy; a machine that is still building may take longer.
    private func found() async throws {
        for _ in 1..<5 {
            do {
                _ = try await founding.found(tenant)
                return
            } catch StoreError.busy {}
        }
        _ = try await founding.found(tenant)
    }

    private var tenant: NewTenant {
        let group = blueprint.units.first { $0.kind == .group }
        let administrator = blueprint.people.first { $0.role == .tenantAdministrator }
        return NewTenant(
            code: blueprint.code, name: blueprint.name, nameEnglish: blueprint.nameEnglish, groupCode: group?.code ?? "hq",
            groupName: group?.name ?? blueprint.name, groupNameEnglish: group?.nameEnglish ?? blueprint.nameEnglish,
            administrator: administrator?.account ?? "admin", administratorName: administrator?.name ?? "",
            administratorTitle: administrator?.title ?? "", password: Blueprint.password, mustChange: false)
    }

    private func enter(_ world: BulkWorld, group: UnitRef) async throws {
        let org = BulkOrg(connection, tenant: world.tenant, entered: world.entered, keys: keys)
        let start = Day(world.entered, offsetMinutes: world.offsetMinutes)
        let today = Day(world.entered + DemoSeeder.history, offsetMinutes: world.offsetMinutes)
        // One hash for all: the password is printed in the readme, and seventy hashes would take longer than everything else.
        let hash = Password.hash(Blueprint.password)
        try await org.begin()
        var units = [group.code: group]
        for plan in blueprint.units where plan.kind != .group { units[plan.code] = try await unit(plan, units, org, today) }
        for plan in blueprint.engagements {
            guard let site = units[plan.site] else { throw SeedFault("no site \(plan.site)") }
            try await org.engage(site, from: plan.from.day(today: today), to: plan.to?.day(today: today))
        }
        for person in blueprint.people where person.role != .tenantAdministrator {
            guard let unit = units[person.unit] else { throw SeedFault("no unit \(person.unit)") }
            let end = blueprint.engagements.first { $0.site == person.unit }?.to?.day(today: today)
            try await org.person(
                person.account, name: person.name, at: unit, role: person.role.key, title: person.title, from: start, to: end,
                passwordHash: hash)
        }
        try await org.renewPasswords(at: world.entered + DemoSeeder.history)
        for plan in blueprint.projects {
            guard let project = units[plan.code] else { throw SeedFault("no project \(plan.code)") }
            try await build(plan, project, org, since: start, today: today)
        }
        if blueprint.code == Blueprint.yunshan.code { try await DemoKeeping(org: org, units: units, since: start).write() }
        try await org.commit()
    }

    private func unit(_ plan: UnitPlan, _ units: [String: UnitRef], _ org: BulkOrg, _ today: Day) async throws -> UnitRef {
        guard let parent = plan.parent.flatMap({ units[$0] }) else { throw SeedFault("no unit above \(plan.code)") }
        let project = plan.project.flatMap { units[$0] }
        let company = plan.kind == .project ? parent.id : project?.company
        return try await org.unit(
            plan.kind, code: plan.code, name: plan.name, nameEnglish: plan.nameEnglish, prefix: plan.prefix, parent: parent.id,
            place: (company, project?.id, plan.kind == .vendorSite ? parent.id : nil), handedOver: plan.handedOver?.day(today: today))
    }

    private func build(_ plan: UnitPlan, _ project: UnitRef, _ org: BulkOrg, since: Day, today: Day) async throws {
        var residents = Residents(dice: Dice(seed: seed, series: "\(blueprint.code)-\(plan.code)", index: 0))
        let handedOver = plan.handedOver?.day(today: today)
        let bought = (handedOver ?? today).adding(days: -500)
        for first in stride(from: 0, to: plan.houses, by: Residents.housesPerBuilding) {
            let number = first / Residents.housesPerBuilding + 1
            let building = try await org.building("\(number)", name: "\(number)幢", at: project)
            let houses = (0..<min(Residents.housesPerBuilding, plan.houses - first)).map {
                residents.house($0, building: building, number: number, handedOver: handedOver, since: min(bought, since))
            }
            try await org.houses(houses, at: project)
        }
    }
}

struct SeedFault: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}
