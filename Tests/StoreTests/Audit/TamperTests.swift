import Domain
import Postgres
import Store
import TestSupport
import Testing

/// Somebody who may write anything to the database, but does not have the key, changes one thing. The check has to name it.
@Suite("Tampering") struct TamperTests {
    private static let rounds = 1_000

    @Test("ACCESS-P7: each of 1,000 random tamperings is found")
    func everyTampering() async throws {
        let cast = try await Cast.assemble()
        try await history(cast)
        let file = try await cast.store.auditAnchors(after: 0)
        #expect(file.count >= 2)
        var random = RandomNumbers.fromEnvironment()
        let seed = random.seed
        let tamperings = (0..<Self.rounds).map { _ in Tampering.any(using: &random) }
        let missed = try await cast.database.administer { connection in
            let check = AuditCheck(connection, secret: Cast.secret)
            #expect(try await check.run(anchors: file).findings == [])
            var missed: [String] = []
            for tampering in tamperings {
                try await connection.execute(script: "BEGIN")
                try await connection.execute(script: tampering.script)
                if try await check.run(anchors: file).isWhole { missed.append(tampering.script) }
                try await connection.execute(script: "ROLLBACK")
            }
            return missed
        }
        #expect(missed == [], "seed \(seed)")
        #expect(Set(tamperings.map(\.name)).count == Tampering.names.count, "every kind was tried")
        try await cast.end()
    }

    @Test("another key fits nowhere: whoever can write to the database cannot write a line that fits")
    func otherKey() async throws {
        let cast = try await Cast.assemble()
        try await history(cast)
        let report = try await cast.database.administer { connection in
            try await AuditCheck(connection, secret: Array("a secret that somebody made up".utf8)).run()
        }
        #expect(report.findings.contains { $0.kind == .altered })
        try await cast.end()
    }

    /// Two tickets on their way, an organisation that grew, and anchors over all of it.
    private func history(_ cast: Cast) async throws {
        for _ in 0..<2 {
            let ticket = try await cast.record()
            try await ticket.take(.accept, by: "jy-spring", ["severity": "minor"])
            try await ticket.take(.recordFindings, by: "jy-spring", ["text": "顶板接缝开裂"])
        }
        _ = try await cast.store.anchorAudit()
        _ = try await cast.record(by: "bj-river", door: "bj-river/1-101")
        _ = try await cast.store.write(cast.yunshan.entry("admin"), .permission(.orgManage), form: cast.form()) { tx in
            let group = try await tx.access(cast.yunshan.unit("hq").id, for: ManageOrg.self)
            _ = try await tx.add(try NewCompany.read(["code": "xh", "name": "西湖公司", "prefix": "XH"]).get(), group)
            return "/"
        }
        _ = try await cast.store.anchorAudit()
    }
}

/// One change that nobody should be able to make unnoticed.
private struct Tampering: Sendable {
    let name: String
    let script: String

    private static let columns: [(String, String)] = [
        ("at", "at + interval '1 microsecond'"), ("action", "action || 'x'"), ("actor_id", "coalesce(actor_id, 0) + 1"),
        ("actor_name", "actor_name || '。'"), ("actor_post", "'经理' || actor_post"), ("unit_id", "NULLIF(coalesce(unit_id, 0), unit_id) + 1"),
        ("company_id", "coalesce(company_id, 0) + 1"), ("project_id", "coalesce(project_id, 0) + 1"),
        ("vendor_id", "coalesce(vendor_id, 0) + 1"), ("object_kind", "'unit' || object_kind"), ("object_id", "coalesce(object_id, 0) + 1"),
        ("object_label", "object_label || ' '"), ("detail", "detail || '{\"to\": \"closed!\"}'"), ("detail", "'[]'"),
        ("prev_code", "sha256(prev_code)"), ("code", "sha256(code)"),
    ]

    private static let logColumns: [(String, String)] = [
        ("text", "text || '!'"), ("actor_name", "actor_name || 'x'"), ("at", "at - interval '1 second'"), ("state_to", "state_to || 'x'"),
        ("hash", "sha256(hash)"), ("detail", "detail || '{\"x\": \"y\"}'"),
    ]

    static let names = [
        "column", "delete", "tail", "swap", "forge", "head", "anchor", "noAnchor", "log", "logTail", "rewrite", "ticketHead",
    ]

