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
            for type in Self.worded { missing(type, messages) }
            for setting in Setting.allCases { #expect(messages.optional("setting.\(setting.rawValue).hint") != nil, "\(setting)") }
            for rule in MoveRule.allCases { #expect(messages.optional("moveRule.\(rule.code).text") != nil, "\(rule)") }
            for guardian in RoundGuard.allCases { #expect(messages.optional("roundGuard.\(guardian.code)") != nil, "\(guardian)") }
            for subject in AuditAction.subjects { #expect(messages.optional("auditSubject.\(subject)") != nil, "\(subject)") }
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

    @Test("every type that is read as a word stands in the list of this suite")
    func everyWordedType() throws {
        let named = try Ground.text("Sources/Views/Formatting/Worded.swift").matches(of: /extension ([\w.]+): Worded/).map {
            String($0.output.1)
        }
        let listed = Set(Self.worded.map { String(reflecting: $0).replacing("Domain.", with: "") })
        #expect(Set(named).symmetricDifference(listed).isEmpty)
    }

    private func missing<Value: Worded>(_ type: Value.Type, _ messages: Messages) {
        for value in type.allCases {
            #expect(messages.optional("\(type.family).\(value.code)") != nil, "\(messages.language) \(type.family).\(value.code)")
        }
    }

    /// Keys that Swift puts together from a prefix and a value.
    static let families = [
        "auditField", "auditSubject", "agreement.side", "org.changeOver", "org.do", "error", "explain", "fact", "field", "filter",
        "flag", "flash", "format.month", "format.weekday", "greeting", "guard", "jobKind", "kpi", "ladder", "org.add", "period",
        "problem", "rail", "role", "search", "sort", "account", "factor", "password.rule", "signIn", "sso.fault", "request",
        "privacyExplain", "mergeField", "mergeMoves", "forget", "compensation", "hand", "people.done", "people.invitation",
        "people.state", "people.way", "view", "visit", "duration", "import.start", "export.start", "import.count", "import.links",
        "import.language", "import.template", "export.format", "import.problems", "export.approve", "export.refuse", "file.fault",
        "inspection.closed", "inspection.explain", "inspection.field", "inspection.needs", "inspection.photo", "survey.result.tab",
        "survey.result.quadrant", "survey.action", "survey.step.explain", "survey.report", "survey.formula", "survey.text",
        "survey.oversight.plan", "survey.special", "waveGuard", "showTest", "joining", "questionnaireProblem", "presetForm",
        "yearPlan.step", "vendor.do", "selection.do", "selectionGuard", "repairGuard", "ballot.refused", "card.evidence", "card.ruled",
        "card.shortfall", "rectification.explain", "rectification.level",
        "rectification.step", "roundGuard", "template.band", "template.fault", "template.grade.fault", "vendor.section",
    ]

    /// Every code that people read as a word.
    static let worded: [any Worded.Type] = [
        InspectionState.self, InspectionStep.self, InspectionCycle.self, InspectionNotice.self, CheckKind.self,
        CheckResult.self, PhotoRule.self, FileKind.self, Holding.self, EngagementState.self, AgreementSubject.self, AgreementState.self,
        PartyKind.self, DutyAreaKind.self, MoveRule.self, ClosingObstacle.Kind.self, Setting.self, SettingGroup.self, UnitKind.self,
        CustomerRelation.self, CustomerState.self, CustomerKind.self, CustomerClass.self, LivingSituation.self, ContactKind.self,
        IdentityKind.self, RelationEnd.self, HouseUsage.self, SharedAreaKind.self, DataItem.self, DataGround.self, DataRequestKind.self,
        DataRequestState.self, PrivacyRule.self, RevealBasis.self, RevealedField.self, TicketKind.self, ComplaintState.self,
        ComplaintAction.self, Severity.self, Channel.self, ChannelSource.self, Stage.self, StageReasonCode.self, Line.self, Rung.self,
        RoutingReason.self, ClockKind.self, ClockRule.self, NoticeKind.self, Permission.self, Reach.self, Duty.self,
        PermissionGroup.self, PasswordPreset.self, IdentityProvider.Mapping.self, SignInMethod.self, SignInOutcome.self,
        VisitMethod.self, VisitOutcome.self, LitigationParty.self, LitigationOutcome.self, AuditAction.self, AuditObjectKind.self,
        JobState.self, JobDecision.self, BackupKind.self, BackupOutcome.self, ImportKind.self, ImportField.self, ImportState.self,
        ExportSubject.self, ExportColumn.self, ExportState.self, RunEnd.self, FormPurpose.self, SurveyVersionState.self,
        QuestionKind.self, WaveKind.self, WaveState.self, WaveAction.self, Respondent.self, Exclusion.self, AnswerChannel.self,
        YearPlanState.self, YearPlanStep.self, SampleState.self, SurveyLinkKind.self, ResponseState.self, EntryCheck.self,
        HouseholdContactKind.self, CorrectionState.self, CorrectionStep.self, ReportState.self, SigningLevel.self, SigningDecision.self,
        ReportBlock.self, SurveyCut.self, NotApplicableRule.self, SurveyWeighting.self, Confidence.self, ConcernCause.self,
        PeriodKind.self, FactKind.self, IndicatorKind.self, InspectionMethod.self, Combination.self, AssessorRole.self, Shortfall.self,
        PresetTemplate.self, RoundState.self, RoundAction.self, AssessmentState.self, AppealState.self, AppealStep.self,
        ConsequenceKind.self, RectificationState.self, RectificationStep.self, ScoreUnit.self, QualificationKind.self,
        VendorContractKind.self, FeeBasis.self, ServiceLevel.self, VendorDueKind.self, SelectionState.self, SelectionAction.self,
        CommitteeRole.self, ContractReviewStep.self, ForcedRepairState.self, ForcedRepairAction.self, PenaltyTrigger.self,
        LossKind.self, LossSide.self,
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
        let families = (Self.families + Self.worded.map { $0.family }).map { "\($0)." }
        let unused = chinese.keys.subtracting(used).filter { key in
            !swift.contains(key[...]) && !families.contains { key.hasPrefix($0) }
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
