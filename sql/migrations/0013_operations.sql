-- What an operator looks at: the queue by state, sessions by hour, backups that were taken. Nothing here tells one tenant about another's
-- people or matters: figures across tenants are counts by kind of job.
CREATE INDEX job_unfinished ON job (tenant_id, state, id) WHERE state <> 'done';
CREATE INDEX session_open ON session (tenant_id, id) WHERE ended_at IS NULL;
CREATE INDEX session_opened_at ON session (tenant_id, created_at);

-- Backups and drills leave a line, so that the page can say when the last one worked. Written by the owner, read through a function.
CREATE SEQUENCE backup_run_id_seq;
CREATE TABLE backup_run (
    id bigint NOT NULL DEFAULT nextval('backup_run_id_seq'),
    kind text NOT NULL,
    method text NOT NULL,
    started_at timestamptz NOT NULL,
    finished_at timestamptz NOT NULL,
    bytes bigint NOT NULL,
    outcome text NOT NULL,
    detail text NOT NULL
);
SELECT app.place('backup_run', 'local');
ALTER TABLE backup_run ADD CONSTRAINT backup_run_pkey PRIMARY KEY (id);
ALTER TABLE backup_run ADD CONSTRAINT backup_run_kind_known CHECK (kind IN ('backup', 'drill'));
ALTER TABLE backup_run ADD CONSTRAINT backup_run_method_known CHECK (method IN ('base', 'dump'));
ALTER TABLE backup_run ADD CONSTRAINT backup_run_outcome_known CHECK (outcome IN ('good', 'bad'));
SELECT app.protect('backup_run', 'none', '');

CREATE FUNCTION app.backup_runs(p_limit integer)
RETURNS TABLE (id bigint, kind text, method text, started_at timestamptz, finished_at timestamptz, bytes bigint, outcome text, detail text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT b.id, b.kind, b.method, b.started_at, b.finished_at, b.bytes, b.outcome, b.detail
    FROM public.backup_run b ORDER BY b.id DESC LIMIT p_limit;
$$;

-- For the metrics: counts by kind and state over all tenants, how many could run now, and how long the oldest has waited.
CREATE FUNCTION app.queue_figures(p_now timestamptz)
RETURNS TABLE (kind text, state text, jobs bigint, due bigint, oldest_due timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT j.kind, j.state, count(*), count(*) FILTER (WHERE j.state = 'ready' AND j.run_at <= p_now),
        min(j.run_at) FILTER (WHERE j.state = 'ready' AND j.run_at <= p_now)
    FROM public.job j WHERE j.state <> 'done' GROUP BY j.kind, j.state ORDER BY j.kind, j.state;
$$;

-- A worker that stops in order gives back what it could not finish; the try does not count.
CREATE FUNCTION app.release_jobs(p_worker text) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    released integer;
BEGIN
    UPDATE public.job SET state = 'ready', attempt = greatest(attempt - 1, 0), lease_until = NULL, claimed_by = NULL
    WHERE state = 'leased' AND claimed_by = p_worker;
    GET DIAGNOSTICS released = ROW_COUNT;
    RETURN released;
END $$;

-- Sessions of the whole tenant. The scope must be open and be this tenant's: without app.enter the setting raises.
CREATE FUNCTION app.tenant_sessions(p_tenant bigint, p_now timestamptz, p_idle_seconds integer, p_before bigint, p_limit integer)
RETURNS TABLE (id bigint, account text, person_name text, device text, created_at timestamptz, seen_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT s.id, p.account, p.name, s.device, s.created_at, s.seen_at
    FROM public.session s JOIN public.person p ON p.tenant_id = s.tenant_id AND p.id = s.person_id
    WHERE s.tenant_id = p_tenant AND p_tenant = current_setting('app.tenant')::bigint AND s.ended_at IS NULL
        AND s.expires_at > p_now AND s.seen_at > p_now - make_interval(secs => p_idle_seconds) AND s.id < p_before
    ORDER BY s.id DESC LIMIT p_limit;
$$;

-- How many sessions were opened in each of the last hours, counted back from now; hours without any are left out.
CREATE FUNCTION app.session_hours(p_tenant bigint, p_now timestamptz, p_hours integer) RETURNS TABLE (hours_ago integer, opened bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT (extract(epoch FROM p_now - s.created_at)::integer / 3600), count(*)
    FROM public.session s
    WHERE s.tenant_id = p_tenant AND p_tenant = current_setting('app.tenant')::bigint
        AND s.created_at > p_now - make_interval(hours => p_hours) AND s.created_at <= p_now
    GROUP BY 1 ORDER BY 1;
$$;

-- How many people are signed in now.
CREATE FUNCTION app.session_count(p_tenant bigint, p_now timestamptz, p_idle_seconds integer) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT count(*) FROM public.session s
    WHERE s.tenant_id = p_tenant AND p_tenant = current_setting('app.tenant')::bigint AND s.ended_at IS NULL
        AND s.expires_at > p_now AND s.seen_at > p_now - make_interval(secs => p_idle_seconds);
$$;

-- Ends somebody's session in the tenant whose scope is open; answers the account, no row when there was none to end.
CREATE FUNCTION app.end_tenant_session(p_tenant bigint, p_session bigint, p_now timestamptz) RETURNS TABLE (account text)
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    WITH ended AS (
        UPDATE public.session s SET ended_at = p_now
        WHERE s.tenant_id = p_tenant AND p_tenant = current_setting('app.tenant')::bigint AND s.id = p_session AND s.ended_at IS NULL
        RETURNING s.tenant_id, s.person_id
    )
    SELECT p.account FROM ended e JOIN public.person p ON p.tenant_id = e.tenant_id AND p.id = e.person_id;
$$;

-- How far the anchors of the audit trail are behind: lines that none covers yet, and since when. Null since when nothing waits.
CREATE FUNCTION app.audit_lag() RETURNS TABLE (waiting bigint, last_anchor timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce((SELECT sum(h.seq - h.anchored_seq) FROM public.audit_head h), 0)::bigint, (SELECT max(a.at) FROM public.audit_anchor a);
$$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA app FROM PUBLIC;
GRANT EXECUTE ON FUNCTION
    app.backup_runs(integer), app.queue_figures(timestamptz), app.release_jobs(text), app.audit_lag(),
    app.tenant_sessions(bigint, timestamptz, integer, bigint, integer), app.session_hours(bigint, timestamptz, integer),
    app.session_count(bigint, timestamptz, integer), app.end_tenant_session(bigint, bigint, timestamptz)
TO shouwen_app;
