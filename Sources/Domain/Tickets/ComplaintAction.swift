/// Everything that can be done to a complaint, in the order in which a page offers it.
package enum ComplaintAction: String, CaseCode {
    case record
    case accept
    case assign
    case recordFindings
    case proposePlan
    case customerAccepts
    case customerRejects
    case startExecution
    case completeExecution
    case verify
    case redo
    case recordVisit
    case close
    case closeUnconfirmed
    case archive
    case reopen
    case explain
    case turnToSuggestion
    case rateInvalid
    case rateNonResponsible
    case acceptEscalation
    case sendBack
    case escalate
    case withdrawEscalation
    case openExchange
    case replyExchange
    case closeExchange
    case contactCustomer
    case note
    case regrade
    case intervene
    case handBack
    case enterLitigation
    case recordOutcome
    /// The project went to another company; done by the move, never from a form.
    case followProject
    /// The vendor was followed by another, or by the developer itself; done by the hand-over, never from a form.
    case changeVendor

    /// What people do; the others are done to a matter by a change of the organisation around it.
    package static let fromForms: [ComplaintAction] = allCases.filter { $0 != .followProject && $0 != .changeVendor }
}
