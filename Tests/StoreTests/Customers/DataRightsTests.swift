import Domain
import Postgres
import TestSupport
import Testing

@testable import Store

/// What customers may ask about their data, and how long it is kept (PIPL 19, 44–47).
@Suite("Rights and retention") struct DataRightsTests {
    private func work(_ cast: Cast) async throws {
        while case let claims = try await cast.store.claim(worker: "w"), !claims.isEmpty {
            for claim in claims {
                try await cast.store.job(claim, worker: "w") { tx, job in
                    switch claim.kind {
                    case Anonymise.kind: try await Anonymise.run(tx, job)
                    case Retention.kind: try await Retention.run(tx, job)
                    default: break
                    }
                }
            }
        }
    }

    private func request(_ cast: Cast, _ kind: DataRequestKind, of id: CustomerID, by account: String = "bj") async throws -> DataRequestID
    {
        let made = Captured<DataRequestID>()
        try await OwnerTests.write(cast, account) { tx in
            made.set(try await tx.request(kind, "请按法律规定办理", try await tx.access(id, for: ManageCustomer.self)))
        }
        return try #require(made.value)
    }

    private func answer(_ cast: Cast, _ id: DataRequestID, done: Bool, _ text: String = "", by account: String = "bj") async throws {
        try await OwnerTests.write(cast, account) { tx in
            try await tx.answer(try await tx.access(id, for: AnswerRequest.self), done: done, text)
        }
    }

    @Test("each request has its own time; a refusal needs a reason; only who answers for privacy answers, once")
    func deadlines() async throws {
        let cast = try await Cast.assemble()
        let id = cast.yunshan.customer("bj-spring/1-101")
        let access = try await request(cast, .access, of: id, by: "jy-spring")
        let erasure = try await request(cast, .anonymisation, of: id)
        let open = try await cast.store.read(cast.yunshan.entry("bj"), .member) { try await $0.dataRequests() }.open
        #expect(open.map(\.id) == [access, erasure])
        #expect(open.map { ($0.dueAt - $0.receivedAt).days } == [15, 30])
        await #expect(throws: StoreError.self) { try await answer(cast, access, done: true, by: "jy-spring") }
        await #expect(throws: StoreError.self, "a refusal says why") { try await answer(cast, access, done: false) }
        try await answer(cast, access, done: false, "身份未能核实")
        await #expect(throws: StoreError.self, "once") { try await answer(cast, access, done: true) }
        await #expect(throws: StoreError.self, "the owner's data is still needed") { try await answer(cast, erasure, done: true) }
        try await cast.end()
    }

