package import Domain
package import Postgres
internal import Secrets

/// What the check of a trail found.
package struct AuditReport: Sendable, Hashable {
    /// The first place in each chain, ticket or anchor that does not fit.
    package struct Finding: Sendable, Hashable {
        package enum Kind: String, Sendable {
            /// A number is missing, doubled or out of order.
            case gap
            /// A line is not what was written, or follows another than the one before it.
            case altered
            /// The chain ends elsewhere than its head says.
            case head
            /// Lines that an anchor knows are gone or others.
            case anchor
            /// The anchor in the file is missing in the database or differs there.
            case anchorFile
            /// A ticket's log does not fit its own chain, its head or the trail.
            case ticket
        }

        package let tenant: TenantID
        package let kind: Kind
        /// "chain 7, line 42"; "ticket 12, line 3"; "anchor 5".
        package let place: String
    }

    package var lines = 0
    package var chains = 0
    package var tickets = 0
    package var anchors = 0
    package var findings: [Finding] = []

    package var isWhole: Bool { findings.isEmpty }
}

/// Reads the whole trail as the owner of the tables and compares it with the codes, the heads, the anchors and the tickets' own logs.
package struct AuditCheck: Sendable {
    let connection: AdminConnection
    let key: [UInt8]
    private static let batch = 2_000

    /// - Parameter connection: of the owner, or of an administrator; row security is no obstacle to either.
    package init(_ connection: AdminConnection, secret: [UInt8]) {
        self.connection = connection
        key = Store.auditKey(secret)
    }

    /// - Parameter file: what the anchor file holds; a line of it must be in the database as it is in the file.
    package func run(anchors file: [AuditAnchor] = []) async throws -> AuditReport {
        var report = AuditReport()
        let tenants = try await connection.query("SELECT id FROM tenant ORDER BY id").values(TenantID.self)
        for tenant in tenants {
            let codes = try await chains(of: tenant, &report)
            try await anchors(of: tenant, file.filter { $0.tenant == tenant }, codes, &report)
            try await tickets(of: tenant, &report)
        }
        for stray in file where !tenants.contains(stray.tenant) {
            report.findings.append(.init(tenant: stray.tenant, kind: .anchorFile, place: "anchor \(stray.id)"))
        }
        return report
    }

    /// - Returns: the codes as recomputed, by chain, so that anchors are held against what the lines say and not what they claim.
    private func chains(of tenant: TenantID, _ report: inout AuditReport) async throws -> [Int64: [[UInt8]]] {
        let heads = try await connection.query("SELECT chain, seq, code FROM audit_head WHERE tenant_id = \(tenant)").decode(AuditHead.self)
        let written = try await connection.query("SELECT DISTINCT chain FROM audit_event WHERE tenant_id = \(tenant)").values(Int64.self)
        var codes: [Int64: [[UInt8]]] = [:]
        for chain in Set(written).union(heads.map(\.chain)).sorted() {
            report.chains += 1
            let found = try await follow(chain, of: tenant, &report)
            codes[chain] = found
            let head = heads.first { $0.chain == chain }
            let (seq, code) = (Int64(found.count), found.last ?? AuditEntry.origin)
            if head?.seq != seq || head?.code != code {
                report.findings.append(.init(tenant: tenant, kind: .head, place: "chain \(chain), line \(max(seq, head?.seq ?? 0))"))
            }
        }
        return codes
    }

    /// Walks one chain; the first line that does not fit is reported, the ones behind it follow what they say they follow.
    private func follow(_ chain: Int64, of tenant: TenantID, _ report: inout AuditReport) async throws -> [[UInt8]] {
        var codes: [[UInt8]] = []
        var isSound = true
        var last: Int64 = Int64.min
        while true {
            let lines = try await connection.query(AuditLine.after(last, chain: chain, tenant: tenant, limit: Self.batch).sql)
                .decode(AuditLine.self)
            for line in lines {
                report.lines += 1
                let expected = Int64(codes.count) + 1
                let previous = codes.last ?? AuditEntry.origin
                let code = line.entry.code(after: previous) { Secrets.hmac($0, key: key) }
                if isSound, line.entry.seq != expected || line.previous != previous || line.code != code {
                    isSound = false
                    let kind: AuditReport.Finding.Kind = line.entry.seq == expected ? .altered : .gap
                    report.findings.append(.init(tenant: tenant, kind: kind, place: "chain \(chain), line \(expected)"))
                }
                codes.append(isSound ? code : line.code)
                last = line.entry.seq
            }
            if lines.count < Self.batch { return codes }
        }
    }

    private func anchors(
        of tenant: TenantID, _ file: [AuditAnchor], _ codes: [Int64: [[UInt8]]], _ report: inout AuditReport
    ) async throws {
        let rows = try await connection.query(AnchorRow.all(tenant: tenant).sql).decode(AnchorRow.self)
        for row in rows {
            report.anchors += 1
            let broken = row.heads.contains { head in
                let chain = codes[head.chain] ?? []
                return head.seq < 1 || head.seq > chain.count || Token.encode(chain[Int(head.seq) - 1]) != Token.encode(head.bytes)
            }
            if broken || row.digest != row.computedDigest {
                report.findings.append(.init(tenant: tenant, kind: .anchor, place: "anchor \(row.anchor.id)"))
            }
        }
        let known = Dictionary(uniqueKeysWithValues: rows.map { ($0.anchor.id, $0.anchor) })
        for line in file where known[line.id] != line {
            report.findings.append(.init(tenant: tenant, kind: .anchorFile, place: "anchor \(line.id)"))
        }
    }

    /// Every ticket's own log; and each line of the trail about a ticket has its line there.
    private func tickets(of tenant: TenantID, _ report: inout AuditReport) async throws {
        var last: Int64 = 0
        while true {
            let heads = try await connection.query(TicketHead.after(last, tenant: tenant, limit: Self.batch).sql).decode(TicketHead.self)
            guard let end = heads.last else { break }
            let events = try await connection.query(TicketLine.of(from: heads[0].ticket, to: end.ticket, tenant: tenant).sql)
                .decode(TicketLine.self)
            let logs = Dictionary(grouping: events, by: \.entry.ticket)
            for head in heads {
                report.tickets += 1
                let lines = logs[head.ticket] ?? []
                let broken =
                    Timeline.firstBreak(lines.map { ($0.entry, $0.hash) }, digest: Secrets.digest)
                    ?? (lines.last?.hash == head.hash ? nil : lines.count)
                if let broken { note(ticket: head.ticket, line: broken, of: tenant, &report) }
            }
            last = end.ticket.rawValue
            if heads.count < Self.batch { break }
        }
        for step in try await connection.query(MissingStep.all(tenant: tenant).sql).decode(MissingStep.self) {
            note(ticket: step.ticket, line: step.line, of: tenant, &report)
        }
    }

    private func note(ticket: TicketID, line: Int, of tenant: TenantID, _ report: inout AuditReport) {
        report.findings.append(.init(tenant: tenant, kind: .ticket, place: "ticket \(ticket), line \(line)"))
    }
}
