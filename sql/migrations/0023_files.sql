-- Files that people bring: photos of tickets, evidence, contracts. The bytes lie in the data folder under the SHA-256 of their content, one
-- folder a tenant; here is what they are, who brought them and what they hang on.
--
-- A file is first held by whoever brought it, then hung on one row. It carries that row's scope columns, and `sight` names the kind of rows
-- it hangs on: the policy asks for each sight what it asks of those rows, so that a file is seen by who sees the row. A later migration that
-- hangs files on rows of a kind of its own wraps app.policy_condition, adds app.file_sight to 'file', and protects the table anew.
CREATE FUNCTION app.file_sight(sight text, condition text) RETURNS text
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT format(' OR sight = %L AND (%s)', sight, condition);
$$;

ALTER FUNCTION app.policy_condition(text) RENAME TO policy_condition_before_files;
CREATE FUNCTION app.policy_condition(kind text) RETURNS text
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN CASE kind
        WHEN 'file' THEN format('sight = ''person'' AND (%s)', app.policy_condition_before_files('person'))
            || app.file_sight('ticket', app.policy_condition_before_files('ticket'))
            || app.file_sight('unit', app.policy_condition_before_files('unit'))
            || app.file_sight('library', app.policy_condition_before_files('library'))
            || app.file_sight('lineage', app.policy_condition_before_files('lineage'))
            || app.file_sight('place', app.policy_condition_before_files('place'))
            || app.file_sight('survey', app.policy_condition_before_files('survey'))
            || app.file_sight('figures', app.policy_condition_before_files('figures'))
        ELSE app.policy_condition_before_files(kind)
    END;
END $$;

-- The policy of a table again, after its kind has learned something.
CREATE FUNCTION app.protect_anew(target regclass, kind text) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    condition text := app.policy_condition(kind);
BEGIN
    IF condition IS NULL THEN
        RAISE EXCEPTION 'table % has no policy for the kind %', target, kind;
    END IF;
    EXECUTE format('DROP POLICY app_scope ON %s', target);
    EXECUTE format('CREATE POLICY app_scope ON %s TO shouwen_app USING (%s) WITH CHECK (%s)', target, condition, condition);
END $$;
REVOKE ALL ON FUNCTION app.policy_condition(text), app.file_sight(text, text), app.protect_anew(regclass, text) FROM PUBLIC;

