internal import Domain
internal import HTTPTypes
internal import Hummingbird
internal import Store
internal import Views

/// 强制维修: warned, ordered, repaired by another, charged, accepted by both sides (section 2.9).
enum ForcedRepairRoom {
    static func list(_ member: MemberContext) async throws -> Response {
        let before = ForcedRepairID(text: try member.incoming.query().text("before"))
        let (found, frame) = try await member.read { tx in try await tx.forcedRepairs(before: before) }
        let t = frame.t
        let columns = [t["compensation.repair"], t["field.responsible"], t["field.project"], t["fact.state"], t["field.charged"]]
        let rows = found.prefix(ForcedRepairRow.pageSize).map { row in
            OrgListPage.Row(cells: [
                .init(columns[0], link: Link(row.number, path: frame.paths.forcedRepair(row.id))), .init(columns[1], text: row.responsible),
                .init(columns[2], text: row.projectName), .init(columns[3], chip: frame.chip(row)),
                .init(columns[4], text: (row.charged ?? row.estimate).map(frame.wording.money) ?? "–"),
            ])
        }
        let next = found.count > ForcedRepairRow.pageSize ? found[ForcedRepairRow.pageSize - 1].id : nil
        let warns = frame.may(.compensateKeep) && member.place.unit.vendor == nil
        let add = warns ? [Link(t["compensation.warn"], path: frame.paths.newForcedRepair)] : []
        let page = OrgListPage(
            title: t["compensation.repairs"], columns: columns, rows: Array(rows),
            summary: t["compensation.summary", ["count": String(rows.count), "time": frame.wording.clock(frame.now)]],
            empty: rows.isEmpty
                ? EmptyState(title: t["compensation.empty.title"], text: t["compensation.empty.text"], link: add.first) : nil,
            pager: Pager(
                previous: before.map { _ in frame.paths.forcedRepairs },
                next: next.map { Paths.query(frame.paths.forcedRepairs, [("before", $0.description)]) }),
            adds: add)
        return try frame.page(page, room: .vendors)
    }

    static func showNew(_ member: MemberContext) async throws -> Response { try await new(member) }

    static func warn(_ member: MemberContext) async throws -> Response {
        let (paths, today) = (member.paths, member.today)
        return try await member.keep(NewForcedRepair.names, as: "warn", flash: Flash("compensation.warned")) { tx, values in
            let permit = try await tx.access(for: KeepTerms.self)
            return paths.forcedRepair(try await tx.warn(try NewForcedRepair.read(values, today: today).orInvalid(), permit))
        } again: { rejected in
            try await new(member, rejected)
        }
    }

    private static func new(_ member: MemberContext, _ rejected: RejectedForm? = nil) async throws -> Response {
        let viewpoint = member.place.unit
        let (found, frame) = try await member.read { tx in
            let units: [UnitRow] = try await tx.fetch(UnitRow.all(tenant: tx.tenant))
            return (units, try await tx.compensationTerms().clauses.filter { $0.ended == nil })
        }
        func options(_ kind: UnitKind) -> [FieldModel.Option] {
            found.0.filter { $0.unit.kind == kind && (kind == .vendor || viewpoint.covers($0.unit)) }.map {
                FieldModel.Option(value: $0.unit.id.description, label: frame.name($0.unit.name, english: $0.nameEnglish))
            }
        }
        let t = frame.t
        let maker = FieldMaker(frame: frame, form: "warn", typed: rejected?.typed, errors: rejected?.errors)
        let clauses = found.1.map { FieldModel.Option(value: $0.id.description, label: "\($0.title) · \(t.word($0.trigger))") }
        let fields = [
            maker.make(.select, "project", autofocus: true, options: [maker.choose] + options(.project)),
            maker.make(
                .select, "vendor", label: "responsibleVendor", required: false,
                options: [FieldModel.Option(value: "", label: t["compensation.outside"])] + options(.vendor)),
            maker.make(.text, "responsible", label: "outsideResponsible", max: 80, required: false),
            maker.make(.textarea, "matter", label: "repairMatter", max: 1_000),
            maker.make(.text, "ticket", label: "ticketNumber", max: 30, required: false, half: true),
            maker.make(.date, "answerBy", half: true),
            maker.make(
                .select, "clause", label: "clauseTitle", required: false, options: [FieldModel.Option(value: "", label: "–")] + clauses),
        ]
        let page = OrgFormPage(
            title: t["compensation.warn"], intro: t["compensation.warn.text"],
            back: Link(t["compensation.repairs"], path: frame.paths.forcedRepairs),
            form: FormModel(
                id: "warn", path: frame.paths.newForcedRepair, groups: [FieldGroup(fields: fields)], submit: t["compensation.warn"],
                key: frame.newKey))
        return try frame.page(page, room: .vendors, status: rejected == nil ? .ok : .unprocessableContent)
    }

