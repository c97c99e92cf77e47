import Domain
import Postgres
import Secrets
import Store
import TestSupport
import Testing

/// A tenant's own roles: made by the security administrator, given by the system administrator, counted on the next request.
@Suite("Roles of a tenant's own") struct RoleTests {
    private static let today = Day(daysSince1970: 20_779)

    private func draft(
        _ name: String, _ permissions: [Permission], reach: Reach = .subtree, kinds: [UnitKind] = [.project]
    ) throws -> RoleDraft {
        try RoleDraft.read([
            "name": name, "permissions": permissions.map(\.code).joined(separator: ","), "reach": reach.code,
            "unitKinds": kinds.map(\.code).joined(separator: ","), "compensation": "none",
        ]).get()
    }

    @discardableResult
    private func write<T: Sendable>(
        _ cast: Cast, as account: String, _ permission: Permission, _ body: @Sendable @escaping (WriteTransaction) async throws -> T
    ) async throws -> T {
        let kept = Kept<T>()
        _ = try await cast.store.write(cast.yunshan.entry(account), .permission(permission), form: cast.form()) { tx in
            await kept.set(try await body(tx))
            return "/"
        }
        return try #require(await kept.value)
    }

    private func add(_ cast: Cast, _ draft: RoleDraft) async throws -> RoleID {
        try await write(cast, as: "sec", .roleManage) { tx in try await tx.add(draft, try await tx.access(for: ManageRoles.self)) }
    }

    private func change(_ cast: Cast, _ role: RoleID, _ draft: RoleDraft, version: Int = 1) async throws {
        try await write(cast, as: "sec", .roleManage) { tx in
            try await tx.change(draft, version: version, try await tx.access(role, for: ManageRoles.self))
        }
    }

    private func give(_ cast: Cast, _ role: RoleID, to account: String, at unit: String) async throws {
        let yunshan = cast.yunshan
        try await write(cast, as: "admin", .peopleManage) { tx in
            let permit = try await tx.access(yunshan.unit(unit).id, for: ManagePeople.self)
            _ = try await tx.add(
                NewPost(
                    person: yunshan.person(account).id, role: "own-\(role)", unit: permit.thing.id, title: "专岗", from: Self.today, to: nil),
                permit)
        }
    }

    private func outcome(_ body: () async throws -> Void) async -> String {
        do {
            try await body()
            return "done"
        } catch StoreError.refused {
            return "refused"
        } catch StoreError.notFound {
            return "not found"
        } catch StoreError.stale {
            return "stale"
        } catch StoreError.constraint(let name) {
            return name
        } catch StoreError.invalid(let errors) {
            return errors.list.map { "\($0.field) \($0.problem.code)" }.joined(separator: ", ")
        } catch {
            return "\(error)"
        }
    }

    @Test("ACCESS-R1: what is added to or taken from a role counts on the next request of who holds it")
    func nextRequest() async throws {
        let cast = try await Cast.assemble()
        let ticket = try await cast.record(by: "nh-lake", door: "nh-lake/1-101")
        let role = try await add(cast, try draft("湖畔观察员", [.ticketSee, .deskSee]))
        try await give(cast, role, to: "bj-2", at: "nh-lake")
        #expect(try await ticket.isVisible(to: "bj-2", at: "nh-lake"))
        try await change(cast, role, try draft("湖畔观察员", [.deskSee]))
        #expect(try await !ticket.isVisible(to: "bj-2", at: "nh-lake"))
        #expect(await outcome { try await change(cast, role, try draft("旧表单", [.deskSee]), version: 1) } == "stale")
        try await change(cast, role, try draft("湖畔观察员", [.ticketSee, .deskSee]), version: 2)
        #expect(try await ticket.isVisible(to: "bj-2", at: "nh-lake"))
        try await cast.end()
    }

    @Test("reach under both locks: the unit alone, all below it, the whole tenant")
    func reach() async throws {
        let cast = try await Cast.assemble()
        let spring = try await cast.record()
        let lake = try await cast.record(by: "nh-lake", door: "nh-lake/1-101")
        let expert = try await add(cast, try draft("结构专家", [.ticketSee, .customerSee], reach: .tenant))
        try await give(cast, expert, to: "bj-river", at: "bj-river")
        #expect(try await lake.isVisible(to: "bj-river", at: "nh-lake"))
        #expect(try await spring.isVisible(to: "bj-river", at: "bj-spring"))
        let clerk = try await add(cast, try draft("公司人事", [.peopleSee, .orgSee], reach: .unit, kinds: [.company, .group]))
        try await give(cast, clerk, to: "nh-lake", at: "nh")
        let people = { (unit: String) in
            try await cast.store.read(cast.yunshan.entry("nh-lake", at: unit), .permission(.peopleSee)) { tx in
                try await tx.fetch(PersonRow.page(at: cast.yunshan.unit(unit))).map(\.account).filter { !$0.hasSuffix("admin") }
            }
        }
        #expect(try await people("nh") == ["nh", "nh-lake", "wx-lake"], "the unit itself, and who is at the own project anyway")
        await #expect(throws: StoreError.self, "not below it") { try await people("nh-lake") }
        // An expert of another tenant is nobody here.
        #expect(try await !lake.isVisible(to: "bj-spring", at: "nh-lake"))
        try await cast.end()
    }

