package import Domain
internal import Postgres

/// Makes the ticket of a household whose answers call for somebody: one for a household and wave, through the table of transitions like any other
/// (SURVEY-R4, research 19). A job of its own, so that a project without anybody who receives does not stop the count.
package enum OpenSurveyCase {
    package static let kind = "openSurveyCase"

    struct Payload: Codable {
        let response: Int64
        let cause: String
        let question: String
        var points: Int?
    }

    static func job(_ response: ResponseID, _ concern: SurveyConcern, now: Instant) throws -> NewJob {
        let payload = Payload(
            response: response.rawValue, cause: concern.cause.code, question: concern.question, points: concern.points)
        return NewJob(kind: kind, payload: try EventDetail.encode(payload), runAt: now, uniqueKey: "\(kind)-\(response)")
    }

    /// The worker's effect; a household that has its ticket gets no second one.
    /// - Throws: `unreadable` for a payload this release does not know; `notFound` while nobody at project, company or group receives.
    package static func run(_ tx: WriteTransaction, _ job: Job) async throws {
        guard let payload = try? EventDetail.decode(Payload.self, from: job.payload),
            let concern = SurveyConcern(cause: payload.cause, question: payload.question, points: payload.points)
        else { throw StoreError.unreadable("job.payload") }
        let response = ResponseID(payload.response)
        let (sources, offsets) = try await tx.fetch(
            CaseSourceRow.find(response, question: concern.question, tenant: tx.tenant),
            Query<Single<Int>>("SELECT t.utc_offset_minutes FROM tenant t WHERE t.id = \(tx.tenant)"))
        // Anonymous, taken back, or there already.
        guard let source = sources.first, let offset = offsets.first?.value else { return }
        let today = Day(tx.now, offsetMinutes: offset)
        let (receivers, said) = try await tx.fetch(
            ReceiverRow.of(
                project: source.project, company: source.company, group: source.group, tenant: tx.tenant, today: today),
            VerbatimRow.ofResponse(response, tenant: tx.tenant))
        guard let receiver = receivers.first else { throw StoreError.notFound }
        let recorded = try await tx.record(
            source, concern, said: said.map(\.masked), as: Receiving(actor: receiver.actor, today: today, offsetMinutes: offset))
        try await tx.change([source.insert(concern, ticket: recorded.ticket, tenant: tx.tenant, now: tx.now)])
        tx.audit(
            .surveyCaseMade, .ticket(recorded.ticket, label: recorded.number),
            in: AuditPlace(company: source.company, project: source.project, vendor: nil),
            ["wave": source.waveName, "cause": concern.cause.code])
    }
}

extension WriteTransaction {
    fileprivate func record(_ source: CaseSourceRow, _ concern: SurveyConcern, said: [String], as receiving: Receiving) async throws
        -> RecordedComplaint
    {
        guard let post = receiving.actor.posts.first else { throw StoreError.notFound }
        let group = UnitRef(id: source.group, tenant: tenant, kind: .group, code: "", name: "")
        let (situations, customers, repeats, tickets, newCustomers) = try await fetch(
            IntakeSituation.of(.house(source.house), tenant: tenant, viewpoint: group, today: receiving.today),
            CustomerRow.find(source.customer, tenant: tenant),
            RepeatRow.newest(house: source.house, customer: nil, since: now - PastTicketRow.repeatWindow, tenant: tenant),
            Query<Single<TicketID>>("SELECT nextval('ticket_id_seq')"), Query<Single<CustomerID>>("SELECT nextval('customer_id_seq')"))
        guard let situation = situations.first, let ticket = tickets.first, let customer = newCustomers.first else {
            throw StoreError.notFound
        }
        let place = RecordingPlace(
            situation: situation, post: post, customer: customers.first, repeatOf: repeats.first?.value, ticket: ticket.value,
            newCustomer: customer.value)
        let fields = [
            "title": ConcernText.title(concern, topic: source.topic),
            "event": ConcernText.event(concern, wave: source.waveName, question: source.questionText, said: said),
            "channel": Channel.system.code,
        ]
        let stage = situation.proposedStage(today: receiving.today).stage
        let intake = try ComplaintIntake.validated(fields, proposedStage: stage, now: now, offsetMinutes: receiving.offsetMinutes)
            .mapError(StoreError.invalid).get()
        let complainant: Complainant = customers.first.map { .known($0.id) } ?? .unnamed("")
        return try await record(intake, by: complainant, Permit(place), as: receiving)
    }
}

