import Domain
import Foundation
import Postgres
import Store
import TestSupport
import Testing
import Work

@Suite("Anchors of the audit trail") struct AnchorTests {
    @Test("each anchor reaches the file once, and a chain cut short with its anchors is found by the file")
    func keeping() async throws {
        let stage = try await QueueStage.open()
        let file = "\(FileManager.default.temporaryDirectory.path)/anchors-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: file) }
        let keeper = AnchorKeeper(store: stage.cast.store, file: file, logger: QueueStage.logger)
        _ = try await stage.cast.record()
        try await keeper.keep()
        let first = try await AnchorFile.read(file)
        #expect(Set(first.map(\.tenant)).contains(stage.tenant))
        try await keeper.keep()
        #expect(try await AnchorFile.read(file) == first, "nothing moved, nothing is added")
        _ = try await stage.cast.record()
        try await keeper.keep()
        let second = try await AnchorFile.read(file)
        #expect(second.count == first.count + 1 && Array(second.prefix(first.count)) == first)

        let report = try await stage.cast.database.administer { connection in
            #expect(try await AuditCheck(connection, secret: Cast.secret).run(anchors: second).findings == [])
            // Back to the moment of the first anchor, in every table: only the file remembers the rest.
            try await connection.execute(
                script: """
                    DELETE FROM audit_event e USING (SELECT max(seq) AS seq, chain FROM audit_event GROUP BY chain) l
                        WHERE e.chain = l.chain AND e.seq = l.seq AND e.action = 'ticket.step';
                    DELETE FROM audit_anchor WHERE id = (SELECT max(id) FROM audit_anchor);
                    UPDATE audit_head h SET seq = h.seq - 1, anchored_seq = h.seq - 1,
                        code = (SELECT code FROM audit_event e WHERE e.tenant_id = h.tenant_id AND e.chain = h.chain AND e.seq = h.seq - 1)
                        WHERE NOT EXISTS (SELECT FROM audit_event e WHERE e.tenant_id = h.tenant_id AND e.chain = h.chain AND e.seq = h.seq)
                    """)
            #expect(try await AuditCheck(connection, secret: Cast.secret).run().findings == [], "the database alone does not know")
            return try await AuditCheck(connection, secret: Cast.secret).run(anchors: second)
        }
        #expect(report.findings.map(\.kind) == [.anchorFile])
        try await stage.cast.end()
    }

    @Test("a file that somebody wrote into is named, not believed")
    func malformed() async throws {
        let file = "\(FileManager.default.temporaryDirectory.path)/anchors-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: file) }
        try "1 2 three four\n".write(toFile: file, atomically: true, encoding: .utf8)
        await #expect(throws: AnchorFile.Fault.malformed(line: 1)) { try await AnchorFile.read(file) }
    }
}
