package import Domain
internal import Postgres

/// What a demo tenant has agreed and decided: settings, areas of duty, agreements.
extension BulkOrg {
    package func decide(_ setting: Setting, _ value: String, at unit: UnitRef, by name: String) async throws {
        try await connection.query(SettingRow.put(setting, value, at: unit, byName: name, now: entered))
    }

    package func hold(_ company: UnitRef, by holding: Holding) async throws {
        try await connection.query(
            "UPDATE org_unit SET holding = \(holding) WHERE tenant_id = \(tenant) AND id = \(company.id)")
    }

    /// An area with the buildings of these codes and one officer.
    package func area(
        _ kind: DutyAreaKind, _ name: String, buildings: [String], at project: UnitRef, officer account: String, from: Day
    ) async throws {
        let ids = try await connection.query(
            "SELECT id FROM building WHERE tenant_id = \(tenant) AND project_id = \(project.id) AND code = ANY (\(buildings))"
        ).values(Int64.self).map { BuildingID($0) }
        let area = NewArea(kind: kind, name: name, buildings: ids)
        let id = DutyAreaID(try await connection.query(AreaStatements.add(area, at: project, now: entered).sql)[0].get(0))
        if !ids.isEmpty { try await connection.query(AreaStatements.place(area, id, at: project)) }
        let person = try await person(account)
        guard let company = project.company else { return }
        try await connection.query(
            AreaStatements.appoint(
                NewOfficer(person: person.id, from: from, to: nil), name: person.name, title: person.title, to: id, company: company,
                project: project.id, tenant: tenant, now: entered
            ).sql)
    }

    /// - Parameter units: all of the tenant; those below a side read the agreement too.
    package func agree(_ agreement: NewAgreement, keptBy keeper: UnitRef, among units: [UnitRef], by account: String) async throws {
        let id = AgreementID(try await connection.query(AgreementStatements.next.sql)[0].get(0))
        let sides = agreement.parties.map { party in units.first { $0.id == party.unit } }
        let readers = sides.compactMap(\.self).reduce(into: Set([keeper.id])) { $0.formUnion($1.readers(among: units)) }
        let names = zip(sides, agreement.parties).map { unit, party in unit?.name ?? party.name }
        let person = try await person(account)
        let writing = AgreementStatements(
            agreement: agreement, id: id, series: id, version: 1, keeper: keeper, readers: readers.sorted(), names: names)
        for statement in writing.all(by: Actor(tenant: tenant, person: person.id, name: person.name, posts: []), now: entered) {
            try await connection.query(statement)
        }
    }

    private func person(_ account: String) async throws -> (id: PersonID, name: String, title: String) {
        let row = try await connection.query(
            """
            SELECT p.id, p.name, coalesce((SELECT q.title FROM post q WHERE q.tenant_id = p.tenant_id AND q.person_id = p.id LIMIT 1), '')
            FROM person p WHERE p.tenant_id = \(tenant) AND p.account = \(account)
            """)[0]
        return (PersonID(try row.get(0)), try row.get(1), try row.get(2))
    }
}
