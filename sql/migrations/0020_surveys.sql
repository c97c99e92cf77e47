-- Satisfaction surveys (SURVEY): questionnaires, waves, whom they ask, what was answered, what is counted, and what is done about it.
--
-- Three kinds of rows are new. 'library': questionnaires and waves, which everybody knows who stands at the unit they belong to, above it,
-- or below it (a project reads the group's core form, never another company's additions). 'answer': what one household said; its holder is
-- the interviewer who enters it or, as a negative number, the respondent at the public form, who so reaches the own answer and nothing
-- else. 'survey' and 'figures': single cases and sums of the developer's line; a vendor sees what was confirmed for it (survey_result).
ALTER FUNCTION app.policy_condition(text) RENAME TO policy_condition_of_offices;
CREATE FUNCTION app.policy_condition(kind text) RETURNS text
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    tenant CONSTANT text := 'tenant_id = current_setting(''app.tenant'')::bigint';
    wide CONSTANT text := 'current_setting(''app.wide'')::boolean';
    wide_matters CONSTANT text := 'current_setting(''app.wide_matters'')::boolean';
    company CONSTANT text := 'company_id = ANY (current_setting(''app.companies'')::bigint[])';
    project CONSTANT text := 'project_id = ANY (current_setting(''app.projects'')::bigint[])';
    matters CONSTANT text := 'current_setting(''app.matters'')::boolean';
    known CONSTANT text := 'unit_id = ANY (current_setting(''app.lineage'')::bigint[])';
    holder CONSTANT text := 'holder_id = current_setting(''app.person'')::bigint';
BEGIN
    RETURN CASE kind
        WHEN 'library' THEN format('%s AND (%s OR %s OR %s OR %s)', tenant, wide, company, project, known)
        WHEN 'answer' THEN format('%s AND (%s OR %s AND (%s OR %s OR %s))', tenant, holder, matters, wide_matters, company, project)
        WHEN 'survey' THEN format('%s AND %s AND (%s OR %s OR %s)', tenant, matters, wide_matters, company, project)
        WHEN 'figures' THEN format('%s AND (%s OR %s OR %s)', tenant, wide, company, project)
        ELSE app.policy_condition_of_offices(kind)
    END;
END $$;
REVOKE ALL ON FUNCTION app.policy_condition(text) FROM PUBLIC;

-- What a tenant decides about measuring (SURVEY-R8: the formula is a setting): one row a rule, a word or a number.
CREATE TABLE survey_rule (
    tenant_id bigint NOT NULL,
    rule text NOT NULL,
    choice text NOT NULL DEFAULT '',
    amount bigint NOT NULL DEFAULT 0,
    set_by_name text NOT NULL,
    set_at timestamptz NOT NULL
);
SELECT app.place('survey_rule', 'tenant');
ALTER TABLE survey_rule ADD CONSTRAINT survey_rule_pkey PRIMARY KEY (tenant_id, rule);
ALTER TABLE survey_rule ADD CONSTRAINT survey_rule_tenant_fkey FOREIGN KEY (tenant_id) REFERENCES tenant (id);
ALTER TABLE survey_rule ADD CONSTRAINT survey_rule_rule_form CHECK (rule ~ '^[a-zA-Z0-9]{3,40}$');
SELECT app.protect('survey_rule', 'tenant', 'SELECT, INSERT, UPDATE');

