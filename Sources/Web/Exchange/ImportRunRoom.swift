internal import Domain
internal import HTTPTypes
internal import Hummingbird
internal import Sheets
internal import Store
internal import Views

/// An import on its way, and the forms that move it on.
enum ImportRunRoom {
    static func show(_ member: MemberContext) async throws -> Response {
        let chooses = try member.incoming.query().text("columns") == "true"
        return try await page(member, chooses: chooses)
    }

    /// Columns are chosen: the dry run begins.
    static func choose(_ member: MemberContext) async throws -> Response {
        let fields = try await member.form()
        // Questions are checked against the wave in the transaction.
        let questions = fields.list.map(\.name).filter { $0.hasPrefix("a.") }
        try fields.allow(ImportField.allCases.map(\.rawValue) + ["ground", "noticeVersion"] + questions)
        let values = fields.values
        let answers = questions.compactMap { name in (values[name].flatMap { Int($0) }).map { (String(name.dropFirst(2)), $0) } }
        let chosen = values.compactMap { name, text -> (ImportField, Int)? in
            guard let field = ImportField(rawValue: name), let index = Int(text) else { return nil }
            return (field, index)
        }
        let mapping = ImportMapping(Dictionary(chosen) { first, _ in first }, answers: Dictionary(answers) { first, _ in first })
        do {
            return try await move(member, fields, "import.checking") { tx, permit in
                // A column of another kind of table would be remembered for nothing.
                let own = ImportMapping(
                    mapping.columns.filter { permit.thing.kind.fields.contains($0.key) },
                    answers: permit.thing.kind == .answers ? mapping.answers : [:])
                let ground = permit.thing.kind == .owners ? try ImportGround.read(values).orInvalid() : nil
                try await tx.choose(own, ground: ground, version: try fields.version(), permit)
            }
        } catch StoreError.invalid(let errors) {
            return try await page(member, chooses: true, typed: values, errors: errors)
        }
    }

    static func start(_ member: MemberContext) async throws -> Response {
        let fields = try await member.form()
        try fields.allow([])
        return try await move(member, fields, "import.running") { tx, permit in
            try await tx.start(version: try fields.version(), permit)
        }
    }

    static func giveUp(_ member: MemberContext) async throws -> Response {
        let fields = try await member.form()
        try fields.allow([])
        return try await move(member, fields, "import.givenUp") { tx, permit in try await tx.giveUp(permit) }
    }

    /// The rows that were refused, as they came, with the reason behind each: to be put right and uploaded again as they are.
    static func problems(_ member: MemberContext) async throws -> Response {
        guard let format = SheetFormat(rawValue: try member.incoming.parameter("format")) else { throw WebFault.notFound }
        let id = ImportID(try member.incoming.number("id"))
        let ((run, rows, questions), frame) = try await member.read { tx in
            let run = try await tx.access(id, for: RunImport.self).thing
            return (run, try await tx.problems(of: run), try await tx.questions(of: run))
        }
        guard !run.token.isEmpty, !rows.isEmpty else { throw StoreError.notFound }
        let reasons = rows.mapValues { problems in
            problems.map { "\(frame.column($0, questions)): \(frame.words($0))" }.joined(separator: frame.t["import.reason.separator"])
        }
        let (title, heading) = (frame.t["import.problems"], frame.t["import.reason"])
        let (folder, token) = (member.services.folder, run.token)
        return try await FileAnswer.make("\(title) \(run.id)", format, folder) { path in
            try WrongRows(headings: run.headings, reason: heading).write(
                reasons, from: folder.file(.imports, token, "rows"), to: path, format, title: title)
        }
    }

    /// One-time links for those the import brought in, as a table that is in this answer and nowhere else.
    static func invite(_ member: MemberContext) async throws -> Response {
        let fields = try await member.form()
        try fields.allow([])
        let (id, paths) = (ImportID(try member.incoming.number("id")), member.paths)
        let waiting = try await member.store.read(member.entry, member.requirement) { tx in
            try await tx.enter()
            return try await tx.invitees(try await tx.access(id, for: RunImport.self)).count
        }
        let invitations = try await Invitation.make(.first, count: waiting, hasher: member.services.hasher)
        let handed = Handed()
        let answer = try await member.write(fields) { tx in
            try await tx.enter()
            await handed.put(try await tx.invite(try await tx.access(id, for: RunImport.self), invitations))
            return paths.importRun(id)
        }
        let links = await handed.links
        guard case .first = answer, !links.isEmpty else {
            return member.done(answer, Flash(waiting == 0 ? "import.links.none" : "people.inviteShown"))
        }
        let (_, frame) = try await member.read { tx in try await tx.enter() }
        return try await LinkList(links, frame).answer(run: id)
    }

