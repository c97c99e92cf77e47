internal import Domain
internal import Hummingbird
internal import Store
internal import Views

/// The figures of a wave, seen from a unit.
enum ResultsRoom {
    static func show(_ member: MemberContext) async throws -> Response {
        let wave = WaveID(try member.incoming.number("id"))
        let (found, frame) = try await member.read { tx in
            let results = try await tx.waveResults(wave)
            return (results, try await tx.eventFigures(of: results.head), try await tx.eventWaves(beside: wave))
        }
        let words = ResultsWords(frame: frame, results: found.0, events: found.1, eventWaves: found.2)
        return try frame.page(words.page(), room: .surveys)
    }

    /// Lets the vendors that serve the unit's projects see their figures (SURVEY-P1).
    static func confirm(_ member: MemberContext) async throws -> Response {
        let wave = WaveID(try member.incoming.number("id"))
        let fields = try await member.form()
        try fields.allow([])
        let path = member.paths.results(wave)
        let answer = try await member.write(fields) { tx in
            try await tx.confirm(try await tx.access(wave, for: ConfirmResults.self))
            return path
        }
        return member.done(answer, Flash("flash.survey.confirmed"))
    }
}

struct ResultsWords {
    let frame: PageFrame
    let results: WaveResults
    let events: ComplaintFigures
    let eventWaves: [(head: WaveHeadRow, figures: WaveFigures)]
    private let words: FigureWords
    private let unit: FigureUnit

    init(
        frame: PageFrame, results: WaveResults, events: ComplaintFigures, eventWaves: [(head: WaveHeadRow, figures: WaveFigures)] = []
    ) {
        self.frame = frame
        self.results = results
        self.events = events
        self.eventWaves = eventWaves
        words = FigureWords(frame: frame, formula: results.head.formula)
        unit = results.unit(at: frame.member.place.unit)
    }

    private var t: Messages { frame.t }
    private var figures: WaveFigures { results.figures }
    private var wave: WaveID { results.head.id }
    private var opens: Bool { frame.may(.surveyAnswers) }

    func page() -> SurveyResultsPage {
        SurveyResultsPage(
            head: head, notices: notices, kpis: kpis, heatTitle: t["survey.result.heat"],
            heatNote: t["survey.result.heat.note", ["floor": String(results.head.formula.floor)]],
            columns: results.dimensions.map(words.name), rows: rows,
            empty: EmptyState(title: t["survey.result.empty.title"], text: t["survey.result.empty.text"]), quadrant: quadrant,
            noQuadrant: t["survey.result.quadrant.none"], trend: trend, quotes: results.quotes.map(quote),
            quotesNote: t["survey.result.quotes.masked"], quotesPath: opens ? frame.paths.resultTexts(wave) : nil, events: eventTable)
    }

    private var head: SurveyHead {
        let formula = results.head.formula
        let sub = [
            t["survey.result.period", ["from": frame.wording.day(results.head.opensOn), "to": frame.wording.day(results.head.closesOn)]],
            t.word(formula.weighting), t["survey.result.formula", ["version": String(results.head.formulaVersion)]],
            t["survey.result.asOf", ["time": frame.wording.clock(frame.now)]],
        ]
        return FindingHead(frame: frame, head: results.head).make(
            .results, sub: sub.joined(separator: " · "),
            links: [
                Link(t["survey.result.points", ["count": String(results.cases.points)]], path: frame.paths.problemPoints(wave)),
                Link(t["survey.formula.title"], path: frame.paths.surveyFormula),
            ],
            main: Link(t["survey.result.report"], path: frame.paths.specialReport(wave)))
    }

    private var notices: [String] {
        var list: [String] = []
        if !results.head.state.hasClosed { list.append(t["survey.result.running"]) }
        if results.turnout.uncounted > 0 {
            list.append(t["survey.result.uncounted", ["count": frame.wording.number(results.turnout.uncounted)]])
        }
        let uncovered = figures.uncovered(at: unit)
        if uncovered > 0, results.turnout.submitted > 0 {
            list.append(t["survey.result.uncovered", ["count": frame.wording.number(uncovered)]])
        }
        return list
    }

