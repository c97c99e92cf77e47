internal import Domain
internal import Store
internal import Views

struct ReportWords {
    let frame: PageFrame
    let file: ReportFile
    let typed: [String: String]
    let errors: FieldErrors?
    private var t: Messages { frame.t }
    private var wave: WaveID { file.results.head.id }

    init(frame: PageFrame, file: ReportFile, typed: [String: String] = [:], errors: FieldErrors? = nil) {
        self.frame = frame
        self.file = file
        self.typed = typed
        self.errors = errors
    }

    var isWriting: Bool { file.process.isWritable && frame.may(.surveySign) && SigningLevel(frame.member.place.unit.kind) != nil }

    var sub: String {
        guard let report = file.report else { return t["survey.report.none"] }
        let due = report.dueOn.map { t["survey.report.due", ["day": frame.wording.day($0)]] }
        return [t.word(report.state), due].compactMap { $0 }.joined(separator: " · ")
    }

    var notices: [String] {
        var list: [String] = []
        if let frozen = file.report?.frozenAt { list.append(t["survey.report.frozen", ["time": frame.wording.exact(frozen)]]) }
        if !file.changes.isEmpty { list.append(t["survey.report.changed", ["count": String(file.changes.count)]]) }
        if let level = file.process.next, file.report != nil { list.append(t["survey.report.waits", ["level": t.word(level)]]) }
        return list
    }

    var facts: [Fact] {
        let head = file.results.head
        let period = t["survey.result.period", ["from": frame.wording.day(head.opensOn), "to": frame.wording.day(head.closesOn)]]
        var facts = [Fact(t["survey.report.period"], text: period), Fact(t["survey.report.unit"], text: frame.unitName)]
        if let report = file.report {
            facts.append(Fact(t["survey.report.writtenBy"], text: report.writtenByName, note: frame.wording.exact(report.writtenAt)))
        }
        return facts
    }

    var signatures: [Fact] {
        file.signatures.map { row in
            Fact(
                "\(t.word(row.signature.level)) · \(t.word(row.signature.decision))", text: frame.wording.person(row.name, post: row.post),
                note: [frame.wording.exact(row.at), row.note].filter { !$0.isEmpty }.joined(separator: " · "))
        }
    }

    var blocks: [SurveyBlock] {
        ReportBlock.allCases.compactMap { block in
            let text = file.report?.text.blocks[block] ?? ""
            return text.isEmpty ? nil : SurveyBlock(title: t.word(block), text: text)
        }
    }

    var opinion: SurveyBlock? {
        guard let opinion = file.report?.text.opinion, !opinion.isEmpty else { return nil }
        return SurveyBlock(title: t["survey.report.opinion"], text: opinion)
    }

    /// One table for each part of the figures.
    var tables: [SurveyTable] {
        ReportFigure.Group.allCases.map { group in
            let columns = [t["survey.report.figure"], t["survey.report.value"], t["survey.result.interval"], t["survey.result.answers"]]
            let rows = file.figures.figures.filter { $0.group == group }.map { figure in
                OrgListPage.Row(cells: [
                    .init(columns[0], text: name(figure)),
                    .init(columns[1], text: file.hides(figure) ? t["survey.report.hidden"] : value(figure)),
                    .init(columns[2], text: file.hides(figure) ? "–" : interval(figure)),
                    .init(columns[3], text: figure.lower == nil || file.hides(figure) ? "–" : frame.wording.number(figure.n)),
                ])
            }
            return SurveyTable(
                id: "report-\(group.rawValue)", title: t["survey.report.group.\(group.rawValue)"], columns: columns, rows: rows,
                none: t["survey.result.empty.title"])
        }
    }

    /// Figures that are different today; nothing for a draft.
    var changes: [SurveyTable] {
        guard !file.changes.isEmpty else { return [] }
        let columns = [t["survey.report.figure"], t["survey.report.signedValue"], t["survey.report.todayValue"]]
        let rows = file.changes.filter { change in !([change.signed, change.today].compactMap { $0 }.contains(where: file.hides)) }.map {
            change in
            OrgListPage.Row(cells: [
                .init(columns[0], text: (change.signed ?? change.today).map(name) ?? ""),
                .init(columns[1], text: change.signed.map { "\(value($0)) · n \($0.n)" } ?? "–"),
                .init(columns[2], text: change.today.map { "\(value($0)) · n \($0.n)" } ?? "–"),
            ])
        }
        return [
            SurveyTable(
                id: "changes", title: t["survey.report.changes"], note: t["survey.report.changes.note"], columns: columns, rows: rows,
                none: t["survey.report.changes.none"])
        ]
    }

