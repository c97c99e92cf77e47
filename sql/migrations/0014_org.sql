-- Keeping the tree (ORG): holding types, settings inherited down the tree, projects that change their company, vendors that change
-- over, interface agreements, areas of duty.

-- Two more kinds of row. 'lineage': what holds at a unit is known to everybody below it. 'concerned': the row names the units
-- whose posts may read it, because its parties belong to different branches of the tree.
CREATE OR REPLACE FUNCTION app.policy_condition(kind text) RETURNS text
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
    own_unit CONSTANT text := 'unit_id = ANY (current_setting(''app.units'')::bigint[])';
BEGIN
    RETURN CASE kind
        WHEN 'self' THEN replace(tenant, 'tenant_id', 'id')
        WHEN 'tenant' THEN tenant
        WHEN 'org_unit' THEN format('%s AND (%s OR %s OR %s OR %s OR id = ANY (current_setting(''app.lineage'')::bigint[]))',
            tenant, wide, company, project, vendor)
        WHEN 'lineage' THEN format('%s AND (%s OR %s OR %s OR %s OR unit_id = ANY (current_setting(''app.lineage'')::bigint[]))',
            tenant, wide, company, project, vendor)
        WHEN 'concerned' THEN format('%s AND (%s OR reader_ids && current_setting(''app.units'')::bigint[])', tenant, wide)
        WHEN 'unit' THEN format('%s AND (%s OR %s OR %s OR %s OR %s)', tenant, wide, company, project, vendor, own_unit)
        WHEN 'audit' THEN format('%s AND (%s OR %s OR %s OR %s OR %s OR actor_id = current_setting(''app.person'')::bigint)',
            tenant, wide, company, project, vendor, own_unit)
        WHEN 'person' THEN tenant || ' AND (person_id = current_setting(''app.person'')::bigint OR current_setting(''app.system'')::boolean)'
        WHEN 'place' THEN format('%s AND (%s OR %s OR %s OR %s OR %s)', tenant, wide, company, project, served, site_project)
        WHEN 'customer' THEN format('%s AND %s AND (%s OR %s OR %s OR %s OR %s)',
            tenant, matters, wide_matters, company, project, served, site_project)
        WHEN 'ticket' THEN format(
            '%s AND %s AND (%s OR %s AND floor <= 2 OR %s AND floor <= 1 OR %s AND %s AND floor <= 2 OR %s AND %s AND floor <= 1)',
            tenant, matters, wide_matters, company, project, vendor, served, site_vendor, site_project)
    END;
END $$;

-- ORG-R4: the group's regulation binds a controlled company; a minority-held one follows it by reference.
ALTER TABLE org_unit ADD COLUMN holding text NOT NULL DEFAULT 'controlled';
ALTER TABLE org_unit ADD CONSTRAINT org_unit_holding_known CHECK (holding IN ('controlled', 'reference'));
ALTER TABLE org_unit ADD CONSTRAINT org_unit_holding_place CHECK (holding = 'controlled' OR kind = 'company');

