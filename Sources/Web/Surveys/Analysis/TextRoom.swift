internal import Domain
internal import HTTPTypes
internal import Hummingbird
internal import Store
internal import Views

/// What people wrote, masked: to read, search, tag and note as problem points.
enum TextRoom {
    static let pageSize = 30

    static func show(_ member: MemberContext) async throws -> Response { try await page(member) }

    private static func page(
        _ member: MemberContext, rejected: (text: VerbatimID, field: String, typed: String, errors: FieldErrors)? = nil
    ) async throws -> Response {
        let wave = WaveID(try member.incoming.number("id"))
        let query = try member.incoming.query()
        var filter = VerbatimFilter()
        filter.query = try query.text("q")
        filter.dimension = try query.text("dimension").nonEmpty
        filter.tag = try query.text("tag").nonEmpty
        filter.before = VerbatimID(text: try query.text("before"))
        let chosen = filter
        let (found, frame) = try await member.read { tx in try await tx.verbatims(wave, chosen, limit: pageSize + 1) }
        let rows = Array(found.rows.prefix(pageSize))
        let words = VerbatimWords(frame: frame, wave: wave, dimensions: found.dimensions)
        let base = frame.paths.resultTexts(wave)
        let next = found.rows.count > pageSize ? rows.last.map { words.path(base, filter, before: $0.id) } : nil
        let quotes = rows.map { row in
            words.quote(
                row,
                forms: words.forms(
                    row, rejected: rejected.flatMap { $0.text == row.id ? (field: $0.field, typed: $0.typed, errors: $0.errors) : nil }))
        }
        let page = SurveySheetPage(
            head: FindingHead(frame: frame, head: found.head).make(.texts, sub: frame.t["survey.text.note"]),
            filters: words.filters(filter), filterPath: base, quotes: quotes,
            empty: rows.isEmpty ? EmptyState(title: frame.t["survey.text.empty.title"], text: frame.t["survey.text.empty.text"]) : nil,
            pager: Pager(previous: filter.before.map { _ in words.path(base, filter, before: nil) }, next: next))
        return try frame.page(page, room: .surveys, status: rejected == nil ? .ok : .unprocessableContent)
    }

    static func tag(_ member: MemberContext) async throws -> Response {
        try await write(member, field: "tags", flash: "flash.survey.tagged") { tx, wave, text, typed in
            try await tx.tag(typed, try await tx.access(text, of: wave, for: TagVerbatim.self))
        }
    }

    static func note(_ member: MemberContext) async throws -> Response {
        try await write(member, field: "summary", flash: "flash.survey.pointNoted") { tx, wave, text, typed in
            let point = try NewProblemPoint.read(["summary": typed]).orInvalid()
            try await tx.note(point, of: wave, try await tx.access(text, of: wave, for: NoteProblem.self))
        }
    }

    private static func write(
        _ member: MemberContext, field: String, flash: String,
        _ body: @escaping @Sendable (WriteTransaction, WaveID, VerbatimID, String) async throws -> Void
    ) async throws -> Response {
        let (wave, text) = (WaveID(try member.incoming.number("id")), VerbatimID(try member.incoming.number("text")))
        let fields = try await member.form()
        try fields.allow([field])
        let typed = try fields.text(field)
        let path = member.paths.resultTexts(wave)
        do {
            let answer = try await member.write(fields) { tx in
                try await body(tx, wave, text, typed)
                return path
            }
            return member.done(answer, Flash(flash))
        } catch StoreError.invalid(let errors) {
            return try await page(member, rejected: (text, field, typed, errors))
        }
    }
}

extension String {
    fileprivate var nonEmpty: String? { isEmpty ? nil : self }
}

struct VerbatimWords {
    let frame: PageFrame
    let wave: WaveID
    let dimensions: [WaveDimensionRow]
    private var t: Messages { frame.t }

    init(frame: PageFrame, wave: WaveID, dimensions: [WaveDimensionRow]) {
        self.frame = frame
        self.wave = wave
        self.dimensions = dimensions
    }

    func quote(_ row: VerbatimRow, forms: [ActionForm] = []) -> SurveyQuote {
        let dimension = dimensions.first { $0.key == row.dimension }.map { frame.name($0.name, english: $0.nameEnglish) }
        let score = row.score.map { t["survey.text.score", ["score": String($0)]] }
        var links: [Link] = []
        if let ticket = row.ticket, let number = row.ticketNumber { links.append(Link(number, path: frame.paths.ticket(ticket))) }
        if frame.may(.surveyAnswers) {
            links.append(Link(t["survey.text.answers"], path: frame.paths.resultAnswer(row.response, of: wave)))
        }
        return SurveyQuote(
            text: row.masked,
            source: [row.projectName, dimension, score, frame.wording.day(Day(row.at, offsetMinutes: frame.wording.offsetMinutes))]
                .compactMap { $0 }.joined(separator: " · "),
            links: links, tags: row.tags.map { Chip($0, tone: .plain) }, forms: forms)
    }

    /// The note of a problem point and the tags, for whom they are offered; the one that was refused stays open as it was typed.
    func forms(_ row: VerbatimRow, rejected: (field: String, typed: String, errors: FieldErrors)?) -> [ActionForm] {
        guard frame.may(.surveyAnswers) else { return [] }
        return [
            form(row, "summary", path: frame.paths.notePoint(row.id, of: wave), value: String(row.masked.prefix(80)), rejected),
            form(row, "tags", path: frame.paths.tagText(row.id, of: wave), value: row.tags.joined(separator: " "), rejected),
        ]
    }

    private func form(
        _ row: VerbatimRow, _ field: String, path: String, value: String, _ rejected: (field: String, typed: String, errors: FieldErrors)?
    ) -> ActionForm {
        let rejected = rejected?.field == field ? rejected : nil
        let id = "\(field)-\(row.id)"
        return ActionForm(
            id: id, label: t["survey.text.\(field).do"], explain: t["survey.text.\(field).explain"], path: path,
            fields: [
                FieldModel(
                    .text, form: id, name: field, label: t["survey.text.\(field)"], value: rejected?.typed ?? value,
                    error: rejected?.errors[field].map(frame.wording.problem), required: field == "summary", maxLength: 300)
            ], key: frame.newKey)
    }

    func filters(_ filter: VerbatimFilter) -> [FieldModel] {
        let any = FieldModel.Option(value: "", label: t["filter.any"])
        let options = dimensions.map { FieldModel.Option(value: $0.key, label: frame.name($0.name, english: $0.nameEnglish)) }
        return [
            FieldModel(.text, form: "texts", name: "q", label: t["survey.text.search"], value: filter.query, maxLength: 60),
            FieldModel(
                .select, form: "texts", name: "dimension", label: t["survey.result.dimension"], value: filter.dimension ?? "",
                options: [any] + options),
            FieldModel(.text, form: "texts", name: "tag", label: t["survey.text.tag"], value: filter.tag ?? "", maxLength: 20),
        ]
    }

    func path(_ base: String, _ filter: VerbatimFilter, before: VerbatimID?) -> String {
        Paths.query(
            base, [("q", filter.query), ("dimension", filter.dimension), ("tag", filter.tag), ("before", before?.description)])
    }
}
