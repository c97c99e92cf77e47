internal import Domain
internal import Hummingbird
internal import Store
internal import Views

/// What is due at a unit, in one glance.
enum DeskRoom {
    static func show(_ member: MemberContext) async throws -> Response {
        let (desk, frame) = try await member.read { tx in try await tx.desk() }
        let t = frame.t
        let rows = desk.rows.map { frame.ticketRow($0) }
        let page = DeskPage(
            greeting: frame.wording.greeting(name: frame.session.actor.name), date: frame.wording.dayWithWeekday(frame.now),
            kpis: tiles(desk.tiles, frame), rows: rows,
            summary: t["desk.summary", ["count": count(desk.tiles.held, frame), "time": frame.wording.clock(desk.asOf)]],
            empty: EmptyState(
                title: t["desk.empty.title"], text: t["desk.empty.text"],
                link: frame.may(.ticketRecord) ? Link(t["list.record"], path: frame.paths.intake) : nil),
            more: desk.tiles.held > rows.count
                ? Link(t["desk.more", ["count": count(desk.tiles.held, frame)]], path: TicketQuery().path(frame.paths.tickets)) : nil,
            notices: desk.notices.map { frame.notice($0) }, noticesPath: frame.paths.notices,
            ends: desk.vendorDue.prefix(VendorDueRow.shown).map { frame.end($0) })
        return try frame.page(page, room: .desk)
    }

    /// Counting stops at a hundred.
    private static func count(_ number: Int, _ frame: PageFrame) -> String { number >= 100 ? "99+" : frame.wording.number(number) }

    private static func tiles(_ tiles: DeskTiles, _ frame: PageFrame) -> [KPI] {
        let list: (TicketFilter) -> String = { TicketQuery(filter: $0).path(frame.paths.tickets) }
        let visits = frame.may(.ticketVisit) ? frame.paths.visits : list(TicketFilter(state: .verified))
        let known: [(String, Int, String, Bool)] = [
            ("accept", tiles.waiting, list(TicketFilter(waiting: true)), false), ("today", tiles.dueToday, list(.open), false),
            ("overdue", tiles.overdue, list(TicketFilter(overdue: true)), true), ("visits", tiles.visitsDue, visits, false),
            ("returned", tiles.returned, list(.open), false),
        ]
        return known.map { name, value, path, late in
            KPI(
                label: frame.t["kpi.\(name)"], words: count(value, frame), note: frame.t["kpi.\(name).note"], path: path,
                late: late && value > 0)
        }
    }
}
