internal import Domain
internal import HTTPTypes
internal import Hummingbird
internal import Store
internal import Views

/// 复录: a share of what was typed is typed again by somebody else, who does not see the first entry; where the two differ, somebody decides.
enum SecondEntryRoom {
    static func list(_ member: MemberContext) async throws -> Response {
        let (id, project) = try place(member)
        let (form, frame) = try await member.read { tx in try await tx.secondEntries(id, project: project) }
        let t = frame.t
        let columns = [t["field.house"], t["entryCheck.by"], t["survey.when"], t["survey.state"], t["list.next"]]
        let rows = form.due.map { row in
            let isOwn = row.holder == frame.session.actor.person.rawValue
            let next = Link(
                t[row.state == .due ? "entryCheck.enter" : "entryCheck.decide"],
                path: frame.paths.secondEntry(row.id, of: id, project))
            return OrgListPage.Row(cells: [
                .init(columns[0], text: label(row)), .init(columns[1], text: row.enteredBy),
                .init(columns[2], text: frame.wording.exact(row.at)),
                .init(columns[3], chip: Chip(t.word(row.state), tone: row.state == .different ? .late : .soon)),
                row.state == .due && isOwn
                    ? .init(columns[4], text: t["entryCheck.own"]) : .init(columns[4], link: next),
            ])
        }
        let page = OrgListPage(
            title: "\(t["entryCheck.title"]) · \(frame.name(form.project.name, english: form.project.nameEnglish))", columns: columns,
            rows: rows, summary: t["entryCheck.summary", ["count": String(rows.count), "share": String(form.wave.checkShare)]],
            empty: EmptyState(title: t["entryCheck.empty.title"], text: t["entryCheck.empty.text"]),
            adds: [Link(t["wave.enter"], path: frame.paths.entry(id, project)), Link(t["wave.back"], path: frame.paths.wave(id))])
        return try frame.page(page, room: .surveys)
    }

    static func show(_ member: MemberContext) async throws -> Response { try await page(member) }

    static func check(_ member: MemberContext) async throws -> Response {
        let fields = try await member.form()
        let (id, project) = try place(member)
        let response = ResponseID(try member.incoming.number("response"))
        let typed = fields.values
        let path = member.paths.secondEntries(id, project)
        do {
            let answer = try await member.write(fields) { tx in
                let permit = try await tx.access(id, project: project, for: EnterAnswers.self)
                let outcome = try await tx.check(response, fields: EntryGrid(form: permit.thing).fields(typed, 0), permit)
                // What differs is looked at next.
                return outcome == .different ? member.paths.secondEntry(response, of: id, project) : path
            }
            return member.done(answer, Flash(answer.path == path ? "entry.checked" : "entry.differs"))
        } catch let errors as FieldErrors {
            return try await page(member, typed: typed, errors: errors)
        }
    }

    static func settle(_ member: MemberContext) async throws -> Response {
        let fields = try await member.form()
        try fields.allow(["stands"])
        let (id, project) = try place(member)
        let response = ResponseID(try member.incoming.number("response"))
        guard let second = ["first": false, "second": true][try fields.text("stands")] else { throw WebFault.unprocessable(["stands"]) }
        let path = member.paths.secondEntries(id, project)
        let answer = try await member.write(fields) { tx in
            try await tx.settle(response, second: second, try await tx.access(id, project: project, for: EnterAnswers.self))
            return path
        }
        return member.done(answer, Flash("entry.settled"))
    }

    private static func place(_ member: MemberContext) throws -> (WaveID, UnitID) {
        (WaveID(try member.incoming.number("id")), UnitID(try member.incoming.number("project")))
    }

    private static func label(_ row: EntryCheckRow) -> String { row.label.isEmpty ? "#\(row.id)" : row.label }

    private static func page(_ member: MemberContext, typed: [String: String] = [:], errors: FieldErrors? = nil) async throws -> Response {
        let (id, project) = try place(member)
        let response = ResponseID(try member.incoming.number("response"))
        let (found, frame) = try await member.read { tx in try await tx.secondEntry(response, id, project: project) }
        let (form, row) = found
        if row.state == .different { return try frame.page(differences(form, row, frame), room: .surveys) }
        guard row.holder != frame.session.actor.person.rawValue else { throw StoreError.refused(.surveyEnter) }
        let t = frame.t
        let fields = EntryGrid(form: form).columns.filter { !$0.isDoor }.map { column in
            FieldModel(
                .text, form: "check", name: column.name(0), label: "\(column.number) · \(column.text(english: t.language == .english))",
                value: typed[column.name(0)] ?? "", hint: column.codes.isEmpty ? t["entry.words"] : column.codes,
                error: errors?[column.field].map(frame.wording.problem))
        }
        let page = OrgFormPage(
            title: "\(t["entryCheck.enter"]) · \(label(row))", intro: t["entryCheck.enter.text"],
            back: Link(t["entryCheck.title"], path: frame.paths.secondEntries(id, project)),
            form: FormModel(
                id: "check", path: frame.paths.secondEntry(row.id, of: id, project), groups: [FieldGroup(fields: fields)],
                submit: t["entryCheck.compare"], key: frame.newKey))
        return try frame.page(page, room: .surveys, status: errors == nil ? .ok : .unprocessableContent)
    }

    /// Both entries beside each other, what differs first.
    private static func differences(_ form: EntryForm, _ row: EntryCheckRow, _ frame: PageFrame) -> SurveyPage {
        let t = frame.t
        let text = AnswerText(t)
        let columns = [t["survey.question"], t["entryCheck.first"], t["entryCheck.second"], t["survey.state"]]
        let questions = form.questionnaire.questions.filter { $0.kind.asks && !$0.kind.isText }
        let lines = questions.map { question -> (differs: Bool, row: OrgListPage.Row) in
            let (first, second) = (row.sheet.answers[question.key], row.other.answers[question.key])
            let differs = first != second
            return (
                differs,
                OrgListPage.Row(cells: [
                    .init(columns[0], text: question.text.text(english: t.language == .english)),
                    .init(columns[1], text: text.words(first, question)), .init(columns[2], text: text.words(second, question)),
                    .init(
                        columns[3], chip: Chip(t[differs ? "entryCheck.differs" : "entryCheck.agrees"], tone: differs ? .late : .good)),
                ])
            )
        }
        let path = frame.paths.settleEntry(row.id, of: form.wave.id, form.project.project)
        let actions = ["first", "second"].map { stands in
            ActionForm(
                id: stands, label: t["entryCheck.\(stands).stands"], explain: t["entryCheck.\(stands).text"], path: path,
                fields: [FieldModel(.hidden, form: stands, name: "stands", label: "", value: stands)], key: frame.newKey)
        }
        return SurveyPage(
            title: "\(t["entryCheck.decide"]) · \(label(row))", intro: t["entryCheck.decide.text"],
            back: Link(t["entryCheck.title"], path: frame.paths.secondEntries(form.wave.id, form.project.project)),
            chips: [Chip(t.word(row.state), tone: .late)],
            facts: [Fact(t["entryCheck.by"], text: row.enteredBy), Fact(t["survey.when"], text: frame.wording.exact(row.at))],
            actions: actions,
            tables: [
                OperationsPage.Table(
                    id: "entries", title: t["entryCheck.both"],
                    note: t["entryCheck.count", ["count": String(lines.count(where: \.differs))]],
                    columns: columns, rows: lines.filter(\.differs).map(\.row) + lines.filter { !$0.differs }.map(\.row))
            ])
    }
}
