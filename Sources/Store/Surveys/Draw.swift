package import Domain
package import Postgres

extension WriteTransaction {
    /// Counts the audience while the wave is planned: nobody is approved to ask nobody.
    package func countAudience(_ permit: Permit<RunWave, WaveFile>) async throws -> Int {
        let wave = permit.thing.wave
        guard wave.state.isPlan else { throw StoreError.stale(Staleness(version: wave.lock, state: wave.state.code, changes: [])) }
        let (found, quotas) = try await fetch(
            Candidate.of(wave.audience, at: wave.unit, today: try today), QuotaRow.of(wave.id, tenant: tenant))
        let targets = Self.targets(wave, found, quotas)
        try await change(
            [DrawStatements.population(wave.id, found.count, tenant: tenant), DrawStatements.clearUnits(wave.id, tenant: tenant)]
                + targets.map { DrawStatements.unit($0, wave: wave.id, drawn: 0, tenant: tenant) })
        audit(.waveChanged, .wave(wave.id, label: wave.name), at: wave.unit, ["households": String(found.count)])
        return found.count
    }

    /// Draws the sample of an approved wave; drawing again replaces it until the wave is issued.
    ///
    /// The list is ordered by project and house, each project's part is put into the order that the seed gives, and the first ones are
    /// asked; where a project has quotas, those who come up in a full stage are passed over. Whoever has seed and list draws the same.
    /// - Parameter seed: shown beside the sample for good.
    package func draw(seed: String, _ permit: Permit<RunWave, WaveFile>) async throws -> Int {
        let wave = permit.thing.wave
        guard wave.state == .approved else { throw StoreError.stale(Staleness(version: wave.lock, state: wave.state.code, changes: [])) }
        let today = try today
        let (found, quotas) = try await fetch(
            Candidate.of(wave.audience, at: wave.unit, today: today), QuotaRow.of(wave.id, tenant: tenant))
        var drafts: [SampleDraft] = []
        var targets = Self.targets(wave, found, quotas)
        var drawn: [UnitID: Int] = [:]
        for (index, target) in targets.enumerated() {
            let own = found.filter { $0.project == target.project }
            var free: [Candidate] = []
            for candidate in own {
                if let (state, reason) = candidate.leftOut(wave, on: max(today, wave.opensOn)) {
                    drafts.append(SampleDraft(candidate: candidate, state: state, reason: reason, rank: 0))
                } else {
                    free.append(candidate)
                }
            }
            let order = SeededDraw.order(free, seed: "\(seed)/\(target.project)")
            let (chosen, passed) = Self.choose(order, target)
            drafts += chosen.map { SampleDraft(candidate: $0.element, state: .drawn, reason: "", rank: $0.rank) }
            drafts += passed.map {
                SampleDraft(candidate: $0.element, state: .quotaFull, reason: $0.element.stage.code, rank: $0.rank)
            }
            drawn[target.project] = chosen.count
            targets[index].households = own.count
        }
        try await change([DrawStatements.clear(wave.id, tenant: tenant), DrawStatements.clearUnits(wave.id, tenant: tenant)])
        for start in stride(from: 0, to: drafts.count, by: 1_000) {
            try await change([DrawStatements.add(drafts[start..<min(start + 1_000, drafts.count)], wave: wave.id, tenant: tenant)])
        }
        try await change(
            targets.map { DrawStatements.unit($0, wave: wave.id, drawn: drawn[$0.project] ?? 0, tenant: tenant) }
                + [DrawStatements.drawn(wave.id, seed: seed, found.count, tenant: tenant, now: now)])
        let count = drawn.values.reduce(0, +)
        audit(.sampleDrawn, .wave(wave.id, label: wave.name), at: wave.unit, ["seed": seed, "drawn": String(count)])
        return count
    }

    struct Target {
        let project: UnitID
        let company: UnitID
        var households: Int
        let target: Int
        var quota = StageQuota()
    }

    private static func choose(_ order: [Candidate], _ target: Target) -> (
        [QuotaDraw.Place<Candidate>], passedOver: [QuotaDraw.Place<Candidate>]
    ) {
        guard !target.quota.isEmpty else {
            return (order.prefix(target.target).enumerated().map { QuotaDraw.Place(element: $0.element, rank: $0.offset + 1) }, [])
        }
        let free = Dictionary(grouping: order, by: \.stage).mapValues(\.count)
        let places = QuotaDraw.places(target.quota, target: target.target, free: free, ratePermille: expectedRatePermille)
        return QuotaDraw.walk(order, places: places, stage: \.stage)
    }

    /// Types the quotas of a planned wave: answers wanted by project and stage.
    /// - Throws: `stale` for a wave that is approved; `invalid` naming `before.<project>` for a project the count did not find.
    package func setQuotas(_ quotas: [UnitID: StageQuota], _ permit: Permit<RunWave, WaveFile>) async throws {
        let wave = permit.thing.wave
        guard wave.state.isPlan else { throw StoreError.stale(Staleness(version: wave.lock, state: wave.state.code, changes: [])) }
        let known = Set(permit.thing.units.map(\.project))
        if let stranger = quotas.keys.sorted().first(where: { !known.contains($0) }) {
            throw StoreError.invalid(FieldErrors("before.\(stranger)", .notAChoice))
        }
        try await change([
            DrawStatements.quotas(quotas.sorted { $0.key < $1.key }, wave: wave.id, tenant: tenant),
            DrawStatements.touch(wave.id, tenant: tenant),
        ])
        audit(.waveChanged, .wave(wave.id, label: wave.name), at: wave.unit, ["quotas": String(quotas.values.count { !$0.isEmpty })])
    }

    /// The answering rate that invitations count on when the plan names no number of households.
    static let expectedRatePermille = 300

    private static func targets(_ wave: WaveRow, _ found: [Candidate], _ quotas: [QuotaRow]) -> [Target] {
        let quotas = Dictionary(uniqueKeysWithValues: quotas.map { ($0.project, $0.quota) })
        var order: [UnitID] = []
        var households: [UnitID: Int] = [:]
        var companies: [UnitID: UnitID] = [:]
        for candidate in found {
            if households[candidate.project] == nil { order.append(candidate.project) }
            households[candidate.project, default: 0] += 1
            companies[candidate.project] = candidate.company
        }
        let counts = order.map { households[$0] ?? 0 }
        let parts = SampleSize.split(wave.invitations(of: found.count), over: counts)
        return order.enumerated().compactMap { index, project in
            companies[project].map {
                Target(
                    project: project, company: $0, households: counts[index], target: parts[index], quota: quotas[project] ?? StageQuota())
            }
        }
    }
}

extension WaveRow {
    /// How many of so many households are to be written to.
    package func invitations(of households: Int) -> Int {
        if let target { return min(target, households) }
        guard let marginPermille, let confidence = confidence.flatMap(SampleSize.Confidence.init) else { return households }
        let needed = SampleSize.needed(population: households, marginPermille: marginPermille, confidence: confidence)
        return SampleSize.invitations(for: needed, population: households, ratePermille: WriteTransaction.expectedRatePermille)
    }
}
