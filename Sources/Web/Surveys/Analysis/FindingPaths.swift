package import Domain

extension UnitPaths {
    package func results(_ wave: WaveID) -> String { "\(base)/surveys/waves/\(wave)/results" }
    package func resultQuestions(_ wave: WaveID) -> String { "\(results(wave))/questions" }
    package func resultCuts(_ wave: WaveID) -> String { "\(results(wave))/cuts" }
    package func resultTexts(_ wave: WaveID) -> String { "\(results(wave))/texts" }
    package func tagText(_ text: VerbatimID, of wave: WaveID) -> String { "\(resultTexts(wave))/\(text)/tags" }
    package func notePoint(_ text: VerbatimID, of wave: WaveID) -> String { "\(resultTexts(wave))/\(text)/points" }
    package func resultAnswers(_ wave: WaveID) -> String { "\(results(wave))/answers" }
    package func resultAnswer(_ response: ResponseID, of wave: WaveID) -> String { "\(resultAnswers(wave))/\(response)" }
    package func confirmResults(_ wave: WaveID) -> String { "\(results(wave))/confirm" }
    package func problemPoints(_ wave: WaveID) -> String { "\(base)/surveys/waves/\(wave)/points" }
    package func newAction(_ wave: WaveID) -> String { "\(base)/surveys/waves/\(wave)/actions" }
    package func specialReport(_ wave: WaveID) -> String { "\(base)/surveys/waves/\(wave)/report" }
    package func signReport(_ wave: WaveID) -> String { "\(specialReport(wave))/sign" }
    package func returnReport(_ wave: WaveID) -> String { "\(specialReport(wave))/return" }
    package func printReport(_ wave: WaveID) -> String { "\(specialReport(wave))/print" }
    package var surveyActions: String { "\(base)/surveys/actions" }
    package func surveyAction(_ id: CorrectiveActionID) -> String { "\(surveyActions)/\(id)" }
    package func stepSurveyAction(_ step: CorrectionStep, on id: CorrectiveActionID) -> String { "\(surveyAction(id))/\(step.code)" }
    package var surveyFormula: String { "\(base)/surveys/formula" }
    package var surveyOversight: String { "\(base)/surveys/oversight" }
    package var specialWaves: String { "\(surveyOversight)/special" }
    package var confirmedResults: String { "\(base)/surveys/confirmed" }
}
