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
}
