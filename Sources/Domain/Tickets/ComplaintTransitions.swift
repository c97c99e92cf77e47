/// The one table of a complaint's life: pages ask it for buttons, `ComplaintMachine.apply` for effects, the docs for the diagram.
package enum ComplaintTransitions {
    package static let all: [Transition] = steps.flatMap(\.transitions)

    package static func rows(from state: ComplaintState, action: ComplaintAction) -> [Transition] {
        index[Key(state: state, action: action)] ?? []
    }

    private struct Key: Hashable {
        let state: ComplaintState
        let action: ComplaintAction
    }

    private static let index = Dictionary(grouping: all) { Key(state: $0.from, action: $0.action) }

    private static let steps = intake + handling + answers + execution + visits + ending + levels + group + besides

    /// Being worked on, before any plan.
    private static let working: [ComplaintState] = [.classified, .assigned, .investigating]
    private static let answered: [ComplaintState] = [.suggestion, .explained, .invalid, .nonResponsible]

    private static let intake: [Step] = [
        Step(
            action: .record, from: [.received], to: .recorded, who: .firstUnit, permission: .ticketRecord, baton: .toFirstRung,
            clocks: [.start(.accept), .start(.resolve)], notices: [NoticeRule(.cameToMe, to: .holderUnit)],
            rules: ["COMPLAINT-R9", "ROUTE-R1", "ORG-R8"]
        ),
        Step(
            action: .accept, from: [.recorded], to: .classified, who: .holderUnit, permission: .ticketAccept, baton: .taken,
            clocks: [.meet(.accept), .retarget, .start(.plan)], rules: ["ORG-R8", "COMPLAINT-R3"]
        ),
    ]

    private static let handling: [Step] = [
        Step(
            action: .assign, from: working + [.explained], to: .assigned, who: .holderUnit, permission: .ticketAssign,
            guards: [.assigneeIsColleague], baton: .toAssignee, clocks: [.ensure(.plan)], notices: [NoticeRule(.assigned, to: .handler)],
            rules: ["COMPLAINT-R4", "COMPLAINT-R10"]
        ),
        Step(
            action: .assign, from: [.executing], to: nil, who: .executingUnit, permission: .ticketAssign, guards: [.assigneeIsColleague],
            baton: .toAssignee, notices: [NoticeRule(.assigned, to: .handler)], rules: ["COMPLAINT-R10"]
        ),
        Step(
            action: .recordFindings, from: working, to: .investigating, who: .holderUnitOrHandler, permission: .ticketHandle,
            rules: ["COMPLAINT-R10"]
        ),
        Step(
            action: .proposePlan, from: working + [.planRejected], to: .planProposed, who: .ownerUnit, permission: .ticketHandle,
            guards: [.withinCompensationLimit], clocks: [.meet(.plan)],
            rules: ["COMPLAINT-R5", "COMPLAINT-N8", "COMPLAINT-N9", "COMPLAINT-N10"]
        ),
        Step(
            action: .customerAccepts, from: [.planProposed], to: .planAccepted, who: .ownerUnit, permission: .ticketHandle,
            notices: [NoticeRule(.planAnswered, to: .planProposer)], rules: ["COMPLAINT-R5", "COMPLAINT-R13"]
        ),
        Step(
            action: .customerRejects, from: [.planProposed], to: .planRejected, who: .ownerUnit, permission: .ticketHandle,
            clocks: [.start(.plan)], notices: [NoticeRule(.planAnswered, to: .planProposer)], rules: ["ROUTE-R13"]
        ),
    ]

    private static let answers: [Step] = [
        Step(
            action: .explain, from: working, to: .explained, who: .ownerUnit, permission: .ticketHandle, clocks: [.meet(.plan)],
            rules: ["COMPLAINT-R3"]
        ),
        Step(
            action: .turnToSuggestion, from: working, to: .suggestion, who: .ownerUnit, permission: .ticketHandle, clocks: [.meet(.plan)],
            rules: ["COMPLAINT-R3"]
        ),
        Step(
            action: .rateInvalid, from: working, to: .invalid, who: .ownerUnitOrAbove, permission: .ticketRate,
            guards: [.levelCentreOrAbove], clocks: [.meet(.plan)], rules: ["COMPLAINT-R15"]
        ),
        Step(
            action: .rateNonResponsible, from: working, to: .nonResponsible, who: .ownerUnitOrAbove, permission: .ticketRate,
            clocks: [.meet(.plan)], rules: ["VAL-004"]
        ),
    ]

    private static let execution: [Step] = [
        Step(
            action: .startExecution, from: [.planAccepted], to: .executing, who: .ownerUnit, permission: .ticketHandle,
            baton: .toExecution, notices: [NoticeRule(.cameToMe, to: .holderUnit)], rules: ["COMPLAINT-R5", "A12"]
        ),
        Step(
            action: .completeExecution, from: [.executing], to: .executed, who: .executingUnit, permission: .ticketExecute,
            baton: .toVerification, notices: [NoticeRule(.cameToMe, to: .ownerUnit)], rules: ["COMPLAINT-R9"]
        ),
        Step(
            action: .verify, from: [.executed], to: .verified, who: .ownerUnit, permission: .ticketVerify,
            guards: [.verifierDidNotExecute], clocks: [.start(.visit)], notices: [NoticeRule(.visitDue, to: .ownerUnit)],
            rules: ["COMPLAINT-R11"]
        ),
        Step(
            action: .redo, from: [.executed], to: .executing, who: .ownerUnit, permission: .ticketVerify, baton: .toExecution,
            notices: [NoticeRule(.sentBack, to: .holderUnit)], returns: true, rules: ["COMPLAINT-R11"]
        ),
    ]

    private static let visits: [Step] = [
        Step(
            action: .recordVisit, from: [.verified], to: .visited, who: .ownerUnit, permission: .ticketVisit, branch: .satisfied,
            guards: [.visitorIsIndependent], clocks: [.meet(.visit)], rules: ["VISIT-R3", "VISIT-R4", "VISIT-R5"]
        ),
        Step(
            action: .recordVisit, from: [.verified], to: .escalated, who: .ownerUnit, permission: .ticketVisit,
            branch: .dissatisfiedBelowGroup, guards: [.visitorIsIndependent], baton: .toNextRung,
            clocks: [.meet(.visit), .start(.accept)],
            notices: [NoticeRule(.cameToMe, to: .holderUnit), NoticeRule(.planAnswered, to: .planProposer)],
            rules: ["VISIT-R7", "ROUTE-N2"]
        ),
        Step(
            action: .recordVisit, from: [.verified], to: .planRejected, who: .ownerUnit, permission: .ticketVisit,
            branch: .dissatisfiedAtGroup, guards: [.visitorIsIndependent], clocks: [.meet(.visit), .start(.plan)],
            notices: [NoticeRule(.planAnswered, to: .planProposer)], returns: true, rules: ["VISIT-R7"]
        ),
        Step(
            action: .recordVisit, from: [.verified], to: nil, who: .ownerUnit, permission: .ticketVisit, branch: .unreachable,
            guards: [.visitorIsIndependent], rules: ["VISIT-R6"]
        ),
    ]

    private static let ending: [Step] = [
        Step(
            action: .close, from: answered + [.visited], to: .closed, who: .ownerUnit, permission: .ticketClose, clocks: [.meet(.resolve)],
            notices: [NoticeRule(.closed, to: .firstReceiver)], rules: ["COMPLAINT-R9", "ROUTE-R16"]
        ),
        Step(
            action: .closeUnconfirmed, from: [.verified], to: .closed, who: .ownerUnit, permission: .ticketClose,
            guards: [.enoughUnreachableDays], clocks: [.cancel(.visit), .meet(.resolve)], rules: ["VISIT-R6"]
        ),
        Step(
            action: .reopen, from: [.closed], to: .classified, who: .ownerUnit, permission: .ticketReopen, baton: .reopened,
            clocks: [.start(.plan), .start(.resolve)],
            notices: [NoticeRule(.reopened, to: .ownerUnit), NoticeRule(.reopened, to: .firstReceiver)], returns: true,
            rules: ["VISIT-R7"]
        ),
        Step(action: .archive, from: [.closed], to: .archived, who: .ownerUnit, permission: .ticketArchive, rules: ["COMPLAINT-R9"]),
    ]

    private static let levels: [Step] = [
        Step(
            action: .escalate, from: working + [.planProposed, .planRejected], to: .escalated, who: .ownerUnit,
            permission: .ticketEscalate, guards: [.belowGroupRung], baton: .toNextRung, clocks: [.start(.accept)],
            notices: [NoticeRule(.cameToMe, to: .holderUnit)], rules: ["ROUTE-R2", "ROUTE-R3", "ROUTE-R4", "ORG-R9", "ROUTE-N2"]
        ),
        Step(
            action: .acceptEscalation, from: [.escalated], to: .investigating, who: .holderUnit, permission: .ticketReceiveEscalation,
            baton: .taken, clocks: [.meet(.accept), .cancel(.plan), .start(.plan)],
            notices: [NoticeRule(.escalationAccepted, to: .escalationProposer)], rules: ["A5", "COMPLAINT-N12"]
        ),
        Step(
            action: .sendBack, from: [.escalated], to: .investigating, who: .holderUnit, permission: .ticketReceiveEscalation,
            guards: [.sendBackLeft], baton: .backToOwner, clocks: [.meet(.accept), .ensure(.plan)],
            notices: [NoticeRule(.sentBack, to: .ownerUnit), NoticeRule(.sentBack, to: .escalationProposer)], returns: true,
            rules: ["A5", "ORG-R9"]
        ),
        Step(
            action: .withdrawEscalation, from: [.escalated], to: .investigating, who: .escalationProposer, permission: .ticketEscalate,
            baton: .backToOwner, clocks: [.cancel(.accept), .ensure(.plan)], rules: ["A5"]
        ),
    ]

    private static let group: [Step] = [
        Step(
            action: .intervene, from: ComplaintState.allCases.filter { $0.isOpen && $0 != .received && $0 != .litigation },
            to: .investigating, who: .groupUnit, permission: .ticketIntervene, guards: [.belowGroupRung, .notWaitingForGroup],
            baton: .toGroup,
            clocks: [.cancel(.accept), .cancel(.plan), .cancel(.visit), .start(.plan)],
            notices: [NoticeRule(.intervened, to: .previousOwnerUnit), NoticeRule(.intervened, to: .firstReceiver)],
            rules: ["ROUTE-R6", "A8", "ORG-P1"]
        ),
        Step(
            action: .handBack, from: [.assigned, .investigating, .planProposed, .planRejected], to: .investigating, who: .ownerUnit,
            permission: .ticketIntervene, guards: [.ownedByIntervention], baton: .toPreviousOwner,
            clocks: [.cancel(.plan), .start(.plan)], notices: [NoticeRule(.handedBack, to: .ownerUnit)], returns: true,
            rules: ["ROUTE-R6", "ORG-P1"]
        ),
        Step(
            action: .enterLitigation, from: [.investigating, .planProposed, .planRejected], to: .litigation, who: .ownerUnit,
            permission: .ticketLitigate, guards: [.atGroupRung], baton: .toCourt, clocks: [.cancel(.plan), .cancel(.resolve)],
            notices: [NoticeRule(.litigation, to: .lowerUnits)], rules: ["ROUTE-R5", "A7"]
        ),
        Step(
            action: .recordOutcome, from: [.litigation], to: .closed, who: .ownerUnit, permission: .ticketLitigate,
            notices: [NoticeRule(.litigation, to: .lowerUnits)], rules: ["ROUTE-R5"]
        ),
    ]

    /// Steps that leave the state alone.
    private static let besides: [Step] = [
        Step(
            action: .openExchange, from: atWork, to: nil, who: .centres, permission: .ticketExchange,
            notices: [NoticeRule(.exchangeOpened, to: .exchangePartner)], rules: ["ROUTE-R7", "A2"]
        ),
        Step(
            action: .replyExchange, from: atWork, to: nil, who: .centres, permission: .ticketExchange, guards: [.exchangeIsOpen],
            notices: [NoticeRule(.exchangeReplied, to: .exchangePartner)], rules: ["ROUTE-R7", "A2"]
        ),
        Step(
            action: .closeExchange, from: atWork, to: nil, who: .centres, permission: .ticketExchange, guards: [.exchangeIsOpen],
            rules: ["ROUTE-R7"]
        ),
        Step(
            action: .contactCustomer, from: atWork, to: nil, who: .involvedUnits, permission: .ticketHandle,
            rules: ["COMPLAINT-R5", "COMPLAINT-R12"]
        ),
        Step(action: .note, from: atWork + [.closed], to: nil, who: .involvedUnits, permission: .ticketHandle, rules: ["COMPLAINT-R23"]),
        Step(
            action: .regrade, from: atWork.filter { !$0.isAwaitingAcceptance }, to: nil, who: .ownerUnit, permission: .ticketRegrade,
            clocks: [.retarget], rules: ["COMPLAINT-N5", "COMPLAINT-N6", "COMPLAINT-N7"]
        ),
    ]

    private static let atWork = ComplaintState.allCases.filter { $0.isOpen && $0 != .received }
}
