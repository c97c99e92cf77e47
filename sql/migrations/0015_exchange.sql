-- Tables in and out. The rows themselves are in files below the data folder; here stands
-- where each run is, what it counted and why a row was refused, never a customer's name or number.

-- A job may work in somebody's name: its scope is then that person's, as it is on that day.
ALTER TABLE job ADD COLUMN person_id bigint;
ALTER TABLE job ADD CONSTRAINT job_person_fkey FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id);

-- What tables bring along about houses.
ALTER TABLE house ADD COLUMN storey text NOT NULL DEFAULT '';

-- A notice may be about a run.
ALTER TABLE notice ADD COLUMN run_id bigint;
ALTER TABLE notice ADD CONSTRAINT notice_about CHECK (ticket_id IS NOT NULL OR run_id IS NOT NULL OR kind NOT LIKE 'import%' AND kind NOT LIKE 'export%');

CREATE SEQUENCE import_run_id_seq;
CREATE TABLE import_run (
    tenant_id bigint NOT NULL,
    id bigint NOT NULL DEFAULT nextval('import_run_id_seq'),
    unit_id bigint NOT NULL,
    company_id bigint,
    project_id bigint,
    vendor_id bigint,
    person_id bigint NOT NULL,
    person_name text NOT NULL,
    kind text NOT NULL,
    state text NOT NULL DEFAULT 'mapping',
    -- Goes up by one whenever the run changes hands: a form about an older one is stale.
    version integer NOT NULL DEFAULT 1,
    file_name text NOT NULL,
    -- Where the rows are: 128 random bits.
    file_token text NOT NULL,
    digest bytea NOT NULL,
    headings text[] NOT NULL,
    mapping jsonb NOT NULL DEFAULT '{}',
    row_count integer NOT NULL,
    -- On what ground the data of new customers are held, and by which notice they were told (PIPL 13, 17); empty for other kinds.
    ground text,
    notice_version text NOT NULL DEFAULT '',
    -- Each dry run and the run itself is a round; problems belong to one.
    round integer NOT NULL DEFAULT 0,
    cursor_row integer NOT NULL DEFAULT 0,
    cursor_byte bigint NOT NULL DEFAULT 0,
    new_rows integer NOT NULL DEFAULT 0,
    changed_rows integer NOT NULL DEFAULT 0,
    same_rows integer NOT NULL DEFAULT 0,
    wrong_rows integer NOT NULL DEFAULT 0,
    ended_as text,
    created_at timestamptz NOT NULL,
    checked_at timestamptz,
    started_at timestamptz,
    finished_at timestamptz,
    expires_at timestamptz NOT NULL
);
SELECT app.place('import_run', 'tenant');
ALTER TABLE import_run ADD CONSTRAINT import_run_pkey PRIMARY KEY (tenant_id, id);
ALTER TABLE import_run ADD CONSTRAINT import_run_tenant_fkey FOREIGN KEY (tenant_id) REFERENCES tenant (id);
ALTER TABLE import_run ADD CONSTRAINT import_run_unit_fkey FOREIGN KEY (tenant_id, unit_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE import_run ADD CONSTRAINT import_run_person_fkey FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id);
ALTER TABLE import_run ADD CONSTRAINT import_run_kind_known CHECK (kind IN ('houses', 'owners', 'people'));
ALTER TABLE import_run ADD CONSTRAINT import_run_state_known CHECK (state IN ('mapping', 'checking', 'checked', 'running', 'done', 'stopped', 'failed'));
ALTER TABLE import_run ADD CONSTRAINT import_run_ground_known CHECK (ground IN ('contract', 'consent', 'legalDuty', 'publicEvent'));
ALTER TABLE import_run ADD CONSTRAINT import_run_over CHECK ((state IN ('done', 'stopped', 'failed')) = (finished_at IS NOT NULL));
CREATE INDEX import_run_unit ON import_run (tenant_id, unit_id, id DESC);
CREATE INDEX import_run_expires ON import_run (expires_at);
SELECT app.protect('import_run', 'unit', 'SELECT, INSERT, UPDATE');

