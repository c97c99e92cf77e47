internal import Domain
internal import Postgres

/// Tells people what an evaluation means for them: assessors of forms, vendors of cards and orders, whoever rules and re-checks of what
/// waits. A unit is expanded to who holds a post there today that may do something about it; whoever caused it is not told.
package enum TellScores {
    package static let kind = "tellScores"

    struct Payload: Codable {
        let notice: String
        /// The round, card or order; the kind of notice says which.
        let about: Int64
        let subject: String
        /// When it happened, in microseconds since 1970.
        let at: Int64
        /// Names the cause, so that the same cause is told once.
        let cause: String
        let permission: String
        /// Empty: whoever has an open form of the round.
        let units: [Int64]
        let actor: Int64?
    }

    /// The worker's effect. Twice is once: the source of a notice is unique for a person.
    /// - Throws: `unreadable` for a payload this release does not know.
    package static func run(_ tx: WriteTransaction, _ job: Job) async throws {
        guard let payload = try? EventDetail.decode(Payload.self, from: job.payload) else { throw StoreError.unreadable("job.payload") }
        try await tx.change([insert(payload, tenant: tx.tenant, today: Day(tx.now, offsetMinutes: try await tx.groupOffset()))])
    }

    static func insert(_ news: Payload, tenant: TenantID, today: Day) -> SQL {
        let whom: SQL =
            news.units.isEmpty
            ? """
            p.person_id IN (SELECT f.holder_id FROM score_form f
                WHERE f.tenant_id = \(tenant) AND f.round_id = \(news.about) AND f.state = 'open')
            """
            : "p.unit_id = ANY (\(news.units.map { UnitID($0) }))"
        return """
            INSERT INTO notice (tenant_id, person_id, run_id, unit_id, kind, subject, at, source)
            SELECT DISTINCT ON (p.person_id) p.tenant_id, p.person_id, \(news.about), u.id, \(news.notice), \(news.subject),
                \(Instant(microseconds: news.at)), \("\(news.notice)-\(news.about)-\(news.cause)")
            FROM post p
            JOIN person n ON n.tenant_id = p.tenant_id AND n.id = p.person_id AND n.disabled_at IS NULL
            JOIN role r ON r.tenant_id = p.tenant_id AND r.id = p.role_id
                AND 'notice.see' = ANY (r.permissions) AND \(news.permission) = ANY (r.permissions)
            JOIN org_unit u ON u.tenant_id = p.tenant_id AND u.id = p.unit_id AND u.closed_at IS NULL
            WHERE p.tenant_id = \(tenant) AND \(whom) AND p.person_id IS DISTINCT FROM \(news.actor)
                AND p.from_on <= \(today) AND (p.to_on IS NULL OR p.to_on >= \(today))
                AND (u.kind <> 'vendorSite' OR EXISTS (SELECT FROM engagement e WHERE e.tenant_id = u.tenant_id AND e.unit_id = u.id
                    AND e.from_on <= \(today) AND (e.to_on IS NULL OR e.to_on >= \(today))))
            ORDER BY p.person_id, u.id
            ON CONFLICT (tenant_id, person_id, source) DO NOTHING
            """
    }
}

extension WriteTransaction {
    /// Tells by a job, since nobody writes into somebody else's notices.
    /// - Parameters:
    ///   - units: whose people; empty for the assessors of the round.
    ///   - permission: only who has it is told.
    func tell(
        _ kind: NoticeKind, about id: Int64, _ subject: String, at units: [UnitID] = [], who permission: Permission, cause: String
    ) async throws {
        let news = TellScores.Payload(
            notice: kind.code, about: id, subject: subject, at: now.microseconds, cause: cause, permission: permission.rawValue,
            units: units.map(\.rawValue), actor: (try? actor)?.person.rawValue)
        try await enqueue(TellScores.kind, payload: try EventDetail.encode(news))
    }
}
