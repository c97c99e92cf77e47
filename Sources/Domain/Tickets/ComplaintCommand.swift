package enum LitigationParty: String, CaseCode {
    case customer, company
}

package enum LitigationOutcome: String, CaseCode {
    /// 判决
    case judgment
    /// 和解
    case settlement
    /// 撤诉
    case withdrawn
}

/// An action with everything it needs. Texts are already validated (`ComplaintForm`).
package enum ComplaintCommand: Hashable, Sendable {
    case record
    case accept(severity: Severity)
    case assign(to: PersonID, note: String)
    case recordFindings(String)
    case proposePlan(String, compensation: Fen)
    case customerAccepts(note: String)
    case customerRejects(reason: String)
    case startExecution(note: String)
    case completeExecution(result: String)
    case verify(result: String)
    case redo(reason: String)
    case recordVisit(VisitRecord)
    case close(reason: String)
    case closeUnconfirmed(reason: String)
    case archive(note: String)
    case reopen(reason: String)
    case explain(String)
    case turnToSuggestion(String)
    case rateInvalid(reason: String)
    case rateNonResponsible(reason: String)
    case acceptEscalation(note: String)
    case sendBack(reason: String)
    case escalate(reason: String, tried: String)
    case withdrawEscalation(reason: String)
    case openExchange(topic: String, text: String)
    case replyExchange(ExchangeID, text: String)
    case closeExchange(ExchangeID, note: String)
    case contactCustomer(String)
    case note(String)
    case regrade(Severity, Sensitivity, reason: String)
    case intervene(reason: String)
    case handBack(instruction: String)
    case enterLitigation(court: String, caseNumber: String, by: LitigationParty)
    case recordOutcome(LitigationOutcome, text: String)

    package var action: ComplaintAction {
        switch self {
        case .record: .record
        case .accept: .accept
        case .assign: .assign
        case .recordFindings: .recordFindings
        case .proposePlan: .proposePlan
        case .customerAccepts: .customerAccepts
        case .customerRejects: .customerRejects
        case .startExecution: .startExecution
        case .completeExecution: .completeExecution
        case .verify: .verify
        case .redo: .redo
        case .recordVisit: .recordVisit
        case .close: .close
        case .closeUnconfirmed: .closeUnconfirmed
        case .archive: .archive
        case .reopen: .reopen
        case .explain: .explain
        case .turnToSuggestion: .turnToSuggestion
        case .rateInvalid: .rateInvalid
        case .rateNonResponsible: .rateNonResponsible
        case .acceptEscalation: .acceptEscalation
        case .sendBack: .sendBack
        case .escalate: .escalate
        case .withdrawEscalation: .withdrawEscalation
        case .openExchange: .openExchange
        case .replyExchange: .replyExchange
        case .closeExchange: .closeExchange
        case .contactCustomer: .contactCustomer
        case .note: .note
        case .regrade: .regrade
        case .intervene: .intervene
        case .handBack: .handBack
        case .enterLitigation: .enterLitigation
        case .recordOutcome: .recordOutcome
        }
    }

    /// The words that go into the timeline.
    package var text: String {
        switch self {
        case .record, .accept: ""
        case .assign(_, let text), .recordFindings(let text), .proposePlan(let text, _), .customerAccepts(let text),
            .customerRejects(let text), .startExecution(let text), .completeExecution(let text), .verify(let text), .redo(let text),
            .close(let text), .closeUnconfirmed(let text), .archive(let text), .reopen(let text), .explain(let text),
            .turnToSuggestion(let text), .rateInvalid(let text), .rateNonResponsible(let text), .acceptEscalation(let text),
            .sendBack(let text), .escalate(let text, _), .withdrawEscalation(let text), .openExchange(_, let text),
            .replyExchange(_, let text), .closeExchange(_, let text), .contactCustomer(let text), .note(let text),
            .regrade(_, _, let text), .intervene(let text), .handBack(let text), .recordOutcome(_, let text):
            text
        case .recordVisit(let visit): visit.comment
        case .enterLitigation(let court, let number, _): "\(court) \(number)"
        }
    }

    /// What else the timeline keeps, by name; values are codes and plain numbers.
    package var detail: [String: String] {
        switch self {
        case .accept(let severity): ["severity": severity.code]
        case .proposePlan(_, let compensation): ["compensation": String(compensation.amount)]
        case .escalate(_, let tried): ["tried": tried]
        case .openExchange(let topic, _): ["topic": topic]
        case .replyExchange(let id, _), .closeExchange(let id, _): ["exchange": id.description]
        case .regrade(let severity, let flags, _):
            [
                "severity": severity.code, "media": String(flags.contains(.media)), "litigation": String(flags.contains(.litigation)),
                "collective": String(flags.contains(.collective)),
            ]
        case .recordVisit(let visit): visit.detail
        case .enterLitigation(let court, let number, let party): ["court": court, "caseNumber": number, "by": party.code]
        case .recordOutcome(let outcome, _): ["outcome": outcome.code]
        default: [:]
        }
    }
}

extension VisitRecord {
    fileprivate var detail: [String: String] {
        var detail = ["method": method.code, "outcome": outcome.code, "signed": String(signed)]
        if let scores {
            detail["attitude"] = String(scores.attitude)
            detail["quality"] = String(scores.quality)
            detail["efficiency"] = String(scores.efficiency)
            detail["overall"] = String(scores.overall)
        }
        return detail
    }
}
