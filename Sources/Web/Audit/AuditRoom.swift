internal import Domain
internal import Hummingbird
internal import Store
internal import Views

/// The audit trail for those who may read it, seen from a unit.
enum AuditRoom {
    static func show(_ member: MemberContext) async throws -> Response {
        let query = try AuditQuery(try member.incoming.query())
        let (list, frame) = try await member.read { tx in try await tx.auditTrail(query.filter, after: query.cursor) }
        let (t, base) = (frame.t, frame.paths.audit)
        let filters = filters(query.filter, frame)
        let anchored = list.anchoredAt.map { t["trail.anchored", ["time": frame.wording.exact($0)]] }
        let page = AuditPage(
            summary: t["trail.summary", ["count": frame.wording.number(list.rows.count), "time": frame.wording.clock(frame.now)]],
            anchored: anchored ?? t["trail.unanchored"], filters: filters, sentence: sentence(filters, query.filter, t), filterPath: base,
            resetPath: query.filter == AuditFilter() ? nil : base, rows: list.rows.map { row($0, frame) },
            empty: EmptyState(title: t["trail.empty.title"], text: t["trail.empty.text"]),
            pager: Pager(previous: query.cursor.map { _ in query.path(base) }, next: list.next.map { query.path(base, at: $0) }))
        return try frame.page(page, room: .audit)
    }

    private static func filters(_ filter: AuditFilter, _ frame: PageFrame) -> [FieldModel] {
        let t = frame.t
        let subjects =
            [FieldModel.Option(value: "", label: t["filter.any"])]
            + AuditAction.subjects.map { FieldModel.Option(value: $0, label: t["auditSubject.\($0)"]) }
        let hidden = [
            ("actor", filter.actor?.description), ("object", filter.object?.code), ("id", filter.objectID.map { String($0) }),
        ]
        return [
            FieldModel(
                .select, form: "filter", name: "subject", label: t["trail.filter.subject"], value: filter.subject ?? "", options: subjects),
            FieldModel(.date, form: "filter", name: "from", label: t["trail.filter.from"], value: filter.from?.isoText ?? ""),
            FieldModel(.date, form: "filter", name: "to", label: t["trail.filter.to"], value: filter.to?.isoText ?? ""),
        ]
            + hidden.compactMap { name, value in
                value.map { FieldModel(.hidden, form: "filter", name: name, label: "", value: $0) }
            }
    }

    private static func sentence(_ filters: [FieldModel], _ filter: AuditFilter, _ t: Messages) -> String {
        var parts = filters.filter { $0.kind != .hidden && !$0.value.isEmpty }.map { field in
            field.options.first { $0.value == field.value }?.label ?? "\(field.label) \(field.value)"
        }
        if filter.actor != nil || filter.objectID != nil { parts.append(t["trail.filter.chosen"]) }
        return parts.joined(separator: " · ")
    }

    private static func row(_ row: AuditRow, _ frame: PageFrame) -> AuditPage.Row {
        let t = frame.t
        let action = AuditAction(rawValue: row.action)
        let kind = AuditObjectKind(rawValue: row.objectKind)
        let actor: String =
            if row.actor != nil { frame.wording.person(row.actorName, post: row.actorPost.isEmpty ? nil : row.actorPost) } else {
                t[action == .signInFailed ? "trail.unknown" : "trail.system"]
            }
        let object = row.objectLabel.isEmpty ? row.object.map { "\(kind.map(t.word) ?? row.objectKind) \($0)" } : row.objectLabel
        return AuditPage.Row(
            at: frame.wording.moment(row.at), actor: actor,
            actorPath: row.actor.map { Paths.query(frame.paths.audit, [("actor", $0.description)]) },
            action: Chip(action.map(t.word) ?? row.action, tone: tone(action)), object: objectText(object, kind, t),
            objectPath: path(kind, row.object, frame), place: row.unitName ?? t["trail.everything"],
            details: row.detail.sorted { $0.key < $1.key }.filter { !$0.value.isEmpty && $0.key != "hash" && $0.key != "seq" }
                .map { .init(name: t.optional("auditField.\($0.key)") ?? $0.key, value: value($0.value, of: $0.key, in: action, t)) },
            line: "\(row.chain)-\(row.seq)")
    }

    private static func objectText(_ label: String?, _ kind: AuditObjectKind?, _ t: Messages) -> String {
        if kind == .permission, let label, let permission = Permission(rawValue: label) { return t.word(permission) }
        return label ?? kind.map(t.word) ?? "–"
    }

    /// Codes of closed lists in words; everything else as it was written.
    private static func value(_ text: String, of field: String, in action: AuditAction?, _ t: Messages) -> String {
        switch (action, field) {
        case (.ticketStep, "action"): ComplaintAction(rawValue: text).map(t.word) ?? text
        case (.ticketStep, "from"), (.ticketStep, "to"): ComplaintState(rawValue: text).map(t.word) ?? text
        case (.unitAdded, "kind"): UnitKind(rawValue: text).map(t.word) ?? text
        case (_, "role"): t.role(text)
        default: text
        }
    }

    private static func tone(_ action: AuditAction?) -> Tone {
        switch action {
        case .accessRefused, .signInBlocked: .late
        case .signInFailed, .phoneRevealed: .soon
        default: .plain
        }
    }

    /// Where the thing itself is, for those who may see it; else its other lines.
    private static func path(_ kind: AuditObjectKind?, _ id: Int64?, _ frame: PageFrame) -> String? {
        guard let kind, let id else { return nil }
        switch kind {
        case .ticket where frame.may(.ticketSee): return frame.paths.ticket(TicketID(id))
        case .person where frame.may(.peopleSee): return frame.paths.person(PersonID(id))
        default: return Paths.query(frame.paths.audit, [("object", kind.code), ("id", String(id))])
        }
    }
}

/// The query of the trail. What cannot be read is left out, because lists are linked and bookmarked.
struct AuditQuery: Hashable, Sendable {
    let filter: AuditFilter
    let cursor: AuditCursor?

    init(_ fields: FormFields) throws(WebFault) {
        let subject = try fields.text("subject")
        filter = AuditFilter(
            subject: AuditAction.subjects.contains(subject) ? subject : nil, actor: PersonID(text: try fields.text("actor")),
            object: AuditObjectKind(rawValue: try fields.text("object")), objectID: Int64(try fields.text("id")),
            from: try? Day.parse(try fields.text("from")), to: try? Day.parse(try fields.text("to")))
        cursor = AuditCursor(text: try fields.text("at"))
    }

    func path(_ base: String, at cursor: AuditCursor? = nil) -> String {
        Paths.query(
            base,
            [
                ("subject", filter.subject), ("actor", filter.actor?.description), ("object", filter.object?.code),
                ("id", filter.objectID.map { String($0) }), ("from", filter.from?.isoText), ("to", filter.to?.isoText),
                ("at", cursor?.text),
            ])
    }
}