-- Why a row was refused; what it said stands in the file only.
CREATE TABLE import_problem (
    tenant_id bigint NOT NULL,
    run_id bigint NOT NULL,
    round integer NOT NULL,
    row_number integer NOT NULL,
    field text NOT NULL,
    unit_id bigint NOT NULL,
    company_id bigint,
    project_id bigint,
    vendor_id bigint,
    code text NOT NULL,
    number integer NOT NULL
);
SELECT app.place('import_problem', 'tenant');
ALTER TABLE import_problem ADD CONSTRAINT import_problem_pkey PRIMARY KEY (tenant_id, run_id, round, row_number, field);
ALTER TABLE import_problem ADD CONSTRAINT import_problem_tenant_fkey FOREIGN KEY (tenant_id) REFERENCES tenant (id);
ALTER TABLE import_problem ADD CONSTRAINT import_problem_run_fkey FOREIGN KEY (tenant_id, run_id) REFERENCES import_run (tenant_id, id);
SELECT app.protect('import_problem', 'unit', 'SELECT, INSERT');

-- Whom an import of people brought in: they have no password until a link of theirs is used.
CREATE TABLE import_person (
    tenant_id bigint NOT NULL,
    run_id bigint NOT NULL,
    person_id bigint NOT NULL,
    unit_id bigint NOT NULL,
    company_id bigint,
    project_id bigint,
    vendor_id bigint
);
SELECT app.place('import_person', 'tenant');
ALTER TABLE import_person ADD CONSTRAINT import_person_pkey PRIMARY KEY (tenant_id, run_id, person_id);
ALTER TABLE import_person ADD CONSTRAINT import_person_tenant_fkey FOREIGN KEY (tenant_id) REFERENCES tenant (id);
ALTER TABLE import_person ADD CONSTRAINT import_person_run_fkey FOREIGN KEY (tenant_id, run_id) REFERENCES import_run (tenant_id, id);
ALTER TABLE import_person ADD CONSTRAINT import_person_person_fkey FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id);
SELECT app.protect('import_person', 'unit', 'SELECT, INSERT');

-- Which heading was chosen for which column last time, at a unit.
CREATE TABLE import_heading (
    tenant_id bigint NOT NULL,
    unit_id bigint NOT NULL,
    kind text NOT NULL,
    company_id bigint,
    project_id bigint,
    vendor_id bigint,
    headings jsonb NOT NULL,
    chosen_at timestamptz NOT NULL
);
SELECT app.place('import_heading', 'tenant');
ALTER TABLE import_heading ADD CONSTRAINT import_heading_pkey PRIMARY KEY (tenant_id, unit_id, kind);
ALTER TABLE import_heading ADD CONSTRAINT import_heading_tenant_fkey FOREIGN KEY (tenant_id) REFERENCES tenant (id);
ALTER TABLE import_heading ADD CONSTRAINT import_heading_unit_fkey FOREIGN KEY (tenant_id, unit_id) REFERENCES org_unit (tenant_id, id);
SELECT app.protect('import_heading', 'unit', 'SELECT, INSERT, UPDATE (headings, chosen_at)');