    private static func move(
        _ member: MemberContext, _ fields: FormFields, _ flash: String,
        _ body: @escaping @Sendable (WriteTransaction, Permit<RunImport, ImportRun>) async throws -> Void
    ) async throws -> Response {
        let (id, paths) = (ImportID(try member.incoming.number("id")), member.paths)
        let answer = try await member.write(fields) { tx in
            try await tx.enter()
            try await body(tx, try await tx.access(id, for: RunImport.self))
            return paths.importRun(id)
        }
        return member.done(answer, Flash(flash))
    }

    private static func page(
        _ member: MemberContext, chooses: Bool, typed: [String: String] = [:], errors: FieldErrors? = nil
    ) async throws -> Response {
        let id = ImportID(try member.incoming.number("id"))
        let ((run, problems, remembered, waiting, questions), frame) = try await member.read { tx in
            let permit = try await tx.access(id, for: RunImport.self)
            let run = permit.thing
            let problems = run.counts.wrong > 0 ? try await tx.fetch(ImportProblemRow.page(run, tenant: tx.tenant)) : []
            let remembered = run.state == .mapping ? try await tx.rememberedHeadings(run.kind) : [:]
            return (run, problems, remembered, run.state.isOver ? try await tx.inviteeCount(permit) : 0, try await tx.questions(of: run))
        }
        var words = ImportPageWords(run: run, frame: frame, problems: problems, remembered: remembered, typed: typed, errors: errors)
        words.waiting = waiting
        words.questions = questions
        words.chooses = run.state == .mapping || run.state == .checked && chooses
        if words.chooses, !run.token.isEmpty {
            let path = member.services.folder.file(.imports, run.token, "rows")
            words.sample = (try? await member.services.folder.bench.run { try RowReader(path).next(3) }) ?? []
        }
        return try frame.page(words.page, room: .exchange, status: errors == nil ? .ok : .unprocessableContent)
    }
}

extension Transaction {
    /// What the wave of a run asks; nothing for other kinds, and once the wave takes no answers any more.
    fileprivate func questions(of run: ImportRun) async throws -> [AnswerColumn] {
        guard run.kind == .answers else { return [] }
        do {
            return try await importedWave(run.wave).form.columns
        } catch StoreError.notFound {
            return []
        }
    }

    /// Every refused row of the run's round with what is wrong with it.
    fileprivate func problems(of run: ImportRun) async throws -> [Int: [LineProblem]] {
        var rows: [Int: [LineProblem]] = [:]
        var after = 0
        while true {
            let page = try await fetch(ImportProblemRow.page(run, tenant: tenant, after: after))
            // A row's problems may be cut by the page: the last row comes again, whole.
            let isLast = page.count < 1_000
            let whole = isLast ? page : page.filter { $0.rowNumber != page.last?.rowNumber }
            for row in whole { rows[row.rowNumber, default: []].append(row.problem) }
            guard !isLast, let last = whole.last?.rowNumber else { return rows }
            after = last
        }
    }
}

/// Writes the refused rows of a file into a file of their own.
private struct WrongRows: Sendable {
    private let kept: [Int]
    private let columns: [SheetColumn]

    /// A reason of an earlier round makes room for the new one.
    init(headings: [String], reason: String) {
        kept = headings.indices.filter { HeadingKey.of(headings[$0]) != HeadingKey.of(reason) }
        columns = kept.map { SheetColumn(headings[$0]) } + [SheetColumn(reason, width: 48)]
    }

    func write(_ reasons: [Int: String], from rows: String, to path: String, _ format: SheetFormat, title: String) throws {
        let reader = try RowReader(rows)
        let writer = try format.writer(path, title: title, columns: columns)
        while let row = try reader.next() {
            guard let reason = reasons[row.number] else { continue }
            try writer.append(kept.map { row.cells.indices.contains($0) ? row.cells[$0] : "" } + [reason])
        }
        try writer.finish()
    }
}
