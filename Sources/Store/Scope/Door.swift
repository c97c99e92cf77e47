internal import Domain
internal import Postgres

/// What stands before the first statement of a transaction: BEGIN and the function that opens the scope.
enum Door: Sendable {
    case reading(Entry, Requirement)
    case writing(Entry, Requirement, FormKey)
    case working(ClaimedJob, worker: String)
    /// The public form: whoever has a survey's token.
    case answering(SurveyTicket, writing: Bool)

    struct Passed: Sendable {
        var session: Session?
        var job: Job?
        var respondent: SurveyRespondent?
    }

    /// Ends a session that has not been seen for so long (ASVS 7.3.1).
    static let idle = Span.minutes(30)

    var tenant: TenantID {
        switch self {
        case .reading(let entry, _), .writing(let entry, _, _): entry.tenant
        case .working(let claim, _): claim.tenant
        case .answering(let ticket, _): ticket.tenant
        }
    }

    var entry: Entry? {
        switch self {
        case .reading(let entry, _), .writing(let entry, _, _): entry
        case .working, .answering: nil
        }
    }

    var viewpoint: UnitRef? {
        switch self {
        case .reading(let entry, _), .writing(let entry, _, _): entry.viewpoint
        case .working, .answering: nil
        }
    }

    var offsetMinutes: Int? {
        switch self {
        case .reading(let entry, _), .writing(let entry, _, _): entry.offsetMinutes
        case .working, .answering: nil
        }
    }

    func statements(now: Instant) -> [SQL] {
        switch self {
        case .reading(let entry, _):
            ["BEGIN READ ONLY", EnterRow.enter(entry, now: now, idle: Self.idle).sql]
        case .writing(let entry, _, let form):
            [
                "BEGIN", EnterRow.enter(entry, now: now, idle: Self.idle).sql,
                KeyRow.take(form, tenant: entry.tenant, now: now), KeyRow.find(form, tenant: entry.tenant).sql,
            ]
        case .working(let claim, let worker):
            ["BEGIN", Job.enter(claim, worker: worker, now: now).sql, Job.lock(claim, worker: worker).sql]
        case .answering(let ticket, let writing):
            [writing ? "BEGIN" : "BEGIN READ ONLY", SurveyRespondent.enter(ticket, writing: writing, now: now).sql]
        }
    }

    /// Reads the door's answers.
    /// - Throws: `sessionGone`, `mustChangePassword`, `notFound`, `refused`, `keyReused`, `leaseGone`, and `AnsweredBefore`.
    func pass(_ results: [QueryResult]) throws -> Passed {
        switch self {
        case .reading(let entry, let requirement):
            return Passed(session: try check(results[1], entry, requirement))
        case .writing(let entry, let requirement, let form):
            let session = try check(results[1], entry, requirement)
            if results[2].affected == 0 {
                guard let earlier = try results[3].decodeFirst(KeyRow.self) else { throw StoreError.busy }
                guard earlier.digest == form.digest else { throw StoreError.keyReused }
                throw AnsweredBefore(path: earlier.answer)
            }
            return Passed(session: session)
        case .working:
            guard let job = try results[1].decodeFirst(Job.self), !results[2].isEmpty else { throw StoreError.leaseGone }
            return Passed(job: job)
        case .answering:
            guard let respondent = try results[1].decodeFirst(SurveyRespondent.self) else { throw StoreError.notFound }
            return Passed(respondent: respondent)
        }
    }

    private func check(_ result: QueryResult, _ entry: Entry, _ requirement: Requirement) throws -> Session {
        let session = try Session(try result.decode(EnterRow.self), tenant: entry.tenant)
        do throws(StoreError) {
            try requirement.check(session, at: entry.viewpoint)
        } catch {
            throw TurnedAway(person: session.actor.person, reason: error)
        }
        return session
    }
}

/// Somebody known was not let in.
struct TurnedAway: Error {
    let person: PersonID
    let reason: StoreError
}

/// The form was answered by an earlier transaction; nothing else runs.
struct AnsweredBefore: Error {
    let path: String
}

/// One row a form key of a person; its answer is written before COMMIT, so whoever finds the row finds the answer.
struct KeyRow: RowDecodable {
    let digest: [UInt8]
    let answer: String

    init(row: inout RowCursor) throws {
        digest = try row.next()
        answer = try row.next()
    }

    /// Waits for a concurrent transaction with the same key, then inserts nothing if that one committed.
    static func take(_ form: FormKey, tenant: TenantID, now: Instant) -> SQL {
        """
        INSERT INTO idempotency_key (tenant_id, person_id, key, digest, answer, created_at)
        VALUES (\(tenant), current_setting('app.person')::bigint, \(form.key), \(form.digest), '', \(now))
        ON CONFLICT (tenant_id, person_id, key) DO NOTHING
        """
    }

    static func find(_ form: FormKey, tenant: TenantID) -> Query<KeyRow> {
        Query(
            """
            SELECT digest, answer FROM idempotency_key
            WHERE tenant_id = \(tenant) AND person_id = current_setting('app.person')::bigint AND key = \(form.key)
            """)
    }

    static func answer(_ form: FormKey, _ path: String, tenant: TenantID) -> SQL {
        """
        UPDATE idempotency_key SET answer = \(path)
        WHERE tenant_id = \(tenant) AND person_id = current_setting('app.person')::bigint AND key = \(form.key)
        """
    }
}