    private var kpis: [KPI] {
        let path = opens ? frame.paths.resultAnswers(wave) : frame.paths.resultQuestions(wave)
        let rate = figures.rate(SurveyMeasure.whole, at: unit)
        let degree = figures.degree(SurveyMeasure.whole, at: unit)
        let promoter = figures.promoter(at: unit)
        let turnout = results.turnout
        let response = turnout.asked > 0 ? Double(min(turnout.submitted, turnout.asked)) * 100 / Double(turnout.asked) : 0
        return [
            KPI(
                label: t["survey.result.kpi.answers"], words: frame.wording.number(turnout.submitted),
                note: t[
                    "survey.result.kpi.answers.note",
                    ["rate": frame.wording.decimal(response), "asked": frame.wording.number(turnout.asked)]], path: path),
            KPI(
                label: t["survey.result.kpi.rate"], words: words.value(rate, unit: "%"),
                note:
                    "\(words.interval(rate).map { t["survey.result.kpi.interval", ["interval": $0]] } ?? "") · \(t["survey.result.kpi.degree"]) \(words.value(degree))",
                path: path),
            changeKPI(rate, path: path),
            KPI(
                label: t["survey.result.kpi.promoter"], words: words.value(promoter),
                note: words.interval(promoter).map { t["survey.result.kpi.interval", ["interval": $0]] },
                path: frame.paths.resultQuestions(wave)),
            KPI(
                label: t["survey.result.kpi.cases"], words: frame.wording.number(results.cases.made),
                note: t[
                    "survey.result.kpi.cases.note",
                    ["closed": String(results.cases.closed), "overdue": String(results.cases.overdue)]],
                path: frame.paths.problemPoints(wave), late: results.cases.overdue > 0),
        ]
    }

    private func changeKPI(_ rate: Figure, path: String) -> KPI {
        let label = t["survey.result.kpi.change"]
        guard let before = results.earlier.first, let change = rate.difference(from: before.figures.rate(SurveyMeasure.whole, at: unit))
        else {
            return KPI(label: label, words: "–", note: t["survey.result.kpi.noChange"], path: path)
        }
        let said = words.change(change)
        return KPI(label: label, words: said.value, note: said.note, path: path, late: change.isSignificant && change.value < 0)
    }

    /// The unit itself, then those below it.
    private var rows: [SurveyResultsPage.Row] {
        guard results.turnout.submitted > 0 else { return [] }
        let viewpoint = frame.member.place.unit
        let own = row(frame.unitName, path: nil, at: unit, answers: opens ? frame.paths.resultAnswers(wave) : nil)
        switch viewpoint.kind {
        case .group:
            let companies = Dictionary(grouping: results.projects, by: \.project.company).sorted { $0.key < $1.key }
            return [own]
                + companies.compactMap { company, projects in
                    projects.first.map { below($0.companyName, $0.companyCode, at: .company(company)) }
                }
        case .company:
            return [own]
                + results.projects.filter { $0.project.company == viewpoint.id }.map {
                    below($0.name, $0.code, at: .project($0.project.id))
                }
        case .project, .vendor, .vendorSite: return [own]
        }
    }

    private func below(_ name: String, _ code: String, at unit: FigureUnit) -> SurveyResultsPage.Row {
        let paths = UnitPaths(tenant: frame.member.place.tenantCode, unit: code)
        return row(name, path: paths.results(wave), at: unit, answers: opens ? paths.resultAnswers(wave) : nil)
    }

    private func row(_ name: String, path: String?, at unit: FigureUnit, answers: String?) -> SurveyResultsPage.Row {
        let cells = results.dimensions.map { dimension -> SurveyResultsPage.Heat in
            let figure = figures.degree(dimension.key, at: unit)
            let isShown = figure.estimate != nil
            return SurveyResultsPage.Heat(
                heading: words.name(dimension), text: words.value(figure),
                path: isShown ? answers.map { Paths.query($0, [("dimension", dimension.key)]) } : nil, detail: words.detail(figure),
                tone: words.tone(figure))
        }
        let rate = figures.rate(SurveyMeasure.whole, at: unit)
        return SurveyResultsPage.Row(
            name: name, path: path,
            n: rate.estimate.map { t["survey.result.n", ["n": frame.wording.number($0.n)]] } ?? words.value(rate), cells: cells,
            rate: words.value(rate, unit: "%"), interval: words.interval(rate) ?? "")
    }

    private func quote(_ row: VerbatimRow) -> SurveyQuote {
        VerbatimWords(frame: frame, wave: wave, dimensions: results.dimensions).quote(row)
    }
}
