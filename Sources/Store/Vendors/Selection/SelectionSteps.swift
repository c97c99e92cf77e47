package import Domain
internal import Postgres
internal import Secrets

extension WriteTransaction {
    /// Moves a selection through the table of transitions.
    /// - Parameters:
    ///   - lock: of the selection the page was made from.
    ///   - engagement: for signing: the chosen vendor's engagement for the project.
    /// - Throws: `SelectionRefusal`; `stale`; `notFound`; `unreadable` when sealed marks do not open.
    package func move(_ id: SelectionID, _ command: SelectionCommand, lock: Int) async throws {
        try await enter()
        guard try await fetchFirst(SelectionRow.lock(id, tenant: tenant)) != nil else { throw StoreError.notFound }
        let file = try await selection(id)
        let row = file.row
        guard row.lock == lock else { throw StoreError.stale(Staleness(version: row.lock, state: row.state.code, changes: [])) }
        let step = try SelectionTransitions.apply(command, to: file.facts, of: row.unit, by: try actor, today: try today)
        if step.action == .open { try await openBallots(file) }
        let post = try actor.posts.first { $0.covers(row.unit) }?.title ?? ""
        let digest = step.action == .sign ? SelectionDossier(file, signedBy: try actor.name, at: now).digest : nil
        let linked = step.action == .sign ? file.engagements.first?.id : nil
        let touched = try await change([
            SelectionStatements.step(row, step, command, engagement: linked, digest: digest, by: try actor.name, tenant: tenant, now: now),
            SelectionStatements.note(row, step, command, by: try actor.name, post: post, tenant: tenant, now: now),
        ])
        guard touched[0] == 1 else { throw StoreError.stale(Staleness(version: lock + 1, state: row.state.code, changes: [])) }
        audit(.selectionStep, .selection(id, label: row.title), at: row.project, ["action": step.action.code, "to": step.to.code])
        if let digest { audit(.dossierSealed, .selection(id, label: row.title), at: row.project, ["sha256": digest.hexText]) }
    }

    /// Hands in the own marks, sealed; once more until they are opened, the last counts.
    /// - Throws: `BallotRefusal`; `invalid` with the field of each mark that is missing or wrong.
    package func handIn(_ fields: [String: String], _ permit: Permit<SitInCommittee, SelectionFile>) async throws {
        let (file, row) = (permit.thing, permit.thing.row)
        guard let own = file.member(try actor.person), own.member.role.scores else { throw BallotRefusal.notAScorer }
        if row.state.isPlan { throw BallotRefusal.notYet }
        guard row.state == .evaluation, row.openedAt == nil else { throw BallotRefusal.tooLate }
        let ballot = try Ballot.read(fields, by: own.member, candidates: file.running.map(\.id), criteria: file.rules).orInvalid()
        let ids = try await fetch(SelectionStatements.ballot(of: own.member.id, round: row.round, tenant: tenant))
        let known = ids.first?.value
        let next = known == nil ? try await fetchFirst(SelectionStatements.nextBallot)?.value : known
        guard let id = next else { throw StoreError.closed }
        let sealed = sealer.seal(Array(ballot.text.utf8), in: SelectionStatements.slot(id, tenant: tenant))
        let touched = try await change([
            known == nil
                ? SelectionStatements.handIn(id, sealed, by: own.member.id, in: row, tenant: tenant, now: now)
                : SelectionStatements.handInAgain(id, sealed, tenant: tenant, now: now)
        ])
        guard touched == [1] else { throw StoreError.closed }
        audit(.ballotSealed, .selection(row.id, label: row.title), at: row.project, ["member": own.member.id.description])
    }

    /// All of them or none: the function of the database hands nothing out before everybody has handed in.
    private func openBallots(_ file: SelectionFile) async throws {
        let row = file.row
        let sealed = try await fetch(SealedBallotRow.of(row.id, tenant: tenant))
        guard !sealed.isEmpty else { throw SelectionRefusal.guarded(.allSubmitted) }
        var statements: [SQL] = []
        for ballot in sealed {
            let plain: [UInt8]
            do {
                plain = try sealer.open(ballot.sealed, in: SelectionStatements.slot(ballot.id, tenant: tenant))
            } catch {
                throw StoreError.unreadable("selection_ballot.sealed")
            }
            let opened = try Ballot.parse(String(decoding: plain, as: UTF8.self))
            statements.append(SelectionStatements.marks(opened, of: ballot.id, in: row, tenant: tenant))
            if !opened.note.isEmpty { statements.append(SelectionStatements.remark(opened.note, of: ballot.id, in: row, tenant: tenant)) }
        }
        statements.append(SelectionStatements.opened(row, by: try actor.name, tenant: tenant, now: now))
        try await change(statements)
        audit(.ballotsOpened, .selection(row.id, label: row.title), at: row.project, ["ballots": String(sealed.count)])
    }

    /// One step of reviewing the contract (VENDOR-R2); each once a round, by people who may decide.
    /// - Throws: `invalid` with fields `step` (`taken` when it is through), `note`; `SelectionRefusal.notFrom`; `refused`.
    package func review(_ id: SelectionID, _ fields: [String: String]) async throws {
        try await enter()
        guard try await fetchFirst(SelectionRow.lock(id, tenant: tenant)) != nil else { throw StoreError.notFound }
        let file = try await selection(id)
        let row = file.row
        guard try actor.covers(row.unit, with: .selectionDecide) else { throw StoreError.refused(.selectionDecide) }
        guard row.state == .contractReview else { throw SelectionRefusal.notFrom(row.state) }
        var form = FormReader(fields)
        let step: ContractReviewStep? = form.choice("step")
        let note = form.lines("note", max: 1_000)
        if note.isEmpty, form.errors["note"] == nil { form.add("note", .required) }
        if let step, file.reviews.contains(where: { $0.step == step }) { form.add("step", .taken) }
        guard let step = try form.result(step).orInvalid() else { return }
        try await moved(row, [SelectionStatements.review(step, note, in: row, by: try actor, tenant: tenant, now: now)])
        audit(.contractReviewed, .selection(id, label: row.title), at: row.project, ["step": step.code])
    }
}

/// Marks as they are sealed.
struct SealedBallotRow: RowDecodable {
    let id: BallotID
    let member: MemberID
    let sealed: [UInt8]

    init(row: inout RowCursor) throws {
        id = try row.next()
        member = try row.next()
        sealed = try row.next()
    }

    static func of(_ selection: SelectionID, tenant: TenantID) -> Query<SealedBallotRow> {
        Query("SELECT ballot_id, member_id, sealed FROM app.sealed_ballots(\(tenant), \(selection))")
    }
}

extension [UInt8] {
    /// Two lower-case digits a byte, as `sha256sum` prints them.
    package var hexText: String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
