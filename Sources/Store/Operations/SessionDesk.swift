package import Domain
package import Postgres

/// Purpose of a permit: ending somebody's session.
package enum EndSessions {}

/// Somebody who is signed in: the account and the device, never the token.
package struct OpenSession: RowDecodable, Sendable, Hashable {
    package let id: SessionID
    package let account: String
    package let personName: String
    package let device: String
    package let openedAt: Instant
    package let seenAt: Instant

    package init(row: inout RowCursor) throws {
        id = try row.next()
        account = try row.next()
        personName = try row.next()
        device = try row.next()
        openedAt = try row.next()
        seenAt = try row.next()
    }

    package static let pageSize = 50

    /// Newest first.
    /// - Parameter before: the last id of the page before; nil for the first page.
    package static func page(tenant: TenantID, before: SessionID?, now: Instant, limit: Int = pageSize) -> Query<OpenSession> {
        Query(
            """
            SELECT id, account, person_name, device, created_at, seen_at
            FROM app.tenant_sessions(\(tenant), \(now), \(idle), \(before?.rawValue ?? Int64.max), \(Int32(limit)))
            """)
    }

    /// One of them.
    package static func one(tenant: TenantID, _ id: SessionID, now: Instant) -> Query<OpenSession> {
        page(tenant: tenant, before: SessionID(id.rawValue + 1), now: now, limit: 1)
    }

    package static func count(tenant: TenantID, now: Instant) -> Query<Single<Int>> {
        Query("SELECT app.session_count(\(tenant), \(now), \(idle))")
    }

    static func end(tenant: TenantID, _ id: SessionID, now: Instant) -> Query<Single<String>> {
        Query("SELECT account FROM app.end_tenant_session(\(tenant), \(id), \(now))")
    }

    private static var idle: Int32 { Int32(Door.idle.seconds) }
}

/// Sessions opened in one of the last hours.
package struct SessionHour: RowDecodable {
    /// 0 is the hour that ends now.
    package let hoursAgo: Int
    package let opened: Int

    package init(row: inout RowCursor) throws {
        hoursAgo = try row.next()
        opened = try row.next()
    }

    /// Hours without any are left out.
    package static func last(_ hours: Int, tenant: TenantID, now: Instant) -> Query<SessionHour> {
        Query("SELECT hours_ago, opened FROM app.session_hours(\(tenant), \(now), \(Int32(hours)))")
    }
}

extension Transaction {
    /// - Throws: `notFound` for one that is over or another tenant's, `refused(.operatorManage)`.
    package func access(_ session: SessionID, for purpose: EndSessions.Type) async throws -> Permit<EndSessions, OpenSession> {
        let found = try await fetchFirst(OpenSession.one(tenant: tenant, session, now: now))
        guard let found, found.id == session else { throw StoreError.notFound }
        guard try actor.holds(.operatorManage) else { throw StoreError.refused(.operatorManage) }
        return Permit(found)
    }
}

extension WriteTransaction {
    /// Signs somebody out at one device; the next request there leads to the door.
    /// - Throws: `notFound` when it ended meanwhile.
    package func end(_ permit: Permit<EndSessions, OpenSession>, reason: String) async throws {
        guard try await fetchFirst(OpenSession.end(tenant: tenant, permit.thing.id, now: now)) != nil else { throw StoreError.notFound }
        audit(.sessionsEnded, .session(permit.thing.id), at: nil, ["person": permit.thing.account, "reason": reason])
    }
}
