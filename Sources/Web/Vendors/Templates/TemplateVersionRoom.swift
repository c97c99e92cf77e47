internal import Domain
internal import HTTPTypes
internal import Hummingbird
internal import Store
internal import Views

/// One version of a template: its indicators, its grades, and how a draft is finished.
enum TemplateVersionRoom {
    static func show(_ member: MemberContext) async throws -> Response { try await page(member) }

    private static func page(
        _ member: MemberContext, faults: [TemplateFault]? = nil, typed: [String: String] = [:], errors: FieldErrors? = nil
    ) async throws -> Response {
        let id = TemplateVersionID(try member.incoming.number("id"))
        let (file, frame) = try await member.read { tx in try await tx.templateVersion(id) }
        let t = frame.t
        let words = TemplateWords(frame: frame, file: file, typed: typed, errors: errors)
        let edits = file.mayKeep && file.version.state == .draft
        let wrong = faults ?? (edits && !file.content.indicators.isEmpty ? file.faults : [])
        let page = SurveyPage(
            title: frame.name(file.template.name, english: file.template.nameEnglish),
            back: Link(t["template.one"], path: frame.paths.scoreTemplate(file.template.id)),
            chips: [
                Chip(
                    file.version.number.map { t["survey.versionNumber", ["number": String($0)]] } ?? t.word(file.version.state),
                    tone: file.version.state == .draft ? .soon : .good)
            ], buttons: edits ? [Link(t["template.indicator.add"], path: frame.paths.indicator("new", of: id))] : [], facts: words.facts,
            faults: wrong.map(words.fault), actions: edits ? words.actions : [], tables: [words.indicators(edits), words.grades])
        return try frame.page(page, room: .vendors, status: faults == nil && errors == nil ? .ok : .unprocessableContent)
    }

    static func publish(_ member: MemberContext) async throws -> Response {
        let fields = try await member.form()
        try fields.allow([])
        let id = TemplateVersionID(try member.incoming.number("id"))
        let (version, path) = (try fields.version(), member.paths.templateVersion(id))
        do {
            let answer = try await member.write(fields) { tx in
                try await tx.publish(try await tx.access(id, for: KeepTemplate.self, lock: version))
                return path
            }
            return member.done(answer, Flash("template.published"))
        } catch let unfit as UnfitTemplate {
            return try await page(member, faults: unfit.faults)
        }
    }

    static func settings(_ member: MemberContext) async throws -> Response {
        let fields = try await member.form()
        try fields.allow(TemplateHead.names)
        let id = TemplateVersionID(try member.incoming.number("id"))
        let (version, path, values) = (try fields.version(), member.paths.templateVersion(id), fields.values)
        do {
            let head = try TemplateHead.read(values).orInvalid()
            let answer = try await member.write(fields) { tx in
                try await tx.save(head, try await tx.access(id, for: KeepTemplate.self, lock: version))
                return path
            }
            return member.done(answer, Flash("survey.saved"))
        } catch StoreError.invalid(let errors) {
            return try await page(member, typed: values, errors: errors)
        }
    }
}

/// A version in words.
struct TemplateWords {
    let frame: PageFrame
    let file: TemplateVersionFile
    var typed: [String: String] = [:]
    var errors: FieldErrors?

    private var t: Messages { frame.t }
    private var english: Bool { t.language == .english }
    private var content: ScoreTemplate { file.content }

    var facts: [Fact] {
        var facts = [
            Fact(t["template.period"], text: t.word(content.period)),
            Fact(t["template.total"], text: "\(IndicatorDraft.decimal(content.weight)) / 100"),
            Fact(t["template.coverage"], text: "\(IndicatorDraft.decimal(content.leastCoverage)) %", note: t["template.coverage.text"]),
            Fact(t["template.appealDays"], text: t["template.days", ["days": String(content.appealDays)]]),
        ]
        if file.isAddition {
            facts.append(
                Fact(
                    t["template.additionShare"], text: "\(IndicatorDraft.decimal(content.additionShare)) %",
                    note: t["template.additionShare.text"]))
        }
        facts.append(Fact(t["survey.by"], text: file.version.by, note: frame.wording.exact(file.version.at)))
        return facts
    }

