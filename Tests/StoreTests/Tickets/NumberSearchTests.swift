import Domain
import Postgres
import Store
import TestSupport
import Testing

@Suite("Search by a whole number") struct NumberSearchTests {
    @Test("the number's own ticket is found behind hundreds that share its last four digits")
    func sharedTail() async throws {
        let cast = try await Cast.assemble()
        guard let phone = PhoneNumber(digits: "13712345678") else { throw StoreError.notFound }
        let mine = try await cast.record(
            .house(cast.yunshan.house("bj-spring/3-2-1102")), by: .new(NewCustomer(name: "欧阳", phone: phone, relation: .owner)),
            heardBy: "bj-spring")
        let other = try await cast.record(by: "bj-spring")
        // Two hundred newer tickets of another customer whose number ends alike.
        try await cast.database.administer { connection in
            try await connection.execute(
                script: """
                    CREATE TEMP TABLE more AS SELECT * FROM ticket WHERE id = \(other.id.rawValue);
                    INSERT INTO ticket SELECT (m).* FROM (
                        SELECT jsonb_populate_record(t, jsonb_build_object('id', 900000 + n, 'number', 'BJ-9901-' || n)) m
                        FROM more t, generate_series(1, 200) n
                    ) copies;
                    INSERT INTO ticket_token (tenant_id, ticket_id, company_id, project_id, vendor_id, floor, token)
                    SELECT tenant_id, id, company_id, project_id, vendor_id, floor, '5678' FROM ticket WHERE id > 900000;
                    """)
        }
        for account in ["bj-spring", "bj", "hq"] {
            let hits = try await cast.store.read(cast.yunshan.entry(account), .member) { try await $0.search("137 1234 5678") }.hits
            #expect(hits.map(\.row.id) == [mine.id], "\(account)")
            #expect(hits.map(\.matched) == [.phone])
        }
        // Not from a place the ticket does not belong to, nor by a number that differs in its middle.
        for (account, query) in [("bj-river", "13712345678"), ("jy-spring", "13712345678"), ("hq", "13799995678")] {
            let found = try await cast.store.read(cast.yunshan.entry(account), .member) { try await $0.search(query) }
            #expect(found.hits.isEmpty, "\(account) \(query)")
        }
        try await cast.end()
    }
}
