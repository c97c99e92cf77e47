internal import Domain
internal import Hummingbird
internal import Store
internal import Views

/// The own history of sign-ins: whether it was really me (ASVS 7.5.2).
enum HistoryRoom {
    static func show(_ member: MemberContext) async throws -> Response {
        let before = SignInEventID(text: try member.incoming.query().text("before"))
        let (events, frame) = try await member.read { tx in
            let person = try await tx.enter().person
            return try await tx.fetch(SignInEventRow.own(tenant: tx.tenant, person: person, before: before))
        }
        let page = SignInHistoryPage(
            back: Link(frame.t["sessions.title"], path: frame.paths.sessions), rows: events.map { frame.line($0) },
            summary: frame.t["history.summary", ["count": String(events.count), "time": frame.wording.clock(frame.now)]],
            pager: frame.pager(events, before: before, path: frame.paths.signInHistory))
        return try frame.page(page)
    }
}

extension PageFrame {
    func line(_ event: SignInEventRow) -> SignInLine {
        SignInLine(
            at: wording.moment(event.at), outcome: Chip(t.word(event.outcome), tone: event.outcome.isGood ? .good : .late),
            method: t.word(event.method), device: event.device, address: event.address)
    }

    func pager(_ events: [SignInEventRow], before: SignInEventID?, path: String) -> Pager? {
        let next = events.count == SignInEventRow.pageSize ? events.last.map { Paths.query(path, [("before", $0.id.description)]) } : nil
        return Pager(previous: before.map { _ in path }, next: next)
    }
}
