-- The audit trail (ACCESS-P7): append-only lines in chains, one chain a project, one a company, one (number 0) for the rest of the
-- tenant. Each line carries a code made from the line before it under a key the database does not hold. The head of a chain is locked
-- by whoever writes, at the end of the transaction, so that numbers have no gaps and only writers of one project wait for each other.

-- One more kind of row, 'audit': what happened in the person's scope, and what the person did.
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

CREATE TABLE audit_event (
    tenant_id bigint NOT NULL,
    chain bigint NOT NULL,
    seq bigint NOT NULL,
    at timestamptz NOT NULL,
    action text NOT NULL,
    actor_id bigint,
    actor_name text NOT NULL,
    actor_post text NOT NULL,
    unit_id bigint,
    company_id bigint,
    project_id bigint,
    vendor_id bigint,
    object_kind text NOT NULL,
    object_id bigint,
    object_label text NOT NULL,
    detail jsonb NOT NULL,
    prev_code bytea NOT NULL,
    code bytea NOT NULL
);
SELECT app.place('audit_event', 'tenant');
ALTER TABLE audit_event ADD CONSTRAINT audit_event_pkey PRIMARY KEY (tenant_id, chain, seq);
ALTER TABLE audit_event ADD CONSTRAINT audit_event_tenant_fkey FOREIGN KEY (tenant_id) REFERENCES tenant (id);
ALTER TABLE audit_event ADD CONSTRAINT audit_event_seq_positive CHECK (seq > 0);
ALTER TABLE audit_event ADD CONSTRAINT audit_event_code_length CHECK (octet_length(code) = 32 AND octet_length(prev_code) = 32);
-- chain and seq complete each order, so that pages by key never skip lines of the same moment.
CREATE INDEX audit_event_newest ON audit_event (tenant_id, at DESC, chain DESC, seq DESC);
CREATE INDEX audit_event_company ON audit_event (tenant_id, company_id, at DESC, chain DESC, seq DESC) WHERE company_id IS NOT NULL;
CREATE INDEX audit_event_project ON audit_event (tenant_id, project_id, at DESC, chain DESC, seq DESC) WHERE project_id IS NOT NULL;
CREATE INDEX audit_event_vendor ON audit_event (tenant_id, vendor_id, at DESC, chain DESC, seq DESC) WHERE vendor_id IS NOT NULL;
CREATE INDEX audit_event_action ON audit_event (tenant_id, action, at DESC, chain DESC, seq DESC);
CREATE INDEX audit_event_actor ON audit_event (tenant_id, actor_id, at DESC, chain DESC, seq DESC) WHERE actor_id IS NOT NULL;
CREATE INDEX audit_event_object ON audit_event (tenant_id, object_kind, object_id, at DESC, chain DESC, seq DESC);
SELECT app.protect('audit_event', 'audit', 'SELECT, INSERT');

CREATE TABLE audit_head (
    tenant_id bigint NOT NULL,
    chain bigint NOT NULL,
    seq bigint NOT NULL,
    code bytea NOT NULL,
    anchored_seq bigint NOT NULL DEFAULT 0
);
SELECT app.place('audit_head', 'tenant');
ALTER TABLE audit_head ADD CONSTRAINT audit_head_pkey PRIMARY KEY (tenant_id, chain);
ALTER TABLE audit_head ADD CONSTRAINT audit_head_tenant_fkey FOREIGN KEY (tenant_id) REFERENCES tenant (id);
SELECT app.protect('audit_head', 'tenant', 'SELECT, INSERT (tenant_id, chain, seq, code), UPDATE (seq, code)');

-- Where the chains stood at a moment. The same lines go to a file on another volume: whoever cuts the end off a chain, and the anchors
-- with it, still meets that file.
CREATE SEQUENCE audit_anchor_id_seq;
CREATE TABLE audit_anchor (
    tenant_id bigint NOT NULL,
    id bigint NOT NULL DEFAULT nextval('audit_anchor_id_seq'),
    at timestamptz NOT NULL,
    heads jsonb NOT NULL,
    digest bytea NOT NULL
);
SELECT app.place('audit_anchor', 'tenant');
ALTER TABLE audit_anchor ADD CONSTRAINT audit_anchor_pkey PRIMARY KEY (tenant_id, id);
ALTER TABLE audit_anchor ADD CONSTRAINT audit_anchor_tenant_fkey FOREIGN KEY (tenant_id) REFERENCES tenant (id);
SELECT app.protect('audit_anchor', 'tenant', 'SELECT');

-- Notes the heads that moved since the last anchor; one row for each tenant where something moved. Two keepers take turns.
CREATE FUNCTION app.anchor_audit(p_now timestamptz) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    anchored integer;
BEGIN
    PERFORM pg_advisory_xact_lock(7346112908552);
    WITH moved AS (
        UPDATE public.audit_head SET anchored_seq = seq WHERE seq > anchored_seq RETURNING tenant_id, chain, seq, code
    ), noted AS (
        SELECT tenant_id, jsonb_agg(jsonb_build_object('chain', chain, 'seq', seq, 'code', encode(code, 'hex')) ORDER BY chain) AS heads,
            sha256(convert_to(string_agg(format('%s:%s:%s', chain, seq, encode(code, 'hex')), E'\n' ORDER BY chain), 'UTF8')) AS digest
        FROM moved GROUP BY tenant_id
    )
    INSERT INTO public.audit_anchor (tenant_id, at, heads, digest) SELECT tenant_id, p_now, heads, digest FROM noted ORDER BY tenant_id;
    GET DIAGNOSTICS anchored = ROW_COUNT;
    RETURN anchored;
END $$;

-- Anchors that the file may not have yet; nothing in them tells what happened.
CREATE FUNCTION app.anchors_after(p_id bigint) RETURNS TABLE (id bigint, tenant_id bigint, at timestamptz, digest bytea)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT a.id, a.tenant_id, a.at, a.digest FROM public.audit_anchor a WHERE a.id > p_id ORDER BY a.id LIMIT 1000;
$$;

-- What happens outside any scope (signing in, a door that stayed shut) is queued; the worker writes its line. A key that waits
-- already is not queued twice, so that hammering at a door costs one line a minute.
CREATE FUNCTION app.enqueue_audit(p_tenant bigint, p_payload jsonb, p_key text, p_now timestamptz) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    INSERT INTO public.job (tenant_id, kind, payload, unique_key, priority, run_at, created_at)
    SELECT t.id, 'writeAudit', p_payload, p_key, 20, p_now, p_now FROM public.tenant t WHERE t.id = p_tenant
    ON CONFLICT (tenant_id, unique_key) WHERE state IN ('ready', 'leased') DO NOTHING;
$$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA app FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.anchor_audit(timestamptz), app.anchors_after(bigint), app.enqueue_audit(bigint, jsonb, text, timestamptz)
TO shouwen_app;
