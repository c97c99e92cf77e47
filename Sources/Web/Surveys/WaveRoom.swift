internal import Domain
internal import HTTPTypes
internal import Hummingbird
internal import Secrets
internal import Store
internal import Views

/// 批次: the waves of a unit, and one wave with what may be done with it now.
enum WaveRoom {
    static func list(_ member: MemberContext) async throws -> Response {
        let before = WaveID(text: try member.incoming.query().text("before"))
        let (waves, frame) = try await member.read { tx in try await tx.waves(before: before) }
        let t = frame.t
        let columns = [t["org.name"], t["wave.kind"], t["field.unit"], t["wave.period"], t["survey.state"]]
        let rows = waves.prefix(50).map { wave in
            OrgListPage.Row(cells: [
                .init(columns[0], link: Link(frame.name(wave.name, english: wave.nameEnglish), path: frame.paths.wave(wave.id))),
                .init(columns[1], text: t.word(wave.kind)),
                .init(columns[2], text: frame.name(wave.unit.name, english: wave.unitNameEnglish)),
                .init(columns[3], text: "\(wave.opensOn) – \(wave.closesOn)"),
                .init(columns[4], chip: Chip(t.word(wave.state), tone: tone(wave.state))),
            ])
        }
        let next = waves.count > 50 ? waves[49].id : nil
        let page = OrgListPage(
            title: t["survey.waves"], columns: columns, rows: rows, summary: OrgLists.summary(rows.count, frame),
            empty: rows.isEmpty ? EmptyState(title: t["wave.empty.title"], text: t["wave.empty.text"]) : nil,
            pager: Pager(previous: nil, next: next.map { Paths.query(frame.paths.surveys, [("before", $0.description)]) }),
            adds: (member.place.unit.kind == .group ? [Link(t["survey.oversight.title"], path: frame.paths.surveyOversight)] : [])
                + [
                    Link(t["yearPlan.link"], path: frame.paths.yearPlan(frame.today.year)),
                    Link(t["survey.action.title"], path: frame.paths.surveyActions),
                    Link(t["survey.library"], path: frame.paths.surveyForms),
                ]
                + (frame.may(.surveyRun) ? [Link(t["wave.add"], path: frame.paths.newWave)] : []))
        return try frame.page(page, room: .surveys)
    }

    static func tone(_ state: WaveState) -> Tone {
        switch state {
        case .planned, .approved, .issued: .soon
        case .collecting: .developer
        case .cancelled: .late
        case .closed, .analysed, .reported, .rectifying: .plain
        case .verified, .archived: .good
        }
    }

    static func show(_ member: MemberContext) async throws -> Response { try await page(member) }

    static func page(_ member: MemberContext, rejected: Rejected? = nil) async throws -> Response {
        let id = WaveID(try member.incoming.number("id"))
        let (found, frame) = try await member.read { tx in
            let file = try await tx.wave(id)
            var (buildings, openLinks): ([LetterBuilding], [UnitID: String]) = ([], [:])
            if file.wave.state.isFixed, !file.wave.state.hasClosed {
                buildings = try await tx.letterBuildings(id)
                if file.wave.anonymous, file.mayRun { openLinks = try await tx.openLinks(id) }
            }
            return (file, buildings, openLinks)
        }
        let words = WaveWords(frame: frame, file: found.0, buildings: found.1, openLinks: found.2, rejected: rejected)
        return try frame.page(words.page, room: .surveys, status: rejected == nil ? .ok : .unprocessableContent)
    }

    /// A move that was not made: by which form, and why.
    struct Rejected: Sendable {
        let form: String
        let typed: [String: String]
        let errors: FieldErrors?
        let message: String?
    }

    static func count(_ member: MemberContext) async throws -> Response {
        try await change(member) { tx, permit in _ = try await tx.countAudience(permit) }
    }

