internal import Domain
internal import Hummingbird
internal import Store
internal import Views

/// What a person was told.
enum NoticeRoom {
    static func show(_ member: MemberContext) async throws -> Response {
        let cursor = NoticeCursor(text: try member.incoming.query().text("at"))
        let (list, frame) = try await member.read { tx in try await tx.notices(after: cursor) }
        let t = frame.t
        let next = list.next.map { Paths.query(frame.paths.notices, [("at", $0.text)]) }
        let readAll = list.newest.map { newest in
            SessionsPage.Row.End(path: frame.paths.readNotices(upTo: newest), key: frame.newKey)
        }
        let unread = list.unread >= 100 ? "99+" : String(list.unread)
        let page = NoticeListPage(
            notices: list.rows.map { frame.notice($0) },
            summary: t["notices.summary", ["count": String(list.rows.count), "unread": unread]],
            empty: EmptyState(title: t["notices.empty.title"], text: t["notices.empty.text"]),
            pager: Pager(previous: cursor.map { _ in frame.paths.notices }, next: next), readAll: list.unread > 0 ? readAll : nil)
        return try frame.page(page, room: .notices)
    }

    /// Marks read what was on the page; what came meanwhile stays unread.
    static func read(_ member: MemberContext) async throws -> Response {
        let fields = try await member.form()
        try fields.allow([])
        let back = member.paths.notices
        guard let newest = NoticeID(text: try member.incoming.query().text("upTo")) else {
            try await member.check()
            throw WebFault.unprocessable(["upTo"])
        }
        let answer = try await member.write(fields) { tx in
            try await tx.markNoticesRead(upTo: newest)
            return back
        }
        return member.done(answer, Flash("notices.allRead"))
    }
}

extension PageFrame {
    /// A notice leads to the ticket as seen from the unit as whose member the person was told; nowhere while that is out of sight.
    func notice(_ row: StoredNotice) -> Views.NoticeRow {
        let unit = row.unitCode.map { UnitPaths(tenant: member.place.tenantCode, unit: $0) } ?? paths
        let tone: Tone =
            switch row.kind {
            case .overdue, .overdueBelow, .litigation: .late
            case .importStopped, .exportStopped, .exportRefused, .scoreOrderOverdue: .late
            case .sentBack, .reopened, .handedBack, .visitDue, .importChecked, .exportWaiting: .soon
            case .scoreReminder, .scoreAppeal, .scoreOrder, .scoreOrderDone, .scoreOrderBack: .soon
            default: .plain
            }
        if row.kind.isAboutExchange { return notice(row, in: unit, tone) }
        if row.kind.isAboutScores { return score(row, in: unit, tone) }
        let text = row.number.map { t["noticeKind.\(row.kind.rawValue)", ["number": $0, "title": row.subject]] }
        if row.kind == .surveyReminded {
            return Views.NoticeRow(
                at: wording.moment(row.at), text: t["noticeKind.\(row.kind.rawValue)", ["title": row.subject]],
                path: row.run.map { unit.wave(WaveID($0)) } ?? unit.surveys, unread: row.readAt == nil, tone: .soon)
        }
        guard let ticket = row.ticket else { return plain(row, unit) }
        return Views.NoticeRow(
            at: wording.moment(row.at), text: text ?? t["notices.hidden"],
            path: row.number == nil ? paths.notices : unit.ticket(ticket), unread: row.readAt == nil, tone: tone)
    }

    /// About an evaluation; leads to the forms, the card or the order.
    private func score(_ row: StoredNotice, in unit: UnitPaths, _ tone: Tone) -> Views.NoticeRow {
        let path: String? =
            switch row.kind {
            case .scoreForms, .scoreReminder: unit.assessments
            case .scoreCard, .scoreAppeal, .scoreRuling: row.run.map { unit.scoreCard(CardID($0)) }
            default: row.run.map { unit.rectification(RectificationID($0)) }
            }
        return Views.NoticeRow(
            at: wording.moment(row.at), text: t["noticeKind.\(row.kind.rawValue)", ["title": row.subject]], path: path ?? paths.notices,
            unread: row.readAt == nil, tone: tone)
    }

    /// About no ticket: the looks of an hour used up by somebody of a unit.
    private func plain(_ row: StoredNotice, _ unit: UnitPaths) -> Views.NoticeRow {
        Views.NoticeRow(
            at: wording.moment(row.at), text: t["noticeKind.\(row.kind.rawValue)", ["name": row.subject]], path: unit.reads,
            unread: row.readAt == nil, tone: .soon)
    }

    /// About a table that went in or out; leads to its run.
    private func notice(_ row: StoredNotice, in unit: UnitPaths, _ tone: Tone) -> Views.NoticeRow {
        let isImport = [.importChecked, .importDone, .importStopped].contains(row.kind)
        let path = row.run.map { isImport ? unit.importRun(ImportID($0)) : unit.exportRun(ExportID($0)) }
        return Views.NoticeRow(
            at: wording.moment(row.at), text: t["noticeKind.\(row.kind.rawValue)", ["title": row.subject]], path: path ?? unit.exchange,
            unread: row.readAt == nil, tone: tone)
    }
}
