internal import Domain
internal import Store
internal import Views

/// A card in words.
struct CardWords {
    let frame: PageFrame
    let file: CardFile
    var rejected: RoundRoom.Rejected?
    /// The appeal that came back, and the files it had brought.
    var returned: Filled?
    var kept: [FileRow] = []

    var t: Messages { frame.t }
    var english: Bool { t.language == .english }
    var card: CardRow { file.card }
    private var isVendor: Bool { frame.member.place.unit.vendor != nil }

    /// Hundredths of a point to one decimal, as they are read aloud.
    static func points(_ hundredths: Int) -> String {
        let tenths = (hundredths + 5) / 10
        return "\(tenths / 10).\(tenths % 10)"
    }

    static func chip(_ card: CardRow, _ frame: PageFrame) -> Chip {
        guard card.grade != nil else { return Chip(frame.t["card.noGrade"]) }
        return Chip(card.gradeName.text(english: frame.t.language == .english), tone: card.passes == true ? .good : .late)
    }

    var page: CardPage {
        let vendor = frame.name(card.vendorName, english: card.vendorNameEnglish)
        let project = frame.name(card.projectName, english: card.projectNameEnglish)
        return CardPage(
            head: SurveyHead(
                eyebrow: eyebrow, title: "\(vendor) · \(project)　\(card.period)", sub: sub, links: links), notices: notices,
            linesNote: t["card.lines.note"], lines: file.lines.map(line), total: Self.points(file.total), grade: grade, compared: compared,
            trend: trend, facts: facts, tables: tables, evidence: papers, actions: actions)
    }

    var eyebrow: String {
        let version =
            file.number == 0
            ? t["card.draft"]
            : t["card.version", ["number": String(file.number), "state": card.confirmedAt.map(frame.wording.exact) ?? ""]]
        return "\(t["card.one"]) · \(version) · \(card.templateName) v\(card.templateNumber)"
    }

    var sub: String {
        var parts = [
            t["card.engaged", ["from": card.engagedFrom.isoText, "to": card.engagedTo?.isoText ?? "…"]],
            t["card.householdCount", ["count": frame.wording.number(card.households)]],
        ]
        if let day = card.handedOverOn { parts.append(t["card.handedOver", ["day": day.isoText]]) }
        if let day = card.appealUntil { parts.append(t["card.appealUntil.day", ["day": day.isoText]]) }
        return parts.joined(separator: " · ")
    }

    private var links: [Link] {
        var links = [Link(t["card.title"], path: frame.paths.scoreCards)]
        if file.number > 0 {
            links.append(
                Link(t["card.sheet"], path: Paths.query(frame.paths.scoreCardStep("print", card.id), [("version", String(file.number))])))
        }
        if !isVendor { links.append(Link(t["round.one"], path: frame.paths.round(card.round))) }
        return links
    }

    private var notices: [String] {
        var notices: [String] = []
        if file.number > 0, file.number < card.number { notices.append(t["card.older", ["number": String(card.number)]]) }
        let open = file.appeals.count { $0.state.isOpen }
        if open > 0 { notices.append(t["card.openAppeals", ["count": String(open)]]) }
        return notices
    }

    private var grade: Chip {
        guard let key = file.grade else { return Chip(t["card.noGrade"]) }
        let passes = file.number == card.number ? card.passes == true : !["failed", "weak"].contains(key)
        return Chip(file.gradeName.text(english: english), tone: passes ? .good : .late)
    }

    private var compared: String {
        let coverage = t["card.coverage", ["percent": IndicatorDraft.decimal(file.coverage)]]
        guard let last = file.trend.first(where: { $0.id != card.id && $0.period.start < card.period.start }), let total = last.total else {
            return coverage
        }
        return "\(t["card.previous", ["period": last.period.description, "points": Self.points(total)]]) · \(coverage)"
    }

    private func line(_ line: LineRow) -> CardPage.Line {
        CardPage.Line(
            name: line.name.text(english: english), path: isVendor ? nil : linePath(line), source: t.word(line.kind),
            evidence: evidence(line),
            note: note(line), full: Self.points(line.weight > 0 ? line.weight : line.fullWeight),
            points: line.state == .scored ? Self.points(line.points) : "–", bar: line.state == .scored ? line.points : nil,
            most: line.weight,
            tone: line.kind.code)
    }

    private func linePath(_ line: LineRow) -> String {
        Paths.query(frame.paths.scoreLine(line.key, of: card.id), [("version", file.number > 0 ? String(file.number) : nil)])
    }

    /// What the points rest on: value and n; or that there is too little.
    func evidence(_ line: LineRow) -> String {
        guard line.state == .scored else {
            return t["card.notEnough", ["n": frame.wording.number(line.n), "rule": t["card.shortfall.\(line.shortfall.code)"]]]
        }
        let n = frame.wording.number(line.n)
        switch line.evidence {
        case .assessors(let combined):
            return t["card.evidence.assessors", ["value": Self.points(combined.share), "n": n]]
        case .figure(let figure):
            return t[
                "card.evidence.\(figure.unit.code)",
                ["value": IndicatorDraft.decimal(figure.value), "cases": frame.wording.number(figure.numerator), "n": n]]
        case .survey(let degree, _): return t["card.evidence.survey", ["value": IndicatorDraft.decimal(degree), "n": n]]
        case .none: return "–"
        }
    }