    func source(_ source: IndicatorSource) -> String {
        switch source {
        case .assessor(let scale, let combination, _, _):
            t["template.source.assessor", ["scale": String(scale), "how": t.word(combination)]]
        case .inspection(let method, _, _): t.word(method)
        case .survey(let purpose, _, _, _): t["template.source.survey", ["purpose": t.word(purpose)]]
        case .fact(let kind, _, _): t.word(kind)
        }
    }

    func indicators(_ edits: Bool) -> OperationsPage.Table {
        let columns = [
            t["card.line"], t["card.source"], t["template.weight"], t["template.least"], t["template.shortfall"], t["template.bands"],
        ]
        let rows = content.indicators.map { indicator in
            let name = indicator.name.text(english: english)
            return OrgListPage.Row(cells: [
                edits
                    ? .init(columns[0], link: Link(name, path: frame.paths.indicator(indicator.key, of: file.version.id)))
                    : .init(columns[0], text: name),
                .init(columns[1], text: "\(t.word(indicator.source.kind)) · \(source(indicator.source))"),
                .init(columns[2], text: IndicatorDraft.decimal(indicator.weight)),
                .init(columns[3], text: String(indicator.source.least)), .init(columns[4], text: t.word(indicator.shortfall)),
                .init(columns[5], text: bands(indicator)),
            ])
        }
        return OperationsPage.Table(
            id: "indicators", title: t["template.indicators"],
            note: t["template.total.of", ["points": IndicatorDraft.decimal(content.weight)]],
            columns: columns, rows: rows,
            empty: EmptyState(title: t["template.indicators.empty.title"], text: t["template.indicators.empty.text"]))
    }

    private func bands(_ indicator: Indicator) -> String {
        guard let bands = indicator.source.bands?.bands else { return indicator.guide.text(english: english) }
        return bands.map { band in
            "\(IndicatorDraft.decimal(band.from))–\(band.to.map(IndicatorDraft.decimal) ?? "…") → \(IndicatorDraft.decimal(band.share)) %"
        }.joined(separator: "; ")
    }

    var grades: OperationsPage.Table {
        let columns = [t["template.grade"], t["template.grade.from"], t["template.grade.passes"], t["card.follows"]]
        let rows = content.grades.grades.reversed().map { grade in
            OrgListPage.Row(cells: [
                .init(columns[0], text: grade.name.text(english: english)), .init(columns[1], text: IndicatorDraft.decimal(grade.from)),
                .init(columns[2], text: t[grade.passes ? "template.passes" : "template.fails"]),
                .init(columns[3], text: grade.consequences.isEmpty ? "–" : grade.consequences.map(consequence).joined(separator: "; ")),
            ])
        }
        return OperationsPage.Table(
            id: "grades", title: t["template.grades"], note: t["template.grades.text"], columns: columns, rows: rows)
    }

    func consequence(_ consequence: Consequence) -> String {
        switch consequence {
        case .rectify(let below, let days): t["consequence.rectify", ["below": String(below), "days": String(days)]]
        case .suspend(let months): t["consequence.suspend", ["months": String(months)]]
        case .gateRenewal: t["consequence.gateRenewal"]
        case .advisePayment(let withhold): t["consequence.advisePayment", ["percent": IndicatorDraft.decimal(withhold)]]
        }
    }

