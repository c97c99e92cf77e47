internal import Domain
internal import Postgres
internal import Secrets

extension StatementCatalogue {
    /// Tickets and the rooms around them.
    static let tickets: [CataloguedStatement] = (ticketReads + ticketLists + ticketChanges + intake + noticesAndSearch).enumerated().map {
        CataloguedStatement(name: "tickets \($0), \($1.name)", sql: $1.sql, decode: $1.decode)
    }

    private static let tenant = TenantID(1)
    private static let ticket = TicketID(1)
    private static let now = Instant(microseconds: 1_763_800_000_000_000)
    private static let today = Day(now, offsetMinutes: 480)
    private static let site = UnitRef(
        id: UnitID(5), tenant: tenant, kind: .vendorSite, code: "site", name: "", company: UnitID(2), project: UnitID(3), vendor: UnitID(4))

    private static let viewpoints: [UnitRef] = [
        UnitRef(id: UnitID(1), tenant: tenant, kind: .group, code: "hq", name: ""),
        UnitRef(id: UnitID(2), tenant: tenant, kind: .company, code: "bj", name: ""),
        UnitRef(id: UnitID(3), tenant: tenant, kind: .project, code: "bj-spring", name: "", company: UnitID(2)),
        UnitRef(id: UnitID(4), tenant: tenant, kind: .vendor, code: "jy", name: ""), site,
    ]

    private static let ticketReads: [CataloguedStatement] = [
        .query("ticket", TicketRecord.find(ticket, tenant: tenant, viewpoint: site, sight: .full)),
        .query("take ticket", TicketRecord.take(ticket, tenant: tenant, viewpoint: site)),
        .query("ticket units", LadderUnitRow.around(ticket, tenant: tenant)),
        .query("ticket colleagues", ColleagueRow.atHolder(of: ticket, tenant: tenant, today: today)),
        .query("ticket events", EventRow.of(ticket, tenant: tenant)),
        .query("ticket plans", PlanRow.of(ticket, tenant: tenant)),
        .query("ticket escalations", EscalationRow.of(ticket, tenant: tenant)),
        .query("ticket interventions", InterventionRow.of(ticket, tenant: tenant)),
        .query("ticket exchanges", ExchangeRow.of(ticket, tenant: tenant)),
        .query("ticket visits", VisitRow.of(ticket, tenant: tenant)),
        .query("ticket deadlines", DeadlineRow.of(ticket, tenant: tenant)),
        .query("ticket customer", TicketCustomerRow.of(ticket, tenant: tenant)),
        .query("ticket history", PastTicketRow.besides(ticket, tenant: tenant, sight: .full)),
    ]

    private static let ticketLists: [CataloguedStatement] = viewpoints.flatMap { viewpoint -> [CataloguedStatement] in
        let everything = TicketFilter(
            progress: .open, state: .classified, rung: .project, stage: .afterHandover, severity: .top, overdue: true, mine: true,
            waiting: true, project: UnitID(3), from: today, to: today)
        let cursors: [TicketCursor?] = [
            nil, TicketCursor(.after, time: now, id: ticket), TicketCursor(.before, time: now, id: ticket),
            TicketCursor(.after, time: nil, id: ticket), TicketCursor(.before, time: nil, id: ticket),
        ]
        func scope(_ filter: TicketFilter) -> TicketScope {
            TicketScope(tenant: tenant, viewpoint: viewpoint, filter: filter, sight: .full, now: now, offset: 480)
        }
        let pages = cursors.flatMap { cursor in
            TicketSort.allCases.map { CataloguedStatement.query("list \($0) \(viewpoint.kind)", scope(.open).page($0, at: cursor)) }
        }
        let lists =
            pages + [
                .query("list closed \(viewpoint.kind)", scope(TicketFilter(progress: .closed)).page(.newest, at: nil)),
                .query("list everything \(viewpoint.kind)", scope(everything).page(.newest, at: nil)),
                .query("count \(viewpoint.kind)", scope(.open).count(.due)),
                .query("count everything \(viewpoint.kind)", scope(everything).count(.newest)),
            ]
        let desk = DeskScope(tenant: tenant, viewpoint: viewpoint, sight: .full)
        func search(_ phone: [[UInt8]]?) -> TicketSearch {
            TicketSearch(tenant: tenant, viewpoint: viewpoint, sight: .full, first: "渗水", others: ["1102"], phone: phone)
        }
        return lists + [
            .query("desk rows \(viewpoint.kind)", desk.rows()), .query("desk tiles \(viewpoint.kind)", desk.tiles(now: now, endOfDay: now)),
            .query("visits due \(viewpoint.kind)", desk.visits()), .query("search \(viewpoint.kind)", search(nil).query),
            .query("search by number \(viewpoint.kind)", search([[1]]).query),
            .query("projects \(viewpoint.kind)", ProjectChoiceRow.at(viewpoint, tenant: tenant, today: today)),
        ]
    }

