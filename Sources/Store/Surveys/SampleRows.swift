package import Domain
package import Postgres

/// A household a wave considered.
package struct SampleRow: RowDecodable, Identifiable {
    package let id: SampleID
    package let house: HouseID
    package let projectName: String
    package let label: String
    package let state: SampleState
    package let reason: String
    package let rank: Int

    package init(row: inout RowCursor) throws {
        id = try row.next()
        house = try row.next()
        projectName = try row.next()
        label = try row.next()
        state = try row.next()
        reason = try row.next()
        rank = try row.next()
    }

    /// By number, at most 101.
    static func page(_ wave: WaveID, state: SampleState?, after: SampleID?, at viewpoint: UnitRef) -> Query<SampleRow> {
        var terms: SQL =
            switch viewpoint.kind {
            case .company: " AND s.company_id = \(viewpoint.id)"
            case .project: " AND s.project_id = \(viewpoint.id)"
            default: .empty
            }
        if let state { terms += " AND s.state = \(state)" }
        if let after { terms += " AND s.id > \(after)" }
        return Query(
            """
            SELECT s.id, s.house_id, p.name, h.label, s.state, s.reason, s.draw_rank FROM survey_sample s
            JOIN org_unit p ON p.tenant_id = s.tenant_id AND p.id = s.project_id
            JOIN house h ON h.tenant_id = s.tenant_id AND h.id = s.house_id
            WHERE s.tenant_id = \(viewpoint.tenant) AND s.wave_id = \(wave)\(terms) ORDER BY s.id LIMIT 101
            """)
    }

    static func named(_ door: String, _ wave: WaveID, tenant: TenantID) -> Query<Single<SampleID>> {
        Query(
            """
            SELECT s.id FROM survey_sample s JOIN house h ON h.tenant_id = s.tenant_id AND h.id = s.house_id
            WHERE s.tenant_id = \(tenant) AND s.wave_id = \(wave) AND s.state = 'invited' AND h.door = \(door) LIMIT 2
            """)
    }
}

extension Transaction {
    package func sample(_ wave: WaveID, state: SampleState?, after: SampleID?) async throws -> [SampleRow] {
        try await fetch(SampleRow.page(wave, state: state, after: after, at: try surveyPlace))
    }
}

extension WriteTransaction {
    /// The household's letter got lost: the old link ends and a new one begins.
    /// - Throws: `invalid` with field `door` unless exactly one invited household has it.
    package func renew(door: String, _ permit: Permit<RunWave, WaveFile>) async throws {
        let found = try await fetch(SampleRow.named(HouseLabel.searchKey(of: door), permit.thing.wave.id, tenant: tenant))
        guard found.count == 1 else { throw StoreError.invalid(FieldErrors("door", found.isEmpty ? .notFound : .notAChoice)) }
        try await revoke(found[0].value, permit)
    }
}
