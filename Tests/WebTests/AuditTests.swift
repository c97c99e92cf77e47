import Domain
import Postgres
import TestSupport
import Testing

@testable import Web

@Suite("Reading the audit trail") struct AuditTests {
    @Test func `ACCESS-P7: a step on a ticket is read by the auditor with who, what and where; ACCESS-P1: no customer is named`()
        async throws
    {
        try await Ground.run { ground in
            let ticket = try await ground.cast.record()
            let auditor = ground.visitor("audit")
            let page = try await auditor.get(auditor.paths.audit)
            #expect(page.status == 200)
            for text in [ticket.number, "受理并登记", "杨帆"] { #expect(page.body.contains(text), "\(text)") }
            // Whose doings the trail tells does not keep it: the three administrators are apart.
            for account in ["admin", "sec", "bj-admin"] {
                let administrator = ground.visitor(account)
                #expect(try await administrator.get(administrator.paths.audit).status == 403, "\(account)")
            }
        }
    }

    @Test func `a filter that cannot be read is left out; one that fits nothing says what to do`() async throws {
        try await Ground.run { ground in
            _ = try await ground.cast.record()
            let auditor = ground.visitor("audit")
            let odd = try await auditor.get("\(auditor.paths.audit)?subject=nonsense&from=yesterday&at=1~x~2&object=ghost&id=-")
            #expect(odd.status == 200 && odd.body.contains("受理并登记"))
            let none = try await auditor.get("\(auditor.paths.audit)?subject=ticket&to=2001-01-01")
            #expect(none.status == 200 && none.body.contains("没有符合条件的记录"))
        }
    }

    @Test func `the trail is refused to whoever may not read it, and the refusal is a line of it`() async throws {
        try await Ground.run { ground in
            let site = ground.visitor("jy-spring")
            let refused = try await site.get(site.paths.audit)
            #expect(refused.status == 403)
            let waiting = try await ground.cast.database.administer { connection in
                try await connection.query("SELECT payload ->> 'label' FROM job WHERE kind = 'writeAudit'").values(String.self)
            }
            #expect(waiting == ["audit.see"])
        }
    }
}
