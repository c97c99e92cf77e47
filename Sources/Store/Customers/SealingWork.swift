internal import Domain
package import Postgres
package import Secrets

/// Seals what older releases stored in the clear, and seals anew what older keys had sealed. Works as `shouwen_owner` over all tenants in
/// batches, each one transaction: a run that was killed goes on where it stopped, and servers may run meanwhile, since a search asks for
/// the marks under every key.
package struct SealingWork: Sendable {
    /// What was done and what a second look found.
    package struct Report: Hashable, Sendable {
        package var sealed: [String: Int] = [:]
        /// Values that do not open, by column; such a key may not be dropped.
        package var broken: [String: Int] = [:]
        /// Keys that still seal something.
        package var keysInUse: Set<UInt32> = []

        package var total: Int { sealed.values.reduce(0, +) }
    }

    static let batch = 500

    let connection: AdminConnection
    let sealer: Sealer

    package init(_ connection: AdminConnection, keys: KeyRing) {
        self.connection = connection
        sealer = Sealer(keys)
    }

    /// Seals the telephone numbers that stand in the clear, empties their column and lets the server start.
    /// - Parameter progress: told the count after each batch.
    /// - Returns: how many were sealed.
    @discardableResult
    package func sealPlain(_ progress: (Int) -> Void = { _ in }) async throws -> Int {
        var count = 0
        while case let rows = try await connection.query(Self.plain).decode(PlainRow.self), !rows.isEmpty {
            let phones = rows.map { row in
                PhoneNumber(digits: row.phone).map { StoredPhone($0, of: row.id, tenant: row.tenant, sealer: sealer) }
            }
            try await connection.query(
                """
                UPDATE customer c SET phone = '', phone_sealed = nullif(x.sealed, ''), phone_blind = nullif(x.blind, ''), phone_tail = x.tail
                FROM unnest(\(rows.map(\.tenant)), \(rows.map(\.id)), \(phones.map { $0?.sealed ?? [] }), \(phones.map { $0?.blind ?? [] }),
                    \(phones.map { $0?.tail ?? "" })) AS x (tenant, id, sealed, blind, tail)
                WHERE c.tenant_id = x.tenant AND c.id = x.id AND c.phone <> ''
                """)
            count += rows.count
            progress(count)
        }
        try await connection.execute(script: "ALTER TABLE customer VALIDATE CONSTRAINT customer_phone_gone")
        return count
    }

    private static let plain: SQL = """
        SELECT tenant_id, id, phone FROM customer WHERE phone <> '' ORDER BY tenant_id, id LIMIT 500
        """

    /// Seals anew whatever another key than the newest had sealed, then opens every value once more.
    package func rotate(_ progress: (String, Int) -> Void = { _, _ in }) async throws -> Report {
        var report = Report()
        for table in SealedTable.all {
            var after = SealedPlace(tenant: TenantID(0), id: 0)
            while case let rows = try await connection.query(table.stale(current, after: after)).decode(SealedRow.self),
                let last = rows.last
            {
                try await renew(rows, in: table)
                after = last.place
                report.sealed[table.column.rawValue, default: 0] += rows.count
                progress(table.column.rawValue, report.sealed[table.column.rawValue] ?? 0)
            }
        }
        if report.total > 0 { try await note(report) }
        return try await verified(report)
    }

    /// A line in every group's trail; the worker writes it, since a command has no scope.
    private func note(_ report: Report) async throws {
        let payload = try EventDetail.encode(
            WriteAudit.Payload(
                action: AuditAction.keysRotated.code, person: nil, objectKind: AuditObjectKind.setting.code, object: nil, label: "keys",
                detail: ["count": String(report.total), "to": String(sealer.ring.current)]))
        try await connection.query(
            "SELECT app.enqueue_audit(t.id, \(payload), NULL, transaction_timestamp()) FROM tenant t WHERE t.closed_at IS NULL")
    }

    /// Opens every sealed value.
    package func verify() async throws -> Report { try await verified(Report()) }

    private var current: [UInt8] { withUnsafeBytes(of: sealer.ring.current.bigEndian) { Array($0) } }

    private func renew(_ rows: [SealedRow], in table: SealedTable) async throws {
        var renewed: [(place: SealedPlace, old: [UInt8], sealed: [UInt8], blind: [UInt8])] = []
        for row in rows {
            guard let value = try? sealer.open(row.sealed, table.column, tenant: row.place.tenant, row: row.place.id) else { continue }
            renewed.append(
                (
                    row.place, row.sealed, sealer.seal(value, table.column, tenant: row.place.tenant, row: row.place.id),
                    table.mark(value, row, sealer) ?? []
                ))
        }
        if renewed.isEmpty { return }
        try await connection.query(table.renew(renewed))
    }

    private func verified(_ report: Report) async throws -> Report {
        var report = report
        for table in SealedTable.all {
            var after = SealedPlace(tenant: TenantID(0), id: 0)
            while case let rows = try await connection.query(table.every(after: after)).decode(SealedRow.self), let last = rows.last {
                for row in rows {
                    if let id = Sealer.keyID(of: row.sealed) { report.keysInUse.insert(id) }
                    let opens = (try? sealer.open(row.sealed, table.column, tenant: row.place.tenant, row: row.place.id)) != nil
                    if !opens { report.broken[table.column.rawValue, default: 0] += 1 }
                }
                after = last.place
            }
        }
        return report
    }
}

private struct PlainRow: RowDecodable {
    let tenant: TenantID
    let id: CustomerID
    let phone: String

    init(row: inout RowCursor) throws {
        tenant = try row.next()
        id = try row.next()
        phone = try row.next()
    }
}
