package import Domain
internal import Postgres

/// What a list shows. Every part is one word of the sentence above the table.
package struct TicketFilter: Hashable, Sendable {
    package enum Progress: String, CaseCode {
        case open, closed, all
    }

    package var progress: Progress
    package var state: ComplaintState?
    package var rung: Rung?
    package var stage: Stage?
    package var severity: Severity?
    /// A promise is past due. Implies open.
    package var overdue: Bool
    /// In the person's own hands. Implies open.
    package var mine: Bool
    /// The viewpoint's unit is asked to accept it. Implies open.
    package var waiting: Bool
    package var project: UnitID?
    /// Days of reception on the tenant's wall clock, both included.
    package var from: Day?
    package var to: Day?

    package init(
        progress: Progress = .open, state: ComplaintState? = nil, rung: Rung? = nil, stage: Stage? = nil, severity: Severity? = nil,
        overdue: Bool = false, mine: Bool = false, waiting: Bool = false, project: UnitID? = nil, from: Day? = nil, to: Day? = nil
    ) {
        self.progress = progress
        self.state = state
        self.rung = rung
        self.stage = stage
        self.severity = severity
        self.overdue = overdue
        self.mine = mine
        self.waiting = waiting
        self.project = project
        self.from = from
        self.to = to
    }

    package static let open = TicketFilter()

    /// What is listed after the words that imply it are taken into account.
    package var effectiveProgress: Progress {
        if overdue || mine || waiting { return .open }
        if let state, progress != .all, state.isOpen != (progress == .open) { return .all }
        return progress
    }

    /// Terms after `t.tenant_id = $n` and the unit's; each begins with AND.
    func terms(viewpoint: UnitRef, now: Instant, offsetMinutes: Int) -> SQL {
        var sql = SQL.empty
        switch effectiveProgress {
        case .open: sql += " AND t.open"
        case .closed: sql += " AND NOT t.open"
        case .all: break
        }
        if let state { sql += " AND t.state = \(state)" }
        if let rung { sql += " AND t.rung = \(rung)" }
        if let stage { sql += " AND t.stage = \(stage)" }
        if let severity { sql += " AND t.severity = \(severity)" }
        if overdue { sql += " AND t.due_at < \(now)" }
        if mine { sql += " AND t.handler_id = current_setting('app.person')::bigint" }
        if waiting { sql += " AND t.holder_unit_id = \(viewpoint.id) AND t.state IN ('recorded', 'escalated')" }
        if let project { sql += " AND t.project_id = \(project)" }
        if let from { sql += " AND t.received_at >= \(Instant(from, offsetMinutes: offsetMinutes))" }
        if let to { sql += " AND t.received_at < \(Instant(to.adding(days: 1), offsetMinutes: offsetMinutes))" }
        return sql
    }
}

package enum TicketSort: String, CaseCode {
    /// Latest reception first.
    case newest
    /// What falls due next first; matters without a running promise last. Only open matters have one.
    case due
}

/// Where a page of a list begins: the row before it, in the direction of reading.
package struct TicketCursor: Hashable, Sendable {
    package enum Direction: String, CaseCode {
        case after, before
    }

    package let direction: Direction
    /// The sort key of that row; nil for a row without a due time.
    package let time: Instant?
    package let id: TicketID

    package init(_ direction: Direction, time: Instant?, id: TicketID) {
        self.direction = direction
        self.time = time
        self.id = id
    }

    /// "after~1763800000000000~42", for the query of a path.
    package var text: String { "\(direction.rawValue)~\(time.map { String($0.microseconds) } ?? "")~\(id)" }

    /// Nil for anything else than what `text` makes.
    package init?(text: String) {
        let parts = text.split(separator: "~", omittingEmptySubsequences: false)
        guard parts.count == 3, let direction = Direction(rawValue: String(parts[0])), let id = TicketID(text: parts[2]) else { return nil }
        if parts[1].isEmpty {
            self.init(direction, time: nil, id: id)
        } else {
            // A year of four digits: what PostgreSQL and our calendar both know.
            guard let time = Int64(parts[1]), (0...253_402_300_799_000_000).contains(time) else { return nil }
            self.init(direction, time: Instant(microseconds: time), id: id)
        }
    }
}