    @Test("built-in roles stay, nobody changes a role the own post carries, and only who keeps roles of the whole tenant changes any")
    func guards() async throws {
        let cast = try await Cast.assemble()
        let plain = try draft("巡查员", [.deskSee])
        let role = try await add(cast, plain)
        let roles = try await cast.store.read(cast.yunshan.entry("sec"), .member) { tx in
            try await tx.fetch(RoleRow.all(tenant: tx.tenant, today: Self.today))
        }
        let builtIn = try #require(roles.first { $0.key == "vendorTechnician" }).id
        #expect(await outcome { try await change(cast, builtIn, plain) } == "refused")
        #expect(await outcome { _ = try await add(cast, plain) } == "role_name_key")
        let foreign = try await cast.store.read(cast.haitang.entry("sec"), .member) { tx in
            try await tx.fetch(RoleRow.all(tenant: tx.tenant, today: Self.today))
        }
        #expect(await outcome { try await change(cast, try #require(foreign.first).id, plain) } == "not found", "a role of another tenant")
        #expect(
            await outcome {
                try await write(cast, as: "admin", .peopleManage) { tx in _ = try await tx.access(for: ManageRoles.self) }
            } == "refused", "who appoints does not define")
        let mine = try await add(cast, try draft("集团巡查", [.deskSee], kinds: [.group]))
        try await give(cast, mine, to: "sec", at: "hq")
        #expect(
            await outcome { try await change(cast, mine, try draft("集团巡查", [.ticketSee, .phoneReveal], kinds: [.group])) } == "refused")
        #expect(await outcome { try await change(cast, role, try draft("巡查员", [.deskSee, .noticeSee])) } == "done")
        try await write(cast, as: "sec", .roleManage) { tx in try await tx.retire(try await tx.access(role, for: ManageRoles.self)) }
        #expect(await outcome { try await give(cast, role, to: "bj-2", at: "bj-river") } == "role notAChoice", "retired")
        try await cast.end()
    }

    @Test("等保: a changed role does not put two duties into the hands of who holds it")
    func dutyByChange() async throws {
        let cast = try await Cast.assemble()
        let role = try await add(cast, try draft("审计助理", [.orgSee], kinds: [.group]))
        try await give(cast, role, to: "audit", at: "hq")
        #expect(
            await outcome { try await change(cast, role, try draft("审计助理", [.orgSee, .peopleManage], kinds: [.group])) }
                == "permissions dutyConflict")
        #expect(await outcome { try await change(cast, role, try draft("审计助理", [.orgSee, .auditSee], kinds: [.group])) } == "done")
        try await cast.end()
    }

    @Test("a trial shows what the database would show and changes nothing")
    func trial() async throws {
        let cast = try await Cast.assemble()
        _ = try await cast.record(by: "nh-lake", door: "nh-lake/1-101")
        let role = try await add(cast, try draft("湖畔助理", [.deskSee]))
        try await give(cast, role, to: "bj-river-2", at: "nh-lake")
        let holder = cast.yunshan.person("wx-lake").id
        let wider = try draft("湖畔助理", [.deskSee, .ticketSee])
        let person = cast.yunshan.person("bj-river-2").id
        let view = try await write(cast, as: "sec", .roleManage) { tx in
            try await tx.tryOut(wider, try await tx.access(role, for: ManageRoles.self), as: person)
        }
        #expect(view.actor.name == "钱进" && Set(view.units.map(\.code)).isSuperset(of: ["bj-river", "nh-lake"]))
        #expect(view.actor.posts.contains { $0.roleKey == "own-\(role)" && $0.permissions == [.deskSee, .ticketSee] })
        #expect(view.desk != nil)
        let site = try draft("服务中心观察", [.ticketSee], kinds: [.vendorSite])
        let other = try await write(cast, as: "sec", .roleManage) { tx in
            try await tx.tryOut(site, try await tx.access(for: ManageRoles.self), as: holder)
        }
        #expect(other.actor.posts.contains { $0.title == "服务中心观察" })
        let after = try await cast.store.read(cast.yunshan.entry("sec"), .member) { tx in
            let roles = try await tx.fetch(RoleRow.all(tenant: tx.tenant, today: Self.today))
            return (roles, try await tx.fetch(PostRow.of(holder, tenant: tx.tenant)))
        }
        #expect(after.0.first { $0.id == role }?.permissions == [.deskSee] && !after.0.contains { $0.name == "服务中心观察" })
        #expect(after.1.count == 1)
        #expect(
            await outcome {
                try await write(cast, as: "sec", .roleManage) { tx in
                    _ = try await tx.tryOut(wider, try await tx.access(role, for: ManageRoles.self), as: cast.haitang.person("bj").id)
                }
            } == "not found", "a person of another tenant")
        try await cast.end()
    }

    @Test("`migrate` brings the built-in roles of an older database up to date and leaves the tenant's own alone")
    func renewal() async throws {
        let cast = try await Cast.assemble()
        let role = try await add(cast, try draft("巡查员", [.deskSee]))
        let tenant = cast.yunshan.id.rawValue
        _ = try await cast.database.administer { connection in
            try await connection.query(
                "UPDATE role SET permissions = '{audit.see,people.manage}' WHERE tenant_id = \(tenant) AND key = 'tenantAdministrator'")
        }
        let owner = cast.database.pool(user: "shouwen_owner", size: 1)
        try await Founding(owner: owner, clock: cast.clock, hasher: PasswordHasher(cost: .cheap)).renewRoles()
        await owner.shutdown()
        let roles = try await cast.store.read(cast.yunshan.entry("sec"), .member) { tx in
            try await tx.fetch(RoleRow.all(tenant: tx.tenant, today: Self.today))
        }
        for builtIn in BuiltInRole.all {
            #expect(roles.first { $0.key == builtIn.key }?.shape == builtIn.shape, "\(builtIn.key)")
        }
        #expect(roles.first { $0.id == role }?.permissions == [.deskSee])
        try await cast.end()
    }
}

private actor Kept<Value: Sendable> {
    private(set) var value: Value?

    func set(_ value: Value) { self.value = value }
}
