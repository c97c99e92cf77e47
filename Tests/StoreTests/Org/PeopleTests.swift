import Domain
import Postgres
import Secrets
import Store
import TestSupport
import Testing

/// People come by a link that works once, and leave nothing unheld.
@Suite("People and posts") struct PeopleTests {
    private static let today = Day(daysSince1970: 20_779)

    private func write(
        _ cast: Cast, as account: String = "admin", at unit: String? = nil, _ body: @Sendable (WriteTransaction) async throws -> Void
    ) async throws {
        _ = try await cast.store.write(cast.yunshan.entry(account, at: unit), .permission(.peopleManage), form: cast.form()) { tx in
            try await body(tx)
            return "/"
        }
    }

    /// The field errors of a refused form; nil when it went through.
    private func errors(
        _ cast: Cast, as account: String = "admin", _ body: @Sendable (WriteTransaction) async throws -> Void
    ) async throws -> FieldErrors? {
        do {
            try await write(cast, as: account, body)
            return nil
        } catch StoreError.invalid(let errors) {
            return errors
        }
    }

    private func isRefused(
        _ cast: Cast, as account: String, _ body: @Sendable (WriteTransaction) async throws -> Void
    ) async throws -> Bool {
        do {
            try await write(cast, as: account, body)
            return false
        } catch StoreError.refused {
            return true
        }
    }

    private func posts(_ cast: Cast, of account: String) async throws -> [PostRow] {
        try await cast.store.read(cast.yunshan.entry("admin"), .member) { tx in
            try await tx.fetch(PostRow.of(cast.yunshan.person(account).id, tenant: tx.tenant))
        }
    }

