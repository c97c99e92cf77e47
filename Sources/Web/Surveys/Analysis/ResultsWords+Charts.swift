internal import Domain
internal import Store
internal import Views

extension ResultsWords {
    /// What to mend first.
    var quadrant: Chart? {
        let unit = results.unit(at: frame.member.place.unit)
        let words = FigureWords(frame: frame, formula: results.head.formula)
        guard let chart = results.figures.importance(results.dimensions.map(\.key), at: unit) else { return nil }
        let t = frame.t
        let points = chart.dimensions.map { dimension -> QuadrantChart.Point in
            let name = results.dimensions.first { $0.key == dimension.dimension }.map(words.name) ?? dimension.dimension
            let quadrant = chart.quadrant(of: dimension)
            let tone: Tone =
                switch quadrant {
                case .improveFirst: .late
                case .keepUp: .good
                case .watch, .enough: .plain
                }
            return QuadrantChart.Point(
                label: name,
                words: [
                    frame.wording.decimal(dimension.performance), frame.wording.decimal(dimension.importance * 100),
                    t["survey.result.quadrant.\(quadrant.code)"], frame.wording.number(dimension.n),
                ], performance: dimension.performance, importance: dimension.importance, tone: tone)
        }
        return QuadrantChart.chart(
            id: "quadrant", title: t["survey.result.quadrant"], note: t["survey.result.quadrant.note"], points: points,
            centre: (chart.meanPerformance, chart.meanImportance),
            words: QuadrantChart.Words(
                improveFirst: t["survey.result.quadrant.improveFirst"], keepUp: t["survey.result.quadrant.keepUp"],
                performance: t["survey.result.quadrant.performance"], importance: t["survey.result.quadrant.importance"],
                columns: [
                    t["survey.result.dimension"], t["survey.result.degree"], t["survey.result.quadrant.importanceOf100"],
                    t["survey.result.quadrant.field"], t["survey.result.answers"],
                ]))
    }

    /// The satisfaction rate over waves of the same questionnaire, core questions only.
    var trend: Chart? {
        guard !results.earlier.isEmpty else { return nil }
        let unit = results.unit(at: frame.member.place.unit)
        let words = FigureWords(frame: frame, formula: results.head.formula)
        let waves = results.earlier.reversed().map { ($0.head, $0.figures) } + [(results.head, results.figures)]
        let points = waves.map { head, figures -> TrendChart.Point in
            let rate = figures.rate(SurveyMeasure.whole, at: unit)
            let name = String(head.closesOn.isoText.prefix(7))
            return TrendChart.Point(
                label: name,
                words: [
                    words.value(rate, unit: "%"), words.interval(rate) ?? "–", words.value(figures.promoter(at: unit)),
                    rate.estimate.map { frame.wording.number($0.n) } ?? "–",
                ], value: rate.estimate?.value, lower: rate.estimate?.interval.lower ?? 0, upper: rate.estimate?.interval.upper ?? 0)
        }
        let t = frame.t
        return TrendChart.chart(
            id: "trend", title: t["survey.result.trend"], note: t["survey.result.trend.note"], points: points, range: 0...100,
            columns: [
                t["survey.result.wave"], t["survey.result.rate"], t["survey.result.interval"], t["survey.result.kpi.promoter"],
                t["survey.result.answers"],
            ])
    }

    /// What customers said at events, beside the wave and never averaged with it (research 1.4).
    var eventTable: SurveyTable {
        let t = frame.t
        let words = FigureWords(frame: frame, formula: results.head.formula)
        let rate = results.figures.rate(SurveyMeasure.whole, at: results.unit(at: frame.member.place.unit))
        let visits: Figure =
            events.visited > 0
            ? .shown(
                Estimate(
                    value: Double(events.satisfied) / Double(events.visited),
                    interval: Proportion.wilson(Double(events.satisfied), of: Double(events.visited)), n: events.visited
                ).scaled(by: 100)) : .none
        let columns = [t["survey.result.events.source"], t["survey.result.rate"], t["survey.result.interval"], t["survey.result.answers"]]
        let unit = results.unit(at: frame.member.place.unit)
        let others = eventWaves.map { head, figures in
            (frame.name(head.name, english: head.nameEnglish), frame.paths.results(head.id), figures.rate(SurveyMeasure.whole, at: unit))
        }
        let rows =
            ([
                (t["survey.result.events.wave"], frame.paths.results(results.head.id), rate),
                (t["survey.result.events.visits"], frame.paths.tickets, visits),
            ] + others).map { name, path, figure in
                OrgListPage.Row(cells: [
                    .init(columns[0], link: Link(name, path: path)), .init(columns[1], text: words.value(figure, unit: "%")),
                    .init(columns[2], text: words.interval(figure) ?? "–"),
                    .init(columns[3], text: figure.estimate.map { frame.wording.number($0.n) } ?? "–"),
                ])
            }
        return SurveyTable(
            id: "events", title: t["survey.result.events"], note: t["survey.result.events.note"], columns: columns, rows: rows,
            none: t["survey.result.empty.title"])
    }
}
