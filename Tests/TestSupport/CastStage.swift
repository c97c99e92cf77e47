internal import Domain
internal import Foundation
internal import Postgres
internal import Secrets
internal import Store

/// Builds the cast once per run, through the store's own commands wherever there is one.
struct CastStage: Sendable {
    let database: TestDatabase
    let yunshan: CastTenant
    let haitang: CastTenant

    static let shared = Task { () async throws -> CastStage in
        let database = try await TestDatabase.clone()
        let clock = ManualClock()
        let pool = database.pool(size: 2)
        let owner = database.pool(user: "shouwen_owner", size: 1)
        let hasher = PasswordHasher(cost: .cheap)
        let founding = Founding(owner: owner, clock: clock, hasher: hasher)
        let store = Store(pool: pool, clock: clock, secret: Cast.secret, deadline: .seconds(60))
        let crew = Crew(database: database, store: store, founding: founding, hasher: hasher)
        let yunshan = try await crew.build(code: "yunshan", name: "云杉投资", english: "Yunshan Investment", phonePrefix: "138")
        let haitang = try await crew.build(code: "haitang", name: "海棠控股", english: "Haitang Holdings", phonePrefix: "139")
        await pool.shutdown()
        await owner.shutdown()
        return CastStage(database: database, yunshan: yunshan, haitang: haitang)
    }
}

private struct Crew: Sendable {
    let database: TestDatabase
    let store: Store
    let founding: Founding
    let hasher: PasswordHasher

    private static let spring = Day(daysSince1970: 19_500)

    private static let people: [(account: String, name: String, role: BuiltInRole, unit: String)] = [
        ("hq", "周岚", .groupServiceCentre, "hq"), ("hq-2", "郑可", .groupServiceCentre, "hq"), ("audit", "严正", .auditor, "hq"),
        ("sec", "程安", .securityAdministrator, "hq"), ("bj-admin", "郭立", .companyAdministrator, "bj"),
        ("jy-admin", "白园", .vendorAdministrator, "jy"),
        ("bj", "李敏", .companyServiceCentre, "bj"), ("bj-2", "孙悦", .companyServiceCentre, "bj"),
        ("nh", "何静", .companyServiceCentre, "nh"), ("bj-spring", "陈晨", .projectService, "bj-spring"),
        ("bj-spring-2", "林枫", .projectService, "bj-spring"), ("bj-spring-manager", "高远", .projectManager, "bj-spring"),
        ("bj-river", "赵宁", .projectService, "bj-river"), ("bj-river-2", "钱进", .projectService, "bj-river"),
        ("nh-lake", "吴桐", .projectService, "nh-lake"), ("jy", "许佳", .vendorServiceCentre, "jy"),
        ("jy-2", "冯园", .vendorServiceCentre, "jy"), ("jy-spring", "杨帆", .vendorSiteService, "jy-spring"),
        ("jy-spring-2", "朱红", .vendorSiteService, "jy-spring"), ("tech-spring", "马工", .vendorTechnician, "jy-spring"),
        ("wx", "魏星", .vendorServiceCentre, "wx"), ("wx-lake", "湖生", .vendorSiteService, "wx-lake"),
    ]

    func build(code: String, name: String, english: String, phonePrefix: String) async throws -> CastTenant {
        let founded = try await founding.found(
            NewTenant(
                code: code, name: name, nameEnglish: english, groupName: "\(name)客服中心", groupNameEnglish: "\(english) service centre",
                administratorName: "管理员", administratorTitle: "系统管理员", password: Cast.password, mustChange: false))
        let administrator = CastPerson(
            id: founded.administrator, account: "admin", role: .tenantAdministrator, unit: "hq",
            token: try await session(founded.tenant, founded.administrator))
        let entry = Entry(tenant: founded.tenant, tokenHash: Secrets.digest(administrator.token))
        let units = try await units(entry, group: founded.group)
        var people = try await people(entry, units)
        people["admin"] = administrator
        try await database.administer { try await $0.execute(script: "UPDATE credential SET must_change = false") }
        let houses = try await houses(entry, units)
        let customers = try await customers(entry.tenant, houses, units, phonePrefix: phonePrefix)
        return CastTenant(id: founded.tenant, code: code, units: units, people: people, houses: houses, customers: customers)
    }

    private func write(_ entry: Entry, _ body: @Sendable (WriteTransaction) async throws -> Void) async throws {
        guard let form = FormKey(key: UUID().uuidString, digest: [0]) else { return }
        _ = try await store.write(entry, .member, form: form) { tx in
            try await body(tx)
            return "/"
        }
    }

    private func units(_ entry: Entry, group: UnitID) async throws -> [String: UnitRef] {
        try await write(entry) { tx in
            let hq = try await tx.access(group, for: ManageOrg.self)
            let bj = try await tx.add(NewCompany(code: "bj", name: "滨江公司", nameEnglish: "Binjiang", prefix: "BJ"), hq)
            let nh = try await tx.add(NewCompany(code: "nh", name: "南湖公司", nameEnglish: "Nanhu", prefix: "NH"), hq)
            let jy = try await tx.add(NewVendor(code: "jy", name: "佳园物业", nameEnglish: "Jiayuan"), hq)
            let wx = try await tx.add(NewVendor(code: "wx", name: "万欣物业", nameEnglish: "Wanxin"), hq)
            func project(_ company: UnitID, _ code: String, _ name: String, _ english: String, _ day: Day?) async throws -> UnitID {
                let permit = try await tx.access(company, for: ManageOrg.self)
                return try await tx.add(
                    NewProject(company: company, code: code, name: name, nameEnglish: english, handedOverOn: day), permit)
            }
            let spring = try await project(bj, "bj-spring", "春晓", "Spring", Self.spring)
            _ = try await project(bj, "bj-river", "江湾", "River", nil)
            let lake = try await project(nh, "nh-lake", "湖畔", "Lake", Self.spring)
            let lateBy = Self.spring.adding(days: 800)
            for (vendor, project, code, name, to) in [
                (jy, spring, "jy-spring", "佳园春晓服务中心", nil), (wx, lake, "wx-lake", "万欣湖畔服务中心", lateBy),
            ] {
                _ = try await tx.add(
                    NewSite(vendor: vendor, project: project, code: code, name: name, nameEnglish: code, from: Self.spring, to: to),
                    vendor: try await tx.access(vendor, for: ManageOrg.self), project: try await tx.access(project, for: ManageOrg.self))
            }
        }
        let rows = try await store.read(entry, .member) { try await $0.fetch(UnitRow.all(tenant: entry.tenant)) }
        return Dictionary(uniqueKeysWithValues: rows.map { ($0.unit.code, $0.unit) })
    }