    func fault(_ fault: TemplateFault) -> String {
        let text: String =
            switch fault.problem {
            case .weightsTotal(let total): t["template.fault.weightsTotal", ["points": IndicatorDraft.decimal(total)]]
            case .bands(let band): bandFault(band)
            case .grades(let grade): t["template.fault.grades", ["what": gradeFault(grade)]]
            default: t["template.fault.\(code(fault.problem))"]
            }
        let name = fault.indicator.flatMap { content[$0]?.name.text(english: english) } ?? fault.indicator
        return name.map { "\($0): \(text)" } ?? text
    }

    private func code(_ problem: TemplateFault.Problem) -> String {
        switch problem {
        case .nothingJudged: "nothingJudged"
        case .tooMany: "tooMany"
        case .weightsTotal: "weightsTotal"
        case .weightNotPositive: "weightNotPositive"
        case .keyForm: "keyForm"
        case .keyTwice: "keyTwice"
        case .nameMissing: "nameMissing"
        case .scaleOutOfRange: "scaleOutOfRange"
        case .leastOutOfRange: "leastOutOfRange"
        case .roleWeightsMissing: "roleWeightsMissing"
        case .bands, .grades: "bands"
        case .coverageOutOfRange: "coverageOutOfRange"
        case .appealDaysOutOfRange: "appealDaysOutOfRange"
        case .additionShareOutOfRange: "additionShareOutOfRange"
        case .dimensionMissing: "dimensionMissing"
        case .sourceTwice: "sourceTwice"
        }
    }

    private func bandFault(_ fault: BandFault) -> String {
        let (code, number): (String, Int) =
            switch fault {
            case .none: ("none", 0)
            case .tooMany: ("tooMany", 0)
            case .doesNotStartAtZero: ("start", 1)
            case .gap(let band): ("gap", band)
            case .overlap(let band): ("overlap", band)
            case .empty(let band): ("empty", band)
            case .endless(let band): ("endless", band)
            case .doesNotReachTheEnd: ("end", 0)
            case .beyondTheEnd(let band): ("beyond", band)
            case .shareOutOfRange(let band): ("share", band)
            case .againstDirection(let band): ("direction", band)
            }
        return t["template.band.\(code)", ["band": String(number)]]
    }

    private func gradeFault(_ fault: GradeFault) -> String {
        let (code, number): (String, Int) =
            switch fault {
            case .none: ("none", 0)
            case .tooMany: ("tooMany", 0)
            case .doesNotStartAtZero: ("start", 1)
            case .notRising(let grade): ("rising", grade)
            case .beyondFull(let grade): ("beyond", grade)
            case .nameMissing(let grade): ("name", grade)
            case .keyTwice(let grade): ("twice", grade)
            case .passesBelow(let grade): ("passes", grade)
            case .consequenceOutOfRange(let grade): ("consequence", grade)
            }
        return t["template.grade.fault.\(code)", ["grade": String(number)]]
    }

    var actions: [ActionForm] {
        let fields = CustomerFields(frame: frame, form: "settings", typed: typed, errors: errors)
        let version = String(file.version.lock)
        var settings = [
            fields.words("period", PeriodKind.self, value: content.period),
            fields.field(.text, "coverage", label: "templateCoverage", value: IndicatorDraft.decimal(content.leastCoverage)),
            fields.field(.number, "appealDays", label: "templateAppealDays", value: String(content.appealDays)),
        ]
        if file.isAddition {
            settings.append(fields.field(.text, "share", label: "templateShare", value: IndicatorDraft.decimal(content.additionShare)))
        } else {
            settings.append(
                fields.field(.textarea, "grades", label: "templateGrades", max: 2_000, value: TemplateHead.text(content.grades)))
        }
        return [
            ActionForm(
                id: "publish", label: t["survey.publish"], explain: t["template.publish.text"],
                path: frame.paths.templateVersionStep("publish", file.version.id), key: frame.newKey, version: version),
            ActionForm(
                id: "settings", label: t["template.settings"], path: frame.paths.templateVersionStep("settings", file.version.id),
                fields: settings, key: frame.newKey, version: version, open: errors != nil),
        ]
    }
}
