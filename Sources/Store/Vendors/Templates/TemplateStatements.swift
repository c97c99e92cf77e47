internal import Domain
internal import Postgres

enum TemplateStatements {
    static let nextTemplate = Query<Single<ScoreTemplateID>>("SELECT nextval('score_template_id_seq')")
    static let nextVersion = Query<Single<TemplateVersionID>>("SELECT nextval('score_version_id_seq')")

    static func add(
        _ new: NewTemplate, _ id: ScoreTemplateID, base: ScoreTemplateID?, preset: String, unit: UnitRef, by name: String, now: Instant
    ) -> SQL {
        """
        INSERT INTO score_template (tenant_id, id, unit_id, company_id, project_id, base_id, preset, name, name_en, about, created_by_name,
            created_at)
        VALUES (\(unit.tenant), \(id), \(unit.id), \(unit.company), \(unit.project), \(base), \(preset), \(new.name), \(new.nameEnglish),
            \(new.about), \(name), \(now))
        """
    }

    static func draft(
        _ id: TemplateVersionID, of template: ScoreTemplateID, _ content: ScoreTemplate, unit: UnitRef, by name: String, now: Instant
    ) throws -> SQL {
        """
        INSERT INTO score_version (tenant_id, id, unit_id, company_id, project_id, template_id, state, period, grades, least_coverage,
            appeal_days, addition_share, created_by_name, created_at)
        VALUES (\(unit.tenant), \(id), \(unit.id), \(unit.company), \(unit.project), \(template), 'draft', \(content.period),
            \(try grades(content)), \(Int32(content.leastCoverage)), \(Int32(content.appealDays)), \(Int32(content.additionShare)), \(name),
            \(now))
        """
    }

    private static func grades(_ content: ScoreTemplate) throws -> JSONText {
        try EventDetail.encode(content.grades.grades.map(StoredGrade.init))
    }

    static func fill(_ version: TemplateVersionID, with content: ScoreTemplate, unit: UnitRef) throws -> [SQL] {
        try content.indicators.enumerated().map { try put($0.element, at: $0.offset + 1, of: version, unit: unit) }
    }

    static func put(_ indicator: Indicator, at position: Int, of version: TemplateVersionID, unit: UnitRef) throws -> SQL {
        """
        INSERT INTO score_indicator (tenant_id, unit_id, company_id, project_id, version_id, key, position, kind, name, name_en, guide,
            guide_en, weight, shortfall, source)
        VALUES (\(unit.tenant), \(unit.id), \(unit.company), \(unit.project), \(version), \(indicator.key), \(Int16(position)),
            \(indicator.source.kind), \(indicator.name.chinese), \(indicator.name.english), \(indicator.guide.chinese),
            \(indicator.guide.english), \(Int32(indicator.weight)), \(indicator.shortfall),
            \(try EventDetail.encode(StoredSource(indicator.source))))
        ON CONFLICT (tenant_id, version_id, key) DO UPDATE SET kind = EXCLUDED.kind, name = EXCLUDED.name, name_en = EXCLUDED.name_en,
            guide = EXCLUDED.guide, guide_en = EXCLUDED.guide_en, weight = EXCLUDED.weight, shortfall = EXCLUDED.shortfall,
            source = EXCLUDED.source
        """
    }

    static func remove(_ key: String, of version: TemplateVersionID, tenant: TenantID) -> SQL {
        "DELETE FROM score_indicator WHERE tenant_id = \(tenant) AND version_id = \(version) AND key = \(key)"
    }

    static func touch(_ version: TemplateVersionRow, tenant: TenantID) -> SQL {
        "UPDATE score_version SET lock = lock + 1 WHERE tenant_id = \(tenant) AND id = \(version.id) AND state = 'draft'"
    }

    static func settle(_ head: ScoreTemplate, _ version: TemplateVersionRow, tenant: TenantID) throws -> SQL {
        """
        UPDATE score_version SET lock = lock + 1, period = \(head.period), grades = \(try grades(head)),
            least_coverage = \(Int32(head.leastCoverage)), appeal_days = \(Int32(head.appealDays)),
            addition_share = \(Int32(head.additionShare))
        WHERE tenant_id = \(tenant) AND id = \(version.id) AND state = 'draft'
        """
    }

    static func publish(_ version: TemplateVersionRow, by name: String, tenant: TenantID, now: Instant) -> SQL {
        """
        UPDATE score_version SET state = 'published', lock = lock + 1, published_by_name = \(name), published_at = \(now),
            number = 1 + coalesce((SELECT max(p.number) FROM score_version p
                WHERE p.tenant_id = \(tenant) AND p.template_id = \(version.template)), 0)
        WHERE tenant_id = \(tenant) AND id = \(version.id) AND state = 'draft'
        """
    }

    static func retire(_ template: ScoreTemplateID, tenant: TenantID, now: Instant) -> SQL {
        "UPDATE score_template SET retired_at = \(now) WHERE tenant_id = \(tenant) AND id = \(template) AND retired_at IS NULL"
    }
}