    @Test("an extract shows everything held, to nobody without the right, and leaves its line")
    func extract() async throws {
        let cast = try await Cast.assemble()
        let id = cast.yunshan.customer("bj-spring/1-101")
        let access = try await request(cast, .access, of: id)
        let extract = try await cast.store.extract(of: access, cast.yunshan.entry("bj"), form: cast.form(), path: "/")
        #expect(extract.phone == "13800131006")
        await #expect(throws: StoreError.self) {
            _ = try await cast.store.extract(of: access, cast.yunshan.entry("jy-spring"), form: cast.form(), path: "/")
        }
        let reads = try await cast.store.read(cast.yunshan.entry("audit"), .member) { try await $0.reads(after: nil) }
        #expect(reads.map { "\($0.personName) \($0.field) \($0.basis)" } == ["李敏 extract request"])
        try await cast.end()
    }

    @Test(
        "anonymising takes name and numbers out of file, contacts, tickets and search; counts survive, and nothing of it is left in any column"
    )
    func anonymise() async throws {
        let cast = try await Cast.assemble()
        let id = try await OwnerTests.register(
            cast,
            [
                "name": "欧阳明月", "phone": "13712349876", "identityKind": "idCard", "identity": "110101199003071233", "door": "1-101",
                "relation": "tenant", "from": "2025-01-01", "note": "养狗", "memberNumber": "M-9",
            ])
        let ticket = try await cast.record(
            .house(cast.yunshan.house("bj-spring/1-101")), by: .known(id), heardBy: "jy-spring",
            ["title": "电梯异响", "personsInvolved": "欧阳明月之母"])
        func find(_ query: String) async throws -> Int {
            try await cast.store.read(cast.yunshan.entry("jy-spring"), .member) { try await $0.search(query) }.hits.count
        }
        #expect(try await find("欧阳") == 1)
        // What the customer wrote in a survey: two texts, one of which was noted as a problem point.
        let survey = try await CastSurvey.issue(cast)
        let response = try await survey.answer("{\"service\":\"3\"}", texts: "{\"say\":\"我是欧阳明月，请来电\",\"call\":\"养狗\"}", door: "1-101")
        try await survey.count()
        try await cast.database.administer { connection in
            try await connection.query("UPDATE survey_sample SET customer_id = \(id)")
            try await connection.query(
                """
                INSERT INTO survey_point (tenant_id, company_id, project_id, wave_id, response_id, text_id, question, summary, noted_by_name, at)
                SELECT tenant_id, company_id, project_id, wave_id, response_id, id, question, '要求回电', '李敏', at FROM survey_text
                WHERE question = 'say'
                """)
        }
        let erasure = try await request(cast, .anonymisation, of: id)
        let plan = try await cast.store.read(cast.yunshan.entry("bj"), .member) { try await $0.dataRequest(erasure) }.plan
        #expect(plan?.tickets == 1 && plan?.openTickets == 1 && plan?.currentHouses == 1 && plan?.isPossible == false)
        // Moved out, matter closed: nothing holds the data any more.
        let relation = try #require(try await OwnerTests.owner(cast, id).relations.first)
        let today = Day(cast.clock.now(), offsetMinutes: 480)
        try await OwnerTests.write(cast, "bj-spring") { tx in
            try await tx.end(relation.id, on: today.adding(days: -1), as: .moved, try await tx.access(id, for: ManageCustomer.self))
        }
        try await cast.database.administer {
            try await $0.query("UPDATE ticket SET state = 'closed', open = false, closed_at = \(cast.clock.now()) WHERE id = \(ticket.id)")
        }
        try await answer(cast, erasure, done: true)
        try await work(cast)
        let file = try await OwnerTests.owner(cast, id, as: "bj").file
        #expect(
            file.name == "" && file.phoneMasked == "" && file.identityMasked == "" && file.memberNumber == nil && file.anonymisedAt != nil)
        #expect(try await ticket.file(as: "jy-spring").record.customerName == "")
        #expect(try await find("欧阳") == 0)
        #expect(try await find("9876") == 0)
        #expect(try await find("电梯异响") == 1, "the matter is still found by what it is about")
        for table in try await SealingTests.dump(cast) {
            for word in ["欧阳明月", "13712349876", "110101199003071233", "养狗"] {
                #expect(!table.text.contains(word), "\(word) in \(table.table)")
            }
        }
        let counts = try await cast.database.administer { connection in
            try await connection.query(
                """
                SELECT (SELECT count(*) FROM ticket WHERE customer_id = \(id)), (SELECT count(*) FROM house_customer WHERE customer_id = \(id)),
                    (SELECT count(*) FROM data_request WHERE customer_id = \(id) AND state = 'done')
                """)[0]
        }
        #expect(try counts.get(0, as: Int.self) == 1 && counts.get(1, as: Int.self) == 1 && counts.get(2, as: Int.self) == 1)
        let left: [String] = try await cast.database.administer { connection in
            try await connection.query(
                """
                SELECT (SELECT texts::text || ' ' || (answers ->> 'service') FROM survey_response WHERE id = \(response.rawValue)) || ' '
                    || (SELECT string_agg(question || masked, ',') FROM survey_text) || ' ' || (SELECT count(*) FROM survey_token)
                """
            ).values()
        }
        #expect(left == ["{} 3 say 0"], "what was chosen counts on, what was written is gone; the noted row stays empty")
        try await cast.end()
    }

    @Test("retention: what the rules say is counted before and removed after, once a day, and nothing younger")
    func retention() async throws {
        let cast = try await Cast.assemble()
        let gone = try await OwnerTests.register(cast, ["name": "放弃者", "phone": "13711110001"])
        let late = try await OwnerTests.register(cast, ["name": "刚放弃", "phone": "13711110002"])
        let ticket = try await cast.record()
        _ = try await cast.store.revealPhone(of: ticket.id, reason: "回电", cast.yunshan.entry("jy-spring"), form: cast.form(), path: "/")
        try await OwnerTests.write(cast, "bj") { try await $0.setDropped(true, try await $0.access(gone, for: ManageCustomer.self)) }
        cast.clock.advance(.days(365))
        try await OwnerTests.write(cast, "bj") { try await $0.setDropped(true, try await $0.access(late, for: ManageCustomer.self)) }
        try await OwnerTests.write(cast, "hq") { try await $0.set(.keepReads, "6") }
        await #expect(throws: StoreError.self, "the figures are the group's") {
            try await OwnerTests.write(cast, "bj") { try await $0.set(.keepReads, "6") }
        }
        await #expect(throws: StoreError.self, "half a year at least") {
            try await OwnerTests.write(cast, "hq") { try await $0.set(.keepReads, "5") }
        }
        func plan() async throws -> RetentionPlan {
            try await cast.store.read(cast.yunshan.entry("hq"), .member) { try await $0.privacyRules() }.plan
        }
        let before = try await plan()
        #expect(before.dropped == 1 && before.reads == 1)
        #expect(try await cast.store.enqueueRetention() == 2, "one for each group")
        #expect(try await cast.store.enqueueRetention() == 0, "once a day")
        try await work(cast)
        let after = try await plan()
        #expect(after.dropped == 0 && after.reads == 0)
        #expect(try await OwnerTests.owner(cast, gone, as: "bj").file.anonymisedAt != nil)
        #expect(try await OwnerTests.owner(cast, late, as: "bj").file.name == "刚放弃")
        try await cast.end()
    }

    @Test("a ground is recorded with its notice; a consent can be withdrawn, a contract cannot be talked away")
    func consents() async throws {
        let cast = try await Cast.assemble()
        let id = cast.yunshan.customer("bj-spring/1-101")
        let today = Day(cast.clock.now(), offsetMinutes: 480)
        let given = ["item": "survey", "ground": "consent", "noticeVersion": "2026-1", "givenOn": "2026-01-01"]
        let consent = try NewConsent.read(given, today: today).get()
        try await OwnerTests.write(cast, "bj-spring") { try await $0.add(consent, try await $0.access(id, for: ManageCustomer.self)) }
        let row = try #require(try await OwnerTests.owner(cast, id).consents.first)
        #expect(row.noticeVersion == "2026-1" && row.notedByName == "陈晨" && row.withdrawnOn == nil)
        try await OwnerTests.write(cast, "bj-spring") { try await $0.withdraw(row.id, try await $0.access(id, for: ManageCustomer.self)) }
        #expect(try await OwnerTests.owner(cast, id).consents.first?.withdrawnOn == today)
        await #expect(throws: StoreError.self, "once") {
            try await OwnerTests.write(cast, "bj-spring") {
                try await $0.withdraw(row.id, try await $0.access(id, for: ManageCustomer.self))
            }
        }
        try await cast.end()
    }
}