    private func people(_ entry: Entry, _ units: [String: UnitRef]) async throws -> [String: CastPerson] {
        let hash = try await hasher.hash(Cast.password)
        try await write(entry) { tx in
            for (account, name, role, code) in Self.people {
                guard let unit = units[code]?.id else { throw StoreError.notFound }
                let permit = try await tx.access(unit, for: ManagePeople.self)
                let person = try await tx.add(
                    NewPerson(unit: unit, account: account, name: name), passwordHash: hash, permit)
                let title = "\(permit.thing.name)·\(role.key)"
                _ = try await tx.add(
                    NewPost(person: person, role: role.key, unit: unit, title: String(title.prefix(40)), from: Self.spring, to: nil), permit
                )
            }
        }
        let hq = units["hq"]
        let rows = try await store.read(entry, .member) { tx in
            guard let hq else { throw StoreError.notFound }
            return try await tx.fetch(PersonRow.page(at: hq))
        }
        var people: [String: CastPerson] = [:]
        for (account, _, role, unit) in Self.people {
            guard let id = rows.first(where: { $0.account == account })?.id else { continue }
            people[account] = CastPerson(
                id: id, account: account, role: role, unit: unit, token: try await session(entry.tenant, id))
        }
        return people
    }

    /// A session that never goes idle and ends in 2099; only its own row differs from one opened by signing in.
    private func session(_ tenant: TenantID, _ person: PersonID) async throws -> [UInt8] {
        let token = Secrets.randomBytes(32)
        _ = try await database.administer { connection in
            try await connection.query(
                """
                INSERT INTO session (tenant_id, person_id, token_hash, device, created_at, seen_at, expires_at)
                VALUES (\(tenant.rawValue), \(person.rawValue), \(Secrets.digest(token)), 'cast', '2026-01-01 00:00+00',
                    '2099-01-01 00:00+00', '2099-01-01 00:00+00')
                """)
        }
        return token
    }

    private func houses(_ entry: Entry, _ units: [String: UnitRef]) async throws -> [String: HouseID] {
        try await write(entry) { tx in
            for (code, day) in [("bj-spring", Self.spring), ("bj-river", nil), ("nh-lake", Self.spring)] as [(String, Day?)] {
                guard let project = units[code]?.id else { throw StoreError.notFound }
                let permit = try await tx.access(project, for: ManageOrg.self)
                let first = try await tx.add(NewBuilding(project: project, code: "1", name: "1号楼"), permit)
                let third = try await tx.add(NewBuilding(project: project, code: "3", name: "3号楼"), permit)
                try await tx.add(
                    NewHouses(building: first, entrance: "", floors: 1...2, roomsPerFloor: 2, handedOverOn: day), permit)
                // In every project one building waits for its keys.
                try await tx.add(NewHouses(building: third, entrance: "2单元", floors: 11...11, roomsPerFloor: 2, handedOverOn: nil), permit)
            }
        }
        let result = try await database.administer { connection in
            try await connection.query(
                """
                SELECT p.code || '/' || h.door, h.id FROM house h JOIN org_unit p ON p.tenant_id = h.tenant_id AND p.id = h.project_id
                WHERE h.tenant_id = \(entry.tenant.rawValue)
                """)
        }
        return try Dictionary(uniqueKeysWithValues: result.rows.map { (try $0.get(0, as: String.self), HouseID(try $0.get(1))) })
    }

    private func customers(
        _ tenant: TenantID, _ houses: [String: HouseID], _ units: [String: UnitRef], phonePrefix: String
    ) async throws -> [String: CustomerID] {
        var customers: [String: CustomerID] = [:]
        for (number, (door, house)) in houses.sorted(by: { $0.key < $1.key }).enumerated() {
            guard let project = units[String(door.prefix { $0 != "/" })], let company = project.company else { continue }
            let phone = phonePrefix + "0013" + String(1000 + number)
            guard let phone = PhoneNumber(digits: phonePrefix + "0013" + String(1000 + number)), let since = Day(2024, 1, 1) else {
                continue
            }
            customers[door] = try await database.administer { connection in
                let owners = BulkOwners(tenant: tenant, sealer: Sealer(Cast.keys), now: Instant(since, hour: 0, offsetMinutes: 0))
                let id: CustomerID = try await connection.query(BulkOwners.keys(1).sql)[0].get(0)
                try await connection.query(
                    owners.insert([
                        CustomerRecord(
                            id: id, company: company, project: project.id, name: "业主\(number)", phone: phone, state: .owner)
                    ]))
                try await connection.query(
                    owners.relate(
                        [RelationRecord(house: house, customer: id, relation: .owner, from: since)], company: company, project: project.id))
                return id
            }
        }
        return customers
    }
}
