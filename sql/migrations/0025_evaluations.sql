-- Judging property vendors (VENDOR): evaluation templates, what operating data says, rounds and assessors' forms, cards in versions, appeals,
-- and what a card leads to.
--
-- Two kinds of rows are new. 'scorecard': what a vendor gets to see of itself once it is released (VENDOR-P1): its cards, appeals, orders.
-- 'scorecardForm': what one assessor gave, with internal notes: the assessor's own, and those who run the round; never a vendor's (VENDOR-P2).
ALTER FUNCTION app.policy_condition(text) RENAME TO policy_condition_before_scorecards;
CREATE FUNCTION app.policy_condition(kind text) RETURNS text
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    tenant CONSTANT text := 'tenant_id = current_setting(''app.tenant'')::bigint';
    wide CONSTANT text := 'current_setting(''app.wide'')::boolean';
    wide_matters CONSTANT text := 'current_setting(''app.wide_matters'')::boolean';
    company CONSTANT text := 'company_id = ANY (current_setting(''app.companies'')::bigint[])';
    project CONSTANT text := 'project_id = ANY (current_setting(''app.projects'')::bigint[])';
    vendor CONSTANT text := 'vendor_id = ANY (current_setting(''app.vendors'')::bigint[])';
    site_vendor CONSTANT text := 'vendor_id = ANY (current_setting(''app.site_vendors'')::bigint[])';
    site_project CONSTANT text := 'project_id = ANY (current_setting(''app.site_projects'')::bigint[])';
    matters CONSTANT text := 'current_setting(''app.matters'')::boolean';
    holder CONSTANT text := 'holder_id = current_setting(''app.person'')::bigint';
    scorecard CONSTANT text := format('%s AND %s AND (%s OR %s OR %s OR released AND (%s OR %s AND %s))', tenant, matters, wide_matters, company,
        project, vendor, site_vendor, site_project);
BEGIN
    RETURN CASE kind
        WHEN 'scorecard' THEN scorecard
        WHEN 'file' THEN app.policy_condition_before_scorecards('file') || app.file_sight('scorecard', scorecard)
        WHEN 'scorecardForm' THEN format('%s AND (%s OR %s AND (%s OR %s OR %s))', tenant, holder, matters, wide_matters, company, project)
        ELSE app.policy_condition_before_scorecards(kind)
    END;
END $$;
REVOKE ALL ON FUNCTION app.policy_condition(text) FROM PUBLIC;

