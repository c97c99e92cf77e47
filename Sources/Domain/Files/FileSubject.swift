/// What a file hangs on: whoever sees that sees the file.
package enum FileSubject: Hashable, Sendable {
    case ticket(TicketID)
    /// Evidence of a corrective action (SURVEY-R4).
    case correctiveAction(CorrectiveActionID)
    /// What was seen at an item of an inspection.
    case check(CheckID, of: InspectionID)
}
