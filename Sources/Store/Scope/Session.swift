package import Domain
internal import Postgres

/// A verified session: who acts, with the posts held today (ACCESS-R1).
package struct Session: Sendable {
    package let id: SessionID
    package let actor: Actor
    /// The name signed in with, without `@tenant`.
    package let account: String
    /// "zh-CN" or "en".
    package let language: String
    package let seenAt: Instant
    package let mustChange: Bool

    /// From what `app.enter` answers: one row a post, or one row without a post.
    init(_ rows: [EnterRow], tenant: TenantID) throws(StoreError) {
        guard let first = rows.first else { throw .sessionGone }
        id = first.session
        account = first.account
        language = first.language
        seenAt = first.seenAt
        mustChange = first.mustChange
        actor = Actor(tenant: tenant, person: first.person, name: first.name, posts: rows.compactMap { $0.post(tenant: tenant) })
    }
}

/// One line of `app.enter`.
struct EnterRow: RowDecodable {
    let session: SessionID
    let person: PersonID
    let name: String
    let account: String
    let language: String
    let seenAt: Instant
    let mustChange: Bool
    private let held: HeldPost?

    static let columns: SQL = """
        session_id, person_id, person_name, account, language, seen_at, must_change, post_id, post_title, role_key, permissions,
        compensation_below, reach, deputy_for, unit_id, unit_kind, unit_code, unit_name, company_id, project_id, vendor_id
        """

    /// The scope and the posts of another person, for somebody who keeps people or roles: to see what that person would see, or to write
    /// what may only be written where that person sees it. Back with the own number.
    static func assume(_ person: PersonID, _ entry: Entry, now: Instant) -> Query<EnterRow> {
        Query("SELECT \(columns) FROM app.assume(\(entry.tenant), \(entry.tokenHash), \(person), \(now))")
    }

    static func enter(_ entry: Entry, now: Instant, idle: Span) -> Query<EnterRow> {
        Query(
            """
            SELECT \(columns)
            FROM app.enter(\(entry.tenant), \(entry.tokenHash), \(now), \(Int32(idle.seconds)))
            """)
    }

    init(row: inout RowCursor) throws {
        session = try row.next()
        person = try row.next()
        name = try row.next()
        account = try row.next()
        language = try row.next()
        seenAt = try row.next()
        mustChange = try row.next()
        held = try HeldPost(row: &row)
    }

    func post(tenant: TenantID) -> ActorPost? {
        guard let held else { return nil }
        let unit = UnitRef(
            id: held.unit, tenant: tenant, kind: held.kind, code: held.code, name: held.name, company: held.company,
            project: held.project, vendor: held.vendor)
        return ActorPost(
            unit: unit, roleKey: held.roleKey, title: held.title, permissions: Set(held.permissions.compactMap(Permission.init(rawValue:))),
            compensation: CompensationLimit(below: held.compensationBelow), reach: held.reach, deputyFor: held.deputyFor)
    }
}

/// The right half of an `EnterRow`; nil when the person holds no post today.
private struct HeldPost: Sendable {
    let title: String
    let roleKey: String
    let permissions: [String]
    let compensationBelow: Int64?
    let reach: Reach
    let deputyFor: PersonID?
    let unit: UnitID
    let kind: UnitKind
    let code: String
    let name: String
    let company: UnitID?
    let project: UnitID?
    let vendor: UnitID?

    init?(row: inout RowCursor) throws {
        let post: PostID? = try row.next()
        let title: String? = try row.next()
        let roleKey: String? = try row.next()
        let permissions: [String]? = try row.next()
        compensationBelow = try row.next()
        let reach: Reach? = try row.next()
        deputyFor = try row.next()
        let unit: UnitID? = try row.next()
        let kind: UnitKind? = try row.next()
        let code: String? = try row.next()
        let name: String? = try row.next()
        company = try row.next()
        project = try row.next()
        vendor = try row.next()
        guard post != nil, let title, let roleKey, let permissions, let reach, let unit, let kind, let code, let name else { return nil }
        self.title = title
        self.roleKey = roleKey
        self.permissions = permissions
        self.reach = reach
        self.unit = unit
        self.kind = kind
        self.code = code
        self.name = name
    }
}

extension CompensationLimit {
    /// As stored: the first amount that is too much, null for none too much.
    init(below: Int64?) {
        self.init(highest: below.map { Fen($0 - 1) })
    }

    var below: Int64? { highest.map { $0.amount + 1 } }
}