    static func any(using random: inout RandomNumbers) -> Tampering {
        let name = names.randomElement(using: &random) ?? "column"
        let n = Int.random(in: 0..<1_000, using: &random)
        let line = "(SELECT ctid FROM audit_event ORDER BY tenant_id, chain, seq OFFSET \(n) % (SELECT count(*) FROM audit_event) LIMIT 1)"
        let log = "(SELECT ctid FROM ticket_event ORDER BY ticket_id, seq OFFSET \(n) % (SELECT count(*) FROM ticket_event) LIMIT 1)"
        let ticket = "(SELECT id FROM ticket ORDER BY id OFFSET \(n) % (SELECT count(*) FROM ticket) LIMIT 1)"
        let chain = "(SELECT chain FROM audit_head ORDER BY tenant_id, chain OFFSET \(n) % (SELECT count(*) FROM audit_head) LIMIT 1)"
        let script =
            switch name {
            case "column":
                columns.randomElement(using: &random).map { "UPDATE audit_event SET \($0.0) = \($0.1) WHERE ctid = \(line)" } ?? ""
            case "delete": "DELETE FROM audit_event WHERE ctid = \(line)"
            case "tail":
                // The end of a chain goes, and the head with it, as if it had never been.
                """
                DELETE FROM audit_event WHERE chain = \(chain) AND seq = (SELECT max(seq) FROM audit_event a WHERE a.chain = \(chain));
                UPDATE audit_head h SET seq = coalesce((SELECT max(seq) FROM audit_event a WHERE a.tenant_id = h.tenant_id AND a.chain = h.chain), 0),
                    code = coalesce((SELECT code FROM audit_event a WHERE a.tenant_id = h.tenant_id AND a.chain = h.chain ORDER BY seq DESC LIMIT 1),
                        decode(repeat('00', 32), 'hex')) WHERE chain = \(chain)
                """
            case "swap":
                """
                UPDATE audit_event SET seq = CASE seq WHEN 1 THEN 100002 ELSE 100001 END WHERE chain = \(chain) AND seq IN (1, 2);
                UPDATE audit_event SET seq = seq - 100000 WHERE seq > 100000;
                UPDATE audit_event SET object_label = object_label || '~' WHERE chain = \(chain) AND NOT EXISTS (
                    SELECT FROM audit_event a WHERE a.chain = \(chain) AND a.seq = 2)
                """
            case "forge":
                """
                INSERT INTO audit_event (tenant_id, chain, seq, at, action, actor_name, actor_post, object_kind, object_label, detail, prev_code, code)
                SELECT tenant_id, chain, seq + 1, now(), 'unit.add', '无', '', 'unit', 'x', '{}', code, sha256(code) FROM audit_head
                    WHERE chain = \(chain);
                UPDATE audit_head SET seq = seq + 1, code = sha256(code) WHERE chain = \(chain)
                """
            case "head":
                "UPDATE audit_head SET \(n % 2 == 0 ? "seq = seq + 1" : "code = sha256(code)") WHERE chain = \(chain)"
            case "anchor":
                n % 2 == 0
                    ? "UPDATE audit_anchor SET digest = sha256(digest) WHERE id = (SELECT min(id) FROM audit_anchor)"
                    : "UPDATE audit_anchor SET heads = jsonb_set(heads, '{0,seq}', '99') WHERE id = (SELECT max(id) FROM audit_anchor)"
            case "noAnchor": "DELETE FROM audit_anchor WHERE id = (SELECT \(n % 2 == 0 ? "min" : "max")(id) FROM audit_anchor)"
            case "log":
                logColumns.randomElement(using: &random).map { "UPDATE ticket_event SET \($0.0) = \($0.1) WHERE ctid = \(log)" } ?? ""
            case "logTail":
                """
                DELETE FROM ticket_event WHERE ticket_id = \(ticket) AND seq = (SELECT max(seq) FROM ticket_event WHERE ticket_id = \(ticket));
                UPDATE ticket SET head_hash = coalesce((SELECT hash FROM ticket_event e WHERE e.ticket_id = ticket.id ORDER BY seq DESC LIMIT 1),
                    decode(repeat('00', 32), 'hex')) WHERE id = \(ticket)
                """
            case "rewrite":
                // The ticket's own chain has no key; a line hashed anew fits there, and is found by the trail.
                """
                UPDATE ticket_event SET hash = sha256(hash) WHERE ticket_id = \(ticket)
                    AND seq = (SELECT max(seq) FROM ticket_event WHERE ticket_id = \(ticket));
                UPDATE ticket SET head_hash = (SELECT hash FROM ticket_event e WHERE e.ticket_id = ticket.id ORDER BY seq DESC LIMIT 1)
                    WHERE id = \(ticket)
                """
            default: "UPDATE ticket SET head_hash = sha256(head_hash) WHERE id = \(ticket)"
            }
        return Tampering(name: name, script: script)
    }
}