-- digest: SHA-256 of what is kept, which is where it lies. thumb_bytes: of the small picture beside it, 0 without one. place: 1 to 9 on the
-- row it hangs on (B5: nine files a row). fault: what the nightly check found.
CREATE SEQUENCE file_id_seq;
CREATE TABLE file (
    tenant_id bigint NOT NULL,
    id bigint NOT NULL DEFAULT nextval('file_id_seq'),
    sight text NOT NULL DEFAULT 'person',
    person_id bigint NOT NULL,
    person_name text NOT NULL,
    unit_id bigint,
    company_id bigint,
    project_id bigint,
    vendor_id bigint,
    floor smallint,
    ticket_id bigint,
    action_id bigint,
    place smallint,
    name text NOT NULL,
    kind text NOT NULL,
    bytes bigint NOT NULL,
    digest bytea NOT NULL,
    width integer NOT NULL DEFAULT 0,
    height integer NOT NULL DEFAULT 0,
    thumb_bytes integer NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL,
    hung_at timestamptz,
    fault text,
    removed_at timestamptz,
    removed_by_name text NOT NULL DEFAULT '',
    remove_reason text NOT NULL DEFAULT ''
);
SELECT app.place('file', 'tenant');
ALTER TABLE file ADD CONSTRAINT file_pkey PRIMARY KEY (tenant_id, id);
ALTER TABLE file ADD CONSTRAINT file_tenant_fkey FOREIGN KEY (tenant_id) REFERENCES tenant (id);
ALTER TABLE file ADD CONSTRAINT file_person_fkey FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id);
ALTER TABLE file ADD CONSTRAINT file_unit_fkey FOREIGN KEY (tenant_id, unit_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE file ADD CONSTRAINT file_company_fkey FOREIGN KEY (tenant_id, company_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE file ADD CONSTRAINT file_project_fkey FOREIGN KEY (tenant_id, project_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE file ADD CONSTRAINT file_vendor_fkey FOREIGN KEY (tenant_id, vendor_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE file ADD CONSTRAINT file_ticket_fkey FOREIGN KEY (tenant_id, ticket_id) REFERENCES ticket (tenant_id, id);
ALTER TABLE file ADD CONSTRAINT file_action_fkey FOREIGN KEY (tenant_id, action_id) REFERENCES survey_action (tenant_id, id);
ALTER TABLE file ADD CONSTRAINT file_kind_known CHECK (kind IN ('jpeg', 'png', 'webp', 'pdf', 'docx', 'xlsx', 'mp4'));
ALTER TABLE file ADD CONSTRAINT file_content CHECK (bytes > 0 AND octet_length(digest) = 32);
ALTER TABLE file ADD CONSTRAINT file_hung CHECK ((sight = 'person') = (hung_at IS NULL));
ALTER TABLE file ADD CONSTRAINT file_place_range CHECK (place BETWEEN 1 AND 9);
ALTER TABLE file ADD CONSTRAINT file_fault_known CHECK (fault IN ('missing', 'corrupt'));
CREATE UNIQUE INDEX file_ticket_place ON file (tenant_id, ticket_id, place) WHERE ticket_id IS NOT NULL;
CREATE UNIQUE INDEX file_action_place ON file (tenant_id, action_id, place) WHERE action_id IS NOT NULL;
CREATE INDEX file_brought ON file (tenant_id, person_id, created_at);
CREATE INDEX file_content_of ON file (tenant_id, digest);
CREATE INDEX file_faulty ON file (tenant_id, id) WHERE fault IS NOT NULL;
SELECT app.protect('file', 'file', 'SELECT, INSERT, UPDATE (sight, unit_id, company_id, project_id, vendor_id, floor, ticket_id, action_id, place, hung_at, fault, removed_at, removed_by_name, remove_reason)');

-- What the nightly check found last, one row a tenant.
CREATE TABLE file_check (
    tenant_id bigint NOT NULL,
    started_at timestamptz NOT NULL,
    finished_at timestamptz,
    files integer NOT NULL DEFAULT 0,
    bytes bigint NOT NULL DEFAULT 0,
    read_whole integer NOT NULL DEFAULT 0,
    missing integer NOT NULL DEFAULT 0,
    corrupt integer NOT NULL DEFAULT 0
);
SELECT app.place('file_check', 'tenant');
ALTER TABLE file_check ADD CONSTRAINT file_check_pkey PRIMARY KEY (tenant_id);
ALTER TABLE file_check ADD CONSTRAINT file_check_tenant_fkey FOREIGN KEY (tenant_id) REFERENCES tenant (id);
SELECT app.protect('file_check', 'tenant', 'SELECT, INSERT, UPDATE');

-- Which of these contents a row still speaks of: what the sweeper may not remove.
CREATE FUNCTION app.known_files(p_tenant bigint, p_digests bytea[]) RETURNS TABLE (digest bytea)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT DISTINCT f.digest FROM public.file f
    WHERE f.tenant_id = p_tenant AND f.digest = ANY (p_digests) AND f.removed_at IS NULL;
$$;

-- Files that were brought and never hung on anything.
CREATE FUNCTION app.forget_held_files(p_before timestamptz) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    gone integer;
BEGIN
    DELETE FROM public.file WHERE sight = 'person' AND created_at < p_before;
    GET DIAGNOSTICS gone = ROW_COUNT;
    RETURN gone;
END $$;

-- The night's check, once for each tenant that has files.
CREATE FUNCTION app.enqueue_file_checks(p_now timestamptz) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    queued integer;
BEGIN
    INSERT INTO public.job (tenant_id, kind, payload, unique_key, priority, run_at, created_at)
    SELECT t.id, 'checkFiles', '{}', 'checkFiles', 210, p_now, p_now
    FROM public.tenant t
    WHERE t.closed_at IS NULL AND EXISTS (SELECT FROM public.file f WHERE f.tenant_id = t.id)
        AND NOT EXISTS (SELECT FROM public.job j WHERE j.tenant_id = t.id AND j.kind = 'checkFiles' AND j.created_at > p_now - interval '20 hours')
    ON CONFLICT (tenant_id, unique_key) WHERE state IN ('ready', 'leased') DO NOTHING;
    GET DIAGNOSTICS queued = ROW_COUNT;
    RETURN queued;
END $$;

REVOKE ALL ON FUNCTION app.known_files(bigint, bytea[]), app.forget_held_files(timestamptz), app.enqueue_file_checks(timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.known_files(bigint, bytea[]), app.forget_held_files(timestamptz), app.enqueue_file_checks(timestamptz) TO shouwen_app;
GRANT USAGE ON SEQUENCE file_id_seq TO shouwen_app;