    private func note(_ line: LineRow) -> String? {
        var notes: [String] = []
        if line.weight != line.fullWeight, line.weight > 0 { notes.append(t["card.spread", ["points": Self.points(line.fullWeight)]]) }
        if let computed = line.computed, computed != line.share {
            notes.append(t["card.corrected", ["points": Self.points(CardLine.points(computed, of: line.weight))]])
        }
        switch line.evidence {
        case .figure(let figure):
            if let interval = figure.interval() {
                notes.append(
                    t[
                        "card.interval",
                        ["from": frame.wording.decimal(interval.lower), "to": frame.wording.decimal(interval.upper)]])
            }
        case .assessors(let combined) where !isVendor:
            notes.append(t["card.range", ["from": Self.points(combined.lowest), "to": Self.points(combined.highest)]])
            if !combined.outliers.isEmpty { notes.append(t["card.outliers", ["count": String(combined.outliers.count)]]) }
        default: break
        }
        return notes.isEmpty ? nil : notes.joined(separator: " · ")
    }

    private var trend: Chart? {
        let points = file.trend.reversed().map { past in
            TrendChart.Point(
                label: past.period.description, words: [past.total.map(Self.points) ?? "–", past.gradeName.text(english: english)],
                value: past.grade == nil ? nil : past.total.map { Double($0) / 100 }, lower: past.total.map { Double($0) / 100 } ?? 0,
                upper: past.total.map { Double($0) / 100 } ?? 0)
        }
        guard points.count > 1 else { return nil }
        return TrendChart.chart(
            id: "trend", title: t["card.trend"], note: t["card.trend.note"], points: Array(points.suffix(12)), range: 0...100,
            columns: [t["round.period"], t["card.total"], t["template.grade"]])
    }

    private var facts: [Fact] {
        var facts: [Fact] = []
        if file.orders.isEmpty { facts.append(Fact(t["rectification.title"], text: t["card.noOrders"])) }
        for order in file.orders {
            facts.append(
                Fact(
                    t["rectification.one"], link: Link(order.title, path: frame.paths.rectification(order.id)),
                    note: "\(t.word(order.state)) · \(order.dueOn)"))
        }
        facts += file.consequences.map(fact)
        let renewal: String =
            switch file.renewal {
            case .open(let cards): t["renewal.open", ["cards": String(cards)]]
            case .closed(let failed, let cards): t["renewal.closed", ["failed": String(failed), "cards": String(cards)]]
            case .unknown(let cards): t["renewal.unknown", ["cards": String(cards)]]
            }
        facts.append(Fact(t["renewal.title"], text: renewal))
        return facts
    }

    private var tables: [OperationsPage.Table] {
        var tables: [OperationsPage.Table] = []
        if !file.appeals.isEmpty {
            let columns = [t["card.line"], t["appeal.text"], t["appeal.evidence"], t["survey.by"], t["survey.state"], t["appeal.ruling"]]
            let rows = file.appeals.map { appeal in
                OrgListPage.Row(cells: [
                    .init(columns[0], text: file[appeal.key]?.name.text(english: english) ?? appeal.key),
                    .init(columns[1], text: appeal.text), .init(columns[2], text: appeal.evidence.isEmpty ? "–" : appeal.evidence),
                    .init(columns[3], text: "\(appeal.filedByName) · \(frame.wording.exact(appeal.filedAt))"),
                    .init(
                        columns[4],
                        chip: Chip(t.word(appeal.state), tone: appeal.state.isOpen ? .soon : appeal.state == .upheld ? .good : .plain)),
                    .init(columns[5], text: appeal.ruling.isEmpty ? "–" : "\(appeal.ruling) · \(appeal.ruledByName)"),
                ])
            }
            tables.append(.init(id: "appeals", title: t["appeal.title"], columns: columns, rows: rows))
        }
        if !file.versions.isEmpty {
            let columns = [t["survey.version"], t["card.total"], t["template.grade"], t["survey.by"], t["card.reason"]]
            let rows = file.versions.map { version in
                OrgListPage.Row(cells: [
                    .init(
                        columns[0],
                        link: Link(
                            t["survey.versionNumber", ["number": String(version.number)]],
                            path: Paths.query(frame.paths.scoreCard(card.id), [("version", String(version.number))]))),
                    .init(columns[1], text: Self.points(version.total)),
                    .init(columns[2], text: version.grade == nil ? t["card.noGrade"] : version.gradeName.text(english: english)),
                    .init(columns[3], text: "\(frame.wording.person(version.by, post: version.post)) · \(frame.wording.exact(version.at))"),
                    .init(columns[4], text: version.reason.isEmpty ? t["card.confirmedFirst"] : version.reason),
                ])
            }
            tables.append(.init(id: "versions", title: t["survey.versions"], note: t["card.versions.note"], columns: columns, rows: rows))
        }
        if !file.moderations.isEmpty {
            let columns = [t["card.line"], t["card.before"], t["card.after"], t["card.reason"], t["survey.by"]]
            let rows = file.moderations.map { row in
                let weight = file[row.key]?.weight ?? 0
                return OrgListPage.Row(cells: [
                    .init(columns[0], text: file[row.key]?.name.text(english: english) ?? row.key),
                    .init(columns[1], text: Self.points(CardLine.points(row.before, of: weight))),
                    .init(columns[2], text: Self.points(CardLine.points(row.share, of: weight))), .init(columns[3], text: row.reason),
                    .init(columns[4], text: "\(row.by) · \(frame.wording.exact(row.at))"),
                ])
            }
            tables.append(
                .init(id: "moderations", title: t["card.moderations"], note: t["card.moderations.note"], columns: columns, rows: rows))
        }
        return tables
    }