    /// Reports of units below, each on its own page.
    var below: [SurveyTable] {
        guard !file.below.isEmpty else { return [] }
        let columns = [t["survey.report.unit"], t["survey.report.state"], t["survey.report.dueOn"]]
        let rows = file.below.map { row in
            let late = row.state != .groupSigned && (row.dueOn.map { $0 < frame.today } ?? false)
            let paths = UnitPaths(tenant: frame.member.place.tenantCode, unit: row.unit.code)
            return OrgListPage.Row(cells: [
                .init(columns[0], link: Link(row.unit.name, path: paths.specialReport(wave))),
                .init(columns[1], chip: Chip(t.word(row.state), tone: late ? .late : row.state == .groupSigned ? .good : .plain)),
                .init(columns[2], text: row.dueOn.map(frame.wording.day) ?? "–"),
            ])
        }
        return [
            SurveyTable(id: "below", title: t["survey.report.below"], columns: columns, rows: rows, none: t["survey.result.empty.title"])
        ]
    }

    private func name(_ figure: ReportFigure) -> String {
        figure.name.isEmpty
            ? t["survey.report.\(figure.group.rawValue).\(figure.key)"] : frame.name(figure.name, english: figure.nameEnglish)
    }

    /// Counts are whole; shares and degrees have a digit after the point.
    private func value(_ figure: ReportFigure) -> String {
        guard let tenths = figure.tenths else { return "–" }
        if figure.lower == nil { return frame.wording.number(tenths / 10) }
        return frame.wording.decimal(Double(tenths) / 10) + (Self.shares.contains(figure.key) ? "%" : "")
    }

    private static let shares: Set<String> = ["response", "rate", "closed", "escalated", "visitSatisfied"]

    private func interval(_ figure: ReportFigure) -> String {
        guard let lower = figure.lower, let upper = figure.upper else { return "–" }
        return "\(frame.wording.decimal(Double(lower) / 10))–\(frame.wording.decimal(Double(upper) / 10))"
    }

    /// The texts, while nobody has signed.
    var form: FormModel {
        let text = file.report?.text
        let fields = ReportBlock.allCases.map { block in field(block.code, label: t.word(block), value: text?.blocks[block] ?? "") }
        return FormModel(
            id: "report", path: frame.paths.specialReport(wave),
            groups: [
                FieldGroup(t["survey.report.write"], note: t["survey.report.write.note"], fields: fields),
                FieldGroup(
                    t["survey.report.opinion"],
                    fields: [field(ReportText.opinionField, label: t["survey.report.opinion"], value: text?.opinion ?? "")]),
            ], submit: t["survey.report.save"], key: frame.newKey, version: file.report.map { String($0.version) })
    }

    private func field(_ name: String, label: String, value: String) -> FieldModel {
        FieldModel(
            .textarea, form: "report", name: name, label: label, value: typed[name] ?? value,
            error: errors?[name].map(frame.wording.problem),
            maxLength: 4_000)
    }

    /// Signing and sending back, for whose turn it is.
    var decisions: [ActionForm] {
        guard let report = file.report else { return [] }
        var forms: [ActionForm] = []
        if (try? file.process.apply(.signed, by: frame.session.actor)) != nil {
            forms.append(decision("sign", path: frame.paths.signReport(wave), report, danger: false))
        }
        if report.state != .draft, (try? file.process.apply(.returned, by: frame.session.actor)) != nil {
            forms.append(decision("return", path: frame.paths.returnReport(wave), report, danger: true))
        }
        return forms
    }

    private func decision(_ id: String, path: String, _ report: SpecialReportRow, danger: Bool) -> ActionForm {
        ActionForm(
            id: id, label: t["survey.report.\(id)"], explain: t["survey.report.\(id).explain"], path: path,
            fields: [
                FieldModel(
                    .textarea, form: id, name: "note", label: t["survey.report.note"], value: typed["note"] ?? "",
                    error: errors?["note"].map(frame.wording.problem), required: danger, maxLength: 500)
            ], key: frame.newKey, version: String(report.version), danger: danger, open: errors?["note"] != nil && danger)
    }
}
