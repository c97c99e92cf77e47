/// What counts as an answer when a person ticks "not applicable" (SURVEY-R8).
package enum NotApplicableRule: String, CaseCode {
    /// As if the question had not been asked.
    case exclude
    /// As the middle of the scale, and not as satisfied.
    case neutral
}

/// What a project weighs in figures of several.
package enum SurveyWeighting: String, CaseCode {
    case households, answers
}

/// The group's own 满意率统计办法 as a setting with checked choices (SURVEY-R8: the formula document of source 004 was never supplied). A wave keeps the
/// version it was issued with; figures of other waves do not move when the setting does.
package struct SatisfactionFormula: Hashable, Sendable {
    /// Boxes from the top of the scale that count as satisfied, 1…3; never all of a scale.
    package let topBoxes: Int
    package let notApplicable: NotApplicableRule
    package let weighting: SurveyWeighting
    package let confidence: Confidence
    /// Cells of fewer answers are hidden, 5…100.
    package let floor: Int
    /// An answer worth so many points of 100 or fewer becomes somebody's work, 0…60 (research 19).
    package let lowAt: Int

    package static let topBoxChoices = 1...3
    package static let floorChoices = 5...100
    package static let lowChoices = 0...60

    /// Two best of the scale, "not applicable" left out, weighed by households, 95 %, cells from ten, tickets at the two worst steps of five.
    package static let standard = SatisfactionFormula(
        unchecked: 2, notApplicable: .exclude, weighting: .households, confidence: .ninetyFive, floor: 10, lowAt: 25)

    private init(
        unchecked topBoxes: Int, notApplicable: NotApplicableRule, weighting: SurveyWeighting, confidence: Confidence, floor: Int,
        lowAt: Int
    ) {
        self.topBoxes = topBoxes
        self.notApplicable = notApplicable
        self.weighting = weighting
        self.confidence = confidence
        self.floor = floor
        self.lowAt = lowAt
    }

    /// Nil outside the choices.
    package init?(
        topBoxes: Int, notApplicable: NotApplicableRule, weighting: SurveyWeighting, confidence: Confidence, floor: Int,
        lowAt: Int = 25
    ) {
        guard Self.topBoxChoices.contains(topBoxes), Self.floorChoices.contains(floor), Self.lowChoices.contains(lowAt) else { return nil }
        self.init(
            unchecked: topBoxes, notApplicable: notApplicable, weighting: weighting, confidence: confidence, floor: floor, lowAt: lowAt)
    }

    /// Names of the form's fields.
    package enum Field: String, CaseIterable, Sendable {
        case topBoxes, notApplicable, weighting, confidence, floor, lowAt
    }

    package static func validated(_ fields: [String: String]) -> Result<SatisfactionFormula, FieldErrors> {
        var errors = FieldErrors()
        func number(_ field: Field, _ choices: ClosedRange<Int>) -> Int? {
            guard let value = Int(fields[field.rawValue] ?? "") else {
                errors.add(field.rawValue, fields[field.rawValue, default: ""].isEmpty ? .required : .notANumber)
                return nil
            }
            if value < choices.lowerBound { errors.add(field.rawValue, .tooSmall(min: Int64(choices.lowerBound))) }
            if value > choices.upperBound { errors.add(field.rawValue, .tooLarge(max: Int64(choices.upperBound))) }
            return value
        }
        func choice<Choice: CaseCode>(_ field: Field, _: Choice.Type) -> Choice? {
            do throws(FieldProblem) {
                return try Choice.parse(fields[field.rawValue])
            } catch {
                errors.add(field.rawValue, error)
                return nil
            }
        }
        let boxes = number(.topBoxes, topBoxChoices)
        let rule = choice(.notApplicable, NotApplicableRule.self)
        let weighting = choice(.weighting, SurveyWeighting.self)
        let confidence = choice(.confidence, Confidence.self)
        let floor = number(.floor, floorChoices)
        let low = number(.lowAt, lowChoices)
        guard errors.isEmpty, let boxes, let rule, let weighting, let confidence, let floor, let low,
            let formula = SatisfactionFormula(
                topBoxes: boxes, notApplicable: rule, weighting: weighting, confidence: confidence, floor: floor, lowAt: low)
        else { return .failure(errors) }
        return .success(formula)
    }
}