    static func draw(_ member: MemberContext) async throws -> Response {
        let fields = try await member.form()
        try fields.allow(["seed"])
        let typed = try fields.text("seed")
        let seed: String
        do throws(FieldProblem) {
            seed = try BoundedText.optional(typed, max: 40) ?? Token.encode(Secrets.randomBytes(9))
        } catch {
            return try await page(
                member, rejected: Rejected(form: "draw", typed: fields.values, errors: FieldErrors("seed", error), message: nil))
        }
        let id = WaveID(try member.incoming.number("id"))
        let (version, path) = (try fields.version(), member.paths.wave(id))
        let answer = try await member.write(fields) { tx in
            _ = try await tx.draw(seed: seed, try await tx.access(id, for: RunWave.self, lock: version))
            return path
        }
        return member.done(answer, Flash("wave.drawn"))
    }

    private static func change(
        _ member: MemberContext, _ change: @escaping @Sendable (WriteTransaction, Permit<RunWave, WaveFile>) async throws -> Void
    ) async throws -> Response {
        let fields = try await member.form()
        try fields.allow([])
        let id = WaveID(try member.incoming.number("id"))
        let (version, path) = (try fields.version(), member.paths.wave(id))
        let answer = try await member.write(fields) { tx in
            try await change(tx, try await tx.access(id, for: RunWave.self, lock: version))
            return path
        }
        return member.done(answer, Flash("survey.saved"))
    }

    /// Who has not answered is asked once more; letters are printed from the page.
    static func remind(_ member: MemberContext) async throws -> Response {
        let fields = try await member.form()
        try fields.allow([])
        let id = WaveID(try member.incoming.number("id"))
        let (version, path) = (try fields.version(), member.paths.wave(id))
        let count = Counted()
        do {
            let answer = try await member.write(fields) { tx in
                count.value = try await tx.remindNow(try await tx.access(id, for: RunWave.self, lock: version))
                return path
            }
            return member.done(answer, count.flash("wave.reminded", otherwise: "survey.saved"))
        } catch ReminderRefusal.outsideHours {
            let t = member.services.renderer.messages(member.incoming.language)
            let hours = ["from": String(ReminderHours.first), "to": String(ReminderHours.end)]
            return try await page(
                member, rejected: Rejected(form: "remind", typed: [:], errors: nil, message: t["wave.remind.outsideHours", hours]))
        }
    }

    static func act(_ member: MemberContext) async throws -> Response {
        let fields = try await member.form()
        try fields.allow(["note", "closes"])
        guard let action = WaveAction(rawValue: try member.incoming.parameter("action")) else { throw WebFault.notFound }
        let id = WaveID(try member.incoming.number("id"))
        let (values, path) = (fields.values, member.paths.wave(id))
        let version = try fields.version()
        var errors = FieldErrors()
        var (note, closes) = (String?.none, Day?.none)
        do throws(FieldProblem) { note = try BoundedText.optional(values["note"], max: 300, multiline: true) } catch {
            errors.add("note", error)
        }
        if let raw = values["closes"], !raw.isEmpty {
            do throws(FieldProblem) { closes = try Day.parse(raw) } catch { errors.add("closes", error) }
        }
        guard errors.isEmpty else {
            return try await page(member, rejected: Rejected(form: action.code, typed: values, errors: errors, message: nil))
        }
        let command = WaveCommand(action, note: note, closesOn: closes)
        do {
            let answer = try await member.write(fields) { tx in
                try await tx.move(id, command, lock: version)
                return path
            }
            return member.done(answer, Flash("wave.moved"))
        } catch WaveRefusal.missing(let permission) {
            throw StoreError.refused(permission)
        } catch WaveRefusal.notFrom {
            throw StoreError.stale(Staleness(version: version, state: "", changes: []))
        } catch WaveRefusal.guarded(let condition) {
            let t = member.services.renderer.messages(member.incoming.language)
            return try await page(
                member, rejected: Rejected(form: action.code, typed: values, errors: nil, message: t["waveGuard.\(condition.code)"]))
        }
    }
}