-- An evaluation template 考核表. base_id: the group's core a company adds indicators to.
CREATE SEQUENCE score_template_id_seq;
CREATE TABLE score_template (
    tenant_id bigint NOT NULL,
    id bigint NOT NULL DEFAULT nextval('score_template_id_seq'),
    unit_id bigint NOT NULL,
    company_id bigint,
    project_id bigint,
    base_id bigint,
    preset text NOT NULL DEFAULT '',
    name text NOT NULL,
    name_en text NOT NULL DEFAULT '',
    about text NOT NULL DEFAULT '',
    created_by_name text NOT NULL,
    created_at timestamptz NOT NULL,
    retired_at timestamptz
);
SELECT app.place('score_template', 'tenant');
ALTER TABLE score_template ADD CONSTRAINT score_template_pkey PRIMARY KEY (tenant_id, id);
ALTER TABLE score_template ADD CONSTRAINT score_template_tenant_fkey FOREIGN KEY (tenant_id) REFERENCES tenant (id);
ALTER TABLE score_template ADD CONSTRAINT score_template_unit_fkey FOREIGN KEY (tenant_id, unit_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE score_template ADD CONSTRAINT score_template_company_fkey FOREIGN KEY (tenant_id, company_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE score_template ADD CONSTRAINT score_template_project_fkey FOREIGN KEY (tenant_id, project_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE score_template ADD CONSTRAINT score_template_base_fkey FOREIGN KEY (tenant_id, base_id) REFERENCES score_template (tenant_id, id);
ALTER TABLE score_template ADD CONSTRAINT score_template_base_other CHECK (base_id <> id);
CREATE UNIQUE INDEX score_template_addition_key ON score_template (tenant_id, base_id, unit_id) WHERE base_id IS NOT NULL AND retired_at IS NULL;
CREATE INDEX score_template_unit ON score_template (tenant_id, unit_id, id);
SELECT app.protect('score_template', 'library', 'SELECT, INSERT, UPDATE (name, name_en, about, retired_at)');

-- A version: a draft that is edited, or published and never changed. grades: [{"key","name","nameEn","from","passes","consequences"}].
-- Numbers are hundredths: of a point, of a per cent.
CREATE SEQUENCE score_version_id_seq;
CREATE TABLE score_version (
    tenant_id bigint NOT NULL,
    id bigint NOT NULL DEFAULT nextval('score_version_id_seq'),
    unit_id bigint NOT NULL,
    company_id bigint,
    project_id bigint,
    template_id bigint NOT NULL,
    state text NOT NULL,
    number integer,
    lock integer NOT NULL DEFAULT 1,
    period text NOT NULL,
    grades jsonb NOT NULL,
    least_coverage integer NOT NULL,
    appeal_days integer NOT NULL,
    addition_share integer NOT NULL DEFAULT 0,
    created_by_name text NOT NULL,
    created_at timestamptz NOT NULL,
    published_by_name text NOT NULL DEFAULT '',
    published_at timestamptz
);
SELECT app.place('score_version', 'tenant');
ALTER TABLE score_version ADD CONSTRAINT score_version_pkey PRIMARY KEY (tenant_id, id);
ALTER TABLE score_version ADD CONSTRAINT score_version_tenant_fkey FOREIGN KEY (tenant_id) REFERENCES tenant (id);
ALTER TABLE score_version ADD CONSTRAINT score_version_unit_fkey FOREIGN KEY (tenant_id, unit_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE score_version ADD CONSTRAINT score_version_company_fkey FOREIGN KEY (tenant_id, company_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE score_version ADD CONSTRAINT score_version_project_fkey FOREIGN KEY (tenant_id, project_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE score_version ADD CONSTRAINT score_version_template_fkey FOREIGN KEY (tenant_id, template_id) REFERENCES score_template (tenant_id, id);
ALTER TABLE score_version ADD CONSTRAINT score_version_state_known CHECK (state IN ('draft', 'published'));
ALTER TABLE score_version ADD CONSTRAINT score_version_period_known CHECK (period IN ('monthly', 'quarterly', 'yearly'));
ALTER TABLE score_version ADD CONSTRAINT score_version_numbered CHECK ((state = 'draft') = (number IS NULL) AND (state = 'draft') = (published_at IS NULL));
ALTER TABLE score_version ADD CONSTRAINT score_version_shares CHECK (least_coverage BETWEEN 0 AND 10000 AND addition_share BETWEEN 0 AND 5000 AND appeal_days BETWEEN 1 AND 60);
ALTER TABLE score_version ADD CONSTRAINT score_version_number_key UNIQUE (tenant_id, template_id, number);
CREATE UNIQUE INDEX score_version_draft_key ON score_version (tenant_id, template_id) WHERE state = 'draft';
SELECT app.protect('score_version', 'library', 'SELECT, INSERT, UPDATE (state, number, lock, period, grades, least_coverage, appeal_days, addition_share, published_by_name, published_at), DELETE');

-- A typed indicator 考核指标. source holds what its kind needs and nothing else: scale, combination, roles; method; purpose, dimension;
-- fact; bands [{"from","to","share"}] and the smallest n. key is stable over versions.
CREATE TABLE score_indicator (
    tenant_id bigint NOT NULL,
    unit_id bigint NOT NULL,
    company_id bigint,
    project_id bigint,
    version_id bigint NOT NULL,
    key text COLLATE "C" NOT NULL,
    position smallint NOT NULL,
    kind text NOT NULL,
    name text NOT NULL,
    name_en text NOT NULL DEFAULT '',
    guide text NOT NULL DEFAULT '',
    guide_en text NOT NULL DEFAULT '',
    weight integer NOT NULL,
    shortfall text NOT NULL,
    source jsonb NOT NULL
);
SELECT app.place('score_indicator', 'tenant');
ALTER TABLE score_indicator ADD CONSTRAINT score_indicator_pkey PRIMARY KEY (tenant_id, version_id, key);
ALTER TABLE score_indicator ADD CONSTRAINT score_indicator_tenant_fkey FOREIGN KEY (tenant_id) REFERENCES tenant (id);
ALTER TABLE score_indicator ADD CONSTRAINT score_indicator_unit_fkey FOREIGN KEY (tenant_id, unit_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE score_indicator ADD CONSTRAINT score_indicator_company_fkey FOREIGN KEY (tenant_id, company_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE score_indicator ADD CONSTRAINT score_indicator_project_fkey FOREIGN KEY (tenant_id, project_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE score_indicator ADD CONSTRAINT score_indicator_version_fkey FOREIGN KEY (tenant_id, version_id) REFERENCES score_version (tenant_id, id);
ALTER TABLE score_indicator ADD CONSTRAINT score_indicator_key_form CHECK (key ~ '^[a-z][a-zA-Z0-9]{0,19}$');
ALTER TABLE score_indicator ADD CONSTRAINT score_indicator_kind_known CHECK (kind IN ('assessor', 'inspection', 'survey', 'fact'));
ALTER TABLE score_indicator ADD CONSTRAINT score_indicator_shortfall_known CHECK (shortfall IN ('spreadAll', 'spreadKind', 'zero'));
ALTER TABLE score_indicator ADD CONSTRAINT score_indicator_weight_range CHECK (weight BETWEEN 1 AND 10000);
SELECT app.protect('score_indicator', 'library', 'SELECT, INSERT, UPDATE (position, kind, name, name_en, guide, guide_en, weight, shortfall, source), DELETE');

-- What is counted of a vendor at a project in a month (year * 100 + month): counted from the rows when they have moved, so a month counted
-- twice is the same. The month is that of the event and the vendor whoever was engaged on that day, so a change-over splits by tenure.
CREATE TABLE score_cell (
    tenant_id bigint NOT NULL,
    company_id bigint NOT NULL,
    project_id bigint NOT NULL,
    vendor_id bigint NOT NULL,
    month integer NOT NULL,
    measure text COLLATE "C" NOT NULL,
    n bigint NOT NULL
);
SELECT app.place('score_cell', 'tenant');
ALTER TABLE score_cell ADD CONSTRAINT score_cell_pkey PRIMARY KEY (tenant_id, vendor_id, project_id, month, measure);
ALTER TABLE score_cell ADD CONSTRAINT score_cell_tenant_fkey FOREIGN KEY (tenant_id) REFERENCES tenant (id);
ALTER TABLE score_cell ADD CONSTRAINT score_cell_company_fkey FOREIGN KEY (tenant_id, company_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE score_cell ADD CONSTRAINT score_cell_project_fkey FOREIGN KEY (tenant_id, project_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE score_cell ADD CONSTRAINT score_cell_vendor_fkey FOREIGN KEY (tenant_id, vendor_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE score_cell ADD CONSTRAINT score_cell_month_form CHECK (month % 100 BETWEEN 1 AND 12 AND month / 100 BETWEEN 1900 AND 9999);
ALTER TABLE score_cell ADD CONSTRAINT score_cell_n_positive CHECK (n > 0);
CREATE INDEX score_cell_month ON score_cell (tenant_id, month, company_id);
SELECT app.protect('score_cell', 'figures', 'SELECT, INSERT, UPDATE (company_id, n), DELETE');

-- Items that were judged on a walk or at a spot check, one row an inspection: where inspections write what counts.
CREATE SEQUENCE score_inspected_id_seq;
CREATE TABLE score_inspected (
    tenant_id bigint NOT NULL,
    id bigint NOT NULL DEFAULT nextval('score_inspected_id_seq'),
    company_id bigint NOT NULL,
    project_id bigint NOT NULL,
    vendor_id bigint NOT NULL,
    released boolean NOT NULL DEFAULT true,
    method text NOT NULL,
    source text NOT NULL,
    title text NOT NULL,
    day date NOT NULL,
    checked integer NOT NULL,
    failed integer NOT NULL,
    noted_by_name text NOT NULL,
    at timestamptz NOT NULL
);
SELECT app.place('score_inspected', 'tenant');
ALTER TABLE score_inspected ADD CONSTRAINT score_inspected_pkey PRIMARY KEY (tenant_id, id);
ALTER TABLE score_inspected ADD CONSTRAINT score_inspected_tenant_fkey FOREIGN KEY (tenant_id) REFERENCES tenant (id);
ALTER TABLE score_inspected ADD CONSTRAINT score_inspected_company_fkey FOREIGN KEY (tenant_id, company_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE score_inspected ADD CONSTRAINT score_inspected_project_fkey FOREIGN KEY (tenant_id, project_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE score_inspected ADD CONSTRAINT score_inspected_vendor_fkey FOREIGN KEY (tenant_id, vendor_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE score_inspected ADD CONSTRAINT score_inspected_source_key UNIQUE (tenant_id, source);
ALTER TABLE score_inspected ADD CONSTRAINT score_inspected_method_known CHECK (method IN ('walk', 'spotCheck'));
ALTER TABLE score_inspected ADD CONSTRAINT score_inspected_numbers CHECK (checked > 0 AND failed BETWEEN 0 AND checked);
CREATE INDEX score_inspected_day ON score_inspected (tenant_id, day);
CREATE INDEX score_inspected_vendor ON score_inspected (tenant_id, vendor_id, project_id, day DESC, id DESC);
SELECT app.protect('score_inspected', 'scorecard', 'SELECT, INSERT');

-- A round 考核周期. version_id and addition_version_id are fixed when it starts. scored_by: who ended assessing, and so does not confirm.
CREATE SEQUENCE score_round_id_seq;
CREATE TABLE score_round (
    tenant_id bigint NOT NULL,
    id bigint NOT NULL DEFAULT nextval('score_round_id_seq'),
    unit_id bigint NOT NULL,
    company_id bigint,
    project_id bigint,
    template_id bigint NOT NULL,
    version_id bigint,
    addition_version_id bigint,
    name text NOT NULL,
    period text NOT NULL,
    start_month integer NOT NULL,
    assess_until date NOT NULL,
    state text NOT NULL,
    version integer NOT NULL DEFAULT 1,
    planned_by bigint NOT NULL,
    planned_by_name text NOT NULL,
    planned_at timestamptz NOT NULL,
    scored_by bigint,
    scored_by_name text NOT NULL DEFAULT '',
    confirmed_by bigint,
    confirmed_by_name text NOT NULL DEFAULT '',
    confirmed_at timestamptz,
    appeal_until date,
    vendors integer NOT NULL DEFAULT 0,
    computed integer NOT NULL DEFAULT 0,
    state_at timestamptz NOT NULL
);
SELECT app.place('score_round', 'tenant');
ALTER TABLE score_round ADD CONSTRAINT score_round_pkey PRIMARY KEY (tenant_id, id);
ALTER TABLE score_round ADD CONSTRAINT score_round_tenant_fkey FOREIGN KEY (tenant_id) REFERENCES tenant (id);
ALTER TABLE score_round ADD CONSTRAINT score_round_unit_fkey FOREIGN KEY (tenant_id, unit_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE score_round ADD CONSTRAINT score_round_company_fkey FOREIGN KEY (tenant_id, company_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE score_round ADD CONSTRAINT score_round_project_fkey FOREIGN KEY (tenant_id, project_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE score_round ADD CONSTRAINT score_round_template_fkey FOREIGN KEY (tenant_id, template_id) REFERENCES score_template (tenant_id, id);
ALTER TABLE score_round ADD CONSTRAINT score_round_version_fkey FOREIGN KEY (tenant_id, version_id) REFERENCES score_version (tenant_id, id);
ALTER TABLE score_round ADD CONSTRAINT score_round_addition_version_fkey FOREIGN KEY (tenant_id, addition_version_id) REFERENCES score_version (tenant_id, id);
ALTER TABLE score_round ADD CONSTRAINT score_round_planned_by_fkey FOREIGN KEY (tenant_id, planned_by) REFERENCES person (tenant_id, id);
ALTER TABLE score_round ADD CONSTRAINT score_round_scored_by_fkey FOREIGN KEY (tenant_id, scored_by) REFERENCES person (tenant_id, id);
ALTER TABLE score_round ADD CONSTRAINT score_round_confirmed_by_fkey FOREIGN KEY (tenant_id, confirmed_by) REFERENCES person (tenant_id, id);
ALTER TABLE score_round ADD CONSTRAINT score_round_state_known CHECK (state IN ('scheduled', 'inProgress', 'scored', 'confirmed', 'rectifying', 'verified', 'closed', 'cancelled'));
ALTER TABLE score_round ADD CONSTRAINT score_round_period_known CHECK (period IN ('monthly', 'quarterly', 'yearly'));
ALTER TABLE score_round ADD CONSTRAINT score_round_confirmed_by_other CHECK (confirmed_by <> scored_by);
CREATE UNIQUE INDEX score_round_period_key ON score_round (tenant_id, unit_id, template_id, period, start_month) WHERE state <> 'cancelled';
CREATE INDEX score_round_unit ON score_round (tenant_id, unit_id, id);
SELECT app.protect('score_round', 'library', 'SELECT, INSERT, UPDATE (version_id, addition_version_id, name, assess_until, state, version, scored_by, scored_by_name, confirmed_by, confirmed_by_name, confirmed_at, appeal_until, vendors, computed, state_at)');

-- A round's moves, append-only: who, when, from where, why.
CREATE SEQUENCE score_step_id_seq;
CREATE TABLE score_step (
    tenant_id bigint NOT NULL,
    id bigint NOT NULL DEFAULT nextval('score_step_id_seq'),
    unit_id bigint NOT NULL,
    company_id bigint,
    project_id bigint,
    round_id bigint NOT NULL,
    action text NOT NULL,
    from_state text NOT NULL,
    to_state text NOT NULL,
    actor_name text NOT NULL,
    actor_post text NOT NULL,
    at timestamptz NOT NULL,
    note text NOT NULL DEFAULT ''
);
SELECT app.place('score_step', 'tenant');
ALTER TABLE score_step ADD CONSTRAINT score_step_pkey PRIMARY KEY (tenant_id, id);
ALTER TABLE score_step ADD CONSTRAINT score_step_tenant_fkey FOREIGN KEY (tenant_id) REFERENCES tenant (id);
ALTER TABLE score_step ADD CONSTRAINT score_step_unit_fkey FOREIGN KEY (tenant_id, unit_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE score_step ADD CONSTRAINT score_step_company_fkey FOREIGN KEY (tenant_id, company_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE score_step ADD CONSTRAINT score_step_project_fkey FOREIGN KEY (tenant_id, project_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE score_step ADD CONSTRAINT score_step_round_fkey FOREIGN KEY (tenant_id, round_id) REFERENCES score_round (tenant_id, id);
CREATE INDEX score_step_round ON score_step (tenant_id, round_id, id);
SELECT app.protect('score_step', 'library', 'SELECT, INSERT');

-- 考核卡: a vendor at a project in a round. Made when the round is planned; total, grade and coverage are the newest version's. households
-- and handed_over_on are the context a fair ranking needs. released: confirmed, so the vendor sees it.
CREATE SEQUENCE score_card_id_seq;
CREATE TABLE score_card (
    tenant_id bigint NOT NULL,
    id bigint NOT NULL DEFAULT nextval('score_card_id_seq'),
    unit_id bigint NOT NULL,
    company_id bigint NOT NULL,
    project_id bigint NOT NULL,
    vendor_id bigint NOT NULL,
    released boolean NOT NULL DEFAULT false,
    round_id bigint NOT NULL,
    round_name text NOT NULL,
    template_name text NOT NULL,
    template_number integer NOT NULL DEFAULT 0,
    period text NOT NULL,
    start_month integer NOT NULL,
    engaged_from date NOT NULL,
    engaged_to date,
    households integer NOT NULL DEFAULT 0,
    handed_over_on date,
    number integer NOT NULL DEFAULT 0,
    total integer,
    coverage integer,
    grade text,
    grade_name text NOT NULL DEFAULT '',
    grade_name_en text NOT NULL DEFAULT '',
    passes boolean,
    confirmed_at timestamptz,
    confirmed_by_name text NOT NULL DEFAULT '',
    appeal_until date
);
SELECT app.place('score_card', 'tenant');
ALTER TABLE score_card ADD CONSTRAINT score_card_pkey PRIMARY KEY (tenant_id, id);
ALTER TABLE score_card ADD CONSTRAINT score_card_tenant_fkey FOREIGN KEY (tenant_id) REFERENCES tenant (id);
ALTER TABLE score_card ADD CONSTRAINT score_card_unit_fkey FOREIGN KEY (tenant_id, unit_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE score_card ADD CONSTRAINT score_card_company_fkey FOREIGN KEY (tenant_id, company_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE score_card ADD CONSTRAINT score_card_project_fkey FOREIGN KEY (tenant_id, project_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE score_card ADD CONSTRAINT score_card_vendor_fkey FOREIGN KEY (tenant_id, vendor_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE score_card ADD CONSTRAINT score_card_round_fkey FOREIGN KEY (tenant_id, round_id) REFERENCES score_round (tenant_id, id);
ALTER TABLE score_card ADD CONSTRAINT score_card_place_key UNIQUE (tenant_id, round_id, project_id, vendor_id);
ALTER TABLE score_card ADD CONSTRAINT score_card_total_range CHECK (total BETWEEN 0 AND 10000 AND coverage BETWEEN 0 AND 10000);
ALTER TABLE score_card ADD CONSTRAINT score_card_released_whole CHECK (NOT released OR number > 0 AND total IS NOT NULL AND confirmed_at IS NOT NULL);
CREATE INDEX score_card_vendor ON score_card (tenant_id, vendor_id, start_month DESC, id DESC);
CREATE INDEX score_card_company ON score_card (tenant_id, company_id, start_month DESC, id DESC);
CREATE INDEX score_card_project ON score_card (tenant_id, project_id, start_month DESC, id DESC);
CREATE INDEX score_card_month ON score_card (tenant_id, period, start_month DESC, id DESC);
SELECT app.protect('score_card', 'scorecard', 'SELECT, INSERT, UPDATE (released, template_number, households, handed_over_on, number, total, coverage, grade, grade_name, grade_name_en, passes, confirmed_at, confirmed_by_name, appeal_until)');

-- What the lines of a card rest on, gathered by the job of its round; the card is worked out from it whenever it is looked at, until it is
-- confirmed. Internal.
CREATE TABLE score_draft (
    tenant_id bigint NOT NULL,
    company_id bigint NOT NULL,
    project_id bigint NOT NULL,
    card_id bigint NOT NULL,
    evidence jsonb NOT NULL,
    at timestamptz NOT NULL
);
SELECT app.place('score_draft', 'tenant');
ALTER TABLE score_draft ADD CONSTRAINT score_draft_pkey PRIMARY KEY (tenant_id, card_id);
ALTER TABLE score_draft ADD CONSTRAINT score_draft_tenant_fkey FOREIGN KEY (tenant_id) REFERENCES tenant (id);
ALTER TABLE score_draft ADD CONSTRAINT score_draft_company_fkey FOREIGN KEY (tenant_id, company_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE score_draft ADD CONSTRAINT score_draft_project_fkey FOREIGN KEY (tenant_id, project_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE score_draft ADD CONSTRAINT score_draft_card_fkey FOREIGN KEY (tenant_id, card_id) REFERENCES score_card (tenant_id, id);
SELECT app.protect('score_draft', 'survey', 'SELECT, INSERT, UPDATE (evidence, at)');

-- The lines of a confirmed card. number 1: as confirmed; 2 and on: after appeals. Never changed. computed and share in hundredths of a per
-- cent of the line's points; evidence: what the value was made of.
CREATE TABLE score_line (
    tenant_id bigint NOT NULL,
    company_id bigint NOT NULL,
    project_id bigint NOT NULL,
    vendor_id bigint NOT NULL,
    released boolean NOT NULL DEFAULT true,
    card_id bigint NOT NULL,
    number integer NOT NULL,
    key text COLLATE "C" NOT NULL,
    position smallint NOT NULL,
    kind text NOT NULL,
    name text NOT NULL,
    name_en text NOT NULL DEFAULT '',
    full_weight integer NOT NULL,
    weight integer NOT NULL,
    state text NOT NULL,
    computed integer,
    share integer,
    points integer NOT NULL,
    unit text NOT NULL,
    value integer,
    n integer NOT NULL,
    evidence jsonb NOT NULL,
    shortfall text NOT NULL
);
SELECT app.place('score_line', 'tenant');
ALTER TABLE score_line ADD CONSTRAINT score_line_pkey PRIMARY KEY (tenant_id, card_id, number, key);
ALTER TABLE score_line ADD CONSTRAINT score_line_tenant_fkey FOREIGN KEY (tenant_id) REFERENCES tenant (id);
ALTER TABLE score_line ADD CONSTRAINT score_line_company_fkey FOREIGN KEY (tenant_id, company_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE score_line ADD CONSTRAINT score_line_project_fkey FOREIGN KEY (tenant_id, project_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE score_line ADD CONSTRAINT score_line_vendor_fkey FOREIGN KEY (tenant_id, vendor_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE score_line ADD CONSTRAINT score_line_card_fkey FOREIGN KEY (tenant_id, card_id) REFERENCES score_card (tenant_id, id);
ALTER TABLE score_line ADD CONSTRAINT score_line_state_known CHECK (state IN ('notEnough', 'scored'));
ALTER TABLE score_line ADD CONSTRAINT score_line_state_whole CHECK ((state = 'scored') = (share IS NOT NULL) AND (computed IS NULL) = (share IS NULL));
ALTER TABLE score_line ADD CONSTRAINT score_line_number_positive CHECK (number > 0);
ALTER TABLE score_line ADD CONSTRAINT score_line_kind_known CHECK (kind IN ('assessor', 'inspection', 'survey', 'fact'));
SELECT app.protect('score_line', 'scorecard', 'SELECT, INSERT');

-- The versions of a card, append-only: what the whole was, and why there is another one.
CREATE TABLE score_card_version (
    tenant_id bigint NOT NULL,
    company_id bigint NOT NULL,
    project_id bigint NOT NULL,
    vendor_id bigint NOT NULL,
    released boolean NOT NULL DEFAULT true,
    card_id bigint NOT NULL,
    number integer NOT NULL,
    total integer NOT NULL,
    coverage integer NOT NULL,
    grade text,
    grade_name text NOT NULL DEFAULT '',
    grade_name_en text NOT NULL DEFAULT '',
    reason text NOT NULL DEFAULT '',
    made_by_name text NOT NULL,
    made_by_post text NOT NULL,
    at timestamptz NOT NULL
);
SELECT app.place('score_card_version', 'tenant');
ALTER TABLE score_card_version ADD CONSTRAINT score_card_version_pkey PRIMARY KEY (tenant_id, card_id, number);
ALTER TABLE score_card_version ADD CONSTRAINT score_card_version_tenant_fkey FOREIGN KEY (tenant_id) REFERENCES tenant (id);
ALTER TABLE score_card_version ADD CONSTRAINT score_card_version_company_fkey FOREIGN KEY (tenant_id, company_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE score_card_version ADD CONSTRAINT score_card_version_project_fkey FOREIGN KEY (tenant_id, project_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE score_card_version ADD CONSTRAINT score_card_version_vendor_fkey FOREIGN KEY (tenant_id, vendor_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE score_card_version ADD CONSTRAINT score_card_version_card_fkey FOREIGN KEY (tenant_id, card_id) REFERENCES score_card (tenant_id, id);
ALTER TABLE score_card_version ADD CONSTRAINT score_card_version_number_positive CHECK (number > 0);
SELECT app.protect('score_card_version', 'scorecard', 'SELECT, INSERT');

-- 评分表: what one assessor gives one vendor at one project. notes are internal. The line beside the card it belongs to is what an outside
-- assessor knows of it: project and vendor by name.
CREATE SEQUENCE score_form_id_seq;
CREATE TABLE score_form (
    tenant_id bigint NOT NULL,
    id bigint NOT NULL DEFAULT nextval('score_form_id_seq'),
    company_id bigint NOT NULL,
    project_id bigint NOT NULL,
    vendor_id bigint NOT NULL,
    holder_id bigint NOT NULL,
    round_id bigint NOT NULL,
    card_id bigint NOT NULL,
    holder_name text NOT NULL,
    holder_post text NOT NULL,
    role text NOT NULL,
    round_name text NOT NULL,
    period text NOT NULL,
    start_month integer NOT NULL,
    assess_until date NOT NULL,
    project_name text NOT NULL,
    vendor_name text NOT NULL,
    state text NOT NULL,
    version integer NOT NULL DEFAULT 1,
    scores jsonb NOT NULL DEFAULT '{}',
    notes jsonb NOT NULL DEFAULT '{}',
    given_at timestamptz NOT NULL,
    submitted_at timestamptz,
    reminded_at timestamptz,
    reminders smallint NOT NULL DEFAULT 0
);
SELECT app.place('score_form', 'tenant');
ALTER TABLE score_form ADD CONSTRAINT score_form_pkey PRIMARY KEY (tenant_id, id);
ALTER TABLE score_form ADD CONSTRAINT score_form_tenant_fkey FOREIGN KEY (tenant_id) REFERENCES tenant (id);
ALTER TABLE score_form ADD CONSTRAINT score_form_company_fkey FOREIGN KEY (tenant_id, company_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE score_form ADD CONSTRAINT score_form_project_fkey FOREIGN KEY (tenant_id, project_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE score_form ADD CONSTRAINT score_form_vendor_fkey FOREIGN KEY (tenant_id, vendor_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE score_form ADD CONSTRAINT score_form_round_fkey FOREIGN KEY (tenant_id, round_id) REFERENCES score_round (tenant_id, id);
ALTER TABLE score_form ADD CONSTRAINT score_form_card_fkey FOREIGN KEY (tenant_id, card_id) REFERENCES score_card (tenant_id, id);
ALTER TABLE score_form ADD CONSTRAINT score_form_holder_fkey FOREIGN KEY (tenant_id, holder_id) REFERENCES person (tenant_id, id);
ALTER TABLE score_form ADD CONSTRAINT score_form_holder_key UNIQUE (tenant_id, card_id, holder_id);
ALTER TABLE score_form ADD CONSTRAINT score_form_state_known CHECK (state IN ('open', 'submitted'));
ALTER TABLE score_form ADD CONSTRAINT score_form_role_known CHECK (role IN ('group', 'company', 'project', 'committee', 'outside'));
ALTER TABLE score_form ADD CONSTRAINT score_form_submitted CHECK ((state = 'submitted') = (submitted_at IS NOT NULL));
CREATE INDEX score_form_held ON score_form (tenant_id, holder_id, state, id DESC);
CREATE INDEX score_form_round ON score_form (tenant_id, round_id, id);
SELECT app.protect('score_form', 'scorecardForm', 'SELECT, INSERT, UPDATE (assess_until, state, version, scores, notes, submitted_at, reminded_at, reminders), DELETE');

-- A board's correction of a line before confirmation, with its reason; the newest counts, none is lost. Internal.
CREATE SEQUENCE score_moderation_id_seq;
CREATE TABLE score_moderation (
    tenant_id bigint NOT NULL,
    id bigint NOT NULL DEFAULT nextval('score_moderation_id_seq'),
    company_id bigint NOT NULL,
    project_id bigint NOT NULL,
    card_id bigint NOT NULL,
    key text COLLATE "C" NOT NULL,
    before integer NOT NULL,
    share integer NOT NULL,
    reason text NOT NULL,
    by_person bigint NOT NULL,
    by_name text NOT NULL,
    at timestamptz NOT NULL
);
SELECT app.place('score_moderation', 'tenant');
ALTER TABLE score_moderation ADD CONSTRAINT score_moderation_pkey PRIMARY KEY (tenant_id, id);
ALTER TABLE score_moderation ADD CONSTRAINT score_moderation_tenant_fkey FOREIGN KEY (tenant_id) REFERENCES tenant (id);
ALTER TABLE score_moderation ADD CONSTRAINT score_moderation_company_fkey FOREIGN KEY (tenant_id, company_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE score_moderation ADD CONSTRAINT score_moderation_project_fkey FOREIGN KEY (tenant_id, project_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE score_moderation ADD CONSTRAINT score_moderation_card_fkey FOREIGN KEY (tenant_id, card_id) REFERENCES score_card (tenant_id, id);
ALTER TABLE score_moderation ADD CONSTRAINT score_moderation_by_person_fkey FOREIGN KEY (tenant_id, by_person) REFERENCES person (tenant_id, id);
ALTER TABLE score_moderation ADD CONSTRAINT score_moderation_shares CHECK (before BETWEEN 0 AND 10000 AND share BETWEEN 0 AND 10000);
ALTER TABLE score_moderation ADD CONSTRAINT score_moderation_reason CHECK (reason <> '');
CREATE INDEX score_moderation_card ON score_moderation (tenant_id, card_id, id);
SELECT app.protect('score_moderation', 'survey', 'SELECT, INSERT');

-- 申诉 against one line.
CREATE SEQUENCE score_appeal_id_seq;
CREATE TABLE score_appeal (
    tenant_id bigint NOT NULL,
    id bigint NOT NULL DEFAULT nextval('score_appeal_id_seq'),
    company_id bigint NOT NULL,
    project_id bigint NOT NULL,
    vendor_id bigint NOT NULL,
    released boolean NOT NULL DEFAULT true,
    card_id bigint NOT NULL,
    key text COLLATE "C" NOT NULL,
    number integer NOT NULL,
    text text NOT NULL,
    evidence text NOT NULL DEFAULT '',
    filed_by bigint NOT NULL,
    filed_by_name text NOT NULL,
    filed_at timestamptz NOT NULL,
    state text NOT NULL,
    share integer,
    ruling text NOT NULL DEFAULT '',
    ruled_by bigint,
    ruled_by_name text NOT NULL DEFAULT '',
    ruled_at timestamptz
);
SELECT app.place('score_appeal', 'tenant');
ALTER TABLE score_appeal ADD CONSTRAINT score_appeal_pkey PRIMARY KEY (tenant_id, id);
ALTER TABLE score_appeal ADD CONSTRAINT score_appeal_tenant_fkey FOREIGN KEY (tenant_id) REFERENCES tenant (id);
ALTER TABLE score_appeal ADD CONSTRAINT score_appeal_company_fkey FOREIGN KEY (tenant_id, company_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE score_appeal ADD CONSTRAINT score_appeal_project_fkey FOREIGN KEY (tenant_id, project_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE score_appeal ADD CONSTRAINT score_appeal_vendor_fkey FOREIGN KEY (tenant_id, vendor_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE score_appeal ADD CONSTRAINT score_appeal_line_fkey FOREIGN KEY (tenant_id, card_id, number, key) REFERENCES score_line (tenant_id, card_id, number, key);
ALTER TABLE score_appeal ADD CONSTRAINT score_appeal_filed_by_fkey FOREIGN KEY (tenant_id, filed_by) REFERENCES person (tenant_id, id);
ALTER TABLE score_appeal ADD CONSTRAINT score_appeal_ruled_by_fkey FOREIGN KEY (tenant_id, ruled_by) REFERENCES person (tenant_id, id);
ALTER TABLE score_appeal ADD CONSTRAINT score_appeal_state_known CHECK (state IN ('filed', 'upheld', 'rejected', 'withdrawn'));
ALTER TABLE score_appeal ADD CONSTRAINT score_appeal_upheld CHECK ((state = 'upheld') = (share IS NOT NULL));
CREATE UNIQUE INDEX score_appeal_open_key ON score_appeal (tenant_id, card_id, key) WHERE state = 'filed';
CREATE INDEX score_appeal_card ON score_appeal (tenant_id, card_id, id);
CREATE INDEX score_appeal_waiting ON score_appeal (tenant_id, company_id, id) WHERE state = 'filed';
SELECT app.protect('score_appeal', 'scorecard', 'SELECT, INSERT, UPDATE (state, share, ruling, ruled_by, ruled_by_name, ruled_at)');

-- What a confirmed card leads to beside orders and suspensions, which are rows of their own: the renewal gate and the advice on payment.
-- A higher tier may set any of them aside, on record. clause_id: the contract's clause that a payment is advised by; empty where the contract has
-- none, and then no sum is named.
CREATE SEQUENCE score_consequence_id_seq;
CREATE TABLE score_consequence (
    tenant_id bigint NOT NULL,
    id bigint NOT NULL DEFAULT nextval('score_consequence_id_seq'),
    company_id bigint NOT NULL,
    project_id bigint NOT NULL,
    vendor_id bigint NOT NULL,
    released boolean NOT NULL DEFAULT true,
    card_id bigint NOT NULL,
    number integer NOT NULL,
    kind text NOT NULL,
    withhold integer,
    clause_id bigint,
    until_on date,
    at timestamptz NOT NULL,
    overridden_at timestamptz,
    overridden_by bigint,
    overridden_by_name text NOT NULL DEFAULT '',
    override_reason text NOT NULL DEFAULT ''
);
SELECT app.place('score_consequence', 'tenant');
ALTER TABLE score_consequence ADD CONSTRAINT score_consequence_pkey PRIMARY KEY (tenant_id, id);
ALTER TABLE score_consequence ADD CONSTRAINT score_consequence_tenant_fkey FOREIGN KEY (tenant_id) REFERENCES tenant (id);
ALTER TABLE score_consequence ADD CONSTRAINT score_consequence_company_fkey FOREIGN KEY (tenant_id, company_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE score_consequence ADD CONSTRAINT score_consequence_project_fkey FOREIGN KEY (tenant_id, project_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE score_consequence ADD CONSTRAINT score_consequence_vendor_fkey FOREIGN KEY (tenant_id, vendor_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE score_consequence ADD CONSTRAINT score_consequence_card_fkey FOREIGN KEY (tenant_id, card_id) REFERENCES score_card (tenant_id, id);
ALTER TABLE score_consequence ADD CONSTRAINT score_consequence_clause_fkey FOREIGN KEY (tenant_id, clause_id) REFERENCES penalty_clause (tenant_id, id);
ALTER TABLE score_consequence ADD CONSTRAINT score_consequence_overridden_by_fkey FOREIGN KEY (tenant_id, overridden_by) REFERENCES person (tenant_id, id);
ALTER TABLE score_consequence ADD CONSTRAINT score_consequence_kind_known CHECK (kind IN ('rectify', 'suspend', 'gateRenewal', 'advisePayment'));
ALTER TABLE score_consequence ADD CONSTRAINT score_consequence_clause_of_payment CHECK (kind = 'advisePayment' OR clause_id IS NULL);
ALTER TABLE score_consequence ADD CONSTRAINT score_consequence_kind_key UNIQUE (tenant_id, card_id, number, kind);
ALTER TABLE score_consequence ADD CONSTRAINT score_consequence_override_whole CHECK ((overridden_at IS NULL) = (override_reason = ''));
SELECT app.protect('score_consequence', 'scorecard', 'SELECT, INSERT, UPDATE (overridden_at, overridden_by, overridden_by_name, override_reason)');

-- 暂停入围: no new selection takes the vendor while one stands. company_id empty: in the whole group. Known to everybody who selects.
CREATE SEQUENCE vendor_suspension_id_seq;
CREATE TABLE vendor_suspension (
    tenant_id bigint NOT NULL,
    id bigint NOT NULL DEFAULT nextval('vendor_suspension_id_seq'),
    unit_id bigint NOT NULL,
    company_id bigint,
    project_id bigint,
    vendor_id bigint NOT NULL,
    card_id bigint,
    from_on date NOT NULL,
    to_on date NOT NULL,
    reason text NOT NULL,
    set_by_name text NOT NULL,
    set_at timestamptz NOT NULL,
    lifted_at timestamptz,
    lifted_by_name text NOT NULL DEFAULT '',
    lift_reason text NOT NULL DEFAULT ''
);
SELECT app.place('vendor_suspension', 'tenant');
ALTER TABLE vendor_suspension ADD CONSTRAINT vendor_suspension_pkey PRIMARY KEY (tenant_id, id);
ALTER TABLE vendor_suspension ADD CONSTRAINT vendor_suspension_tenant_fkey FOREIGN KEY (tenant_id) REFERENCES tenant (id);
ALTER TABLE vendor_suspension ADD CONSTRAINT vendor_suspension_unit_fkey FOREIGN KEY (tenant_id, unit_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE vendor_suspension ADD CONSTRAINT vendor_suspension_company_fkey FOREIGN KEY (tenant_id, company_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE vendor_suspension ADD CONSTRAINT vendor_suspension_project_fkey FOREIGN KEY (tenant_id, project_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE vendor_suspension ADD CONSTRAINT vendor_suspension_vendor_fkey FOREIGN KEY (tenant_id, vendor_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE vendor_suspension ADD CONSTRAINT vendor_suspension_card_fkey FOREIGN KEY (tenant_id, card_id) REFERENCES score_card (tenant_id, id);
ALTER TABLE vendor_suspension ADD CONSTRAINT vendor_suspension_period CHECK (to_on >= from_on);
ALTER TABLE vendor_suspension ADD CONSTRAINT vendor_suspension_lift_whole CHECK ((lifted_at IS NULL) = (lift_reason = ''));
CREATE INDEX vendor_suspension_vendor ON vendor_suspension (tenant_id, vendor_id, to_on DESC, id DESC);
SELECT app.protect('vendor_suspension', 'lineage', 'SELECT, INSERT, UPDATE (lifted_at, lifted_by_name, lift_reason)');

-- 整改单: who mends, what, until when; done with evidence, re-checked by another. Made from a card's line, an inspection's finding, or by
-- hand. level: how many tiers an overdue one has gone up.
CREATE SEQUENCE rectification_id_seq;
CREATE TABLE rectification (
    tenant_id bigint NOT NULL,
    id bigint NOT NULL DEFAULT nextval('rectification_id_seq'),
    unit_id bigint NOT NULL,
    company_id bigint NOT NULL,
    project_id bigint NOT NULL,
    vendor_id bigint NOT NULL,
    released boolean NOT NULL DEFAULT true,
    source text NOT NULL,
    card_id bigint,
    line_key text COLLATE "C",
    finding_id bigint,
    title text NOT NULL,
    demand text NOT NULL,
    due_on date NOT NULL,
    state text NOT NULL,
    version integer NOT NULL DEFAULT 1,
    overseer_id bigint NOT NULL,
    level smallint NOT NULL DEFAULT 0,
    issued_by bigint,
    issued_by_name text NOT NULL,
    issued_at timestamptz NOT NULL,
    evidence text NOT NULL DEFAULT '',
    done_by bigint,
    done_by_name text NOT NULL DEFAULT '',
    done_at timestamptz,
    first_done_on date,
    verified_by bigint,
    verified_by_name text NOT NULL DEFAULT '',
    verified_at timestamptz,
    note text NOT NULL DEFAULT ''
);
SELECT app.place('rectification', 'tenant');
ALTER TABLE rectification ADD CONSTRAINT rectification_pkey PRIMARY KEY (tenant_id, id);
ALTER TABLE rectification ADD CONSTRAINT rectification_tenant_fkey FOREIGN KEY (tenant_id) REFERENCES tenant (id);
ALTER TABLE rectification ADD CONSTRAINT rectification_unit_fkey FOREIGN KEY (tenant_id, unit_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE rectification ADD CONSTRAINT rectification_company_fkey FOREIGN KEY (tenant_id, company_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE rectification ADD CONSTRAINT rectification_project_fkey FOREIGN KEY (tenant_id, project_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE rectification ADD CONSTRAINT rectification_vendor_fkey FOREIGN KEY (tenant_id, vendor_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE rectification ADD CONSTRAINT rectification_card_fkey FOREIGN KEY (tenant_id, card_id) REFERENCES score_card (tenant_id, id);
ALTER TABLE rectification ADD CONSTRAINT rectification_overseer_fkey FOREIGN KEY (tenant_id, overseer_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE rectification ADD CONSTRAINT rectification_issued_by_fkey FOREIGN KEY (tenant_id, issued_by) REFERENCES person (tenant_id, id);
ALTER TABLE rectification ADD CONSTRAINT rectification_done_by_fkey FOREIGN KEY (tenant_id, done_by) REFERENCES person (tenant_id, id);
ALTER TABLE rectification ADD CONSTRAINT rectification_verified_by_fkey FOREIGN KEY (tenant_id, verified_by) REFERENCES person (tenant_id, id);
ALTER TABLE rectification ADD CONSTRAINT rectification_source_known CHECK (source IN ('manual', 'card', 'inspection'));
ALTER TABLE rectification ADD CONSTRAINT rectification_source_whole CHECK ((source = 'card') = (card_id IS NOT NULL) AND (source = 'inspection') = (finding_id IS NOT NULL));
ALTER TABLE rectification ADD CONSTRAINT rectification_state_known CHECK (state IN ('open', 'done', 'verified', 'returned', 'dropped'));
ALTER TABLE rectification ADD CONSTRAINT rectification_verified_by_other CHECK (verified_by <> done_by);
ALTER TABLE rectification ADD CONSTRAINT rectification_level_known CHECK (level BETWEEN 0 AND 2);
CREATE UNIQUE INDEX rectification_line_key ON rectification (tenant_id, card_id, line_key) WHERE card_id IS NOT NULL;
CREATE INDEX rectification_vendor_due ON rectification (tenant_id, vendor_id, due_on, id) WHERE state NOT IN ('verified', 'dropped');
CREATE INDEX rectification_company_due ON rectification (tenant_id, company_id, due_on, id) WHERE state NOT IN ('verified', 'dropped');
CREATE INDEX rectification_project_due ON rectification (tenant_id, project_id, due_on, id) WHERE state NOT IN ('verified', 'dropped');
CREATE INDEX rectification_due ON rectification (tenant_id, due_on, id);
SELECT app.protect('rectification', 'scorecard', 'SELECT, INSERT, UPDATE (state, version, level, evidence, done_by, done_by_name, done_at, first_done_on, verified_by, verified_by_name, verified_at, note)');

-- What an appeal rests on, and what shows that something was mended: seen with the card, by the vendor and by who rules or re-checks.
ALTER TABLE file ADD COLUMN appeal_id bigint;
ALTER TABLE file ADD COLUMN card_id bigint;
ALTER TABLE file ADD COLUMN rectification_id bigint;
ALTER TABLE file ADD COLUMN released boolean NOT NULL DEFAULT false;
ALTER TABLE file ADD CONSTRAINT file_appeal_fkey FOREIGN KEY (tenant_id, appeal_id) REFERENCES score_appeal (tenant_id, id);
ALTER TABLE file ADD CONSTRAINT file_card_fkey FOREIGN KEY (tenant_id, card_id) REFERENCES score_card (tenant_id, id);
ALTER TABLE file ADD CONSTRAINT file_rectification_fkey FOREIGN KEY (tenant_id, rectification_id) REFERENCES rectification (tenant_id, id);
CREATE INDEX file_card ON file (tenant_id, card_id, id) WHERE card_id IS NOT NULL;
CREATE UNIQUE INDEX file_appeal_place ON file (tenant_id, appeal_id, place) WHERE appeal_id IS NOT NULL;
CREATE UNIQUE INDEX file_rectification_place ON file (tenant_id, rectification_id, place) WHERE rectification_id IS NOT NULL;
GRANT UPDATE (appeal_id, card_id, rectification_id, released) ON file TO shouwen_app;
SELECT app.protect_anew('file', 'file');

-- What the count of a month reads by the day of the event; the newest-first indexes serve the rest.
CREATE INDEX ticket_event_closing ON ticket_event (tenant_id, at) WHERE state_to = 'closed' OR action = 'reopen';
CREATE INDEX ticket_escalation_answered ON ticket_escalation (tenant_id, answered_at) WHERE state = 'accepted';
CREATE INDEX ticket_exchange_replied ON ticket_exchange (tenant_id, replied_at) WHERE replied_at IS NOT NULL;
CREATE INDEX ticket_deadline_due_day ON ticket_deadline (tenant_id, due_at) WHERE cancelled_at IS NULL;
CREATE INDEX ticket_visit_day ON ticket_visit (tenant_id, at);

-- Notices of an evaluation name the round, the card or the order by run_id, as those of tables and waves do; the kind says which. A notice is
-- about one thing at most.
ALTER TABLE notice ADD CONSTRAINT notice_about_score CHECK (run_id IS NOT NULL OR kind NOT LIKE 'score%');
ALTER TABLE notice ADD CONSTRAINT notice_about_one CHECK (ticket_id IS NULL OR run_id IS NULL);

-- One count an hour of the running month and, in its first days, of the one before, for each tenant that engages vendors.
CREATE FUNCTION app.enqueue_scores(p_now timestamptz) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    queued integer;
BEGIN
    INSERT INTO public.job (tenant_id, kind, payload, unique_key, priority, run_at, created_at)
    SELECT t.id, 'countFacts', '{}', 'countFacts', 70, date_trunc('hour', p_now) + interval '1 hour', p_now
    FROM public.tenant t
    WHERE t.closed_at IS NULL AND EXISTS (SELECT FROM public.engagement e WHERE e.tenant_id = t.id)
    ON CONFLICT (tenant_id, unique_key) WHERE state IN ('ready', 'leased') DO NOTHING;
    GET DIAGNOSTICS queued = ROW_COUNT;
    RETURN queued;
END $$;
REVOKE ALL ON FUNCTION app.enqueue_scores(timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.enqueue_scores(timestamptz) TO shouwen_app;
GRANT USAGE ON SEQUENCE score_template_id_seq, score_version_id_seq, score_inspected_id_seq, score_round_id_seq, score_step_id_seq, score_card_id_seq, score_form_id_seq, score_moderation_id_seq, score_appeal_id_seq, score_consequence_id_seq, vendor_suspension_id_seq, rectification_id_seq TO shouwen_app;
