-- Inspections (INSPECT, VENDOR-R4): a plan comes again by its cycle and draws points of a route by its seed; each point has items, and an
-- inspection has one row an item, to be judged on the spot. Rows of 'inspection' are the developer's line's; whoever serves the project sees
-- them once they are released: an announced inspection from the start, a surprise when its report goes out.
ALTER FUNCTION app.policy_condition(text) RENAME TO policy_condition_before_inspections;
CREATE FUNCTION app.policy_condition(kind text) RETURNS text
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    tenant CONSTANT text := 'tenant_id = current_setting(''app.tenant'')::bigint';
    inspection CONSTANT text := tenant || ' AND (current_setting(''app.wide'')::boolean'
        ' OR company_id = ANY (current_setting(''app.companies'')::bigint[]) OR project_id = ANY (current_setting(''app.projects'')::bigint[])'
        ' OR released AND vendor_id = ANY (current_setting(''app.vendors'')::bigint[])'
        ' AND project_id = ANY (current_setting(''app.vendor_projects'')::bigint[])'
        ' OR released AND vendor_id = ANY (current_setting(''app.site_vendors'')::bigint[])'
        ' AND project_id = ANY (current_setting(''app.site_projects'')::bigint[]))';
BEGIN
    RETURN CASE kind
        WHEN 'inspection' THEN inspection
        WHEN 'file' THEN app.policy_condition_before_inspections('file') || app.file_sight('inspection', inspection)
        ELSE app.policy_condition_before_inspections(kind)
    END;
END $$;
REVOKE ALL ON FUNCTION app.policy_condition(text) FROM PUBLIC;

