internal import Domain
internal import Store
internal import Views

/// The lines: what the points of each rest on.
extension CardWords {
    func line(_ line: LineRow) -> CardPage.Line {
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
}
