internal import Domain
internal import Postgres
internal import Secrets

/// A line of the trail with its codes.
struct AuditLine: RowDecodable {
    let entry: AuditEntry
    let previous: [UInt8]
    let code: [UInt8]

    init(row: inout RowCursor) throws {
        let (tenant, chain, seq): (TenantID, Int64, Int64) = (try row.next(), try row.next(), try row.next())
        let (at, action): (Instant, String) = (try row.next(), try row.next())
        let (actor, name, post): (PersonID?, String, String) = (try row.next(), try row.next(), try row.next())
        let (unit, company): (UnitID?, UnitID?) = (try row.next(), try row.next())
        let (project, vendor): (UnitID?, UnitID?) = (try row.next(), try row.next())
        let (kind, id, label): (String, Int64?, String) = (try row.next(), try row.next(), try row.next())
        let detail = EventDetail.readAltered(try row.next())
        entry = AuditEntry(
            tenant: tenant, chain: chain, seq: seq, at: at, action: action, actor: actor, actorName: name, actorPost: post, unit: unit,
            company: company, project: project, vendor: vendor, objectKind: kind, object: id, objectLabel: label, detail: detail)
        previous = try row.next()
        code = try row.next()
    }

    static func after(_ seq: Int64, chain: Int64, tenant: TenantID, limit: Int) -> Query<AuditLine> {
        Query(
            """
            SELECT tenant_id, chain, seq, at, action, actor_id, actor_name, actor_post, unit_id, company_id, project_id, vendor_id,
                object_kind, object_id, object_label, detail, prev_code, code
            FROM audit_event WHERE tenant_id = \(tenant) AND chain = \(chain) AND seq > \(seq) ORDER BY seq LIMIT \(limit)
            """)
    }
}

/// An anchor with the heads it stands for.
struct AnchorRow: RowDecodable {
    struct Head: Decodable {
        let chain: Int64
        let seq: Int64
        let code: String

        var bytes: [UInt8] {
            let digits = Array(code.utf8)
            return stride(from: 0, to: digits.count - 1, by: 2).compactMap {
                UInt8(String(decoding: digits[$0...$0 + 1], as: UTF8.self), radix: 16)
            }
        }
    }

    let anchor: AuditAnchor
    let heads: [Head]

    var digest: [UInt8] { anchor.digest }
    var computedDigest: [UInt8] {
        Secrets.digest(Array(heads.map { "\($0.chain):\($0.seq):\($0.code)" }.joined(separator: "\n").utf8))
    }

    init(row: inout RowCursor) throws {
        anchor = try AuditAnchor(row: &row)
        // What is no list of heads any more fits no digest.
        heads = (try? EventDetail.decode(from: try row.next())) ?? []
    }

    static func all(tenant: TenantID) -> Query<AnchorRow> {
        Query("SELECT id, tenant_id, at, digest, heads FROM audit_anchor WHERE tenant_id = \(tenant) ORDER BY id")
    }
}

/// What a ticket says its newest line is.
struct TicketHead: RowDecodable {
    let ticket: TicketID
    let hash: [UInt8]

    init(row: inout RowCursor) throws {
        ticket = try row.next()
        hash = try row.next()
    }

    static func after(_ id: Int64, tenant: TenantID, limit: Int) -> Query<TicketHead> {
        Query("SELECT id, head_hash FROM ticket WHERE tenant_id = \(tenant) AND id > \(id) ORDER BY id LIMIT \(limit)")
    }
}

/// A line of a ticket's log in the form that was hashed.
struct TicketLine: RowDecodable {
    let entry: TimelineEntry
    let hash: [UInt8]

    init(row: inout RowCursor) throws {
        let (ticket, seq, at): (TicketID, Int, Instant) = (try row.next(), try row.next(), try row.next())
        let (action, from, to): (String, String?, String) = (try row.next(), try row.next(), try row.next())
        let (actor, name, post): (PersonID?, String, String) = (try row.next(), try row.next(), try row.next())
        let (fromUnit, fromName): (UnitID?, String) = (try row.next(), try row.next())
        let (toUnit, toName): (UnitID?, String) = (try row.next(), try row.next())
        let (person, text): (String, String) = (try row.next(), try row.next())
        entry = TimelineEntry(
            ticket: ticket, seq: seq, at: at, action: action, stateFrom: from, stateTo: to, actor: actor, actorName: name, actorPost: post,
            fromUnit: fromUnit, fromUnitName: fromName, toUnit: toUnit, toUnitName: toName, toPersonName: person, text: text,
            detail: EventDetail.readAltered(try row.next()))
        hash = try row.next()
    }

    static func of(from first: TicketID, to last: TicketID, tenant: TenantID) -> Query<TicketLine> {
        Query(
            """
            SELECT ticket_id, seq, at, action, state_from, state_to, actor_id, actor_name, actor_post, from_unit_id, from_unit_name,
                to_unit_id, to_unit_name, to_person_name, text, detail, hash
            FROM ticket_event WHERE tenant_id = \(tenant) AND ticket_id BETWEEN \(first) AND \(last) ORDER BY ticket_id, seq
            """)
    }
}

/// A line of the trail about a step that the ticket's log does not have, or has otherwise.
struct MissingStep: RowDecodable {
    let ticket: TicketID
    let line: Int

    init(row: inout RowCursor) throws {
        ticket = try row.next()
        line = try row.next()
    }

    static func all(tenant: TenantID) -> Query<MissingStep> {
        Query(
            """
            SELECT a.object_id, CASE WHEN a.detail ->> 'seq' ~ '^[0-9]{1,9}$' THEN (a.detail ->> 'seq')::bigint ELSE 0 END
            FROM audit_event a
            WHERE a.tenant_id = \(tenant) AND a.action = 'ticket.step' AND a.object_id IS NOT NULL AND NOT EXISTS (
                SELECT FROM ticket_event e WHERE e.tenant_id = a.tenant_id AND e.ticket_id = a.object_id
                AND e.seq::text = a.detail ->> 'seq'
                AND translate(rtrim(encode(e.hash, 'base64'), '='), '+/', '-_') = a.detail ->> 'hash')
            ORDER BY 1, 2
            """)
    }
}
