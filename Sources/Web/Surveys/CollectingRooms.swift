internal import Domain
internal import HTTPTypes
internal import Hummingbird
internal import Store
internal import Synchronization
internal import Views

/// Who was considered for a wave, and what became of it: the list that says who was held back and why.
enum SampleRoom {
    static func list(_ member: MemberContext) async throws -> Response {
        let id = WaveID(try member.incoming.number("id"))
        let query = try member.incoming.query()
        let (state, after) = (SampleState(rawValue: try query.text("state")), try query.text("after"))
        let (found, frame) = try await member.read { tx in
            (try await tx.wave(id), try await tx.sample(id, state: state, after: SampleID(text: after)))
        }
        let (file, rows) = found
        let t = frame.t
        let notes = frame.may(.surveyRun) || frame.may(.surveyEnter)
        let columns =
            [t["field.project"], t["field.house"], t["survey.state"], t["sample.reason"], t["sample.rank"]]
            + (notes ? [t["wish.title"]] : [])
        let shown = rows.prefix(100).map { row in
            OrgListPage.Row(
                cells: [
                    .init(columns[0], text: row.projectName), .init(columns[1], text: row.label),
                    .init(columns[2], chip: Chip(t.word(row.state), tone: row.state.isAsked ? .good : .soon)),
                    .init(columns[3], text: reason(row, frame)), .init(columns[4], text: row.rank > 0 ? String(row.rank) : "–"),
                ] + (notes ? [.init(columns[5], link: Link(t["wish.note"], path: frame.paths.surveyWish(row.house)))] : []))
        }
        let path = frame.paths.waveStep("sample", id)
        let filters = file.counts.map { count in
            Link("\(t.word(count.state)) \(count.count)", path: Paths.query(path, [("state", count.state.code)]))
        }
        let next = rows.count > 100 ? Paths.query(path, [("state", state?.code), ("after", rows[99].id.description)]) : nil
        let page = OrgListPage(
            title: "\(t["wave.sample"]) · \(file.wave.name)", columns: columns, rows: Array(shown),
            summary: OrgLists.summary(shown.count, frame), empty: shown.isEmpty ? OrgLists.empty(frame) : nil,
            pager: Pager(previous: nil, next: next), adds: filters + [Link(t["wave.back"], path: frame.paths.wave(id))])
        return try frame.page(page, room: .surveys)
    }

    private static func reason(_ row: SampleRow, _ frame: PageFrame) -> String {
        switch row.state {
        case .heldBack: frame.t["sample.lastContact", ["day": row.reason]]
        case .quotaFull: Stage(rawValue: row.reason).map { frame.t.word($0) } ?? row.reason
        case .excluded: Exclusion(rawValue: row.reason).map { frame.t.word($0) } ?? row.reason
        default: "–"
        }
    }
}

/// Letters with codes, printed for a building in delivery order.
enum LetterRoom {
    static func show(_ member: MemberContext) async throws -> Response {
        let (id, building) = (WaveID(try member.incoming.number("id")), BuildingID(try member.incoming.number("building")))
        let reminded = try member.incoming.query().text("reminders") == "1"
        let (bundle, frame) = try await member.read { tx in try await tx.letters(id, building: building, reminded: reminded) }
        let t = frame.t
        let wave = frame.name(bundle.wave.name, english: bundle.wave.nameEnglish)
        let origin = frame.member.services.settings.publicOrigin
        let letters = bundle.letters.compactMap { letter in
            SurveyLettersPage.Letter(
                label: letter.sample == nil
                    ? t["letters.ballot", ["project": bundle.projectName]] : "\(bundle.projectName) \(letter.label)",
                address: "\(origin)\(Paths.survey(member.place.tenantCode, token: letter.token))")
        }
        let page = SurveyLettersPage(
            tenant: frame.tenantName, unit: bundle.projectName, number: String(letters.count), wave: wave,
            promise: t[bundle.wave.anonymous ? "letters.anonymous" : "letters.named"],
            until: t["letters.until", ["day": bundle.wave.closesOn.isoText]], letters: letters, walk: bundle.walk,
            walkTitle: t["letters.walk", ["count": String(bundle.walk.count)]], printed: frame.wording.moment(frame.now),
            ticketPath: frame.paths.wave(id))
        return try frame.page(page)
    }

