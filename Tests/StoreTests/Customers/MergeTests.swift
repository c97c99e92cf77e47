import Domain
import Postgres
import TestSupport
import Testing

@testable import Store

/// Two files of one customer: joined with a look at both, and taken back exactly.
@Suite("Merges") struct MergeTests {
    /// Everything about some customers that a merge could touch, sealed values opened so that a new seal does not count as a change.
    private func state(_ cast: Cast, _ ids: [CustomerID]) async throws -> [String] {
        let sealer = cast.store.sealer
        return try await cast.database.administer { connection in
            var lines: [String] = []
            let files = try await connection.query(
                """
                SELECT tenant_id, id, phone_sealed, concat_ws('|', id, name, kind, state, phone_tail, encode(phone_blind, 'hex'), identity_kind,
                    encode(identity_blind, 'hex'), member_number, member_since, classification, living, note, merged_into, anonymised_at)
                FROM customer WHERE id = ANY (\(ids)) ORDER BY id
                """)
            for row in files.rows {
                let (tenant, id): (TenantID, CustomerID) = (try row.get(0), try row.get(1))
                let sealed: [UInt8]? = try row.get(2)
                let phone = try sealed.map { try sealer.phone($0, of: id, tenant: tenant)?.digits ?? "" } ?? "-"
                lines.append("\(try row.get(3, as: String.self)) \(phone)")
            }
            for query in [
                "SELECT concat_ws('|', id, house_id, customer_id, relation, from_on, to_on, household, ended_as) FROM house_customer ORDER BY id",
                "SELECT concat_ws('|', id, customer_id, kind, label, phone_tail) FROM customer_contact ORDER BY id",
                "SELECT concat_ws('|', id, customer_id, item, ground) FROM consent ORDER BY id",
                "SELECT concat_ws('|', id, customer_id, kind, state) FROM data_request ORDER BY id",
                "SELECT concat_ws('|', id, customer_id, customer_name) FROM ticket ORDER BY id",
            ] { lines += try await connection.query(SQL(reviewedText: query)).values(String.self) }
            return lines
        }
    }

    private func pair(_ cast: Cast) async throws -> (kept: CustomerID, merged: CustomerID) {
        let kept = cast.yunshan.customer("bj-spring/1-101")
        let merged = try await OwnerTests.register(
            cast,
            [
                "name": "业主二号", "phone": "13700001111", "memberNumber": "M-7", "living": "rentedOut", "note": "喜欢短信", "door": "1-102",
                "relation": "coOwner",
            ])
        let today = Day(cast.clock.now(), offsetMinutes: 480)
        try await OwnerTests.write(cast, "bj-spring") { tx in
            let permit = try await tx.access(merged, for: ManageCustomer.self)
            try await tx.add(try NewContact.read(["contactKind": "wechat", "contact": "wx-1"]).get(), permit)
            let consent = ["item": "contact", "ground": "contract", "noticeVersion": "2026-1", "givenOn": "2026-01-01"]
            try await tx.add(try NewConsent.read(consent, today: today).get(), permit)
            _ = try await tx.request(.access, "要一份", permit)
        }
        return (kept, merged)
    }

    private func merge(_ cast: Cast, _ kept: CustomerID, _ merged: CustomerID, taking: Set<MergeField>) async throws -> MergeID {
        let versions = (
            try await OwnerTests.owner(cast, kept, as: "bj").file.version, try await OwnerTests.owner(cast, merged, as: "bj").file.version
        )
        let made = Captured<MergeID>()
        try await OwnerTests.write(cast, "bj") { tx in
            let permit = try await tx.access(kept: kept, merged: merged, versions: versions, for: MergeCustomers.self)
            made.set(try await tx.merge(permit, taking: taking, reason: "同一人"))
        }
        return try #require(made.value)
    }

