-- People and roles in the hands of administrators (ORG, ACCESS): invitations, deputies, roles of a tenant's own with a reach, and the
-- doors through which an administrator hands over matters without seeing them.

-- A role's second axis. Built-in roles have 'subtree', which is what a post reached before.
ALTER TABLE role ADD COLUMN reach text NOT NULL DEFAULT 'subtree';
ALTER TABLE role ADD COLUMN note text NOT NULL DEFAULT '';
ALTER TABLE role ADD COLUMN version integer NOT NULL DEFAULT 1;
ALTER TABLE role ADD COLUMN retired_at timestamptz;
ALTER TABLE role ADD CONSTRAINT role_reach_known CHECK (reach IN ('own', 'unit', 'subtree', 'tenant'));
-- The key of a tenant's own role is made from its number, so that it can never be taken for a built-in one.
ALTER TABLE role ADD CONSTRAINT role_key_form CHECK (built_in OR key ~ '^own-[0-9]+$');
ALTER TABLE role ADD CONSTRAINT role_built_in_stays CHECK (NOT built_in OR retired_at IS NULL);
CREATE UNIQUE INDEX role_name_key ON role (tenant_id, name) WHERE NOT built_in AND retired_at IS NULL;
GRANT INSERT, UPDATE (name, name_en, note, unit_kinds, permissions, reach, compensation_below, version, retired_at) ON role TO shouwen_app;

-- A deputy's post is a post of its own with an end, beside the absent person's; it counts only while that one does.
ALTER TABLE post ADD COLUMN deputy_for bigint;
ALTER TABLE post ADD CONSTRAINT post_deputy_for_fkey FOREIGN KEY (tenant_id, deputy_for) REFERENCES post (tenant_id, id);
ALTER TABLE post ADD CONSTRAINT post_deputy_ends CHECK (deputy_for IS NULL OR to_on IS NOT NULL);
CREATE INDEX post_role ON post (tenant_id, role_id);
CREATE INDEX post_deputies ON post (tenant_id, deputy_for) WHERE deputy_for IS NOT NULL;

-- Sessions are forgotten a month after their end; when somebody was last here is not.
ALTER TABLE person ADD COLUMN seen_at timestamptz;

-- A one-time link by which a person chooses the password nobody else knows. The application writes the hash and cannot read it.
CREATE SEQUENCE invitation_id_seq;
CREATE TABLE invitation (
    tenant_id bigint NOT NULL,
    id bigint NOT NULL DEFAULT nextval('invitation_id_seq'),
    person_id bigint NOT NULL,
    token_hash bytea NOT NULL,
    kind text NOT NULL,
    invited_by bigint NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    used_at timestamptz,
    ended_at timestamptz
);
SELECT app.place('invitation', 'tenant');
ALTER TABLE invitation ADD CONSTRAINT invitation_pkey PRIMARY KEY (tenant_id, id);
ALTER TABLE invitation ADD CONSTRAINT invitation_token_key UNIQUE (tenant_id, token_hash);
ALTER TABLE invitation ADD CONSTRAINT invitation_tenant_fkey FOREIGN KEY (tenant_id) REFERENCES tenant (id);
ALTER TABLE invitation ADD CONSTRAINT invitation_person_fkey FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id);
ALTER TABLE invitation ADD CONSTRAINT invitation_invited_by_fkey FOREIGN KEY (tenant_id, invited_by) REFERENCES person (tenant_id, id);
ALTER TABLE invitation ADD CONSTRAINT invitation_kind_known CHECK (kind IN ('first', 'reset'));
ALTER TABLE invitation ADD CONSTRAINT invitation_token_length CHECK (octet_length(token_hash) = 32);
CREATE INDEX invitation_person ON invitation (tenant_id, person_id);
SELECT app.protect('invitation', 'tenant', 'SELECT (tenant_id, id, person_id, kind, invited_by, created_at, expires_at, used_at, ended_at), INSERT, UPDATE (ended_at)');