    @Test("a link is good once and for 24 hours; the password is the person's own")
    func invitation() async throws {
        let cast = try await Cast.assemble()
        let hasher = PasswordHasher(cost: .cheap)
        let signIn = SignIn(store: cast.store, hasher: hasher, secret: [1])
        let (first, second) = (try await Invitation.make(.first, hasher: hasher), try await Invitation.make(.reset, hasher: hasher))
        let bj = cast.yunshan.unit("bj").id
        try await write(cast) { tx in
            _ = try await tx.invite(
                NewPerson(unit: bj, account: "new.one", name: "新人"), first, try await tx.access(bj, for: ManagePeople.self))
        }
        let redeem = { (token: String, password: String) in
            try await signIn.redeem(tenantCode: "yunshan", token: token, password: password)
        }
        let known = try await signIn.invited(tenantCode: "yunshan", token: first.token)
        #expect(known?.account == "new.one" && known?.name == "新人")
        #expect(try await signIn.invited(tenantCode: "haitang", token: first.token) == nil, "another group's door")
        #expect(try await signIn.invited(tenantCode: "yunshan", token: second.token) == nil, "never issued")
        await #expect(throws: StoreError.self, "a weak one") { try await redeem(first.token, "new.one") }
        _ = try await redeem(first.token, "My own words 7")
        await #expect(throws: StoreError.self, "a second time") { try await redeem(first.token, "Other words 8 9") }
        let session = try #require(
            try await signIn.open(name: "new.one@yunshan", password: "My own words 7", address: "a", device: "d").opened)
        #expect(
            try await cast.store.read(session.entry, .own) {
                try await $0.enter(); return try $0.session.mustChange
            } == false)

        // A reset voids the password and every session at once; a day later the link is worth nothing.
        let person = try #require(known).person
        try await write(cast) { tx in try await tx.invite(try await tx.access(person, for: ManagePeople.self), second) }
        await #expect(throws: StoreError.self) { try await cast.store.read(session.entry, .own) { _ = try await $0.enter() } }
        await #expect(throws: StoreError.self) {
            try await signIn.open(name: "new.one@yunshan", password: "My own words 7", address: "a", device: "d")
        }
        cast.clock.advance(Invitation.life)
        #expect(try await signIn.invited(tenantCode: "yunshan", token: second.token) == nil, "after 24 hours")
        try await cast.end()
    }

    @Test("a link is no way back to a former password, however often it is renewed; the group's own rule decides how far back")
    func formerPasswords() async throws {
        let cast = try await Cast.assemble()
        let hasher = PasswordHasher(cost: .cheap)
        let signIn = SignIn(store: cast.store, hasher: hasher, secret: [1])
        let person = cast.yunshan.person("bj").id
        let link = {
            let invitation = try await Invitation.make(.reset, hasher: hasher)
            cast.clock.advance(.minutes(1))
            try await write(cast) { tx in try await tx.invite(try await tx.access(person, for: ManagePeople.self), invitation) }
            cast.clock.advance(.minutes(1))
            return invitation.token
        }
        let redeem = { (token: String, password: String) in
            do {
                _ = try await signIn.redeem(tenantCode: "yunshan", token: token, password: password)
                return nil as FieldProblem?
            } catch StoreError.invalid(let errors) {
                return errors["new"]
            }
        }
        let words = ["Seven brown kettles", "Nine slow ferries", "Two loud orchards", "Four cold anvils", "Six odd lanterns"].map {
            $0 + " 1"
        }
        // Links that were renewed unused hold nobody's password: they push none out.
        for _ in 1...6 { _ = try await link() }
        #expect(try await redeem(try await link(), Cast.password) == .usedBefore, "the password before the reset")
        for word in words { #expect(try await redeem(try await link(), word) == nil, "\(word)") }
        let token = try await link()
        for word in words { #expect(try await redeem(token, word) == .usedBefore, "\(word)") }
        #expect(try await redeem(token, "Yunshan 2026 bj") == .predictable)
        #expect(try await redeem(token, Cast.password) == nil, "the sixth back is free again")
        try await cast.end()
    }

    @Test("ACCESS-P8, ORG-R13, ACCESS-P1: nobody leaves while matters are in the hands, and who closes the account never sees them")
    func leaving() async throws {
        let cast = try await Cast.assemble()
        let (leaver, taker) = (cast.yunshan.person("jy-spring"), cast.yunshan.person("jy-spring-2"))
        let (site, river) = (cast.yunshan.unit("jy-spring").id, cast.yunshan.unit("bj-river").id)
        let held = try await cast.record()
        try await held.take(.accept, by: "jy-spring", ["severity": "general"])
        let asked = try await cast.record()
        let hands = try await cast.store.read(cast.yunshan.entry("admin"), .member) { try await $0.hands(of: leaver.id) }
        #expect(hands.map(\.unit) == [site])
        #expect(Set(hands[0].matters.map(\.part)) == [.handler, .firstReceiver])
        #expect(Set(hands[0].matters.map(\.number)) == [held.number, asked.number])
        #expect(hands[0].takers.contains { $0.person == taker.id } && !hands[0].takers.contains { $0.person == leaver.id })

        let disable = { (takers: [UnitID: PersonID]) in
            try await errors(cast) { tx in
                try await tx.disable(
                    try await tx.access(leaver.id, for: ManagePeople.self), handing: HandOverPlan(takers: takers, reason: "离职"))
            }
        }
        #expect(try await disable([:])?[HandOverPlan.field(site)] == .required)
        #expect(try await disable([river: taker.id])?[HandOverPlan.field(site)] == .required)
        #expect(try await disable([site: cast.yunshan.person("nh").id])?[HandOverPlan.field(site)] == .notAChoice)
        #expect(try await disable([site: cast.haitang.person("jy-spring-2").id])?[HandOverPlan.field(site)] == .notAChoice)
        _ = try await cast.store.read(cast.yunshan.entry("jy-spring"), .member) { try await $0.enter() }
        #expect(try await disable([site: taker.id]) == nil)

        await #expect(throws: StoreError.self) {
            try await cast.store.read(cast.yunshan.entry("jy-spring"), .own) { _ = try await $0.enter() }
        }
        for ticket in [held, asked] {
            let file = try await ticket.file(as: "jy-spring-2")
            #expect(file.record.handler == taker.id && file.record.handlerName == "朱红")
            #expect(file.firstBrokenLine == nil, "the log stays whole")
            let line = try #require(file.events.last)
            #expect(line.action == .assign && line.text == "离职" && line.toPersonName == "朱红" && line.actorName == "管理员")
            #expect(file.record.firstReceiver == leaver.id, "stays named for good (ORG-R8)")
            #expect(try await !ticket.isVisible(to: "admin", at: "hq"))
        }
        #expect(try await held.actions(of: "jy-spring-2").contains(.recordFindings))
        let after = try await cast.store.read(cast.yunshan.entry("admin"), .member) { tx in
            let unheld = try await tx.fetch(UnheldRow.all(at: cast.yunshan.unit("hq"), today: Self.today))
            return (hands: try await tx.hands(of: leaver.id), unheld: unheld)
        }
        #expect(after.hands.isEmpty && after.unheld.isEmpty)
        try await cast.end()
    }

    @Test("ACCESS-P8: with the last post at a unit its matters go to others; a session that is still open has nothing the day after")
    func endingAPost() async throws {
        let cast = try await Cast.assemble()
        let site = cast.yunshan.unit("jy-spring").id
        let ticket = try await cast.record()
        try await ticket.take(.accept, by: "jy-spring-2", ["severity": "minor"])
        let post = try #require(try await posts(cast, of: "jy-spring-2").first)
        let end = { (plan: HandOverPlan, day: Day) in
            try await errors(cast, as: "jy-admin") { tx in
                try await tx.end(post.id, on: day, handing: plan, try await tx.access(site, for: ManagePeople.self))
            }
        }
        #expect(try await end(.nothing, Self.today)?[HandOverPlan.field(site)] == .required)
        let plan = HandOverPlan(takers: [site: cast.yunshan.person("jy-spring").id], reason: "调岗")
        #expect(try await end(plan, Self.today) == nil)
        #expect(try await ticket.isVisible(to: "jy-spring-2"), "until the end of the day")
        #expect(try await ticket.file(as: "jy-spring").record.handler == cast.yunshan.person("jy-spring").id)
        // What was ended is not made longer by ending it again.
        await #expect(throws: StoreError.self) { try await end(.nothing, Self.today.adding(days: 30)) }
        cast.clock.advance(.days(1))
        #expect(try await !ticket.isVisible(to: "jy-spring-2"))
        await #expect(throws: StoreError.self) {
            try await cast.store.read(cast.yunshan.entry("jy-spring-2"), .member) { _ = try await $0.enter() }
        }
        try await cast.end()
    }

    @Test("a deputy acts for a time under the absent person's post, and every line says for whom")
    func deputies() async throws {
        let cast = try await Cast.assemble()
        let (tech, deputy) = (cast.yunshan.person("tech-spring"), cast.yunshan.person("bj-river-2"))
        let site = cast.yunshan.unit("jy-spring").id
        let ticket = try await cast.record()
        try await ticket.take(.accept, by: "jy-spring", ["severity": "minor"])
        try await ticket.take(.assign, by: "jy-spring", ["assignee": "\(tech.id)"])
        let other = try await cast.record(door: "bj-spring/1-102")
        let post = try #require(try await posts(cast, of: "tech-spring").first)
        let appoint = { (post: PostID, person: PersonID, to: Day) in
            try await errors(cast, as: "admin") { tx in
                let permit = try await tx.access(site, for: ManagePeople.self)
                _ = try await tx.add(NewDeputy(post: post, person: person, from: Self.today, to: to), permit)
            }
        }
        #expect(try await appoint(post.id, tech.id, Self.today)?["person"] == .notFound, "nobody stands in for oneself")
        #expect(try await appoint(post.id, deputy.id, Self.today.adding(days: 6)) == nil)
        let entry = cast.yunshan.entry("bj-river-2", at: "jy-spring")
        let actor = try await cast.store.read(entry, .permission(.ticketSeeAssigned)) { try await $0.enter() }
        #expect(actor.hands == [deputy.id, tech.id] && actor.posts.contains { $0.title.hasSuffix("（代马工）") })
        #expect(try await ticket.isVisible(to: "bj-river-2", at: "jy-spring"), "what the absent person had in hand (ACCESS-P9)")
        #expect(try await !other.isVisible(to: "bj-river-2", at: "jy-spring"), "and no more")
        let desk = try await cast.store.read(entry, .permission(.deskSee)) { try await $0.desk() }
        #expect(desk.rows.map(\.number) == [ticket.number])
        let second = try #require(try await posts(cast, of: "bj-river-2").first { $0.absentName != nil })
        await #expect(throws: StoreError.self, "no deputy of a deputy") {
            _ = try await appoint(second.id, cast.yunshan.person("bj-2").id, Self.today)
        }
        cast.clock.advance(.days(7))
        #expect(try await !ticket.isVisible(to: "bj-river-2", at: "jy-spring"))
        try await cast.end()
    }

    @Test("ACCESS-R1, ORG-R2: a company's administrator manages the own subtree, and nobody who holds more than the own posts could give")
    func delegation() async throws {
        let cast = try await Cast.assemble()
        let yunshan = cast.yunshan
        func post(_ account: String, _ role: String, _ unit: String, by administrator: String) async throws -> FieldErrors? {
            try await errors(cast, as: administrator) { tx in
                let permit = try await tx.access(yunshan.unit(unit).id, for: ManagePeople.self)
                let new = NewPost(
                    person: yunshan.person(account).id, role: role, unit: permit.thing.id, title: "岗", from: Self.today, to: nil)
                _ = try await tx.add(new, permit)
            }
        }
        #expect(try await post("bj-2", "projectManager", "bj-river", by: "bj-admin") == nil)
        #expect(try await post("bj-2", "auditor", "bj", by: "bj-admin")?["role"] == .beyondOwnPosts)
        await #expect(throws: StoreError.self, "outside the subtree") {
            _ = try await post("bj-2", "projectService", "nh-lake", by: "bj-admin")
        }
        await #expect(throws: StoreError.self, "above it") { _ = try await post("bj-2", "groupServiceCentre", "hq", by: "bj-admin") }
        // Whoever is appointed elsewhere too is managed from above.
        let reach = { (account: String, administrator: String) in
            try await isRefused(cast, as: administrator) { tx in _ = try await tx.access(yunshan.person(account).id, for: ManagePeople.self)
            }
        }
        #expect(try await !reach("bj-2", "bj-admin"))
        #expect(try await post("bj-2", "companyServiceCentre", "nh", by: "admin") == nil)
        #expect(try await reach("bj-2", "bj-admin"))
        #expect(try await !reach("bj-2", "admin"))
        for account in ["admin", "hq", "nh", "jy"] {
            await #expect(throws: StoreError.self, "\(account)") { _ = try await reach(account, "bj-admin") }
        }
        try await cast.end()
    }

    @Test("等保: nobody comes to hold two of the three administrators' duties, by whatever post")
    func duties() async throws {
        let cast = try await Cast.assemble()
        let yunshan = cast.yunshan
        func give(_ role: String, to account: String, from: Day = Self.today, until: Day? = nil) async throws -> FieldErrors? {
            try await errors(cast) { tx in
                let hq = try await tx.access(yunshan.unit("hq").id, for: ManagePeople.self)
                _ = try await tx.add(
                    NewPost(person: yunshan.person(account).id, role: role, unit: hq.thing.id, title: "岗", from: from, to: until), hq)
            }
        }
        #expect(try await give("auditor", to: "sec")?["role"] == .dutyConflict)
        #expect(try await give("tenantAdministrator", to: "sec")?["role"] == .dutyConflict)
        #expect(try await give("securityAdministrator", to: "audit")?["role"] == .dutyConflict)
        #expect(try await give("securityAdministrator", to: "hq")?["role"] == .dutyConflict, "the group's centre reads the trail")
        #expect(try await give("securityAdministrator", to: "nh", from: Self.today.adding(days: 9)) == nil)
        #expect(
            try await give("auditor", to: "nh", until: Self.today.adding(days: 9))?["role"] == .dutyConflict, "they would overlap a day")
        #expect(try await give("auditor", to: "nh", until: Self.today.adding(days: 8)) == nil)
        #expect(try await give("tenantAdministrator", to: "bj-2") == nil)
        try await cast.end()
    }

    @Test("an account that nobody used for ninety days is reported, also after its sessions are forgotten")
    func idle() async throws {
        let cast = try await Cast.assemble()
        let hq = cast.yunshan.unit("hq")
        let idle = {
            try await cast.store.read(cast.yunshan.entry("admin"), .member) { tx in
                try await tx.fetch(IdleRow.all(at: hq, since: tx.now - .days(90), today: Self.today, now: tx.now)).map(\.account)
            }
        }
        let tenant = cast.yunshan.id.rawValue
        let (jy, wx) = (cast.yunshan.person("jy").id.rawValue, cast.yunshan.person("wx").id.rawValue)
        _ = try await cast.database.administer { connection in
            try await connection.query("UPDATE person SET created_at = '2026-01-01 00:00+00' WHERE tenant_id = \(tenant)")
            try await connection.query(
                "UPDATE session SET seen_at = '2026-08-25 00:00+00' WHERE tenant_id = \(tenant) AND person_id = \(wx)")
            try await connection.query(
                """
                UPDATE session SET seen_at = '2026-08-01 00:00+00', ended_at = '2026-08-01 00:00+00'
                WHERE tenant_id = \(tenant) AND person_id = \(jy)
                """)
        }
        #expect(try await idle() == ["jy"], "89 days are not ninety")
        try await cast.store.forgetFinished()
        #expect(try await idle() == ["jy"])
        let kept = try await cast.store.read(cast.yunshan.entry("admin"), .member) { tx in
            try await tx.fetch(
                PersonFacts.find(cast.yunshan.person("jy").id, tenant: tx.tenant),
                LastSeenRow.of(cast.yunshan.person("jy").id, tenant: tx.tenant, now: tx.now))
        }
        #expect(kept.0.first?.seenAt != nil && kept.1.isEmpty)
        try await cast.end()
    }

    @Test("ACCESS-P7: who can see a unit is told by posts, by reach and by service")
    func whoSees() async throws {
        let cast = try await Cast.assemble()
        let spring = cast.yunshan.unit("bj-spring")
        let rows = try await cast.store.read(cast.yunshan.entry("admin"), .member) { tx in
            try await tx.fetch(AccessRow.around(spring, today: Self.today))
        }
        let units = Set(rows.map(\.unit.code))
        #expect(units == ["hq", "bj", "bj-spring", "jy", "jy-spring"])
        #expect(Set(rows.filter { $0.shape.reach.covers(spring, from: $0.unit) }.map(\.unit.code)) == ["hq", "bj", "bj-spring"])
        try await cast.end()
    }
}
