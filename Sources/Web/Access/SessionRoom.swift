internal import Domain
internal import Hummingbird
internal import Store
internal import Views

/// A person's own sessions: which devices are signed in, and ending them (ASVS 7.5.2).
enum SessionRoom {
    static func show(_ member: MemberContext) async throws -> Response {
        let entry = member.entry
        let (sessions, frame) = try await member.read { tx in try await tx.fetch(SessionRow.own(entry, now: tx.now)) }
        let rows = sessions.map { session in
            SessionsPage.Row(
                device: session.device, started: frame.wording.moment(session.openedAt), seen: frame.wording.moment(session.seenAt),
                current: session.isCurrent,
                end: session.isCurrent ? nil : .init(path: frame.paths.endSession(session.id.rawValue), key: frame.newKey))
        }
        let page = SessionsPage(
            rows: rows, count: frame.t["sessions.count", ["count": String(rows.count)]],
            endOthers: rows.count > 1 ? .init(path: frame.paths.endOtherSessions, key: frame.newKey) : nil,
            links: [
                Link(frame.t["password.title"], path: frame.paths.password), Link(frame.t["factor.title"], path: frame.paths.secondFactor),
                Link(frame.t["history.title"], path: frame.paths.signInHistory),
            ])
        return try frame.page(page)
    }

    static func end(_ member: MemberContext) async throws -> Response {
        let fields = try await member.form()
        try fields.allow([])
        let session = SessionID(try member.incoming.number("id"))
        let (entry, back) = (member.entry, member.paths.sessions)
        let answer = try await member.write(fields) { tx in
            try await tx.endSession(session, of: entry)
            return back
        }
        return member.done(answer, Flash("sessions.ended"))
    }

    static func endOthers(_ member: MemberContext) async throws -> Response {
        let fields = try await member.form()
        try fields.allow([])
        let (entry, back) = (member.entry, member.paths.sessions)
        let answer = try await member.write(fields) { tx in
            try await tx.endOtherSessions(of: entry)
            return back
        }
        return member.done(answer, Flash("sessions.othersEnded"))
    }
}
