package import Domain
package import Postgres

/// A selection with everything its page shows.
package struct SelectionFile: Sendable {
    package let row: SelectionRow
    package let candidates: [CandidateRow]
    package let criteria: [CriterionRow]
    package let members: [MemberRow]
    /// Of this round; empty before they were opened.
    package let marks: [MarkRow]
    package let remarks: [RemarkRow]
    package let reviews: [ReviewRow]
    package let steps: [SelectionStepRow]
    /// The chosen vendor's engagements for the project.
    package let engagements: [EngagementCard]
    package let contracts: [ContractRow]
    /// Confirmed cards of the candidates, newest first, as far as the person sees them: at most three a vendor.
    package let cards: [CardRow]
    package let facts: SelectionFacts

    /// Still in.
    package var running: [CandidateRow] { candidates.filter { $0.droppedAt == nil } }
    package var chosen: CandidateRow? { candidates.first { $0.id == row.candidate } }
    package var rules: [Criterion] { criteria.map(\.criterion) }

    /// What the committee gave, in order; empty while it is sealed.
    package var results: [CandidateResult] {
        row.openedAt == nil ? [] : SelectionTally.results(opened, candidates: running.map(\.id), criteria: rules)
    }

    private var opened: [OpenedMark] { Self.opened(marks, rules) }

    static func opened(_ marks: [MarkRow], _ rules: [Criterion]) -> [OpenedMark] {
        let knockOuts = Set(rules.filter(\.knocksOut).map(\.id))
        return marks.map { mark in
            let value: Mark = knockOuts.contains(mark.place.criterion) ? .passes(mark.points == 1) : .points(mark.points)
            return OpenedMark(member: mark.member, place: mark.place, mark: value)
        }
    }

    /// The member that is the person.
    package func member(_ person: PersonID) -> MemberRow? { members.first { $0.member.person == person } }
}

extension Transaction {
    /// Selections of the viewpoint, newest first.
    /// - Throws: `notFound` from a vendor's viewpoint (VENDOR-P2).
    package func selections(before: SelectionID? = nil) async throws -> [SelectionRow] {
        guard let viewpoint, viewpoint.vendor == nil else { throw StoreError.notFound }
        return try await fetch(SelectionRow.page(at: viewpoint, before: before))
    }

    /// - Throws: `notFound` also from a viewpoint that has nothing to do with it, and from any vendor's (VENDOR-P2).
    package func selection(_ id: SelectionID) async throws -> SelectionFile {
        guard let viewpoint, viewpoint.vendor == nil, let row = try await fetchFirst(SelectionRow.one(id, tenant: tenant)),
            viewpoint.covers(row.project) || row.unit.covers(viewpoint)
        else { throw StoreError.notFound }
        let (candidates, criteria, members, marks, remarks, reviews, steps, cards) = try await fetch(
            CandidateRow.of(id, tenant: tenant, today: try today), CriterionRow.of(id, tenant: tenant),
            MemberRow.of(id, round: row.round, tenant: tenant), MarkRow.of(id, round: row.round, tenant: tenant),
            RemarkRow.of(id, round: row.round, tenant: tenant), ReviewRow.of(id, round: row.round, tenant: tenant),
            SelectionStepRow.of(id, tenant: tenant), CardRow.past(ofCandidates: id, each: 3, tenant: tenant))
        let chosen = candidates.first { $0.id == row.candidate }?.vendor
        let engagements = try await engagements(of: chosen, at: row.project)
        let linked = engagements.first { $0.id == row.engagement } ?? engagements.first
        let contracts = linked == nil ? [] : try await fetch(ContractRow.of(linked?.id ?? EngagementID(0), tenant: tenant))
        let found = SelectionFacts(
            row, candidates, criteria.map(\.criterion), members, marks, reviews, engagement: linked, contracts: contracts)
        return SelectionFile(
            row: row, candidates: candidates, criteria: criteria, members: members, marks: marks, remarks: remarks, reviews: reviews,
            steps: steps, engagements: engagements, contracts: contracts, cards: cards, facts: found)
    }

    private func engagements(of vendor: UnitID?, at project: UnitRef) async throws -> [EngagementCard] {
        guard let vendor else { return [] }
        return try await fetch(EngagementCard.of(project)).filter { $0.vendor == vendor }
    }

    /// Who may sit in the committee of a selection for the project.
    package func assessors(for project: UnitRef) async throws -> [AssessorChoice] {
        try await fetch(AssessorChoice.of(project.id, tenant: tenant, today: try today))
    }
}

extension SelectionFacts {
    init(
        _ row: SelectionRow, _ candidates: [CandidateRow], _ criteria: [Criterion], _ members: [MemberRow], _ marks: [MarkRow],
        _ reviews: [ReviewRow], engagement: EngagementCard?, contracts: [ContractRow]
    ) {
        self.init(state: row.state)
        let running = candidates.filter { $0.droppedAt == nil }
        isPositioned = !row.positioning.isEmpty && !row.method.isEmpty
        self.candidates = running.count
        uninvestigated = running.count { $0.investigatedAt == nil }
        criteriaFaults = CriteriaFault.of(criteria)
        committeeFaults = Committee.faults(members.map(\.member), candidates: running.map(\.id))
        undeclared = members.count { $0.declaredAt == nil }
        awaited = members.count { $0.member.role.scores && $0.submittedAt == nil }
        isOpened = row.openedAt != nil
        if isOpened {
            let results = SelectionTally.results(
                SelectionFile.opened(marks, criteria), candidates: running.map(\.id), criteria: criteria)
            eligible = Set(results.filter(\.isEligible).map(\.candidate))
        }
        reviewsLeft = ContractReviewStep.allCases.count - Set(reviews.map(\.step)).count
        hasEngagement = engagement != nil
        hasContract = contracts.contains { $0.terms.kind == .commission || $0.terms.kind == .agreement }
        early = contracts.compactMap(\.terms.days.early).min()
        takenOver = contracts.compactMap(\.terms.days.takenOver).min()
        (serviceFrom, serviceTo) = (engagement?.from, engagement?.to)
    }
}