CREATE SEQUENCE export_run_id_seq;
CREATE TABLE export_run (
    tenant_id bigint NOT NULL,
    id bigint NOT NULL DEFAULT nextval('export_run_id_seq'),
    unit_id bigint NOT NULL,
    company_id bigint,
    project_id bigint,
    vendor_id bigint,
    person_id bigint NOT NULL,
    person_name text NOT NULL,
    language text NOT NULL,
    subject text NOT NULL,
    format text NOT NULL,
    columns text[] NOT NULL,
    -- The query of the list it was asked from.
    filter text NOT NULL,
    personal boolean NOT NULL,
    reason text NOT NULL,
    state text NOT NULL,
    version integer NOT NULL DEFAULT 1,
    -- Rows that matched when it was asked for, counted up to the limit and one more.
    expected_rows integer NOT NULL,
    row_count integer NOT NULL DEFAULT 0,
    -- The last row's key and where its bytes end.
    cursor_key text NOT NULL DEFAULT '',
    cursor_byte bigint NOT NULL DEFAULT 0,
    file_token text NOT NULL,
    file_bytes bigint NOT NULL DEFAULT 0,
    approved_by bigint,
    approved_by_name text NOT NULL DEFAULT '',
    approved_at timestamptz,
    answer text NOT NULL DEFAULT '',
    ended_as text,
    created_at timestamptz NOT NULL,
    finished_at timestamptz,
    expires_at timestamptz NOT NULL
);
SELECT app.place('export_run', 'tenant');
ALTER TABLE export_run ADD CONSTRAINT export_run_pkey PRIMARY KEY (tenant_id, id);
ALTER TABLE export_run ADD CONSTRAINT export_run_tenant_fkey FOREIGN KEY (tenant_id) REFERENCES tenant (id);
ALTER TABLE export_run ADD CONSTRAINT export_run_unit_fkey FOREIGN KEY (tenant_id, unit_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE export_run ADD CONSTRAINT export_run_person_fkey FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id);
ALTER TABLE export_run ADD CONSTRAINT export_run_approved_by_fkey FOREIGN KEY (tenant_id, approved_by) REFERENCES person (tenant_id, id);
ALTER TABLE export_run ADD CONSTRAINT export_run_subject_known CHECK (subject IN ('tickets', 'houses', 'owners', 'people', 'audit'));
ALTER TABLE export_run ADD CONSTRAINT export_run_format_known CHECK (format IN ('xlsx', 'csv'));
ALTER TABLE export_run ADD CONSTRAINT export_run_state_known CHECK (state IN ('waiting', 'running', 'done', 'refused', 'stopped', 'failed', 'expired'));
ALTER TABLE export_run ADD CONSTRAINT export_run_reason CHECK (NOT personal OR reason <> '');
-- Nobody lets the own request go.
ALTER TABLE export_run ADD CONSTRAINT export_run_second_person CHECK (approved_by <> person_id);
CREATE INDEX export_run_unit ON export_run (tenant_id, unit_id, id DESC);
CREATE INDEX export_run_expires ON export_run (expires_at);
SELECT app.protect('export_run', 'unit',
    'SELECT, INSERT, UPDATE (state, version, row_count, cursor_key, cursor_byte, file_bytes, approved_by, approved_by_name, approved_at, answer, ended_as, finished_at, expires_at)');

-- Who fetched which file when.
CREATE SEQUENCE export_download_id_seq;
CREATE TABLE export_download (
    tenant_id bigint NOT NULL,
    id bigint NOT NULL DEFAULT nextval('export_download_id_seq'),
    run_id bigint NOT NULL,
    unit_id bigint NOT NULL,
    company_id bigint,
    project_id bigint,
    vendor_id bigint,
    person_id bigint NOT NULL,
    person_name text NOT NULL,
    at timestamptz NOT NULL
);
SELECT app.place('export_download', 'tenant');
ALTER TABLE export_download ADD CONSTRAINT export_download_pkey PRIMARY KEY (tenant_id, id);
ALTER TABLE export_download ADD CONSTRAINT export_download_tenant_fkey FOREIGN KEY (tenant_id) REFERENCES tenant (id);
ALTER TABLE export_download ADD CONSTRAINT export_download_run_fkey FOREIGN KEY (tenant_id, run_id) REFERENCES export_run (tenant_id, id);
ALTER TABLE export_download ADD CONSTRAINT export_download_person_fkey FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id);
CREATE INDEX export_download_run ON export_download (tenant_id, run_id, id DESC);
SELECT app.protect('export_download', 'unit', 'SELECT, INSERT');

-- Inside a job that app.enter_job let in: from here on the transaction sees and writes what the person of the job's row may today, and
-- answers who that is, as app.enter does. No row when the account is closed; the scope is then empty of posts.
CREATE FUNCTION app.enter_job_as(p_tenant bigint, p_job bigint, p_worker text, p_now timestamptz)
RETURNS TABLE (
    session_id bigint, person_id bigint, person_name text, account text, language text, seen_at timestamptz, must_change boolean,
    post_id bigint, post_title text, role_key text, permissions text[], compensation_below bigint, reach text, deputy_for bigint,
    unit_id bigint, unit_kind text, unit_code text, unit_name text, company_id bigint, project_id bigint, vendor_id bigint
)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    s record;
    today date;
