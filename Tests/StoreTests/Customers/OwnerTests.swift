import Domain
import Postgres
import TestSupport
import Testing

@testable import Store

/// Customers, their houses, and what happens when a house changes hands (CUSTDATA-R1 … R9, 004).
@Suite("Owners") struct OwnerTests {
    static func form(_ changes: [String: String] = [:]) -> [String: String] {
        ["kind": "person", "name": "周密之", "phone": "137 1234 9876", "classification": "ordinary", "living": "unknown"].merging(changes) {
            $1
        }
    }

    static func register(
        _ cast: Cast, _ changes: [String: String] = [:], by account: String = "bj-spring"
    ) async throws -> CustomerID {
        let tenant = cast.yunshan
        let entry = tenant.entry(account)
        let today = Day(cast.clock.now(), offsetMinutes: 480)
        let new = try NewOwner.read(form(changes), project: entry.viewpoint?.project, today: today).get()
        let made = Captured<CustomerID>()
        _ = try await cast.store.write(entry, .permission(.customerRecord), form: cast.form()) { tx in
            guard let project = new.project else { throw StoreError.notFound }
            made.set(try await tx.register(new, try await tx.access(project, for: RegisterCustomer.self)))
            return "/"
        }
        return try #require(made.value)
    }

    static func write(
        _ cast: Cast, _ account: String, _ body: @escaping @Sendable (WriteTransaction) async throws -> Void
    ) async throws {
        _ = try await cast.store.write(cast.yunshan.entry(account), .member, form: cast.form()) { tx in
            try await body(tx)
            return "/"
        }
    }

    static func owner(_ cast: Cast, _ id: CustomerID, as account: String = "bj-spring") async throws -> OwnerFile {
        try await cast.store.read(cast.yunshan.entry(account), .member) { try await $0.owner(id) }
    }

    private func find(_ cast: Cast, _ query: String, _ account: String = "bj-spring") async throws -> [CustomerID] {
        try await cast.store.read(cast.yunshan.entry(account), .member) { try await $0.customers(matching: query) }.rows.map(\.id)
    }

    @Test(
        "CUSTDATA-R8: whole number, last four digits, room, door, name, member and identity number find the file, each in its own units only"
    )
    func search() async throws {
        let cast = try await Cast.assemble()
        let id = try await Self.register(
            cast,
            [
                "memberNumber": "yx-0042", "memberSince": "2024-01-01", "identityKind": "idCard", "identity": "110101199003071233",
                "door": "3-2-1102", "relation": "coOwner",
            ])
        for query in ["13712349876", "+86 137-1234-9876", "9876", "周密", "周密之", "3-2-1102", "YX-0042", "yx-0042", "110101199003071233"] {
            for account in ["bj-spring", "jy-spring", "bj", "hq", "jy", "audit"] {
                #expect(try await find(cast, query, account).contains(id), "\(query) as \(account)")
            }
            // Every project has a house 3-2-1102.
            for account in ["bj-river", "nh", "nh-lake", "wx"] where query != "3-2-1102" {
                #expect(try await find(cast, query, account).isEmpty, "\(query) as \(account)")
            }
        }
        for query in ["13712340000", "0000", "周密乙", "YX-0043", "%", "' OR 1=1", ""] {
            #expect(try await find(cast, query).isEmpty, "\(query)")
        }
        let file = try await Self.owner(cast, id).file
        #expect(file.phoneMasked == "137****9876" && file.identityMasked == "1****************3")
        #expect(file.registeredByName == "陈晨", "CUSTDATA-R9")
        #expect(file.state == .owner)
        try await cast.end()
    }

    @Test("CUSTDATA-R9: a number has one file in a project; whoever comes second is told")
    func claims() async throws {
        let cast = try await Cast.assemble()
        _ = try await Self.register(cast)
        let refusal = await #expect(throws: StoreError.self) { _ = try await Self.register(cast, ["name": "别名"], by: "jy-spring") }
        guard case .invalid(let errors) = try #require(refusal) else { throw try #require(refusal) }
        #expect(errors.list == [FieldError("phone", .taken)])
        // Another project keeps its own files.
        _ = try await Self.register(cast, by: "bj-river")
        try await cast.end()
    }

