package import Domain
package import Postgres

/// A household in the audience of a wave, with what keeps it from being asked.
struct Candidate: RowDecodable {
    let house: HouseID
    let company: UnitID
    let project: UnitID
    let building: BuildingID
    let household: Int
    let usage: String
    let walk: String
    let stage: Stage
    let customer: CustomerID
    let lastContact: Day?
    let optedOut: Bool
    let openComplaint: Bool
    let litigation: Bool
    let vacant: Bool

    init(row: inout RowCursor) throws {
        house = try row.next()
        company = try row.next()
        project = try row.next()
        building = try row.next()
        household = try row.next()
        usage = try row.next()
        walk = try row.next()
        stage = try row.next()
        customer = try row.next()
        lastContact = try row.next()
        optedOut = try row.next()
        openComplaint = try row.next()
        litigation = try row.next()
        vacant = try row.next()
    }

    /// Households of a wave's unit that its audience describes, by house. The customer is the one who stands first among the relations.
    static func of(_ audience: Audience, at unit: UnitRef, today: Day) -> Query<Candidate> {
        let relations = audience.respondents.flatMap(\.relations).map(\.code)
        let tenant = unit.tenant
        var terms: SQL = .empty
        switch audience.stage {
        case .afterHandover?: terms += " AND h.handed_over_on < \(today)"
        case .beforeHandover?: terms += " AND (h.handed_over_on IS NULL OR h.handed_over_on >= \(today))"
        case nil: break
        }
        if let least = audience.ageMin { terms += " AND h.handed_over_on <= (\(today) - make_interval(months => \(Int32(least))))::date" }
        if let most = audience.ageMax { terms += " AND h.handed_over_on >= (\(today) - make_interval(months => \(Int32(most))))::date" }
        if let days = audience.contactWithinDays { terms += " AND k.day >= \(today.adding(days: -days))" }
        return Query(
            """
            SELECT h.id, h.company_id, h.project_id, h.building_id, h.household, h.usage, h.door,
                CASE WHEN h.handed_over_on < \(today) THEN 'afterHandover' ELSE 'beforeHandover' END, r.customer_id, k.day,
                EXISTS (SELECT FROM survey_opt_out o WHERE o.tenant_id = \(tenant) AND o.house_id = h.id AND o.household = h.household
                    AND o.ended_at IS NULL) OR EXISTS (SELECT FROM consent s WHERE s.tenant_id = \(tenant) AND s.customer_id = r.customer_id
                    AND s.item = 'survey' AND s.withdrawn_on IS NOT NULL AND NOT EXISTS (SELECT FROM consent n WHERE n.tenant_id = \(tenant)
                        AND n.customer_id = r.customer_id AND n.item = 'survey' AND n.withdrawn_on IS NULL)),
                EXISTS (SELECT FROM ticket t WHERE t.tenant_id = \(tenant) AND t.house_id = h.id AND t.open),
                EXISTS (SELECT FROM ticket t WHERE t.tenant_id = \(tenant) AND t.house_id = h.id AND t.state = 'litigation'),
                r.living = 'vacant'
            FROM house h
            JOIN LATERAL (SELECT x.customer_id, c.living FROM house_customer x
                JOIN customer c ON c.tenant_id = x.tenant_id AND c.id = x.customer_id AND c.merged_into IS NULL AND c.anonymised_at IS NULL
                WHERE x.tenant_id = \(tenant) AND x.house_id = h.id AND x.household = h.household AND x.to_on IS NULL
                    AND x.relation = ANY (\(relations))
                ORDER BY array_position(\(relations), x.relation), x.id LIMIT 1) r ON true
            LEFT JOIN LATERAL (SELECT max(day) AS day FROM household_contact d WHERE d.tenant_id = \(tenant) AND d.house_id = h.id) k ON true
            WHERE h.tenant_id = \(tenant)\(unit.placeTerm(.house, tenant: tenant, today: today))\(terms)
            ORDER BY h.project_id, h.id
            """)
    }

    /// Why it is left out; nil for who may be asked.
    func leftOut(_ wave: WaveRow, on day: Day) -> (SampleState, String)? {
        for exclusion in wave.audience.exclusions {
            let applies =
                switch exclusion {
                case .litigation: litigation
                case .openComplaint: openComplaint
                case .vacant: vacant
                case .notResidence: usage != HouseUsage.residence.code
                }
            if applies { return (.excluded, exclusion.code) }
        }
        if optedOut { return (.optedOut, "") }
        guard ContactBudget.allows(last: lastContact, on: day, gapDays: wave.gapDays) else {
            return (.heldBack, lastContact?.isoText ?? "")
        }
        return nil
    }
}

/// A household of a wave as it is written.
struct SampleDraft {
    let candidate: Candidate
    let state: SampleState
    let reason: String
    let rank: Int
}

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

