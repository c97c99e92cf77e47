package import Domain

/// An indicator as its form describes it. Bands are typed one a line, `from - to = share`, with `…` or nothing for an end that is open:
/// `0 - 2 = 100`.
package enum IndicatorDraft {
    package static let names =
        [
            "code", "name", "nameEnglish", "guide", "guideEnglish", "weight", "source", "shortfall", "least", "scale", "combination",
            "dimension", "bands",
        ]
        + AssessorRole.allCases.map { "role.\($0.code)" }

    /// The sources a form offers: `assessor`, `inspection-walk`, `survey-property`, `fact-solvedOnTime` …
    package static var sources: [String] {
        ["assessor"] + InspectionMethod.allCases.map { "inspection-\($0.code)" } + FormPurpose.allCases.map { "survey-\($0.code)" }
            + FactKind.allCases.map { "fact-\($0.code)" }
    }

    package static func code(of source: IndicatorSource) -> String {
        switch source {
        case .assessor: "assessor"
        case .inspection(let method, _, _): "inspection-\(method.code)"
        case .survey(let purpose, _, _, _): "survey-\(purpose.code)"
        case .fact(let kind, _, _): "fact-\(kind.code)"
        }
    }

    /// - Parameter key: of the indicator that is changed; nil for a new one.
    package static func read(_ fields: [String: String], key: String?) -> Result<Indicator, FieldErrors> {
        var form = FormReader(fields)
        let typed = key ?? form.text("code", max: 20)
        if key == nil, form.errors["code"] == nil, !Indicator.isKey(typed) || typed == "new" { form.add("code", .notACode) }
        let name = Bilingual(form.text("name", max: 60), form.optionalText("nameEnglish", max: 120))
        let guide = Bilingual(form.lines("guide", max: 600), form.lines("guideEnglish", max: 900))
        let weight = form.parsed("weight") { raw throws(FieldProblem) in try hundredths(raw, max: 10_000) } ?? 1
        if form.errors["weight"] == nil, weight < 1 { form.add("weight", .tooSmall(min: 1)) }
        let shortfall: Shortfall = form.choice("shortfall") ?? .spreadAll
        let least = form.number("least", 1...100_000)
        let source = source(&form, fields, least: least)
        return form.result(
            Indicator(
                key: typed, name: name, guide: guide, weight: weight,
                source: source ?? .assessor(scale: 10, combination: .mean, roleWeights: [:], least: 1), shortfall: shortfall))
    }

    private static func source(_ form: inout FormReader, _ fields: [String: String], least: Int) -> IndicatorSource? {
        let code = fields["source"] ?? ""
        guard sources.contains(code) else {
            form.add("source", code.isEmpty ? .required : .notAChoice)
            return nil
        }
        let parts = code.split(separator: "-").map(String.init)
        if code == "assessor" {
            let scale = form.number("scale", 2...100)
            let combination: Combination = form.choice("combination") ?? .mean
            var weights: [AssessorRole: Int] = [:]
            for role in AssessorRole.allCases where !(fields["role.\(role.code)"] ?? "").isEmpty {
                weights[role] = form.number("role.\(role.code)", 0...1_000)
            }
            if combination == .roleWeights, !weights.values.contains(where: { $0 > 0 }) { form.add("combination", .required) }
            return .assessor(scale: scale, combination: combination, roleWeights: weights, least: least)
        }
        let bands = form.parsed("bands") { raw throws(FieldProblem) in try Self.bands(raw ?? "") } ?? []
        let source: IndicatorSource? =
            switch parts[0] {
            case "inspection": InspectionMethod(rawValue: parts[1]).map { .inspection($0, bands: bands, least: least) }
            case "fact": FactKind(rawValue: parts[1]).map { .fact($0, bands: bands, least: least) }
            default:
                FormPurpose(rawValue: parts[1]).map { purpose in
                    let dimension = form.optionalText("dimension", max: 20)
                    return .survey(purpose, dimension: dimension.isEmpty ? "*" : dimension, bands: bands, least: least)
                }
            }
        return source
    }

    /// As they are typed.
    package static func text(_ bands: [PointBand]) -> String {
        bands.map { "\(decimal($0.from)) - \($0.to.map(decimal) ?? "…") = \(decimal($0.share))" }.joined(separator: "\n")
    }

    /// Hundredths as people write them: 680 is "6.8".
    package static func decimal(_ hundredths: Int) -> String {
        let (whole, rest) = abs(hundredths).quotientAndRemainder(dividingBy: 100)
        let sign = hundredths < 0 ? "-" : ""
        if rest == 0 { return "\(sign)\(whole)" }
        return rest % 10 == 0 ? "\(sign)\(whole).\(rest / 10)" : "\(sign)\(whole).\(rest < 10 ? "0" : "")\(rest)"
    }

    private static func bands(_ raw: String) throws(FieldProblem) -> [PointBand] {
        let text = try BoundedText.parse(raw, max: 2_000, multiline: true)
        var bands: [PointBand] = []
        for line in BoundedText.halfWidth(text).split(separator: "\n") where line.contains(where: { !$0.isWhitespace }) {
            let sides = line.split(separator: "=", omittingEmptySubsequences: false)
            guard sides.count == 2 else { throw .notANumber }
            let ends = sides[0].split(whereSeparator: { "-–~".contains($0) }).map { String($0).filter { !$0.isWhitespace } }
            guard let first = ends.first, ends.count <= 2 else { throw .notANumber }
            let last = ends.count == 2 ? ends[1] : ""
            bands.append(
                PointBand(
                    from: try hundredths(first, max: 100_000_000),
                    to: last.isEmpty || last == "…" || last == "..." ? nil : try hundredths(last, max: 100_000_000),
                    share: try hundredths(String(sides[1]), max: 10_000)))
        }
        guard bands.count <= PointBands.most else { throw .tooLarge(max: Int64(PointBands.most)) }
        return bands
    }

    /// "6.8" is 680.
    package static func hundredths(_ raw: String?, max: Int) throws(FieldProblem) -> Int {
        let text = BoundedText.halfWidth(raw ?? "").filter { !$0.isWhitespace && $0 != "%" }
        guard !text.isEmpty else { throw .required }
        if text.hasPrefix("-") { throw .tooSmall(min: 0) }
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), parts.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy { (48...57).contains($0) } }),
            parts[0].count <= 9, parts.count == 1 || parts[1].count <= 2, let whole = Int(parts[0])
        else { throw .notANumber }
        let rest = parts.count == 2 ? Int(parts[1]).map { parts[1].count == 1 ? $0 * 10 : $0 } ?? 0 : 0
        let value = whole * 100 + rest
        guard value <= max else { throw .tooLarge(max: Int64(max / 100)) }
        return value
    }
}
