package import Domain
internal import Postgres

// Codes of Domain are stored as text; reading an unknown one is a decoding error, never a default.
extension TicketKind: ColumnValue, BindValue {}
extension ComplaintState: ColumnValue, BindValue {}
extension ComplaintAction: ColumnValue, BindValue {}
extension Stage: ColumnValue, BindValue {}
extension StageReasonCode: ColumnValue, BindValue {}
extension Line: ColumnValue, BindValue {}
extension Rung: ColumnValue, BindValue {}
extension Severity: ColumnValue, BindValue {}
extension Channel: ColumnValue, BindValue {}
extension ChannelSource: ColumnValue, BindValue {}
extension ClockKind: ColumnValue, BindValue {}
extension VisitMethod: ColumnValue, BindValue {}
extension VisitOutcome: ColumnValue, BindValue {}
extension NoticeKind: ColumnValue, BindValue {}
