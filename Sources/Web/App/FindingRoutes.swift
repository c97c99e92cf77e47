internal import Domain
internal import Store

extension Routes {
    /// What is found in surveys and done about it.
    static let findings: [Route] =
        [
            .get("/surveys/waves/{id}/results", .permission(.surveySee), ResultsRoom.show),
            .post("/surveys/waves/{id}/results/confirm", .permission(.surveyVerify), ResultsRoom.confirm),
            .get("/surveys/waves/{id}/results/questions", .permission(.surveySee), ResultQuestionRoom.show),
            .get("/surveys/waves/{id}/results/cuts", .permission(.surveySee), ResultQuestionRoom.cuts),
            .get("/surveys/waves/{id}/results/texts", .permission(.surveyAnswers), TextRoom.show),
            .post("/surveys/waves/{id}/results/texts/{text}/tags", .permission(.surveyAnswers), TextRoom.tag),
            .post("/surveys/waves/{id}/results/texts/{text}/points", .permission(.surveyAnswers), TextRoom.note),
            .get("/surveys/waves/{id}/results/answers", .permission(.surveyAnswers), ResultAnswerRoom.list),
            .get("/surveys/waves/{id}/results/answers/{response}", .permission(.surveyAnswers), ResultAnswerRoom.show),
            .get("/surveys/waves/{id}/points", .permission(.surveySee), PointRoom.show),
            .post("/surveys/waves/{id}/actions", .permission(.surveyVerify), PointRoom.open),
            .get("/surveys/waves/{id}/report", .permission(.surveySee), ReportRoom.show),
            .post("/surveys/waves/{id}/report", .permission(.surveySign), ReportRoom.save),
            .post("/surveys/waves/{id}/report/sign", .permission(.surveySign), ReportRoom.sign),
            .post("/surveys/waves/{id}/report/return", .permission(.surveySign), ReportRoom.sendBack),
            .get("/surveys/waves/{id}/report/print", .permission(.surveySee), ReportRoom.printed),
            .get("/surveys/actions", correcting, ActionRoom.list),
            .get("/surveys/actions/{id}", correcting, ActionRoom.show),
            .get("/surveys/formula", .permission(.surveySee), FormulaRoom.show),
            .post("/surveys/formula", .permission(.surveyApprove), FormulaRoom.save),
            .get("/surveys/oversight", .permission(.surveySee), OversightRoom.show),
            .post("/surveys/oversight/special", .permission(.surveyRun), OversightRoom.plan),
            .get("/surveys/confirmed", .permission(.surveyResults), ConfirmedRoom.show),
            .get("/surveys/plans/{year}", .permission(.surveySee), YearPlanRoom.show),
            .post("/surveys/plans/{year}", .permission(.surveyRun), YearPlanRoom.write),
        ]
        + YearPlanStep.allCases.map { .post("/surveys/plans/{year}/\($0.code)", .permission($0.permission), YearPlanRoom.take($0)) }
        + CorrectionStep.allCases.map { .post("/surveys/actions/{id}/\($0.code)", correcting, ActionRoom.take($0)) }

    /// Vendors mend too, without seeing the wave.
    private static let correcting: Requirement = .anyOf([.surveySee, .surveyCorrect])
}