-- A route 路线 of a project: points in the order one walks them.
CREATE SEQUENCE inspection_route_id_seq;
CREATE TABLE inspection_route (
    tenant_id bigint NOT NULL,
    id bigint NOT NULL DEFAULT nextval('inspection_route_id_seq'),
    company_id bigint NOT NULL,
    project_id bigint NOT NULL,
    name text NOT NULL,
    created_by_name text NOT NULL,
    created_at timestamptz NOT NULL,
    retired_at timestamptz
);
SELECT app.place('inspection_route', 'tenant');
ALTER TABLE inspection_route ADD CONSTRAINT inspection_route_pkey PRIMARY KEY (tenant_id, id);
ALTER TABLE inspection_route ADD CONSTRAINT inspection_route_tenant_fkey FOREIGN KEY (tenant_id) REFERENCES tenant (id);
ALTER TABLE inspection_route ADD CONSTRAINT inspection_route_company_fkey FOREIGN KEY (tenant_id, company_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE inspection_route ADD CONSTRAINT inspection_route_project_fkey FOREIGN KEY (tenant_id, project_id) REFERENCES org_unit (tenant_id, id);
CREATE UNIQUE INDEX inspection_route_name_key ON inspection_route (tenant_id, project_id, name) WHERE retired_at IS NULL;
SELECT app.protect('inspection_route', 'figures', 'SELECT, INSERT, UPDATE (company_id, name, retired_at)');

-- A point 点位. code: 80 random bits that stand in its QR code on the wall; worth nothing without signing in.
CREATE SEQUENCE inspection_point_id_seq;
CREATE TABLE inspection_point (
    tenant_id bigint NOT NULL,
    id bigint NOT NULL DEFAULT nextval('inspection_point_id_seq'),
    company_id bigint NOT NULL,
    project_id bigint NOT NULL,
    route_id bigint NOT NULL,
    position smallint NOT NULL,
    name text NOT NULL,
    place text NOT NULL DEFAULT '',
    code text NOT NULL,
    retired_at timestamptz
);
SELECT app.place('inspection_point', 'tenant');
ALTER TABLE inspection_point ADD CONSTRAINT inspection_point_pkey PRIMARY KEY (tenant_id, id);
ALTER TABLE inspection_point ADD CONSTRAINT inspection_point_tenant_fkey FOREIGN KEY (tenant_id) REFERENCES tenant (id);
ALTER TABLE inspection_point ADD CONSTRAINT inspection_point_company_fkey FOREIGN KEY (tenant_id, company_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE inspection_point ADD CONSTRAINT inspection_point_project_fkey FOREIGN KEY (tenant_id, project_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE inspection_point ADD CONSTRAINT inspection_point_route_fkey FOREIGN KEY (tenant_id, route_id) REFERENCES inspection_route (tenant_id, id);
ALTER TABLE inspection_point ADD CONSTRAINT inspection_point_code_key UNIQUE (tenant_id, code);
CREATE INDEX inspection_point_route ON inspection_point (tenant_id, route_id, position);
SELECT app.protect('inspection_point', 'figures', 'SELECT, INSERT, UPDATE (company_id, position, name, place, retired_at)');

-- What is looked at there. low and high in thousandths.
CREATE SEQUENCE inspection_item_id_seq;
CREATE TABLE inspection_item (
    tenant_id bigint NOT NULL,
    id bigint NOT NULL DEFAULT nextval('inspection_item_id_seq'),
    company_id bigint NOT NULL,
    project_id bigint NOT NULL,
    point_id bigint NOT NULL,
    position smallint NOT NULL,
    text text NOT NULL,
    kind text NOT NULL,
    unit text NOT NULL DEFAULT '',
    low bigint,
    high bigint,
    photo text NOT NULL,
    retired_at timestamptz
);
SELECT app.place('inspection_item', 'tenant');
ALTER TABLE inspection_item ADD CONSTRAINT inspection_item_pkey PRIMARY KEY (tenant_id, id);
ALTER TABLE inspection_item ADD CONSTRAINT inspection_item_tenant_fkey FOREIGN KEY (tenant_id) REFERENCES tenant (id);
ALTER TABLE inspection_item ADD CONSTRAINT inspection_item_company_fkey FOREIGN KEY (tenant_id, company_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE inspection_item ADD CONSTRAINT inspection_item_project_fkey FOREIGN KEY (tenant_id, project_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE inspection_item ADD CONSTRAINT inspection_item_point_fkey FOREIGN KEY (tenant_id, point_id) REFERENCES inspection_point (tenant_id, id);
ALTER TABLE inspection_item ADD CONSTRAINT inspection_item_kind_known CHECK (kind IN ('passFail', 'measured'));
ALTER TABLE inspection_item ADD CONSTRAINT inspection_item_photo_known CHECK (photo IN ('never', 'onFail', 'always'));
ALTER TABLE inspection_item ADD CONSTRAINT inspection_item_range CHECK (low <= high);
ALTER TABLE inspection_item ADD CONSTRAINT inspection_item_measured CHECK ((kind = 'measured') = (low IS NOT NULL OR high IS NOT NULL));
CREATE INDEX inspection_item_point ON inspection_item (tenant_id, point_id, position);
SELECT app.protect('inspection_item', 'figures', 'SELECT, INSERT, UPDATE (company_id, position, retired_at)');

-- A plan: which route, how often, how many points, announced or not. unit_id: who inspects. next_on: the day of the round to come.
CREATE SEQUENCE inspection_plan_id_seq;
CREATE TABLE inspection_plan (
    tenant_id bigint NOT NULL,
    id bigint NOT NULL DEFAULT nextval('inspection_plan_id_seq'),
    unit_id bigint NOT NULL,
    company_id bigint NOT NULL,
    project_id bigint NOT NULL,
    route_id bigint NOT NULL,
    name text NOT NULL,
    way text NOT NULL,
    notice text NOT NULL,
    cycle text NOT NULL,
    points integer,
    days smallint NOT NULL,
    mend_days smallint NOT NULL,
    next_on date,
    planned_by_name text NOT NULL,
    planned_at timestamptz NOT NULL,
    ended_at timestamptz
);
SELECT app.place('inspection_plan', 'tenant');
ALTER TABLE inspection_plan ADD CONSTRAINT inspection_plan_pkey PRIMARY KEY (tenant_id, id);
ALTER TABLE inspection_plan ADD CONSTRAINT inspection_plan_tenant_fkey FOREIGN KEY (tenant_id) REFERENCES tenant (id);
ALTER TABLE inspection_plan ADD CONSTRAINT inspection_plan_unit_fkey FOREIGN KEY (tenant_id, unit_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE inspection_plan ADD CONSTRAINT inspection_plan_company_fkey FOREIGN KEY (tenant_id, company_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE inspection_plan ADD CONSTRAINT inspection_plan_project_fkey FOREIGN KEY (tenant_id, project_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE inspection_plan ADD CONSTRAINT inspection_plan_route_fkey FOREIGN KEY (tenant_id, route_id) REFERENCES inspection_route (tenant_id, id);
ALTER TABLE inspection_plan ADD CONSTRAINT inspection_plan_way_known CHECK (way IN ('walk', 'spotCheck'));
ALTER TABLE inspection_plan ADD CONSTRAINT inspection_plan_notice_known CHECK (notice IN ('announced', 'surprise'));
ALTER TABLE inspection_plan ADD CONSTRAINT inspection_plan_cycle_known CHECK (cycle IN ('once', 'weekly', 'monthly', 'quarterly', 'yearly'));
ALTER TABLE inspection_plan ADD CONSTRAINT inspection_plan_points_positive CHECK (points > 0);
CREATE INDEX inspection_plan_project ON inspection_plan (tenant_id, project_id, id);
SELECT app.protect('inspection_plan', 'figures', 'SELECT, INSERT, UPDATE (company_id, next_on, ended_at)');

-- One round: the points drawn for it, from its seed. number counts the rounds of a plan.
CREATE SEQUENCE inspection_id_seq;
CREATE TABLE inspection (
    tenant_id bigint NOT NULL,
    id bigint NOT NULL DEFAULT nextval('inspection_id_seq'),
    unit_id bigint NOT NULL,
    company_id bigint NOT NULL,
    project_id bigint NOT NULL,
    vendor_id bigint,
    site_id bigint,
    released boolean NOT NULL,
    plan_id bigint NOT NULL,
    number integer NOT NULL,
    name text NOT NULL,
    way text NOT NULL,
    seed text NOT NULL,
    state text NOT NULL DEFAULT 'planned',
    version integer NOT NULL DEFAULT 1,
    from_on date NOT NULL,
    due_on date NOT NULL,
    mend_days smallint NOT NULL,
    begun_at timestamptz,
    finished_by_name text NOT NULL DEFAULT '',
    finished_at timestamptz,
    issued_by_name text NOT NULL DEFAULT '',
    issued_at timestamptz,
    opinion text NOT NULL DEFAULT '',
    created_at timestamptz NOT NULL
);
SELECT app.place('inspection', 'tenant');
ALTER TABLE inspection ADD CONSTRAINT inspection_pkey PRIMARY KEY (tenant_id, id);
ALTER TABLE inspection ADD CONSTRAINT inspection_tenant_fkey FOREIGN KEY (tenant_id) REFERENCES tenant (id);
ALTER TABLE inspection ADD CONSTRAINT inspection_unit_fkey FOREIGN KEY (tenant_id, unit_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE inspection ADD CONSTRAINT inspection_company_fkey FOREIGN KEY (tenant_id, company_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE inspection ADD CONSTRAINT inspection_project_fkey FOREIGN KEY (tenant_id, project_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE inspection ADD CONSTRAINT inspection_vendor_fkey FOREIGN KEY (tenant_id, vendor_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE inspection ADD CONSTRAINT inspection_site_fkey FOREIGN KEY (tenant_id, site_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE inspection ADD CONSTRAINT inspection_plan_id_fkey FOREIGN KEY (tenant_id, plan_id) REFERENCES inspection_plan (tenant_id, id);
ALTER TABLE inspection ADD CONSTRAINT inspection_round_key UNIQUE (tenant_id, plan_id, number);
ALTER TABLE inspection ADD CONSTRAINT inspection_state_known CHECK (state IN ('planned', 'inProgress', 'drafted', 'issued', 'dropped'));
ALTER TABLE inspection ADD CONSTRAINT inspection_period CHECK (from_on <= due_on);
ALTER TABLE inspection ADD CONSTRAINT inspection_issued CHECK ((state = 'issued') = (issued_at IS NOT NULL));
CREATE INDEX inspection_project ON inspection (tenant_id, project_id, id DESC);
CREATE INDEX inspection_company ON inspection (tenant_id, company_id, id DESC);
CREATE INDEX inspection_vendor ON inspection (tenant_id, vendor_id, id DESC) WHERE vendor_id IS NOT NULL;
SELECT app.protect('inspection', 'inspection', 'SELECT, INSERT, UPDATE (company_id, released, state, version, begun_at, finished_by_name, finished_at, issued_by_name, issued_at, opinion)');

-- One item of one point of one round: the words as they were when it was drawn, and what was found. value in thousandths.
CREATE SEQUENCE inspection_check_id_seq;
CREATE TABLE inspection_check (
    tenant_id bigint NOT NULL,
    id bigint NOT NULL DEFAULT nextval('inspection_check_id_seq'),
    company_id bigint NOT NULL,
    project_id bigint NOT NULL,
    vendor_id bigint,
    released boolean NOT NULL,
    inspection_id bigint NOT NULL,
    point_id bigint NOT NULL,
    item_id bigint NOT NULL,
    point_position smallint NOT NULL,
    position smallint NOT NULL,
    point_name text NOT NULL,
    text text NOT NULL,
    kind text NOT NULL,
    unit text NOT NULL DEFAULT '',
    low bigint,
    high bigint,
    photo text NOT NULL,
    result text,
    value bigint,
    comment text NOT NULL DEFAULT '',
    by_id bigint,
    by_name text NOT NULL DEFAULT '',
    at timestamptz,
    mend_by date
);
SELECT app.place('inspection_check', 'tenant');
ALTER TABLE inspection_check ADD CONSTRAINT inspection_check_pkey PRIMARY KEY (tenant_id, id);
ALTER TABLE inspection_check ADD CONSTRAINT inspection_check_tenant_fkey FOREIGN KEY (tenant_id) REFERENCES tenant (id);
ALTER TABLE inspection_check ADD CONSTRAINT inspection_check_company_fkey FOREIGN KEY (tenant_id, company_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE inspection_check ADD CONSTRAINT inspection_check_project_fkey FOREIGN KEY (tenant_id, project_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE inspection_check ADD CONSTRAINT inspection_check_vendor_fkey FOREIGN KEY (tenant_id, vendor_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE inspection_check ADD CONSTRAINT inspection_check_inspection_fkey FOREIGN KEY (tenant_id, inspection_id) REFERENCES inspection (tenant_id, id);
ALTER TABLE inspection_check ADD CONSTRAINT inspection_check_point_fkey FOREIGN KEY (tenant_id, point_id) REFERENCES inspection_point (tenant_id, id);
ALTER TABLE inspection_check ADD CONSTRAINT inspection_check_item_fkey FOREIGN KEY (tenant_id, item_id) REFERENCES inspection_item (tenant_id, id);
ALTER TABLE inspection_check ADD CONSTRAINT inspection_check_by_fkey FOREIGN KEY (tenant_id, by_id) REFERENCES person (tenant_id, id);
ALTER TABLE inspection_check ADD CONSTRAINT inspection_check_item_key UNIQUE (tenant_id, inspection_id, item_id);
ALTER TABLE inspection_check ADD CONSTRAINT inspection_check_result_known CHECK (result IN ('pass', 'fail', 'notApplicable'));
ALTER TABLE inspection_check ADD CONSTRAINT inspection_check_judged CHECK ((result IS NULL) = (at IS NULL));
ALTER TABLE inspection_check ADD CONSTRAINT inspection_check_explained CHECK (result <> 'fail' OR comment <> '');
CREATE INDEX inspection_check_round ON inspection_check (tenant_id, inspection_id, point_position, position);
SELECT app.protect('inspection_check', 'inspection', 'SELECT, INSERT, UPDATE (company_id, released, result, value, comment, by_id, by_name, at, mend_by)');

-- What failed becomes an order to mend when the report goes out: one, however often it is sent.
ALTER TABLE rectification ADD CONSTRAINT rectification_finding_fkey FOREIGN KEY (tenant_id, finding_id) REFERENCES inspection_check (tenant_id, id);
CREATE UNIQUE INDEX rectification_finding_key ON rectification (tenant_id, finding_id) WHERE finding_id IS NOT NULL;

-- Photos hang on a check and are seen with it.
ALTER TABLE file ADD COLUMN check_id bigint;
ALTER TABLE file ADD COLUMN inspection_id bigint;
ALTER TABLE file ADD CONSTRAINT file_check_id_fkey FOREIGN KEY (tenant_id, check_id) REFERENCES inspection_check (tenant_id, id);
ALTER TABLE file ADD CONSTRAINT file_inspection_fkey FOREIGN KEY (tenant_id, inspection_id) REFERENCES inspection (tenant_id, id);
CREATE INDEX file_inspection ON file (tenant_id, inspection_id, id) WHERE inspection_id IS NOT NULL;
CREATE UNIQUE INDEX file_check_place ON file (tenant_id, check_id, place) WHERE check_id IS NOT NULL;
GRANT UPDATE (check_id, inspection_id) ON file TO shouwen_app;
SELECT app.protect_anew('file', 'file');

GRANT USAGE ON SEQUENCE inspection_route_id_seq, inspection_point_id_seq, inspection_item_id_seq, inspection_plan_id_seq, inspection_id_seq,
    inspection_check_id_seq TO shouwen_app;

-- Groups founded before get the new rights of the built-in roles.
UPDATE role SET permissions = permissions || CASE
    WHEN key IN ('groupServiceCentre', 'companyServiceCentre', 'projectService') THEN ARRAY['inspect.see', 'inspect.do', 'inspect.plan']
    ELSE ARRAY['inspect.see'] END
WHERE built_in AND key IN ('groupServiceCentre', 'companyServiceCentre', 'projectService', 'projectManager', 'vendorServiceCentre', 'vendorSiteService')
    AND NOT permissions && ARRAY['inspect.see'];
