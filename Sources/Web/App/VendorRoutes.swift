internal import Domain
internal import HTTPTypes
internal import Store

/// Property vendors (VENDOR, COMPENSATE).
extension Routes {
    static let vendors: [Route] = register + contracts + selections + committee + compensation

    private static let register: [Route] = [
        .get("/vendors", .permission(.vendorSee), VendorRoom.list),
        .get("/vendors/{vendor}", .permission(.vendorSee), VendorRoom.show),
        .post("/vendors/{vendor}/file", .permission(.vendorKeep), VendorRoom.file),
        .post("/vendors/{vendor}/qualifications", .permission(.vendorKeep), VendorRoom.qualify),
        .post("/vendors/{vendor}/qualifications/end", .permission(.vendorKeep), VendorRoom.disqualify),
        .post("/vendors/{vendor}/contacts", .permission(.vendorKeep), VendorRoom.addContact),
        .post("/vendors/{vendor}/contacts/end", .permission(.vendorKeep), VendorRoom.endContact),
    ]

    private static let contracts: [Route] = [
        .get("/vendors/engagements/{id}/contracts/new", .permission(.vendorKeep), ContractRoom.showNew),
        .post("/vendors/engagements/{id}/contracts/new", .permission(.vendorKeep), ContractRoom.enter),
        .get("/vendors/engagements/{id}/hand-over", .permission(.vendorSee), HandOverSheetRoom.show),
        .get("/vendors/contracts/{id}", .permission(.vendorSee), ContractRoom.show),
        .post("/vendors/contracts/{id}/files", .permission(.vendorKeep), ContractRoom.addFiles),
        .get("/vendors/contracts/{id}/amend", .permission(.vendorKeep), ContractRoom.showAmend),
        .post("/vendors/contracts/{id}/amend", .permission(.vendorKeep), ContractRoom.amend),
    ]

    private static let selections: [Route] = [
        .get("/vendors/selections", .permission(.selectionSee), SelectionRoom.list),
        .get("/vendors/selections/new", .permission(.selectionRun), SelectionRoom.showNew),
        .post("/vendors/selections/new", .permission(.selectionRun), SelectionRoom.begin),
        .get("/vendors/selections/{id}", .permission(.selectionSee), SelectionRoom.show),
        .post("/vendors/selections/{id}/plan", .permission(.selectionRun), SelectionActs.plan),
        .post("/vendors/selections/{id}/candidates", .permission(.selectionRun), SelectionActs.addCandidate),
        .post("/vendors/selections/{id}/candidates/investigate", .permission(.selectionRun), SelectionActs.investigate),
        .post("/vendors/selections/{id}/candidates/drop", .permission(.selectionRun), SelectionActs.drop),
        .post("/vendors/selections/{id}/criteria", .permission(.selectionRun), SelectionActs.addCriterion),
        .post("/vendors/selections/{id}/criteria/remove", .permission(.selectionRun), SelectionActs.removeCriterion),
        .post("/vendors/selections/{id}/committee", .permission(.selectionRun), SelectionActs.seat),
        .post("/vendors/selections/{id}/committee/remove", .permission(.selectionRun), SelectionActs.unseat),
        .post("/vendors/selections/{id}/review", .permission(.selectionDecide), SelectionActs.review),
        .post("/vendors/selections/{id}/actions/{action}", .permission(.selectionSee), SelectionActs.act),
        .get("/vendors/selections/{id}/dossier", .permission(.selectionSee), DossierRoom.show),
        .get("/vendors/selections/{id}/dossier/file", .permission(.selectionSee), DossierRoom.file),
    ]

    /// Of whoever sits in it.
    private static let committee: [Route] = [
        .post("/vendors/selections/{id}/declare", .permission(.selectionScore), SelectionActs.declare),
        .get("/vendors/selections/{id}/ballot", .permission(.selectionScore), BallotRoom.show),
        .post("/vendors/selections/{id}/ballot", .permission(.selectionScore), BallotRoom.handIn),
    ]

    private static let compensation: [Route] = [
        .get("/vendors/terms", .permission(.compensateSee), TermsRoom.show),
        .post("/vendors/terms/clauses", .permission(.compensateKeep), TermsRoom.addClause),
        .post("/vendors/terms/clauses/end", .permission(.compensateKeep), TermsRoom.endClause),
        .post("/vendors/terms/standards", .permission(.compensateKeep), TermsRoom.addStandard),
        .post("/vendors/terms/standards/end", .permission(.compensateKeep), TermsRoom.endStandard),
        .get("/vendors/repairs", .permission(.compensateSee), ForcedRepairRoom.list),
        .get("/vendors/repairs/new", .permission(.compensateKeep), ForcedRepairRoom.showNew),
        .post("/vendors/repairs/new", .permission(.compensateKeep), ForcedRepairRoom.warn),
        .get("/vendors/repairs/{id}", .permission(.compensateSee), ForcedRepairRoom.show),
        .post("/vendors/repairs/{id}/actions/{action}", .permission(.compensateSee), ForcedRepairRoom.act),
    ]
}
