-- Run once per cluster by an administrator (bin/serve and the tests do it); repeating it changes nothing.
-- shouwen_owner owns the objects and only migrates; shouwen_app serves requests and owns nothing.
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'shouwen_owner') THEN
        CREATE ROLE shouwen_owner LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE;
    END IF;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'shouwen_app') THEN
        CREATE ROLE shouwen_app LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE NOINHERIT;
    END IF;
    EXECUTE format('GRANT CONNECT, CREATE ON DATABASE %I TO shouwen_owner', current_database());
    EXECUTE format('GRANT CONNECT ON DATABASE %I TO shouwen_app', current_database());
    EXECUTE format('REVOKE TEMPORARY ON DATABASE %I FROM PUBLIC', current_database());
END $$;
GRANT USAGE, CREATE ON SCHEMA public TO shouwen_owner;
GRANT USAGE ON SCHEMA public TO shouwen_app;
