package import Domain

extension UnitPaths {
    package var surveys: String { "\(base)/surveys" }
    package var surveyForms: String { "\(surveys)/forms" }
    package var newSurveyForm: String { "\(surveyForms)/new" }
    package func surveyForm(_ id: SurveyFormID) -> String { "\(surveyForms)/\(id)" }
    package func surveyFormStep(_ step: String, _ id: SurveyFormID) -> String { "\(surveyForm(id))/\(step)" }
    package func surveyVersion(_ id: SurveyVersionID) -> String { "\(surveys)/versions/\(id)" }
    package func surveyVersionStep(_ step: String, _ id: SurveyVersionID) -> String { "\(surveyVersion(id))/\(step)" }
    package func surveyQuestion(_ key: String, of id: SurveyVersionID) -> String { "\(surveyVersion(id))/questions/\(key)" }
    package var newWave: String { "\(surveys)/waves/new" }
    package func wave(_ id: WaveID) -> String { "\(surveys)/waves/\(id)" }
    package func waveStep(_ step: String, _ id: WaveID) -> String { "\(wave(id))/\(step)" }
    package func waveAction(_ action: WaveAction, _ id: WaveID) -> String { "\(wave(id))/actions/\(action.code)" }
    package func letters(_ id: WaveID, _ building: BuildingID) -> String { "\(wave(id))/letters/\(building)" }
    package func openLink(_ id: WaveID, _ project: UnitID) -> String { "\(wave(id))/open-links/\(project)" }
    package func entry(_ id: WaveID, _ project: UnitID) -> String { "\(wave(id))/entry/\(project)" }
}
