/// What a unit or a person is told.
package enum NoticeKind: String, CaseCode {
    /// Something waits for our acceptance.
    case cameToMe
    case sentBack
    /// Our promise was missed.
    case overdue
    /// A promise was missed by a unit below us.
    case overdueBelow
    case assigned
    case exchangeOpened
    case exchangeReplied
    case intervened
    case handedBack
    case litigation
    /// The customer answered the plan.
    case planAnswered
    case visitDue
    case reopened
    case escalationAccepted
    case closed
    /// Somebody at a unit of ours looked at as many masked values as an hour allows.
    case revealsUsedUp
    /// Households of a wave were reminded: letters are to be printed.
    case surveyReminded
    /// A dry run has counted; an import is through; it ended before its end.
    case importChecked
    case importDone
    case importStopped
    /// Somebody's export waits for a second person.
    case exportWaiting
    case exportReady
    case exportRefused
    case exportStopped
    /// Forms wait for the assessor; their last day is near.
    case scoreForms
    case scoreReminder
    /// A vendor's card was confirmed; somebody appeals against one; an appeal was ruled on.
    case scoreCard
    case scoreAppeal
    case scoreRuling
    /// A rectification order came, waits for the re-check, came back, is overdue.
    case scoreOrder
    case scoreOrderDone
    case scoreOrderBack
    case scoreOrderOverdue

    /// Whether it speaks of a table that went in or out instead of a ticket.
    package var isAboutExchange: Bool { rawValue.hasPrefix("import") || rawValue.hasPrefix("export") }

    /// Whether it speaks of an evaluation: a round, a card or an order instead of a ticket.
    package var isAboutScores: Bool { rawValue.hasPrefix("score") }
}