/// What was typed for a project; kept through counting and drawing again.
struct QuotaRow: RowDecodable {
    let project: UnitID
    let quota: StageQuota

    init(row: inout RowCursor) throws {
        project = try row.next()
        quota = StageQuota(before: try row.next(), after: try row.next())
    }

    static func of(_ wave: WaveID, tenant: TenantID) -> Query<QuotaRow> {
        Query("SELECT project_id, quota_before, quota_after FROM survey_wave_unit WHERE tenant_id = \(tenant) AND wave_id = \(wave)")
    }
}

enum DrawStatements {
    static func quotas(_ quotas: [(key: UnitID, value: StageQuota)], wave: WaveID, tenant: TenantID) -> SQL {
        """
        UPDATE survey_wave_unit u SET quota_before = x.before, quota_after = x.after
        FROM unnest(\(quotas.map(\.key)), \(quotas.map { $0.value.before.map { Int32(clamping: $0) } }),
            \(quotas.map { $0.value.after.map { Int32(clamping: $0) } })) AS x (project, before, after)
        WHERE u.tenant_id = \(tenant) AND u.wave_id = \(wave) AND u.project_id = x.project
        """
    }

    static func touch(_ wave: WaveID, tenant: TenantID) -> SQL {
        "UPDATE survey_wave SET version = version + 1 WHERE tenant_id = \(tenant) AND id = \(wave)"
    }

    /// After a change of plan nothing is counted or drawn; what was typed as quotas stays.
    static func uncount(_ wave: WaveID, tenant: TenantID) -> [SQL] {
        [
            """
            DELETE FROM survey_wave_unit
            WHERE tenant_id = \(tenant) AND wave_id = \(wave) AND quota_before IS NULL AND quota_after IS NULL
            """,
            "UPDATE survey_wave_unit SET households = 0, target = 0, drawn = 0 WHERE tenant_id = \(tenant) AND wave_id = \(wave)",
        ]
    }

    static func clear(_ wave: WaveID, tenant: TenantID) -> SQL {
        "DELETE FROM survey_sample WHERE tenant_id = \(tenant) AND wave_id = \(wave)"
    }

    static func clearUnits(_ wave: WaveID, tenant: TenantID) -> SQL {
        "DELETE FROM survey_wave_unit WHERE tenant_id = \(tenant) AND wave_id = \(wave)"
    }

    static func population(_ wave: WaveID, _ count: Int, tenant: TenantID) -> SQL {
        "UPDATE survey_wave SET population = \(Int32(count)), version = version + 1 WHERE tenant_id = \(tenant) AND id = \(wave)"
    }

    static func drawn(_ wave: WaveID, seed: String, _ count: Int, tenant: TenantID, now: Instant) -> SQL {
        """
        UPDATE survey_wave SET population = \(Int32(count)), seed = \(seed), drawn_at = \(now), version = version + 1
        WHERE tenant_id = \(tenant) AND id = \(wave)
        """
    }

    static func unit(_ target: WriteTransaction.Target, wave: WaveID, drawn: Int, tenant: TenantID) -> SQL {
        """
        INSERT INTO survey_wave_unit (tenant_id, company_id, project_id, wave_id, households, target, drawn, quota_before, quota_after)
        VALUES (\(tenant), \(target.company), \(target.project), \(wave), \(Int32(target.households)), \(Int32(target.target)),
            \(Int32(drawn)), \(target.quota.before.map { Int32(clamping: $0) }), \(target.quota.after.map { Int32(clamping: $0) }))
        """
    }

    static func add(_ drafts: ArraySlice<SampleDraft>, wave: WaveID, tenant: TenantID) -> SQL {
        """
        INSERT INTO survey_sample (tenant_id, company_id, project_id, wave_id, house_id, household, customer_id, building_id, walk, stage, usage,
            state, reason, draw_rank)
        SELECT \(tenant), x.company, x.project, \(wave), x.house, x.household, x.customer, x.building, x.walk, x.stage, x.usage, x.state,
            x.reason, x.draw_rank
        FROM unnest(\(drafts.map(\.candidate.company)), \(drafts.map(\.candidate.project)), \(drafts.map(\.candidate.house)),
            \(drafts.map { Int64($0.candidate.household) }), \(drafts.map(\.candidate.customer)), \(drafts.map(\.candidate.building)),
            \(drafts.map(\.candidate.walk)), \(drafts.map(\.candidate.stage.code)), \(drafts.map(\.candidate.usage)),
            \(drafts.map(\.state.code)), \(drafts.map(\.reason)), \(drafts.map { Int64($0.rank) }))
            AS x (company, project, house, household, customer, building, walk, stage, usage, state, reason, draw_rank)
        """
    }
}
