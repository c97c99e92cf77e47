internal import Domain
internal import HTTPTypes
internal import Hummingbird
internal import Sheets
internal import Store
internal import Views

/// An export on its way: the second person's answer, the file, who fetched it.
enum ExportRunRoom {
    static func show(_ member: MemberContext) async throws -> Response { try await page(member) }

    /// Yes or no to somebody else's request; a no says why.
    static func answer(_ member: MemberContext) async throws -> Response {
        let fields = try await member.form()
        try fields.allow(["decision", "note"])
        let approves = try fields.text("decision") == "approve"
        let note: String
        do throws(FieldProblem) {
            let typed = (try? fields.text("note")) ?? ""
            note = approves ? try BoundedText.optional(typed, max: 200) ?? "" : try BoundedText.parse(typed, max: 200)
        } catch {
            return try await page(member, typed: try fields.text("note"), errors: FieldErrors("note", error))
        }
        let (id, paths) = (ExportID(try member.incoming.number("id")), member.paths)
        let answer = try await member.write(fields) { tx in
            try await tx.enter()
            let permit = try await tx.access(id, for: ApproveExport.self)
            try await tx.answer(approves, note: note, version: try fields.version(), permit)
            return paths.exportRun(id)
        }
        return member.done(answer, Flash(approves ? "export.approved" : "export.refused"))
    }

    static func giveUp(_ member: MemberContext) async throws -> Response {
        let fields = try await member.form()
        try fields.allow([])
        let (id, paths) = (ExportID(try member.incoming.number("id")), member.paths)
        let answer = try await member.write(fields) { tx in
            try await tx.enter()
            try await tx.giveUp(try await tx.access(id, for: RunExport.self))
            return paths.exportRun(id)
        }
        return member.done(answer, Flash("export.givenUp"))
    }

    /// Hands out the file and notes who took it; a form, because a GET changes nothing.
    static func download(_ member: MemberContext) async throws -> Response {
        let fields = try await member.form()
        try fields.allow([])
        let (id, paths) = (ExportID(try member.incoming.number("id")), member.paths)
        try await member.count(.looks)
        _ = try await member.write(fields) { tx in
            try await tx.enter()
            try await tx.download(try await tx.access(id, for: RunExport.self))
            return paths.exportRun(id)
        }
        let (run, t) = try await member.store.read(member.entry, member.requirement) { tx in
            try await tx.enter()
            return (try await tx.access(id, for: RunExport.self).thing, member.services.renderer.messages(member.incoming.language))
        }
        let folder = member.services.folder
        return try await FileAnswer.stream(
            folder.file(.exports, run.token, run.format.rawValue), name: "\(t.word(run.subject)) \(run.number)", run.format, folder)
    }

    private static func page(_ member: MemberContext, typed: String = "", errors: FieldErrors? = nil) async throws -> Response {
        let id = ExportID(try member.incoming.number("id"))
        let ((run, downloads), frame) = try await member.read { tx in
            guard let run = try await tx.fetchFirst(ExportRun.one(tenant: tx.tenant, id)), run.unit == member.place.unit.id else {
                throw StoreError.notFound
            }
            let actor = try tx.actor
            guard run.person == actor.person || actor.covers(member.place.unit, with: .exportApprove) else { throw StoreError.notFound }
            return (run, try await tx.fetch(ExportDownload.of(id, tenant: tx.tenant)))
        }
        let words = ExportPageWords(run: run, downloads: downloads, frame: frame, typed: typed, errors: errors)
        return try frame.page(words.page, room: .exchange, status: errors == nil ? .ok : .unprocessableContent)
    }
}

/// What an export's page says at each of its stages.
struct ExportPageWords {
    let run: ExportRun
    let downloads: [ExportDownload]
    let frame: PageFrame
    let typed: String
    let errors: FieldErrors?

    private var t: Messages { frame.t }
    private var isOwn: Bool { run.person == frame.session.actor.person }

