internal import Domain
internal import Postgres

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
