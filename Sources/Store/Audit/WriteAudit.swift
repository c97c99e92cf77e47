package import Domain
package import Postgres
internal import Secrets

/// The line for what happened outside any scope: signing in, a door that stayed shut. Queued where it happens, written by the worker.
package enum WriteAudit {
    package static let kind = "writeAudit"

    struct Payload: Codable {
        let action: String
        var person: Int64?
        let objectKind: String
        var object: Int64?
        let label: String
        let detail: [String: String]
    }

    /// The worker's effect. The place is the person's home unit; an unknown person leaves a line of the tenant.
    /// - Throws: `unreadable` for a payload this release does not know.
    package static func run(_ tx: WriteTransaction, _ job: Job) async throws {
        guard let payload = try? EventDetail.decode(Payload.self, from: job.payload), let action = AuditAction(rawValue: payload.action),
            let kind = AuditObjectKind(rawValue: payload.objectKind)
        else { throw StoreError.unreadable("job.payload") }
        let person = payload.person.map { PersonID($0) }
        let found = try await tx.fetchFirst(AuditPersonRow.find(person, tenant: tx.tenant))
        let actor = AuditActor(person: found == nil ? nil : person, name: found?.name ?? "", post: "", unit: found?.unit)
        let object = AuditObject(kind, id: payload.object, label: payload.label)
        tx.conversation.note(
            AuditNote(action: action, object: object, place: found?.place ?? AuditPlace(), detail: payload.detail, by: actor))
    }
}

struct AuditPersonRow: RowDecodable {
    let name: String
    let unit: UnitID
    let place: AuditPlace

    init(row: inout RowCursor) throws {
        name = try row.next()
        unit = try row.next()
        place = AuditPlace(company: try row.next(), project: try row.next(), vendor: try row.next())
    }

    static func find(_ person: PersonID?, tenant: TenantID) -> Query<AuditPersonRow> {
        Query("SELECT name, unit_id, company_id, project_id, vendor_id FROM person WHERE tenant_id = \(tenant) AND id = \(person)")
    }
}

extension Store {
    /// Queues a line about something outside any scope.
    /// - Parameter key: while a line with the same key waits, no second one is queued; nil queues always.
    package func auditOutside(
        _ tenant: TenantID, _ action: AuditAction, _ object: AuditObject, by person: PersonID? = nil, _ detail: [String: String] = [:],
        key: String? = nil
    ) async throws {
        let payload = WriteAudit.Payload(
            action: action.code, person: person?.rawValue, objectKind: object.kind.code, object: object.id, label: object.label,
            detail: detail)
        try await outside(Self.enqueueAudit(tenant, try EventDetail.encode(payload), key: key, now: clock.now()))
    }

    static func enqueueAudit(_ tenant: TenantID, _ payload: JSONText, key: String?, now: Instant) -> SQL {
        "SELECT app.enqueue_audit(\(tenant), \(payload), \(key), \(now))"
    }

    /// A refusal leaves a line, at most one a person, permission and minute. Best effort: the door stays shut all the same.
    func noteRefusal(_ permission: Permission?, by person: PersonID?, _ entry: Entry) async {
        guard let person else { return }
        let minute = clock.now().microseconds / 60_000_000
        try? await auditOutside(
            entry.tenant, .accessRefused, .permission(permission), by: person, ["unit": entry.viewpoint?.code ?? ""],
            key: "refused-\(person)-\(permission?.code ?? "")-\(minute)")
    }

    /// Notes where all chains stand.
    /// - Returns: for how many tenants something had moved.
    package func anchorAudit() async throws -> Int {
        try await outside(Self.anchor(now: clock.now())).first?.value ?? 0
    }

    /// Anchors newer than the one with this number, oldest first, at most a thousand.
    package func auditAnchors(after id: Int64) async throws -> [AuditAnchor] {
        try await outside(AuditAnchor.after(id))
    }

    static func anchor(now: Instant) -> Query<Single<Int>> { Query("SELECT app.anchor_audit(\(now))") }
}

/// Where a tenant's chains stood at a moment, as one digest.
package struct AuditAnchor: RowDecodable, Hashable {
    package let id: Int64
    package let tenant: TenantID
    package let at: Instant
    /// SHA-256 over `chain:seq:code` lines of the chains that had moved.
    package let digest: [UInt8]

    package init(id: Int64, tenant: TenantID, at: Instant, digest: [UInt8]) {
        self.id = id
        self.tenant = tenant
        self.at = at
        self.digest = digest
    }

    package init(row: inout RowCursor) throws {
        id = try row.next()
        tenant = try row.next()
        at = try row.next()
        digest = try row.next()
    }

    static func after(_ id: Int64) -> Query<AuditAnchor> { Query("SELECT id, tenant_id, at, digest FROM app.anchors_after(\(id))") }
}

extension AuditAnchor {
    /// As the anchor file keeps it.
    package var line: String { "\(id) \(tenant) \(at.microseconds) \(Token.encode(digest))\n" }

    /// Nil for anything else than what `line` makes.
    package init?(line: some StringProtocol) {
        let parts = line.split(separator: " ")
        guard parts.count == 4, let id = Int64(parts[0]), let tenant = TenantID(text: parts[1]), let at = Int64(parts[2]),
            let digest = Token.decode(String(parts[3])), digest.count == 32
        else { return nil }
        self.init(id: id, tenant: tenant, at: Instant(microseconds: at), digest: digest)
    }
}