    @Test("the kept file has the chosen values, both numbers and everything that was the other's; an undo restores both to the last value")
    func exactUndo() async throws {
        let cast = try await Cast.assemble()
        let (kept, merged) = try await pair(cast)
        let ticket = try await cast.record(.house(cast.yunshan.house("bj-spring/1-102")), by: .known(merged), heardBy: "jy-spring")
        let preview = try await cast.store.read(cast.yunshan.entry("bj"), .member) { try await $0.mergePair(kept: kept, merged: merged) }
        #expect(Set(preview.differing) == [.name, .phone, .member, .living, .note])
        let before = try await state(cast, [kept, merged])
        let id = try await merge(cast, kept, merged, taking: [.member, .note, .phone])
        let file = try await OwnerTests.owner(cast, kept)
        #expect(file.file.memberNumber == "M-7" && file.file.note == "喜欢短信" && file.file.living == .unknown)
        #expect(file.file.phoneMasked == "137****1111")
        #expect(file.relations.count == 2 && file.consents.count == 1 && file.requests.count == 1)
        #expect(file.contacts.map(\.masked).sorted() == ["138****1000", "w***"], "the number that did not win stays")
        #expect(file.tickets.map(\.id) == [ticket.id], "matters of the joined file are found from the kept one")
        for query in ["13700001111", "13800131000"] {
            let found = try await cast.store.read(cast.yunshan.entry("bj"), .member) { try await $0.customers(matching: query) }.rows.map(
                \.id)
            #expect(found == [kept], "\(query)")
        }
        #expect(try await ticket.file(as: "jy-spring").phoneMasked == "137****1111")
        // Within thirty days, to the last value.
        cast.clock.advance(.days(29))
        try await OwnerTests.write(cast, "bj") { _ = try await $0.undo(id, of: kept) }
        #expect(try await state(cast, [kept, merged]) == before)
        await #expect(throws: StoreError.self, "only once") {
            try await OwnerTests.write(cast, "bj") { _ = try await $0.undo(id, of: kept) }
        }
        try await cast.end()
    }

    @Test("a field changed after the merge stays changed; after thirty days nothing is taken back; a stale form joins nothing")
    func limits() async throws {
        let cast = try await Cast.assemble()
        let (kept, merged) = try await pair(cast)
        let id = try await merge(cast, kept, merged, taking: [.note, .member])
        let edited = try CustomerForm.read(OwnerTests.form(["name": "业主改名", "phone": "", "note": "喜欢短信", "memberNumber": "M-7"])).get()
        try await OwnerTests.write(cast, "bj") { try await $0.save(edited, try await $0.access(kept, for: ManageCustomer.self)) }
        await #expect(throws: StoreError.self, "the joined file is frozen") {
            try await OwnerTests.write(cast, "bj") { _ = try await $0.access(merged, for: ManageCustomer.self) }
        }
        await #expect(throws: StoreError.self, "a desk may not merge") {
            try await OwnerTests.write(cast, "bj-spring") { _ = try await $0.undo(id, of: kept) }
        }
        cast.clock.advance(.days(10))
        try await OwnerTests.write(cast, "bj") { _ = try await $0.undo(id, of: kept) }
        let file = try await OwnerTests.owner(cast, kept).file
        #expect(file.name == "业主改名" && file.note == "" && file.memberNumber == nil)
        #expect(try await OwnerTests.owner(cast, merged).file.memberNumber == "M-7")
        await #expect(throws: StoreError.self) {
            try await OwnerTests.write(cast, "bj") { tx in
                _ = try await tx.access(kept: kept, merged: merged, versions: (1, 1), for: MergeCustomers.self)
            }
        }
        let again = try await merge(cast, kept, merged, taking: [])
        cast.clock.advance(.days(31))
        await #expect(throws: StoreError.self) { try await OwnerTests.write(cast, "bj") { _ = try await $0.undo(again, of: kept) } }
        await #expect(throws: StoreError.self, "files of two projects stay apart") {
            _ = try await cast.store.read(cast.yunshan.entry("hq"), .member) {
                try await $0.mergePair(kept: kept, merged: cast.yunshan.customer("nh-lake/1-101"))
            }
        }
        try await cast.end()
    }
}
