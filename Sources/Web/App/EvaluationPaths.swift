package import Domain

extension UnitPaths {
    private var evaluations: String { "\(base)/vendors" }
    package var scoreTemplates: String { "\(evaluations)/templates" }
    package var newScoreTemplate: String { "\(scoreTemplates)/new" }
    package func scoreTemplate(_ id: ScoreTemplateID) -> String { "\(scoreTemplates)/\(id)" }
    package func scoreTemplateStep(_ step: String, _ id: ScoreTemplateID) -> String { "\(scoreTemplate(id))/\(step)" }
    package func templateVersion(_ id: TemplateVersionID) -> String { "\(evaluations)/template-versions/\(id)" }
    package func templateVersionStep(_ step: String, _ id: TemplateVersionID) -> String { "\(templateVersion(id))/\(step)" }
    package func indicator(_ key: String, of id: TemplateVersionID) -> String { "\(templateVersion(id))/indicators/\(key)" }
    package var rounds: String { "\(evaluations)/rounds" }
    package var newRound: String { "\(rounds)/new" }
    package func round(_ id: RoundID) -> String { "\(rounds)/\(id)" }
    package func roundAction(_ action: RoundAction, _ id: RoundID) -> String { "\(round(id))/actions/\(action.code)" }
    package func roundAssessors(_ id: RoundID) -> String { "\(round(id))/assessors" }
    package var assessments: String { "\(evaluations)/forms" }
    package func assessment(_ id: AssessmentID) -> String { "\(assessments)/\(id)" }
    package var scoreCards: String { "\(evaluations)/cards" }
    package var scoreRanking: String { "\(evaluations)/ranking" }
    package func scoreCard(_ id: CardID) -> String { "\(scoreCards)/\(id)" }
    package func scoreCardStep(_ step: String, _ id: CardID) -> String { "\(scoreCard(id))/\(step)" }
    package func scoreLine(_ key: String, of id: CardID) -> String { "\(scoreCard(id))/lines/\(key)" }
    package func appeal(_ appeal: AppealID, of id: CardID) -> String { "\(scoreCard(id))/appeals/\(appeal)" }
    package func consequence(_ consequence: CardConsequenceID, of id: CardID) -> String { "\(scoreCard(id))/consequences/\(consequence)" }
    package var rectifications: String { "\(evaluations)/rectifications" }
    package func rectification(_ id: RectificationID) -> String { "\(rectifications)/\(id)" }
    package func rectificationStep(_ step: RectificationStep, _ id: RectificationID) -> String { "\(rectification(id))/\(step.code)" }
}