-- What is in one person's hands is asked for at every leaving.
CREATE INDEX ticket_proposed ON ticket (tenant_id, proposer_id) WHERE open AND proposer_id IS NOT NULL;
CREATE INDEX ticket_executed ON ticket (tenant_id, executor_id) WHERE state = 'executing' AND executor_id IS NOT NULL;
CREATE INDEX ticket_asked ON ticket (tenant_id, first_receiver_id) WHERE state IN ('received', 'recorded');

-- As before, with the reach of each post's role: one of reach 'own' or 'unit' opens its unit alone, one of reach 'tenant' the whole
-- tenant. And a centre's post whose role sees no customers' matters (an administrator's) does not open those of its company or vendor
-- to a person whose other post sees some: then it is told by units, which only the tables of the organisation ask for (ACCESS-P1).
CREATE OR REPLACE FUNCTION app.set_scope(p_tenant bigint, p_person bigint, p_now timestamptz) RETURNS void
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
    WITH current_posts AS (
        SELECT u.id, u.kind, u.parent_id, u.company_id, u.project_id, u.vendor_id,
            r.permissions && ARRAY['ticket.see', 'ticket.seeAssigned', 'ticket.record', 'customer.see'] AS sees_matters,
            r.reach IN ('subtree', 'tenant') AS goes_down, r.reach = 'tenant' OR u.kind = 'group' AND r.reach = 'subtree' AS is_wide
        FROM public.post p
        JOIN public.org_unit u ON u.tenant_id = p.tenant_id AND u.id = p.unit_id
        JOIN public.role r ON r.tenant_id = p.tenant_id AND r.id = p.role_id
        WHERE p.tenant_id = p_tenant AND p.person_id = p_person AND p.from_on <= today AND (p.to_on IS NULL OR p.to_on >= today)
            AND u.closed_at IS NULL
            AND (p.deputy_for IS NULL OR EXISTS (SELECT FROM public.post a WHERE a.tenant_id = p_tenant AND a.id = p.deputy_for
                AND a.from_on <= today AND (a.to_on IS NULL OR a.to_on >= today)))
    ), held AS (
        SELECT c.*, c.goes_down AND (c.sees_matters OR NOT bool_or(c.sees_matters) OVER ()) AS opens_centre FROM current_posts c
    ), serving AS (
        SELECT h.kind AS held_kind, h.opens_centre, e.project_id, e.vendor_id, e.company_id
        FROM held h JOIN public.engagement e ON e.tenant_id = p_tenant AND e.vendor_id = h.vendor_id
            AND (h.kind = 'vendor' AND h.goes_down OR h.kind = 'vendorSite' AND e.project_id = h.project_id)
        WHERE e.from_on <= today AND (e.to_on IS NULL OR e.to_on >= today)
    ), told AS (
        SELECT id FROM held
        UNION SELECT u.id FROM held h JOIN public.org_unit u ON u.tenant_id = p_tenant
                AND (h.kind = 'company' AND u.company_id = h.id OR h.kind = 'vendor' AND u.vendor_id = h.id)
            WHERE h.goes_down AND NOT h.opens_centre
    ), known AS (
        SELECT id FROM told
        UNION SELECT parent_id FROM held WHERE parent_id IS NOT NULL
        UNION SELECT company_id FROM held WHERE company_id IS NOT NULL
        UNION SELECT project_id FROM held WHERE project_id IS NOT NULL
        UNION SELECT project_id FROM serving
        UNION SELECT company_id FROM serving
        UNION SELECT e.vendor_id FROM held h JOIN public.engagement e ON e.tenant_id = p_tenant
                AND (h.kind = 'company' AND e.company_id = h.id OR h.kind = 'project' AND e.project_id = h.id)
        UNION SELECT u.id FROM public.org_unit u WHERE u.tenant_id = p_tenant AND u.kind = 'group' AND EXISTS (SELECT FROM held)
    )
    SELECT coalesce(bool_or(is_wide), false),
        coalesce(bool_or(is_wide AND sees_matters), false),
        coalesce(bool_or(sees_matters), false),
        array_agg(id) FILTER (WHERE kind = 'company' AND opens_centre),
        array_agg(id) FILTER (WHERE kind = 'project'),
        array_agg(id) FILTER (WHERE kind = 'vendor' AND opens_centre),
        array_agg(vendor_id) FILTER (WHERE kind = 'vendorSite'),
        (SELECT array_agg(project_id) FROM serving WHERE held_kind = 'vendor' AND opens_centre),
        (SELECT array_agg(project_id) FROM serving WHERE held_kind = 'vendorSite'),
        (SELECT array_agg(id) FROM told),
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

-- As before, with the reach of each post's role and, for a deputy, whom the post stands in for.
DROP FUNCTION app.enter(bigint, bytea, timestamptz, integer);
CREATE FUNCTION app.enter(p_tenant bigint, p_token_hash bytea, p_now timestamptz, p_idle_seconds integer)
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
            q.id, q.title, r.key, r.permissions, r.compensation_below, r.reach, a.person_id,
            u.id, u.kind, u.code, u.name, u.company_id, u.project_id, u.vendor_id
        FROM (SELECT 1) one
        LEFT JOIN (public.post q
            JOIN public.role r ON r.tenant_id = p_tenant AND r.id = q.role_id
            JOIN public.org_unit u ON u.tenant_id = p_tenant AND u.id = q.unit_id AND u.closed_at IS NULL
            LEFT JOIN public.post a ON a.tenant_id = p_tenant AND a.id = q.deputy_for
                AND a.from_on <= today AND (a.to_on IS NULL OR a.to_on >= today))
        ON q.tenant_id = p_tenant AND q.person_id = s.person_id AND q.from_on <= today AND (q.to_on IS NULL OR q.to_on >= today)
            AND (q.deputy_for IS NULL OR a.id IS NOT NULL)
        ORDER BY q.id;
END $$;

-- Another person's scope and posts within the transaction of somebody who keeps people or roles, proved by that one's session; the own
-- number leads back. SW403: neither is kept.
CREATE FUNCTION app.assume(p_tenant bigint, p_token_hash bytea, p_person bigint, p_now timestamptz)
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
    SELECT x.id, x.person_id, (p_now AT TIME ZONE 'UTC' + make_interval(mins => t.utc_offset_minutes))::date AS today INTO s
    FROM public.session x
    JOIN public.person p ON p.tenant_id = x.tenant_id AND p.id = x.person_id AND p.disabled_at IS NULL
    JOIN public.tenant t ON t.id = x.tenant_id AND t.closed_at IS NULL
    WHERE x.tenant_id = p_tenant AND x.token_hash = p_token_hash AND x.ended_at IS NULL AND x.expires_at > p_now;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'no such session' USING ERRCODE = 'SW401';
    END IF;
    today := s.today;
    IF p_person <> s.person_id AND NOT EXISTS (
        SELECT FROM public.post q JOIN public.role r ON r.tenant_id = p_tenant AND r.id = q.role_id
        WHERE q.tenant_id = p_tenant AND q.person_id = s.person_id AND q.from_on <= today AND (q.to_on IS NULL OR q.to_on >= today)
            AND r.permissions && ARRAY['people.manage', 'role.manage'])
    THEN
        RAISE EXCEPTION 'not an administrator' USING ERRCODE = 'SW403';
    END IF;
    PERFORM app.set_scope(p_tenant, p_person, p_now);
    RETURN QUERY
        SELECT s.id, p.id, p.name, p.account, p.language, p_now, false,
            q.id, q.title, r.key, r.permissions, r.compensation_below, r.reach, a.person_id,
            u.id, u.kind, u.code, u.name, u.company_id, u.project_id, u.vendor_id
        FROM public.person p
        LEFT JOIN (public.post q
            JOIN public.role r ON r.tenant_id = p_tenant AND r.id = q.role_id
            JOIN public.org_unit u ON u.tenant_id = p_tenant AND u.id = q.unit_id AND u.closed_at IS NULL
            LEFT JOIN public.post a ON a.tenant_id = p_tenant AND a.id = q.deputy_for
                AND a.from_on <= today AND (a.to_on IS NULL OR a.to_on >= today))
        ON q.tenant_id = p_tenant AND q.person_id = p.id AND q.from_on <= today AND (q.to_on IS NULL OR q.to_on >= today)
            AND (q.deputy_for IS NULL OR a.id IS NOT NULL)
        WHERE p.tenant_id = p_tenant AND p.id = p_person
        ORDER BY q.id;
END $$;

-- The open matters in one person's hands, to whoever must ask for them to be handed over: numbers, states and places, nothing of the
-- customer. handler and planner will work on it again, an executor is working on it, who was asked first still answers for it (ORG-R8).
CREATE FUNCTION app.in_hands(p_tenant bigint, p_person bigint)
RETURNS TABLE (ticket_id bigint, number text, state text, part text, holder_unit_id bigint, executing_unit_id bigint,
    owner_unit_id bigint, first_unit_id bigint, due_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    WITH held AS (
        SELECT t.id, 'handler' AS part, 1 AS rank FROM public.ticket t WHERE t.tenant_id = p_tenant AND t.handler_id = p_person AND t.open
        UNION ALL SELECT t.id, 'executor', 2 FROM public.ticket t
            WHERE t.tenant_id = p_tenant AND t.executor_id = p_person AND t.state = 'executing'
        UNION ALL SELECT t.id, 'planner', 3 FROM public.ticket t WHERE t.tenant_id = p_tenant AND t.proposer_id = p_person AND t.open
        UNION ALL SELECT t.id, 'firstReceiver', 4 FROM public.ticket t
            WHERE t.tenant_id = p_tenant AND t.first_receiver_id = p_person AND t.state IN ('received', 'recorded') AND t.handler_id IS NULL
    ), first AS (
        SELECT DISTINCT ON (id) id, part FROM held ORDER BY id, rank
    )
    SELECT t.id, t.number, t.state, f.part, t.holder_unit_id, t.executing_unit_id, t.owner_unit_id, t.first_unit_id, t.due_at
    FROM first f JOIN public.ticket t ON t.tenant_id = p_tenant AND t.id = f.id
    WHERE p_tenant = current_setting('app.tenant')::bigint
    ORDER BY t.due_at, t.id LIMIT 500;
$$;

-- All posts of a person that are not over, also those the asker's own posts do not show: nobody disables, resets or appoints somebody whose
-- authority goes further than the own, and nobody holds two of the three administrators' duties unseen.
CREATE FUNCTION app.posts_of(p_tenant bigint, p_person bigint, p_today date)
RETURNS TABLE (post_id bigint, role_id bigint, from_on date, to_on date, unit_kinds text[], permissions text[], reach text,
    compensation_below bigint, unit_id bigint, unit_kind text, unit_code text, unit_name text, company_id bigint, project_id bigint,
    vendor_id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT q.id, r.id, q.from_on, q.to_on, r.unit_kinds, r.permissions, r.reach, r.compensation_below,
        u.id, u.kind, u.code, u.name, u.company_id, u.project_id, u.vendor_id
    FROM public.post q
    JOIN public.role r ON r.tenant_id = p_tenant AND r.id = q.role_id
    JOIN public.org_unit u ON u.tenant_id = p_tenant AND u.id = q.unit_id
    WHERE q.tenant_id = p_tenant AND p_tenant = current_setting('app.tenant')::bigint AND q.person_id = p_person
        AND (q.to_on IS NULL OR q.to_on >= p_today)
    ORDER BY q.id;
$$;

-- Open matters in the hands of people without a post today: what a leaving must not leave behind.
CREATE FUNCTION app.unheld(p_tenant bigint, p_today date)
RETURNS TABLE (person_id bigint, matters bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT t.handler_id, count(*) FROM public.ticket t
    WHERE t.tenant_id = p_tenant AND p_tenant = current_setting('app.tenant')::bigint AND t.open AND t.handler_id IS NOT NULL
        AND NOT EXISTS (SELECT FROM public.post q JOIN public.person p ON p.tenant_id = q.tenant_id AND p.id = q.person_id
            WHERE q.tenant_id = p_tenant AND q.person_id = t.handler_id AND p.disabled_at IS NULL
                AND q.from_on <= p_today AND (q.to_on IS NULL OR q.to_on >= p_today))
    GROUP BY t.handler_id;
$$;

-- When people were last here and how many of their sessions are open; of one person, or with null of everybody in the tenant.
CREATE FUNCTION app.last_seen(p_tenant bigint, p_person bigint, p_now timestamptz)
RETURNS TABLE (person_id bigint, sessions bigint, seen_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT s.person_id, count(*) FILTER (WHERE s.ended_at IS NULL AND s.expires_at > p_now), max(s.seen_at)
    FROM public.session s
    WHERE s.tenant_id = p_tenant AND p_tenant = current_setting('app.tenant')::bigint AND (p_person IS NULL OR s.person_id = p_person)
    GROUP BY s.person_id;
$$;

-- Keeps with the person what the sessions know, before these are forgotten.
CREATE FUNCTION app.keep_last_seen() RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    UPDATE public.person p SET seen_at = s.seen_at
    FROM (SELECT tenant_id, person_id, max(seen_at) AS seen_at FROM public.session GROUP BY tenant_id, person_id) s
    WHERE p.tenant_id = s.tenant_id AND p.id = s.person_id AND (p.seen_at IS NULL OR p.seen_at < s.seen_at);
$$;

-- Ends all sessions of a person: after a reset, a leaving. Answers how many.
CREATE FUNCTION app.sign_out(p_tenant bigint, p_person bigint, p_now timestamptz) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    ended integer;
BEGIN
    UPDATE public.session SET ended_at = p_now
    WHERE tenant_id = p_tenant AND p_tenant = current_setting('app.tenant')::bigint AND person_id = p_person AND ended_at IS NULL;
    GET DIAGNOSTICS ended = ROW_COUNT;
    RETURN ended;
END $$;

-- A link that is still good, to whoever holds it: for whom it is.
CREATE FUNCTION app.find_invitation(p_tenant_code text, p_token_hash bytea, p_now timestamptz)
RETURNS TABLE (tenant_id bigint, tenant_name text, tenant_name_en text, person_id bigint, person_name text, account text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT t.id, t.name, t.name_en, p.id, p.name, p.account
    FROM public.tenant t
    JOIN public.invitation i ON i.tenant_id = t.id AND i.token_hash = p_token_hash
    JOIN public.person p ON p.tenant_id = t.id AND p.id = i.person_id
    WHERE t.code = p_tenant_code AND t.closed_at IS NULL AND p.disabled_at IS NULL
        AND i.used_at IS NULL AND i.ended_at IS NULL AND i.expires_at > p_now;
$$;

-- Uses the link up: the person's own password, every session ended. Null when it is used, ended or too old by now.
CREATE FUNCTION app.redeem_invitation(p_tenant bigint, p_token_hash bytea, p_password_hash text, p_now timestamptz) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    who bigint;
BEGIN
    UPDATE public.invitation i SET used_at = p_now
    WHERE i.tenant_id = p_tenant AND i.token_hash = p_token_hash AND i.used_at IS NULL AND i.ended_at IS NULL AND i.expires_at > p_now
        AND EXISTS (SELECT FROM public.person p WHERE p.tenant_id = p_tenant AND p.id = i.person_id AND p.disabled_at IS NULL)
    RETURNING i.person_id INTO who;
    IF FOUND THEN
        UPDATE public.credential SET password_hash = p_password_hash, must_change = false, changed_at = p_now
        WHERE tenant_id = p_tenant AND person_id = who;
        UPDATE public.session SET ended_at = p_now WHERE tenant_id = p_tenant AND person_id = who AND ended_at IS NULL;
    END IF;
    RETURN who;
END $$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA app FROM PUBLIC;
GRANT EXECUTE ON FUNCTION
    app.enter(bigint, bytea, timestamptz, integer), app.assume(bigint, bytea, bigint, timestamptz), app.in_hands(bigint, bigint),
    app.posts_of(bigint, bigint, date), app.unheld(bigint, date), app.last_seen(bigint, bigint, timestamptz), app.keep_last_seen(), app.sign_out(bigint, bigint, timestamptz),
    app.find_invitation(text, bytea, timestamptz), app.redeem_invitation(bigint, bytea, text, timestamptz)
TO shouwen_app;
GRANT USAGE ON SEQUENCE role_id_seq, invitation_id_seq TO shouwen_app;
