-- The doors. Each definer function has a pinned search path, is listed in sql/definers.txt, and EXECUTE is granted by name.

-- Sets the transaction's scope from the posts a person holds today. SET LOCAL by EXECUTE, since set_config does not
-- reach a cluster's nodes. Only the functions below call it.
CREATE FUNCTION app.set_scope(p_tenant bigint, p_person bigint, p_now timestamptz) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    today date;
    wide boolean;
    wide_matters boolean;
    matters boolean;
    companies text;
    projects text;
    vendors text;
    site_vendors text;
    vendor_projects text;
    site_projects text;
    units text;
    lineage text;
BEGIN
    SELECT (p_now AT TIME ZONE 'UTC' + make_interval(mins => t.utc_offset_minutes))::date INTO today FROM public.tenant t WHERE t.id = p_tenant;
    WITH held AS (
        SELECT u.id, u.kind, u.parent_id, u.company_id, u.project_id, u.vendor_id,
            r.permissions && ARRAY['ticket.see', 'ticket.seeAssigned', 'ticket.record', 'customer.see'] AS sees_matters
        FROM public.post p
        JOIN public.org_unit u ON u.tenant_id = p.tenant_id AND u.id = p.unit_id
        JOIN public.role r ON r.tenant_id = p.tenant_id AND r.id = p.role_id
        WHERE p.tenant_id = p_tenant AND p.person_id = p_person AND p.from_on <= today AND (p.to_on IS NULL OR p.to_on >= today)
            AND u.closed_at IS NULL
    ), serving AS (
        SELECT h.kind AS held_kind, e.project_id, e.vendor_id, e.company_id
        FROM held h JOIN public.engagement e ON e.tenant_id = p_tenant AND e.vendor_id = h.vendor_id
            AND (h.kind = 'vendor' OR h.kind = 'vendorSite' AND e.project_id = h.project_id)
        WHERE e.from_on <= today AND (e.to_on IS NULL OR e.to_on >= today)
    ), known AS (
        SELECT id FROM held
        UNION SELECT parent_id FROM held WHERE parent_id IS NOT NULL
        UNION SELECT company_id FROM held WHERE company_id IS NOT NULL
        UNION SELECT project_id FROM held WHERE project_id IS NOT NULL
        UNION SELECT project_id FROM serving
        UNION SELECT company_id FROM serving
        UNION SELECT e.vendor_id FROM held h JOIN public.engagement e ON e.tenant_id = p_tenant
                AND (h.kind = 'company' AND e.company_id = h.id OR h.kind = 'project' AND e.project_id = h.id)
        UNION SELECT u.id FROM public.org_unit u WHERE u.tenant_id = p_tenant AND u.kind = 'group' AND EXISTS (SELECT FROM held)
    )
    SELECT coalesce(bool_or(kind = 'group'), false),
        coalesce(bool_or(kind = 'group' AND sees_matters), false),
        coalesce(bool_or(sees_matters), false),
        array_agg(id) FILTER (WHERE kind = 'company'),
        array_agg(id) FILTER (WHERE kind = 'project'),
        array_agg(id) FILTER (WHERE kind = 'vendor'),
        array_agg(vendor_id) FILTER (WHERE kind = 'vendorSite'),
        (SELECT array_agg(project_id) FROM serving WHERE held_kind = 'vendor'),
        (SELECT array_agg(project_id) FROM serving WHERE held_kind = 'vendorSite'),
        array_agg(id),
        (SELECT array_agg(id) FROM known)
    INTO wide, wide_matters, matters, companies, projects, vendors, site_vendors, vendor_projects, site_projects, units, lineage
    FROM held;
    EXECUTE format('SET LOCAL app.tenant = %L', p_tenant);
    EXECUTE format('SET LOCAL app.person = %L', p_person);
    EXECUTE 'SET LOCAL app.system = ''false''';
    EXECUTE format('SET LOCAL app.wide = %L', wide);
    EXECUTE format('SET LOCAL app.wide_matters = %L', wide_matters);
    EXECUTE format('SET LOCAL app.matters = %L', matters);
    EXECUTE format('SET LOCAL app.companies = %L', coalesce(companies, '{}'));
    EXECUTE format('SET LOCAL app.projects = %L', coalesce(projects, '{}'));
    EXECUTE format('SET LOCAL app.vendors = %L', coalesce(vendors, '{}'));
    EXECUTE format('SET LOCAL app.site_vendors = %L', coalesce(site_vendors, '{}'));
    EXECUTE format('SET LOCAL app.vendor_projects = %L', coalesce(vendor_projects, '{}'));
    EXECUTE format('SET LOCAL app.site_projects = %L', coalesce(site_projects, '{}'));
    EXECUTE format('SET LOCAL app.units = %L', coalesce(units, '{}'));
    EXECUTE format('SET LOCAL app.lineage = %L', coalesce(lineage, '{}'));