-- What is decided at a unit and holds below it until a lower unit decides otherwise. The keys are Domain's Setting.
CREATE TABLE unit_setting (
    tenant_id bigint NOT NULL,
    unit_id bigint NOT NULL,
    company_id bigint,
    project_id bigint,
    vendor_id bigint,
    key text NOT NULL,
    value text NOT NULL,
    set_by_name text NOT NULL,
    set_at timestamptz NOT NULL
);
SELECT app.place('unit_setting', 'tenant');
ALTER TABLE unit_setting ADD CONSTRAINT unit_setting_pkey PRIMARY KEY (tenant_id, unit_id, key);
ALTER TABLE unit_setting ADD CONSTRAINT unit_setting_tenant_fkey FOREIGN KEY (tenant_id) REFERENCES tenant (id);
ALTER TABLE unit_setting ADD CONSTRAINT unit_setting_unit_fkey FOREIGN KEY (tenant_id, unit_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE unit_setting ADD CONSTRAINT unit_setting_key_form CHECK (key ~ '^[a-z][a-zA-Z]*[.][a-zA-Z0-9]+$');
SELECT app.protect('unit_setting', 'lineage', 'SELECT, INSERT, UPDATE, DELETE');

-- A project leaves one company for another from a day on; the worker carries it out in one transaction.
CREATE SEQUENCE project_move_id_seq;
CREATE TABLE project_move (
    tenant_id bigint NOT NULL,
    id bigint NOT NULL DEFAULT nextval('project_move_id_seq'),
    reader_ids bigint[] NOT NULL,
    project_id bigint NOT NULL,
    from_company_id bigint NOT NULL,
    to_company_id bigint NOT NULL,
    on_day date NOT NULL,
    reason text NOT NULL,
    planned_by bigint NOT NULL,
    planned_by_name text NOT NULL,
    planned_at timestamptz NOT NULL,
    cancelled_by_name text NOT NULL DEFAULT '',
    cancelled_at timestamptz,
    done_at timestamptz,
    tickets integer NOT NULL DEFAULT 0,
    houses integer NOT NULL DEFAULT 0
);
SELECT app.place('project_move', 'tenant');
ALTER TABLE project_move ADD CONSTRAINT project_move_pkey PRIMARY KEY (tenant_id, id);
ALTER TABLE project_move ADD CONSTRAINT project_move_tenant_fkey FOREIGN KEY (tenant_id) REFERENCES tenant (id);
ALTER TABLE project_move ADD CONSTRAINT project_move_project_fkey FOREIGN KEY (tenant_id, project_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE project_move ADD CONSTRAINT project_move_from_fkey FOREIGN KEY (tenant_id, from_company_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE project_move ADD CONSTRAINT project_move_to_fkey FOREIGN KEY (tenant_id, to_company_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE project_move ADD CONSTRAINT project_move_planned_by_fkey FOREIGN KEY (tenant_id, planned_by) REFERENCES person (tenant_id, id);
ALTER TABLE project_move ADD CONSTRAINT project_move_one_end CHECK (cancelled_at IS NULL OR done_at IS NULL);
CREATE UNIQUE INDEX project_move_planned ON project_move (tenant_id, project_id) WHERE done_at IS NULL AND cancelled_at IS NULL;
CREATE INDEX project_move_to ON project_move (tenant_id, to_company_id) WHERE done_at IS NULL AND cancelled_at IS NULL;
SELECT app.protect('project_move', 'concerned',
    'SELECT, INSERT, UPDATE (reader_ids, cancelled_by_name, cancelled_at, done_at, tickets, houses)');

-- A proposed engagement that is dropped before its first day leaves no row; the trail keeps the mark.
GRANT DELETE ON engagement TO shouwen_app;

-- 交接: what happens to a vendor's open matters the day after its last one, and the record both sides sign (ORG-R13, R15).
CREATE SEQUENCE engagement_handover_id_seq;
CREATE TABLE engagement_handover (
    tenant_id bigint NOT NULL,
    id bigint NOT NULL DEFAULT nextval('engagement_handover_id_seq'),
    reader_ids bigint[] NOT NULL,
    engagement_id bigint NOT NULL,
    on_day date NOT NULL,
    planned_by bigint NOT NULL,
    planned_by_name text NOT NULL,
    planned_at timestamptz NOT NULL,
    cancelled_at timestamptz,
    done_at timestamptz,
    tickets integer NOT NULL DEFAULT 0,
    to_unit_id bigint,
    items text NOT NULL DEFAULT '',
    giver text NOT NULL DEFAULT '',
    taker text NOT NULL DEFAULT '',
    recorded_by_name text NOT NULL DEFAULT '',
    recorded_at timestamptz
);
SELECT app.place('engagement_handover', 'tenant');
ALTER TABLE engagement_handover ADD CONSTRAINT engagement_handover_pkey PRIMARY KEY (tenant_id, id);
ALTER TABLE engagement_handover ADD CONSTRAINT engagement_handover_tenant_fkey FOREIGN KEY (tenant_id) REFERENCES tenant (id);
ALTER TABLE engagement_handover ADD CONSTRAINT engagement_handover_engagement_fkey FOREIGN KEY (tenant_id, engagement_id) REFERENCES engagement (tenant_id, id);
ALTER TABLE engagement_handover ADD CONSTRAINT engagement_handover_planned_by_fkey FOREIGN KEY (tenant_id, planned_by) REFERENCES person (tenant_id, id);
ALTER TABLE engagement_handover ADD CONSTRAINT engagement_handover_to_unit_fkey FOREIGN KEY (tenant_id, to_unit_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE engagement_handover ADD CONSTRAINT engagement_handover_recorded CHECK (recorded_at IS NULL OR (items <> '' AND giver <> '' AND taker <> ''));
CREATE UNIQUE INDEX engagement_handover_planned ON engagement_handover (tenant_id, engagement_id) WHERE done_at IS NULL AND cancelled_at IS NULL;
CREATE INDEX engagement_handover_engagement ON engagement_handover (tenant_id, engagement_id);
SELECT app.protect('engagement_handover', 'concerned', 'SELECT, INSERT, UPDATE');

-- 接口关系、职责分工: who does what between two or more sides, in dated versions (ORG-R5, R6, R7). A version that was issued is not
-- changed any more but for its last day.
CREATE SEQUENCE agreement_id_seq;
CREATE TABLE agreement (
    tenant_id bigint NOT NULL,
    id bigint NOT NULL DEFAULT nextval('agreement_id_seq'),
    reader_ids bigint[] NOT NULL,
    keeper_unit_id bigint NOT NULL,
    series_id bigint NOT NULL,
    version integer NOT NULL,
    subject text NOT NULL,
    title text NOT NULL,
    workflow text NOT NULL DEFAULT '',
    from_on date NOT NULL,
    to_on date,
    check_months integer NOT NULL DEFAULT 0,
    issued_by bigint NOT NULL,
    issued_by_name text NOT NULL,
    issued_at timestamptz NOT NULL
);
SELECT app.place('agreement', 'tenant');
ALTER TABLE agreement ADD CONSTRAINT agreement_pkey PRIMARY KEY (tenant_id, id);
ALTER TABLE agreement ADD CONSTRAINT agreement_version_key UNIQUE (tenant_id, series_id, version);
ALTER TABLE agreement ADD CONSTRAINT agreement_tenant_fkey FOREIGN KEY (tenant_id) REFERENCES tenant (id);
ALTER TABLE agreement ADD CONSTRAINT agreement_keeper_fkey FOREIGN KEY (tenant_id, keeper_unit_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE agreement ADD CONSTRAINT agreement_issued_by_fkey FOREIGN KEY (tenant_id, issued_by) REFERENCES person (tenant_id, id);
ALTER TABLE agreement ADD CONSTRAINT agreement_subject_known CHECK (subject IN ('dutySplit', 'complaints', 'repairs', 'other'));
ALTER TABLE agreement ADD CONSTRAINT agreement_period CHECK (to_on IS NULL OR to_on >= from_on);
ALTER TABLE agreement ADD CONSTRAINT agreement_check_rhythm CHECK (check_months BETWEEN 0 AND 24);
SELECT app.protect('agreement', 'concerned', 'SELECT, INSERT, UPDATE (reader_ids, to_on)');

CREATE TABLE agreement_party (
    tenant_id bigint NOT NULL,
    agreement_id bigint NOT NULL,
    side integer NOT NULL,
    reader_ids bigint[] NOT NULL,
    kind text NOT NULL,
    unit_id bigint,
    name text NOT NULL
);
SELECT app.place('agreement_party', 'tenant');
ALTER TABLE agreement_party ADD CONSTRAINT agreement_party_pkey PRIMARY KEY (tenant_id, agreement_id, side);
ALTER TABLE agreement_party ADD CONSTRAINT agreement_party_tenant_fkey FOREIGN KEY (tenant_id) REFERENCES tenant (id);
ALTER TABLE agreement_party ADD CONSTRAINT agreement_party_agreement_fkey FOREIGN KEY (tenant_id, agreement_id) REFERENCES agreement (tenant_id, id);
ALTER TABLE agreement_party ADD CONSTRAINT agreement_party_unit_fkey FOREIGN KEY (tenant_id, unit_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE agreement_party ADD CONSTRAINT agreement_party_kind_known CHECK (kind IN ('engineering', 'supervision', 'contractor', 'outside', 'unit'));
ALTER TABLE agreement_party ADD CONSTRAINT agreement_party_side_known CHECK (side >= 1);
CREATE INDEX agreement_party_unit ON agreement_party (tenant_id, unit_id) WHERE unit_id IS NOT NULL;
SELECT app.protect('agreement_party', 'concerned', 'SELECT, INSERT, UPDATE (reader_ids)');

CREATE TABLE agreement_duty (
    tenant_id bigint NOT NULL,
    agreement_id bigint NOT NULL,
    side integer NOT NULL,
    position integer NOT NULL,
    reader_ids bigint[] NOT NULL,
    text text NOT NULL
);
SELECT app.place('agreement_duty', 'tenant');
ALTER TABLE agreement_duty ADD CONSTRAINT agreement_duty_pkey PRIMARY KEY (tenant_id, agreement_id, side, position);
ALTER TABLE agreement_duty ADD CONSTRAINT agreement_duty_tenant_fkey FOREIGN KEY (tenant_id) REFERENCES tenant (id);
ALTER TABLE agreement_duty ADD CONSTRAINT agreement_duty_agreement_fkey FOREIGN KEY (tenant_id, agreement_id) REFERENCES agreement (tenant_id, id);
SELECT app.protect('agreement_duty', 'concerned', 'SELECT, INSERT, UPDATE (reader_ids)');

-- ORG-R6: its handling is checked periodically. A check is a line, never changed.
CREATE SEQUENCE agreement_check_id_seq;
CREATE TABLE agreement_check (
    tenant_id bigint NOT NULL,
    id bigint NOT NULL DEFAULT nextval('agreement_check_id_seq'),
    agreement_id bigint NOT NULL,
    reader_ids bigint[] NOT NULL,
    on_day date NOT NULL,
    finding text NOT NULL,
    by_person bigint NOT NULL,
    by_name text NOT NULL,
    at timestamptz NOT NULL
);
SELECT app.place('agreement_check', 'tenant');
ALTER TABLE agreement_check ADD CONSTRAINT agreement_check_pkey PRIMARY KEY (tenant_id, id);
ALTER TABLE agreement_check ADD CONSTRAINT agreement_check_tenant_fkey FOREIGN KEY (tenant_id) REFERENCES tenant (id);
ALTER TABLE agreement_check ADD CONSTRAINT agreement_check_agreement_fkey FOREIGN KEY (tenant_id, agreement_id) REFERENCES agreement (tenant_id, id);
ALTER TABLE agreement_check ADD CONSTRAINT agreement_check_by_person_fkey FOREIGN KEY (tenant_id, by_person) REFERENCES person (tenant_id, id);
CREATE INDEX agreement_check_agreement ON agreement_check (tenant_id, agreement_id, on_day);
SELECT app.protect('agreement_check', 'concerned', 'SELECT, INSERT, UPDATE (reader_ids)');

-- 组团、片区、责任区域 (ORG-R11): the buildings of an area, and who answers for it from when to when.
CREATE SEQUENCE duty_area_id_seq;
CREATE TABLE duty_area (
    tenant_id bigint NOT NULL,
    id bigint NOT NULL DEFAULT nextval('duty_area_id_seq'),
    company_id bigint NOT NULL,
    project_id bigint NOT NULL,
    kind text NOT NULL,
    name text NOT NULL,
    created_at timestamptz NOT NULL,
    closed_at timestamptz
);
SELECT app.place('duty_area', 'tenant');
ALTER TABLE duty_area ADD CONSTRAINT duty_area_pkey PRIMARY KEY (tenant_id, id);
ALTER TABLE duty_area ADD CONSTRAINT duty_area_tenant_fkey FOREIGN KEY (tenant_id) REFERENCES tenant (id);
ALTER TABLE duty_area ADD CONSTRAINT duty_area_company_fkey FOREIGN KEY (tenant_id, company_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE duty_area ADD CONSTRAINT duty_area_project_fkey FOREIGN KEY (tenant_id, project_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE duty_area ADD CONSTRAINT duty_area_kind_known CHECK (kind IN ('cluster', 'zone', 'patrol'));
CREATE UNIQUE INDEX duty_area_name_key ON duty_area (tenant_id, project_id, name) WHERE closed_at IS NULL;
SELECT app.protect('duty_area', 'place', 'SELECT, INSERT, UPDATE');

-- A building belongs to one cluster or zone, and may lie in one patrol area besides: one area of each kind.
CREATE TABLE duty_area_building (
    tenant_id bigint NOT NULL,
    area_id bigint NOT NULL,
    building_id bigint NOT NULL,
    company_id bigint NOT NULL,
    project_id bigint NOT NULL,
    kind text NOT NULL
);
SELECT app.place('duty_area_building', 'tenant');
ALTER TABLE duty_area_building ADD CONSTRAINT duty_area_building_pkey PRIMARY KEY (tenant_id, building_id, kind);
ALTER TABLE duty_area_building ADD CONSTRAINT duty_area_building_tenant_fkey FOREIGN KEY (tenant_id) REFERENCES tenant (id);
ALTER TABLE duty_area_building ADD CONSTRAINT duty_area_building_area_fkey FOREIGN KEY (tenant_id, area_id) REFERENCES duty_area (tenant_id, id);
ALTER TABLE duty_area_building ADD CONSTRAINT duty_area_building_building_fkey FOREIGN KEY (tenant_id, building_id) REFERENCES building (tenant_id, id);
CREATE INDEX duty_area_building_area ON duty_area_building (tenant_id, area_id);
SELECT app.protect('duty_area_building', 'place', 'SELECT, INSERT, UPDATE, DELETE');

CREATE SEQUENCE duty_officer_id_seq;
CREATE TABLE duty_officer (
    tenant_id bigint NOT NULL,
    id bigint NOT NULL DEFAULT nextval('duty_officer_id_seq'),
    area_id bigint NOT NULL,
    company_id bigint NOT NULL,
    project_id bigint NOT NULL,
    person_id bigint NOT NULL,
    person_name text NOT NULL,
    post_title text NOT NULL,
    from_on date NOT NULL,
    to_on date,
    created_at timestamptz NOT NULL
);
SELECT app.place('duty_officer', 'tenant');
ALTER TABLE duty_officer ADD CONSTRAINT duty_officer_pkey PRIMARY KEY (tenant_id, id);
ALTER TABLE duty_officer ADD CONSTRAINT duty_officer_tenant_fkey FOREIGN KEY (tenant_id) REFERENCES tenant (id);
ALTER TABLE duty_officer ADD CONSTRAINT duty_officer_area_fkey FOREIGN KEY (tenant_id, area_id) REFERENCES duty_area (tenant_id, id);
ALTER TABLE duty_officer ADD CONSTRAINT duty_officer_person_fkey FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id);
ALTER TABLE duty_officer ADD CONSTRAINT duty_officer_period CHECK (to_on IS NULL OR to_on >= from_on);
CREATE INDEX duty_officer_area ON duty_officer (tenant_id, area_id, from_on);
SELECT app.protect('duty_officer', 'place', 'SELECT, INSERT, UPDATE (to_on)');

-- What hangs on a unit, in numbers: asked before it is closed or moved by people who may keep the tree but not read customers'
-- matters. Counts only, and only of units that the person's posts cover.
CREATE FUNCTION app.unit_load(p_tenant bigint, p_unit bigint, p_today date)
RETURNS TABLE (open_tickets bigint, at_centre bigint, closed_tickets bigint, houses bigint, customers bigint, people bigint, posts bigint,
    engagements bigint, children bigint, moves bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    u record;
    scope text;
    matters text;
BEGIN
    SELECT x.* INTO u FROM public.org_unit x
    WHERE x.tenant_id = p_tenant AND x.tenant_id = current_setting('app.tenant')::bigint AND x.id = p_unit AND (
        current_setting('app.wide')::boolean OR x.company_id = ANY (current_setting('app.companies')::bigint[])
        OR x.vendor_id = ANY (current_setting('app.vendors')::bigint[]) OR x.id = ANY (current_setting('app.units')::bigint[]));
    IF NOT FOUND THEN
        RETURN;
    END IF;
    scope := CASE u.kind WHEN 'group' THEN 'tenant_id' WHEN 'company' THEN 'company_id' WHEN 'project' THEN 'project_id' ELSE 'vendor_id' END;
    matters := CASE u.kind WHEN 'vendorSite' THEN format('x.project_id = %s AND x.vendor_id = %s', u.project_id, u.vendor_id)
        WHEN 'group' THEN 'true' ELSE format('x.%I = $2', scope) END;
    RETURN QUERY EXECUTE format(
        'SELECT (SELECT count(*) FROM public.ticket x WHERE x.tenant_id = $1 AND x.open AND %1$s),
            (SELECT count(*) FROM public.ticket x WHERE x.tenant_id = $1 AND x.open AND %1$s
                AND (x.holder_unit_id = x.company_id OR x.owner_unit_id = x.company_id)),
            (SELECT count(*) FROM public.ticket x WHERE x.tenant_id = $1 AND NOT x.open AND %1$s),
            (SELECT count(*) FROM public.house x WHERE x.tenant_id = $1 AND %2$s),
            (SELECT count(*) FROM public.customer x WHERE x.tenant_id = $1 AND %2$s),
            (SELECT count(*) FROM public.person x WHERE x.tenant_id = $1 AND %4$s AND x.disabled_at IS NULL),
            (SELECT count(*) FROM public.post x WHERE x.tenant_id = $1 AND %4$s AND (x.to_on IS NULL OR x.to_on >= $3)),
            (SELECT count(*) FROM public.engagement x WHERE x.tenant_id = $1 AND (x.unit_id = $2 OR %3$s)
                AND (x.to_on IS NULL OR x.to_on >= $3)),
            (SELECT count(*) FROM public.org_unit x WHERE x.tenant_id = $1 AND x.parent_id = $2 AND x.closed_at IS NULL),
            (SELECT count(*) FROM public.project_move x WHERE x.tenant_id = $1 AND (x.project_id = $2 OR x.to_company_id = $2)
                AND x.done_at IS NULL AND x.cancelled_at IS NULL)',
        matters, CASE WHEN u.kind IN ('company', 'project') THEN format('x.%I = $2', scope) ELSE 'false' END,
        CASE u.kind WHEN 'project' THEN 'x.project_id = $2' WHEN 'vendor' THEN 'x.vendor_id = $2' ELSE 'false' END,
        CASE u.kind WHEN 'project' THEN 'x.project_id = $2' ELSE 'x.unit_id = $2' END)
    USING p_tenant, p_unit, p_today;
END $$;

-- Open matters by project and vendor in the person's scope, as numbers: the column of the tree.
CREATE FUNCTION app.open_matters(p_tenant bigint) RETURNS TABLE (company_id bigint, project_id bigint, vendor_id bigint, open_tickets bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT t.company_id, t.project_id, t.vendor_id, count(*) FROM public.ticket t
    WHERE t.tenant_id = p_tenant AND t.tenant_id = current_setting('app.tenant')::bigint AND t.open AND (
        current_setting('app.wide')::boolean OR t.company_id = ANY (current_setting('app.companies')::bigint[])
        OR t.project_id = ANY (current_setting('app.projects')::bigint[]) OR t.vendor_id = ANY (current_setting('app.vendors')::bigint[])
        OR t.vendor_id = ANY (current_setting('app.site_vendors')::bigint[]) AND t.project_id = ANY (current_setting('app.site_projects')::bigint[]))
    GROUP BY t.company_id, t.project_id, t.vendor_id;
$$;

-- Every row below a project follows it to another company, whatever table it stands in: the catalog says which have both columns.
-- Three things stay: what was ended at a unit before the day (it counts for the company of its time), logs that nobody may change, and
-- tickets with their children, which app.carry_tickets moves one by one. Only a job may call it.
CREATE FUNCTION app.follow_project(p_tenant bigint, p_project bigint, p_company bigint, p_today date)
RETURNS TABLE (table_name text, moved bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    target record;
    touched bigint;
BEGIN
    IF NOT current_setting('app.system')::boolean OR p_tenant <> current_setting('app.tenant')::bigint THEN
        RAISE EXCEPTION 'a project is moved by a job of its tenant' USING ERRCODE = '42501';
    END IF;
    UPDATE public.org_unit SET parent_id = p_company, company_id = p_company
        WHERE tenant_id = p_tenant AND id = p_project AND kind = 'project' AND company_id <> p_company;
    FOR target IN
        SELECT c.oid::regclass::text AS name, c.relname::text AS bare,
            count(*) FILTER (WHERE a.attname IN ('unit_id', 'to_on')) = 2 AS dated
        FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND c.relname <> 'ticket'
            AND (has_table_privilege('shouwen_app', c.oid, 'UPDATE') OR has_any_column_privilege('shouwen_app', c.oid, 'UPDATE'))
            AND NOT EXISTS (SELECT FROM pg_constraint f JOIN pg_attribute k ON k.attrelid = f.conrelid AND k.attnum = ANY (f.conkey)
                WHERE f.conrelid = c.oid AND f.contype = 'f' AND f.confrelid = 'public.ticket'::regclass
                    AND k.attname = 'ticket_id' AND k.attnotnull)
        GROUP BY c.oid, c.relname
        HAVING count(*) FILTER (WHERE a.attname IN ('tenant_id', 'company_id', 'project_id')) = 3
        ORDER BY c.relname
    LOOP
        EXECUTE format('UPDATE %s SET company_id = $1 WHERE tenant_id = $2 AND project_id = $3 AND company_id <> $1%s',
            target.name, CASE WHEN target.dated THEN ' AND (to_on IS NULL OR to_on >= $4)' ELSE '' END)
        USING p_company, p_tenant, p_project, p_today;
        GET DIAGNOSTICS touched = ROW_COUNT;
        table_name := target.bare;
        moved := touched;
        RETURN NEXT;
    END LOOP;
END $$;

-- The children of tickets whose own row has just changed hands. The company is the ticket's; a new vendor sees what it needs to go on
-- (plans, visits, promises, search words, what still waits for an answer), while the log, the letters between centres and the reasons
-- given before stay with the vendor that wrote them. Where something still waits, the unit p_from[i] becomes p_to[i].
CREATE FUNCTION app.carry_tickets(p_tenant bigint, p_tickets bigint[], p_from bigint[], p_to bigint[], p_now timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    child text;
BEGIN
    IF NOT current_setting('app.system')::boolean OR p_tenant <> current_setting('app.tenant')::bigint THEN
        RAISE EXCEPTION 'tickets are carried by a job of their tenant' USING ERRCODE = '42501';
    END IF;
    UPDATE public.ticket_exchange x SET closed_at = p_now, closed_by_name = ''
    FROM public.ticket t WHERE x.tenant_id = p_tenant AND t.tenant_id = x.tenant_id AND t.id = x.ticket_id AND t.id = ANY (p_tickets)
        AND x.closed_at IS NULL AND t.vendor_id IS DISTINCT FROM x.vendor_id;
    FOR child IN
        SELECT f.conrelid::regclass::text FROM pg_constraint f
        JOIN pg_attribute a ON a.attrelid = f.conrelid AND a.attname = 'company_id'
        JOIN pg_attribute k ON k.attrelid = f.conrelid AND k.attname = 'ticket_id' AND k.attnum = ANY (f.conkey) AND k.attnotnull
        WHERE f.contype = 'f' AND f.confrelid = 'public.ticket'::regclass ORDER BY 1
    LOOP
        EXECUTE format('UPDATE %s c SET company_id = t.company_id FROM public.ticket t WHERE c.tenant_id = $1 AND c.ticket_id = ANY ($2)
            AND t.tenant_id = c.tenant_id AND t.id = c.ticket_id AND c.company_id <> t.company_id', child)
        USING p_tenant, p_tickets;
    END LOOP;
    FOREACH child IN ARRAY ARRAY['ticket_plan', 'ticket_visit', 'ticket_deadline', 'ticket_token', 'ticket_escalation', 'ticket_intervention'] LOOP
        EXECUTE format('UPDATE public.%I c SET vendor_id = t.vendor_id FROM public.ticket t WHERE c.tenant_id = $1 AND c.ticket_id = ANY ($2)
            AND t.tenant_id = c.tenant_id AND t.id = c.ticket_id AND c.vendor_id IS DISTINCT FROM t.vendor_id%s', child,
            CASE child WHEN 'ticket_escalation' THEN ' AND c.state = ''proposed''' WHEN 'ticket_intervention' THEN ' AND c.handed_back_at IS NULL'
                ELSE '' END)
        USING p_tenant, p_tickets;
    END LOOP;
    FOR i IN 1 .. cardinality(p_from) LOOP
        UPDATE public.ticket_deadline SET unit_id = CASE unit_id WHEN p_from[i] THEN p_to[i] ELSE unit_id END,
            upper_unit_id = CASE upper_unit_id WHEN p_from[i] THEN p_to[i] ELSE upper_unit_id END
        WHERE tenant_id = p_tenant AND ticket_id = ANY (p_tickets) AND met_at IS NULL AND cancelled_at IS NULL
            AND p_from[i] IN (unit_id, upper_unit_id);
        UPDATE public.ticket_escalation SET from_unit_id = CASE from_unit_id WHEN p_from[i] THEN p_to[i] ELSE from_unit_id END,
            to_unit_id = CASE to_unit_id WHEN p_from[i] THEN p_to[i] ELSE to_unit_id END
        WHERE tenant_id = p_tenant AND ticket_id = ANY (p_tickets) AND state = 'proposed' AND p_from[i] IN (from_unit_id, to_unit_id);
        UPDATE public.ticket_intervention SET previous_unit_id = p_to[i]
        WHERE tenant_id = p_tenant AND ticket_id = ANY (p_tickets) AND handed_back_at IS NULL AND previous_unit_id = p_from[i];
        UPDATE public.ticket_exchange SET from_unit_id = CASE from_unit_id WHEN p_from[i] THEN p_to[i] ELSE from_unit_id END,
            to_unit_id = CASE to_unit_id WHEN p_from[i] THEN p_to[i] ELSE to_unit_id END
        WHERE tenant_id = p_tenant AND ticket_id = ANY (p_tickets) AND closed_at IS NULL AND p_from[i] IN (from_unit_id, to_unit_id);
    END LOOP;
END $$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA app FROM PUBLIC;
GRANT EXECUTE ON FUNCTION
    app.unit_load(bigint, bigint, date), app.open_matters(bigint), app.follow_project(bigint, bigint, bigint, date),
    app.carry_tickets(bigint, bigint[], bigint[], bigint[], timestamptz)
TO shouwen_app;
GRANT USAGE ON SEQUENCE project_move_id_seq, engagement_handover_id_seq, agreement_id_seq, agreement_check_id_seq, duty_area_id_seq,
    duty_officer_id_seq TO shouwen_app;
