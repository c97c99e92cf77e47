-- Whoever answers a survey is looked up by a number below zero, and the index of those numbers holds no others. Plans are made before the number
-- is known, so the condition must say it; without that every answer read the whole table. Nothing else of the function changes.
CREATE OR REPLACE FUNCTION app.enter_survey(p_tenant bigint, p_token_hash bytea, p_key_hash bytea, p_writing boolean, p_now timestamptz)
RETURNS TABLE (link_id bigint, link_kind text, wave_id bigint, company_id bigint, project_id bigint, vendor_id bigint, sample_id bigint,
    holder_id bigint, version_id bigint, company_version_id bigint, project_version_id bigint, anonymous boolean, allows_change boolean,
    closes_on date, stage text, usage text, building_name text, project_name text, project_name_en text, tenant_name text, tenant_name_en text,
    wave_name text, wave_name_en text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    s record;
    holder bigint;
BEGIN
    SELECT l.id, l.kind, l.wave_id, l.company_id, l.project_id, l.sample_id, w.unit_id, w.version_id, w.anonymous, w.allows_change, w.closes_on,
        w.name, w.name_en, u.vendor_id, u.company_version_id, u.project_version_id,
        (p_now AT TIME ZONE 'UTC' + make_interval(mins => t.utc_offset_minutes))::date AS today, t.name AS tenant_name, t.name_en AS tenant_name_en,
        p.name AS project_name, p.name_en AS project_name_en, p.handed_over_on,
        CASE WHEN l.sample_id IS NOT NULL THEN b.name ELSE '' END AS building_name, m.stage, m.usage
    INTO s
    FROM public.survey_link l
    JOIN public.survey_wave w ON w.tenant_id = l.tenant_id AND w.id = l.wave_id AND w.state = 'collecting' AND w.version_id IS NOT NULL
    JOIN public.survey_wave_unit u ON u.tenant_id = l.tenant_id AND u.wave_id = l.wave_id AND u.project_id = l.project_id
    JOIN public.tenant t ON t.id = l.tenant_id AND t.closed_at IS NULL
    JOIN public.org_unit p ON p.tenant_id = l.tenant_id AND p.id = l.project_id
    LEFT JOIN public.survey_sample m ON m.tenant_id = l.tenant_id AND m.id = l.sample_id
    LEFT JOIN public.building b ON b.tenant_id = l.tenant_id AND b.id = m.building_id
    WHERE l.tenant_id = p_tenant AND l.token_hash = p_token_hash AND l.revoked_at IS NULL AND l.expires_at > p_now;
    IF NOT FOUND OR s.today > s.closes_on THEN
        RAISE EXCEPTION 'no such survey' USING ERRCODE = 'SW401';
    END IF;
    -- 62 bits of the digest, below zero: no person has such a number.
    holder := -1 - (('x' || encode(substr(CASE WHEN s.kind = 'open' THEN p_key_hash ELSE p_token_hash END, 1, 8), 'hex'))::bit(64)::bigint
        & 4611686018427387903);
    IF p_writing AND NOT s.allows_change AND EXISTS (SELECT FROM public.survey_response r
        WHERE r.tenant_id = p_tenant AND r.holder_id = holder AND r.holder_id < 0 AND r.state <> 'open')
    THEN
        RAISE EXCEPTION 'answered before' USING ERRCODE = 'SW409';
    END IF;
    EXECUTE format('SET LOCAL app.tenant = %L', p_tenant);
    EXECUTE format('SET LOCAL app.person = %L', holder);
    EXECUTE 'SET LOCAL app.system = ''false''';
    EXECUTE 'SET LOCAL app.wide = ''false''';
    EXECUTE 'SET LOCAL app.wide_matters = ''false''';
    EXECUTE 'SET LOCAL app.matters = ''false''';
    EXECUTE 'SET LOCAL app.companies = ''{}''';
    EXECUTE 'SET LOCAL app.projects = ''{}''';
    EXECUTE 'SET LOCAL app.vendors = ''{}''';
    EXECUTE 'SET LOCAL app.site_vendors = ''{}''';
    EXECUTE 'SET LOCAL app.vendor_projects = ''{}''';
    EXECUTE 'SET LOCAL app.site_projects = ''{}''';
    EXECUTE 'SET LOCAL app.units = ''{}''';
    EXECUTE format('SET LOCAL app.lineage = %L', (SELECT array_agg(DISTINCT x.unit_id) FROM (
        SELECT s.unit_id UNION SELECT v.unit_id FROM public.survey_version v
            WHERE v.tenant_id = p_tenant AND v.id IN (s.version_id, s.company_version_id, s.project_version_id)) x));
    RETURN QUERY SELECT s.id, s.kind, s.wave_id, s.company_id, s.project_id, s.vendor_id, s.sample_id, holder, s.version_id,
        s.company_version_id, s.project_version_id, s.anonymous, s.allows_change, s.closes_on,
        coalesce(s.stage, CASE WHEN s.handed_over_on < s.today THEN 'afterHandover' ELSE 'beforeHandover' END), coalesce(s.usage, 'residence'),
        s.building_name, s.project_name, s.project_name_en, s.tenant_name, s.tenant_name_en, s.name, s.name_en;
END $$;
