internal import Domain
internal import HTTPTypes
internal import Store

/// Judging vendors (VENDOR-R4 to R6): templates, rounds, forms, cards, appeals, rectification.
extension Routes {
    static let evaluations: [Route] = scoreTemplates + rounds + assessing + cards + rectifications

    private static let seeing: Requirement = .anyOf([.cardSee, .cardOwn])

    private static let scoreTemplates: [Route] = [
        .get("/vendors/templates", .permission(.cardSee), TemplateRoom.list),
        .get("/vendors/templates/new", .permission(.templateKeep), TemplateRoom.showNew),
        .post("/vendors/templates/new", .permission(.templateKeep), TemplateRoom.add),
        .get("/vendors/templates/{id}", .permission(.cardSee), TemplateRoom.show),
        .post("/vendors/templates/{id}/draft", .permission(.templateKeep), TemplateRoom.draft),
        .post("/vendors/templates/{id}/retire", .permission(.templateKeep), TemplateRoom.retire),
        .get("/vendors/template-versions/{id}", .permission(.cardSee), TemplateVersionRoom.show),
        .post("/vendors/template-versions/{id}/publish", .permission(.templateKeep), TemplateVersionRoom.publish),
        .post("/vendors/template-versions/{id}/settings", .permission(.templateKeep), TemplateVersionRoom.settings),
        .get("/vendors/template-versions/{id}/indicators/{key}", .permission(.templateKeep), IndicatorRoom.show),
        .post("/vendors/template-versions/{id}/indicators/{key}", .permission(.templateKeep), IndicatorRoom.save),
        .post("/vendors/template-versions/{id}/indicators/{key}/remove", .permission(.templateKeep), IndicatorRoom.remove),
    ]

    private static let rounds: [Route] = [
        .get("/vendors/rounds", .permission(.cardSee), RoundRoom.list),
        .get("/vendors/rounds/new", .permission(.roundRun), RoundPlanning.showNew),
        .post("/vendors/rounds/new", .permission(.roundRun), RoundPlanning.plan),
        .get("/vendors/rounds/{id}", .permission(.cardSee), RoundRoom.show),
        .post("/vendors/rounds/{id}/assessors", .permission(.roundRun), RoundRoom.assign),
        .post("/vendors/rounds/{id}/actions/{action}", .permission(.cardSee), RoundRoom.act),
    ]

    private static let assessing: [Route] = [
        .get("/vendors/forms", .permission(.assess), AssessmentRoom.list),
        .get("/vendors/forms/{id}", .permission(.assess), AssessmentRoom.show),
        .post("/vendors/forms/{id}", .permission(.assess), AssessmentRoom.fill),
    ]

    private static let cards: [Route] = [
        .get("/vendors/cards", seeing, CardRoom.list),
        .get("/vendors/ranking", .permission(.cardSee), RankingRoom.show),
        .get("/vendors/cards/{id}", seeing, CardRoom.show),
        .get("/vendors/cards/{id}/print", seeing, CardPrintRoom.show),
        .get("/vendors/cards/{id}/lines/{key}", seeing, LineRoom.show),
        .post("/vendors/cards/{id}/moderate", .permission(.cardConfirm), CardRoom.moderate),
        .post("/vendors/cards/{id}/appeal", .permission(.cardAppeal), CardRoom.appeal),
        .post("/vendors/cards/{id}/appeals/{appeal}", .anyOf([.cardRule, .cardAppeal]), CardRoom.rule),
        .post("/vendors/cards/{id}/consequences/{consequence}", .permission(.consequenceOverride), CardRoom.override),
    ]

    private static let rectifying: Requirement = .anyOf([.cardSee, .rectificationDo])

    private static let rectifications: [Route] =
        [
            .get("/vendors/rectifications", rectifying, RectificationRoom.list),
            .get("/vendors/rectifications/{id}", rectifying, RectificationRoom.show),
        ]
        + RectificationStep.allCases.map { .post("/vendors/rectifications/{id}/\($0.code)", rectifying, RectificationRoom.take($0)) }
}