    static func open(_ member: MemberContext) async throws -> Response {
        let fields = try await member.form()
        try fields.allow([])
        let (id, project) = (WaveID(try member.incoming.number("id")), UnitID(try member.incoming.number("project")))
        let (version, path) = (try fields.version(), member.paths.wave(id))
        let answer = try await member.write(fields) { tx in
            try await tx.openLink(project, try await tx.access(id, for: RunWave.self, lock: version))
            return path
        }
        return member.done(answer, Flash("wave.opened"))
    }

    static func renew(_ member: MemberContext) async throws -> Response {
        let fields = try await member.form()
        try fields.allow(["door"])
        let id = WaveID(try member.incoming.number("id"))
        let (version, path, door) = (try fields.version(), member.paths.wave(id), try fields.text("door"))
        do {
            let answer = try await member.write(fields) { tx in
                try await tx.renew(door: door, try await tx.access(id, for: RunWave.self, lock: version))
                return path
            }
            return member.done(answer, Flash("wave.renewed"))
        } catch StoreError.invalid(let errors) {
            return try await WaveRoom.page(
                member, rejected: .init(form: "renew", typed: fields.values, errors: errors, message: nil))
        }
    }
}

/// Typing answers from paper and telephone.
enum EntryRoom {
    /// Fields of a form are bounded; so many lines fit beside the columns.
    static func lines(_ columns: Int) -> Int { max(1, min(10, 180 / max(1, columns + 1))) }

    static func show(_ member: MemberContext) async throws -> Response { try await page(member) }

    static func save(_ member: MemberContext) async throws -> Response {
        let fields = try await member.form()
        let (id, project) = (WaveID(try member.incoming.number("id")), UnitID(try member.incoming.number("project")))
        guard let channel = AnswerChannel(rawValue: try fields.text("channel")), channel.isEntered else {
            throw WebFault.unprocessable(["channel"])
        }
        let typed = Dictionary(fields.list.map { ($0.name, $0.value) }) { first, _ in first }
        let path = member.paths.entry(id, project)
        let kept = Captured()
        let answer = try await member.write(fields) { tx in
            kept.clear()
            let permit = try await tx.access(id, project: project, for: EnterAnswers.self)
            let grid = EntryGrid(form: permit.thing)
            let lines = grid.lines(typed)
            let outcomes = try await tx.enter(lines.map(\.line), by: channel, permit)
            for (line, outcome) in zip(lines, outcomes) {
                if case .wrong(let errors) = outcome { kept.add(line.number, errors) }
            }
            return path
        }
        let wrong = kept.value
        if wrong.isEmpty { return member.done(answer, Flash("entry.saved")) }
        return try await page(member, typed: typed, wrong: Dictionary(wrong) { first, _ in first })
    }

    private static func page(_ member: MemberContext, typed: [String: String] = [:], wrong: [Int: FieldErrors] = [:]) async throws
        -> Response
    {
        let (id, project) = (WaveID(try member.incoming.number("id")), UnitID(try member.incoming.number("project")))
        let (form, frame) = try await member.read { tx in try await tx.entryForm(id, project: project) }
        let t = frame.t
        let grid = EntryGrid(form: form)
        // Who was given forms finds their doors filled in.
        let open = (form.given ?? []).filter { !$0.entered }
        let rows = (0..<lines(grid.columns.count)).map { number in
            let errors = wrong[number]
            let isKept = errors != nil
            let door = open.indices.contains(number) ? open[number].door : ""
            let cells = grid.columns.map { column in
                EntryPage.Cell(
                    name: column.name(number), label: "\(number + 1) · \(column.number)",
                    value: isKept ? typed[column.name(number)] ?? "" : column.isDoor ? door : "",
                    wrong: errors?[column.field] != nil, wide: column.isWide)
            }
            let note = errors.map { errors in
                errors.list.map { error in
                    let column = grid.columns.first { $0.field == error.field }?.number ?? error.field
                    return "\(column): \(frame.wording.problem(error.problem))"
                }.joined(separator: " ")
            }
            return EntryPage.Line(cells: cells, note: note)
        }
        let channel = FieldModel(
            .radios, form: "entry", name: "channel", label: t["entry.channel"], value: typed["channel"] ?? AnswerChannel.paper.code,
            required: true,
            options: [AnswerChannel.paper, .telephone].map { .init(value: $0.code, label: t.word($0)) })
        let page = EntryPage(
            title: "\(t["entry.title"]) · \(frame.name(form.project.name, english: form.project.nameEnglish))",
            back: form.given == nil
                ? Link(frame.name(form.wave.name, english: form.wave.nameEnglish), path: frame.paths.wave(id))
                : Link(t["given.title"], path: frame.paths.givenForms),
            links: form.given == nil ? [Link(t["entryCheck.title"], path: frame.paths.secondEntries(id, project))] : [],
            summary: form.given == nil
                ? t["entry.summary", ["count": String(form.own), "due": String(form.due.count)]]
                : t["entry.given", ["count": String(form.own), "open": String(open.count)]], path: frame.paths.entry(id, project),
            key: frame.newKey, channel: channel,
            columns: grid.columns.map { column in
                EntryPage.Column(
                    number: column.number, text: column.isDoor ? t["field.door"] : column.text(english: t.language == .english),
                    codes: column.codes.isEmpty ? t["entry.words"] : column.codes)
            }, lines: rows, message: wrong.isEmpty ? nil : t["entry.wrong", ["count": String(wrong.count)]], submit: t["entry.save"])
        return try frame.page(page, room: .surveys, status: wrong.isEmpty ? .ok : .unprocessableContent)
    }

