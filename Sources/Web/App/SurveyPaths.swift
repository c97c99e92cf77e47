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
    package func secondEntries(_ id: WaveID, _ project: UnitID) -> String { "\(entry(id, project))/checks" }
    package func secondEntry(_ response: ResponseID, of id: WaveID, _ project: UnitID) -> String {
        "\(secondEntries(id, project))/\(response)"
    }
    package func settleEntry(_ response: ResponseID, of id: WaveID, _ project: UnitID) -> String {
        "\(secondEntry(response, of: id, project))/settle"
    }
    package func interviewers(_ id: WaveID) -> String { "\(wave(id))/interviewers" }
    package func takeFormsBack(_ id: WaveID) -> String { "\(interviewers(id))/back" }
    package func quotas(_ id: WaveID) -> String { "\(wave(id))/quotas" }
    package func remind(_ id: WaveID) -> String { "\(wave(id))/reminders" }
    package var givenForms: String { "\(surveys)/given" }
    package func surveyWish(_ house: HouseID) -> String { "\(surveys)/houses/\(house)/wish" }
    package func endSurveyWish(_ house: HouseID) -> String { "\(surveyWish(house))/end" }
    package func yearPlan(_ year: Int) -> String { "\(surveys)/plans/\(year)" }
    package func yearPlanStep(_ step: YearPlanStep, _ year: Int) -> String { "\(yearPlan(year))/\(step.code)" }
}