    private func controls(_ form: String) -> CustomerFields {
        let mine = rejected?.form == form
        return CustomerFields(frame: frame, form: form, typed: mine ? rejected?.typed ?? [:] : [:], errors: mine ? rejected?.errors : nil)
    }

    private func action(
        _ id: String, _ label: String, explain: String, path: String, _ fields: [FieldModel], files: FileField? = nil, danger: Bool = false
    ) -> ActionForm {
        let mine = rejected?.form == id
        return ActionForm(
            id: id, label: label, explain: explain, path: path, fields: fields, files: files, key: frame.newKey, danger: danger, open: mine,
            message: mine ? rejected?.message : nil)
    }

    private var actions: [ActionForm] {
        var actions: [ActionForm] = []
        let lines = file.lines.filter { $0.state == .scored }.map { line in
            FieldModel.Option(
                value: line.key, label: "\(line.name.text(english: english)) · \(Self.points(line.points)) / \(Self.points(line.weight))")
        }
        if file.mayModerate {
            let fields = controls("moderate")
            actions.append(
                action(
                    "moderate", t["card.moderate"], explain: t["card.moderate.text"], path: frame.paths.scoreCardStep("moderate", card.id),
                    [
                        fields.field(.select, "line", label: "cardLine", required: true, options: lines),
                        fields.field(.text, "points", label: "cardPoints", required: true, max: 6),
                        fields.field(.textarea, "reason", label: "cardReason", required: true, max: 500),
                    ]))
        }
        if file.mayAppeal, file.number == card.number {
            let fields = controls("appeal")
            actions.append(
                action(
                    "appeal", t["appeal.file"], explain: t["appeal.file.text"], path: frame.paths.scoreCardStep("appeal", card.id),
                    [
                        fields.field(.select, "line", label: "cardLine", required: true, options: lines),
                        fields.field(.textarea, "text", label: "appealText", required: true, max: 1_000),
                        fields.field(.textarea, "evidence", label: "appealEvidence", max: 1_000),
                    ],
                    files: FileWords(frame).field(form: "appeal", label: "appeal.files", kept: kept, error: fileError)))
        }
        for appeal in file.appeals where appeal.state.isOpen { actions += ruling(appeal) }
        if file.mayOverride {
            for row in file.consequences where row.overriddenAt == nil {
                let id = "consequence-\(row.id)"
                actions.append(
                    action(
                        id, t["consequence.override", ["what": t.word(row.kind)]], explain: t["consequence.override.text"],
                        path: frame.paths.consequence(row.id, of: card.id),
                        [controls(id).field(.textarea, "reason", label: "cardReason", required: true, max: 500)], danger: true))
            }
        }
        return actions
    }

    private func ruling(_ appeal: AppealRow) -> [ActionForm] {
        let id = "appeal-\(appeal.id)"
        let name = file[appeal.key]?.name.text(english: english) ?? appeal.key
        let withdraws = isVendor && frame.session.actor.covers(card.site, with: .cardAppeal)
        guard file.mayRule || withdraws else { return [] }
        let fields = controls(id)
        let steps: [AppealStep] = withdraws ? [.withdraw] : [.uphold, .reject]
        var asked = [
            fields.field(
                .radios, "step", label: "appealStep", required: true, options: steps.map { .init(value: $0.code, label: t.word($0)) },
                value: steps[0].code)
        ]
        if !withdraws { asked.append(fields.field(.text, "points", label: "appealPoints", max: 6)) }
        asked.append(fields.field(.textarea, "ruling", label: withdraws ? "cardReason" : "appealRuling", required: true, max: 1_000))
        return [
            action(
                id, t[withdraws ? "appeal.withdraw" : "appeal.rule", ["line": name]], explain: t["appeal.rule.text"],
                path: frame.paths.appeal(appeal.id, of: card.id), asked)
        ]
    }
}
