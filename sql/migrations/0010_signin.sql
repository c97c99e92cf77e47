-- Signing in: a group's own rules, second factors, locks, the history of attempts, single sign-on (ACCESS).

-- One row a group that has chosen; without one the defaults of the code hold. The secret for the sign-in service is sealed.
CREATE TABLE signin_policy (
    tenant_id bigint NOT NULL,
    password_preset text NOT NULL,
    factor_roles text[] NOT NULL,
    seal text NOT NULL DEFAULT '',
    issuer text NOT NULL DEFAULT '',
    client text NOT NULL DEFAULT '',
    client_secret bytea,
    mapping text NOT NULL DEFAULT 'none',
    email_domain text NOT NULL DEFAULT '',
    label text NOT NULL DEFAULT '',
    label_en text NOT NULL DEFAULT '',
    only_way boolean NOT NULL DEFAULT false,
    break_glass text NOT NULL DEFAULT '',
    changed_at timestamptz NOT NULL
);
SELECT app.place('signin_policy', 'tenant');
ALTER TABLE signin_policy ADD CONSTRAINT signin_policy_pkey PRIMARY KEY (tenant_id);
ALTER TABLE signin_policy ADD CONSTRAINT signin_policy_tenant_fkey FOREIGN KEY (tenant_id) REFERENCES tenant (id);
ALTER TABLE signin_policy ADD CONSTRAINT signin_policy_preset_known CHECK (password_preset IN ('modern', 'dengbao'));
ALTER TABLE signin_policy ADD CONSTRAINT signin_policy_mapping_known CHECK (mapping IN ('none', 'username', 'email'));
SELECT app.protect('signin_policy', 'tenant', 'SELECT, INSERT, UPDATE');

-- Former passwords, so that none comes back. No right on it for the application: it may ask for the own ones, proved by a session.
CREATE TABLE password_past (
    tenant_id bigint NOT NULL,
    person_id bigint NOT NULL,
    changed_at timestamptz NOT NULL,
    password_hash text NOT NULL
);
SELECT app.place('password_past', 'tenant');
ALTER TABLE password_past ADD CONSTRAINT password_past_pkey PRIMARY KEY (tenant_id, person_id, changed_at);
ALTER TABLE password_past ADD CONSTRAINT password_past_person_fkey FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id);
SELECT app.protect('password_past', 'none', '');

-- The seed is sealed for this row; the last step makes each code work once.
CREATE TABLE second_factor (
    tenant_id bigint NOT NULL,
    person_id bigint NOT NULL,
    seed bytea NOT NULL,
    last_step bigint NOT NULL,
    confirmed_at timestamptz NOT NULL
);
SELECT app.place('second_factor', 'tenant');
ALTER TABLE second_factor ADD CONSTRAINT second_factor_pkey PRIMARY KEY (tenant_id, person_id);
ALTER TABLE second_factor ADD CONSTRAINT second_factor_person_fkey FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id);
SELECT app.protect('second_factor', 'person', 'SELECT, INSERT, UPDATE (last_step), DELETE');

CREATE TABLE recovery_code (
    tenant_id bigint NOT NULL,
    person_id bigint NOT NULL,
    digest bytea NOT NULL,
    used_at timestamptz
);
SELECT app.place('recovery_code', 'tenant');
ALTER TABLE recovery_code ADD CONSTRAINT recovery_code_pkey PRIMARY KEY (tenant_id, person_id, digest);
ALTER TABLE recovery_code ADD CONSTRAINT recovery_code_person_fkey FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id);
ALTER TABLE recovery_code ADD CONSTRAINT recovery_code_digest_length CHECK (octet_length(digest) = 32);
SELECT app.protect('recovery_code', 'person', 'SELECT, INSERT, UPDATE (used_at), DELETE');

