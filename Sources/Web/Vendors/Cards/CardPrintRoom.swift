internal import Domain
internal import HTTPTypes
internal import Hummingbird
internal import Store
internal import Views

/// The card on an A4 sheet, with room for the signatures of both sides.
enum CardPrintRoom {
    static func show(_ member: MemberContext) async throws -> Response {
        let id = CardID(try member.incoming.number("id"))
        let number = Int(try member.incoming.query().text("version")).flatMap { $0 > 0 ? $0 : nil }
        let (file, frame) = try await member.read { tx in try await tx.card(id, number: number) }
        let t = frame.t
        let english = t.language == .english
        let words = CardWords(frame: frame, file: file)
        let columns = [t["card.line"], t["card.source"], t["card.evidence"], t["card.full"], t["card.points"]]
        let rows = file.lines.map { line in
            OrgListPage.Row(cells: [
                .init(columns[0], text: line.name.text(english: english)), .init(columns[1], text: t.word(line.kind)),
                .init(columns[2], text: words.evidence(line)),
                .init(columns[3], text: CardWords.points(line.weight > 0 ? line.weight : line.fullWeight)),
                .init(columns[4], text: line.state == .scored ? CardWords.points(line.points) : "–"),
            ])
        }
        let gradeName = file.grade == nil ? t["card.noGrade"] : file.gradeName.text(english: english)
        let page = SurveyReportPrint(
            tenant: frame.tenantName, unit: frame.unitName, number: "\(file.card.period) · v\(max(file.number, 0))",
            title:
                "\(t["card.one"]) \(frame.name(file.card.vendorName, english: file.card.vendorNameEnglish)) · \(frame.name(file.card.projectName, english: file.card.projectNameEnglish))",
            facts: [
                Fact(t["round.period"], text: "\(file.card.period.first) – \(file.card.period.last)"),
                Fact(t["template.one"], text: "\(file.card.templateName) v\(file.card.templateNumber)"),
                Fact(t["card.total"], text: CardWords.points(file.total)), Fact(t["template.grade"], text: gradeName),
                Fact(t["card.households"], text: frame.wording.number(file.card.households)),
                Fact(t["card.version.of"], text: words.eyebrow),
            ],
            tables: [SurveyTable(id: "lines", title: t["card.lines"], note: words.sub, columns: columns, rows: rows, none: "–")],
            blocks: file.appeals.map { appeal in
                SurveyBlock(
                    title:
                        "\(t["appeal.title"]) · \(file[appeal.key]?.name.text(english: english) ?? appeal.key) · \(t.word(appeal.state))",
                    text: appeal.ruling.isEmpty ? appeal.text : "\(appeal.text)\n\(appeal.ruling)")
            },
            signatures: [
                Fact(t["card.sign.judging"], text: file.card.confirmedByName), Fact(t["card.sign.vendor"], text: ""),
                Fact(t["card.sign.day"], text: ""),
            ], printed: frame.wording.moment(frame.now), backPath: frame.paths.scoreCard(id))
        return try frame.page(page)
    }
}
