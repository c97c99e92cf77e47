import Domain
import Postgres
import Store
import TestSupport
import Testing

/// Receiving a complaint: whom and which house, number, repeat, new customers, telephone numbers.
@Suite("Intake") struct IntakeTests {
    @Test("four digits find phone tails and rooms, a room is found as people write it, a name by its beginning; numbers stay masked")
    func matches() async throws {
        let cast = try await Cast.assemble()
        let spring = cast.yunshan.unit("bj-spring").id
        func find(_ query: String, _ account: String, at code: String? = nil) async throws -> [IntakeMatch] {
            try await cast.store.read(cast.yunshan.entry(account, at: code), .member) { try await $0.intakeMatches(query) }
        }
        let all = try await find("业主", "hq")
        #expect(all.count == cast.yunshan.customers.count)
        let mine = try await find("业主", "jy-spring")
        #expect(!mine.isEmpty && mine.allSatisfy { $0.project == spring })
        let one = try #require(mine.first)
        #expect(one.phoneMasked.contains("****"))
        let tail = String(one.phoneMasked.suffix(4))
        #expect(try await find(tail, "jy-spring").contains { $0.customer == one.customer })
        for text in ["3-2-1101", "3幢2单元1101", "３号楼２单元１１０１室", "3-1101"] {
            #expect(try await find(text, "bj-spring").map(\.house) == [cast.yunshan.house("bj-spring/3-2-1101")], "\(text)")
        }
        #expect(try await find("1101", "hq").count == 3)
        #expect(try await find("1101", "jy").map(\.project) == [spring])
        for text in ["", "   ", "'; DROP TABLE ticket", "\u{1F600}"] { #expect(try await find(text, "hq").isEmpty) }
        try await cast.end()
    }

    @Test("numbers count by company and month without gaps, also when ten are recorded at once")
    func numbers() async throws {
        let cast = try await Cast.assemble(connections: 5)
        let numbers = try await withThrowingTaskGroup(of: String.self) { group in
            for index in 0..<10 {
                group.addTask {
                    try await cast.record(by: index.isMultiple(of: 2) ? "jy-spring" : "bj-spring", door: "bj-spring/1-101").number
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(numbers.sorted() == (1...10).map { "BJ-2611-00" + ($0 < 10 ? "0\($0)" : "\($0)") })
        #expect(try await cast.record(by: "nh-lake", door: "nh-lake/1-101").number == "NH-2611-0001")
        #expect(try await cast.record(by: "jy-spring", in: cast.haitang).number == "BJ-2611-0001")
        cast.clock.advance(.days(30))
        #expect(try await cast.record().number == "BJ-2612-0001")
        try await cast.end()
    }

    @Test("the same house within 90 days is a repeat; a day later it is not")
    func repeats() async throws {
        let cast = try await Cast.assemble()
        let first = try await cast.record()
        cast.clock.advance(.days(90))
        let second = try await cast.record()
        #expect(try await second.file(as: "jy-spring").record.repeatOf == first.id)
        #expect(try await second.file(as: "jy-spring").repeatOfNumber == first.number)
        #expect(try await cast.record(door: "bj-spring/1-102").file(as: "jy-spring").record.repeatOf == nil)
        cast.clock.advance(.days(91))
        let entry = cast.yunshan.entry("jy-spring")
        let card = try await cast.store.read(entry, .member) { try await $0.intakeCard(.house(cast.yunshan.house("bj-spring/1-101"))) }
        #expect(card.past.map(\.id) == [second.id, first.id])
        #expect(card.repeated(at: cast.clock.now()) == nil)
        #expect(card.occupants.count == 1)
        #expect(try await cast.record().file(as: "jy-spring").record.repeatOf == nil)
        try await cast.end()
    }

    @Test("a new customer is written down with the complaint and found afterwards")
    func newCustomer() async throws {
        let cast = try await Cast.assemble()
        let fields = ["customerName": "新邻居", "customerPhone": "+86 137 0000 8899", "relation": "tenant"]
        guard case .success(let customer) = NewCustomer.validated(fields) else { throw StoreError.notFound }
        let ticket = try await cast.record(
            .house(cast.yunshan.house("bj-spring/1-201")), by: .new(customer), heardBy: "jy-spring")
        let file = try await ticket.file(as: "jy-spring")
        #expect(file.record.customerName == "新邻居")
        #expect(file.phoneMasked == "137****8899")
        #expect(file.relation == .tenant)
        let found = try await cast.store.read(cast.yunshan.entry("jy-spring"), .member) { try await $0.intakeMatches("13700008899") }
        #expect(found.map(\.customerName) == ["新邻居"])
        guard case .failure(let errors) = NewCustomer.validated([:]) else { throw StoreError.notFound }
        #expect(errors.list.map(\.field) == ["customerName", "customerPhone", "relation"])
        try await cast.end()
    }

    @Test("shared areas take the project's hand-over, and a stage chosen against it needs a reason")
    func stage() async throws {
        let cast = try await Cast.assemble()
        let spring = cast.yunshan.unit("bj-spring").id
        let shared = try await cast.record(.shared(project: spring), by: .unnamed("路人"), heardBy: "bj-spring")
        var record = try await shared.file(as: "bj-spring").record
        #expect(record.stage == .afterHandover)
        #expect(record.house == nil && record.customer == nil && record.customerName == "路人")
        await #expect(throws: StoreError.self) {
            _ = try await cast.record(
                .shared(project: spring), by: .unnamed(""), heardBy: "bj-spring", ["stage": "beforeHandover"])
        }
        let chosen = try await cast.record(
            .shared(project: spring), by: .unnamed(""), heardBy: "bj-spring", ["stage": "beforeHandover", "stageReason": "交付前遗留"])
        record = try await chosen.file(as: "bj-spring").record
        #expect(record.stageReason == .chosenByReceiver("交付前遗留"))
        #expect(record.line == .developer)
        try await cast.end()
    }

    @Test("another group's house, customer or project is not there")
    func foreign() async throws {
        let cast = try await Cast.assemble()
        let other = cast.haitang
        let house = cast.yunshan.house("bj-spring/1-101")
        let entry = cast.yunshan.entry("jy-spring")
        func record(_ place: IntakePlace, _ complainant: Complainant) async throws {
            _ = try await cast.store.record(place, by: complainant, fields: Cast.intake(), entry, form: cast.form(), path: { _ in "/" })
        }
        await #expect(throws: StoreError.self) { try await record(.house(other.house("bj-spring/1-101")), .unnamed("")) }
        await #expect(throws: StoreError.self) { try await record(.shared(project: other.unit("bj-spring").id), .unnamed("")) }
        await #expect(throws: StoreError.self) { try await record(.house(house), .known(other.customer("bj-spring/1-101"))) }
        // A customer of another project of the same group neither.
        await #expect(throws: StoreError.self) { try await record(.house(house), .known(cast.yunshan.customer("nh-lake/1-101"))) }
        await #expect(throws: StoreError.self) { try await record(.house(cast.yunshan.house("nh-lake/1-101")), .unnamed("")) }
        let count = try await cast.database.administer { try await $0.query("SELECT count(*) FROM ticket")[0].get(0, as: Int.self) }
        #expect(count == 0)
        try await cast.end()
    }

    @Test("ACCESS-P7: a number is shown in full for a reason and leaves one line, also when the form is sent twice")
    func reveal() async throws {
        let cast = try await Cast.assemble()
        let ticket = try await cast.record()
        let masked = try await ticket.file(as: "jy-spring").phoneMasked
        let form = cast.form()
        for _ in 0..<2 {
            let shown = try await cast.store.revealPhone(
                of: ticket.id, reason: "预约上门", cast.yunshan.entry("jy-spring"), form: form, path: "/")
            #expect(PhoneNumber(digits: shown.value)?.masked == masked)
        }
        let lines = try await cast.database.administer {
            try await $0.query("SELECT person_name || reason FROM reveal").values(String.self)
        }
        #expect(lines == ["杨帆预约上门"])
        for (account, reason) in [("jy-spring", "  "), ("audit", "看看"), ("tech-spring", "看看"), ("nh", "看看")] {
            await #expect(throws: StoreError.self, "\(account)") {
                _ = try await cast.store.revealPhone(
                    of: ticket.id, reason: reason, cast.yunshan.entry(account), form: cast.form(), path: "/")
            }
        }
        try await cast.end()
    }
}
