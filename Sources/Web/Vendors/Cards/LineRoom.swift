internal import Domain
internal import HTTPTypes
internal import Hummingbird
internal import Store
internal import Views

/// What a line of a card was counted from: every point opens its rows.
enum LineRoom {
    static func show(_ member: MemberContext) async throws -> Response {
        let id = CardID(try member.incoming.number("id"))
        let key = try member.incoming.parameter("key")
        let number = Int(try member.incoming.query().text("version")).flatMap { $0 > 0 ? $0 : nil }
        let (file, frame) = try await member.read { tx in try await tx.line(key, of: id, number: number) }
        let t = frame.t
        let words = CardWords(frame: frame, file: file.card)
        let page = SurveyPage(
            title: file.line.name.text(english: t.language == .english), intro: words.evidence(file.line),
            back: Link(
                "\(frame.name(file.card.card.vendorName, english: file.card.card.vendorNameEnglish)) · \(file.card.card.period)",
                path: frame.paths.scoreCard(id)),
            facts: [
                Fact(t["card.source"], text: t.word(file.line.kind)),
                Fact(t["card.full"], text: CardWords.points(file.line.weight > 0 ? file.line.weight : file.line.fullWeight)),
                Fact(t["card.points"], text: file.line.state == .scored ? CardWords.points(file.line.points) : "–"),
                Fact(t["round.period"], text: "\(file.card.card.period.first) – \(file.card.card.period.last)"),
            ], tables: tables(file, frame))
        return try frame.page(page, room: .vendors)
    }

    private static func tables(_ file: LineFile, _ frame: PageFrame) -> [OperationsPage.Table] {
        let t = frame.t
        if !file.scores.isEmpty {
            let columns = [t["round.assessor"], t["round.role"], t["card.points"], t["assessment.note"]]
            return [
                .init(
                    id: "scores", title: t["card.scores"], note: t["card.scores.note"], columns: columns,
                    rows: file.scores.map { form in
                        OrgListPage.Row(cells: [
                            .init(columns[0], text: "\(t["round.assessor"]) \(form.id)"), .init(columns[1], text: t.word(form.role)),
                            .init(columns[2], text: form.sheet.scores[file.line.key].map { String($0) } ?? "–"),
                            .init(columns[3], text: form.sheet.notes[file.line.key] ?? "–"),
                        ])
                    })
            ]
        }
        if !file.inspections.isEmpty {
            let columns = [t["org.name"], t["survey.when"], t["card.checked"], t["card.failed"], t["survey.by"]]
            return [
                .init(
                    id: "inspections", title: t["card.inspections"], columns: columns,
                    rows: file.inspections.map { row in
                        OrgListPage.Row(cells: [
                            .init(columns[0], text: row.title), .init(columns[1], text: row.day.isoText),
                            .init(columns[2], text: String(row.checked)), .init(columns[3], text: String(row.failed)),
                            .init(columns[4], text: row.by),
                        ])
                    })
            ]
        }
        let columns = [t["card.row"], t["card.row.title"], t["survey.when"], t["card.row.counts"], t["wave.note"]]
        let rows = file.rows.map { row in
            let leading: OrgListPage.Cell =
                if let ticket = row.ticket {
                    .init(columns[0], link: Link(row.label, path: frame.paths.ticket(ticket)))
                } else {
                    .init(columns[0], text: row.label)
                }
            return OrgListPage.Row(cells: [
                leading, .init(columns[1], text: row.title), .init(columns[2], text: frame.wording.exact(row.at)),
                .init(columns[3], text: t[row.counts ? "card.row.yes" : "card.row.no"]),
                .init(columns[4], text: row.note.isEmpty ? "–" : row.note),
            ])
        }
        return [
            .init(
                id: "rows", title: t["card.rows"], note: t["card.rows.note"], columns: columns, rows: rows,
                empty: EmptyState(title: t["card.rows.empty.title"], text: t["card.rows.empty.text"]))
        ]
    }
}
