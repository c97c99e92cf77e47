-- Property vendors: the register, their contracts, how one is chosen, and what is charged for repairs that were not done (VENDOR, COMPENSATE).
--
-- One kind of rows is new, 'vendorFile': what is known of a vendor is read by the vendor's own people, by who knows it because it serves
-- them, and by the whole developer's line, which chooses among vendors. No vendor reads another's (ACCESS-P5). Contracts are rows of kind
-- 'unit', which both parties read; selections are rows of kind 'figures', which no vendor reads.
ALTER FUNCTION app.policy_condition(text) RENAME TO policy_condition_before_vendors;
CREATE FUNCTION app.policy_condition(kind text) RETURNS text
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    tenant CONSTANT text := 'tenant_id = current_setting(''app.tenant'')::bigint';
    wide CONSTANT text := 'current_setting(''app.wide'')::boolean';
    vendor CONSTANT text := 'vendor_id = ANY (current_setting(''app.vendors'')::bigint[])';
    known CONSTANT text := 'vendor_id = ANY (current_setting(''app.lineage'')::bigint[])';
    at_company CONSTANT text := 'current_setting(''app.companies'') <> ''{}''';
    at_project CONSTANT text := 'current_setting(''app.projects'') <> ''{}''';
BEGIN
    RETURN CASE kind
        WHEN 'vendorFile' THEN format('%s AND (%s OR %s OR %s OR %s OR %s)', tenant, wide, vendor, known, at_company, at_project)
        ELSE app.policy_condition_before_vendors(kind)
    END;
END $$;
REVOKE ALL ON FUNCTION app.policy_condition(text) FROM PUBLIC;

