package import Domain
internal import Postgres

extension WriteTransaction {
    /// Moves a round through the table of transitions.
    /// - Parameter lock: of the round the page was made from.
    /// - Throws: `RoundRefusal`; `stale`; `notFound`.
    package func move(_ round: RoundID, _ command: RoundCommand, lock: Int) async throws {
        try await enter()
        guard try await fetchFirst(RoundRow.lock(round, tenant: tenant)) != nil else { throw StoreError.notFound }
        let file = try await self.round(round)
        guard lock == file.round.lock else { throw stale(file.round) }
        let row = try RoundTransitions.apply(command, to: file.facts, of: file.round.unit, by: try actor, today: try today)
        let post = try actor.posts.first { $0.covers(file.round.unit) }?.title ?? ""
        let touched = try await change([
            RoundStatements.step(file.round, row, command, by: try actor, now: now),
            RoundStatements.note(file.round, row, command, by: try actor.name, post: post, now: now),
        ])
        guard touched[0] == 1 else { throw stale(file.round) }
        audit(.roundStep, .round(round, label: file.round.name), at: file.round.unit, ["action": row.action.code, "to": row.to.code])
        switch row.action {
        case .start: try await start(file.round)
        case .extend, .reopen:
            if let day = command.assessUntil { try await change([RoundStatements.deadline(file.round, day)]) }
            try await tend(round)
        case .score: try await compute(round)
        case .confirm: try await confirm(file)
        case .rectify, .verify, .close, .cancel: break
        }
    }

    private func stale(_ round: RoundRow) -> StoreError {
        .stale(Staleness(version: round.lock, state: round.state.code, changes: []))
    }

    /// Fixes what is judged: the newest published core, and the company's own additions behind it.
    private func start(_ round: RoundRow) async throws {
        guard let version = round.templatePublished else { throw RoundRefusal.guarded(.publishedTemplate) }
        var addition: TemplateVersionID?
        if round.unit.kind == .company {
            addition = try await fetchFirst(TemplateRow.addition(to: round.template, of: round.unit.id, tenant: tenant))?.published
        }
        try await change([
            RoundStatements.fix(round, version, addition: addition), RoundStatements.numberCards(round, version),
            RoundStatements.deadline(round, round.assessUntil),
        ])
        try await tend(round.id)
    }
}

/// What a round under way needs by itself: reminders to assessors, on working days at nine in the group's time.
package enum TendRound {
    package static let kind = "tendRound"

    struct Payload: Codable {
        let round: Int64
    }

    /// Days before the last day on which whoever has not handed in is reminded, and every day of the last two.
    static let remindBefore = [7, 3, 1, 0]

    /// - Throws: `unreadable` for a payload this release does not know.
    package static func run(_ tx: WriteTransaction, _ job: Job) async throws {
        guard let payload = try? EventDetail.decode(Payload.self, from: job.payload) else { throw StoreError.unreadable("job.payload") }
        let id = RoundID(payload.round)
        let offset = try await tx.groupOffset()
        let today = Day(tx.now, offsetMinutes: offset)
        guard let round = try await tx.fetchFirst(RoundRow.one(id, tenant: tx.tenant)), round.state == .inProgress,
            today <= round.assessUntil
        else { return }
        if remindBefore.contains(round.assessUntil.daysSince1970 - today.daysSince1970) {
            try await tx.change([AssessmentStatements.remindAssessors(id, tenant: tx.tenant, now: tx.now)])
        }
        try await tx.tend(id, offsetMinutes: offset)
    }
}

extension WriteTransaction {
    func tend(_ round: RoundID) async throws { try await tend(round, offsetMinutes: try offsetMinutes) }

    func tend(_ round: RoundID, offsetMinutes: Int) async throws {
        let next = ReminderHours.next(after: now, offsetMinutes: offsetMinutes)
        try await enqueue(
            TendRound.kind, payload: try EventDetail.encode(TendRound.Payload(round: round.rawValue)), at: next,
            uniqueKey: "tendRound-\(round)-\(Day(next, offsetMinutes: offsetMinutes))")
    }
}