END $$;

-- Verifies the session and opens its scope; one row a post held today (ACCESS-R1), one row with nulls when none is held.
-- SW401: no such session, ended, idle or expired, person disabled, tenant closed: one answer for all.
CREATE FUNCTION app.enter(p_tenant bigint, p_token_hash bytea, p_now timestamptz, p_idle_seconds integer)
RETURNS TABLE (
    session_id bigint, person_id bigint, person_name text, account text, language text, seen_at timestamptz, must_change boolean,
    post_id bigint, post_title text, role_key text, permissions text[], compensation_below bigint,
    unit_id bigint, unit_kind text, unit_code text, unit_name text, company_id bigint, project_id bigint, vendor_id bigint
)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    s record;
    today date;
BEGIN
    SELECT x.id, x.person_id, x.seen_at, p.name, p.account, p.language, c.must_change, t.utc_offset_minutes INTO s
    FROM public.session x
    JOIN public.person p ON p.tenant_id = x.tenant_id AND p.id = x.person_id AND p.disabled_at IS NULL
    JOIN public.tenant t ON t.id = x.tenant_id AND t.closed_at IS NULL
    JOIN public.credential c ON c.tenant_id = x.tenant_id AND c.person_id = x.person_id
    WHERE x.tenant_id = p_tenant AND x.token_hash = p_token_hash AND x.ended_at IS NULL
        AND x.expires_at > p_now AND x.seen_at > p_now - make_interval(secs => p_idle_seconds);
    IF NOT FOUND THEN
        RAISE EXCEPTION 'no such session' USING ERRCODE = 'SW401';
    END IF;
    today := (p_now AT TIME ZONE 'UTC' + make_interval(mins => s.utc_offset_minutes))::date;
    PERFORM app.set_scope(p_tenant, s.person_id, p_now);
    RETURN QUERY
        SELECT s.id, s.person_id, s.name, s.account, s.language, s.seen_at, s.must_change,
            q.id, q.title, r.key, r.permissions, r.compensation_below,
            u.id, u.kind, u.code, u.name, u.company_id, u.project_id, u.vendor_id
        FROM (SELECT 1) one
        LEFT JOIN (public.post q
            JOIN public.role r ON r.tenant_id = p_tenant AND r.id = q.role_id
            JOIN public.org_unit u ON u.tenant_id = p_tenant AND u.id = q.unit_id AND u.closed_at IS NULL)
        ON q.tenant_id = p_tenant AND q.person_id = s.person_id AND q.from_on <= today AND (q.to_on IS NULL OR q.to_on >= today)
        ORDER BY q.id;
END $$;