BEGIN
    SELECT j.person_id INTO s FROM public.job j
    WHERE j.tenant_id = p_tenant AND j.id = p_job AND j.state = 'leased' AND j.claimed_by = p_worker AND j.lease_until > p_now
        AND j.person_id IS NOT NULL;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'the lease is gone' USING ERRCODE = 'SW409';
    END IF;
    PERFORM app.set_scope(p_tenant, s.person_id, p_now);
    SELECT p.id, p.name, p.account, p.language, t.utc_offset_minutes INTO s
    FROM public.person p JOIN public.tenant t ON t.id = p.tenant_id AND t.closed_at IS NULL
    WHERE p.tenant_id = p_tenant AND p.id = s.person_id AND p.disabled_at IS NULL;
    IF NOT FOUND THEN
        PERFORM app.set_scope(p_tenant, 0, p_now);
        RETURN;
    END IF;
    today := (p_now AT TIME ZONE 'UTC' + make_interval(mins => s.utc_offset_minutes))::date;
    RETURN QUERY
        SELECT 0::bigint, s.id, s.name, s.account, s.language, p_now, false,
            q.id, q.title, r.key, r.permissions, r.compensation_below, r.reach, a.person_id,
            u.id, u.kind, u.code, u.name, u.company_id, u.project_id, u.vendor_id
        FROM (SELECT 1) one
        LEFT JOIN (public.post q
            JOIN public.role r ON r.tenant_id = p_tenant AND r.id = q.role_id
            JOIN public.org_unit u ON u.tenant_id = p_tenant AND u.id = q.unit_id AND u.closed_at IS NULL
            LEFT JOIN public.post a ON a.tenant_id = p_tenant AND a.id = q.deputy_for
                AND a.from_on <= today AND (a.to_on IS NULL OR a.to_on >= today))
        ON q.tenant_id = p_tenant AND q.person_id = s.id AND q.from_on <= today AND (q.to_on IS NULL OR q.to_on >= today)
            AND (q.deputy_for IS NULL OR a.id IS NOT NULL)
        ORDER BY q.id;
END $$;

-- Housekeeping: what has expired is told to the caller, who deletes the files; the runs stay, without their rows' problems.
CREATE FUNCTION app.expire_exchange(p_now timestamptz) RETURNS TABLE (token text)
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    WITH imports AS (
        UPDATE public.import_run SET file_token = '',
            state = CASE WHEN state IN ('done', 'stopped', 'failed') THEN state ELSE 'stopped' END,
            ended_as = CASE WHEN state IN ('done', 'stopped', 'failed') THEN ended_as ELSE 'fileGone' END,
            finished_at = coalesce(finished_at, p_now), version = version + 1
        WHERE expires_at <= p_now AND file_token <> '' RETURNING tenant_id, id
    ), tokens AS (
        SELECT r.file_token FROM public.import_run r JOIN imports USING (tenant_id, id)
    ), problems AS (
        DELETE FROM public.import_problem p USING imports WHERE p.tenant_id = imports.tenant_id AND p.run_id = imports.id
    ), exports AS (
        UPDATE public.export_run SET state = CASE WHEN state = 'done' THEN 'expired' ELSE 'stopped' END,
            ended_as = CASE WHEN state = 'done' THEN NULL ELSE 'fileGone' END,
            finished_at = coalesce(finished_at, p_now), version = version + 1
        WHERE expires_at <= p_now AND state IN ('waiting', 'running', 'done') RETURNING file_token
    )
    SELECT file_token FROM tokens UNION ALL SELECT file_token FROM exports;
$$;

REVOKE ALL ON FUNCTION app.enter_job_as(bigint, bigint, text, timestamptz), app.expire_exchange(timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.enter_job_as(bigint, bigint, text, timestamptz), app.expire_exchange(timestamptz) TO shouwen_app;
GRANT USAGE ON SEQUENCE import_run_id_seq, export_run_id_seq, export_download_id_seq TO shouwen_app;

-- Groups founded before get the new rights of the built-in roles.
UPDATE role SET permissions = permissions || CASE key
    WHEN 'groupServiceCentre' THEN ARRAY['import.run', 'export.run', 'export.personal', 'export.approve']
    WHEN 'companyServiceCentre' THEN ARRAY['import.run', 'export.run', 'export.personal', 'export.approve']
    WHEN 'tenantAdministrator' THEN ARRAY['import.run', 'export.run']
    WHEN 'companyAdministrator' THEN ARRAY['import.run']
    ELSE ARRAY['export.run'] END
WHERE built_in AND key IN ('groupServiceCentre', 'companyServiceCentre', 'tenantAdministrator', 'companyAdministrator', 'auditor')
    AND NOT permissions && ARRAY['import.run', 'export.run'];