-- A lock is put on and lifted by an administrator, each with a reason; both stay.
CREATE SEQUENCE account_lock_id_seq;
CREATE TABLE account_lock (
    tenant_id bigint NOT NULL,
    id bigint NOT NULL DEFAULT nextval('account_lock_id_seq'),
    person_id bigint NOT NULL,
    locked_at timestamptz NOT NULL,
    locked_by_name text NOT NULL,
    reason text NOT NULL,
    lifted_at timestamptz,
    lifted_by_name text,
    lift_reason text
);
SELECT app.place('account_lock', 'tenant');
ALTER TABLE account_lock ADD CONSTRAINT account_lock_pkey PRIMARY KEY (tenant_id, id);
ALTER TABLE account_lock ADD CONSTRAINT account_lock_person_fkey FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id);
ALTER TABLE account_lock ADD CONSTRAINT account_lock_lifted CHECK ((lifted_at IS NULL) = (lifted_by_name IS NULL) AND (lifted_at IS NULL) = (lift_reason IS NULL));
CREATE UNIQUE INDEX account_lock_open ON account_lock (tenant_id, person_id) WHERE lifted_at IS NULL;
SELECT app.protect('account_lock', 'tenant', 'SELECT, INSERT, UPDATE (lifted_at, lifted_by_name, lift_reason)');

-- Whose account the sign-in service's subject is.
CREATE TABLE identity_link (
    tenant_id bigint NOT NULL,
    person_id bigint NOT NULL,
    issuer text NOT NULL,
    subject text NOT NULL,
    linked_at timestamptz NOT NULL
);
SELECT app.place('identity_link', 'tenant');
ALTER TABLE identity_link ADD CONSTRAINT identity_link_pkey PRIMARY KEY (tenant_id, person_id);
ALTER TABLE identity_link ADD CONSTRAINT identity_link_person_fkey FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id);
ALTER TABLE identity_link ADD CONSTRAINT identity_link_subject_key UNIQUE (tenant_id, issuer, subject);
SELECT app.protect('identity_link', 'tenant', 'SELECT, INSERT, DELETE');

-- Each attempt at a known account. The person reads the own ones; administrators through app.person_signins.
CREATE SEQUENCE signin_event_id_seq;
CREATE TABLE signin_event (
    tenant_id bigint NOT NULL,
    id bigint NOT NULL DEFAULT nextval('signin_event_id_seq'),
    person_id bigint NOT NULL,
    at timestamptz NOT NULL,
    method text NOT NULL,
    outcome text NOT NULL,
    address text NOT NULL,
    device text NOT NULL
);
SELECT app.place('signin_event', 'tenant');
ALTER TABLE signin_event ADD CONSTRAINT signin_event_pkey PRIMARY KEY (tenant_id, id);
ALTER TABLE signin_event ADD CONSTRAINT signin_event_person_fkey FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id);
ALTER TABLE signin_event ADD CONSTRAINT signin_event_method_known CHECK (method IN ('password', 'singleSignOn'));
CREATE INDEX signin_event_person ON signin_event (tenant_id, person_id, id);
SELECT app.protect('signin_event', 'person', 'SELECT');

-- Halfway in: the first proof was right, the second is asked for. Opens nothing; lives for minutes.
CREATE TABLE pending_signin (
    tenant_id bigint NOT NULL REFERENCES tenant (id),
    token_hash bytea NOT NULL,
    person_id bigint NOT NULL,
    method text NOT NULL,
    device text NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    failures integer NOT NULL DEFAULT 0
);
SELECT app.place('pending_signin', 'local');
ALTER TABLE pending_signin ADD CONSTRAINT pending_signin_pkey PRIMARY KEY (tenant_id, token_hash);
ALTER TABLE pending_signin ADD CONSTRAINT pending_signin_person_fkey FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id);
ALTER TABLE pending_signin ADD CONSTRAINT pending_signin_token_length CHECK (octet_length(token_hash) = 32);
ALTER TABLE pending_signin ADD CONSTRAINT pending_signin_method_known CHECK (method IN ('password', 'singleSignOn'));
CREATE INDEX pending_signin_person ON pending_signin (tenant_id, person_id);
SELECT app.protect('pending_signin', 'none', '');

