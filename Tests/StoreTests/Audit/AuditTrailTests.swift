import Domain
import Postgres
import Store
import TestSupport
import Testing

@Suite("The audit trail") struct AuditTrailTests {
    private func trail(_ cast: Cast, as account: String = "audit", at code: String? = nil, _ filter: AuditFilter = AuditFilter())
        async throws
        -> [AuditRow]
    {
        try await cast.store.read(cast.yunshan.entry(account, at: code), .permission(.auditSee)) { try await $0.auditTrail(filter).rows }
    }

    @Test("ACCESS-P7: every step on a ticket leaves a line with who, what, where and the digest of its line in the ticket's log")
    func steps() async throws {
        let cast = try await Cast.assemble()
        let ticket = try await cast.record()
        try await ticket.take(.accept, by: "jy-spring", ["severity": "minor"])
        let lines = try await trail(cast, AuditFilter(object: .ticket, objectID: ticket.id.rawValue))
        #expect(lines.map(\.action) == ["ticket.step", "ticket.step"])
        #expect(lines.map { $0.detail["action"] } == ["accept", "record"])
        #expect(
            lines.allSatisfy {
                $0.objectLabel == ticket.number && $0.actorName == "杨帆" && $0.chain == cast.yunshan.unit("bj-spring").id.rawValue
            })
        #expect(lines.map(\.seq) == lines.map(\.seq).sorted(by: >))
        let hashes = try await cast.database.administer { connection in
            try await connection.query(
                "SELECT translate(rtrim(encode(hash, 'base64'), '='), '+/', '-_') FROM ticket_event WHERE ticket_id = \(ticket.id) ORDER BY seq DESC"
            )
            .values(String.self)
        }
        #expect(lines.map { $0.detail["hash"] } == hashes)
        try await cast.end()
    }

    @Test("a step that is refused, or whose line cannot be written, leaves neither step nor line")
    func together() async throws {
        let cast = try await Cast.assemble()
        let ticket = try await cast.record()
        try await cast.database.administer { connection in
            try await connection.execute(
                script: "ALTER TABLE audit_event ADD CONSTRAINT audit_event_full_disk CHECK (detail ->> 'action' <> 'accept')")
        }
        await #expect(throws: StoreError.self) { try await ticket.take(.accept, by: "jy-spring", ["severity": "minor"]) }
        #expect(try await ticket.version == 1)
        #expect(try await trail(cast, AuditFilter(object: .ticket, objectID: ticket.id.rawValue)).count == 1)
        try await cast.end()
    }

    @Test("many who write at one project at once get numbers without a gap, and the chain stays whole")
    func concurrency() async throws {
        let cast = try await Cast.assemble(connections: 8)
        try await withThrowingTaskGroup { group in
            for _ in 0..<24 { group.addTask { _ = try await cast.record() } }
            for _ in 0..<8 { group.addTask { _ = try await cast.record(in: cast.haitang) } }
            try await group.waitForAll()
        }
        let report = try await check(cast)
        #expect(report.findings == [])
        #expect(report.lines >= 32 && report.tickets == 32)
        try await cast.end()
    }

    @Test("a door that stays shut leaves one line a person, permission and minute, written by the worker")
    func refusals() async throws {
        let cast = try await Cast.assemble()
        for _ in 0..<5 {
            await #expect(throws: StoreError.self) {
                try await cast.store.read(cast.yunshan.entry("jy-spring"), .permission(.orgManage)) { try await $0.enter() }
            }
        }
        try await cast.deliverAudit()
        let lines = try await trail(cast, AuditFilter(subject: "access"))
        #expect(lines.map(\.objectLabel) == ["org.manage"])
        #expect(lines.first?.actorName == "杨帆" && lines.first?.detail["unit"] == "jy-spring")
        try await cast.end()
    }

    @Test("ACCESS-P5: a company's auditor reads of the own company, nobody of another group")
    func sight() async throws {
        let cast = try await Cast.assemble()
        let ours = try await cast.record()
        let lake = try await cast.record(by: "nh-lake", door: "nh-lake/1-101")
        let foreign = try await cast.record(in: cast.haitang)
        let group = Set(try await trail(cast).map(\.objectLabel))
        #expect(group.isSuperset(of: [ours.number, lake.number]))
        let company = try await cast.store.read(cast.yunshan.entry("hq", at: "bj"), .permission(.auditSee)) {
            try await $0.auditTrail().rows
        }
        #expect(company.contains { ours.isMeant(by: $0) } && !company.contains { lake.isMeant(by: $0) })
        #expect(!(try await trail(cast)).contains { foreign.isMeant(by: $0) })
        await #expect(throws: StoreError.self) { try await trail(cast, as: "bj-spring") }
        try await cast.end()
    }

    @Test("pages by key neither skip nor repeat lines of the same moment")
    func paging() async throws {
        let cast = try await Cast.assemble()
        for _ in 0..<60 { _ = try await cast.record() }
        var seen: [String] = []
        var cursor: AuditCursor?
        repeat {
            let list = try await cast.store.read(cast.yunshan.entry("audit"), .permission(.auditSee)) {
                try await $0.auditTrail(AuditFilter(subject: "ticket"), after: cursor)
            }
            seen += list.rows.map { "\($0.chain)-\($0.seq)" }
            cursor = list.next.flatMap { AuditCursor(text: $0.text) }
        } while cursor != nil
        #expect(seen.count == 60 && Set(seen).count == 60)
        try await cast.end()
    }

    private func check(_ cast: Cast) async throws -> AuditReport {
        try await cast.database.administer { connection in try await AuditCheck(connection, secret: Cast.secret).run() }
    }
}

extension CastTicket {
    /// The numbers of both groups are alike; ids are not.
    fileprivate func isMeant(by row: AuditRow) -> Bool { row.objectKind == "ticket" && row.object == id.rawValue }
}

extension Cast {
    /// What the worker does with queued lines.
    func deliverAudit() async throws {
        for claim in try await store.claim(worker: "audit", limit: 50) where claim.kind == WriteAudit.kind {
            try await store.job(claim, worker: "audit") { tx, job in try await WriteAudit.run(tx, job) }
        }
    }
}