    private static let ticketChanges: [CataloguedStatement] = {
        let scope = ChildScope(tenant: tenant, ticket: ticket, company: UnitID(2), project: UnitID(3), vendor: UnitID(4), floor: 1)
        let actor = Actor(tenant: tenant, person: PersonID(1), name: "", posts: [])
        let deadline = Deadline(kind: .plan, startedAt: now, firstDueAt: now, rule: "COMPLAINT-N8")
        let escalation = EscalationFacts(fromUnit: site.id, fromRung: .project, toUnit: UnitID(4), toRung: .centre, proposer: actor.person)
        let visit = VisitRecord(method: .phone, outcome: .unreachable, scores: nil, comment: "", signed: false)
        let changes: [(String, SQL)] = [
            ("insert plan", scope.insertPlan(round: 1, "", .zero, unit: site.id, unitName: "", by: actor, at: now)),
            ("answer plan", scope.answerPlan(.accepted, "", at: now)),
            ("insert escalation", scope.insertEscalation(escalation, "", tried: "", by: actor, at: now)),
            ("answer escalation", scope.answerEscalation(.sentBack, "", by: actor, at: now)),
            (
                "insert intervention",
                scope.insertIntervention(
                    InterventionFacts(previousOwner: site.id, previousRung: .project), unit: UnitID(1), "", by: actor, at: now)
            ),
            ("hand back", scope.handBack("", at: now)),
            ("insert exchange", scope.insertExchange(from: site.id, "", to: UnitID(2), "", topic: "", "", by: actor, at: now)),
            ("reply exchange", scope.replyExchange(ExchangeID(1), "", by: actor, at: now)),
            ("close exchange", scope.closeExchange(ExchangeID(1), by: actor, at: now)),
            ("start clock", scope.statement(for: .start(deadline, unit: site.id, upperUnit: UnitID(4)), at: now, policy: 1)),
            ("meet clock", scope.statement(for: .meet(.plan), at: now, policy: 1)),
            ("cancel clock", scope.statement(for: .cancel(.plan), at: now, policy: 1)),
            ("move clock", scope.statement(for: .move(.plan, dueAt: now), at: now, policy: 1)),
        ]
        let visits =
            visit.map {
                [
                    ("insert visit", scope.insertVisit($0, unit: site.id, by: actor, at: now)),
                    ("note contact", scope.noteContact(unit: site.id, at: now)),
                ]
            } ?? []
        return (changes + visits + scope.moveFloor.map { ("move floor", $0) }).map { CataloguedStatement.change($0.0, $0.1) }
    }()

    private static let intake: [CataloguedStatement] = viewpoints.flatMap { viewpoint -> [CataloguedStatement] in
        let house = HouseQuery("3-2-1102").map { [IntakeMatch.byHouse($0, tenant: tenant, viewpoint: viewpoint, today: today)] } ?? []
        let matches =
            house + [
                IntakeMatch.byPhone([[1]], tenant: tenant, viewpoint: viewpoint, today: today),
                IntakeMatch.byTail("1234", tenant: tenant, viewpoint: viewpoint, today: today),
                IntakeMatch.byName("张", tenant: tenant, viewpoint: viewpoint, today: today),
            ]
        let places = [IntakePlace.house(HouseID(1)), .shared(project: UnitID(3))].map {
            CataloguedStatement.query(
                "intake place \(viewpoint.kind)", IntakeSituation.of($0, tenant: tenant, viewpoint: viewpoint, today: today))
        }
        return matches.map { .query("intake match \(viewpoint.kind)", $0) } + places
    }

    private static let noticesAndSearch: [CataloguedStatement] = [
        .query("occupants", OccupantRow.of(HouseID(1), tenant: tenant, today: today)),
        .query("past of house", PastTicketRow.ofHouse(HouseID(1), tenant: tenant, sight: .full)),
        .query("past of customer", PastTicketRow.ofCustomer(CustomerID(1), tenant: tenant, sight: .full)),
        .query("customer", CustomerRow.find(CustomerID(1), tenant: tenant)),
        .query("repeat in house", RepeatRow.newest(house: HouseID(1), customer: nil, since: now, tenant: tenant)),
        .query("repeat of customer", RepeatRow.newest(house: nil, customer: CustomerID(1), since: now, tenant: tenant)),
        .query("next number", CounterRow.next(company: UnitID(2), tenant: tenant, month: "2611")),
        .query("plan by values", TicketSearch.planByValues),
        .query("newest notices", NoticeRow.newest(tenant: tenant)),
        .query("notices", NoticeRow.page(tenant: tenant, after: NoticeCursor(at: now, id: NoticeID(1)))),
        .query("unread notices", NoticeRow.unread(tenant: tenant)),
        .change("mark notices read", NoticeRow.markRead(upTo: NoticeID(1), tenant: tenant, now: now)),
        .change(
            "insert notice",
            NoticeRow.insert(
                tenant: tenant, person: PersonID(1), ticket: ticket, unit: site.id, kind: "overdue", subject: "", at: now, source: "s")),
        .query("notice ticket", NoticeTicketRow.find(ticket, tenant: tenant)),
        .query(
            "notice recipients",
            RecipientRow.of(units: [site.id], persons: [PersonID(1)], about: UnitID(1), tenant: tenant, today: today)),
        .query("due deadlines", DueDeadlineRow.take(tenant: tenant, now: now)),
        .change("mark deadlines", DueDeadlineRow.mark([DeadlineID(1)], tenant: tenant, now: now)),
    ]
}
