internal import Domain
internal import HTTPTypes
internal import Hummingbird
internal import Store
internal import Views

/// What customers ask about their data, the read log, and the extract they are given (PIPL 44–47).
enum DataRequestRoom {
    static func list(_ member: MemberContext) async throws -> Response {
        let (found, frame) = try await member.read { tx in try await tx.dataRequests() }
        let t = frame.t
        let rows = (found.open + found.answered).map { row in
            let due =
                row.state.isOpen
                ? frame.wording.deadline(due: row.dueAt, soon: .days(3)).words : row.answeredAt.map { frame.wording.exact($0) }
            return OrgListPage.Row(cells: [
                .init(t["requests.kind"], link: Link(t.word(row.kind), path: frame.paths.dataRequest(row.id))),
                .init(t["reveal.customer"], text: frame.customer(row.customerName, kind: row.customerKind)),
                .init(t["field.project"], text: row.projectName),
                .init(t["owners.state"], chip: Chip(t.word(row.state), tone: row.state.isOpen ? .soon : .good)),
                .init(t["list.deadline"], text: due ?? "–"),
            ])
        }
        let page = OrgListPage(
            title: t["requests.title"],
            columns: [t["requests.kind"], t["reveal.customer"], t["field.project"], t["owners.state"], t["list.deadline"]], rows: rows,
            summary: t["requests.summary", ["open": String(found.open.count)]],
            empty: EmptyState(title: t["requests.empty.title"], text: t["requests.empty.text"]))
        return try frame.page(page, room: .owners)
    }

    static func show(_ member: MemberContext) async throws -> Response { try await page(member) }

    static func answer(_ member: MemberContext) async throws -> Response {
        let id = DataRequestID(try member.incoming.number("request"))
        let fields = try await member.form()
        try fields.allow(["answer", "decision"])
        let values = fields.values
        let path = member.paths.dataRequest(id)
        guard let decision = values["decision"], ["done", "refused"].contains(decision) else {
            try await member.check()
            throw WebFault.unprocessable(["decision"])
        }
        do {
            let answer = try await member.write(fields) { tx in
                try await tx.answer(try await tx.access(id, for: AnswerRequest.self), done: decision == "done", values["answer"] ?? "")
                return path
            }
            return member.done(answer, Flash("requests.answered"))
        } catch StoreError.invalid(let errors) {
            return try await page(member, decision: decision, typed: values, errors: errors)
        }
    }

    /// The extract is in this answer only: it is never redirected to or put into an address.
    static func extract(_ member: MemberContext) async throws -> Response {
        let id = DataRequestID(try member.incoming.number("request"))
        let fields = try await member.form()
        try fields.allow([])
        guard let key = FormKey(key: try fields.text("key"), digest: fields.digest) else { throw WebFault.unprocessable(["key"]) }
        try await member.count(.looks)
        let path = member.paths.dataRequest(id)
        let extract = try await member.store.extract(of: id, member.entry, form: key, path: path)
        let (_, frame) = try await member.read { tx in try await tx.enter() }
        return try frame.page(ExtractWords(frame: frame, extract: extract, back: path).page())
    }

    static func reads(_ member: MemberContext) async throws -> Response {
        let after = Int64(try member.incoming.query().text("after"))
        let (found, frame) = try await member.read { tx in try await tx.reads(after: after) }
        let t = frame.t
        let shown = found.prefix(50)
        let rows = shown.map { row in
            OrgListPage.Row(cells: [
                .init(t["reads.at"], text: frame.wording.exact(row.at)), .init(t["reads.who"], text: row.personName),
                .init(t["reads.what"], text: t.word(row.field)),
                .init(
                    t["reveal.customer"],
                    link: frame.may(.customerSee) ? Link("#\(row.customer)", path: frame.paths.owner(row.customer)) : nil),
                .init(t["reads.why"], text: row.reason.isEmpty ? t.word(row.basis) : row.reason),
                .init(t["reads.ticket"], text: row.ticketNumber ?? "–"),
            ])
        }
        let next = found.count > shown.count ? shown.last.map { Paths.query(frame.paths.reads, [("after", String($0.id))]) } : nil
        let page = OrgListPage(
            title: t["reads.title"],
            columns: [t["reads.at"], t["reads.who"], t["reads.what"], t["reveal.customer"], t["reads.why"], t["reads.ticket"]],
            rows: Array(rows),
            summary: t["reads.summary", ["count": next == nil ? String(rows.count) : "50+", "time": frame.wording.clock(frame.now)]],
            empty: EmptyState(title: t["reads.empty.title"], text: t["reads.empty.text"]),
            pager: Pager(previous: after.map { _ in frame.paths.reads }, next: next))
        return try frame.page(page, room: .owners)
    }

    private static func page(
        _ member: MemberContext, decision: String? = nil, typed: [String: String] = [:], errors: FieldErrors? = nil
    ) async throws -> Response {
        let id = DataRequestID(try member.incoming.number("request"))
        let (file, frame) = try await member.read { tx in try await tx.dataRequest(id) }
        let words = DataRequestWords(frame: frame, file: file, decision: decision, typed: typed, errors: errors)
        return try frame.page(words.page(), room: .owners, status: errors == nil ? .ok : .unprocessableContent)
    }
}
