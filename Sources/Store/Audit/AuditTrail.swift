package import Domain
internal import Postgres
internal import Secrets

/// What a transaction will have done, before it has its number.
struct AuditNote: Sendable {
    let action: AuditAction
    let object: AuditObject
    let place: AuditPlace
    let detail: [String: String]
    /// Whose act it was, where the transaction is the worker's.
    var by: AuditActor?
}

/// Who acted, as the line will say for good.
struct AuditActor: Sendable {
    let person: PersonID?
    let name: String
    let post: String
    let unit: UnitID?

    static let system = AuditActor(person: nil, name: "", post: "", unit: nil)

    init(person: PersonID?, name: String, post: String, unit: UnitID?) {
        self.person = person
        self.name = name
        self.post = post
        self.unit = unit
    }

    /// Through the post at the viewpoint, else the one that covers it, else any.
    init(_ actor: Actor, at viewpoint: UnitRef?) {
        let post =
            actor.posts.first { $0.unit.id == viewpoint?.id } ?? actor.posts.first { post in viewpoint.map(post.unit.covers) ?? false }
            ?? actor.posts.first
        self.init(person: actor.person, name: actor.name, post: post?.title ?? "", unit: post?.unit.id)
    }
}

extension WriteTransaction {
    /// Notes an act for the audit trail (ACCESS-P7). The line is written before COMMIT; if it cannot be written, nothing else is.
    /// - Parameters:
    ///   - unit: where it happened; nil for the tenant as a whole.
    ///   - detail: what changed, by field; no names or numbers of customers.
    package func audit(_ action: AuditAction, _ object: AuditObject, at unit: UnitRef?, _ detail: [String: String] = [:]) {
        audit(action, object, in: AuditPlace(unit), detail)
    }

    package func audit(_ action: AuditAction, _ object: AuditObject, in place: AuditPlace, _ detail: [String: String] = [:]) {
        conversation.note(AuditNote(action: action, object: object, place: place, detail: detail))
    }
}

/// Gives the notes of one transaction their numbers and codes.
struct AuditTrail: Sendable {
    let tenant: TenantID
    let now: Instant
    let key: [UInt8]

    /// Locks the heads of the chains; whoever writes to one of them waits until this transaction has ended.
    func lock(_ chains: [Int64]) -> [SQL] { [AuditHead.lock(chains, tenant: tenant).sql] }

    /// For chains that have no head yet.
    func begin(_ chains: [Int64]) -> [SQL] { [AuditHead.begin(chains, tenant: tenant), AuditHead.lock(chains, tenant: tenant).sql] }

    /// The lines and the moved heads.
    /// - Throws: `closed` when a head is missing.
    func append(_ notes: [AuditNote], by actor: AuditActor, to heads: [AuditHead]) throws -> [SQL] {
        var heads = Dictionary(uniqueKeysWithValues: heads.map { ($0.chain, $0) })
        var statements: [SQL] = []
        for note in notes {
            guard let head = heads[note.place.chain] else { throw StoreError.closed }
            let line = entry(note, by: note.by ?? actor, seq: head.seq + 1)
            let code = line.code(after: head.code) { Secrets.hmac($0, key: key) }
            statements.append(try AuditRow.insert(line, previous: head.code, code: code))
            heads[head.chain] = AuditHead(chain: head.chain, seq: line.seq, code: code)
        }
        return statements + heads.values.sorted { $0.chain < $1.chain }.map { $0.move(tenant: tenant) }
    }

    private func entry(_ note: AuditNote, by actor: AuditActor, seq: Int64) -> AuditEntry {
        AuditEntry(
            tenant: tenant, chain: note.place.chain, seq: seq, at: now, action: note.action.code, actor: actor.person,
            actorName: actor.name, actorPost: actor.post, unit: actor.unit, company: note.place.company, project: note.place.project,
            vendor: note.place.vendor, objectKind: note.object.kind.code, object: note.object.id, objectLabel: note.object.label,
            detail: note.detail)
    }
}

/// Where a chain stands.
struct AuditHead: RowDecodable {
    let chain: Int64
    let seq: Int64
    let code: [UInt8]

    init(chain: Int64, seq: Int64, code: [UInt8]) {
        self.chain = chain
        self.seq = seq
        self.code = code
    }

    init(row: inout RowCursor) throws {
        chain = try row.next()
        seq = try row.next()
        code = try row.next()
    }

    /// In one order for everybody, so that two transactions on the same chains never wait for each other in a circle.
    static func lock(_ chains: [Int64], tenant: TenantID) -> Query<AuditHead> {
        Query(
            """
            SELECT chain, seq, code FROM audit_head WHERE tenant_id = \(tenant) AND chain = ANY (\(chains)) ORDER BY chain FOR UPDATE
            """)
    }

    static func begin(_ chains: [Int64], tenant: TenantID) -> SQL {
        """
        INSERT INTO audit_head (tenant_id, chain, seq, code) SELECT \(tenant), c, 0, \(AuditEntry.origin) FROM unnest(\(chains)) c
        ORDER BY c ON CONFLICT (tenant_id, chain) DO NOTHING
        """
    }

    func move(tenant: TenantID) -> SQL {
        "UPDATE audit_head SET seq = \(seq), code = \(code) WHERE tenant_id = \(tenant) AND chain = \(chain)"
    }
}
