package import Domain
package import Postgres

// How the domain's values travel to PostgreSQL and back. Codes travel as text; an unknown code in a row is a decoding error.

extension ID: BindValue {
    package static var oid: UInt32 { Int64.oid }
    package var bind: Bind { rawValue.bind }
}

extension ID: ColumnValue {
    package init(column: ColumnBytes) throws(ColumnFault) { self.init(try Int64(column: column)) }
}

extension ID: ArrayElement {}

extension ID: ScalarElement {
    package static var arrayOID: UInt32 { Int64.arrayOID }
}

extension Instant: BindValue {
    package static var oid: UInt32 { Timestamp.oid }
    package var bind: Bind { Timestamp(microseconds: microseconds).bind }
}

extension Instant: ColumnValue {
    package init(column: ColumnBytes) throws(ColumnFault) { self.init(microseconds: try Timestamp(column: column).microseconds) }
}

extension Day: BindValue {
    package static var oid: UInt32 { CalendarDate.oid }
    package var bind: Bind { CalendarDate(year: year, month: month, day: day).bind }
}

extension Day: ColumnValue {
    package init(column: ColumnBytes) throws(ColumnFault) {
        let date = try CalendarDate(column: column)
        guard let day = Day(date.year, date.month, date.day) else { throw .malformed }
        self = day
    }
}

extension Fen: BindValue {
    package static var oid: UInt32 { Int64.oid }
    package var bind: Bind { amount.bind }
}

extension Fen: ColumnValue {
    package init(column: ColumnBytes) throws(ColumnFault) { self.init(try Int64(column: column)) }
}

extension UnitKind: BindValue, ColumnValue {}
extension Permission: BindValue, ColumnValue {}
extension Reach: BindValue, ColumnValue {}
extension Hand.Part: BindValue, ColumnValue {}
extension Invitation.Kind: BindValue, ColumnValue {}
extension CustomerRelation: BindValue, ColumnValue {}
extension CustomerKind: BindValue, ColumnValue {}
extension CustomerState: BindValue, ColumnValue {}
extension CustomerClass: BindValue, ColumnValue {}
extension LivingSituation: BindValue, ColumnValue {}
extension ContactKind: BindValue, ColumnValue {}
extension IdentityKind: BindValue, ColumnValue {}
extension RelationEnd: BindValue, ColumnValue {}
extension HouseUsage: BindValue, ColumnValue {}
extension SharedAreaKind: BindValue, ColumnValue {}

extension FloorArea: BindValue {
    package static var oid: UInt32 { Int64.oid }
    package var bind: Bind { hundredths.bind }
}

extension FloorArea: ColumnValue {
    package init(column: ColumnBytes) throws(ColumnFault) { self.init(hundredths: try Int64(column: column)) }
}

extension PrivacyRule: BindValue, ColumnValue {}
extension RevealBasis: BindValue, ColumnValue {}
extension RevealedField: BindValue, ColumnValue {}
extension DataItem: BindValue, ColumnValue {}
extension DataGround: BindValue, ColumnValue {}
extension DataRequestKind: BindValue, ColumnValue {}
extension DataRequestState: BindValue, ColumnValue {}
extension Setting: BindValue, ColumnValue {}
extension Holding: BindValue, ColumnValue {}
extension AgreementSubject: BindValue, ColumnValue {}
extension PartyKind: BindValue, ColumnValue {}
extension DutyAreaKind: BindValue, ColumnValue {}
extension FormPurpose: BindValue, ColumnValue {}
extension SurveyVersionState: BindValue, ColumnValue {}
extension QuestionKind: BindValue, ColumnValue {}
extension WaveKind: BindValue, ColumnValue {}
extension WaveState: BindValue, ColumnValue {}
extension WaveAction: BindValue, ColumnValue {}
extension PeriodKind: BindValue, ColumnValue {}
extension IndicatorKind: BindValue, ColumnValue {}
extension InspectionMethod: BindValue, ColumnValue {}
extension Shortfall: BindValue, ColumnValue {}
extension AssessorRole: BindValue, ColumnValue {}
extension FactMeasure: BindValue, ColumnValue {}
extension ScoreUnit: BindValue, ColumnValue {}
extension LineState: BindValue, ColumnValue {}
extension RoundState: BindValue, ColumnValue {}
extension RoundAction: BindValue, ColumnValue {}
extension AssessmentState: BindValue, ColumnValue {}
extension AppealState: BindValue, ColumnValue {}
extension ConsequenceKind: BindValue, ColumnValue {}
extension RectificationState: BindValue, ColumnValue {}
extension Respondent: BindValue, ColumnValue {}
extension Exclusion: BindValue, ColumnValue {}
extension AnswerChannel: BindValue, ColumnValue {}
extension SampleState: BindValue, ColumnValue {}
extension YearPlanState: BindValue, ColumnValue {}
extension SurveyLinkKind: BindValue, ColumnValue {}
extension ResponseState: BindValue, ColumnValue {}
extension EntryCheck: BindValue, ColumnValue {}
extension HouseholdContactKind: BindValue, ColumnValue {}
