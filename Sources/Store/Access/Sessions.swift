package import Domain
package import Postgres

/// A line of the person's own sessions.
package struct SessionRow: RowDecodable {
    package let id: SessionID
    package let device: String
    package let openedAt: Instant
    package let seenAt: Instant
    package let expiresAt: Instant
    /// The one this page was asked with.
    package let isCurrent: Bool

    package init(row: inout RowCursor) throws {
        id = try row.next()
        device = try row.next()
        openedAt = try row.next()
        seenAt = try row.next()
        expiresAt = try row.next()
        isCurrent = try row.next()
    }

    /// Last seen first. Read with requirement `.own`.
    package static func own(_ entry: Entry, now: Instant) -> Query<SessionRow> {
        Query(
            """
            SELECT id, device, created_at, seen_at, expires_at, current
            FROM app.own_sessions(\(entry.tenant), \(entry.tokenHash), \(now))
            """)
    }
}

extension WriteTransaction {
    /// Ends one of the person's own sessions.
    /// - Throws: `notFound` when it is nobody's, somebody else's or ended.
    package func endSession(_ session: SessionID, of entry: Entry) async throws {
        let end = SessionStatements.end(entry.tenant, entry.tokenHash, session: session, others: false, now: now)
        guard try await fetchFirst(end)?.value == 1 else { throw StoreError.notFound }
        audit(.sessionsEnded, .session(session), at: viewpoint, ["sessions": "1"])
    }

    /// Ends all the person's sessions but this one; answers how many.
    @discardableResult
    package func endOtherSessions(of entry: Entry) async throws -> Int {
        let end = SessionStatements.end(entry.tenant, entry.tokenHash, session: nil, others: true, now: now)
        let ended = try await fetchFirst(end)?.value ?? 0
        audit(.sessionsEnded, .session(try self.session.id), at: viewpoint, ["sessions": String(ended)])
        return ended
    }

    /// The language the person's pages come in from now on.
    /// - Parameter code: "zh-CN" or "en"; another is `constraint(name: "person_language_known")`.
    /// - Throws: `notFound` for a person whose home unit the own posts do not reach.
    package func prefer(language code: String) async throws {
        let person = try await enter().person
        let touched = try await change([CredentialStatements.language(tenant: tenant, person: person, code: code)])
        guard touched == [1] else { throw StoreError.notFound }
    }
}

enum CredentialStatements {
    static func add(tenant: TenantID, person: PersonID, hash: String, now: Instant) -> SQL {
        """
        INSERT INTO credential (tenant_id, person_id, password_hash, must_change, changed_at)
        VALUES (\(tenant), \(person), \(hash), true, \(now))
        """
    }

    static func change(tenant: TenantID, person: PersonID, hash: String, mustChange: Bool, now: Instant) -> SQL {
        """
        UPDATE credential SET password_hash = \(hash), must_change = \(mustChange), changed_at = \(now)
        WHERE tenant_id = \(tenant) AND person_id = \(person)
        """
    }

    static func language(tenant: TenantID, person: PersonID, code: String) -> SQL {
        "UPDATE person SET language = \(code) WHERE tenant_id = \(tenant) AND id = \(person)"
    }
}
