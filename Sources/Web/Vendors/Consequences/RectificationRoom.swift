internal import Domain
internal import HTTPTypes
internal import Hummingbird
internal import Store
internal import Views

/// 整改单: what is open at a unit, and one order with its next step.
enum RectificationRoom {
    static func list(_ member: MemberContext) async throws -> Response {
        let (found, frame) = try await member.read { tx in
            (try await tx.rectifications(open: true), try await tx.rectifications(open: false))
        }
        let t = frame.t
        let page = SurveyPage(
            title: t["rectification.title"], intro: t["rectification.intro"],
            tables: [
                table(found.0, id: "open", title: t["rectification.open"], frame),
                table(found.1, id: "ended", title: t["rectification.ended"], frame),
            ])
        return try frame.page(page, room: .vendors)
    }

    private static func table(_ orders: [RectificationRow], id: String, title: String, _ frame: PageFrame) -> OperationsPage.Table {
        let t = frame.t
        let columns = [t["rectification.what"], t["field.project"], t["card.vendor"], t["rectification.due"], t["survey.state"]]
        let rows = orders.map { order in
            OrgListPage.Row(cells: [
                .init(columns[0], link: Link(order.title, path: frame.paths.rectification(order.id))),
                .init(columns[1], text: order.projectName), .init(columns[2], text: order.vendorName),
                .init(columns[3], text: order.dueOn.isoText), .init(columns[4], chip: chip(order, frame)),
            ])
        }
        return OperationsPage.Table(
            id: id, title: title, note: String(rows.count), columns: columns, rows: rows,
            empty: EmptyState(title: t["rectification.empty.title"], text: t["rectification.empty.text"]))
    }

    private static func chip(_ order: RectificationRow, _ frame: PageFrame) -> Chip {
        let late = order.state.waitsForVendor && order.dueOn < frame.today
        let level = order.level > 0 ? " · \(frame.t["rectification.level.\(order.level)"])" : ""
        return Chip(
            frame.t.word(order.state) + level, tone: late ? .late : order.state == .verified ? .good : order.state.isOpen ? .soon : .plain)
    }

    static func show(_ member: MemberContext) async throws -> Response { try await page(member) }

    static func take(_ step: RectificationStep) -> @Sendable (MemberContext) async throws -> Response {
        { member in
            let id = RectificationID(try member.incoming.number("id"))
            let filled = try await member.filled { tx in _ = try await tx.rectification(id) }
            try filled.fields.allow(["text"])
            let (values, version, path) = (filled.fields.values, try filled.fields.version(), member.paths.rectification(id))
            let files = step == .complete ? filled.files : []
            do {
                let text: String
                do throws(FieldProblem) { text = try BoundedText.parse(values["text"], max: 1_000, multiline: true) } catch {
                    throw StoreError.invalid(FieldErrors("text", error))
                }
                try filled.orInvalid()
                let answer = try await member.write(filled) { tx in
                    try await tx.take(step, of: id, text: text, files: files, version: version)
                    return path
                }
                return member.done(answer, Flash("rectification.step.\(step.code)"))
            } catch StoreError.invalid(let errors) {
                return try await page(member, rejected: .init(form: step.code, typed: values, errors: errors), returned: filled)
            } catch let refusal as RectificationRefusal {
                switch refusal {
                case .missing(let permission): throw StoreError.refused(permission)
                case .notAllowedInState(_, let state): throw StoreError.stale(Staleness(version: version, state: state.code, changes: []))
                case .needsAnother:
                    let t = member.services.renderer.messages(member.incoming.language)
                    return try await page(member, rejected: .init(form: step.code, typed: values, message: t["rectification.needsAnother"]))
                case .evidenceMissing:
                    return try await page(
                        member, rejected: .init(form: step.code, typed: values, errors: FieldErrors("files", .required)), returned: filled)
                }
            }
        }
    }

    private static func page(_ member: MemberContext, rejected: RoundRoom.Rejected? = nil, returned: Filled? = nil) async throws -> Response
    {
        let id = RectificationID(try member.incoming.number("id"))
        let ((order, finding, files, kept), frame) = try await member.read { tx in
            (
                try await tx.rectification(id), try await tx.finding(of: id),
                try await tx.fetch(FileRow.of(.rectification(id), tenant: tx.tenant)), try await tx.held(returned?.files ?? [])
            )
        }
        let t = frame.t
        let words = FileWords(frame)
        let fileError =
            returned?.problem(frame.wording)
            ?? (rejected?.form == RectificationStep.complete.code ? rejected?.errors?["files"].map(frame.wording.problem) : nil)
        var facts = [
            Fact(t["field.project"], text: order.projectName), Fact(t["card.vendor"], text: order.vendorName),
            Fact(t["rectification.due"], text: order.dueOn.isoText),
            Fact(t["rectification.demand"], text: order.demand.isEmpty ? "–" : order.demand),
            Fact(t["rectification.overseer"], text: order.overseer.name.isEmpty ? "–" : order.overseer.name),
            Fact(t["rectification.issued"], text: order.issuedByName, note: frame.wording.exact(order.issuedAt)),
        ]
        if let finding { facts.append(InspectionWords(frame).finding(finding)) }
        if let card = order.card { facts.append(Fact(t["card.one"], link: Link(t["card.open"], path: frame.paths.scoreCard(card)))) }
        if let at = order.doneAt { facts.append(Fact(t["rectification.done"], text: order.doneByName, note: frame.wording.exact(at))) }
        if !order.evidence.isEmpty { facts.append(Fact(t["rectification.evidence"], text: order.evidence)) }
        if let at = order.verifiedAt {
            facts.append(Fact(t["rectification.verified"], text: order.verifiedByName, note: frame.wording.exact(at)))
        }
        if !order.note.isEmpty { facts.append(Fact(t["wave.note"], text: order.note)) }
        let actions = Rectifying.allowed(order.facts, frame.session.actor).map { step in
            let mine = rejected?.form == step.code
            return ActionForm(
                id: step.code, label: t.word(step), explain: t["rectification.explain.\(step.code)"],
                path: frame.paths.rectificationStep(step, id),
                fields: [
                    FieldModel(
                        .textarea, form: step.code, name: "text", label: t[step == .complete ? "rectification.evidence" : "wave.note"],
                        value: (mine ? rejected?.typed["text"] : nil) ?? "",
                        error: mine ? rejected?.errors?["text"].map(frame.wording.problem) : nil,
                        required: true, maxLength: 1_000)
                ],
                files: step == .complete ? words.field(form: step.code, label: "rectification.files", kept: kept, error: fileError) : nil,
                key: frame.newKey, version: String(order.version), danger: step == .drop || step == .sendBack, open: mine,
                message: mine ? rejected?.message : nil)
        }
        let page = SurveyPage(
            title: order.title, back: Link(t["rectification.title"], path: frame.paths.rectifications), chips: [chip(order, frame)],
            facts: facts,
            actions: actions,
            files: words.list(
                files, none: "file.noEvidence",
                mayRemove: order.state.waitsForVendor && frame.session.actor.covers(order.unit, with: .rectificationDo)))
        return try frame.page(page, room: .vendors, status: rejected == nil ? .ok : .unprocessableContent)
    }
}
