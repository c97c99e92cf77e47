-- The ground every table stands on: the placing and protecting of tables. Policies are written here and nowhere else.
CREATE SCHEMA app;
GRANT USAGE ON SCHEMA app TO shouwen_app;

-- On plain PostgreSQL a table needs no placing; on a cluster this function distributes it (docs/scaling.md).
CREATE FUNCTION app.place(target regclass, kind text) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF kind NOT IN ('tenant', 'reference', 'local') THEN
        RAISE EXCEPTION 'table % has the unknown kind %', target, kind;
    END IF;
END $$;

-- The condition of each kind of row. Terms are bare current_setting: without app.enter they raise, they never answer.
-- wide: a post at the group. companies, projects: posts there. vendors with vendor_projects: posts at a vendor's centre and
-- the projects it serves today. site_vendors with site_projects: posts at a vendor's site. matters: some post may see
-- customers' matters at all (an administrator's does not). wide_matters: a post at the group may, so that whoever administers
-- the group and works at a project does not see all the group's customers. floor: the lowest level that may see the row
-- (COMPLAINT-P1).
CREATE FUNCTION app.policy_condition(kind text) RETURNS text
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    tenant CONSTANT text := 'tenant_id = current_setting(''app.tenant'')::bigint';
    wide CONSTANT text := 'current_setting(''app.wide'')::boolean';
    wide_matters CONSTANT text := 'current_setting(''app.wide_matters'')::boolean';
    company CONSTANT text := 'company_id = ANY (current_setting(''app.companies'')::bigint[])';
    project CONSTANT text := 'project_id = ANY (current_setting(''app.projects'')::bigint[])';
    vendor CONSTANT text := 'vendor_id = ANY (current_setting(''app.vendors'')::bigint[])';
    served CONSTANT text := 'project_id = ANY (current_setting(''app.vendor_projects'')::bigint[])';
    site_vendor CONSTANT text := 'vendor_id = ANY (current_setting(''app.site_vendors'')::bigint[])';
    site_project CONSTANT text := 'project_id = ANY (current_setting(''app.site_projects'')::bigint[])';
    matters CONSTANT text := 'current_setting(''app.matters'')::boolean';
BEGIN
    RETURN CASE kind
        WHEN 'self' THEN replace(tenant, 'tenant_id', 'id')
        WHEN 'tenant' THEN tenant
        WHEN 'org_unit' THEN format('%s AND (%s OR %s OR %s OR %s OR id = ANY (current_setting(''app.lineage'')::bigint[]))',
            tenant, wide, company, project, vendor)
        WHEN 'unit' THEN format('%s AND (%s OR %s OR %s OR %s OR unit_id = ANY (current_setting(''app.units'')::bigint[]))',
            tenant, wide, company, project, vendor)
        WHEN 'person' THEN tenant || ' AND (person_id = current_setting(''app.person'')::bigint OR current_setting(''app.system'')::boolean)'
        WHEN 'place' THEN format('%s AND (%s OR %s OR %s OR %s OR %s)', tenant, wide, company, project, served, site_project)
        WHEN 'customer' THEN format('%s AND %s AND (%s OR %s OR %s OR %s OR %s)',
            tenant, matters, wide_matters, company, project, served, site_project)
        WHEN 'ticket' THEN format(
            '%s AND %s AND (%s OR %s AND floor <= 2 OR %s AND floor <= 1 OR %s AND %s AND floor <= 2 OR %s AND %s AND floor <= 1)',
            tenant, matters, wide_matters, company, project, vendor, served, site_vendor, site_project)
    END;
END $$;

-- Forced row security with exactly two policies: the application's, and the owner's own (definer functions, migrations).
-- kind 'none' gives the application no policy and no right at all.
CREATE FUNCTION app.protect(target regclass, kind text, rights text) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    condition text := app.policy_condition(kind);
BEGIN
    IF condition IS NULL AND kind <> 'none' THEN
        RAISE EXCEPTION 'table % has no policy for the kind %', target, kind;
    END IF;
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', target);
    EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', target);
    EXECUTE format('CREATE POLICY owner_all ON %s TO shouwen_owner USING (true) WITH CHECK (true)', target);
    IF kind <> 'none' THEN
        EXECUTE format('CREATE POLICY app_scope ON %s TO shouwen_app USING (%s) WITH CHECK (%s)', target, condition, condition);
        EXECUTE format('GRANT %s ON %s TO shouwen_app', rights, target);
    END IF;
    EXECUTE format('COMMENT ON TABLE %s IS %L', target, kind);
END $$;
REVOKE ALL ON FUNCTION app.place(regclass, text), app.policy_condition(text), app.protect(regclass, text, text) FROM PUBLIC;

-- Reference: the investment groups themselves.
CREATE SEQUENCE tenant_id_seq;
CREATE TABLE tenant (
    id bigint NOT NULL DEFAULT nextval('tenant_id_seq'),
    code text NOT NULL,
    name text NOT NULL,
    name_en text NOT NULL DEFAULT '',
    utc_offset_minutes integer NOT NULL DEFAULT 480,
    created_at timestamptz NOT NULL,
    closed_at timestamptz,
    CONSTRAINT tenant_pkey PRIMARY KEY (id),
    CONSTRAINT tenant_code_key UNIQUE (code),
    CONSTRAINT tenant_code_form CHECK (code ~ '^[a-z][a-z0-9-]{1,30}$')
);
SELECT app.place('tenant', 'reference');
SELECT app.protect('tenant', 'self', 'SELECT');
