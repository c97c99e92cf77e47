import Domain
import Postgres
import Store
import TestSupport
import Testing

/// Every statement of the store is prepared against the migrated schema as the serving role, and its columns are read into the row
/// type it fills.
@Suite("Statements") struct StatementTests {
    @Test("every statement of the catalogue is prepared, and its columns fit its row type")
    func everyStatementFits() async throws {
        let database = try await TestDatabase.clone()
        let pool = database.pool(size: 1)
        let maker = try await AdminConnection(database.cluster.connectionString(database: database.name))
        var problems: [String] = []
        for statement in StatementCatalogue.all {
            do {
                let description = try await pool.withConnection { lease in try await lease.describe(statement.sql) }
                if let problem = try await mismatch(of: statement, columns: description.columns, maker) {
                    problems.append("\(statement.name): \(problem)")
                }
            } catch {
                problems.append("\(statement.name): \(error)")
            }
        }
        #expect(problems == [])
        await maker.close()
        await pool.shutdown()
        try await database.drop()
    }

    /// Reads a made-up row of the described types. A code column refuses a made-up word; then the first known word is tried.
    private func mismatch(of statement: CataloguedStatement, columns: [ColumnDescription], _ maker: AdminConnection) async throws -> String?
    {
        guard let decode = statement.decode else {
            return columns.isEmpty || columns.allSatisfy { $0.oid == 2278 } ? nil : "returns columns"
        }
        var samples = try columns.map { column in
            guard let sample = Self.named["\(column.name) \(column.oid)"] ?? Self.samples[column.oid] else {
                throw Unsampled(oid: column.oid, column: column.name)
            }
            return sample
        }
        var words = Words.all[...]
        var last = ""
        while true {
            let list = samples.joined(separator: ", ")
            let result = try await maker.query(SQL(reviewedText: "SELECT \(list)"))
            do {
                try decode(result[0])
                return nil
            } catch let error as PostgresError {
                // A new complaint is about a later column: the word before was right.
                guard let position = Self.refused(error.message) else { return error.message }
                if error.message != last { words = Words.all[...] }
                guard let word = words.popFirst() else { return error.message }
                last = error.message
                samples[position] = "'\(word)'::text"
            }
        }
    }

    private struct Unsampled: Error {
        let oid: UInt32
        let column: String
    }

    private static let samples: [UInt32: String] = [
        16: "true", 17: "'\\x00'::bytea", 20: "1::bigint", 21: "1::smallint", 23: "1::integer", 25: "'13800138000'::text", 701: "1::float8",
        1009: "'{}'::text[]", 1016: "'{}'::bigint[]", 1082: "'2026-11-22'::date", 1184: "'2026-11-22 00:00+00'::timestamptz",
        3802: "'{}'::jsonb", 1185: "'{}'::timestamptz[]", 1000: "'{}'::boolean[]",
    ]

    /// Columns that hold a form of their own: months as numbers, documents that are not empty.
    private static let named: [String: String] = [
        "start_month 23": "202601", "grades 3802": "'[]'::jsonb", "source 3802": "'{\"least\": 1, \"combination\": \"mean\"}'::jsonb",
    ]

    /// `column 1 "kind" holds a value outside its Swift type, wanted UnitKind` → 1, when the column is text.
    private static func refused(_ message: String) -> Int? {
        let words = message.split(separator: " ")
        guard message.contains("outside its Swift type"), words.count > 1 else { return nil }
        return Int(words[1])
    }
}

/// Words that code columns hold.
private enum Words {
    static let all: [String] =
        first(UnitKind.self) + first(Permission.self) + first(CustomerRelation.self) + first(TicketKind.self) + first(ComplaintState.self)
        + first(Stage.self) + first(Line.self) + first(Rung.self) + first(Severity.self) + first(Channel.self) + first(ChannelSource.self)
        + first(CustomerKind.self) + first(CustomerState.self) + first(CustomerClass.self) + first(LivingSituation.self)
        + first(ContactKind.self) + first(IdentityKind.self) + first(RelationEnd.self) + first(HouseUsage.self) + first(SharedAreaKind.self)
        + first(DataItem.self) + first(DataGround.self) + first(DataRequestKind.self) + first(DataRequestState.self)
        + first(PrivacyRule.self)
        + first(RevealBasis.self) + first(RevealedField.self) + first(ClockKind.self) + first(ComplaintAction.self) + first(NoticeKind.self)
        + first(PasswordPreset.self) + first(IdentityProvider.Mapping.self) + first(SignInMethod.self) + first(SignInOutcome.self)
        + first(JobState.self) + first(BackupKind.self) + first(BackupOutcome.self)
        + first(ImportKind.self) + first(ImportState.self) + first(ExportSubject.self) + first(ExportState.self)
        + first(SurveyVersionState.self) + first(QuestionKind.self) + first(FormPurpose.self) + first(WaveKind.self) + first(WaveState.self)
        + first(WaveAction.self) + first(SampleState.self) + first(SurveyLinkKind.self) + first(ResponseState.self) + first(EntryCheck.self)
        + first(AnswerChannel.self) + first(NotApplicableRule.self) + first(SurveyWeighting.self) + first(Confidence.self)
        + first(CorrectionState.self) + first(ConcernCause.self) + first(ReportState.self) + first(SigningLevel.self)
        + first(SigningDecision.self) + first(FileKind.self) + first(FileHealth.self)
        + first(Reach.self) + first(Hand.Part.self) + first(Invitation.Kind.self)
        + first(ClockKind.self) + first(ComplaintAction.self) + first(NoticeKind.self)
        + first(Holding.self) + first(AgreementSubject.self) + first(PartyKind.self) + first(DutyAreaKind.self)
        // Vendors
        + first(AppealState.self) + first(AppealStep.self) + first(AssessmentState.self) + first(AssessorRole.self)
        + first(CheckKind.self) + first(CheckResult.self) + first(Combination.self) + first(CommitteeRole.self)
        + first(ConsequenceKind.self) + first(ContractReviewStep.self) + first(Direction.self) + first(Expiry.self)
        + first(FactKind.self) + first(FactMeasure.self) + first(FeeBasis.self) + first(ForcedRepairAction.self)
        + first(ForcedRepairGuard.self) + first(ForcedRepairState.self) + first(IndicatorKind.self) + first(InspectionCycle.self)
        + first(InspectionMethod.self) + first(InspectionNotice.self) + first(InspectionState.self) + first(InspectionStep.self)
        + first(LineState.self) + first(LossKind.self) + first(LossSide.self) + first(PenaltyTrigger.self)
        + first(PeriodKind.self) + first(PhotoRule.self) + first(PresetTemplate.self) + first(QualificationKind.self)
        + first(RectificationState.self) + first(RectificationStep.self) + first(RoundAction.self) + first(RoundGuard.self)
        + first(RoundState.self) + first(ScoreUnit.self) + first(SelectionAction.self) + first(SelectionGuard.self)
        + first(SelectionState.self) + first(ServiceLevel.self) + first(Shortfall.self) + first(VendorContractKind.self)
        + first(VendorDueKind.self)
        + ["houseHandedOver", "accepted", "proposed", "phone", "satisfied", "customer", "judgment"]

    private static func first<Code: CaseCode>(_ type: Code.Type) -> [String] {
        Code.allCases.first.map { [$0.rawValue] } ?? []
    }
}
