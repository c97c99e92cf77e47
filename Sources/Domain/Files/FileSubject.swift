/// What a file hangs on: whoever sees that sees the file.
package enum FileSubject: Hashable, Sendable {
    case ticket(TicketID)
    /// Evidence of a corrective action (SURVEY-R4).
    case correctiveAction(CorrectiveActionID)
    /// What was seen at an item of an inspection.
    case check(CheckID, of: InspectionID)
    /// The signed paper of a contract (VENDOR-F1 to F4).
    case contract(ContractID)
    /// What an appeal against a line of a card rests on.
    case appeal(AppealID, of: CardID)
    /// What shows that something was mended (VENDOR-R5).
    case rectification(RectificationID)
}
