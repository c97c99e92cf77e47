package import Domain
package import Postgres

/// What a round under way needs by itself: reminders to assessors, on working days from nine in the group's time.
package enum TendRound {
    package static let kind = "tendRound"

    struct Payload: Codable {
        let round: Int64
        /// The day of the look before, in days since 1970.
        let since: Int
    }

    /// - Throws: `unreadable` for a payload this release does not know.
    package static func run(_ tx: WriteTransaction, _ job: Job) async throws {
        guard let payload = try? EventDetail.decode(Payload.self, from: job.payload) else { throw StoreError.unreadable("job.payload") }
        let id = RoundID(payload.round)
        let offset = try await tx.groupOffset()
        let (today, since) = (Day(tx.now, offsetMinutes: offset), Day(daysSince1970: payload.since))
        guard let round = try await tx.fetchFirst(RoundRow.one(id, tenant: tx.tenant)), round.state == .inProgress,
            today <= round.assessUntil
        else { return }
        // A worker that comes late reminds nobody in the evening.
        guard ReminderHours.allow(tx.now, offsetMinutes: offset) else { return try await tx.tend(id, since: since, offsetMinutes: offset) }
        let next = Day(ReminderHours.next(after: tx.now, offsetMinutes: offset), offsetMinutes: offset)
        if AssessmentReminders.isDue(until: round.assessUntil, since: since, today: today, next: next) {
            try await tx.change([AssessmentStatements.remindAssessors(id, tenant: tx.tenant, now: tx.now)])
            try await tx.tell(.scoreReminder, about: id.rawValue, round.name, who: .assess, cause: today.isoText)
        }
        try await tx.tend(id, since: today, offsetMinutes: offset)
    }
}

extension WriteTransaction {
    /// Queues the first look at a round; one that waits already stays, so that nothing it has to look back to is forgotten.
    func tend(_ round: RoundID) async throws { try await tend(round, since: try today, offsetMinutes: try offsetMinutes) }

    func tend(_ round: RoundID, since day: Day, offsetMinutes: Int) async throws {
        let next = ReminderHours.next(after: now, offsetMinutes: offsetMinutes)
        try await enqueue(
            TendRound.kind, payload: try EventDetail.encode(TendRound.Payload(round: round.rawValue, since: day.daysSince1970)), at: next,
            uniqueKey: "tendRound-\(round)-\(Day(next, offsetMinutes: offsetMinutes))")
    }
}
