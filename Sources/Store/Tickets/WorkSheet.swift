import Domain

/// What of a ticket belongs to the work itself (ACCESS-P9). Who sees only what is in the own hands learns what to do and for whom, not
/// what the house discussed around it: no compensation, no letters between the centres, no reasons of the ladder, no visits.
extension TicketFile {
    func reduced(to sight: TicketSight) -> TicketFile {
        guard sight.ownOnly != nil else { return self }
        var file = self
        file.ticket.keepWork()
        file.events = events.map { $0.reducedToWork }
        file.isReduced = true
        return file
    }
}

extension TicketCase {
    fileprivate mutating func keepWork() {
        record.compensationAsked = nil
        record.litigation = nil
        plans = plans.map { plan in
            var plan = plan
            plan.compensation = .zero
            return plan
        }
        (escalations, interventions, exchanges, visits) = ([], [], [], [])
    }
}

extension EventRow {
    /// Who had it when stays; what was said stays where it is about the work.
    fileprivate var reducedToWork: EventRow {
        var line = self
        line.detail = [:]
        if !Self.work.contains(action) { line.text = "" }
        return line
    }

    private static let work: Set<ComplaintAction> = [
        .record, .accept, .assign, .recordFindings, .proposePlan, .customerAccepts, .customerRejects, .startExecution, .completeExecution,
        .verify, .redo, .contactCustomer,
    ]
}
