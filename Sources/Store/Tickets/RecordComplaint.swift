package import Domain
internal import Postgres
internal import Secrets

/// Purpose of a permit: to record a complaint at a place.
package enum Recording {}

/// What the permit to record has found.
package struct RecordingPlace: Sendable {
    package let situation: IntakeSituation
    /// The post that hears the customer: its person becomes first receiver.
    package let post: ActorPost
    let customer: CustomerRow?
    let repeatOf: TicketID?
    let ticket: TicketID
    let newCustomer: CustomerID
}

/// A recorded complaint.
package struct RecordedComplaint: Hashable, Sendable {
    package let ticket: TicketID
    package let number: String
    package let firstUnitName: String
    package let outcome: Outcome
}

extension WriteTransaction {
    /// Looks the place up, and the customer if known.
    /// - Throws: `notFound` for a place or a customer that is not there; `refused(.ticketRecord)`.
    package func access(_ place: IntakePlace, by complainant: Complainant) async throws -> Permit<Recording, RecordingPlace> {
        guard let viewpoint else { throw StoreError.notFound }
        let known: CustomerID? = if case .known(let customer) = complainant { customer } else { nil }
        let house: HouseID? = if case .house(let house) = place { house } else { nil }
        let (_, situations, customers, repeats, tickets, newCustomers) = try await fetch(
            UnitStatements.share(place, tenant: tenant),
            IntakeSituation.of(place, tenant: tenant, viewpoint: viewpoint, today: try today), CustomerRow.find(known, tenant: tenant),
            RepeatRow.newest(house: house, customer: known, since: now - PastTicketRow.repeatWindow, tenant: tenant),
            Query<Single<TicketID>>("SELECT nextval('ticket_id_seq')"), Query<Single<CustomerID>>("SELECT nextval('customer_id_seq')"))
        guard let situation = situations.first, let ticket = tickets.first, let customer = newCustomers.first else {
            throw StoreError.notFound
        }
        guard known == nil || customers.first?.project == situation.project else { throw StoreError.notFound }
        let posts = try actor.posts(with: .ticketRecord)
        guard let post = posts.first(where: { $0.unit.id == viewpoint.id }) ?? posts.first(where: { $0.covers(viewpoint) }) else {
            throw StoreError.refused(.ticketRecord)
        }
        return Permit(
            RecordingPlace(
                situation: situation, post: post, customer: customers.first, repeatOf: repeats.first?.value, ticket: ticket.value,
                newCustomer: customer.value))
    }

    /// Records the complaint: number, first line of the log, promises, search words and notices, all or nothing.
    /// - Throws: Domain's `Refusal`; `refused(nil)` where row security does not let the receiver write on the line it takes.
    package func record(_ intake: ComplaintIntake, by complainant: Complainant, _ permit: Permit<Recording, RecordingPlace>) async throws
        -> RecordedComplaint
    {
        try await record(intake, by: complainant, permit, as: Receiving(actor: actor, today: today, offsetMinutes: offsetMinutes))
    }

    /// The same in a job, which has no session: the receiver is whoever the case is given to.
    func record(
        _ intake: ComplaintIntake, by complainant: Complainant, _ permit: Permit<Recording, RecordingPlace>, as receiving: Receiving
    ) async throws -> RecordedComplaint {
        let (place, actor) = (permit.thing, receiving.actor)
        let proposed = place.situation.proposedStage(today: receiving.today)
        let stage = intake.chosenStage?.stage ?? proposed.stage
        let received = ComplaintFacts.received(
            stage: stage, ladder: place.situation.ladder(stage), source: intake.source, severity: intake.severity,
            sensitivity: intake.sensitivity, by: actor.person, at: place.post.unit.id, on: now)
        let outcome = try ComplaintMachine.apply(.record, to: received, by: actor, at: now)
        let counted = try await change(
            [],
            then: CounterRow.next(
                company: place.situation.company, tenant: tenant,
                month: ComplaintNumber.period(receivedAt: now, offsetMinutes: receiving.offsetMinutes)))
        guard let serial = counted.rows.first?.value else { throw StoreError.notFound }
        let recording = RecordStatements(
            place: place, intake: intake, complainant: complainant, outcome: outcome,
            reason: intake.chosenStage.map { .chosenByReceiver($0.reason) } ?? proposed.reason,
            number: ComplaintNumber(
                companyCode: place.situation.numberPrefix, receivedAt: now, offsetMinutes: receiving.offsetMinutes, serial: serial
            ).text, actor: actor, today: receiving.today, sealer: sealer)
        try await change(try recording.all())
        auditStep(recording.entry, hash: recording.hash, number: recording.number, in: recording.scope)
        return RecordedComplaint(
            ticket: place.ticket, number: recording.number, firstUnitName: place.situation.name(of: outcome.facts.holderUnit),
            outcome: outcome)
    }
}

/// Who hears the customer, on which day of the tenant's wall clock.
struct Receiving: Sendable {
    let actor: Actor
    let today: Day
    let offsetMinutes: Int
}

/// What recording answered. `complaint` is nil when the form had been answered before.
package struct RecordAnswer: Sendable {
    package let answer: WriteAnswer
    package let complaint: RecordedComplaint?
}

extension Store {
    /// A complaint from its form, once for each form key. The stage proposed for the place decides what the form has to explain.
    /// - Parameter path: where the new ticket is.
    /// - Throws: as `write`; `notFound`, `invalid`; `refused(.ticketRecord)`.
    package func record(
        _ place: IntakePlace, by complainant: Complainant, fields: [String: String], _ entry: Entry, form: FormKey,
        path: @Sendable (TicketID) -> String
    ) async throws -> RecordAnswer {
        let recorded = Captured<RecordedComplaint>()
        let answer = try await write(entry, .permission(.ticketRecord), form: form) { tx in
            let permit = try await tx.access(place, by: complainant)
            let proposed = permit.thing.situation.proposedStage(today: try tx.today).stage
            let intake = ComplaintIntake.validated(fields, proposedStage: proposed, now: tx.now, offsetMinutes: try tx.offsetMinutes)
            switch intake {
            case .success(let intake):
                let complaint = try await tx.record(intake, by: complainant, permit)
                recorded.set(complaint)
                return path(complaint.ticket)
            case .failure(let errors): throw StoreError.invalid(errors)
            }
        }
        return RecordAnswer(answer: answer, complaint: recorded.value)
    }
}

enum RepeatRow {
    /// The newest ticket of the house, or of the customer where no house is named.
    static func newest(house: HouseID?, customer: CustomerID?, since: Instant, tenant: TenantID) -> Query<Single<TicketID>> {
        let same: SQL = house.map { "t.house_id = \($0)" } ?? "t.house_id IS NULL AND t.customer_id = \(customer)"
        return Query(
            """
            SELECT t.id FROM ticket t WHERE t.tenant_id = \(tenant) AND \(same) AND t.received_at >= \(since)
            ORDER BY t.received_at DESC LIMIT 1
            """)
    }
}

enum CounterRow {
    /// Takes the next serial of a company's month and holds the row until the end: numbers have no gaps and no doubles.
    static func next(company: UnitID, tenant: TenantID, month: String) -> Query<Single<Int>> {
        Query(
            """
            INSERT INTO ticket_counter AS c (tenant_id, company_id, month, last) VALUES (\(tenant), \(company), \(month), 1)
            ON CONFLICT (tenant_id, company_id, month) DO UPDATE SET last = c.last + 1 RETURNING last
            """)
    }
}