-- What is known of a property company 物业公司 besides its name in the tree. Append-only: the newest version holds, older ones say what was known
-- when somebody was chosen. capital: fen.
CREATE SEQUENCE vendor_file_id_seq;
CREATE TABLE vendor_file (
    tenant_id bigint NOT NULL,
    id bigint NOT NULL DEFAULT nextval('vendor_file_id_seq'),
    vendor_id bigint NOT NULL,
    version integer NOT NULL,
    legal_name text NOT NULL,
    credit_code text,
    representative text NOT NULL DEFAULT '',
    founded_on date,
    capital bigint,
    address text NOT NULL DEFAULT '',
    about text NOT NULL DEFAULT '',
    filed_by_name text NOT NULL,
    filed_at timestamptz NOT NULL
);
SELECT app.place('vendor_file', 'tenant');
ALTER TABLE vendor_file ADD CONSTRAINT vendor_file_pkey PRIMARY KEY (tenant_id, id);
ALTER TABLE vendor_file ADD CONSTRAINT vendor_file_tenant_fkey FOREIGN KEY (tenant_id) REFERENCES tenant (id);
ALTER TABLE vendor_file ADD CONSTRAINT vendor_file_vendor_fkey FOREIGN KEY (tenant_id, vendor_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE vendor_file ADD CONSTRAINT vendor_file_version_key UNIQUE (tenant_id, vendor_id, version);
ALTER TABLE vendor_file ADD CONSTRAINT vendor_file_credit_code_form CHECK (credit_code ~ '^[0-9A-HJ-NPQRTUWXY]{18}$');
ALTER TABLE vendor_file ADD CONSTRAINT vendor_file_capital_positive CHECK (capital >= 0);
SELECT app.protect('vendor_file', 'vendorFile', 'SELECT, INSERT');

-- Licences and certificates with their end. One that was renewed or withdrawn is ended, never changed.
CREATE SEQUENCE vendor_qualification_id_seq;
CREATE TABLE vendor_qualification (
    tenant_id bigint NOT NULL,
    id bigint NOT NULL DEFAULT nextval('vendor_qualification_id_seq'),
    vendor_id bigint NOT NULL,
    kind text NOT NULL,
    name text NOT NULL,
    number text NOT NULL DEFAULT '',
    issuer text NOT NULL DEFAULT '',
    issued_on date,
    expires_on date,
    added_by_name text NOT NULL,
    added_at timestamptz NOT NULL,
    ended_at timestamptz,
    ended_by_name text NOT NULL DEFAULT '',
    end_reason text NOT NULL DEFAULT ''
);
SELECT app.place('vendor_qualification', 'tenant');
ALTER TABLE vendor_qualification ADD CONSTRAINT vendor_qualification_pkey PRIMARY KEY (tenant_id, id);
ALTER TABLE vendor_qualification ADD CONSTRAINT vendor_qualification_tenant_fkey FOREIGN KEY (tenant_id) REFERENCES tenant (id);
ALTER TABLE vendor_qualification ADD CONSTRAINT vendor_qualification_vendor_fkey FOREIGN KEY (tenant_id, vendor_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE vendor_qualification ADD CONSTRAINT vendor_qualification_kind_known CHECK (kind IN ('businessLicence', 'qualitySystem', 'environmentSystem', 'safetySystem', 'credit', 'security', 'fireProtection', 'insurance', 'other'));
ALTER TABLE vendor_qualification ADD CONSTRAINT vendor_qualification_period CHECK (expires_on >= issued_on);
CREATE INDEX vendor_qualification_vendor ON vendor_qualification (tenant_id, vendor_id, id);
CREATE INDEX vendor_qualification_expiry ON vendor_qualification (tenant_id, expires_on) WHERE ended_at IS NULL AND expires_on IS NOT NULL;
SELECT app.protect('vendor_qualification', 'vendorFile', 'SELECT, INSERT, UPDATE (ended_at, ended_by_name, end_reason)');

-- Whom to speak to at a vendor: people of the company, never customers.
CREATE SEQUENCE vendor_contact_id_seq;
CREATE TABLE vendor_contact (
    tenant_id bigint NOT NULL,
    id bigint NOT NULL DEFAULT nextval('vendor_contact_id_seq'),
    vendor_id bigint NOT NULL,
    name text NOT NULL,
    post text NOT NULL,
    phone text NOT NULL DEFAULT '',
    email text NOT NULL DEFAULT '',
    note text NOT NULL DEFAULT '',
    added_by_name text NOT NULL,
    added_at timestamptz NOT NULL,
    ended_at timestamptz,
    ended_by_name text NOT NULL DEFAULT ''
);
SELECT app.place('vendor_contact', 'tenant');
ALTER TABLE vendor_contact ADD CONSTRAINT vendor_contact_pkey PRIMARY KEY (tenant_id, id);
ALTER TABLE vendor_contact ADD CONSTRAINT vendor_contact_tenant_fkey FOREIGN KEY (tenant_id) REFERENCES tenant (id);
ALTER TABLE vendor_contact ADD CONSTRAINT vendor_contact_vendor_fkey FOREIGN KEY (tenant_id, vendor_id) REFERENCES org_unit (tenant_id, id);
CREATE INDEX vendor_contact_vendor ON vendor_contact (tenant_id, vendor_id, id);
SELECT app.protect('vendor_contact', 'vendorFile', 'SELECT, INSERT, UPDATE (ended_at, ended_by_name)');

-- A contract or covenant of an engagement (VENDOR-F1 to F4). fee: fen per square metre and month; split: how project costs are shared 费用分摊;
-- filed: with the district committee 街道办/居委会 (VENDOR-R10); early: 早期介入 (VENDOR-R8); taken_over: 验收接管 (VENDOR-R13).
CREATE SEQUENCE vendor_contract_id_seq;
CREATE TABLE vendor_contract (
    tenant_id bigint NOT NULL,
    id bigint NOT NULL DEFAULT nextval('vendor_contract_id_seq'),
    unit_id bigint NOT NULL,
    company_id bigint NOT NULL,
    project_id bigint NOT NULL,
    vendor_id bigint NOT NULL,
    engagement_id bigint NOT NULL,
    version integer NOT NULL DEFAULT 1,
    kind text NOT NULL,
    number text NOT NULL,
    title text NOT NULL,
    contents text NOT NULL DEFAULT '',
    level text,
    fee_basis text,
    fee bigint,
    fee_note text NOT NULL DEFAULT '',
    split text NOT NULL DEFAULT '',
    assessor text NOT NULL DEFAULT '',
    assessed_on date,
    filed_on date,
    filing_number text NOT NULL DEFAULT '',
    filed_with text NOT NULL DEFAULT '',
    annexed_on date,
    signed_on date,
    from_on date NOT NULL,
    to_on date,
    early_on date,
    taken_over_on date,
    changed_by_name text NOT NULL,
    changed_at timestamptz NOT NULL
);
SELECT app.place('vendor_contract', 'tenant');
ALTER TABLE vendor_contract ADD CONSTRAINT vendor_contract_pkey PRIMARY KEY (tenant_id, id);
ALTER TABLE vendor_contract ADD CONSTRAINT vendor_contract_tenant_fkey FOREIGN KEY (tenant_id) REFERENCES tenant (id);
ALTER TABLE vendor_contract ADD CONSTRAINT vendor_contract_unit_fkey FOREIGN KEY (tenant_id, unit_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE vendor_contract ADD CONSTRAINT vendor_contract_company_fkey FOREIGN KEY (tenant_id, company_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE vendor_contract ADD CONSTRAINT vendor_contract_project_fkey FOREIGN KEY (tenant_id, project_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE vendor_contract ADD CONSTRAINT vendor_contract_vendor_fkey FOREIGN KEY (tenant_id, vendor_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE vendor_contract ADD CONSTRAINT vendor_contract_engagement_fkey FOREIGN KEY (tenant_id, engagement_id) REFERENCES engagement (tenant_id, id);
ALTER TABLE vendor_contract ADD CONSTRAINT vendor_contract_kind_known CHECK (kind IN ('commission', 'preStage', 'covenant', 'agreement'));
ALTER TABLE vendor_contract ADD CONSTRAINT vendor_contract_level_known CHECK (level IN ('one', 'two', 'three', 'four', 'five', 'special'));
ALTER TABLE vendor_contract ADD CONSTRAINT vendor_contract_fee_basis_known CHECK (fee_basis IN ('lumpSum', 'commission'));
ALTER TABLE vendor_contract ADD CONSTRAINT vendor_contract_fee_positive CHECK (fee >= 0);
ALTER TABLE vendor_contract ADD CONSTRAINT vendor_contract_period CHECK (to_on >= from_on);
ALTER TABLE vendor_contract ADD CONSTRAINT vendor_contract_early_first CHECK (taken_over_on >= early_on);
ALTER TABLE vendor_contract ADD CONSTRAINT vendor_contract_filed_after CHECK (filed_on >= assessed_on);
ALTER TABLE vendor_contract ADD CONSTRAINT vendor_contract_number_key UNIQUE (tenant_id, engagement_id, kind, number);
CREATE INDEX vendor_contract_end ON vendor_contract (tenant_id, project_id, to_on) WHERE to_on IS NOT NULL;
CREATE INDEX vendor_contract_vendor ON vendor_contract (tenant_id, vendor_id, id);
SELECT app.protect('vendor_contract', 'unit', 'SELECT, INSERT, UPDATE (version, number, title, contents, level, fee_basis, fee, fee_note, split, assessor, assessed_on, filed_on, filing_number, filed_with, annexed_on, signed_on, to_on, early_on, taken_over_on, changed_by_name, changed_at)');

-- 选聘: choosing a property company for a project (section 2.15). Of the developer's line; no vendor sees any of it (VENDOR-P2).
-- round: counts evaluations, one more whenever the committee looks again; candidate_id: the chosen one,
-- without a foreign key, since candidates refer to their selection; digest: SHA-256 of the dossier as it stood when the contract was signed.
CREATE SEQUENCE vendor_selection_id_seq;
CREATE TABLE vendor_selection (
    tenant_id bigint NOT NULL,
    id bigint NOT NULL DEFAULT nextval('vendor_selection_id_seq'),
    unit_id bigint NOT NULL,
    company_id bigint NOT NULL,
    project_id bigint NOT NULL,
    title text NOT NULL,
    state text NOT NULL,
    version integer NOT NULL DEFAULT 1,
    positioning text NOT NULL DEFAULT '',
    method text NOT NULL DEFAULT '',
    early_on date,
    serve_from date,
    round integer NOT NULL DEFAULT 1,
    candidate_id bigint,
    engagement_id bigint,
    reasons text NOT NULL DEFAULT '',
    minority text NOT NULL DEFAULT '',
    opened_at timestamptz,
    opened_by_name text NOT NULL DEFAULT '',
    digest bytea,
    begun_by bigint NOT NULL,
    begun_by_name text NOT NULL,
    begun_at timestamptz NOT NULL,
    state_at timestamptz NOT NULL,
    state_by_name text NOT NULL DEFAULT ''
);
SELECT app.place('vendor_selection', 'tenant');
ALTER TABLE vendor_selection ADD CONSTRAINT vendor_selection_pkey PRIMARY KEY (tenant_id, id);
ALTER TABLE vendor_selection ADD CONSTRAINT vendor_selection_tenant_fkey FOREIGN KEY (tenant_id) REFERENCES tenant (id);
ALTER TABLE vendor_selection ADD CONSTRAINT vendor_selection_unit_fkey FOREIGN KEY (tenant_id, unit_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE vendor_selection ADD CONSTRAINT vendor_selection_company_fkey FOREIGN KEY (tenant_id, company_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE vendor_selection ADD CONSTRAINT vendor_selection_project_fkey FOREIGN KEY (tenant_id, project_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE vendor_selection ADD CONSTRAINT vendor_selection_engagement_fkey FOREIGN KEY (tenant_id, engagement_id) REFERENCES engagement (tenant_id, id);
ALTER TABLE vendor_selection ADD CONSTRAINT vendor_selection_begun_by_fkey FOREIGN KEY (tenant_id, begun_by) REFERENCES person (tenant_id, id);
ALTER TABLE vendor_selection ADD CONSTRAINT vendor_selection_state_known CHECK (state IN ('positioning', 'investigation', 'tender', 'evaluation', 'contractReview', 'engaged', 'earlyInvolvement', 'takeOver', 'serving', 'exited', 'cancelled'));
CREATE INDEX vendor_selection_company ON vendor_selection (tenant_id, company_id, id DESC);
CREATE INDEX vendor_selection_project ON vendor_selection (tenant_id, project_id, id DESC);
SELECT app.protect('vendor_selection', 'figures', 'SELECT, INSERT, UPDATE (state, version, title, positioning, method, early_on, serve_from, round, candidate_id, engagement_id, reasons, minority, opened_at, opened_by_name, digest, state_at, state_by_name)');

-- Every move of a selection; append-only.
CREATE SEQUENCE selection_step_id_seq;
CREATE TABLE selection_step (
    tenant_id bigint NOT NULL,
    id bigint NOT NULL DEFAULT nextval('selection_step_id_seq'),
    company_id bigint NOT NULL,
    project_id bigint NOT NULL,
    selection_id bigint NOT NULL,
    action text NOT NULL,
    to_state text NOT NULL,
    actor_name text NOT NULL,
    actor_post text NOT NULL,
    at timestamptz NOT NULL,
    note text NOT NULL DEFAULT ''
);
SELECT app.place('selection_step', 'tenant');
ALTER TABLE selection_step ADD CONSTRAINT selection_step_pkey PRIMARY KEY (tenant_id, id);
ALTER TABLE selection_step ADD CONSTRAINT selection_step_tenant_fkey FOREIGN KEY (tenant_id) REFERENCES tenant (id);
ALTER TABLE selection_step ADD CONSTRAINT selection_step_company_fkey FOREIGN KEY (tenant_id, company_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE selection_step ADD CONSTRAINT selection_step_project_fkey FOREIGN KEY (tenant_id, project_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE selection_step ADD CONSTRAINT selection_step_selection_fkey FOREIGN KEY (tenant_id, selection_id) REFERENCES vendor_selection (tenant_id, id);
CREATE INDEX selection_step_selection ON selection_step (tenant_id, selection_id, id);
SELECT app.protect('selection_step', 'figures', 'SELECT, INSERT');

-- A company that is looked at. vendor_id: nil for one that is not in the register. override: why a suspended vendor was let in all the same,
-- and who did.
CREATE SEQUENCE selection_candidate_id_seq;
CREATE TABLE selection_candidate (
    tenant_id bigint NOT NULL,
    id bigint NOT NULL DEFAULT nextval('selection_candidate_id_seq'),
    company_id bigint NOT NULL,
    project_id bigint NOT NULL,
    selection_id bigint NOT NULL,
    vendor_id bigint,
    name text NOT NULL,
    investigation text NOT NULL DEFAULT '',
    investigated_by_name text NOT NULL DEFAULT '',
    investigated_at timestamptz,
    override_reason text NOT NULL DEFAULT '',
    override_by_name text NOT NULL DEFAULT '',
    added_by_name text NOT NULL,
    added_at timestamptz NOT NULL,
    dropped_at timestamptz,
    dropped_by_name text NOT NULL DEFAULT '',
    drop_reason text NOT NULL DEFAULT ''
);
SELECT app.place('selection_candidate', 'tenant');
ALTER TABLE selection_candidate ADD CONSTRAINT selection_candidate_pkey PRIMARY KEY (tenant_id, id);
ALTER TABLE selection_candidate ADD CONSTRAINT selection_candidate_tenant_fkey FOREIGN KEY (tenant_id) REFERENCES tenant (id);
ALTER TABLE selection_candidate ADD CONSTRAINT selection_candidate_company_fkey FOREIGN KEY (tenant_id, company_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE selection_candidate ADD CONSTRAINT selection_candidate_project_fkey FOREIGN KEY (tenant_id, project_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE selection_candidate ADD CONSTRAINT selection_candidate_vendor_fkey FOREIGN KEY (tenant_id, vendor_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE selection_candidate ADD CONSTRAINT selection_candidate_selection_fkey FOREIGN KEY (tenant_id, selection_id) REFERENCES vendor_selection (tenant_id, id);
CREATE UNIQUE INDEX selection_candidate_vendor_once ON selection_candidate (tenant_id, selection_id, vendor_id) WHERE vendor_id IS NOT NULL AND dropped_at IS NULL;
CREATE INDEX selection_candidate_vendor ON selection_candidate (tenant_id, vendor_id, id);
SELECT app.protect('selection_candidate', 'figures', 'SELECT, INSERT, UPDATE (investigation, investigated_by_name, investigated_at, dropped_at, dropped_by_name, drop_reason)');

-- What candidates are scored by: percent of the whole, or a knock-out 一票否决 without weight.
CREATE SEQUENCE selection_criterion_id_seq;
CREATE TABLE selection_criterion (
    tenant_id bigint NOT NULL,
    id bigint NOT NULL DEFAULT nextval('selection_criterion_id_seq'),
    company_id bigint NOT NULL,
    project_id bigint NOT NULL,
    selection_id bigint NOT NULL,
    position smallint NOT NULL,
    name text NOT NULL,
    guide text NOT NULL DEFAULT '',
    weight smallint NOT NULL,
    knocks_out boolean NOT NULL DEFAULT false
);
SELECT app.place('selection_criterion', 'tenant');
ALTER TABLE selection_criterion ADD CONSTRAINT selection_criterion_pkey PRIMARY KEY (tenant_id, id);
ALTER TABLE selection_criterion ADD CONSTRAINT selection_criterion_tenant_fkey FOREIGN KEY (tenant_id) REFERENCES tenant (id);
ALTER TABLE selection_criterion ADD CONSTRAINT selection_criterion_company_fkey FOREIGN KEY (tenant_id, company_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE selection_criterion ADD CONSTRAINT selection_criterion_project_fkey FOREIGN KEY (tenant_id, project_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE selection_criterion ADD CONSTRAINT selection_criterion_selection_fkey FOREIGN KEY (tenant_id, selection_id) REFERENCES vendor_selection (tenant_id, id);
ALTER TABLE selection_criterion ADD CONSTRAINT selection_criterion_weight_range CHECK (weight BETWEEN 0 AND 100);
ALTER TABLE selection_criterion ADD CONSTRAINT selection_criterion_knock_out_weightless CHECK (NOT knocks_out OR weight = 0);
CREATE INDEX selection_criterion_selection ON selection_criterion (tenant_id, selection_id, position, id);
SELECT app.protect('selection_criterion', 'figures', 'SELECT, INSERT, DELETE');

-- The committee; each member declares conflicts before anybody scores.
CREATE SEQUENCE selection_member_id_seq;
CREATE TABLE selection_member (
    tenant_id bigint NOT NULL,
    id bigint NOT NULL DEFAULT nextval('selection_member_id_seq'),
    company_id bigint NOT NULL,
    project_id bigint NOT NULL,
    selection_id bigint NOT NULL,
    person_id bigint NOT NULL,
    person_name text NOT NULL,
    post_title text NOT NULL DEFAULT '',
    role text NOT NULL,
    declared_at timestamptz,
    statement text NOT NULL DEFAULT ''
);
SELECT app.place('selection_member', 'tenant');
ALTER TABLE selection_member ADD CONSTRAINT selection_member_pkey PRIMARY KEY (tenant_id, id);
ALTER TABLE selection_member ADD CONSTRAINT selection_member_tenant_fkey FOREIGN KEY (tenant_id) REFERENCES tenant (id);
ALTER TABLE selection_member ADD CONSTRAINT selection_member_company_fkey FOREIGN KEY (tenant_id, company_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE selection_member ADD CONSTRAINT selection_member_project_fkey FOREIGN KEY (tenant_id, project_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE selection_member ADD CONSTRAINT selection_member_selection_fkey FOREIGN KEY (tenant_id, selection_id) REFERENCES vendor_selection (tenant_id, id);
ALTER TABLE selection_member ADD CONSTRAINT selection_member_person_fkey FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id);
ALTER TABLE selection_member ADD CONSTRAINT selection_member_person_key UNIQUE (tenant_id, selection_id, person_id);
ALTER TABLE selection_member ADD CONSTRAINT selection_member_role_known CHECK (role IN ('chair', 'assessor', 'observer'));
CREATE INDEX selection_member_person ON selection_member (tenant_id, person_id, id);
SELECT app.protect('selection_member', 'figures', 'SELECT, INSERT, UPDATE (declared_at, statement), DELETE');

-- A member does not score these candidates.
CREATE TABLE selection_conflict (
    tenant_id bigint NOT NULL,
    company_id bigint NOT NULL,
    project_id bigint NOT NULL,
    member_id bigint NOT NULL,
    candidate_id bigint NOT NULL
);
SELECT app.place('selection_conflict', 'tenant');
ALTER TABLE selection_conflict ADD CONSTRAINT selection_conflict_pkey PRIMARY KEY (tenant_id, member_id, candidate_id);
ALTER TABLE selection_conflict ADD CONSTRAINT selection_conflict_tenant_fkey FOREIGN KEY (tenant_id) REFERENCES tenant (id);
ALTER TABLE selection_conflict ADD CONSTRAINT selection_conflict_company_fkey FOREIGN KEY (tenant_id, company_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE selection_conflict ADD CONSTRAINT selection_conflict_project_fkey FOREIGN KEY (tenant_id, project_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE selection_conflict ADD CONSTRAINT selection_conflict_member_fkey FOREIGN KEY (tenant_id, member_id) REFERENCES selection_member (tenant_id, id);
ALTER TABLE selection_conflict ADD CONSTRAINT selection_conflict_candidate_fkey FOREIGN KEY (tenant_id, candidate_id) REFERENCES selection_candidate (tenant_id, id);
SELECT app.protect('selection_conflict', 'figures', 'SELECT, INSERT, DELETE');

-- The marks of one member, sealed by the server with a key the database does not have, and out of the application's reach: it has no right to
-- read the column, so neither can who runs the group nor who wrote them. Only app.sealed_ballots hands them out, all together, once everybody
-- has handed in. A member may hand in anew until then.
CREATE SEQUENCE selection_ballot_id_seq;
CREATE TABLE selection_ballot (
    tenant_id bigint NOT NULL,
    id bigint NOT NULL DEFAULT nextval('selection_ballot_id_seq'),
    company_id bigint NOT NULL,
    project_id bigint NOT NULL,
    selection_id bigint NOT NULL,
    member_id bigint NOT NULL,
    round integer NOT NULL,
    sealed bytea NOT NULL,
    submitted_at timestamptz NOT NULL
);
SELECT app.place('selection_ballot', 'tenant');
ALTER TABLE selection_ballot ADD CONSTRAINT selection_ballot_pkey PRIMARY KEY (tenant_id, id);
ALTER TABLE selection_ballot ADD CONSTRAINT selection_ballot_tenant_fkey FOREIGN KEY (tenant_id) REFERENCES tenant (id);
ALTER TABLE selection_ballot ADD CONSTRAINT selection_ballot_company_fkey FOREIGN KEY (tenant_id, company_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE selection_ballot ADD CONSTRAINT selection_ballot_project_fkey FOREIGN KEY (tenant_id, project_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE selection_ballot ADD CONSTRAINT selection_ballot_selection_fkey FOREIGN KEY (tenant_id, selection_id) REFERENCES vendor_selection (tenant_id, id);
ALTER TABLE selection_ballot ADD CONSTRAINT selection_ballot_member_fkey FOREIGN KEY (tenant_id, member_id) REFERENCES selection_member (tenant_id, id);
ALTER TABLE selection_ballot ADD CONSTRAINT selection_ballot_member_key UNIQUE (tenant_id, member_id, round);
CREATE INDEX selection_ballot_selection ON selection_ballot (tenant_id, selection_id, round);
SELECT app.protect('selection_ballot', 'figures', 'SELECT (tenant_id, id, company_id, project_id, selection_id, member_id, round, submitted_at), INSERT, UPDATE (sealed, submitted_at)');

-- Opened marks; append-only. Of a knock-out: 1 passes, 0 fails.
CREATE TABLE selection_mark (
    tenant_id bigint NOT NULL,
    company_id bigint NOT NULL,
    project_id bigint NOT NULL,
    selection_id bigint NOT NULL,
    ballot_id bigint NOT NULL,
    candidate_id bigint NOT NULL,
    criterion_id bigint NOT NULL,
    points smallint NOT NULL
);
SELECT app.place('selection_mark', 'tenant');
ALTER TABLE selection_mark ADD CONSTRAINT selection_mark_pkey PRIMARY KEY (tenant_id, ballot_id, candidate_id, criterion_id);
ALTER TABLE selection_mark ADD CONSTRAINT selection_mark_tenant_fkey FOREIGN KEY (tenant_id) REFERENCES tenant (id);
ALTER TABLE selection_mark ADD CONSTRAINT selection_mark_company_fkey FOREIGN KEY (tenant_id, company_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE selection_mark ADD CONSTRAINT selection_mark_project_fkey FOREIGN KEY (tenant_id, project_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE selection_mark ADD CONSTRAINT selection_mark_selection_fkey FOREIGN KEY (tenant_id, selection_id) REFERENCES vendor_selection (tenant_id, id);
ALTER TABLE selection_mark ADD CONSTRAINT selection_mark_ballot_fkey FOREIGN KEY (tenant_id, ballot_id) REFERENCES selection_ballot (tenant_id, id);
ALTER TABLE selection_mark ADD CONSTRAINT selection_mark_candidate_fkey FOREIGN KEY (tenant_id, candidate_id) REFERENCES selection_candidate (tenant_id, id);
ALTER TABLE selection_mark ADD CONSTRAINT selection_mark_criterion_fkey FOREIGN KEY (tenant_id, criterion_id) REFERENCES selection_criterion (tenant_id, id);
ALTER TABLE selection_mark ADD CONSTRAINT selection_mark_points_range CHECK (points BETWEEN 0 AND 100);
CREATE INDEX selection_mark_selection ON selection_mark (tenant_id, selection_id);
SELECT app.protect('selection_mark', 'figures', 'SELECT, INSERT');

-- What a member wrote beside the marks, opened with them.
CREATE TABLE selection_remark (
    tenant_id bigint NOT NULL,
    company_id bigint NOT NULL,
    project_id bigint NOT NULL,
    selection_id bigint NOT NULL,
    ballot_id bigint NOT NULL,
    note text NOT NULL
);
SELECT app.place('selection_remark', 'tenant');
ALTER TABLE selection_remark ADD CONSTRAINT selection_remark_pkey PRIMARY KEY (tenant_id, ballot_id);
ALTER TABLE selection_remark ADD CONSTRAINT selection_remark_tenant_fkey FOREIGN KEY (tenant_id) REFERENCES tenant (id);
ALTER TABLE selection_remark ADD CONSTRAINT selection_remark_company_fkey FOREIGN KEY (tenant_id, company_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE selection_remark ADD CONSTRAINT selection_remark_project_fkey FOREIGN KEY (tenant_id, project_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE selection_remark ADD CONSTRAINT selection_remark_selection_fkey FOREIGN KEY (tenant_id, selection_id) REFERENCES vendor_selection (tenant_id, id);
ALTER TABLE selection_remark ADD CONSTRAINT selection_remark_ballot_fkey FOREIGN KEY (tenant_id, ballot_id) REFERENCES selection_ballot (tenant_id, id);
SELECT app.protect('selection_remark', 'figures', 'SELECT, INSERT');

-- The steps of reviewing the contract 合同编审 (VENDOR-R2); append-only.
CREATE SEQUENCE selection_review_id_seq;
CREATE TABLE selection_review (
    tenant_id bigint NOT NULL,
    id bigint NOT NULL DEFAULT nextval('selection_review_id_seq'),
    company_id bigint NOT NULL,
    project_id bigint NOT NULL,
    selection_id bigint NOT NULL,
    round integer NOT NULL,
    step text NOT NULL,
    note text NOT NULL,
    person_id bigint NOT NULL,
    person_name text NOT NULL,
    at timestamptz NOT NULL
);
SELECT app.place('selection_review', 'tenant');
ALTER TABLE selection_review ADD CONSTRAINT selection_review_pkey PRIMARY KEY (tenant_id, id);
ALTER TABLE selection_review ADD CONSTRAINT selection_review_tenant_fkey FOREIGN KEY (tenant_id) REFERENCES tenant (id);
ALTER TABLE selection_review ADD CONSTRAINT selection_review_company_fkey FOREIGN KEY (tenant_id, company_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE selection_review ADD CONSTRAINT selection_review_project_fkey FOREIGN KEY (tenant_id, project_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE selection_review ADD CONSTRAINT selection_review_selection_fkey FOREIGN KEY (tenant_id, selection_id) REFERENCES vendor_selection (tenant_id, id);
ALTER TABLE selection_review ADD CONSTRAINT selection_review_person_fkey FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id);
ALTER TABLE selection_review ADD CONSTRAINT selection_review_step_known CHECK (step IN ('service', 'cost', 'legal', 'leader'));
ALTER TABLE selection_review ADD CONSTRAINT selection_review_step_key UNIQUE (tenant_id, selection_id, round, step);
SELECT app.protect('selection_review', 'figures', 'SELECT, INSERT');

-- 工程维修处罚条款 (COMPENSATE-R1, R3, R5): when it holds, what it costs, on what legal ground, of which contract. amount: fen, where it is a
-- sum; share: hundredths of a per cent of the period's fee, where it is a part of it.
CREATE SEQUENCE penalty_clause_id_seq;
CREATE TABLE penalty_clause (
    tenant_id bigint NOT NULL,
    id bigint NOT NULL DEFAULT nextval('penalty_clause_id_seq'),
    unit_id bigint NOT NULL,
    company_id bigint,
    project_id bigint,
    vendor_id bigint,
    contract_id bigint,
    trigger text NOT NULL,
    title text NOT NULL,
    text text NOT NULL,
    amount bigint,
    share integer,
    basis text NOT NULL DEFAULT '',
    from_on date NOT NULL,
    ended_on date,
    set_by_name text NOT NULL,
    set_at timestamptz NOT NULL,
    ended_by_name text NOT NULL DEFAULT ''
);
SELECT app.place('penalty_clause', 'tenant');
ALTER TABLE penalty_clause ADD CONSTRAINT penalty_clause_pkey PRIMARY KEY (tenant_id, id);
ALTER TABLE penalty_clause ADD CONSTRAINT penalty_clause_tenant_fkey FOREIGN KEY (tenant_id) REFERENCES tenant (id);
ALTER TABLE penalty_clause ADD CONSTRAINT penalty_clause_unit_fkey FOREIGN KEY (tenant_id, unit_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE penalty_clause ADD CONSTRAINT penalty_clause_company_fkey FOREIGN KEY (tenant_id, company_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE penalty_clause ADD CONSTRAINT penalty_clause_project_fkey FOREIGN KEY (tenant_id, project_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE penalty_clause ADD CONSTRAINT penalty_clause_vendor_fkey FOREIGN KEY (tenant_id, vendor_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE penalty_clause ADD CONSTRAINT penalty_clause_contract_fkey FOREIGN KEY (tenant_id, contract_id) REFERENCES vendor_contract (tenant_id, id);
ALTER TABLE penalty_clause ADD CONSTRAINT penalty_clause_trigger_known CHECK (trigger IN ('buckPassing', 'slowness', 'lateRepair', 'repeatedRepair', 'lossDispute', 'evaluation', 'other'));
ALTER TABLE penalty_clause ADD CONSTRAINT penalty_clause_amount_positive CHECK (amount > 0);
ALTER TABLE penalty_clause ADD CONSTRAINT penalty_clause_share_range CHECK (share BETWEEN 1 AND 10000);
ALTER TABLE penalty_clause ADD CONSTRAINT penalty_clause_one_measure CHECK (amount IS NULL OR share IS NULL);
ALTER TABLE penalty_clause ADD CONSTRAINT penalty_clause_period CHECK (ended_on >= from_on);
CREATE INDEX penalty_clause_unit ON penalty_clause (tenant_id, unit_id, id DESC);
CREATE INDEX penalty_clause_contract ON penalty_clause (tenant_id, contract_id, id DESC) WHERE contract_id IS NOT NULL;
SELECT app.protect('penalty_clause', 'unit', 'SELECT, INSERT, UPDATE (ended_on, ended_by_name)');

-- 客户损失赔偿标准 (COMPENSATE-R1, R5): what a customer lost, by what principle it is made good. highest: fen.
CREATE SEQUENCE loss_standard_id_seq;
CREATE TABLE loss_standard (
    tenant_id bigint NOT NULL,
    id bigint NOT NULL DEFAULT nextval('loss_standard_id_seq'),
    unit_id bigint NOT NULL,
    company_id bigint,
    project_id bigint,
    kind text NOT NULL,
    title text NOT NULL,
    principle text NOT NULL,
    amount_text text NOT NULL DEFAULT '',
    highest bigint,
    from_on date NOT NULL,
    ended_on date,
    set_by_name text NOT NULL,
    set_at timestamptz NOT NULL,
    ended_by_name text NOT NULL DEFAULT ''
);
SELECT app.place('loss_standard', 'tenant');
ALTER TABLE loss_standard ADD CONSTRAINT loss_standard_pkey PRIMARY KEY (tenant_id, id);
ALTER TABLE loss_standard ADD CONSTRAINT loss_standard_tenant_fkey FOREIGN KEY (tenant_id) REFERENCES tenant (id);
ALTER TABLE loss_standard ADD CONSTRAINT loss_standard_unit_fkey FOREIGN KEY (tenant_id, unit_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE loss_standard ADD CONSTRAINT loss_standard_company_fkey FOREIGN KEY (tenant_id, company_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE loss_standard ADD CONSTRAINT loss_standard_project_fkey FOREIGN KEY (tenant_id, project_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE loss_standard ADD CONSTRAINT loss_standard_kind_known CHECK (kind IN ('furnishing', 'belongings', 'lodging', 'time', 'other'));
ALTER TABLE loss_standard ADD CONSTRAINT loss_standard_highest_positive CHECK (highest > 0);
ALTER TABLE loss_standard ADD CONSTRAINT loss_standard_period CHECK (ended_on >= from_on);
CREATE INDEX loss_standard_unit ON loss_standard (tenant_id, unit_id, id DESC);
SELECT app.protect('loss_standard', 'library', 'SELECT, INSERT, UPDATE (ended_on, ended_by_name)');

-- 强制维修 (section 2.9). unit: who runs it; vendor: the responsible vendor, nil for a contractor outside the tree. Sums in fen; both sides
-- accept what is charged.
CREATE SEQUENCE forced_repair_id_seq;
CREATE TABLE forced_repair (
    tenant_id bigint NOT NULL,
    id bigint NOT NULL DEFAULT nextval('forced_repair_id_seq'),
    unit_id bigint NOT NULL,
    company_id bigint,
    project_id bigint NOT NULL,
    vendor_id bigint,
    clause_id bigint,
    ticket_id bigint,
    responsible text NOT NULL,
    matter text NOT NULL,
    state text NOT NULL,
    version integer NOT NULL DEFAULT 1,
    answer_by date NOT NULL,
    substitute text NOT NULL DEFAULT '',
    estimate bigint,
    charged bigint,
    approved_by_name text NOT NULL DEFAULT '',
    developer_by_name text NOT NULL DEFAULT '',
    developer_at timestamptz,
    responsible_by_name text NOT NULL DEFAULT '',
    responsible_at timestamptz,
    begun_by_name text NOT NULL,
    begun_at timestamptz NOT NULL,
    state_at timestamptz NOT NULL
);
SELECT app.place('forced_repair', 'tenant');
ALTER TABLE forced_repair ADD CONSTRAINT forced_repair_pkey PRIMARY KEY (tenant_id, id);
ALTER TABLE forced_repair ADD CONSTRAINT forced_repair_tenant_fkey FOREIGN KEY (tenant_id) REFERENCES tenant (id);
ALTER TABLE forced_repair ADD CONSTRAINT forced_repair_unit_fkey FOREIGN KEY (tenant_id, unit_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE forced_repair ADD CONSTRAINT forced_repair_company_fkey FOREIGN KEY (tenant_id, company_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE forced_repair ADD CONSTRAINT forced_repair_project_fkey FOREIGN KEY (tenant_id, project_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE forced_repair ADD CONSTRAINT forced_repair_vendor_fkey FOREIGN KEY (tenant_id, vendor_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE forced_repair ADD CONSTRAINT forced_repair_clause_fkey FOREIGN KEY (tenant_id, clause_id) REFERENCES penalty_clause (tenant_id, id);
ALTER TABLE forced_repair ADD CONSTRAINT forced_repair_ticket_fkey FOREIGN KEY (tenant_id, ticket_id) REFERENCES ticket (tenant_id, id);
ALTER TABLE forced_repair ADD CONSTRAINT forced_repair_state_known CHECK (state IN ('warned', 'ordered', 'inRepair', 'costCharged', 'repairedByResponsible', 'closed'));
ALTER TABLE forced_repair ADD CONSTRAINT forced_repair_estimate_positive CHECK (estimate >= 0);
ALTER TABLE forced_repair ADD CONSTRAINT forced_repair_charged_positive CHECK (charged > 0);
CREATE INDEX forced_repair_project ON forced_repair (tenant_id, project_id, id DESC);
CREATE INDEX forced_repair_company ON forced_repair (tenant_id, company_id, id DESC);
CREATE INDEX forced_repair_vendor ON forced_repair (tenant_id, vendor_id, id DESC);
SELECT app.protect('forced_repair', 'unit', 'SELECT, INSERT, UPDATE (state, version, substitute, estimate, charged, approved_by_name, developer_by_name, developer_at, responsible_by_name, responsible_at, state_at)');

-- Every step of a forced repair; append-only, read by both sides.
CREATE SEQUENCE forced_repair_step_id_seq;
CREATE TABLE forced_repair_step (
    tenant_id bigint NOT NULL,
    id bigint NOT NULL DEFAULT nextval('forced_repair_step_id_seq'),
    unit_id bigint NOT NULL,
    company_id bigint,
    project_id bigint NOT NULL,
    vendor_id bigint,
    repair_id bigint NOT NULL,
    action text NOT NULL,
    to_state text NOT NULL,
    actor_name text NOT NULL,
    actor_post text NOT NULL,
    at timestamptz NOT NULL,
    note text NOT NULL DEFAULT '',
    amount bigint
);
SELECT app.place('forced_repair_step', 'tenant');
ALTER TABLE forced_repair_step ADD CONSTRAINT forced_repair_step_pkey PRIMARY KEY (tenant_id, id);
ALTER TABLE forced_repair_step ADD CONSTRAINT forced_repair_step_tenant_fkey FOREIGN KEY (tenant_id) REFERENCES tenant (id);
ALTER TABLE forced_repair_step ADD CONSTRAINT forced_repair_step_unit_fkey FOREIGN KEY (tenant_id, unit_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE forced_repair_step ADD CONSTRAINT forced_repair_step_company_fkey FOREIGN KEY (tenant_id, company_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE forced_repair_step ADD CONSTRAINT forced_repair_step_project_fkey FOREIGN KEY (tenant_id, project_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE forced_repair_step ADD CONSTRAINT forced_repair_step_vendor_fkey FOREIGN KEY (tenant_id, vendor_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE forced_repair_step ADD CONSTRAINT forced_repair_step_repair_fkey FOREIGN KEY (tenant_id, repair_id) REFERENCES forced_repair (tenant_id, id);
CREATE INDEX forced_repair_step_repair ON forced_repair_step (tenant_id, repair_id, id);
SELECT app.protect('forced_repair_step', 'unit', 'SELECT, INSERT');

-- The signed paper and what was filed with it hang on the contract, and are seen with it (kind 'unit').
ALTER TABLE file ADD COLUMN contract_id bigint;
ALTER TABLE file ADD CONSTRAINT file_contract_fkey FOREIGN KEY (tenant_id, contract_id) REFERENCES vendor_contract (tenant_id, id);
CREATE UNIQUE INDEX file_contract_place ON file (tenant_id, contract_id, place) WHERE contract_id IS NOT NULL;
GRANT UPDATE (contract_id) ON file TO shouwen_app;

CREATE INDEX engagement_end ON engagement (tenant_id, to_on) WHERE to_on IS NOT NULL;

-- The sealed marks of the round that is being scored, all of them or none: none while somebody who scores has not handed in, and none once
-- they were opened.
CREATE FUNCTION app.sealed_ballots(p_tenant bigint, p_selection bigint)
RETURNS TABLE (ballot_id bigint, member_id bigint, sealed bytea)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT b.id, b.member_id, b.sealed
    FROM public.vendor_selection s
    JOIN public.selection_ballot b ON b.tenant_id = s.tenant_id AND b.selection_id = s.id AND b.round = s.round
    JOIN public.selection_member o ON o.tenant_id = b.tenant_id AND o.id = b.member_id AND o.role <> 'observer'
    WHERE p_tenant = current_setting('app.tenant')::bigint AND s.tenant_id = p_tenant AND s.id = p_selection
        AND s.state = 'evaluation' AND s.opened_at IS NULL
        AND (current_setting('app.wide')::boolean OR s.company_id = ANY (current_setting('app.companies')::bigint[])
            OR s.project_id = ANY (current_setting('app.projects')::bigint[]))
        AND NOT EXISTS (
            SELECT FROM public.selection_member m
            WHERE m.tenant_id = s.tenant_id AND m.selection_id = s.id AND m.role <> 'observer' AND NOT EXISTS (
                SELECT FROM public.selection_ballot x WHERE x.tenant_id = m.tenant_id AND x.member_id = m.id AND x.round = s.round))
    ORDER BY b.id;
$$;
-- Who may sit in a committee for a project: people of the project, of its company and of the group, whom a company's own posts do not show.
CREATE FUNCTION app.assessors(p_tenant bigint, p_project bigint, p_permission text, p_today date)
RETURNS TABLE (person_id bigint, name text, title text, unit_name text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT DISTINCT ON (p.id) p.id, p.name, q.title, u.name
    FROM public.org_unit j
    JOIN public.org_unit u ON u.tenant_id = j.tenant_id AND u.closed_at IS NULL AND (u.id = j.id OR u.id = j.company_id OR u.kind = 'group')
    JOIN public.post q ON q.tenant_id = u.tenant_id AND q.unit_id = u.id AND q.deputy_for IS NULL
        AND q.from_on <= p_today AND (q.to_on IS NULL OR q.to_on >= p_today)
    JOIN public.role r ON r.tenant_id = q.tenant_id AND r.id = q.role_id AND p_permission = ANY (r.permissions)
    JOIN public.person p ON p.tenant_id = q.tenant_id AND p.id = q.person_id AND p.disabled_at IS NULL
    WHERE p_tenant = current_setting('app.tenant')::bigint AND j.tenant_id = p_tenant AND j.id = p_project AND j.kind = 'project'
        AND (current_setting('app.wide')::boolean OR j.company_id = ANY (current_setting('app.companies')::bigint[])
            OR j.id = ANY (current_setting('app.projects')::bigint[]))
    ORDER BY p.id, q.id LIMIT 300;
$$;
REVOKE ALL ON FUNCTION app.sealed_ballots(bigint, bigint), app.assessors(bigint, bigint, text, date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.sealed_ballots(bigint, bigint), app.assessors(bigint, bigint, text, date) TO shouwen_app;
GRANT USAGE ON SEQUENCE vendor_file_id_seq, vendor_qualification_id_seq, vendor_contact_id_seq, vendor_contract_id_seq, vendor_selection_id_seq, selection_step_id_seq, selection_candidate_id_seq, selection_criterion_id_seq, selection_member_id_seq, selection_ballot_id_seq, selection_review_id_seq, penalty_clause_id_seq, loss_standard_id_seq, forced_repair_id_seq, forced_repair_step_id_seq TO shouwen_app;

-- The roles every tenant starts with, for those that exist already (Domain's BuiltInRole).
UPDATE role SET permissions = permissions || CASE key
    WHEN 'projectService' THEN ARRAY['vendor.see', 'selection.see', 'selection.score', 'compensate.see', 'compensate.keep']
    WHEN 'projectManager' THEN ARRAY['vendor.see', 'compensate.see', 'compensate.approve', 'compensate.accept']
    WHEN 'vendorServiceCentre' THEN ARRAY['vendor.see', 'compensate.see', 'compensate.accept']
    WHEN 'auditor' THEN ARRAY['vendor.see', 'selection.see', 'compensate.see']
    ELSE ARRAY['vendor.see', 'vendor.keep', 'selection.see', 'selection.run', 'selection.score', 'selection.decide', 'compensate.see',
        'compensate.keep', 'compensate.approve', 'compensate.accept']
END
WHERE built_in AND key IN ('groupServiceCentre', 'companyServiceCentre', 'projectService', 'projectManager', 'vendorServiceCentre', 'auditor');
