internal import Domain
internal import Store
internal import Views

/// Lines that read the same wherever something has moves or versions.
extension PageFrame {
    var stepColumns: [String] { [t["survey.when"], t["wave.step"], t["survey.by"], t["wave.note"]] }

    /// A move nobody made was made by the system.
    func step<Action: Worded, State>(_ step: StepRow<Action, State>) -> OrgListPage.Row {
        let who = step.actorName.isEmpty ? t["wave.bySystem"] : wording.person(step.actorName, post: step.actorPost)
        return OrgListPage.Row(cells: [
            .init(stepColumns[0], text: wording.exact(step.at)), .init(stepColumns[1], text: t.word(step.action)),
            .init(stepColumns[2], text: who), .init(stepColumns[3], text: step.note.isEmpty ? "–" : step.note),
        ])
    }

    var versionColumns: [String] { [t["survey.version"], t["survey.state"], t["survey.by"], t["survey.when"]] }

    /// A version of a questionnaire or a template; nil is the number of a draft.
    func version(_ number: Int?, _ state: SurveyVersionState, by name: String, at moment: Instant, path: String) -> OrgListPage.Row {
        let label = number.map { t["survey.versionNumber", ["number": String($0)]] } ?? t.word(SurveyVersionState.draft)
        return OrgListPage.Row(cells: [
            .init(versionColumns[0], link: Link(label, path: path)),
            .init(versionColumns[1], chip: Chip(t.word(state), tone: state == .draft ? .soon : .good)),
            .init(versionColumns[2], text: name), .init(versionColumns[3], text: wording.exact(moment)),
        ])
    }
}