-- A unit's plan and procedure for a year (SURVEY-R1): purpose, items, scope, form system, analysis model.
CREATE SEQUENCE survey_plan_id_seq;
CREATE TABLE survey_plan (
    tenant_id bigint NOT NULL,
    id bigint NOT NULL DEFAULT nextval('survey_plan_id_seq'),
    unit_id bigint NOT NULL,
    company_id bigint,
    project_id bigint,
    year smallint NOT NULL,
    purpose text NOT NULL,
    items text NOT NULL,
    scope text NOT NULL,
    forms text NOT NULL,
    model text NOT NULL,
    state text NOT NULL,
    version integer NOT NULL DEFAULT 1,
    written_by_name text NOT NULL,
    written_at timestamptz NOT NULL,
    decided_by_name text NOT NULL DEFAULT '',
    decided_at timestamptz
);
SELECT app.place('survey_plan', 'tenant');
ALTER TABLE survey_plan ADD CONSTRAINT survey_plan_pkey PRIMARY KEY (tenant_id, id);
ALTER TABLE survey_plan ADD CONSTRAINT survey_plan_tenant_fkey FOREIGN KEY (tenant_id) REFERENCES tenant (id);
ALTER TABLE survey_plan ADD CONSTRAINT survey_plan_unit_fkey FOREIGN KEY (tenant_id, unit_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE survey_plan ADD CONSTRAINT survey_plan_company_fkey FOREIGN KEY (tenant_id, company_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE survey_plan ADD CONSTRAINT survey_plan_project_fkey FOREIGN KEY (tenant_id, project_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE survey_plan ADD CONSTRAINT survey_plan_year_key UNIQUE (tenant_id, unit_id, year);
ALTER TABLE survey_plan ADD CONSTRAINT survey_plan_state_known CHECK (state IN ('draft', 'submitted', 'approved'));
SELECT app.protect('survey_plan', 'library', 'SELECT, INSERT, UPDATE (purpose, items, scope, forms, model, state, version, written_by_name, written_at, decided_by_name, decided_at)');

-- A questionnaire of the library 测评表单. base_id: the form it adds questions to (a company or project adds to the group's, SURVEY core lock);
-- purpose: what it measures; preset: the form shipped with the product it was made from.
CREATE SEQUENCE survey_form_id_seq;
CREATE TABLE survey_form (
    tenant_id bigint NOT NULL,
    id bigint NOT NULL DEFAULT nextval('survey_form_id_seq'),
    unit_id bigint NOT NULL,
    company_id bigint,
    project_id bigint,
    base_id bigint,
    purpose text NOT NULL,
    preset text NOT NULL DEFAULT '',
    name text NOT NULL,
    name_en text NOT NULL DEFAULT '',
    about text NOT NULL DEFAULT '',
    created_by_name text NOT NULL,
    created_at timestamptz NOT NULL,
    retired_at timestamptz
);
SELECT app.place('survey_form', 'tenant');
ALTER TABLE survey_form ADD CONSTRAINT survey_form_pkey PRIMARY KEY (tenant_id, id);
ALTER TABLE survey_form ADD CONSTRAINT survey_form_tenant_fkey FOREIGN KEY (tenant_id) REFERENCES tenant (id);
ALTER TABLE survey_form ADD CONSTRAINT survey_form_unit_fkey FOREIGN KEY (tenant_id, unit_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE survey_form ADD CONSTRAINT survey_form_company_fkey FOREIGN KEY (tenant_id, company_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE survey_form ADD CONSTRAINT survey_form_project_fkey FOREIGN KEY (tenant_id, project_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE survey_form ADD CONSTRAINT survey_form_base_fkey FOREIGN KEY (tenant_id, base_id) REFERENCES survey_form (tenant_id, id);
ALTER TABLE survey_form ADD CONSTRAINT survey_form_purpose_known CHECK (purpose IN ('annual', 'delivery', 'afterRepair', 'developer', 'milestone', 'property', 'special'));
ALTER TABLE survey_form ADD CONSTRAINT survey_form_base_other CHECK (base_id <> id);
CREATE UNIQUE INDEX survey_form_addition_key ON survey_form (tenant_id, base_id, unit_id) WHERE base_id IS NOT NULL AND retired_at IS NULL;
CREATE INDEX survey_form_unit ON survey_form (tenant_id, unit_id, id);
SELECT app.protect('survey_form', 'library', 'SELECT, INSERT, UPDATE (name, name_en, about, retired_at)');

-- A version: a draft that is edited, or published and never changed. number counts the published ones of a form; a draft has none.
-- lock counts changes of a draft, so that two editors notice each other. base_version_id: the core version an addition was written for.
CREATE SEQUENCE survey_version_id_seq;
CREATE TABLE survey_version (
    tenant_id bigint NOT NULL,
    id bigint NOT NULL DEFAULT nextval('survey_version_id_seq'),
    unit_id bigint NOT NULL,
    company_id bigint,
    project_id bigint,
    form_id bigint NOT NULL,
    base_version_id bigint,
    state text NOT NULL,
    number integer,
    lock integer NOT NULL DEFAULT 1,
    intro text NOT NULL DEFAULT '',
    intro_en text NOT NULL DEFAULT '',
    thanks text NOT NULL DEFAULT '',
    thanks_en text NOT NULL DEFAULT '',
    has_english boolean NOT NULL DEFAULT false,
    created_by_name text NOT NULL,
    created_at timestamptz NOT NULL,
    published_by_name text NOT NULL DEFAULT '',
    published_at timestamptz
);
SELECT app.place('survey_version', 'tenant');
ALTER TABLE survey_version ADD CONSTRAINT survey_version_pkey PRIMARY KEY (tenant_id, id);
ALTER TABLE survey_version ADD CONSTRAINT survey_version_tenant_fkey FOREIGN KEY (tenant_id) REFERENCES tenant (id);
ALTER TABLE survey_version ADD CONSTRAINT survey_version_unit_fkey FOREIGN KEY (tenant_id, unit_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE survey_version ADD CONSTRAINT survey_version_company_fkey FOREIGN KEY (tenant_id, company_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE survey_version ADD CONSTRAINT survey_version_project_fkey FOREIGN KEY (tenant_id, project_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE survey_version ADD CONSTRAINT survey_version_form_fkey FOREIGN KEY (tenant_id, form_id) REFERENCES survey_form (tenant_id, id);
ALTER TABLE survey_version ADD CONSTRAINT survey_version_base_version_fkey FOREIGN KEY (tenant_id, base_version_id) REFERENCES survey_version (tenant_id, id);
ALTER TABLE survey_version ADD CONSTRAINT survey_version_state_known CHECK (state IN ('draft', 'published', 'retired'));
ALTER TABLE survey_version ADD CONSTRAINT survey_version_numbered CHECK ((state = 'draft') = (number IS NULL) AND (state = 'draft') = (published_at IS NULL));
ALTER TABLE survey_version ADD CONSTRAINT survey_version_number_key UNIQUE (tenant_id, form_id, number);
CREATE UNIQUE INDEX survey_version_draft_key ON survey_version (tenant_id, form_id) WHERE state = 'draft';
SELECT app.protect('survey_version', 'library', 'SELECT, INSERT, UPDATE (base_version_id, state, number, lock, intro, intro_en, thanks, thanks_en, has_english, published_by_name, published_at), DELETE');

-- What the scored questions of a version belong to, with the weight (in thousandths) in the whole. key stays the same over versions.
CREATE TABLE survey_dimension (
    tenant_id bigint NOT NULL,
    unit_id bigint NOT NULL,
    company_id bigint,
    project_id bigint,
    version_id bigint NOT NULL,
    key text COLLATE "C" NOT NULL,
    position smallint NOT NULL,
    name text NOT NULL,
    name_en text NOT NULL DEFAULT '',
    weight integer NOT NULL
);
SELECT app.place('survey_dimension', 'tenant');
ALTER TABLE survey_dimension ADD CONSTRAINT survey_dimension_pkey PRIMARY KEY (tenant_id, version_id, key);
ALTER TABLE survey_dimension ADD CONSTRAINT survey_dimension_tenant_fkey FOREIGN KEY (tenant_id) REFERENCES tenant (id);
ALTER TABLE survey_dimension ADD CONSTRAINT survey_dimension_unit_fkey FOREIGN KEY (tenant_id, unit_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE survey_dimension ADD CONSTRAINT survey_dimension_company_fkey FOREIGN KEY (tenant_id, company_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE survey_dimension ADD CONSTRAINT survey_dimension_project_fkey FOREIGN KEY (tenant_id, project_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE survey_dimension ADD CONSTRAINT survey_dimension_version_fkey FOREIGN KEY (tenant_id, version_id) REFERENCES survey_version (tenant_id, id);
ALTER TABLE survey_dimension ADD CONSTRAINT survey_dimension_key_form CHECK (key ~ '^[a-z][a-zA-Z0-9]{0,19}$');
ALTER TABLE survey_dimension ADD CONSTRAINT survey_dimension_weight_positive CHECK (weight > 0);
SELECT app.protect('survey_dimension', 'library', 'SELECT, INSERT, UPDATE (position, name, name_en, weight), DELETE');

-- A question. key is stable over versions and unique in what one respondent is shown (an addition's keys carry its form's number), so
-- that core questions compare over waves. options: [{"code","text","textEn","other","exclusive","score"}]; rows: the lines of a matrix
-- [{"key","text","textEn"}]; limits: {"min","max","length","step"}; show_if: the rule, empty object for always.
CREATE TABLE survey_question (
    tenant_id bigint NOT NULL,
    unit_id bigint NOT NULL,
    company_id bigint,
    project_id bigint,
    version_id bigint NOT NULL,
    key text COLLATE "C" NOT NULL,
    position smallint NOT NULL,
    page smallint NOT NULL,
    kind text NOT NULL,
    text text NOT NULL,
    text_en text NOT NULL DEFAULT '',
    help text NOT NULL DEFAULT '',
    help_en text NOT NULL DEFAULT '',
    required boolean NOT NULL DEFAULT false,
    core boolean NOT NULL DEFAULT false,
    allows_none boolean NOT NULL DEFAULT false,
    dimension text,
    weight integer NOT NULL DEFAULT 1000,
    options jsonb NOT NULL DEFAULT '[]',
    rows jsonb NOT NULL DEFAULT '[]',
    limits jsonb NOT NULL DEFAULT '{}',
    show_if jsonb NOT NULL DEFAULT '{}'
);
SELECT app.place('survey_question', 'tenant');
ALTER TABLE survey_question ADD CONSTRAINT survey_question_pkey PRIMARY KEY (tenant_id, version_id, key);
ALTER TABLE survey_question ADD CONSTRAINT survey_question_tenant_fkey FOREIGN KEY (tenant_id) REFERENCES tenant (id);
ALTER TABLE survey_question ADD CONSTRAINT survey_question_unit_fkey FOREIGN KEY (tenant_id, unit_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE survey_question ADD CONSTRAINT survey_question_company_fkey FOREIGN KEY (tenant_id, company_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE survey_question ADD CONSTRAINT survey_question_project_fkey FOREIGN KEY (tenant_id, project_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE survey_question ADD CONSTRAINT survey_question_version_fkey FOREIGN KEY (tenant_id, version_id) REFERENCES survey_version (tenant_id, id);
ALTER TABLE survey_question ADD CONSTRAINT survey_question_key_form CHECK (key ~ '^[a-z][a-zA-Z0-9]{0,19}$');
ALTER TABLE survey_question ADD CONSTRAINT survey_question_kind_known CHECK (kind IN ('single', 'multiple', 'rating', 'nps', 'matrix', 'ranking', 'number', 'date', 'shortText', 'longText', 'section', 'contact'));
ALTER TABLE survey_question ADD CONSTRAINT survey_question_weight_positive CHECK (weight > 0);
SELECT app.protect('survey_question', 'library', 'SELECT, INSERT, UPDATE (position, page, kind, text, text_en, help, help_en, required, allows_none, dimension, weight, options, rows, limits, show_if), DELETE');

-- A wave 批次. unit: who plans it; year: of whose plan it is part. stage, relations, age and last contact narrow whom it asks;
-- the sample is drawn from seed, population and target as drawn_at says. gap_days: the household's rest between two contacts.
CREATE SEQUENCE survey_wave_id_seq;
CREATE TABLE survey_wave (
    tenant_id bigint NOT NULL,
    id bigint NOT NULL DEFAULT nextval('survey_wave_id_seq'),
    unit_id bigint NOT NULL,
    company_id bigint,
    project_id bigint,
    kind text NOT NULL,
    name text NOT NULL,
    name_en text NOT NULL DEFAULT '',
    purpose text NOT NULL DEFAULT '',
    year smallint NOT NULL,
    form_id bigint NOT NULL,
    version_id bigint,
    state text NOT NULL,
    version integer NOT NULL DEFAULT 1,
    opens_on date NOT NULL,
    closes_on date NOT NULL,
    anonymous boolean NOT NULL,
    allows_change boolean NOT NULL DEFAULT false,
    respondents text[] NOT NULL,
    stage text,
    age_min_months integer,
    age_max_months integer,
    contact_within_days integer,
    exclusions text[] NOT NULL DEFAULT '{}',
    gap_days integer NOT NULL,
    reminders smallint NOT NULL,
    reminder_days smallint NOT NULL,
    check_share smallint NOT NULL DEFAULT 10,
    margin_permille integer,
    confidence smallint,
    population integer,
    target integer,
    seed text NOT NULL DEFAULT '',
    drawn_at timestamptz,
    planned_by bigint NOT NULL,
    planned_by_name text NOT NULL,
    planned_at timestamptz NOT NULL,
    approved_by bigint,
    approved_by_name text NOT NULL DEFAULT '',
    state_at timestamptz NOT NULL,
    state_by_name text NOT NULL DEFAULT '',
    state_note text NOT NULL DEFAULT '',
    parent_id bigint
);
SELECT app.place('survey_wave', 'tenant');
ALTER TABLE survey_wave ADD CONSTRAINT survey_wave_pkey PRIMARY KEY (tenant_id, id);
ALTER TABLE survey_wave ADD CONSTRAINT survey_wave_tenant_fkey FOREIGN KEY (tenant_id) REFERENCES tenant (id);
ALTER TABLE survey_wave ADD CONSTRAINT survey_wave_unit_fkey FOREIGN KEY (tenant_id, unit_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE survey_wave ADD CONSTRAINT survey_wave_company_fkey FOREIGN KEY (tenant_id, company_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE survey_wave ADD CONSTRAINT survey_wave_project_fkey FOREIGN KEY (tenant_id, project_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE survey_wave ADD CONSTRAINT survey_wave_form_fkey FOREIGN KEY (tenant_id, form_id) REFERENCES survey_form (tenant_id, id);
ALTER TABLE survey_wave ADD CONSTRAINT survey_wave_version_fkey FOREIGN KEY (tenant_id, version_id) REFERENCES survey_version (tenant_id, id);
ALTER TABLE survey_wave ADD CONSTRAINT survey_wave_planned_by_fkey FOREIGN KEY (tenant_id, planned_by) REFERENCES person (tenant_id, id);
ALTER TABLE survey_wave ADD CONSTRAINT survey_wave_approved_by_fkey FOREIGN KEY (tenant_id, approved_by) REFERENCES person (tenant_id, id);
ALTER TABLE survey_wave ADD CONSTRAINT survey_wave_parent_fkey FOREIGN KEY (tenant_id, parent_id) REFERENCES survey_wave (tenant_id, id);
ALTER TABLE survey_wave ADD CONSTRAINT survey_wave_kind_known CHECK (kind IN ('companyAnnual', 'groupUnified', 'thirdParty', 'special', 'milestone'));
ALTER TABLE survey_wave ADD CONSTRAINT survey_wave_state_known CHECK (state IN ('planned', 'approved', 'issued', 'collecting', 'closed', 'analysed', 'reported', 'rectifying', 'verified', 'archived', 'cancelled'));
ALTER TABLE survey_wave ADD CONSTRAINT survey_wave_period CHECK (closes_on >= opens_on);
ALTER TABLE survey_wave ADD CONSTRAINT survey_wave_stage_known CHECK (stage IN ('beforeHandover', 'afterHandover'));
CREATE INDEX survey_wave_unit_state ON survey_wave (tenant_id, unit_id, id);
CREATE INDEX survey_wave_company ON survey_wave (tenant_id, company_id, id);
CREATE INDEX survey_wave_collecting ON survey_wave (tenant_id, closes_on, id) WHERE state = 'collecting';
CREATE INDEX survey_wave_parent ON survey_wave (tenant_id, parent_id) WHERE parent_id IS NOT NULL;
SELECT app.protect('survey_wave', 'library', 'SELECT, INSERT, UPDATE (name, name_en, purpose, form_id, version_id, state, version, opens_on, closes_on, anonymous, allows_change, respondents, stage, age_min_months, age_max_months, contact_within_days, exclusions, gap_days, reminders, reminder_days, check_share, margin_permille, confidence, population, target, seed, drawn_at, approved_by, approved_by_name, state_at, state_by_name, state_note)');

-- A wave's moves, append-only: who, when, from where, why.
CREATE SEQUENCE survey_step_id_seq;
CREATE TABLE survey_step (
    tenant_id bigint NOT NULL,
    id bigint NOT NULL DEFAULT nextval('survey_step_id_seq'),
    unit_id bigint NOT NULL,
    company_id bigint,
    project_id bigint,
    wave_id bigint NOT NULL,
    action text NOT NULL,
    from_state text NOT NULL,
    to_state text NOT NULL,
    actor_name text NOT NULL,
    actor_post text NOT NULL,
    at timestamptz NOT NULL,
    note text NOT NULL DEFAULT ''
);
SELECT app.place('survey_step', 'tenant');
ALTER TABLE survey_step ADD CONSTRAINT survey_step_pkey PRIMARY KEY (tenant_id, id);
ALTER TABLE survey_step ADD CONSTRAINT survey_step_tenant_fkey FOREIGN KEY (tenant_id) REFERENCES tenant (id);
ALTER TABLE survey_step ADD CONSTRAINT survey_step_unit_fkey FOREIGN KEY (tenant_id, unit_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE survey_step ADD CONSTRAINT survey_step_company_fkey FOREIGN KEY (tenant_id, company_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE survey_step ADD CONSTRAINT survey_step_project_fkey FOREIGN KEY (tenant_id, project_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE survey_step ADD CONSTRAINT survey_step_wave_fkey FOREIGN KEY (tenant_id, wave_id) REFERENCES survey_wave (tenant_id, id);
CREATE INDEX survey_step_wave ON survey_step (tenant_id, wave_id, id);
SELECT app.protect('survey_step', 'library', 'SELECT, INSERT');

-- A project a wave asks in: its households, its share of the sample, its quotas by stage, and the additions its people are asked beside the
-- core. Fixed when the wave is issued, so that a form published meanwhile changes nothing under way.
CREATE TABLE survey_wave_unit (
    tenant_id bigint NOT NULL,
    company_id bigint NOT NULL,
    project_id bigint NOT NULL,
    vendor_id bigint,
    wave_id bigint NOT NULL,
    households integer NOT NULL,
    target integer NOT NULL,
    drawn integer NOT NULL DEFAULT 0,
    quota_before integer,
    quota_after integer,
    company_version_id bigint,
    project_version_id bigint
);
SELECT app.place('survey_wave_unit', 'tenant');
ALTER TABLE survey_wave_unit ADD CONSTRAINT survey_wave_unit_pkey PRIMARY KEY (tenant_id, wave_id, project_id);
ALTER TABLE survey_wave_unit ADD CONSTRAINT survey_wave_unit_tenant_fkey FOREIGN KEY (tenant_id) REFERENCES tenant (id);
ALTER TABLE survey_wave_unit ADD CONSTRAINT survey_wave_unit_company_fkey FOREIGN KEY (tenant_id, company_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE survey_wave_unit ADD CONSTRAINT survey_wave_unit_project_fkey FOREIGN KEY (tenant_id, project_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE survey_wave_unit ADD CONSTRAINT survey_wave_unit_vendor_fkey FOREIGN KEY (tenant_id, vendor_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE survey_wave_unit ADD CONSTRAINT survey_wave_unit_wave_fkey FOREIGN KEY (tenant_id, wave_id) REFERENCES survey_wave (tenant_id, id);
ALTER TABLE survey_wave_unit ADD CONSTRAINT survey_wave_unit_company_version_fkey FOREIGN KEY (tenant_id, company_version_id) REFERENCES survey_version (tenant_id, id);
ALTER TABLE survey_wave_unit ADD CONSTRAINT survey_wave_unit_project_version_fkey FOREIGN KEY (tenant_id, project_version_id) REFERENCES survey_version (tenant_id, id);
CREATE INDEX survey_wave_unit_project ON survey_wave_unit (tenant_id, project_id, wave_id);
SELECT app.protect('survey_wave_unit', 'figures', 'SELECT, INSERT, UPDATE (vendor_id, households, target, drawn, quota_before, quota_after, company_version_id, project_version_id), DELETE');

-- Who was considered: drawn, or left out and why. walk is the place in the order letters are delivered in. holder_id: the interviewer
-- it is given to. In an anonymous wave nothing joins it to an answer: the letter is a ballot without a name.
CREATE SEQUENCE survey_sample_id_seq;
CREATE TABLE survey_sample (
    tenant_id bigint NOT NULL,
    id bigint NOT NULL DEFAULT nextval('survey_sample_id_seq'),
    company_id bigint NOT NULL,
    project_id bigint NOT NULL,
    wave_id bigint NOT NULL,
    house_id bigint NOT NULL,
    household integer NOT NULL,
    customer_id bigint,
    building_id bigint NOT NULL,
    walk text COLLATE "C" NOT NULL,
    stage text NOT NULL,
    usage text NOT NULL,
    state text NOT NULL,
    reason text NOT NULL DEFAULT '',
    draw_rank integer NOT NULL DEFAULT 0,
    holder_id bigint,
    invited_at timestamptz,
    reminders smallint NOT NULL DEFAULT 0,
    reminded_at timestamptz
);
SELECT app.place('survey_sample', 'tenant');
ALTER TABLE survey_sample ADD CONSTRAINT survey_sample_pkey PRIMARY KEY (tenant_id, id);
ALTER TABLE survey_sample ADD CONSTRAINT survey_sample_tenant_fkey FOREIGN KEY (tenant_id) REFERENCES tenant (id);
ALTER TABLE survey_sample ADD CONSTRAINT survey_sample_company_fkey FOREIGN KEY (tenant_id, company_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE survey_sample ADD CONSTRAINT survey_sample_project_fkey FOREIGN KEY (tenant_id, project_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE survey_sample ADD CONSTRAINT survey_sample_wave_fkey FOREIGN KEY (tenant_id, wave_id) REFERENCES survey_wave (tenant_id, id);
ALTER TABLE survey_sample ADD CONSTRAINT survey_sample_house_fkey FOREIGN KEY (tenant_id, house_id) REFERENCES house (tenant_id, id);
ALTER TABLE survey_sample ADD CONSTRAINT survey_sample_customer_fkey FOREIGN KEY (tenant_id, customer_id) REFERENCES customer (tenant_id, id);
ALTER TABLE survey_sample ADD CONSTRAINT survey_sample_building_fkey FOREIGN KEY (tenant_id, building_id) REFERENCES building (tenant_id, id);
ALTER TABLE survey_sample ADD CONSTRAINT survey_sample_state_known CHECK (state IN ('drawn', 'invited', 'heldBack', 'excluded', 'optedOut', 'quotaFull', 'notDrawn'));
ALTER TABLE survey_sample ADD CONSTRAINT survey_sample_stage_known CHECK (stage IN ('beforeHandover', 'afterHandover'));
ALTER TABLE survey_sample ADD CONSTRAINT survey_sample_house_key UNIQUE (tenant_id, wave_id, house_id);
CREATE INDEX survey_sample_walk ON survey_sample (tenant_id, wave_id, project_id, walk, id);
CREATE INDEX survey_sample_state ON survey_sample (tenant_id, wave_id, state, id);
CREATE INDEX survey_sample_house ON survey_sample (tenant_id, house_id, id);
CREATE INDEX survey_sample_holder ON survey_sample (tenant_id, holder_id, wave_id, id) WHERE holder_id IS NOT NULL;
CREATE INDEX survey_sample_customer ON survey_sample (tenant_id, customer_id) WHERE customer_id IS NOT NULL;
SELECT app.protect('survey_sample', 'answer', 'SELECT, INSERT, UPDATE (customer_id, state, reason, holder_id, invited_at, reminders, reminded_at), DELETE');

-- A door to the public form. personal: of one household; ballot: of an anonymous wave, printed without a name, so no row says whose it is;
-- open: one for a project. The token follows from nonce and the server's secret and is not here; only its digest is, and nobody reads it.
CREATE SEQUENCE survey_link_id_seq;
CREATE TABLE survey_link (
    tenant_id bigint NOT NULL,
    id bigint NOT NULL DEFAULT nextval('survey_link_id_seq'),
    company_id bigint NOT NULL,
    project_id bigint NOT NULL,
    wave_id bigint NOT NULL,
    kind text NOT NULL,
    sample_id bigint,
    building_id bigint,
    nonce bytea NOT NULL,
    token_hash bytea NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    revoked_at timestamptz,
    revoked_by_name text NOT NULL DEFAULT ''
);
SELECT app.place('survey_link', 'tenant');
ALTER TABLE survey_link ADD CONSTRAINT survey_link_pkey PRIMARY KEY (tenant_id, id);
ALTER TABLE survey_link ADD CONSTRAINT survey_link_tenant_fkey FOREIGN KEY (tenant_id) REFERENCES tenant (id);
ALTER TABLE survey_link ADD CONSTRAINT survey_link_company_fkey FOREIGN KEY (tenant_id, company_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE survey_link ADD CONSTRAINT survey_link_project_fkey FOREIGN KEY (tenant_id, project_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE survey_link ADD CONSTRAINT survey_link_wave_fkey FOREIGN KEY (tenant_id, wave_id) REFERENCES survey_wave (tenant_id, id);
ALTER TABLE survey_link ADD CONSTRAINT survey_link_sample_fkey FOREIGN KEY (tenant_id, sample_id) REFERENCES survey_sample (tenant_id, id);
ALTER TABLE survey_link ADD CONSTRAINT survey_link_building_fkey FOREIGN KEY (tenant_id, building_id) REFERENCES building (tenant_id, id);
ALTER TABLE survey_link ADD CONSTRAINT survey_link_kind_known CHECK (kind IN ('personal', 'ballot', 'open'));
ALTER TABLE survey_link ADD CONSTRAINT survey_link_token_key UNIQUE (tenant_id, token_hash);
ALTER TABLE survey_link ADD CONSTRAINT survey_link_token_length CHECK (octet_length(token_hash) = 32);
ALTER TABLE survey_link ADD CONSTRAINT survey_link_named CHECK (kind = 'personal' OR sample_id IS NULL);
CREATE UNIQUE INDEX survey_link_sample_key ON survey_link (tenant_id, sample_id) WHERE sample_id IS NOT NULL AND revoked_at IS NULL;
CREATE UNIQUE INDEX survey_link_open_key ON survey_link (tenant_id, wave_id, project_id) WHERE kind = 'open' AND revoked_at IS NULL;
CREATE INDEX survey_link_wave ON survey_link (tenant_id, wave_id, project_id, id);
SELECT app.protect('survey_link', 'survey', 'SELECT (tenant_id, id, company_id, project_id, wave_id, kind, sample_id, building_id, nonce, created_at, expires_at, revoked_at, revoked_by_name), INSERT, UPDATE (expires_at, revoked_at, revoked_by_name)');

-- One household's answers in one row: a million of them with twenty questions each stay a million rows. answers: codes by the question's
-- key; texts: what was typed, apart, so that it can be forgotten. counted: the answers as the cells hold them now; uncounted rows wait for the
-- count, which adds answers and takes counted away, so that a change of mind counts once. holder_id: see above; sample_id and link_id are
-- empty for whom nobody can be named.
CREATE SEQUENCE survey_response_id_seq;
CREATE TABLE survey_response (
    tenant_id bigint NOT NULL,
    id bigint NOT NULL DEFAULT nextval('survey_response_id_seq'),
    company_id bigint NOT NULL,
    project_id bigint NOT NULL,
    vendor_id bigint,
    wave_id bigint NOT NULL,
    version_id bigint NOT NULL,
    sample_id bigint,
    link_id bigint,
    holder_id bigint NOT NULL,
    channel text NOT NULL,
    stage text NOT NULL,
    usage text NOT NULL,
    language text NOT NULL,
    state text NOT NULL,
    page smallint NOT NULL DEFAULT 0,
    answers jsonb NOT NULL DEFAULT '{}',
    texts jsonb NOT NULL DEFAULT '{}',
    counted jsonb,
    uncounted boolean NOT NULL DEFAULT false,
    started_at timestamptz NOT NULL,
    changed_at timestamptz NOT NULL,
    submitted_at timestamptz,
    entered_by_name text NOT NULL DEFAULT '',
    check_state text NOT NULL DEFAULT 'none',
    check_answers jsonb NOT NULL DEFAULT '{}',
    checked_by_name text NOT NULL DEFAULT '',
    checked_at timestamptz
);
SELECT app.place('survey_response', 'tenant');
ALTER TABLE survey_response ADD CONSTRAINT survey_response_pkey PRIMARY KEY (tenant_id, id);
ALTER TABLE survey_response ADD CONSTRAINT survey_response_tenant_fkey FOREIGN KEY (tenant_id) REFERENCES tenant (id);
ALTER TABLE survey_response ADD CONSTRAINT survey_response_company_fkey FOREIGN KEY (tenant_id, company_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE survey_response ADD CONSTRAINT survey_response_project_fkey FOREIGN KEY (tenant_id, project_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE survey_response ADD CONSTRAINT survey_response_vendor_fkey FOREIGN KEY (tenant_id, vendor_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE survey_response ADD CONSTRAINT survey_response_wave_fkey FOREIGN KEY (tenant_id, wave_id) REFERENCES survey_wave (tenant_id, id);
ALTER TABLE survey_response ADD CONSTRAINT survey_response_version_fkey FOREIGN KEY (tenant_id, version_id) REFERENCES survey_version (tenant_id, id);
ALTER TABLE survey_response ADD CONSTRAINT survey_response_sample_fkey FOREIGN KEY (tenant_id, sample_id) REFERENCES survey_sample (tenant_id, id);
ALTER TABLE survey_response ADD CONSTRAINT survey_response_link_fkey FOREIGN KEY (tenant_id, link_id) REFERENCES survey_link (tenant_id, id);
ALTER TABLE survey_response ADD CONSTRAINT survey_response_channel_known CHECK (channel IN ('link', 'ballot', 'open', 'paper', 'telephone', 'import'));
ALTER TABLE survey_response ADD CONSTRAINT survey_response_stage_known CHECK (stage IN ('beforeHandover', 'afterHandover'));
ALTER TABLE survey_response ADD CONSTRAINT survey_response_state_known CHECK (state IN ('open', 'submitted', 'void'));
ALTER TABLE survey_response ADD CONSTRAINT survey_response_check_known CHECK (check_state IN ('none', 'due', 'same', 'different', 'settled'));
ALTER TABLE survey_response ADD CONSTRAINT survey_response_language_known CHECK (language IN ('zh-CN', 'en'));
ALTER TABLE survey_response ADD CONSTRAINT survey_response_submitted CHECK (state <> 'submitted' OR submitted_at IS NOT NULL);
CREATE UNIQUE INDEX survey_response_sample_key ON survey_response (tenant_id, sample_id) WHERE sample_id IS NOT NULL AND state <> 'void';
CREATE UNIQUE INDEX survey_response_respondent_key ON survey_response (tenant_id, holder_id) WHERE holder_id < 0;
CREATE INDEX survey_response_wave ON survey_response (tenant_id, wave_id, project_id, id);
CREATE INDEX survey_response_company ON survey_response (tenant_id, wave_id, company_id, id);
CREATE INDEX survey_response_entered ON survey_response (tenant_id, wave_id, holder_id, id) WHERE holder_id > 0;
CREATE INDEX survey_response_uncounted ON survey_response (tenant_id, id) WHERE uncounted;
CREATE INDEX survey_response_check ON survey_response (tenant_id, wave_id, id) WHERE check_state = 'due';
SELECT app.protect('survey_response', 'answer', 'SELECT, INSERT, UPDATE (version_id, language, state, page, answers, texts, counted, uncounted, changed_at, submitted_at, check_state, check_answers, checked_by_name, checked_at)');

-- What somebody wrote, with names and numbers masked: for reading, tagging and searching (through survey_token). Made by the count.
CREATE SEQUENCE survey_text_id_seq;
CREATE TABLE survey_text (
    tenant_id bigint NOT NULL,
    id bigint NOT NULL DEFAULT nextval('survey_text_id_seq'),
    company_id bigint NOT NULL,
    project_id bigint NOT NULL,
    vendor_id bigint,
    wave_id bigint NOT NULL,
    response_id bigint NOT NULL,
    question text COLLATE "C" NOT NULL,
    dimension text,
    score smallint,
    masked text NOT NULL,
    tags text[] NOT NULL DEFAULT '{}',
    at timestamptz NOT NULL
);
SELECT app.place('survey_text', 'tenant');
ALTER TABLE survey_text ADD CONSTRAINT survey_text_pkey PRIMARY KEY (tenant_id, id);
ALTER TABLE survey_text ADD CONSTRAINT survey_text_tenant_fkey FOREIGN KEY (tenant_id) REFERENCES tenant (id);
ALTER TABLE survey_text ADD CONSTRAINT survey_text_company_fkey FOREIGN KEY (tenant_id, company_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE survey_text ADD CONSTRAINT survey_text_project_fkey FOREIGN KEY (tenant_id, project_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE survey_text ADD CONSTRAINT survey_text_vendor_fkey FOREIGN KEY (tenant_id, vendor_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE survey_text ADD CONSTRAINT survey_text_wave_fkey FOREIGN KEY (tenant_id, wave_id) REFERENCES survey_wave (tenant_id, id);
ALTER TABLE survey_text ADD CONSTRAINT survey_text_response_fkey FOREIGN KEY (tenant_id, response_id) REFERENCES survey_response (tenant_id, id);
ALTER TABLE survey_text ADD CONSTRAINT survey_text_question_key UNIQUE (tenant_id, response_id, question);
CREATE INDEX survey_text_wave ON survey_text (tenant_id, wave_id, id DESC);
CREATE INDEX survey_text_project ON survey_text (tenant_id, wave_id, project_id, id DESC);
SELECT app.protect('survey_text', 'survey', 'SELECT, INSERT, UPDATE (masked, tags, dimension, score), DELETE');

-- Pairs of characters of a text, as ticket_token: text search under row security goes by equality.
CREATE TABLE survey_token (
    tenant_id bigint NOT NULL,
    company_id bigint NOT NULL,
    project_id bigint NOT NULL,
    wave_id bigint NOT NULL,
    token text COLLATE "C" NOT NULL,
    text_id bigint NOT NULL
);
SELECT app.place('survey_token', 'tenant');
ALTER TABLE survey_token ADD CONSTRAINT survey_token_pkey PRIMARY KEY (tenant_id, wave_id, token, text_id);
ALTER TABLE survey_token ADD CONSTRAINT survey_token_tenant_fkey FOREIGN KEY (tenant_id) REFERENCES tenant (id);
ALTER TABLE survey_token ADD CONSTRAINT survey_token_company_fkey FOREIGN KEY (tenant_id, company_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE survey_token ADD CONSTRAINT survey_token_project_fkey FOREIGN KEY (tenant_id, project_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE survey_token ADD CONSTRAINT survey_token_text_fkey FOREIGN KEY (tenant_id, text_id) REFERENCES survey_text (tenant_id, id);
CREATE INDEX survey_token_text ON survey_token (tenant_id, text_id);
SELECT app.protect('survey_token', 'survey', 'SELECT, INSERT, DELETE');

-- The counted answers: what every page of figures reads. unit_id: a project, its company or the group, so that no figure adds up two hundred
-- projects; segment: '' for everybody, or stage=…, usage=…, channel=…; question: a question's or a dimension's key (@ before the latter), value:
-- the code chosen, a score of 0 to 100, or #shown, #none, #skipped. n goes up and down with the count and is never read from answers.
CREATE TABLE survey_cell (
    tenant_id bigint NOT NULL,
    unit_id bigint NOT NULL,
    company_id bigint,
    project_id bigint,
    wave_id bigint NOT NULL,
    segment text COLLATE "C" NOT NULL,
    question text COLLATE "C" NOT NULL,
    value text COLLATE "C" NOT NULL,
    n bigint NOT NULL
);
SELECT app.place('survey_cell', 'tenant');
ALTER TABLE survey_cell ADD CONSTRAINT survey_cell_pkey PRIMARY KEY (tenant_id, wave_id, unit_id, segment, question, value);
ALTER TABLE survey_cell ADD CONSTRAINT survey_cell_tenant_fkey FOREIGN KEY (tenant_id) REFERENCES tenant (id);
ALTER TABLE survey_cell ADD CONSTRAINT survey_cell_unit_fkey FOREIGN KEY (tenant_id, unit_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE survey_cell ADD CONSTRAINT survey_cell_company_fkey FOREIGN KEY (tenant_id, company_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE survey_cell ADD CONSTRAINT survey_cell_project_fkey FOREIGN KEY (tenant_id, project_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE survey_cell ADD CONSTRAINT survey_cell_wave_fkey FOREIGN KEY (tenant_id, wave_id) REFERENCES survey_wave (tenant_id, id);
CREATE INDEX survey_cell_question ON survey_cell (tenant_id, wave_id, segment, question, unit_id);
SELECT app.protect('survey_cell', 'figures', 'SELECT, INSERT, UPDATE (n)');

-- A low score or a wish to be called made a ticket: one for each household and wave (SURVEY-R4), and the two name each other.
CREATE SEQUENCE survey_case_id_seq;
CREATE TABLE survey_case (
    tenant_id bigint NOT NULL,
    id bigint NOT NULL DEFAULT nextval('survey_case_id_seq'),
    company_id bigint NOT NULL,
    project_id bigint NOT NULL,
    wave_id bigint NOT NULL,
    house_id bigint NOT NULL,
    response_id bigint NOT NULL,
    ticket_id bigint NOT NULL,
    cause text NOT NULL,
    question text NOT NULL,
    score smallint,
    at timestamptz NOT NULL
);
SELECT app.place('survey_case', 'tenant');
ALTER TABLE survey_case ADD CONSTRAINT survey_case_pkey PRIMARY KEY (tenant_id, id);
ALTER TABLE survey_case ADD CONSTRAINT survey_case_tenant_fkey FOREIGN KEY (tenant_id) REFERENCES tenant (id);
ALTER TABLE survey_case ADD CONSTRAINT survey_case_company_fkey FOREIGN KEY (tenant_id, company_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE survey_case ADD CONSTRAINT survey_case_project_fkey FOREIGN KEY (tenant_id, project_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE survey_case ADD CONSTRAINT survey_case_wave_fkey FOREIGN KEY (tenant_id, wave_id) REFERENCES survey_wave (tenant_id, id);
ALTER TABLE survey_case ADD CONSTRAINT survey_case_house_fkey FOREIGN KEY (tenant_id, house_id) REFERENCES house (tenant_id, id);
ALTER TABLE survey_case ADD CONSTRAINT survey_case_response_fkey FOREIGN KEY (tenant_id, response_id) REFERENCES survey_response (tenant_id, id);
ALTER TABLE survey_case ADD CONSTRAINT survey_case_ticket_fkey FOREIGN KEY (tenant_id, ticket_id) REFERENCES ticket (tenant_id, id);
ALTER TABLE survey_case ADD CONSTRAINT survey_case_house_key UNIQUE (tenant_id, wave_id, house_id);
ALTER TABLE survey_case ADD CONSTRAINT survey_case_ticket_key UNIQUE (tenant_id, ticket_id);
ALTER TABLE survey_case ADD CONSTRAINT survey_case_cause_known CHECK (cause IN ('low', 'contact'));
CREATE INDEX survey_case_wave ON survey_case (tenant_id, wave_id, project_id, id);
CREATE INDEX survey_case_response ON survey_case (tenant_id, response_id);
SELECT app.protect('survey_case', 'survey', 'SELECT, INSERT');

-- What a responsible unit does about it (SURVEY-R4): cause, corrective and preventive measure, due, evidence, verified by another.
CREATE SEQUENCE survey_action_id_seq;
CREATE TABLE survey_action (
    tenant_id bigint NOT NULL,
    id bigint NOT NULL DEFAULT nextval('survey_action_id_seq'),
    unit_id bigint NOT NULL,
    company_id bigint,
    project_id bigint,
    vendor_id bigint,
    wave_id bigint NOT NULL,
    title text NOT NULL,
    dimension text,
    state text NOT NULL,
    version integer NOT NULL DEFAULT 1,
    cause text NOT NULL DEFAULT '',
    corrective text NOT NULL DEFAULT '',
    preventive text NOT NULL DEFAULT '',
    due_on date NOT NULL,
    evidence text NOT NULL DEFAULT '',
    opened_by bigint NOT NULL,
    opened_by_name text NOT NULL,
    opened_at timestamptz NOT NULL,
    done_by bigint,
    done_by_name text NOT NULL DEFAULT '',
    done_at timestamptz,
    verified_by bigint,
    verified_by_name text NOT NULL DEFAULT '',
    verified_at timestamptz,
    verify_note text NOT NULL DEFAULT '',
    overseer_id bigint NOT NULL
);
SELECT app.place('survey_action', 'tenant');
ALTER TABLE survey_action ADD CONSTRAINT survey_action_pkey PRIMARY KEY (tenant_id, id);
ALTER TABLE survey_action ADD CONSTRAINT survey_action_tenant_fkey FOREIGN KEY (tenant_id) REFERENCES tenant (id);
ALTER TABLE survey_action ADD CONSTRAINT survey_action_unit_fkey FOREIGN KEY (tenant_id, unit_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE survey_action ADD CONSTRAINT survey_action_company_fkey FOREIGN KEY (tenant_id, company_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE survey_action ADD CONSTRAINT survey_action_project_fkey FOREIGN KEY (tenant_id, project_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE survey_action ADD CONSTRAINT survey_action_vendor_fkey FOREIGN KEY (tenant_id, vendor_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE survey_action ADD CONSTRAINT survey_action_wave_fkey FOREIGN KEY (tenant_id, wave_id) REFERENCES survey_wave (tenant_id, id);
ALTER TABLE survey_action ADD CONSTRAINT survey_action_opened_by_fkey FOREIGN KEY (tenant_id, opened_by) REFERENCES person (tenant_id, id);
ALTER TABLE survey_action ADD CONSTRAINT survey_action_done_by_fkey FOREIGN KEY (tenant_id, done_by) REFERENCES person (tenant_id, id);
ALTER TABLE survey_action ADD CONSTRAINT survey_action_verified_by_fkey FOREIGN KEY (tenant_id, verified_by) REFERENCES person (tenant_id, id);
ALTER TABLE survey_action ADD CONSTRAINT survey_action_overseer_fkey FOREIGN KEY (tenant_id, overseer_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE survey_action ADD CONSTRAINT survey_action_state_known CHECK (state IN ('open', 'planned', 'done', 'verified', 'returned', 'dropped'));
ALTER TABLE survey_action ADD CONSTRAINT survey_action_verified_by_other CHECK (verified_by <> done_by);
CREATE INDEX survey_action_wave ON survey_action (tenant_id, wave_id, id);
CREATE INDEX survey_action_due ON survey_action (tenant_id, unit_id, due_on, id) WHERE state NOT IN ('verified', 'dropped');
CREATE INDEX survey_action_company ON survey_action (tenant_id, company_id, due_on, id) WHERE state NOT IN ('verified', 'dropped');
SELECT app.protect('survey_action', 'unit', 'SELECT, INSERT, UPDATE (title, state, version, cause, corrective, preventive, due_on, evidence, done_by, done_by_name, done_at, verified_by, verified_by_name, verified_at, verify_note)');

-- 反馈问题点: what somebody found in the answers, until an action takes it up.
CREATE SEQUENCE survey_point_id_seq;
CREATE TABLE survey_point (
    tenant_id bigint NOT NULL,
    id bigint NOT NULL DEFAULT nextval('survey_point_id_seq'),
    company_id bigint NOT NULL,
    project_id bigint NOT NULL,
    vendor_id bigint,
    wave_id bigint NOT NULL,
    response_id bigint,
    text_id bigint,
    question text NOT NULL,
    dimension text,
    score smallint,
    summary text NOT NULL,
    action_id bigint,
    noted_by_name text NOT NULL,
    at timestamptz NOT NULL
);
SELECT app.place('survey_point', 'tenant');
ALTER TABLE survey_point ADD CONSTRAINT survey_point_pkey PRIMARY KEY (tenant_id, id);
ALTER TABLE survey_point ADD CONSTRAINT survey_point_tenant_fkey FOREIGN KEY (tenant_id) REFERENCES tenant (id);
ALTER TABLE survey_point ADD CONSTRAINT survey_point_company_fkey FOREIGN KEY (tenant_id, company_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE survey_point ADD CONSTRAINT survey_point_project_fkey FOREIGN KEY (tenant_id, project_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE survey_point ADD CONSTRAINT survey_point_vendor_fkey FOREIGN KEY (tenant_id, vendor_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE survey_point ADD CONSTRAINT survey_point_wave_fkey FOREIGN KEY (tenant_id, wave_id) REFERENCES survey_wave (tenant_id, id);
ALTER TABLE survey_point ADD CONSTRAINT survey_point_response_fkey FOREIGN KEY (tenant_id, response_id) REFERENCES survey_response (tenant_id, id);
ALTER TABLE survey_point ADD CONSTRAINT survey_point_text_fkey FOREIGN KEY (tenant_id, text_id) REFERENCES survey_text (tenant_id, id);
ALTER TABLE survey_point ADD CONSTRAINT survey_point_action_fkey FOREIGN KEY (tenant_id, action_id) REFERENCES survey_action (tenant_id, id);
CREATE INDEX survey_point_wave ON survey_point (tenant_id, wave_id, project_id, id);
CREATE INDEX survey_point_action ON survey_point (tenant_id, action_id) WHERE action_id IS NOT NULL;
SELECT app.protect('survey_point', 'survey', 'SELECT, INSERT, UPDATE (action_id)');

-- 专题报告 (SURVEY-R10): figures of complaints and satisfaction, text blocks, the appraisal opinion; signed from below, frozen by the first
-- signature. blocks and figures are documents that are read whole.
CREATE SEQUENCE survey_report_id_seq;
CREATE TABLE survey_report (
    tenant_id bigint NOT NULL,
    id bigint NOT NULL DEFAULT nextval('survey_report_id_seq'),
    unit_id bigint NOT NULL,
    company_id bigint,
    project_id bigint,
    vendor_id bigint,
    wave_id bigint NOT NULL,
    state text NOT NULL,
    version integer NOT NULL DEFAULT 1,
    title text NOT NULL,
    blocks jsonb NOT NULL DEFAULT '[]',
    opinion text NOT NULL DEFAULT '',
    figures jsonb NOT NULL DEFAULT '{}',
    frozen_at timestamptz,
    due_on date,
    written_by_name text NOT NULL,
    written_at timestamptz NOT NULL
);
SELECT app.place('survey_report', 'tenant');
ALTER TABLE survey_report ADD CONSTRAINT survey_report_pkey PRIMARY KEY (tenant_id, id);
ALTER TABLE survey_report ADD CONSTRAINT survey_report_tenant_fkey FOREIGN KEY (tenant_id) REFERENCES tenant (id);
ALTER TABLE survey_report ADD CONSTRAINT survey_report_unit_fkey FOREIGN KEY (tenant_id, unit_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE survey_report ADD CONSTRAINT survey_report_company_fkey FOREIGN KEY (tenant_id, company_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE survey_report ADD CONSTRAINT survey_report_project_fkey FOREIGN KEY (tenant_id, project_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE survey_report ADD CONSTRAINT survey_report_vendor_fkey FOREIGN KEY (tenant_id, vendor_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE survey_report ADD CONSTRAINT survey_report_wave_fkey FOREIGN KEY (tenant_id, wave_id) REFERENCES survey_wave (tenant_id, id);
ALTER TABLE survey_report ADD CONSTRAINT survey_report_state_known CHECK (state IN ('draft', 'projectSigned', 'companySigned', 'groupSigned'));
ALTER TABLE survey_report ADD CONSTRAINT survey_report_unit_key UNIQUE (tenant_id, wave_id, unit_id);
CREATE INDEX survey_report_company ON survey_report (tenant_id, company_id, id);
SELECT app.protect('survey_report', 'unit', 'SELECT, INSERT, UPDATE (state, version, title, blocks, opinion, figures, frozen_at, due_on, written_by_name, written_at)');

-- Who signed a report, at which level, and whether it stood; append-only.
CREATE SEQUENCE survey_signature_id_seq;
CREATE TABLE survey_signature (
    tenant_id bigint NOT NULL,
    id bigint NOT NULL DEFAULT nextval('survey_signature_id_seq'),
    unit_id bigint NOT NULL,
    company_id bigint,
    project_id bigint,
    vendor_id bigint,
    report_id bigint NOT NULL,
    level text NOT NULL,
    decision text NOT NULL,
    person_id bigint NOT NULL,
    person_name text NOT NULL,
    post_title text NOT NULL,
    at timestamptz NOT NULL,
    note text NOT NULL DEFAULT ''
);
SELECT app.place('survey_signature', 'tenant');
ALTER TABLE survey_signature ADD CONSTRAINT survey_signature_pkey PRIMARY KEY (tenant_id, id);
ALTER TABLE survey_signature ADD CONSTRAINT survey_signature_tenant_fkey FOREIGN KEY (tenant_id) REFERENCES tenant (id);
ALTER TABLE survey_signature ADD CONSTRAINT survey_signature_unit_fkey FOREIGN KEY (tenant_id, unit_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE survey_signature ADD CONSTRAINT survey_signature_company_fkey FOREIGN KEY (tenant_id, company_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE survey_signature ADD CONSTRAINT survey_signature_project_fkey FOREIGN KEY (tenant_id, project_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE survey_signature ADD CONSTRAINT survey_signature_vendor_fkey FOREIGN KEY (tenant_id, vendor_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE survey_signature ADD CONSTRAINT survey_signature_report_fkey FOREIGN KEY (tenant_id, report_id) REFERENCES survey_report (tenant_id, id);
ALTER TABLE survey_signature ADD CONSTRAINT survey_signature_person_fkey FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id);
ALTER TABLE survey_signature ADD CONSTRAINT survey_signature_level_known CHECK (level IN ('project', 'company', 'group'));
ALTER TABLE survey_signature ADD CONSTRAINT survey_signature_decision_known CHECK (decision IN ('signed', 'returned'));
CREATE INDEX survey_signature_report ON survey_signature (tenant_id, report_id, id);
SELECT app.protect('survey_signature', 'unit', 'SELECT, INSERT');

-- What a vendor gets to see of a wave at one of its projects: figures that were confirmed, as they stood then (SURVEY-P1).
CREATE SEQUENCE survey_result_id_seq;
CREATE TABLE survey_result (
    tenant_id bigint NOT NULL,
    id bigint NOT NULL DEFAULT nextval('survey_result_id_seq'),
    unit_id bigint NOT NULL,
    company_id bigint NOT NULL,
    project_id bigint NOT NULL,
    vendor_id bigint NOT NULL,
    wave_id bigint NOT NULL,
    figures jsonb NOT NULL DEFAULT '{}',
    confirmed_by_name text NOT NULL,
    confirmed_at timestamptz NOT NULL
);
SELECT app.place('survey_result', 'tenant');
ALTER TABLE survey_result ADD CONSTRAINT survey_result_pkey PRIMARY KEY (tenant_id, id);
ALTER TABLE survey_result ADD CONSTRAINT survey_result_tenant_fkey FOREIGN KEY (tenant_id) REFERENCES tenant (id);
ALTER TABLE survey_result ADD CONSTRAINT survey_result_unit_fkey FOREIGN KEY (tenant_id, unit_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE survey_result ADD CONSTRAINT survey_result_company_fkey FOREIGN KEY (tenant_id, company_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE survey_result ADD CONSTRAINT survey_result_project_fkey FOREIGN KEY (tenant_id, project_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE survey_result ADD CONSTRAINT survey_result_vendor_fkey FOREIGN KEY (tenant_id, vendor_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE survey_result ADD CONSTRAINT survey_result_wave_fkey FOREIGN KEY (tenant_id, wave_id) REFERENCES survey_wave (tenant_id, id);
ALTER TABLE survey_result ADD CONSTRAINT survey_result_unit_key UNIQUE (tenant_id, wave_id, unit_id);
CREATE INDEX survey_result_vendor ON survey_result (tenant_id, vendor_id, wave_id);
SELECT app.protect('survey_result', 'unit', 'SELECT, INSERT, UPDATE (figures, confirmed_by_name, confirmed_at)');

-- The household's budget of contacts: surveys and return visits of group, company and vendor on one list. It says that a household was
-- asked, never what it said.
CREATE SEQUENCE household_contact_id_seq;
CREATE TABLE household_contact (
    tenant_id bigint NOT NULL,
    id bigint NOT NULL DEFAULT nextval('household_contact_id_seq'),
    company_id bigint NOT NULL,
    project_id bigint NOT NULL,
    house_id bigint NOT NULL,
    kind text NOT NULL,
    day date NOT NULL,
    unit_id bigint NOT NULL,
    wave_id bigint,
    visit_id bigint
);
SELECT app.place('household_contact', 'tenant');
ALTER TABLE household_contact ADD CONSTRAINT household_contact_pkey PRIMARY KEY (tenant_id, id);
ALTER TABLE household_contact ADD CONSTRAINT household_contact_tenant_fkey FOREIGN KEY (tenant_id) REFERENCES tenant (id);
ALTER TABLE household_contact ADD CONSTRAINT household_contact_company_fkey FOREIGN KEY (tenant_id, company_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE household_contact ADD CONSTRAINT household_contact_project_fkey FOREIGN KEY (tenant_id, project_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE household_contact ADD CONSTRAINT household_contact_unit_fkey FOREIGN KEY (tenant_id, unit_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE household_contact ADD CONSTRAINT household_contact_house_fkey FOREIGN KEY (tenant_id, house_id) REFERENCES house (tenant_id, id);
ALTER TABLE household_contact ADD CONSTRAINT household_contact_wave_fkey FOREIGN KEY (tenant_id, wave_id) REFERENCES survey_wave (tenant_id, id);
ALTER TABLE household_contact ADD CONSTRAINT household_contact_visit_fkey FOREIGN KEY (tenant_id, visit_id) REFERENCES ticket_visit (tenant_id, id);
ALTER TABLE household_contact ADD CONSTRAINT household_contact_kind_known CHECK (kind IN ('survey', 'reminder', 'visit', 'call'));
CREATE INDEX household_contact_house ON household_contact (tenant_id, house_id, day DESC);
CREATE INDEX household_contact_day ON household_contact (tenant_id, project_id, day DESC, id DESC);
SELECT app.protect('household_contact', 'customer', 'SELECT, INSERT');

-- Households that want no surveys any more; until the household changes.
CREATE SEQUENCE survey_opt_out_id_seq;
CREATE TABLE survey_opt_out (
    tenant_id bigint NOT NULL,
    id bigint NOT NULL DEFAULT nextval('survey_opt_out_id_seq'),
    company_id bigint NOT NULL,
    project_id bigint NOT NULL,
    house_id bigint NOT NULL,
    household integer NOT NULL,
    holder_id bigint NOT NULL,
    at timestamptz NOT NULL,
    by_name text NOT NULL,
    ended_at timestamptz
);
SELECT app.place('survey_opt_out', 'tenant');
ALTER TABLE survey_opt_out ADD CONSTRAINT survey_opt_out_pkey PRIMARY KEY (tenant_id, id);
ALTER TABLE survey_opt_out ADD CONSTRAINT survey_opt_out_tenant_fkey FOREIGN KEY (tenant_id) REFERENCES tenant (id);
ALTER TABLE survey_opt_out ADD CONSTRAINT survey_opt_out_company_fkey FOREIGN KEY (tenant_id, company_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE survey_opt_out ADD CONSTRAINT survey_opt_out_project_fkey FOREIGN KEY (tenant_id, project_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE survey_opt_out ADD CONSTRAINT survey_opt_out_house_fkey FOREIGN KEY (tenant_id, house_id) REFERENCES house (tenant_id, id);
CREATE UNIQUE INDEX survey_opt_out_open ON survey_opt_out (tenant_id, house_id, household) WHERE ended_at IS NULL;
SELECT app.protect('survey_opt_out', 'answer', 'SELECT, INSERT, UPDATE (ended_at)');

-- Visits made until now are contacts too.
INSERT INTO household_contact (tenant_id, company_id, project_id, house_id, kind, day, unit_id, visit_id)
SELECT v.tenant_id, v.company_id, v.project_id, t.house_id, 'visit', (v.at AT TIME ZONE 'UTC' + make_interval(mins => g.utc_offset_minutes))::date,
    v.unit_id, v.id
FROM ticket_visit v JOIN ticket t ON t.tenant_id = v.tenant_id AND t.id = v.ticket_id JOIN tenant g ON g.id = v.tenant_id
WHERE t.house_id IS NOT NULL;

-- The public door. Whoever has the token gets the scope of one respondent: the forms of the wave, and the own answer. For personal links and
-- ballots the respondent is the token; at an open link it is the browser's own random key. Nothing is written. Unknown, revoked, expired,
-- closed and foreign tokens raise the same error, and so does an answered one that may not be changed (p_writing): what it says is not told.
CREATE FUNCTION app.enter_survey(p_tenant bigint, p_token_hash bytea, p_key_hash bytea, p_writing boolean, p_now timestamptz)
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
        WHERE r.tenant_id = p_tenant AND r.holder_id = holder AND r.state <> 'open')
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

-- One count for each tenant with answers that no cell holds yet; none where one waits already.
CREATE FUNCTION app.enqueue_counts(p_now timestamptz) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    queued integer;
BEGIN
    INSERT INTO public.job (tenant_id, kind, payload, unique_key, priority, run_at, created_at)
    SELECT t.id, 'countAnswers', '{}', 'countAnswers', 60, p_now, p_now
    FROM public.tenant t
    WHERE t.closed_at IS NULL AND EXISTS (SELECT FROM public.survey_response r WHERE r.tenant_id = t.id AND r.uncounted)
    ON CONFLICT (tenant_id, unique_key) WHERE state IN ('ready', 'leased') DO NOTHING;
    GET DIAGNOSTICS queued = ROW_COUNT;
    RETURN queued;
END $$;

REVOKE ALL ON FUNCTION app.enter_survey(bigint, bytea, bytea, boolean, timestamptz), app.enqueue_counts(timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.enter_survey(bigint, bytea, bytea, boolean, timestamptz), app.enqueue_counts(timestamptz) TO shouwen_app;
GRANT USAGE ON SEQUENCE survey_plan_id_seq, survey_form_id_seq, survey_version_id_seq, survey_wave_id_seq, survey_step_id_seq, survey_sample_id_seq, survey_link_id_seq, survey_response_id_seq, survey_text_id_seq, survey_case_id_seq, survey_action_id_seq, survey_point_id_seq, survey_report_id_seq, survey_signature_id_seq, survey_result_id_seq, household_contact_id_seq, survey_opt_out_id_seq TO shouwen_app;