-- The door. What a group has chosen, for its page and for whoever knocks there.
CREATE FUNCTION app.find_signin_policy(p_tenant_code text)
RETURNS TABLE (tenant_id bigint, name text, name_en text, password_preset text, factor_roles text[], seal text, issuer text, client text,
    client_secret bytea, mapping text, email_domain text, label text, label_en text, only_way boolean, break_glass text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT t.id, t.name, t.name_en, y.password_preset, y.factor_roles, y.seal, y.issuer, y.client, y.client_secret, y.mapping,
        y.email_domain, y.label, y.label_en, y.only_way, y.break_glass
    FROM public.tenant t LEFT JOIN public.signin_policy y ON y.tenant_id = t.id
    WHERE t.code = p_tenant_code AND t.closed_at IS NULL;
$$;

-- Whoever has the account or, by the sign-in service's word, the subject; one of the two is null. The password is compared outside.
DROP FUNCTION app.find_login(text, text);
CREATE FUNCTION app.find_signin(p_tenant_code text, p_account text, p_issuer text, p_subject text, p_now timestamptz)
RETURNS TABLE (tenant_id bigint, person_id bigint, account text, password_hash text, changed_at timestamptz, must_change boolean,
    locked boolean, linked boolean, has_factor boolean, role_keys text[], permissions text[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    WITH one AS (
        SELECT t.id AS tenant_id, p.id, p.account, (p_now AT TIME ZONE 'UTC' + make_interval(mins => t.utc_offset_minutes))::date AS today
        FROM public.tenant t JOIN public.person p ON p.tenant_id = t.id
        WHERE t.code = p_tenant_code AND t.closed_at IS NULL AND p.disabled_at IS NULL AND (p.account = p_account
            OR p.id = (SELECT k.person_id FROM public.identity_link k WHERE k.tenant_id = t.id AND k.issuer = p_issuer AND k.subject = p_subject))
    ), held AS (
        SELECT r.key, r.permissions FROM one JOIN public.post q ON q.tenant_id = one.tenant_id AND q.person_id = one.id
            AND q.from_on <= one.today AND (q.to_on IS NULL OR q.to_on >= one.today)
        JOIN public.role r ON r.tenant_id = q.tenant_id AND r.id = q.role_id
    )
    SELECT one.tenant_id, one.id, one.account, c.password_hash, c.changed_at, c.must_change,
        EXISTS (SELECT FROM public.account_lock l WHERE l.tenant_id = one.tenant_id AND l.person_id = one.id AND l.lifted_at IS NULL),
        EXISTS (SELECT FROM public.identity_link k JOIN public.signin_policy y ON y.tenant_id = k.tenant_id AND y.issuer = k.issuer
            WHERE k.tenant_id = one.tenant_id AND k.person_id = one.id),
        EXISTS (SELECT FROM public.second_factor f WHERE f.tenant_id = one.tenant_id AND f.person_id = one.id),
        ARRAY(SELECT DISTINCT key FROM held), ARRAY(SELECT DISTINCT unnest(permissions) FROM held)
    FROM one JOIN public.credential c ON c.tenant_id = one.tenant_id AND c.person_id = one.id;
$$;

-- One line of a person's history. Only the functions below call it.
CREATE FUNCTION app.note_signin(p_tenant bigint, p_person bigint, p_method text, p_outcome text, p_address text, p_device text,
    p_now timestamptz) RETURNS void
LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
    INSERT INTO public.signin_event (tenant_id, person_id, at, method, outcome, address, device)
    VALUES (p_tenant, p_person, p_now, p_method, p_outcome, p_address, p_device);
$$;

-- A refusal: counted by account and by address, and a line in the history of a known person. One transaction for known and unknown.
CREATE FUNCTION app.signin_refused(p_tenant bigint, p_person bigint, p_method text, p_outcome text, p_address text, p_device text,
    p_keys bytea[], p_limits integer[], p_now timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    FOR number IN 1 .. cardinality(p_keys) LOOP
        PERFORM app.login_failed(p_keys[number], p_limits[number], p_now);
    END LOOP;
    IF p_person IS NOT NULL THEN
        PERFORM app.note_signin(p_tenant, p_person, p_method, p_outcome, p_address, p_device, p_now);
    END IF;
END $$;

-- Opens a session unless the person was disabled or locked meanwhile (then null). With a limit the oldest others end. A null for
-- p_must_change says that no password has to be changed: the sign-in service vouched for the person.
DROP FUNCTION app.open_session(bigint, bigint, bytea, text, timestamptz, timestamptz, bytea, text);
CREATE FUNCTION app.open_session(p_tenant bigint, p_person bigint, p_token_hash bytea, p_method text, p_address text, p_device text,
    p_now timestamptz, p_expires timestamptz, p_throttle_keys bytea[], p_new_hash text, p_must_change boolean, p_limit integer) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    opened bigint;
BEGIN
    PERFORM FROM public.person p WHERE p.tenant_id = p_tenant AND p.id = p_person AND p.disabled_at IS NULL FOR UPDATE;
    IF NOT FOUND OR EXISTS (
        SELECT FROM public.account_lock l WHERE l.tenant_id = p_tenant AND l.person_id = p_person AND l.lifted_at IS NULL)
    THEN
        RETURN NULL;
    END IF;
    DELETE FROM public.login_throttle WHERE key_hash = ANY (p_throttle_keys);
    UPDATE public.credential SET password_hash = coalesce(p_new_hash, password_hash), must_change = p_must_change IS NOT NULL AND (must_change OR p_must_change)
        WHERE tenant_id = p_tenant AND person_id = p_person AND (p_new_hash IS NOT NULL OR p_must_change IS NULL OR p_must_change);
    IF p_limit IS NOT NULL THEN
        UPDATE public.session SET ended_at = p_now WHERE tenant_id = p_tenant AND id IN (
            SELECT s.id FROM public.session s WHERE s.tenant_id = p_tenant AND s.person_id = p_person AND s.ended_at IS NULL AND s.expires_at > p_now
            ORDER BY s.seen_at DESC, s.id DESC OFFSET p_limit - 1);
    END IF;
    INSERT INTO public.session (tenant_id, person_id, token_hash, device, created_at, seen_at, expires_at)
    VALUES (p_tenant, p_person, p_token_hash, p_device, p_now, p_now, p_expires) RETURNING id INTO opened;
    PERFORM app.note_signin(p_tenant, p_person, p_method, 'opened', p_address, p_device, p_now);
    RETURN opened;
END $$;

CREATE FUNCTION app.open_pending(p_tenant bigint, p_person bigint, p_token_hash bytea, p_method text, p_address text, p_device text,
    p_now timestamptz, p_expires timestamptz, p_new_hash text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    UPDATE public.credential SET password_hash = p_new_hash
        WHERE tenant_id = p_tenant AND person_id = p_person AND p_new_hash IS NOT NULL;
    INSERT INTO public.pending_signin (tenant_id, token_hash, person_id, method, device, created_at, expires_at)
    VALUES (p_tenant, p_token_hash, p_person, p_method, p_device, p_now, p_expires);
    PERFORM app.note_signin(p_tenant, p_person, p_method, 'halfway', p_address, p_device, p_now);
END $$;

-- Whose second proof is awaited: nothing when it took too long, failed too often, or the password was changed since.
CREATE FUNCTION app.find_pending(p_tenant bigint, p_token_hash bytea, p_limit integer, p_now timestamptz)
RETURNS TABLE (person_id bigint, account text, method text, device text, changed_at timestamptz, permissions text[], seed bytea, last_step bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT p.id, p.account, w.method, w.device, c.changed_at, ARRAY(
            SELECT DISTINCT unnest(r.permissions) FROM public.post q JOIN public.role r ON r.tenant_id = q.tenant_id AND r.id = q.role_id
            WHERE q.tenant_id = p_tenant AND q.person_id = p.id
                AND q.from_on <= (p_now AT TIME ZONE 'UTC' + make_interval(mins => t.utc_offset_minutes))::date
                AND (q.to_on IS NULL OR q.to_on >= (p_now AT TIME ZONE 'UTC' + make_interval(mins => t.utc_offset_minutes))::date)),
        f.seed, f.last_step
    FROM public.pending_signin w
    JOIN public.tenant t ON t.id = w.tenant_id AND t.closed_at IS NULL
    JOIN public.person p ON p.tenant_id = w.tenant_id AND p.id = w.person_id AND p.disabled_at IS NULL
    JOIN public.credential c ON c.tenant_id = w.tenant_id AND c.person_id = w.person_id AND c.changed_at <= w.created_at
    LEFT JOIN public.second_factor f ON f.tenant_id = w.tenant_id AND f.person_id = w.person_id
    WHERE w.tenant_id = p_tenant AND w.token_hash = p_token_hash AND w.expires_at > p_now AND w.failures < p_limit
        AND NOT EXISTS (SELECT FROM public.account_lock l WHERE l.tenant_id = p_tenant AND l.person_id = p.id AND l.lifted_at IS NULL);
$$;

-- Takes the second proof: a step later than the last, or a recovery code not used yet. Right once; then the pending one is gone.
CREATE FUNCTION app.pass_pending(p_tenant bigint, p_token_hash bytea, p_step bigint, p_recovery bytea, p_limit integer, p_now timestamptz)
RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    whose bigint;
    touched integer := 0;
BEGIN
    SELECT person_id INTO whose FROM public.pending_signin
        WHERE tenant_id = p_tenant AND token_hash = p_token_hash AND expires_at > p_now AND failures < p_limit FOR UPDATE;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    IF p_recovery IS NOT NULL THEN
        UPDATE public.recovery_code SET used_at = p_now
            WHERE tenant_id = p_tenant AND person_id = whose AND digest = p_recovery AND used_at IS NULL;
        GET DIAGNOSTICS touched = ROW_COUNT;
    ELSIF p_step IS NOT NULL THEN
        UPDATE public.second_factor SET last_step = p_step WHERE tenant_id = p_tenant AND person_id = whose AND last_step < p_step;
        GET DIAGNOSTICS touched = ROW_COUNT;
    END IF;
    IF touched = 1 THEN
        DELETE FROM public.pending_signin WHERE tenant_id = p_tenant AND token_hash = p_token_hash;
    ELSE
        UPDATE public.pending_signin SET failures = failures + 1 WHERE tenant_id = p_tenant AND token_hash = p_token_hash;
    END IF;
    RETURN touched = 1;
END $$;

-- Sets up the second factor of somebody who must have one and has none, before anything is open. The pending one is then gone.
CREATE FUNCTION app.enrol_pending(p_tenant bigint, p_token_hash bytea, p_seed bytea, p_step bigint, p_digests bytea[], p_limit integer,
    p_now timestamptz) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    whose bigint;
BEGIN
    DELETE FROM public.pending_signin w
        WHERE w.tenant_id = p_tenant AND w.token_hash = p_token_hash AND w.expires_at > p_now AND w.failures < p_limit
            AND NOT EXISTS (SELECT FROM public.second_factor f WHERE f.tenant_id = p_tenant AND f.person_id = w.person_id)
        RETURNING w.person_id INTO whose;
    IF whose IS NULL THEN
        RETURN false;
    END IF;
    INSERT INTO public.second_factor (tenant_id, person_id, seed, last_step, confirmed_at) VALUES (p_tenant, whose, p_seed, p_step, p_now);
    INSERT INTO public.recovery_code (tenant_id, person_id, digest) SELECT p_tenant, whose, unnest(p_digests);
    RETURN true;
END $$;

-- Remembers whose subject it is, when the claims named the account. False when the account or the subject has another link already.
CREATE FUNCTION app.link_identity(p_tenant bigint, p_person bigint, p_issuer text, p_subject text, p_now timestamptz) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    linked integer;
BEGIN
    INSERT INTO public.identity_link (tenant_id, person_id, issuer, subject, linked_at)
    SELECT p.tenant_id, p.id, p_issuer, p_subject, p_now FROM public.person p
    WHERE p.tenant_id = p_tenant AND p.id = p_person AND p.disabled_at IS NULL
    ON CONFLICT DO NOTHING;
    GET DIAGNOSTICS linked = ROW_COUNT;
    RETURN linked = 1;
END $$;

-- The own passwords, the present one first, proved by a session: to compare a new one with.
CREATE FUNCTION app.own_passwords(p_tenant bigint, p_token_hash bytea) RETURNS TABLE (changed_at timestamptz, password_hash text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT h.changed_at, h.password_hash FROM public.session s CROSS JOIN LATERAL (
        SELECT 1 AS age, c.changed_at, c.password_hash FROM public.credential c WHERE c.tenant_id = p_tenant AND c.person_id = s.person_id
        UNION ALL
        SELECT 2, b.changed_at, b.password_hash FROM public.password_past b WHERE b.tenant_id = p_tenant AND b.person_id = s.person_id
    ) h
    WHERE s.tenant_id = p_tenant AND s.token_hash = p_token_hash AND s.ended_at IS NULL ORDER BY h.age, h.changed_at DESC;
$$;

-- Sets the own password, keeps the former ones, ends all other sessions and whatever was halfway in. Answers how many ended.
CREATE FUNCTION app.change_password(p_tenant bigint, p_token_hash bytea, p_hash text, p_keep integer, p_now timestamptz) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    own record;
    ended integer;
BEGIN
    SELECT s.id, s.person_id INTO own FROM public.session s
        WHERE s.tenant_id = p_tenant AND s.token_hash = p_token_hash AND s.ended_at IS NULL;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'no such session' USING ERRCODE = 'SW401';
    END IF;
    INSERT INTO public.password_past (tenant_id, person_id, changed_at, password_hash)
        SELECT c.tenant_id, c.person_id, c.changed_at, c.password_hash FROM public.credential c
        WHERE c.tenant_id = p_tenant AND c.person_id = own.person_id
        ON CONFLICT (tenant_id, person_id, changed_at) DO UPDATE SET password_hash = EXCLUDED.password_hash;
    DELETE FROM public.password_past WHERE tenant_id = p_tenant AND person_id = own.person_id AND changed_at NOT IN (
        SELECT b.changed_at FROM public.password_past b WHERE b.tenant_id = p_tenant AND b.person_id = own.person_id
        ORDER BY b.changed_at DESC LIMIT p_keep);
    UPDATE public.credential SET password_hash = p_hash, must_change = false, changed_at = p_now
        WHERE tenant_id = p_tenant AND person_id = own.person_id;
    UPDATE public.session SET ended_at = p_now
        WHERE tenant_id = p_tenant AND person_id = own.person_id AND id <> own.id AND ended_at IS NULL;
    GET DIAGNOSTICS ended = ROW_COUNT;
    DELETE FROM public.pending_signin WHERE tenant_id = p_tenant AND person_id = own.person_id;
    RETURN ended;
END $$;

-- What administrators see and do. Each looks first whether the scope of the transaction covers the person, with the words of the
-- row policy itself; without app.enter it raises.
DO $do$
BEGIN
    EXECUTE format(
        'CREATE FUNCTION app.sees_person(p_person bigint) RETURNS boolean LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS %L',
        format('SELECT EXISTS (SELECT FROM public.person WHERE id = p_person AND %s)', app.policy_condition('unit')));
END $do$;

CREATE FUNCTION app.person_signin(p_person bigint, p_now timestamptz)
RETURNS TABLE (changed_at timestamptz, must_change boolean, factor_since timestamptz, codes_left bigint, sessions bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT c.changed_at, c.must_change,
        (SELECT f.confirmed_at FROM public.second_factor f WHERE f.tenant_id = c.tenant_id AND f.person_id = p_person),
        (SELECT count(*) FROM public.recovery_code r WHERE r.tenant_id = c.tenant_id AND r.person_id = p_person AND r.used_at IS NULL),
        (SELECT count(*) FROM public.session s WHERE s.tenant_id = c.tenant_id AND s.person_id = p_person AND s.ended_at IS NULL
            AND s.expires_at > p_now)
    FROM public.credential c
    WHERE c.tenant_id = current_setting('app.tenant')::bigint AND c.person_id = p_person AND app.sees_person(p_person);
$$;

CREATE FUNCTION app.person_signins(p_person bigint, p_before bigint, p_limit integer)
RETURNS TABLE (id bigint, at timestamptz, method text, outcome text, address text, device text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT e.id, e.at, e.method, e.outcome, e.address, e.device FROM public.signin_event e
    WHERE e.tenant_id = current_setting('app.tenant')::bigint AND e.person_id = p_person AND e.id < p_before AND app.sees_person(p_person)
    ORDER BY e.id DESC LIMIT p_limit;
$$;

-- Signed out everywhere, and out of whatever was halfway in. Answers how many sessions ended.
CREATE FUNCTION app.end_person_sessions(p_person bigint, p_now timestamptz) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    ended integer;
BEGIN
    IF NOT app.sees_person(p_person) THEN
        RETURN 0;
    END IF;
    -- Waits for a sign-in under way, which holds the person's row.
    PERFORM FROM public.person p WHERE p.tenant_id = current_setting('app.tenant')::bigint AND p.id = p_person FOR UPDATE;
    UPDATE public.session SET ended_at = p_now
        WHERE tenant_id = current_setting('app.tenant')::bigint AND person_id = p_person AND ended_at IS NULL;
    GET DIAGNOSTICS ended = ROW_COUNT;
    DELETE FROM public.pending_signin WHERE tenant_id = current_setting('app.tenant')::bigint AND person_id = p_person;
    RETURN ended;
END $$;

-- Takes a lost second factor away. Answers whether there was one.
CREATE FUNCTION app.reset_factor(p_person bigint) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    removed integer;
BEGIN
    IF NOT app.sees_person(p_person) THEN
        RETURN false;
    END IF;
    DELETE FROM public.recovery_code WHERE tenant_id = current_setting('app.tenant')::bigint AND person_id = p_person;
    DELETE FROM public.second_factor WHERE tenant_id = current_setting('app.tenant')::bigint AND person_id = p_person;
    GET DIAGNOSTICS removed = ROW_COUNT;
    RETURN removed = 1;
END $$;

-- Forgets the failures counted under a key, so that its block ends.
CREATE FUNCTION app.login_unblock(p_key bytea) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    DELETE FROM public.login_throttle WHERE key_hash = p_key;
$$;

-- Housekeeping: what was halfway in after an hour, history after thirteen months (longer than the half year the law asks for).
CREATE FUNCTION app.forget_signins(p_now timestamptz) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    DELETE FROM public.pending_signin WHERE expires_at < p_now - interval '1 hour';
    DELETE FROM public.signin_event WHERE at < p_now - interval '400 days';
$$;

REVOKE ALL ON FUNCTION
    app.find_signin_policy(text), app.find_signin(text, text, text, text, timestamptz),
    app.note_signin(bigint, bigint, text, text, text, text, timestamptz),
    app.signin_refused(bigint, bigint, text, text, text, text, bytea[], integer[], timestamptz),
    app.open_session(bigint, bigint, bytea, text, text, text, timestamptz, timestamptz, bytea[], text, boolean, integer),
    app.open_pending(bigint, bigint, bytea, text, text, text, timestamptz, timestamptz, text),
    app.find_pending(bigint, bytea, integer, timestamptz), app.pass_pending(bigint, bytea, bigint, bytea, integer, timestamptz),
    app.enrol_pending(bigint, bytea, bytea, bigint, bytea[], integer, timestamptz), app.link_identity(bigint, bigint, text, text, timestamptz),
    app.own_passwords(bigint, bytea),
    app.change_password(bigint, bytea, text, integer, timestamptz), app.sees_person(bigint), app.person_signin(bigint, timestamptz),
    app.person_signins(bigint, bigint, integer), app.end_person_sessions(bigint, timestamptz), app.reset_factor(bigint),
    app.login_unblock(bytea), app.forget_signins(timestamptz)
FROM PUBLIC;
GRANT EXECUTE ON FUNCTION
    app.find_signin_policy(text), app.find_signin(text, text, text, text, timestamptz),
    app.signin_refused(bigint, bigint, text, text, text, text, bytea[], integer[], timestamptz),
    app.open_session(bigint, bigint, bytea, text, text, text, timestamptz, timestamptz, bytea[], text, boolean, integer),
    app.open_pending(bigint, bigint, bytea, text, text, text, timestamptz, timestamptz, text),
    app.find_pending(bigint, bytea, integer, timestamptz), app.pass_pending(bigint, bytea, bigint, bytea, integer, timestamptz),
    app.enrol_pending(bigint, bytea, bytea, bigint, bytea[], integer, timestamptz), app.link_identity(bigint, bigint, text, text, timestamptz),
    app.own_passwords(bigint, bytea),
    app.change_password(bigint, bytea, text, integer, timestamptz), app.person_signin(bigint, timestamptz),
    app.person_signins(bigint, bigint, integer), app.end_person_sessions(bigint, timestamptz), app.reset_factor(bigint),
    app.login_unblock(bytea), app.forget_signins(timestamptz)
TO shouwen_app;
GRANT USAGE ON SEQUENCE account_lock_id_seq TO shouwen_app;
