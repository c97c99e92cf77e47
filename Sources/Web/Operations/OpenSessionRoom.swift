internal import Domain
internal import HTTPTypes
internal import Hummingbird
internal import Store
internal import Views

/// Who is signed in anywhere in the group, and ending one session: for a lost telephone, or somebody who has left.
enum OpenSessionRoom {
    static func list(_ member: MemberContext) async throws -> Response {
        try member.requireGroup()
        let before = SessionID(text: try member.incoming.query().text("before"))
        let (found, frame) = try await member.read { tx in
            try await tx.fetch(
                OpenSession.page(tenant: tx.tenant, before: before, now: tx.now), OpenSession.count(tenant: tx.tenant, now: tx.now))
        }
        let (sessions, count) = found
        let t = frame.t
        let ends = frame.may(.operatorManage)
        let columns = [t["field.account"], t["org.name"], t["sessions.device"], t["sessions.started"], t["sessions.seen"]]
        let rows = sessions.map { session in
            var cells: [OrgListPage.Cell] = [
                .init(columns[0], text: session.account), .init(columns[1], text: session.personName),
                .init(columns[2], text: session.device),
                .init(columns[3], text: frame.wording.moment(session.openedAt).words),
                .init(columns[4], text: frame.wording.moment(session.seenAt).words),
            ]
            if ends {
                let isOwn = session.id == frame.session.id
                cells.append(
                    isOwn
                        ? .init(t["sessions.end"], chip: Chip(t["sessions.current"], tone: .good))
                        : .init(t["sessions.end"], link: Link(t["operations.session.end"], path: frame.paths.endOpenSession(session.id))))
            }
            return OrgListPage.Row(cells: cells)
        }
        let more = sessions.count == OpenSession.pageSize ? sessions.last : nil
        let page = OperationsPage(
            title: t["operations.title"], summary: frame.asOf, tabs: frame.operationTabs(.sessions),
            tables: [
                OperationsPage.Table(
                    id: "sessions", title: "\(t["operations.sessions.now"]) · \(frame.wording.number(count.first?.value ?? 0))",
                    note: t["operations.sessions.note", ["count": String(OpenSession.pageSize)]],
                    columns: columns + (ends ? [t["sessions.end"]] : []), rows: rows,
                    empty: EmptyState(title: t["operations.sessions.empty.title"], text: t["operations.sessions.empty.text"]))
            ],
            pager: Pager(
                previous: before.map { _ in frame.paths.openSessions },
                next: more.map { Paths.query(frame.paths.openSessions, [("before", $0.id.description)]) }))
        return try frame.page(page, room: .operations)
    }

    static func showEnd(_ member: MemberContext) async throws -> Response { try await endPage(member) }

    static func end(_ member: MemberContext) async throws -> Response {
        try member.requireGroup()
        let id = SessionID(try member.incoming.number("id"))
        let fields = try await member.form()
        try fields.allow(["reason"])
        let typed = try fields.text("reason")
        let reason: String
        do throws(FieldProblem) {
            reason = try BoundedText.parse(typed, max: 200)
        } catch {
            return try await endPage(member, typed: typed, problem: error)
        }
        let back = member.paths.openSessions
        // Read before it is gone: the sentence afterwards names whose session it was.
        let account = try await member.store.read(member.entry, member.requirement) { tx in
            try await tx.fetchFirst(OpenSession.one(tenant: tx.tenant, id, now: tx.now)).flatMap { $0.id == id ? $0.account : nil }
        }
        let answer = try await member.write(fields) { tx in
            try await tx.end(try await tx.access(id, for: EndSessions.self), reason: reason)
            return back
        }
        return member.done(answer, Flash("operations.session.ended", ["account": account ?? id.description]))
    }

    private static func endPage(_ member: MemberContext, typed: String = "", problem: FieldProblem? = nil) async throws -> Response {
        try member.requireGroup()
        let id = SessionID(try member.incoming.number("id"))
        let (session, frame) = try await member.read { tx in
            try await tx.fetchFirst(OpenSession.one(tenant: tx.tenant, id, now: tx.now))
        }
        guard let session, session.id == id else { throw StoreError.notFound }
        let t = frame.t
        let reason = FieldModel(
            .text, form: "end-session", name: "reason", label: t["operations.reason"], value: typed, hint: t["operations.reason.hint"],
            error: problem.map(frame.wording.problem), required: true, autofocus: problem == nil, maxLength: 200)
        let page = OrgFormPage(
            title: t["operations.session.end"],
            intro: "\(session.device) · " + t["operations.session.end.intro", ["account": session.account]],
            back: Link(t["operations.sessions"], path: frame.paths.openSessions),
            form: FormModel(
                id: "end-session", path: frame.paths.endOpenSession(id), groups: [FieldGroup(fields: [reason])],
                submit: t["operations.session.end"], key: frame.newKey))
        return try frame.page(page, room: .operations, status: problem == nil ? .ok : .unprocessableContent)
    }
}
