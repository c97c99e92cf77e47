internal import Domain
internal import Store
internal import Views

/// Figures of surveys in words: value, interval, n, or why there is none.
struct FigureWords {
    let frame: PageFrame
    let formula: SatisfactionFormula

    var t: Messages { frame.t }

    func value(_ figure: Figure, unit: String = "") -> String {
        switch figure {
        case .shown(let estimate): frame.wording.decimal(estimate.value) + unit
        case .hidden: t["survey.result.few", ["floor": String(formula.floor)]]
        case .none: "–"
        }
    }

    func interval(_ figure: Figure) -> String? { figure.estimate.map { interval($0.interval) } }

    func interval(_ interval: Interval) -> String {
        "\(frame.wording.decimal(interval.lower))–\(frame.wording.decimal(interval.upper))"
    }

    /// "n 612 · 95 % 85.6–90.7".
    func detail(_ figure: Figure) -> String {
        guard let estimate = figure.estimate else { return value(figure) }
        return t[
            "survey.result.detail",
            ["n": frame.wording.number(estimate.n), "confidence": formula.confidence.code, "interval": interval(estimate.interval)]]
    }

    /// A field of the heat table is tinted only where even the near end of its interval is beyond the mark: chance is not a colour.
    func tone(_ figure: Figure) -> String {
        guard let interval = figure.estimate?.interval else { return "hidden" }
        return interval.lower >= Self.good ? "good" : interval.upper < Self.weak ? "bad" : "plain"
    }

    /// Degrees of 100: three quarters is "satisfied" on a scale of five.
    private static let (good, weak) = (80.0, 75.0)

    /// "+2.3", with what it means.
    func change(_ difference: Difference) -> (value: String, note: String) {
        let value = (difference.value > 0 ? "+" : "") + frame.wording.decimal(difference.value)
        return (value, t[difference.isSignificant ? "survey.result.significant" : "survey.result.notSignificant"])
    }

    /// A dimension in the page's language.
    func name(_ dimension: WaveDimensionRow) -> String { frame.name(dimension.name, english: dimension.nameEnglish) }
}

/// The head of every page about a wave's results.
struct FindingHead {
    enum Tab: String, CaseIterable { case results, questions, cuts, texts, points, report }

    let frame: PageFrame
    let head: WaveHeadRow

    func make(_ tab: Tab, title: String? = nil, sub: String? = nil, links: [Link] = [], main: Link? = nil) -> SurveyHead {
        let (t, paths, id) = (frame.t, frame.paths, head.id)
        let period = t["survey.result.period", ["from": frame.wording.day(head.opensOn), "to": frame.wording.day(head.closesOn)]]
        let all: [(Tab, String)] = [
            (.results, paths.results(id)), (.questions, paths.resultQuestions(id)), (.cuts, paths.resultCuts(id)),
            (.texts, paths.resultTexts(id)), (.points, paths.problemPoints(id)), (.report, paths.specialReport(id)),
        ]
        return SurveyHead(
            eyebrow: "\(t.word(head.kind)) · \(head.unit.name) · \(t.word(head.state))",
            title: title ?? frame.name(head.name, english: head.nameEnglish), sub: sub ?? period,
            tabs: all.map { Views.Tab(label: t["survey.result.tab.\($0.0.rawValue)"], path: $0.1, current: $0.0 == tab) },
            links: links, main: main)
    }
}