    static func show(_ member: MemberContext) async throws -> Response { try await page(member) }

    static func act(_ member: MemberContext) async throws -> Response {
        guard let action = ForcedRepairAction(rawValue: try member.incoming.parameter("action")) else { throw WebFault.notFound }
        let fields = try await member.form()
        try fields.allow(["note", "substitute", "amount", "side", "signatory"])
        let (values, lock, id) = (fields.values, try fields.version(), try repair(member))
        let path = member.paths.forcedRepair(id)
        do {
            let answer = try await member.write(fields) { tx in
                if action == .accept {
                    guard let side = LossSide(rawValue: values["side"] ?? "") else {
                        throw StoreError.invalid(FieldErrors("side", .notAChoice))
                    }
                    try await tx.accept(id, side: side, signatory: values["signatory"], lock: lock)
                } else {
                    try await tx.move(id, try command(action, values), lock: lock)
                }
                return path
            }
            return member.done(answer, Flash("org.saved"))
        } catch {
            guard let rejected = try refusal(error, form: values["side"] ?? action.code, typed: values, member) else {
                throw error
            }
            return try await page(member, rejected)
        }
    }

    private static func command(_ action: ForcedRepairAction, _ values: [String: String]) throws -> ForcedRepairCommand {
        var errors = FieldErrors()
        func text(_ name: String, max: Int) -> String? {
            do throws(FieldProblem) { return try BoundedText.optional(values[name], max: max, multiline: name == "note") } catch {
                errors.add(name, error)
                return nil
            }
        }
        let (note, substitute) = (text("note", max: 500), text("substitute", max: 80))
        var amount: Fen?
        if let raw = values["amount"], !raw.allSatisfy(\.isWhitespace) {
            do throws(FieldProblem) { amount = try Fen.parse(raw) } catch { errors.add("amount", error) }
        }
        guard errors.isEmpty else { throw StoreError.invalid(errors) }
        return ForcedRepairCommand(action, note: note, substitute: substitute, amount: amount)
    }

    private static func refusal(_ error: any Error, form: String, typed: [String: String], _ member: MemberContext) throws -> RejectedForm?
    {
        let t = member.services.renderer.messages(member.incoming.language)
        switch error {
        case StoreError.invalid(let errors): return RejectedForm(id: form, typed: typed, errors: errors)
        case ForcedRepairRefusal.missing(let permission): throw StoreError.refused(permission)
        case ForcedRepairRefusal.notFrom(let state):
            return RejectedForm(id: form, typed: typed, message: t["selection.refused.notFrom", ["state": t.word(state)]])
        case ForcedRepairRefusal.guarded(let condition):
            return RejectedForm(id: form, typed: typed, message: t["repairGuard.\(condition.code)"])
        case ForcedRepairRefusal.beyond(let limit):
            return RejectedForm(id: form, typed: typed, errors: FieldErrors("amount", .beyondAuthority(limit.highest ?? .zero)))
        default: return nil
        }
    }

    private static func repair(_ member: MemberContext) throws -> ForcedRepairID { ForcedRepairID(try member.incoming.number("id")) }

    private static func page(_ member: MemberContext, _ rejected: RejectedForm? = nil) async throws -> Response {
        let id = try repair(member)
        let (file, frame) = try await member.read { tx in try await tx.forcedRepair(id) }
        let words = ForcedRepairWords(frame: frame, file: file, rejected: rejected)
        return try frame.page(words.page, room: .vendors, status: rejected == nil ? .ok : .unprocessableContent)
    }
}

extension ForcedRepairRow {
    /// The matter's first line, to be called by.
    var number: String { "#\(id) \(matter.prefix { $0 != "\n" }.prefix(40))" }
}

extension PageFrame {
    func chip(_ row: ForcedRepairRow) -> Chip {
        let tone: Tone =
            switch row.state {
            case .warned: row.answerBy < today ? .late : .soon
            case .ordered, .inRepair: .developer
            case .costCharged: .soon
            case .repairedByResponsible, .closed: .good
            }
        return Chip(t.word(row.state), tone: tone)
    }
}
