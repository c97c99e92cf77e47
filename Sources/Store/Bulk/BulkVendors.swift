package import Domain
package import Postgres
package import Secrets

/// Vendors of a demo tenant, written on a connection of `shouwen_owner` with the statements the product itself writes with.
package struct BulkVendors: Sendable {
    private let connection: AdminConnection
    private let tenant: TenantID
    private let sealer: Sealer

    package init(_ connection: AdminConnection, tenant: TenantID, keys: KeyRing) {
        self.connection = connection
        self.tenant = tenant
        sealer = Sealer(keys)
    }

    package func hasAny() async throws -> Bool {
        try await connection.query("SELECT EXISTS (SELECT FROM vendor_file WHERE tenant_id = \(tenant))")[0].get(0)
    }

    package func begin() async throws { try await connection.execute(script: "BEGIN") }
    package func commit() async throws { try await connection.execute(script: "COMMIT") }

    package func file(
        _ vendor: UnitID, _ file: [String: String], qualifications: [[String: String]], contact: [String: String], by name: String,
        at now: Instant,
        today: Day
    ) async throws {
        let read = try NewVendorFile.read(file, today: today).orInvalid()
        try await connection.query(VendorStatements.file(read, of: vendor, version: 1, by: name, tenant: tenant, now: now))
        for fields in qualifications {
            let new = try NewQualification.read(fields, today: today).orInvalid()
            try await connection.query(VendorStatements.add(new, to: vendor, by: name, tenant: tenant, now: now))
        }
        let person = try NewVendorContact.read(contact).orInvalid()
        try await connection.query(VendorStatements.add(person, to: vendor, by: name, tenant: tenant, now: now))
    }

    /// A contract of every engagement of the site, and what it says about a card that fails (COMPENSATE-R3), kept by the unit.
    package func contract(
        at site: UnitRef, _ fields: [String: String], clause: [String: String], of unit: UnitRef, by name: String, at now: Instant,
        today: Day
    ) async throws {
        let terms = try ContractTerms.read(fields, today: today).orInvalid()
        for card in try await engagements(of: site) {
            let id: ContractID = try await connection.query(ContractStatements.next.sql)[0].get(0)
            try await connection.query(ContractStatements.enter(terms, id, of: card, by: name, tenant: tenant, now: now))
            let new = try NewPenaltyClause.read(clause.merging(["contract": id.description]) { $1 }).orInvalid()
            try await connection.query(CompensationStatements.set(new, at: unit, by: name, now: now))
        }
    }

    /// The change-over that ended the site's engagement: done, and signed by both sides (ORG-R13).
    package func handover(
        of site: UnitRef, to follower: UnitRef, tickets: Int, items: String, giver: String, taker: String, by actor: Actor, at now: Instant
    ) async throws {
        for card in try await engagements(of: site) {
            guard let last = card.to else { continue }
            let readers = [card.project.id, card.project.company, card.vendor, site.id, follower.vendor, follower.id].compactMap(\.self)
            let id: HandoverID = try await connection.query(
                HandoverStatements.plan(card.id, on: last.adding(days: 1), readers: readers, by: actor, tenant: tenant, now: now).sql)[0]
                .get(0)
            try await connection.query(
                HandoverStatements.done(id, tickets: tickets, to: follower.id, readers: readers, tenant: tenant, now: now))
            let record = HandoverRecord(items: items, giver: giver, taker: taker)
            try await connection.query(HandoverStatements.record(record, of: id, byName: actor.name, tenant: tenant, now: now))
        }
    }

    /// A penalty clause and a loss standard of a unit, and a warning that has run out.
    package func terms(
        at unit: UnitRef, clause: [String: String], standard: [String: String], warning: [String: String], responsible: String,
        project: UnitRef,
        by name: String, at now: Instant
    ) async throws {
        try await connection.query(
            CompensationStatements.set(try NewPenaltyClause.read(clause).orInvalid(), at: unit, by: name, now: now))
        try await connection.query(
            CompensationStatements.set(try NewLossStandard.read(standard).orInvalid(), at: unit, by: name, now: now))
        let id: ForcedRepairID = try await connection.query(CompensationStatements.next.sql)[0].get(0)
        let new = try NewForcedRepair.read(warning, today: Day(now, offsetMinutes: 0)).orInvalid()
        try await connection.query(
            CompensationStatements.warn(new, id, unit: unit, project: project, responsible: responsible, ticket: nil, by: name, now: now))
    }

    private func engagements(of site: UnitRef) async throws -> [EngagementCard] {
        try await connection.query(EngagementCard.of(site).sql).decode(EngagementCard.self)
    }

    /// A selection as far as the decision.
    package struct Story: Sendable {
        package let project: UnitRef
        package let unit: UnitRef
        package let plan: [String: String]
        /// Of the register, or a name, each with what was found.
        package let candidates: [(fields: [String: String], found: String)]
        package let criteria: [[String: String]]
        /// The chair first; each with points for the candidates in order.
        package let committee: [(actor: Actor, post: String, points: [Int])]
        package let reasons: String
        package let minority: String

        package init(
            project: UnitRef, unit: UnitRef, plan: [String: String], candidates: [(fields: [String: String], found: String)],
            criteria: [[String: String]], committee: [(actor: Actor, post: String, points: [Int])], reasons: String, minority: String
        ) {
            self.project = project
            self.unit = unit
            self.plan = plan
            self.candidates = candidates
            self.criteria = criteria
            self.committee = committee
            self.reasons = reasons
            self.minority = minority
        }
    }

    /// - Parameter start: a step a day from here on.
    package func tell(_ story: Story, from start: Instant) async throws {
        guard let company = story.project.company, let chair = story.committee.first?.actor else { return }
        let id: SelectionID = try await connection.query(SelectionStatements.next.sql)[0].get(0)
        let plan = try SelectionPlan.read(story.plan).orInvalid()
        try await connection.query(
            SelectionStatements.begin(id, plan, unit: story.unit, project: story.project.id, company: company, by: chair, now: start))
        let row = try await selection(id)
        for (fields, found) in story.candidates {
            let new = try NewCandidate.read(fields).orInvalid()
            let name = fields["legalName"] ?? new.name
            try await connection.query(
                SelectionStatements.add(new, name: name, override: "", to: row, by: chair.name, tenant: tenant, now: start))
            let candidate: CandidateID = try await connection.query("SELECT max(id) FROM selection_candidate WHERE tenant_id = \(tenant)")[
                0
            ].get(0)
            try await connection.query(
                SelectionStatements.investigate(candidate, found, by: chair.name, tenant: tenant, now: start + .days(2)))
        }
        for (index, fields) in story.criteria.enumerated() {
            let new = try NewCriterion.read(fields).orInvalid()
            try await connection.query(SelectionStatements.add(new, position: index + 1, to: row, tenant: tenant))
        }
        try await score(story, row, at: start + .days(12))
        try await move(row, chair: chair, story: story, from: start)
    }

    private func selection(_ id: SelectionID) async throws -> SelectionRow {
        guard let row = try await connection.query(SelectionRow.one(id, tenant: tenant).sql).decodeFirst(SelectionRow.self) else {
            throw StoreError.closed
        }
        return row
    }

    private func score(_ story: Story, _ row: SelectionRow, at moment: Instant) async throws {
        let candidates: [CandidateID] = try await connection.query(
            "SELECT id FROM selection_candidate WHERE tenant_id = \(tenant) AND selection_id = \(row.id) ORDER BY id"
        ).values()
        let rules = try await connection.query(CriterionRow.of(row.id, tenant: tenant).sql).decode(CriterionRow.self).map(\.criterion)
        for (index, seat) in story.committee.enumerated() {
            let role: CommitteeRole = index == 0 ? .chair : .assessor
            let member: MemberID = try await connection.query(
                """
                INSERT INTO selection_member (tenant_id, company_id, project_id, selection_id, person_id, person_name, post_title, role, declared_at,
                    statement)
                VALUES (\(tenant), \(row.project.company), \(row.project.id), \(row.id), \(seat.actor.person), \(seat.actor.name), \(seat.post),
                    \(role), \(moment - .days(3)), '与候选公司无任职、亲属、经济关系') RETURNING id
                """)[0].get(0)
            var marks: [MarkPlace: Mark] = [:]
            for (candidate, points) in zip(candidates, seat.points) {
                for rule in rules {
                    marks[MarkPlace(candidate, rule.id)] = rule.knocksOut ? .passes(true) : .points(min(100, points + rule.weight % 7))
                }
            }
            let ballot = Ballot(marks: marks, note: index == 0 ? "三家均到现场答辩。" : "")
            let id: BallotID = try await connection.query(SelectionStatements.nextBallot.sql)[0].get(0)
            let sealed = sealer.seal(Array(ballot.text.utf8), in: SelectionStatements.slot(id, tenant: tenant))
            try await connection.query(
                SelectionStatements.handIn(id, sealed, by: member, in: row, tenant: tenant, now: moment + .hours(Int64(index))))
            try await connection.query(SelectionStatements.marks(ballot, of: id, in: row, tenant: tenant))
            if !ballot.note.isEmpty {
                try await connection.query(SelectionStatements.remark(ballot.note, of: id, in: row, tenant: tenant))
            }
        }
        try await connection.query(
            SelectionStatements.opened(row, by: story.committee[0].actor.name, tenant: tenant, now: moment + .hours(8)))
    }

    private func move(_ first: SelectionRow, chair: Actor, story: Story, from start: Instant) async throws {
        let moves: [(SelectionAction, Int64)] = [(.investigate, 1), (.invite, 5), (.evaluate, 11), (.open, 12), (.decide, 14)]
        for (action, day) in moves {
            let row = try await selection(first.id)
            guard let step = SelectionTransitions.find(action, from: row.state) else { throw StoreError.closed }
            let candidate: CandidateID? = try await connection.query(
                "SELECT min(id) FROM selection_candidate WHERE tenant_id = \(tenant) AND selection_id = \(row.id)")[0].get(0)
            let command = SelectionCommand(
                action, note: action == .decide ? story.reasons : nil, candidate: action == .decide ? candidate : nil,
                minority: story.minority)
            let at = start + .days(day) + (action == .open ? .hours(8) : .zero)
            try await connection.query(
                SelectionStatements.step(row, step, command, engagement: nil, digest: nil, by: chair.name, tenant: tenant, now: at))
            try await connection.query(
                SelectionStatements.note(row, step, command, by: chair.name, post: chair.posts.first?.title ?? "", tenant: tenant, now: at))
        }
    }
}
