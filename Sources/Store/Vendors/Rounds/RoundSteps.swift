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
        try await tell(.scoreForms, about: round.id.rawValue, round.name, who: .assess, cause: "start")
    }
}
