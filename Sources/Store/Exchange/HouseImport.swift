internal import Domain
internal import Postgres

extension WriteTransaction {
    /// Houses by their doors: buildings are added as they come up, known houses take what the table says and keep what it leaves open.
    func takeHouses(
        _ lines: [(row: Int, line: HouseLine)], _ acting: Acting, isDry: Bool, _ outcome: inout ImportOutcome
    ) async throws {
        let places = try await ImportPlaces.fetch(self, acting, .houses)
        for (project, lines) in outcome.byProject(lines, places, \.project) {
            let handsOver = acting.actor.covers(project, with: .houseManage)
            try await takeHouses(lines, at: project, handsOver: handsOver, isDry: isDry, &outcome)
        }
    }

    /// - Parameter handsOver: whether the actor may say that a house which is there was handed over: that makes its buyers owners.
    private func takeHouses(
        _ lines: [(row: Int, line: HouseLine)], at project: UnitRef, handsOver: Bool, isDry: Bool, _ outcome: inout ImportOutcome
    ) async throws {
        // In the order of the index: two imports of the same houses queue up instead of locking each other out.
        let lines = lines.sorted { $0.line.door < $1.line.door }
        let known = Dictionary(
            uniqueKeysWithValues: try await fetch(
                KnownHouse.at(lines.map(\.line.door), project: project.id, tenant: tenant, held: !isDry)
            ).map { ($0.door, $0) })
        let today = try today
        var (fresh, changed): ([HouseLine], [(house: KnownHouse, line: HouseLine)]) = ([], [])
        for (row, line) in lines {
            let house = known[line.door]
            if let problem = Self.problem(line, house, handsOver: handsOver, today: today) {
                outcome.refuse(row, problem)
            } else if let house {
                if house.differs(from: line) { changed.append((house, line)) } else { outcome.counts.same += 1 }
            } else {
                fresh.append(line)
            }
        }
        outcome.counts.fresh += fresh.count
        outcome.counts.changed += changed.count
        guard !isDry else { return }
        try await write(fresh, changed, at: project)
        let received = changed.filter { $0.house.handedOverOn == nil && $0.line.handedOverOn != nil }
        if !received.isEmpty { try await receive(received.map { ($0.house, $0.line.handedOverOn ?? today) }, at: project) }
    }

    private static func problem(_ line: HouseLine, _ house: KnownHouse?, handsOver: Bool, today: Day) -> LineProblem? {
        if let day = line.handedOverOn, day > today { return LineProblem(.handedOverOn, .inTheFuture) }
        guard let house else { return nil }
        if let day = line.handedOverOn, day != house.handedOverOn, !handsOver { return .outOfReach(.handedOverOn) }
        if let area = line.area ?? house.area, let inner = line.innerArea ?? house.innerArea, inner.hundredths > area.hundredths {
            return LineProblem(.innerArea, .tooLarge(max: area.hundredths / 100))
        }
        return nil
    }

    private func write(
        _ fresh: [HouseLine], _ changed: [(house: KnownHouse, line: HouseLine)], at project: UnitRef
    ) async throws {
        guard let company = project.company, !fresh.isEmpty || !changed.isEmpty else { return }
        let buildings = try await buildings(for: fresh, at: project)
        let records = fresh.compactMap { line in buildings[line.buildingCode].map { HouseRecord(line, in: $0) } }
        let owners = BulkOwners(tenant: tenant, sealer: sealer, now: now)
        for batch in (records + changed.map { $0.house.record(with: $0.line) }).batches(of: BulkOwners.rows) {
            _ = try await fetch(owners.upsert(batch, company: company, project: project.id))
        }
    }

    private func buildings(for lines: [HouseLine], at project: UnitRef) async throws -> [String: KnownBuilding] {
        guard !lines.isEmpty else { return [:] }
        let names = Dictionary(lines.map { ($0.buildingCode, $0.buildingName) }) { first, _ in first }
        let codes = names.keys.sorted()
        var found = try await fetch(KnownBuilding.with(codes, project: project.id, tenant: tenant))
        let missing = codes.filter { code in !found.contains { $0.code == code } }
        if !missing.isEmpty {
            let new = missing.map { ($0, names[$0] ?? $0) }
            (_, found) = try await change(
                [HouseImportStatements.addBuildings(new, at: project, now: now)],
                then: KnownBuilding.with(codes, project: project.id, tenant: tenant))
        }
        return Dictionary(found.map { ($0.code, $0) }) { first, _ in first }
    }

    /// The keys are given: who bought such a house owns it from that day, as by the form.
    private func receive(_ houses: [(house: KnownHouse, day: Day)], at project: UnitRef) async throws {
        guard let company = project.company else { return }
        let days = Dictionary(uniqueKeysWithValues: houses.map { ($0.house.id, $0.day) })
        let buyers = try await fetch(KnownBuyer.of(Array(days.keys).sorted(), tenant: tenant))
        guard !buyers.isEmpty else { return }
        var statements: [SQL] = []
        let owned = buyers.compactMap { buyer -> RelationRecord? in
            guard let day = days[buyer.house] else { return nil }
            statements.append(
                RelationStatements.end(buyer.id, on: max(buyer.from, day.adding(days: -1)), as: .handedOver, tenant: tenant))
            return RelationRecord(
                house: buyer.house, customer: buyer.customer, relation: .owner, from: max(buyer.from, day), household: buyer.household)
        }
        let owners = BulkOwners(tenant: tenant, sealer: sealer, now: now)
        statements += owned.batches(of: BulkOwners.rows).map { owners.relate($0, company: company, project: project.id) }
        try await change(statements)
        try await settle(Array(Set(buyers.map(\.customer))).sorted())
    }
}

extension HouseRecord {
    /// A house that is not there yet.
    init(_ line: HouseLine, in building: KnownBuilding) {
        let section = line.entrance.isEmpty ? nil : line.entrance
        let label = HouseLabel(building: building.name, section: section, room: line.room).text
        self.init(building: building.id, entrance: line.entrance, room: line.room, door: line.door, label: label)
        usage = line.usage ?? .residence
        storey = line.storey
        houseType = line.houseType
        area = line.area
        innerArea = line.innerArea
        handedOverOn = line.handedOverOn
    }
}

extension Array {
    /// In order, each of at most so many.
    func batches(of size: Int) -> [ArraySlice<Element>] {
        stride(from: 0, to: count, by: size).map { self[$0..<Swift.min($0 + size, count)] }
    }
}