    var page: ExportPage {
        var page = ExportPage(
            title: "\(t["export.start.\(run.subject.rawValue)"]) · \(run.number)", back: frame.backToExchange, state: frame.chip(run.state),
            facts: facts, explain: explain)
        if run.state == .running {
            page.progress = RunProgress(
                path: frame.paths.exportRun(run.id), words: t["export.progress", ["done": frame.wording.number(run.rows)]], value: run.rows,
                max: max(run.expectedRows, run.rows + 1),
                note: t["runs.canLeave"])
        }
        if isOwn, run.state == .done {
            page.fetch = RunButton(
                path: frame.paths.downloadExport(run.id), key: frame.newKey, version: run.version,
                label: t["export.fetch", ["format": run.format.rawValue.uppercased(), "size": size]])
        }
        if !isOwn, run.state == .waiting, frame.may(.exportApprove) {
            page.answer = form("approve")
            page.refuse = form("refuse")
        }
        if isOwn, [.waiting, .running].contains(run.state) {
            page.stop = RunButton(
                path: frame.paths.stopExport(run.id), key: frame.newKey, version: run.version, label: t["export.stop"], danger: true)
        }
        if [.done, .expired].contains(run.state) {
            page.downloads = downloads.map { .init(by: $0.personName, at: frame.wording.moment($0.at)) }
            page.downloadsNote = t["export.downloads.count", ["count": String(downloads.count)]]
        }
        return page
    }

    private var size: String {
        run.bytes < 1_048_576 ? "\(max(1, run.bytes / 1_024)) KB" : "\(run.bytes / 1_048_576).\(run.bytes % 1_048_576 * 10 / 1_048_576) MB"
    }

    private var explain: String {
        if let end = run.endedAs { return t.word(end) }
        if run.state == .waiting, !isOwn { return t["export.waitingForYou", ["person": run.personName]] }
        if run.state == .refused { return t["export.refusedBecause", ["person": run.approvedByName, "note": run.answer]] }
        return t["exportState.\(run.state.rawValue).text", ["time": frame.wording.exact(run.expiresAt)]]
    }

    private var facts: [Fact] {
        var facts = [
            Fact(t["export.fact.number"], text: run.number), Fact(t["import.fact.unit"], text: run.unitName),
            Fact(t["runs.by"], text: run.personName), Fact(t["export.fact.at"], text: frame.wording.exact(run.createdAt)),
            Fact(t["export.fact.columns"], text: run.columns.map { t.word($0) }.joined(separator: t["export.comma"])),
        ]
        if !run.filter.isEmpty {
            facts.append(
                Fact(t["export.fact.filter"], text: TicketListing.sentence(TicketQuery(filter: TicketFilter(text: run.filter)), frame)))
        }
        if !run.reason.isEmpty { facts.append(Fact(t["export.reason"], text: run.reason)) }
        // Counting stopped at one more than the limit.
        let expected = "\(frame.wording.number(run.expectedRows - 1))+"
        facts.append(Fact(t["import.fact.rows"], text: run.state == .waiting ? expected : frame.wording.number(run.rows)))
        if !run.approvedByName.isEmpty { facts.append(Fact(t["export.fact.answered"], text: run.approvedByName)) }
        if run.state == .done { facts.append(Fact(t["export.fact.until"], text: frame.wording.exact(run.expiresAt))) }
        return facts
    }

    private func form(_ decision: String) -> FormModel {
        let isRefusal = decision == "refuse"
        let note = FieldModel(
            .textarea, form: decision, name: "note", label: t[isRefusal ? "export.refuse.reason" : "export.approve.note"],
            value: isRefusal ? typed : "", error: isRefusal ? errors?["note"].map(frame.wording.problem) : nil, required: isRefusal,
            maxLength: 200)
        let hidden = FieldModel(.hidden, form: decision, name: "decision", label: "", value: decision)
        return FormModel(
            id: decision, path: frame.paths.answerExport(run.id),
            groups: [FieldGroup(t["export.\(decision)"], fields: [note, hidden])], submit: t["export.\(decision)"], key: frame.newKey,
            version: String(run.version))
    }
}