    /// Carries what a transaction's body found out of it.
    private final class Captured: Sendable {
        private let box = Mutex<[(Int, FieldErrors)]>([])
        var value: [(Int, FieldErrors)] { box.withLock { $0 } }
        func clear() { box.withLock { $0 = [] } }
        func add(_ line: Int, _ errors: FieldErrors) { box.withLock { $0.append((line, errors)) } }
    }
}

/// The grid's columns: the room first, then a narrow box for each question or line of a matrix.
struct EntryGrid {
    struct Column {
        let field: String
        let number: String
        /// Nil for the room.
        let asked: AnswerColumn?

        var question: Question? { asked?.question }
        var isDoor: Bool { asked == nil }
        var isWide: Bool { question.map { $0.kind.isText } ?? true }
        func name(_ line: Int) -> String { "\(line).\(field)" }
        func text(english: Bool) -> String { asked?.text(english: english) ?? "" }

        var codes: String {
            guard let question, !question.kind.isText else { return "" }
            if question.kind == .nps { return "0–10" }
            if question.kind == .number || question.kind == .date { return "…" }
            let words = question.options.map { "\($0.code) \($0.text)" } + (question.allowsNone ? [Answer.none] : [])
            return (question.kind == .contact ? question.codes : words).joined(separator: ", ")
        }
    }

    let form: EntryForm
    let columns: [Column]

    init(form: EntryForm) {
        self.form = form
        let doors = form.wave.anonymous ? [] : [Column(field: "door", number: "#", asked: nil)]
        columns = doors + form.questionnaire.columns.map { Column(field: $0.name, number: $0.number, asked: $0) }
    }

    /// The lines in which anything was typed.
    func lines(_ typed: [String: String]) -> [(number: Int, line: EntryLine)] {
        (0..<EntryRoom.lines(columns.count)).compactMap { number in
            let own = fields(typed, number)
            let door = typed["\(number).door"] ?? ""
            // A door that stood there already says nothing.
            guard !own.isEmpty || form.given == nil && !door.isEmpty else { return nil }
            return (number, EntryLine(door: door, fields: own))
        }
    }

    /// A line's answers as the form would send them: several codes with blanks between them, ranks in their order.
    func fields(_ typed: [String: String], _ number: Int) -> [String: [String]] {
        var fields: [String: [String]] = [:]
        for column in columns {
            guard let question = column.question, let raw = typed[column.name(number)] else { continue }
            let text = BoundedText.halfWidth(raw)
            guard text.contains(where: { !$0.isWhitespace }) else { continue }
            let codes = text.split(whereSeparator: { " ,".contains($0) }).map(String.init)
            switch question.kind {
            case .multiple: fields[column.field] = codes
            case .ranking:
                for (rank, code) in codes.enumerated() { fields[AnswerReader.name(question, line: code)] = [String(rank + 1)] }
            case .shortText, .longText: fields[column.field] = [raw]
            default: fields[column.field] = [codes.joined(separator: " ")]
            }
        }
        return fields
    }
}
