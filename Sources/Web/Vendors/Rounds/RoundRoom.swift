internal import Domain
internal import HTTPTypes
internal import Hummingbird
internal import Store
internal import Views

/// 考核周期: the rounds of a unit, and one round with what may be done with it now.
enum RoundRoom {
    static func list(_ member: MemberContext) async throws -> Response {
        let before = RoundID(text: try member.incoming.query().text("before"))
        let (rounds, frame) = try await member.read { tx in try await tx.rounds(before: before) }
        let t = frame.t
        let columns = [t["org.name"], t["round.period"], t["field.unit"], t["template.one"], t["round.until"], t["survey.state"]]
        let rows = rounds.prefix(50).map { round in
            OrgListPage.Row(cells: [
                .init(columns[0], link: Link(round.name, path: frame.paths.round(round.id))),
                .init(columns[1], text: round.period.description),
                .init(columns[2], text: frame.name(round.unit.name, english: round.unitNameEnglish)),
                .init(columns[3], text: frame.name(round.templateName, english: round.templateNameEnglish)),
                .init(columns[4], text: round.assessUntil.isoText),
                .init(columns[5], chip: Chip(t.word(round.state), tone: tone(round.state))),
            ])
        }
        let next = rounds.count > 50 ? rounds[49].id : nil
        let runs = frame.may(.roundRun) && member.place.unit.kind != .project
        let page = OrgListPage(
            title: t["round.title"], columns: columns, rows: rows, summary: OrgLists.summary(rows.count, frame),
            empty: rows.isEmpty ? EmptyState(title: t["round.empty.title"], text: t["round.empty.text"]) : nil,
            pager: Pager(previous: nil, next: next.map { Paths.query(frame.paths.rounds, [("before", $0.description)]) }),
            adds: runs ? [Link(t["round.add"], path: frame.paths.newRound)] : [])
        return try frame.page(page, room: .vendors)
    }

    static func tone(_ state: RoundState) -> Tone {
        switch state {
        case .scheduled: .soon
        case .inProgress, .scored: .developer
        case .confirmed, .rectifying: .plain
        case .verified, .closed: .good
        case .cancelled: .late
        }
    }

    static func show(_ member: MemberContext) async throws -> Response { try await page(member) }

    /// A form that was not taken: which, what was typed, and why.
    struct Rejected: Sendable {
        let form: String
        let typed: [String: String]
        var errors: FieldErrors?
        var message: String?
    }

    static func page(_ member: MemberContext, rejected: Rejected? = nil) async throws -> Response {
        let id = RoundID(try member.incoming.number("id"))
        let (file, frame) = try await member.read { tx in try await tx.round(id) }
        let words = RoundWords(frame: frame, file: file, rejected: rejected)
        return try frame.page(words.page, room: .vendors, status: rejected == nil ? .ok : .unprocessableContent)
    }

    static func assign(_ member: MemberContext) async throws -> Response {
        let fields = try await member.form()
        try fields.allow(NewAssessor.names)
        let id = RoundID(try member.incoming.number("id"))
        let (version, path, values) = (try fields.version(), member.paths.round(id), fields.values)
        do {
            let new = try NewAssessor.read(values).orInvalid()
            let answer = try await member.write(fields) { tx in
                try await tx.assign(new, try await tx.access(id, for: RunRound.self, lock: version))
                return path
            }
            return member.done(answer, Flash("round.assigned"))
        } catch StoreError.invalid(let errors) {
            return try await page(member, rejected: Rejected(form: "assessor", typed: values, errors: errors))
        }
    }

    static func act(_ member: MemberContext) async throws -> Response {
        let fields = try await member.form()
        try fields.allow(["note", "until"])
        guard let action = RoundAction(rawValue: try member.incoming.parameter("action")) else { throw WebFault.notFound }
        let id = RoundID(try member.incoming.number("id"))
        let (values, path) = (fields.values, member.paths.round(id))
        let version = try fields.version()
        var errors = FieldErrors()
        var (note, until) = (String?.none, Day?.none)
        do throws(FieldProblem) { note = try BoundedText.optional(values["note"], max: 300, multiline: true) } catch {
            errors.add("note", error)
        }
        if let raw = values["until"], !raw.isEmpty {
            do throws(FieldProblem) { until = try Day.parse(raw) } catch { errors.add("until", error) }
        }
        guard errors.isEmpty else {
            return try await page(member, rejected: Rejected(form: action.code, typed: values, errors: errors))
        }
        let command = RoundCommand(action, note: note, assessUntil: until)
        do {
            let answer = try await member.write(fields) { tx in
                try await tx.move(id, command, lock: version)
                return path
            }
            return member.done(answer, Flash("round.moved"))
        } catch RoundRefusal.missing(let permission) {
            throw StoreError.refused(permission)
        } catch RoundRefusal.notFrom {
            throw StoreError.stale(Staleness(version: version, state: "", changes: []))
        } catch RoundRefusal.guarded(let condition) {
            let t = member.services.renderer.messages(member.incoming.language)
            return try await page(
                member, rejected: Rejected(form: action.code, typed: values, message: t["roundGuard.\(condition.code)"]))
        }
    }
}
