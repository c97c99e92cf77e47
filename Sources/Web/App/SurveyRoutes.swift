internal import Domain
internal import HTTPTypes
internal import Store

/// Satisfaction surveys (SURVEY): where respondents answer, and where questionnaires and waves are kept.
extension Routes {
    static let answering: [Route] = [
        .open(.get, "/survey/{tenant}/{token}", because: "where the link in a survey letter leads", AnswerRoom.enter),
        .open(.get, "/survey/{tenant}", because: "whoever was given a link answers here, page by page", AnswerRoom.show),
        .open(.post, "/survey/{tenant}", because: "whoever was given a link answers here, page by page", AnswerRoom.answer),
    ]

    static let surveys: [Route] = questionnaires + waves + collecting + surveyFindings

    /// Results, corrective actions, reports and supervision.
    static let surveyFindings: [Route] = findings

    private static let questionnaires: [Route] = [
        .get("/surveys/forms", .permission(.surveySee), FormRoom.list),
        .get("/surveys/forms/new", .permission(.surveyDesign), FormRoom.showNew),
        .post("/surveys/forms/new", .permission(.surveyDesign), FormRoom.add),
        .get("/surveys/forms/{id}", .permission(.surveySee), FormRoom.show),
        .post("/surveys/forms/{id}/draft", .permission(.surveyDesign), FormRoom.draft),
        .post("/surveys/forms/{id}/retire", .permission(.surveyDesign), FormRoom.retire),
        .get("/surveys/versions/{id}", .permission(.surveySee), VersionRoom.show),
        .get("/surveys/versions/{id}/phone", .permission(.surveySee), VersionRoom.phone),
        .get("/surveys/versions/{id}/paper", .permission(.surveySee), VersionRoom.paper),
        .post("/surveys/versions/{id}/publish", .permission(.surveyDesign), VersionRoom.publish),
        .post("/surveys/versions/{id}/texts", .permission(.surveyDesign), VersionRoom.texts),
        .post("/surveys/versions/{id}/dimensions", .permission(.surveyDesign), VersionRoom.addDimension),
        .post("/surveys/versions/{id}/dimensions/remove", .permission(.surveyDesign), VersionRoom.removeDimension),
        .get("/surveys/versions/{id}/questions/{question}", .permission(.surveyDesign), QuestionRoom.show),
        .post("/surveys/versions/{id}/questions/{question}", .permission(.surveyDesign), QuestionRoom.save),
        .post("/surveys/versions/{id}/questions/{question}/move", .permission(.surveyDesign), QuestionRoom.move),
        .post("/surveys/versions/{id}/questions/{question}/remove", .permission(.surveyDesign), QuestionRoom.remove),
    ]

    private static let waves: [Route] = [
        .get("/surveys", .permission(.surveySee), WaveRoom.list),
        .get("/surveys/waves/new", .permission(.surveyRun), WavePlanning.showNew),
        .post("/surveys/waves/new", .permission(.surveyRun), WavePlanning.plan),
        .get("/surveys/waves/{id}", .permission(.surveySee), WaveRoom.show),
        .get("/surveys/waves/{id}/edit", .permission(.surveyRun), WavePlanning.showEdit),
        .post("/surveys/waves/{id}/edit", .permission(.surveyRun), WavePlanning.change),
        .post("/surveys/waves/{id}/count", .permission(.surveyRun), WaveRoom.count),
        .post("/surveys/waves/{id}/draw", .permission(.surveyRun), WaveRoom.draw),
        .post("/surveys/waves/{id}/actions/{action}", .permission(.surveySee), WaveRoom.act),
        .get("/surveys/waves/{id}/sample", .permission(.surveyAnswers), SampleRoom.list),
        .get("/surveys/waves/{id}/quotas", .permission(.surveyRun), QuotaRoom.show),
        .post("/surveys/waves/{id}/quotas", .permission(.surveyRun), QuotaRoom.save),
    ]

    private static let collecting: [Route] = [
        .get("/surveys/waves/{id}/letters/{building}", .permission(.surveyRun), LetterRoom.show),
        .post("/surveys/waves/{id}/links/renew", .permission(.surveyRun), LetterRoom.renew),
        .post("/surveys/waves/{id}/open-links/{project}", .permission(.surveyRun), LetterRoom.open),
        .post("/surveys/waves/{id}/reminders", .permission(.surveyRun), WaveRoom.remind),
        .get("/surveys/waves/{id}/interviewers", .permission(.surveyRun), InterviewerRoom.show),
        .post("/surveys/waves/{id}/interviewers", .permission(.surveyRun), InterviewerRoom.give),
        .post("/surveys/waves/{id}/interviewers/back", .permission(.surveyRun), InterviewerRoom.takeBack),
        .get("/surveys/given", .permission(.surveyEnterAssigned), GivenFormRoom.list),
        .get("/surveys/waves/{id}/entry/{project}", entering, EntryRoom.show),
        .post("/surveys/waves/{id}/entry/{project}", entering, EntryRoom.save),
        .get("/surveys/waves/{id}/entry/{project}/checks", .permission(.surveyEnter), SecondEntryRoom.list),
        .get("/surveys/waves/{id}/entry/{project}/checks/{response}", .permission(.surveyEnter), SecondEntryRoom.show),
        .post("/surveys/waves/{id}/entry/{project}/checks/{response}", .permission(.surveyEnter), SecondEntryRoom.check),
        .post("/surveys/waves/{id}/entry/{project}/checks/{response}/settle", .permission(.surveyEnter), SecondEntryRoom.settle),
        .get("/surveys/houses/{id}/wish", wishing, WishRoom.show),
        .post("/surveys/houses/{id}/wish", wishing, WishRoom.decline),
        .post("/surveys/houses/{id}/wish/end", wishing, WishRoom.welcome),
    ]

    /// Interviewers enter what was given to them, nothing else (SURVEY-P1).
    private static let entering: Requirement = .anyOf([.surveyEnter, .surveyEnterAssigned])
    /// Whoever hears a household's wish may note it.
    private static let wishing: Requirement = .anyOf([.surveyEnter, .surveyRun])
}
