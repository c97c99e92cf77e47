package import Domain

/// What a template says beside its indicators, as its form describes it. Grades are typed one a line, the lowest first:
/// `key | name | English | from | pass or fail | consequences`, where consequences are `rectify 60 15`, `suspend 6`, `renewal` and
/// `withhold 10`, joined by commas.
package enum TemplateHead {
    package static let names = ["period", "coverage", "appealDays", "share", "grades"]

    package static func read(_ fields: [String: String]) -> Result<ScoreTemplate, FieldErrors> {
        var form = FormReader(fields)
        let period: PeriodKind? = form.choice("period")
        let coverage = form.parsed("coverage") { raw throws(FieldProblem) in try IndicatorDraft.hundredths(raw, max: 10_000) } ?? 5_000
        let days = form.number("appealDays", 1...60)
        let isAddition = fields["share"] != nil
        let share =
            isAddition ? form.parsed("share") { raw throws(FieldProblem) in try IndicatorDraft.hundredths(raw, max: 5_000) } ?? 0 : 0
        if isAddition, form.errors["share"] == nil, share < 100 { form.add("share", .tooSmall(min: 1)) }
        let grades = isAddition ? .standard : form.parsed("grades") { raw throws(FieldProblem) in try Self.grades(raw ?? "") } ?? .standard
        return form.result(
            ScoreTemplate(
                period: period ?? .monthly, grades: grades, leastCoverage: coverage, appealDays: days, additionShare: share))
    }

    package static func text(_ scale: GradeScale) -> String {
        scale.grades.map { grade in
            let follows = grade.consequences.map { consequence in
                switch consequence {
                case .rectify(let below, let days): "rectify \(below) \(days)"
                case .suspend(let months): "suspend \(months)"
                case .gateRenewal: "renewal"
                case .advisePayment(let withhold): "withhold \(IndicatorDraft.decimal(withhold))"
                }
            }.joined(separator: ", ")
            return
                "\(grade.key) | \(grade.name.chinese) | \(grade.name.english) | \(IndicatorDraft.decimal(grade.from)) | \(grade.passes ? "pass" : "fail") | \(follows)"
        }.joined(separator: "\n")
    }

    private static func grades(_ raw: String) throws(FieldProblem) -> GradeScale {
        let text = BoundedText.halfWidth(try BoundedText.parse(raw, max: 2_000, multiline: true))
        var grades: [Grade] = []
        for line in text.split(separator: "\n") {
            let parts = line.split(separator: "|", omittingEmptySubsequences: false).map(trimmed)
            guard (5...6).contains(parts.count), Indicator.isKey(parts[0]) else { throw .notACode }
            guard ["pass", "fail"].contains(parts[4]) else { throw .notAChoice }
            var consequences: [Consequence] = []
            if parts.count == 6 {
                for item in parts[5].split(separator: ",") { consequences.append(try consequence(trimmed(item))) }
            }
            grades.append(
                Grade(
                    key: parts[0], name: Bilingual(parts[1], parts[2]), from: try IndicatorDraft.hundredths(parts[3], max: 10_000),
                    passes: parts[4] == "pass", consequences: consequences))
        }
        return GradeScale(grades)
    }

    private static func consequence(_ text: String) throws(FieldProblem) -> Consequence {
        let words = text.split(separator: " ").map(String.init)
        let numbers = words.dropFirst().compactMap { Int($0) }
        switch (words.first ?? "", words.count) {
        case ("rectify", 3) where numbers.count == 2: return .rectify(below: numbers[0], days: numbers[1])
        case ("suspend", 2) where numbers.count == 1: return .suspend(months: numbers[0])
        case ("renewal", 1): return .gateRenewal
        case ("withhold", 2): return .advisePayment(withhold: try IndicatorDraft.hundredths(words[1], max: 10_000))
        default: throw .notAChoice
        }
    }

    private static func trimmed(_ text: Substring) -> String {
        String(text.drop { $0 == " " || $0 == "\r" }.reversed().drop { $0 == " " || $0 == "\r" }.reversed())
    }
}
