package import Domain
internal import Postgres

/// One page of tickets with the way to its neighbours.
package struct TicketList: Sendable {
    package let rows: [TicketListRow]
    package let sort: TicketSort
    package let previous: TicketCursor?
    package let next: TicketCursor?
    /// How many match, counted up to `countLimit`.
    package let count: Int
    package let asOf: Instant

    package static let pageSize = 25
    package static let countLimit = 100

    /// "100+" instead of a number.
    package var isCountCapped: Bool { count > Self.countLimit }
}

extension Transaction {
    /// Tickets at the viewpoint, one page of them and how many there are, in one round trip.
    /// - Throws: `refused(.ticketSee)`; `notFound` without a viewpoint.
    package func tickets(_ filter: TicketFilter = .open, sort: TicketSort = .newest, at cursor: TicketCursor? = nil) async throws
        -> TicketList
    {
        guard let viewpoint else { throw StoreError.notFound }
        let sort = filter.effectiveProgress == .open ? sort : .newest
        return try await seeing { sight in
            let scope = TicketScope(tenant: tenant, viewpoint: viewpoint, filter: filter, sight: sight, now: now, offset: try offsetMinutes)
            let (rows, counts) = try await fetch(scope.page(sort, at: cursor), scope.count(sort))
            return TicketList(rows: rows, sort: sort, cursor: cursor, count: counts.first?.value ?? 0, asOf: now)
        }
    }
}

extension TicketList {
    /// Rows come one more than a page shows, in reading direction; the surplus says that there is more.
    fileprivate init(rows: [TicketListRow], sort: TicketSort, cursor: TicketCursor?, count: Int, asOf: Instant) {
        let hasMore = rows.count > Self.pageSize
        let page = Array(rows.prefix(Self.pageSize))
        let isBackward = cursor?.direction == .before
        self.rows = isBackward ? page.reversed() : page
        self.sort = sort
        self.count = count
        self.asOf = asOf
        let key: (TicketListRow) -> Instant? = { sort == .newest ? $0.receivedAt : $0.dueAt }
        let hasPrevious = isBackward ? hasMore : cursor != nil
        let hasNext = isBackward || hasMore
        previous = hasPrevious ? self.rows.first.map { TicketCursor(.before, time: key($0), id: $0.id) } : nil
        next = hasNext ? self.rows.last.map { TicketCursor(.after, time: key($0), id: $0.id) } : nil
    }
}

/// Which tickets a list is about, as SQL.
struct TicketScope {
    let tenant: TenantID
    let viewpoint: UnitRef
    let terms: SQL

    init(tenant: TenantID, viewpoint: UnitRef, filter: TicketFilter, sight: TicketSight, now: Instant, offset: Int) {
        self.tenant = tenant
        self.viewpoint = viewpoint
        terms = viewpoint.ticketTerm + filter.terms(viewpoint: viewpoint, now: now, offsetMinutes: offset) + sight.terms
    }

    /// At most 101: on a large list each further row is likely a cold page, and row security tests every one. The order makes the count
    /// walk the index of the page instead of the table.
    func count(_ sort: TicketSort) -> Query<Single<Int>> {
        let order: SQL = sort == .newest ? "t.received_at DESC, t.id DESC" : "t.due_at, t.id"
        return Query(
            "SELECT count(*) FROM (SELECT 1 FROM ticket t WHERE t.tenant_id = \(tenant)\(terms) ORDER BY \(order) LIMIT 101) counted")
    }

    /// LIMIT stands as a number in the text: a bound one is unknown to a generic plan, which then sorts instead of walking the index.
    func page(_ sort: TicketSort, at cursor: TicketCursor?) -> Query<TicketListRow> {
        switch sort {
        case .newest: newest(cursor)
        case .due: due(cursor)
        }
    }

    private var start: SQL { "SELECT \(TicketListRow.columns) FROM ticket t WHERE t.tenant_id = \(tenant)\(terms)" }

    private func newest(_ cursor: TicketCursor?) -> Query<TicketListRow> {
        guard let cursor, let time = cursor.time else { return Query(start + " ORDER BY t.received_at DESC, t.id DESC LIMIT 26") }
        return switch cursor.direction {
        case .after:
            Query("\(start) AND (t.received_at, t.id) < (\(time), \(cursor.id)) ORDER BY t.received_at DESC, t.id DESC LIMIT 26")
        case .before:
            Query("\(start) AND (t.received_at, t.id) > (\(time), \(cursor.id)) ORDER BY t.received_at, t.id LIMIT 26")
        }
    }

    /// Promised ones by due time, then the ones without a promise by id: two walks over the same index. The second one names the due
    /// time in its order too: by id alone it would walk the primary key past everything that is closed.
    private func due(_ cursor: TicketCursor?) -> Query<TicketListRow> {
        switch (cursor?.direction, cursor?.time, cursor?.id) {
        case (.after?, let time?, let id?): forward(promised: " AND (t.due_at, t.id) > (\(time), \(id))", free: .empty)
        case (.after?, nil, let id?): Query("\(start) AND t.due_at IS NULL AND t.id > \(id) ORDER BY t.due_at, t.id LIMIT 26")
        case (.before?, let time?, let id?):
            Query("\(start) AND (t.due_at, t.id) < (\(time), \(id)) ORDER BY t.due_at DESC, t.id DESC LIMIT 26")
        case (.before?, nil, let id?): backward(free: " AND t.id < \(id)")
        default: forward(promised: .empty, free: .empty)
        }
    }

    private func forward(promised: SQL, free: SQL) -> Query<TicketListRow> {
        Query(
            """
            SELECT * FROM (
                (\(start) AND t.due_at IS NOT NULL\(promised) ORDER BY t.due_at, t.id LIMIT 26)
                UNION ALL (\(start) AND t.due_at IS NULL\(free) ORDER BY t.due_at, t.id LIMIT 26)
            ) t ORDER BY t.due_at NULLS LAST, t.id LIMIT 26
            """)
    }

    private func backward(free: SQL) -> Query<TicketListRow> {
        Query(
            """
            SELECT * FROM (
                (\(start) AND t.due_at IS NULL\(free) ORDER BY t.due_at DESC, t.id DESC LIMIT 26)
                UNION ALL (\(start) AND t.due_at IS NOT NULL ORDER BY t.due_at DESC, t.id DESC LIMIT 26)
            ) t ORDER BY t.due_at DESC NULLS FIRST, t.id DESC LIMIT 26
            """)
    }
}
