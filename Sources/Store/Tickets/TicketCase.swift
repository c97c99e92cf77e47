package import Domain
internal import Postgres

/// A ticket with everything a rule may know of it and a page shows beside it.
package struct TicketCase: Sendable {
    package internal(set) var record: TicketRecord
    package let units: [LadderUnitRow]
    package internal(set) var plans: [PlanRow]
    package internal(set) var escalations: [EscalationRow]
    package internal(set) var interventions: [InterventionRow]
    package internal(set) var exchanges: [ExchangeRow]
    package internal(set) var visits: [VisitRow]
    package let deadlines: [DeadlineRow]
    package let colleagues: [ColleagueRow]
    package let facts: ComplaintFacts

    /// - Throws: `unreadable` when the rows do not fit together.
    init(
        record: TicketRecord, units: [LadderUnitRow], plans: [PlanRow], escalations: [EscalationRow], interventions: [InterventionRow],
        exchanges: [ExchangeRow], visits: [VisitRow], deadlines: [DeadlineRow], colleagues: [ColleagueRow], offsetMinutes: Int
    ) throws(StoreError) {
        self.record = record
        self.units = units
        self.plans = plans
        self.escalations = escalations
        self.interventions = interventions
        self.exchanges = exchanges
        self.visits = visits
        self.deadlines = deadlines
        self.colleagues = colleagues
        let running = deadlines.filter(\.isOpen).map { ($0.deadline.kind, $0.deadline) }
        let promises = Dictionary(running, uniquingKeysWith: { $1 })
        guard let clocks = ClockPolicy.version(record.policyVersion) else { throw .unreadable("ticket.policy_version") }
        let waiting = escalations.last { $0.state == .proposed }
        let intervention = interventions.last { $0.handedBackAt == nil }
        facts = ComplaintFacts(
            state: record.state, version: record.version, stage: record.stage, ladder: try Self.ladder(record, units), clocks: clocks,
            source: record.source, receivedAt: record.receivedAt, firstReceiver: record.firstReceiver, firstUnit: record.firstUnit,
            severity: record.severity, sensitivity: record.sensitivity, rung: record.rung, ownerUnit: record.ownerUnit,
            holderUnit: record.holderUnit, handler: record.handler, planProposer: record.proposer, compensation: plans.last?.compensation,
            executor: record.executor, executingUnit: record.executingUnit,
            escalation: waiting.map {
                EscalationFacts(fromUnit: $0.fromUnit, fromRung: $0.fromRung, toUnit: $0.toUnit, toRung: $0.toRung, proposer: $0.proposedBy)
            },
            sentBack: Dictionary(grouping: escalations.filter { $0.state == .sentBack }, by: \.fromRung).mapValues(\.count),
            intervention: intervention.map { InterventionFacts(previousOwner: $0.previousUnit, previousRung: $0.previousRung) },
            unreachableDays: Self.unreachableDays(visits, since: promises[.visit]?.startedAt, offsetMinutes),
            openExchanges: exchanges.count(where: \.isOpen), returned: record.returned, running: promises,
            colleagues: Set(colleagues.map(\.id))
        )
    }

    /// What the actor may do now, in the order of the page.
    package func allowed(_ actor: Actor) -> [AllowedAction] { ComplaintMachine.allowed(facts, actor) }

    package func unit(_ id: UnitID) -> LadderUnitRow? { units.first { $0.id == id } }

    /// Name of a unit as it is now; empty for one the person may not know.
    package func name(of unit: UnitID) -> String {
        self.unit(unit)?.name ?? (unit == record.holderUnit ? record.holderUnitName : "")
    }

    private static func ladder(_ record: TicketRecord, _ units: [LadderUnitRow]) throws(StoreError) -> Ladder {
        guard let group = units.first(where: { $0.kind == .group }) else { throw .unreadable("ticket.ladder") }
        let site = units.first { $0.kind == .vendorSite && $0.vendor == record.vendor && $0.project == record.project }
        // A company that the project has left still reads what was closed there, without knowing the site any more: then whoever had it
        // stands in.
        let others = [record.project, record.company, group.id, record.vendor]
        let known = [record.ownerUnit, record.holderUnit, record.firstUnit].first { !others.contains($0) } ?? record.holderUnit
        let around = LadderUnits(
            projectUnit: record.project, companyUnit: record.company, groupUnit: group.id,
            vendorSiteUnit: record.vendor == nil ? nil : site?.id ?? (record.isOpen ? nil : known), vendorUnit: record.vendor)
        let reason: RoutingReason =
            switch (record.stage, record.line) {
            case (.beforeHandover, _): .beforeHandover
            case (.afterHandover, .vendor): .afterHandover
            case (.afterHandover, .developer): .afterHandoverWithoutVendor
            }
        guard let ladder = Ladder(line: record.line, units: around, reason: reason) else { throw .unreadable("ticket.ladder") }
        return ladder
    }

    /// Attempts before the last verification do not count: the visit clock started with it.
    private static func unreachableDays(_ visits: [VisitRow], since start: Instant?, _ offsetMinutes: Int) -> Int {
        guard let start else { return 0 }
        let attempts = visits.filter { $0.outcome == .unreachable && $0.at >= start }
        return Set(attempts.map { Day($0.at, offsetMinutes: offsetMinutes) }).count
    }
}

extension TicketRecord {
    /// The ticket at the viewpoint.
    static func find(_ ticket: TicketID, tenant: TenantID, viewpoint: UnitRef, sight: TicketSight) -> Query<TicketRecord> {
        Query(
            """
            SELECT \(columns) FROM ticket t
            WHERE t.tenant_id = \(tenant) AND t.id = \(ticket)\(viewpoint.ticketTerm)\(sight.termsForOne)
            """)
    }

    /// As `find`, and nobody else changes it before this transaction ends.
    static func take(_ ticket: TicketID, tenant: TenantID, viewpoint: UnitRef) -> Query<TicketRecord> {
        Query(
            """
            SELECT \(columns) FROM ticket t
            WHERE t.tenant_id = \(tenant) AND t.id = \(ticket)\(viewpoint.ticketTerm) FOR UPDATE
            """)
    }
}