    @Test("CUSTDATA-R1: prospect, buyer, owner, former owner: the file follows its relations, and a prospect can give up")
    func states() async throws {
        let cast = try await Cast.assemble()
        let id = try await Self.register(cast)
        func state() async throws -> CustomerState { try await Self.owner(cast, id, as: "bj").file.state }
        #expect(try await state() == .prospect)
        try await Self.write(cast, "bj-spring") { try await $0.setDropped(true, try await $0.access(id, for: ManageCustomer.self)) }
        #expect(try await state() == .dropped)
        await #expect(throws: StoreError.self, "a closed file is not opened by the desk") {
            _ = try await Self.owner(cast, id, as: "bj-spring")
        }
        try await Self.write(cast, "bj") { try await $0.setDropped(false, try await $0.access(id, for: ManageCustomer.self)) }
        let today = Day(cast.clock.now(), offsetMinutes: 480)
        let buys = try NewRelation.read(["door": "3-2-1102", "relation": "buyer", "from": "2026-01-05"], today: today).get()
        try await Self.write(cast, "bj-spring") { try await $0.add(buys, try await $0.access(id, for: ManageCustomer.self)) }
        #expect(try await state() == .buyer)
        let house = cast.yunshan.house("bj-spring/3-2-1102")
        try await Self.write(cast, "bj-spring") { try await $0.handOver(try await $0.access(house, for: ManageHouse.self), on: today) }
        #expect(try await state() == .owner)
        let relations = try await Self.owner(cast, id).relations
        #expect(relations.map(\.dated.relation) == [.owner, .buyer])
        #expect(relations.last?.dated.endedAs == .handedOver)
        try await cast.end()
    }

    @Test(
        "CUSTDATA-R2, R7, 004: a house changes hands on a day; the former owner's file is closed and the new owner's desk does not open it")
    func changeOfOwnership() async throws {
        let cast = try await Cast.assemble()
        let (house, former) = (cast.yunshan.house("bj-spring/1-101"), cast.yunshan.customer("bj-spring/1-101"))
        let tenant = try await Self.register(
            cast, ["name": "租客", "phone": "13700000001", "door": "1-101", "relation": "tenant", "from": "2025-05-01"])
        let today = Day(cast.clock.now(), offsetMinutes: 480)
        let change = try OwnershipChange.read(Self.form(["on": "2026-10-01", "tenantsStay": "true"]), today: today).get()
        let version = try await cast.store.read(cast.yunshan.entry("bj-spring"), .member) { try await $0.house(house) }.house.version
        let made = Captured<CustomerID>()
        try await Self.write(cast, "bj-spring") { tx in
            made.set(
                try await tx.change(change, try await tx.access(house, for: ManageHouse.self, with: .customerManage, version: version)))
        }
        let new = try #require(made.value)
        let page = try await cast.store.read(cast.yunshan.entry("bj-spring"), .member) { try await $0.house(house) }
        #expect(page.house.household == 2 && page.house.householdSince == Day(2026, 10, 1))
        #expect(Set(page.current(on: today).compactMap(\.customer)) == [new, tenant])
        #expect(page.former(on: today).contains { $0.customer == former && $0.dated.endedAs == .sold && $0.dated.to == Day(2026, 9, 30) })
        // The former owner's file: the desks of the house do not open it, who keeps archives does.
        for account in ["bj-spring", "jy-spring", "jy"] {
            await #expect(throws: StoreError.self, "\(account)") { _ = try await Self.owner(cast, former, as: account) }
        }
        for account in ["bj", "hq", "bj-spring-manager", "audit"] {
            #expect(try await Self.owner(cast, former, as: account).file.state == .formerOwner, "\(account)")
        }
        #expect(try await find(cast, "业主", "bj-spring").contains(former) == false)
        // A form made before the change is stale.
        await #expect(throws: StoreError.self) {
            try await Self.write(cast, "bj-spring") { tx in
                _ = try await tx.access(house, for: ManageHouse.self, with: .customerManage, version: version)
            }
        }
        try await cast.end()
    }

    @Test("退房: the buyer's file is closed, the house is nobody's and not handed over")
    func returnedUnit() async throws {
        let cast = try await Cast.assemble()
        let id = try await Self.register(cast, ["door": "3-2-1102", "relation": "buyer", "from": "2026-01-05"])
        let relation = try #require(try await Self.owner(cast, id).relations.first)
        let day = try #require(Day(2026, 11, 1))
        try await Self.write(cast, "bj-spring") {
            try await $0.end(relation.id, on: day, as: .returned, try await $0.access(id, for: ManageCustomer.self))
        }
        #expect(try await Self.owner(cast, id, as: "bj").file.state == .returnedUnit)
        let house = try await cast.store.read(cast.yunshan.entry("bj-spring"), .member) { try await $0.house(relation.house) }.house
        #expect(house.household == 2 && house.handedOverOn == nil)
        try await cast.end()
    }

    @Test(
        "ACCESS-P1, CUSTDATA-R3, R4: an administrator finds no customer and opens no file; who may only see cannot change; another group's file is not there"
    )
    func refusals() async throws {
        let cast = try await Cast.assemble()
        let id = cast.yunshan.customer("bj-spring/1-101")
        for account in ["admin", "tech-spring", "nh", "bj-river", "wx"] {
            await #expect(throws: StoreError.self, "\(account)") { _ = try await Self.owner(cast, id, as: account) }
        }
        await #expect(throws: StoreError.self) { _ = try await Self.owner(cast, cast.haitang.customer("bj-spring/1-101"), as: "hq") }
        for account in ["audit", "hq"] {
            await #expect(throws: StoreError.self, "\(account)") {
                try await Self.write(cast, account) { _ = try await $0.access(id, for: ManageCustomer.self) }
            }
        }
        let rows = try await cast.store.read(cast.yunshan.entry("admin"), .member) { tx in
            try await tx.fetch(Query<Single<Int>>("SELECT count(*) FROM customer"))
        }
        #expect(rows.first?.value == 0)
        try await cast.end()
    }

    @Test("CUSTDATA-R5, R6: several contacts: each is found by its number, shown masked, and goes with its customer")
    func contacts() async throws {
        let cast = try await Cast.assemble()
        let id = cast.yunshan.customer("bj-spring/1-101")
        let number = try NewContact.read(["contactKind": "phone", "contact": "136 5555 4321", "label": "夜间"]).get()
        let mail = try NewContact.read(["contactKind": "email", "contact": "zhang@example.cn"]).get()
        try await Self.write(cast, "jy-spring") { tx in
            let permit = try await tx.access(id, for: ManageCustomer.self)
            try await tx.add(number, permit)
            try await tx.add(mail, permit)
        }
        #expect(try await find(cast, "13655554321") == [id])
        #expect(try await find(cast, "4321") == [id])
        let contacts = try await Self.owner(cast, id).contacts
        #expect(contacts.map(\.masked) == ["136****4321", "z***@example.cn"])
        let shown = try await cast.store.reveal(
            .contact, contacts[0].id, of: id, reason: "夜间无人接听", cast.yunshan.entry("jy-spring"), form: cast.form(), path: "/")
        #expect(shown.value == "13655554321")
        try await cast.end()
    }
}