/// Answers of a household that has no ticket of this wave yet.
struct CaseSourceRow: RowDecodable {
    let response: ResponseID
    let wave: WaveID
    let waveName: String
    let project: UnitID
    let company: UnitID
    let group: UnitID
    let house: HouseID
    let customer: CustomerID?
    let questionText: String
    /// The question's dimension in words; of one without, the question.
    let topic: String

    init(row: inout RowCursor) throws {
        response = try row.next()
        wave = try row.next()
        waveName = try row.next()
        project = try row.next()
        company = try row.next()
        group = try row.next()
        house = try row.next()
        customer = try row.next()
        questionText = try row.next()
        topic = try row.next()
    }

    static func find(_ response: ResponseID, question: String, tenant: TenantID) -> Query<CaseSourceRow> {
        Query(
            """
            SELECT r.id, r.wave_id, w.name, r.project_id, r.company_id, g.id, m.house_id, m.customer_id, coalesce(q.text, ''),
                coalesce(d.name, q.text, '')
            FROM survey_response r
            JOIN survey_wave w ON w.tenant_id = r.tenant_id AND w.id = r.wave_id
            JOIN survey_sample m ON m.tenant_id = r.tenant_id AND m.id = r.sample_id
            JOIN org_unit g ON g.tenant_id = r.tenant_id AND g.kind = 'group'
            LEFT JOIN survey_wave_unit x ON x.tenant_id = r.tenant_id AND x.wave_id = r.wave_id AND x.project_id = r.project_id
            LEFT JOIN survey_question q ON q.tenant_id = r.tenant_id AND q.key = \(question)
                AND q.version_id IN (r.version_id, x.company_version_id, x.project_version_id)
            LEFT JOIN survey_dimension d ON d.tenant_id = q.tenant_id AND d.version_id = q.version_id AND d.key = q.dimension
            WHERE r.tenant_id = \(tenant) AND r.id = \(response) AND r.state = 'submitted' AND NOT EXISTS (SELECT FROM survey_case k
                WHERE k.tenant_id = r.tenant_id AND k.wave_id = r.wave_id AND k.house_id = m.house_id)
            LIMIT 1
            """)
    }

    func insert(_ concern: SurveyConcern, ticket: TicketID, tenant: TenantID, now: Instant) -> SQL {
        """
        INSERT INTO survey_case (tenant_id, company_id, project_id, wave_id, house_id, response_id, ticket_id, cause, question, score, at)
        VALUES (\(tenant), \(company), \(project), \(wave), \(house), \(response), \(ticket), \(concern.cause), \(concern.question),
            \(concern.points), \(now))
        """
    }
}

/// Who receives on the spot: a post that records tickets at the project, else at its company, else at the group; held longest first.
struct ReceiverRow: RowDecodable {
    let actor: Actor

    init(row: inout RowCursor) throws {
        let person: PersonID = try row.next()
        let name: String = try row.next()
        let unit = try UnitRef(surveyUnit: &row)
        let role: String = try row.next()
        let title: String = try row.next()
        let permissions: [String] = try row.next()
        let reach: Reach = try row.next()
        let post = ActorPost(
            unit: unit, roleKey: role, title: title, permissions: Set(permissions.compactMap(Permission.init(rawValue:))), reach: reach)
        actor = Actor(tenant: unit.tenant, person: person, name: name, posts: [post])
    }

    static func of(project: UnitID, company: UnitID, group: UnitID, tenant: TenantID, today: Day) -> Query<ReceiverRow> {
        Query(
            """
            SELECT n.id, n.name, u.id, u.tenant_id, u.kind, u.code, u.name, u.company_id, u.project_id, u.vendor_id, r.key, p.title,
                r.permissions, r.reach
            FROM post p
            JOIN person n ON n.tenant_id = p.tenant_id AND n.id = p.person_id AND n.disabled_at IS NULL
            JOIN role r ON r.tenant_id = p.tenant_id AND r.id = p.role_id AND 'ticket.record' = ANY (r.permissions)
            JOIN org_unit u ON u.tenant_id = p.tenant_id AND u.id = p.unit_id AND u.closed_at IS NULL
            WHERE p.tenant_id = \(tenant) AND p.unit_id IN (\(project), \(company), \(group))
                AND p.from_on <= \(today) AND (p.to_on IS NULL OR p.to_on >= \(today))
            ORDER BY CASE u.kind WHEN 'project' THEN 1 WHEN 'company' THEN 2 ELSE 3 END, p.from_on, p.id LIMIT 1
            """)
    }
}
