import Domain
import Foundation
import Testing
import Views

@Suite("Catalogues")
struct CatalogueTests {
    let chinese: Messages
    let english: Messages

    init() throws {
        let renderer = try Ground.renderer()
        chinese = renderer.messages(.chinese)
        english = renderer.messages(.english)
    }

    @Test("both languages have the same keys, the same tags, and words")
    func sameKeysAndTags() {
        #expect(chinese.keys == english.keys)
        for key in chinese.keys {
            let tags = [chinese, english].map { Set(TagScanner.tags(in: $0.optional(key) ?? "").map(\.name)) }
            #expect(tags[0] == tags[1], "\(key)")
            #expect(!(english.optional(key) ?? "").isEmpty && !(chinese.optional(key) ?? "").isEmpty, "\(key)")
        }
    }

    @Test("every case of every closed list has its word")
    func everyCaseHasWords() {
        for messages in [chinese, english] {
            missing(UnitKind.self, messages)
            missing(Holding.self, messages)
            missing(EngagementState.self, messages)
            missing(AgreementSubject.self, messages)
            missing(AgreementState.self, messages)
            missing(PartyKind.self, messages)
            missing(DutyAreaKind.self, messages)
            missing(MoveRule.self, messages)
            missing(ClosingObstacle.Kind.self, messages)
            missing(Setting.self, messages)
            missing(SettingGroup.self, messages)
            for setting in Setting.allCases { #expect(messages.optional("setting.\(setting.rawValue).hint") != nil, "\(setting)") }
            for rule in MoveRule.allCases { #expect(messages.optional("moveRule.\(rule.code).text") != nil, "\(rule)") }
            missing(CustomerRelation.self, messages)
            missing(TicketKind.self, messages)
            missing(CustomerState.self, messages)
            missing(CustomerKind.self, messages)
            missing(CustomerClass.self, messages)
            missing(LivingSituation.self, messages)
            missing(ContactKind.self, messages)
            missing(IdentityKind.self, messages)
            missing(RelationEnd.self, messages)
            missing(HouseUsage.self, messages)
            missing(SharedAreaKind.self, messages)
            missing(DataItem.self, messages)
            missing(DataGround.self, messages)
            missing(DataRequestKind.self, messages)
            missing(DataRequestState.self, messages)
            missing(PrivacyRule.self, messages)
            missing(RevealBasis.self, messages)
            missing(RevealedField.self, messages)
            missing(YearPlanState.self, messages)
            missing(YearPlanStep.self, messages)
            missing(ComplaintState.self, messages)
            missing(ComplaintAction.self, messages)
            missing(Severity.self, messages)
            missing(Channel.self, messages)
            missing(ChannelSource.self, messages)
            missing(Stage.self, messages)
            missing(StageReasonCode.self, messages)
            missing(Line.self, messages)
            missing(Rung.self, messages)
            missing(RoutingReason.self, messages)
            missing(ClockKind.self, messages)
            missing(ClockRule.self, messages)
            missing(NoticeKind.self, messages)
            missing(PeriodKind.self, messages)
            missing(FactKind.self, messages)
            missing(IndicatorKind.self, messages)
            missing(InspectionMethod.self, messages)
            missing(Combination.self, messages)
            missing(AssessorRole.self, messages)
            missing(Shortfall.self, messages)
            missing(PresetTemplate.self, messages)
            missing(RoundState.self, messages)
            missing(RoundAction.self, messages)
            missing(AssessmentState.self, messages)
            missing(AppealState.self, messages)
            missing(AppealStep.self, messages)
            missing(ConsequenceKind.self, messages)
            missing(RectificationState.self, messages)
            missing(RectificationStep.self, messages)
            missing(ScoreUnit.self, messages)
            for guardian in RoundGuard.allCases { #expect(messages.optional("roundGuard.\(guardian.code)") != nil, "\(guardian)") }
            missing(Permission.self, messages)
            missing(PermissionGroup.self, messages)
            missing(Reach.self, messages)
            missing(Duty.self, messages)
            missing(PasswordPreset.self, messages)
            missing(IdentityProvider.Mapping.self, messages)
            missing(SignInMethod.self, messages)
            missing(SignInOutcome.self, messages)
            missing(VisitMethod.self, messages)
            missing(VisitOutcome.self, messages)
            missing(LitigationParty.self, messages)
            missing(LitigationOutcome.self, messages)
            missing(AuditAction.self, messages)
            missing(AuditObjectKind.self, messages)
            for subject in AuditAction.subjects { #expect(messages.optional("auditSubject.\(subject)") != nil, "\(subject)") }
            missing(JobState.self, messages)
            missing(JobDecision.self, messages)
            missing(BackupKind.self, messages)
            missing(BackupOutcome.self, messages)
            missing(CorrectionState.self, messages)
            missing(CorrectionStep.self, messages)
            missing(ReportState.self, messages)
            missing(SigningLevel.self, messages)
            missing(SigningDecision.self, messages)
            missing(ReportBlock.self, messages)
            missing(SurveyCut.self, messages)
            missing(NotApplicableRule.self, messages)
            missing(SurveyWeighting.self, messages)
            missing(Confidence.self, messages)
            missing(ConcernCause.self, messages)
            missing(FileKind.self, messages)
            missing(InspectionState.self, messages)
            missing(InspectionStep.self, messages)
            missing(InspectionCycle.self, messages)
            missing(InspectionNotice.self, messages)
            missing(InspectionWay.self, messages)
            missing(CheckKind.self, messages)
            missing(CheckResult.self, messages)
            missing(PhotoRule.self, messages)
            missing(ImportKind.self, messages)
            missing(ImportField.self, messages)
            missing(ImportState.self, messages)
            missing(ExportSubject.self, messages)
            missing(ExportColumn.self, messages)
            missing(ExportState.self, messages)
            missing(RunEnd.self, messages)
            for code in LineProblem.ownCodes { #expect(messages.optional("problem.\(code)") != nil, "\(code)") }
            for state in ImportState.allCases { #expect(messages.optional("importState.\(state.rawValue).text") != nil, "\(state)") }
            for state in ExportState.allCases { #expect(messages.optional("exportState.\(state.rawValue).text") != nil, "\(state)") }
            for action in ComplaintAction.fromForms where action != .record {
                #expect(messages.optional("explain.\(action.code)") != nil && messages.optional("flash.\(action.code)") != nil, "\(action)")
            }
            for role in BuiltInRole.all { #expect(messages.optional("role.\(role.key)") != nil, "\(role.key)") }
            for kind in ErrorPage.Kind.allCases { #expect(messages.optional("error.\(kind.rawValue).text") != nil, "\(kind)") }
        }
    }

    private func missing<Value: Worded>(_ type: Value.Type, _ messages: Messages) {
        for value in type.allCases {
            #expect(messages.optional("\(type.family).\(value.code)") != nil, "\(messages.language) \(type.family).\(value.code)")
        }
    }

    /// Keys that Swift puts together from a prefix and a value.
    static let families = [
        "action", "audit", "auditField", "auditObject", "auditSubject", "backupKind", "backupOutcome", "channel", "clock", "clockRule",
        "agreement.side", "agreementState", "agreementSubject", "engagementState", "holding", "moveRule", "obstacle", "org.changeOver",
        "org.do", "partyKind", "setting", "settingGroup",
        "error", "explain", "fact", "field", "filter", "flag", "flash", "format.month",
        "format.weekday",
        "greeting", "guard", "jobDecision", "jobKind", "jobState", "kind", "kpi", "ladder", "line", "litigationOutcome", "litigationParty",
        "noticeKind", "org.add", "period",
        "permission",
        "permissionGroup", "problem", "rail", "relation", "role", "routing", "rung", "search", "severity", "sort", "source", "stage",
        "stageReason", "state", "account", "factor", "identityMapping", "password.rule", "passwordPreset", "signIn", "signInMethod",
        "signInOutcome",
        "sso.fault",
        "customerState", "customerKind", "customerClass", "living", "contactKind", "identityKind", "relationEnd", "houseUsage", "areaKind",
        "dataItem", "dataGround", "requestKind", "requestState", "request", "privacyRule", "privacyExplain", "revealBasis",
        "revealedField", "mergeField", "mergeMoves", "forget",
        "unitKind", "compensation", "duty", "hand", "people.done", "people.invitation", "people.state", "people.way", "reach", "view",
        "visit",
        "visitMethod", "visitOutcome", "duration",
        "importKind", "importField", "importState", "exportSubject",

        "exportColumn", "exportState", "runEnd", "import.start", "export.start", "import.count", "import.links", "import.language",
        "import.template",
        "export.format", "import.problems", "export.approve", "export.refuse",
        "file.fault", "fileKind", "checkKind", "checkResult", "photoRule", "inspection.closed", "inspection.explain", "inspection.field",
        "inspection.needs", "inspection.photo", "inspectionCycle", "inspectionNotice", "inspectionState", "inspectionStep", "inspectionWay",
        "correctionState", "correctionStep", "reportState", "signingLevel", "signingDecision",
        "reportBlock", "surveyCut", "notApplicable", "surveyWeighting", "confidence", "concernCause", "survey.result.tab",
        "survey.result.quadrant", "survey.action", "survey.step.explain", "survey.report", "survey.formula", "survey.text",
        "survey.oversight.plan", "survey.special",
        "formPurpose", "versionState", "questionKind", "waveKind", "waveState", "waveAction", "waveGuard", "respondent", "exclusion",
        "answerChannel", "sampleState", "surveyLink", "responseState", "entryCheck", "householdContact", "showTest", "joining",
        "questionnaireProblem", "presetForm", "yearPlanState", "yearPlanStep", "yearPlan.step",
    ]

    @Test("every text is used by a template or by Swift")
    func noUnusedKeys() throws {
        var used: Set<String> = []
        for file in try Ground.files(under: "Templates", ending: ".mustache") {
            for tag in TagScanner.tags(in: try Ground.text(file)) where tag.kind == .text { used.insert(tag.name) }
        }
        // Every other piece between quotes is a literal, or at least holds every literal.
        let swift = try Ground.files(under: "Sources", ending: ".swift").reduce(into: Set<Substring>()) { literals, file in
            literals.formUnion(try Ground.text(file).split(separator: "\""))
        }
        let unused = chinese.keys.subtracting(used).filter { key in
            !swift.contains(key[...]) && !CatalogueTests.families.contains { key.hasPrefix("\($0).") }
        }
        #expect(unused.isEmpty, "\(unused.sorted().joined(separator: ", "))")
    }

    @Test("no words for people stand in templates, and no Chinese in the Swift of the upper floors")
    func wordsLiveInCatalogues() throws {
        let isHan: (Unicode.Scalar) -> Bool = { (0x3400...0x9FFF).contains($0.value) }
        for file in try Ground.files(under: "Templates", ending: ".mustache") {
            #expect(!(try Ground.text(file)).unicodeScalars.contains(where: isHan), "\(file)")
        }
        for floor in ["Sources/Views", "Sources/Web"] {
            for file in try Ground.files(under: floor, ending: ".swift") {
                for line in try Ground.text(file).split(separator: "\n") {
                    let code = line.drop { $0 == " " }
                    #expect(code.hasPrefix("//") || !code.unicodeScalars.contains(where: isHan), "\(file): \(line)")
                }
            }
        }
        for key in english.keys where key != "chrome.otherLanguage" {
            #expect(!(english.optional(key) ?? "").unicodeScalars.contains(where: isHan), "\(key)")
        }
    }
}
