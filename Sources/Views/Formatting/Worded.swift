package import Domain

/// A closed list of the domain with words in both catalogues: the key is `<family>.<code>`.
package protocol Worded: CaseCode {
    static var family: String { get }
}

extension Messages {
    /// The word of one case.
    package func word<Value: Worded>(_ value: Value) -> String { self["\(Value.family).\(value.code)"] }

    /// The name of a role; a role that a tenant added has its own.
    package func role(_ key: String) -> String { optional("role.\(key)") ?? key }
}

extension InspectionState: Worded { package static var family: String { "inspectionState" } }
extension InspectionStep: Worded { package static var family: String { "inspectionStep" } }
extension InspectionCycle: Worded { package static var family: String { "inspectionCycle" } }
extension InspectionNotice: Worded { package static var family: String { "inspectionNotice" } }
extension CheckKind: Worded { package static var family: String { "checkKind" } }
extension CheckResult: Worded { package static var family: String { "checkResult" } }
extension PhotoRule: Worded { package static var family: String { "photoRule" } }
extension FileKind: Worded { package static var family: String { "fileKind" } }
extension Holding: Worded { package static var family: String { "holding" } }
extension EngagementState: Worded { package static var family: String { "engagementState" } }
extension AgreementSubject: Worded { package static var family: String { "agreementSubject" } }
extension AgreementState: Worded { package static var family: String { "agreementState" } }
extension PartyKind: Worded { package static var family: String { "partyKind" } }
extension DutyAreaKind: Worded { package static var family: String { "areaKind" } }
extension MoveRule: Worded { package static var family: String { "moveRule" } }
extension ClosingObstacle.Kind: Worded { package static var family: String { "obstacle" } }
extension Setting: Worded { package static var family: String { "setting" } }
extension SettingGroup: Worded { package static var family: String { "settingGroup" } }
extension UnitKind: Worded { package static var family: String { "unitKind" } }
extension CustomerRelation: Worded { package static var family: String { "relation" } }
extension CustomerState: Worded { package static var family: String { "customerState" } }
extension CustomerKind: Worded { package static var family: String { "customerKind" } }
extension CustomerClass: Worded { package static var family: String { "customerClass" } }
extension LivingSituation: Worded { package static var family: String { "living" } }
extension ContactKind: Worded { package static var family: String { "contactKind" } }
extension IdentityKind: Worded { package static var family: String { "identityKind" } }
extension RelationEnd: Worded { package static var family: String { "relationEnd" } }
extension HouseUsage: Worded { package static var family: String { "houseUsage" } }
extension SharedAreaKind: Worded { package static var family: String { "areaKind" } }
extension DataItem: Worded { package static var family: String { "dataItem" } }
extension DataGround: Worded { package static var family: String { "dataGround" } }
extension DataRequestKind: Worded { package static var family: String { "requestKind" } }
extension DataRequestState: Worded { package static var family: String { "requestState" } }
extension PrivacyRule: Worded { package static var family: String { "privacyRule" } }
extension RevealBasis: Worded { package static var family: String { "revealBasis" } }
extension RevealedField: Worded { package static var family: String { "revealedField" } }
extension TicketKind: Worded { package static var family: String { "kind" } }
extension ComplaintState: Worded { package static var family: String { "state" } }
extension ComplaintAction: Worded { package static var family: String { "action" } }
extension Severity: Worded { package static var family: String { "severity" } }
extension Channel: Worded { package static var family: String { "channel" } }
extension ChannelSource: Worded { package static var family: String { "source" } }
extension Stage: Worded { package static var family: String { "stage" } }
extension StageReasonCode: Worded { package static var family: String { "stageReason" } }
extension Line: Worded { package static var family: String { "line" } }
extension Rung: Worded { package static var family: String { "rung" } }
extension RoutingReason: Worded { package static var family: String { "routing" } }
extension ClockKind: Worded { package static var family: String { "clock" } }
extension ClockRule: Worded { package static var family: String { "clockRule" } }
extension NoticeKind: Worded { package static var family: String { "noticeKind" } }
extension Permission: Worded { package static var family: String { "permission" } }
extension Reach: Worded { package static var family: String { "reach" } }
extension Duty: Worded { package static var family: String { "duty" } }
extension PermissionGroup: Worded { package static var family: String { "permissionGroup" } }
extension PasswordPreset: Worded { package static var family: String { "passwordPreset" } }
extension IdentityProvider.Mapping: Worded { package static var family: String { "identityMapping" } }
extension SignInMethod: Worded { package static var family: String { "signInMethod" } }
extension SignInOutcome: Worded { package static var family: String { "signInOutcome" } }
extension VisitMethod: Worded { package static var family: String { "visitMethod" } }
extension VisitOutcome: Worded { package static var family: String { "visitOutcome" } }
extension LitigationParty: Worded { package static var family: String { "litigationParty" } }
extension LitigationOutcome: Worded { package static var family: String { "litigationOutcome" } }
extension AuditAction: Worded { package static var family: String { "audit" } }
extension AuditObjectKind: Worded { package static var family: String { "auditObject" } }
extension JobState: Worded { package static var family: String { "jobState" } }
extension JobDecision: Worded { package static var family: String { "jobDecision" } }
extension BackupKind: Worded { package static var family: String { "backupKind" } }
extension BackupOutcome: Worded { package static var family: String { "backupOutcome" } }
extension ImportKind: Worded { package static var family: String { "importKind" } }
extension ImportField: Worded { package static var family: String { "importField" } }
extension ImportState: Worded { package static var family: String { "importState" } }
extension ExportSubject: Worded { package static var family: String { "exportSubject" } }
extension ExportColumn: Worded { package static var family: String { "exportColumn" } }
extension ExportState: Worded { package static var family: String { "exportState" } }
extension RunEnd: Worded { package static var family: String { "runEnd" } }
extension FormPurpose: Worded { package static var family: String { "formPurpose" } }
extension SurveyVersionState: Worded { package static var family: String { "versionState" } }
extension QuestionKind: Worded { package static var family: String { "questionKind" } }
extension WaveKind: Worded { package static var family: String { "waveKind" } }
extension WaveState: Worded { package static var family: String { "waveState" } }
extension WaveAction: Worded { package static var family: String { "waveAction" } }
extension Respondent: Worded { package static var family: String { "respondent" } }
extension Exclusion: Worded { package static var family: String { "exclusion" } }
extension AnswerChannel: Worded { package static var family: String { "answerChannel" } }
extension YearPlanState: Worded { package static var family: String { "yearPlanState" } }
extension YearPlanStep: Worded { package static var family: String { "yearPlanStep" } }
extension SampleState: Worded { package static var family: String { "sampleState" } }
extension SurveyLinkKind: Worded { package static var family: String { "surveyLink" } }
extension ResponseState: Worded { package static var family: String { "responseState" } }
extension EntryCheck: Worded { package static var family: String { "entryCheck" } }
extension HouseholdContactKind: Worded { package static var family: String { "householdContact" } }
extension CorrectionState: Worded { package static var family: String { "correctionState" } }
extension CorrectionStep: Worded { package static var family: String { "correctionStep" } }
extension ReportState: Worded { package static var family: String { "reportState" } }
extension SigningLevel: Worded { package static var family: String { "signingLevel" } }
extension SigningDecision: Worded { package static var family: String { "signingDecision" } }
extension ReportBlock: Worded { package static var family: String { "reportBlock" } }
extension SurveyCut: Worded { package static var family: String { "surveyCut" } }
extension NotApplicableRule: Worded { package static var family: String { "notApplicable" } }
extension SurveyWeighting: Worded { package static var family: String { "surveyWeighting" } }
extension Confidence: Worded { package static var family: String { "confidence" } }
extension ConcernCause: Worded { package static var family: String { "concernCause" } }
extension PeriodKind: Worded { package static var family: String { "periodKind" } }
extension FactKind: Worded { package static var family: String { "factKind" } }
extension IndicatorKind: Worded { package static var family: String { "indicatorKind" } }
extension InspectionMethod: Worded { package static var family: String { "inspectionMethod" } }
extension Combination: Worded { package static var family: String { "combination" } }
extension AssessorRole: Worded { package static var family: String { "assessorRole" } }
extension Shortfall: Worded { package static var family: String { "shortfall" } }
extension PresetTemplate: Worded { package static var family: String { "presetTemplate" } }
extension RoundState: Worded { package static var family: String { "roundState" } }
extension RoundAction: Worded { package static var family: String { "roundAction" } }
extension AssessmentState: Worded { package static var family: String { "assessmentState" } }
extension AppealState: Worded { package static var family: String { "appealState" } }
extension AppealStep: Worded { package static var family: String { "appealStep" } }
extension ConsequenceKind: Worded { package static var family: String { "consequenceKind" } }
extension RectificationState: Worded { package static var family: String { "rectificationState" } }
extension RectificationStep: Worded { package static var family: String { "rectificationStep" } }
extension ScoreUnit: Worded { package static var family: String { "scoreUnit" } }
extension QualificationKind: Worded { package static var family: String { "qualification" } }
extension VendorContractKind: Worded { package static var family: String { "contractKind" } }
extension FeeBasis: Worded { package static var family: String { "feeBasis" } }
extension ServiceLevel: Worded { package static var family: String { "serviceLevel" } }
extension VendorDueKind: Worded { package static var family: String { "vendorDue" } }
extension SelectionState: Worded { package static var family: String { "selectionState" } }
extension SelectionAction: Worded { package static var family: String { "selectionAction" } }
extension CommitteeRole: Worded { package static var family: String { "committeeRole" } }
extension ContractReviewStep: Worded { package static var family: String { "contractReview" } }
extension ForcedRepairState: Worded { package static var family: String { "forcedRepairState" } }
extension ForcedRepairAction: Worded { package static var family: String { "forcedRepairAction" } }
extension PenaltyTrigger: Worded { package static var family: String { "penaltyTrigger" } }
extension LossKind: Worded { package static var family: String { "lossKind" } }
extension LossSide: Worded { package static var family: String { "lossSide" } }
