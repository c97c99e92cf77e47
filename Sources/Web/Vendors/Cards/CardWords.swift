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
    var isVendor: Bool { frame.member.place.unit.vendor != nil }

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
        var links: [Link] = []
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

    private var trend: Chart? {
        let points = file.trend.reversed().map { past in
            TrendChart.Point(
                label: past.period.description, words: [past.total.map(Self.points) ?? "–", past.gradeName.text(english: english)],
                value: past.total.map { Double($0) / 100 }, lower: past.total.map { Double($0) / 100 } ?? 0,
                upper: past.total.map { Double($0) / 100 } ?? 0)
        }
        guard points.count > 1 else { return nil }
        return TrendChart.chart(
            id: "trend", title: t["card.trend"], note: t["card.trend.note"], points: Array(points.suffix(12)), range: 0...100,
            columns: [t["round.period"], t["card.total"], t["template.grade"]])
    }
}