-- A claimed job enters as its tenant's system actor; the scope comes from the row, never from the payload.
CREATE FUNCTION app.enter_job(p_tenant bigint, p_job bigint, p_worker text, p_now timestamptz)
RETURNS TABLE (kind text, payload jsonb, attempt integer, max_attempts integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT j.kind, j.payload, j.attempt, j.max_attempts FROM public.job j
        WHERE j.tenant_id = p_tenant AND j.id = p_job AND j.state = 'leased' AND j.claimed_by = p_worker AND j.lease_until > p_now;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'the lease is gone' USING ERRCODE = 'SW409';
    END IF;
    EXECUTE format('SET LOCAL app.tenant = %L', p_tenant);
    EXECUTE 'SET LOCAL app.person = ''0''';
    EXECUTE 'SET LOCAL app.system = ''true''';
    EXECUTE 'SET LOCAL app.wide = ''true''';
    EXECUTE 'SET LOCAL app.wide_matters = ''true''';
    EXECUTE 'SET LOCAL app.matters = ''true''';
    EXECUTE 'SET LOCAL app.companies = ''{}''';
    EXECUTE 'SET LOCAL app.projects = ''{}''';
    EXECUTE 'SET LOCAL app.vendors = ''{}''';
    EXECUTE 'SET LOCAL app.site_vendors = ''{}''';
    EXECUTE 'SET LOCAL app.vendor_projects = ''{}''';
    EXECUTE 'SET LOCAL app.site_projects = ''{}''';
    EXECUTE 'SET LOCAL app.units = ''{}''';
    EXECUTE 'SET LOCAL app.lineage = ''{}''';
END $$;

-- Which unit a path names. Says nothing about what is inside; the session decides that.
CREATE FUNCTION app.find_unit(p_tenant_code text, p_unit_code text)
RETURNS TABLE (tenant_id bigint, tenant_name text, tenant_name_en text, utc_offset_minutes integer,
    unit_id bigint, kind text, name text, name_en text, company_id bigint, project_id bigint, vendor_id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT t.id, t.name, t.name_en, t.utc_offset_minutes, u.id, u.kind, u.name, u.name_en, u.company_id, u.project_id, u.vendor_id
    FROM public.tenant t JOIN public.org_unit u ON u.tenant_id = t.id
    WHERE t.code = p_tenant_code AND u.code = p_unit_code AND t.closed_at IS NULL AND u.closed_at IS NULL;
$$;

CREATE FUNCTION app.find_tenant(p_code text)
RETURNS TABLE (id bigint, name text, name_en text, utc_offset_minutes integer)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT t.id, t.name, t.name_en, t.utc_offset_minutes FROM public.tenant t WHERE t.code = p_code AND t.closed_at IS NULL;
$$;

-- Signing in. The password is compared outside; an unknown account answers like a known one without a hash.
CREATE FUNCTION app.find_login(p_tenant_code text, p_account text)
RETURNS TABLE (tenant_id bigint, person_id bigint, password_hash text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT p.tenant_id, p.id, c.password_hash
    FROM public.tenant t JOIN public.person p ON p.tenant_id = t.id JOIN public.credential c ON c.tenant_id = t.id AND c.person_id = p.id
    WHERE t.code = p_tenant_code AND p.account = p_account AND t.closed_at IS NULL AND p.disabled_at IS NULL;
$$;

CREATE FUNCTION app.login_blocked_until(p_keys bytea[], p_now timestamptz) RETURNS timestamptz
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT max(blocked_until) FROM public.login_throttle WHERE key_hash = ANY (p_keys) AND blocked_until > p_now;
$$;

-- Counts one failure. From the limit on the block grows 1, 2, 4, 8, 15 minutes; an hour without failure forgets.
CREATE FUNCTION app.login_failed(p_key bytea, p_limit integer, p_now timestamptz) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    INSERT INTO public.login_throttle AS t (key_hash, failures, window_started_at, blocked_until)
    VALUES (p_key, 1, p_now, CASE WHEN p_limit <= 1 THEN p_now + interval '1 minute' END)
    ON CONFLICT (key_hash) DO UPDATE SET
        failures = CASE WHEN t.window_started_at < p_now - interval '1 hour' THEN 1 ELSE t.failures + 1 END,
        window_started_at = p_now,
        blocked_until = CASE WHEN t.window_started_at >= p_now - interval '1 hour' AND t.failures + 1 >= p_limit
            THEN p_now + make_interval(mins => least(15, (2 ^ least(t.failures + 1 - p_limit, 4))::integer)) END;
$$;

CREATE FUNCTION app.open_session(p_tenant bigint, p_person bigint, p_token_hash bytea, p_device text, p_now timestamptz, p_expires timestamptz,
    p_throttle_key bytea, p_new_hash text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    opened bigint;
BEGIN
    DELETE FROM public.login_throttle WHERE key_hash = p_throttle_key;
    UPDATE public.credential SET password_hash = p_new_hash
        WHERE tenant_id = p_tenant AND person_id = p_person AND p_new_hash IS NOT NULL;
    INSERT INTO public.session (tenant_id, person_id, token_hash, device, created_at, seen_at, expires_at)
    VALUES (p_tenant, p_person, p_token_hash, p_device, p_now, p_now, p_expires) RETURNING id INTO opened;
    RETURN opened;
END $$;

CREATE FUNCTION app.touch_session(p_tenant bigint, p_token_hash bytea, p_now timestamptz) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    UPDATE public.session SET seen_at = p_now
    WHERE tenant_id = p_tenant AND token_hash = p_token_hash AND ended_at IS NULL AND seen_at < p_now;
$$;

-- A person's own sessions, proved by one of them.
CREATE FUNCTION app.own_sessions(p_tenant bigint, p_token_hash bytea, p_now timestamptz)
RETURNS TABLE (id bigint, device text, created_at timestamptz, seen_at timestamptz, expires_at timestamptz, current boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT o.id, o.device, o.created_at, o.seen_at, o.expires_at, o.id = s.id
    FROM public.session s JOIN public.session o ON o.tenant_id = s.tenant_id AND o.person_id = s.person_id
    WHERE s.tenant_id = p_tenant AND s.token_hash = p_token_hash AND s.ended_at IS NULL AND o.ended_at IS NULL AND o.expires_at > p_now
    ORDER BY o.seen_at DESC, o.id DESC;
$$;

-- Ends one of the person's sessions, or with null all but the one that proves it. Answers how many ended.
CREATE FUNCTION app.end_session(p_tenant bigint, p_token_hash bytea, p_session bigint, p_others boolean, p_now timestamptz) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    ended integer;
BEGIN
    UPDATE public.session o SET ended_at = p_now
    FROM public.session s
    WHERE s.tenant_id = p_tenant AND s.token_hash = p_token_hash AND s.ended_at IS NULL
        AND o.tenant_id = s.tenant_id AND o.person_id = s.person_id AND o.ended_at IS NULL
        AND CASE WHEN p_others THEN o.id <> s.id ELSE o.id = coalesce(p_session, s.id) END;
    GET DIAGNOSTICS ended = ROW_COUNT;
    RETURN ended;
END $$;

-- The queue. A short claim; the work enters with app.enter_job and finishes in the transaction of its effect.
CREATE FUNCTION app.claim_jobs(p_worker text, p_now timestamptz, p_lease_seconds integer, p_limit integer)
RETURNS TABLE (tenant_id bigint, id bigint, kind text, attempt integer)
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    WITH rescued AS MATERIALIZED (
        SELECT j.tenant_id, j.id FROM public.job j WHERE j.state = 'leased' AND j.lease_until <= p_now
        ORDER BY j.lease_until LIMIT p_limit FOR UPDATE SKIP LOCKED
    ), ready AS MATERIALIZED (
        SELECT j.tenant_id, j.id FROM public.job j WHERE j.state = 'ready' AND j.run_at <= p_now
        ORDER BY j.priority, j.run_at, j.id LIMIT p_limit FOR UPDATE SKIP LOCKED
    ), picked AS MATERIALIZED (
        SELECT * FROM rescued UNION ALL SELECT * FROM ready
    )
    UPDATE public.job j SET
        state = CASE WHEN j.attempt >= j.max_attempts THEN 'dead' ELSE 'leased' END,
        finished_at = CASE WHEN j.attempt >= j.max_attempts THEN p_now END,
        last_error = CASE WHEN j.attempt >= j.max_attempts THEN coalesce(j.last_error, 'the worker died') ELSE j.last_error END,
        attempt = least(j.attempt + 1, j.max_attempts),
        claimed_by = CASE WHEN j.attempt >= j.max_attempts THEN NULL ELSE p_worker END,
        lease_until = CASE WHEN j.attempt >= j.max_attempts THEN NULL ELSE p_now + make_interval(secs => p_lease_seconds) END
    FROM picked WHERE j.tenant_id = picked.tenant_id AND j.id = picked.id
    RETURNING j.tenant_id, j.id, j.kind, j.attempt;
$$;

-- One sweep job for each tenant that has a deadline past due and not yet marked; none where one waits already.
CREATE FUNCTION app.enqueue_sweeps(p_now timestamptz) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    queued integer;
BEGIN
    INSERT INTO public.job (tenant_id, kind, payload, unique_key, priority, run_at, created_at)
    SELECT t.id, 'sweepDeadlines', '{}', 'sweepDeadlines', 50, p_now, p_now
    FROM public.tenant t
    WHERE t.closed_at IS NULL AND EXISTS (SELECT FROM public.ticket_deadline d WHERE d.tenant_id = t.id AND d.due_at <= p_now
        AND d.met_at IS NULL AND d.cancelled_at IS NULL AND d.breached_at IS NULL)
    ON CONFLICT (tenant_id, unique_key) WHERE state IN ('ready', 'leased') DO NOTHING;
    GET DIAGNOSTICS queued = ROW_COUNT;
    RETURN queued;
END $$;

-- Housekeeping: finished jobs after a week, keys after a day, sessions a month after their end.
CREATE FUNCTION app.forget_finished(p_now timestamptz) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    DELETE FROM public.job WHERE state = 'done' AND finished_at < p_now - interval '7 days';
    DELETE FROM public.idempotency_key WHERE created_at < p_now - interval '1 day';
    DELETE FROM public.session WHERE coalesce(ended_at, expires_at) < p_now - interval '30 days';
    DELETE FROM public.login_throttle WHERE window_started_at < p_now - interval '1 day' AND coalesce(blocked_until, p_now) <= p_now;
$$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA app FROM PUBLIC;
GRANT EXECUTE ON FUNCTION
    app.enter(bigint, bytea, timestamptz, integer), app.enter_job(bigint, bigint, text, timestamptz),
    app.find_unit(text, text), app.find_tenant(text), app.find_login(text, text), app.login_blocked_until(bytea[], timestamptz),
    app.login_failed(bytea, integer, timestamptz),
    app.open_session(bigint, bigint, bytea, text, timestamptz, timestamptz, bytea, text), app.touch_session(bigint, bytea, timestamptz),
    app.own_sessions(bigint, bytea, timestamptz), app.end_session(bigint, bytea, bigint, boolean, timestamptz),
    app.claim_jobs(text, timestamptz, integer, integer), app.enqueue_sweeps(timestamptz), app.forget_finished(timestamptz)
TO shouwen_app;

-- Sequences feed the defaults of rows the application inserts.
GRANT USAGE ON SEQUENCE org_unit_id_seq, engagement_id_seq, building_id_seq, house_id_seq, customer_id_seq, house_customer_id_seq,
    person_id_seq, post_id_seq, ticket_id_seq, ticket_plan_id_seq, ticket_escalation_id_seq, ticket_intervention_id_seq,
    ticket_exchange_id_seq, ticket_deadline_id_seq, ticket_visit_id_seq, notice_id_seq, reveal_id_seq, job_id_seq TO shouwen_app;
