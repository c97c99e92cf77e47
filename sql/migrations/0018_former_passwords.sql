-- Former passwords count for whoever chooses a new one by a one-time link too.

-- Before a reset puts a password that nobody knows in its place, the person's own one joins the former ones. A password that only holds
-- the place for an earlier link is nobody's: kept, a few resets would push the real ones out.
CREATE FUNCTION app.keep_password(p_person bigint, p_keep integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    own bigint := current_setting('app.tenant')::bigint;
    kept integer;
BEGIN
    IF NOT app.sees_person(p_person) THEN
        RETURN 0;
    END IF;
    INSERT INTO public.password_past (tenant_id, person_id, changed_at, password_hash)
        SELECT c.tenant_id, c.person_id, c.changed_at, c.password_hash FROM public.credential c
        WHERE c.tenant_id = own AND c.person_id = p_person AND NOT EXISTS (
            SELECT FROM public.invitation i
            WHERE i.tenant_id = own AND i.person_id = p_person AND i.created_at = c.changed_at AND i.used_at IS NULL)
        ON CONFLICT (tenant_id, person_id, changed_at) DO UPDATE SET password_hash = EXCLUDED.password_hash;
    GET DIAGNOSTICS kept = ROW_COUNT;
    DELETE FROM public.password_past WHERE tenant_id = own AND person_id = p_person AND changed_at NOT IN (
        SELECT b.changed_at FROM public.password_past b WHERE b.tenant_id = own AND b.person_id = p_person
        ORDER BY b.changed_at DESC LIMIT p_keep);
    RETURN kept;
END $$;

-- The former passwords of whom a good link is for, the latest first: to compare the chosen one with.
CREATE FUNCTION app.invited_passwords(p_tenant bigint, p_token_hash bytea, p_now timestamptz) RETURNS TABLE (changed_at timestamptz, password_hash text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT b.changed_at, b.password_hash FROM public.invitation i
    JOIN public.password_past b ON b.tenant_id = p_tenant AND b.person_id = i.person_id
    WHERE i.tenant_id = p_tenant AND i.token_hash = p_token_hash AND i.used_at IS NULL AND i.ended_at IS NULL AND i.expires_at > p_now
    ORDER BY b.changed_at DESC;
$$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA app FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.keep_password(bigint, integer), app.invited_passwords(bigint, bytea, timestamptz) TO shouwen_app;
