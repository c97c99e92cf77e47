extension CatalogGate {
    /// Each answers the names of what is wrong.
    static let queries: [(name: String, text: String)] = [
        (
            "row security",
            """
            SELECT relname::text FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
                AND relname <> 'schema_migration' AND NOT (relrowsecurity AND relforcerowsecurity)
            """
        ),
        (
            "tenant column",
            """
            SELECT c.relname::text FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
                AND c.relname NOT IN ('schema_migration', 'tenant', 'login_throttle', 'backup_run')
                AND NOT EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'tenant_id' AND a.attnotnull)
            """
        ),
        (
            "unique key without the tenant in front",
            """
            SELECT i.indexrelid::regclass::text FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
            WHERE c.relnamespace = 'public'::regnamespace AND i.indisunique
                AND c.relname NOT IN ('schema_migration', 'tenant', 'login_throttle', 'backup_run')
                AND NOT EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum = i.indkey[0] AND a.attname = 'tenant_id')
            """
        ),
        (
            "no primary key",
            """
            SELECT c.relname::text FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
                AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conrelid = c.oid AND k.contype = 'p')
            """
        ),
        (
            "foreign key without the tenant in front",
            """
            SELECT k.conrelid::regclass || '.' || k.conname FROM pg_constraint k
            JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[1]
            JOIN pg_attribute b ON b.attrelid = k.confrelid AND b.attnum = k.confkey[1]
            WHERE k.contype = 'f' AND k.connamespace = 'public'::regnamespace
                AND NOT (a.attname = 'tenant_id' AND b.attname = CASE WHEN k.confrelid = 'tenant'::regclass THEN 'id' ELSE 'tenant_id' END)
            """
        ),
        (
            "foreign key that changes rows or waits",
            """
            SELECT k.conrelid::regclass || '.' || k.conname FROM pg_constraint k
            WHERE k.connamespace = 'public'::regnamespace AND (k.condeferrable OR k.contype = 'x'
                OR k.contype = 'f' AND (k.confupdtype <> 'a' OR k.confdeltype <> 'a'))
            """
        ),
        (
            "trigger",
            """
            SELECT t.tgrelid::regclass || '.' || t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
            WHERE NOT t.tgisinternal AND c.relnamespace IN ('public'::regnamespace, 'app'::regnamespace)
            """
        ),
        (
            "rule, view or materialised view",
            """
            SELECT c.relname::text FROM pg_class c WHERE c.relnamespace IN ('public'::regnamespace, 'app'::regnamespace)
                AND (c.relkind = 'm' OR c.relkind = 'f' OR c.relhasrules AND c.relkind <> 'v'
                    OR c.relkind = 'v' AND NOT coalesce(c.reloptions @> ARRAY['security_invoker=true'], false))
            """
        ),
        (
            "function without a pinned search path",
            """
            SELECT f.oid::regprocedure::text FROM pg_proc f WHERE f.pronamespace IN ('public'::regnamespace, 'app'::regnamespace)
                AND NOT coalesce(f.proconfig @> ARRAY['search_path=pg_catalog, pg_temp'], false)
            """
        ),
        (
            "function everybody may execute, or that claims to leak nothing",
            """
            SELECT f.oid::regprocedure::text FROM pg_proc f WHERE f.pronamespace IN ('public'::regnamespace, 'app'::regnamespace)
                AND (f.proleakproof OR f.proacl IS NULL OR EXISTS (SELECT FROM aclexplode(f.proacl) a WHERE a.grantee = 0))
            """
        ),
        (
            "definer function of another owner",
            """
            SELECT f.oid::regprocedure::text FROM pg_proc f WHERE f.pronamespace IN ('public'::regnamespace, 'app'::regnamespace)
                AND f.proowner <> 'shouwen_owner'::regrole
            UNION ALL
            SELECT c.oid::regclass::text FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'S')
                AND c.relowner <> 'shouwen_owner'::regrole
            """
        ),
        (
            "name that a shard's would hide",
            """
            SELECT k.conrelid::regclass || '.' || k.conname FROM pg_constraint k
            WHERE k.connamespace = 'public'::regnamespace AND k.conname ~ '_[0-9]+$'
            UNION ALL
            SELECT c.relname::text FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relname ~ '_[0-9]+$'
            """
        ),
        (
            "column type",
            """
            SELECT c.relname || '.' || a.attname || ' ' || format_type(a.atttypid, NULL) FROM pg_attribute a
            JOIN pg_class c ON c.oid = a.attrelid
            WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped
                AND (a.attidentity <> '' OR a.attgenerated <> '' OR format_type(a.atttypid, NULL) NOT IN ('bigint', 'integer', 'smallint',
                    'boolean', 'text', 'text[]', 'bigint[]', 'bytea', 'date', 'timestamp with time zone', 'jsonb'))
            """
        ),
        (
            "type of our own",
            """
            SELECT t.typname::text FROM pg_type t WHERE t.typnamespace IN ('public'::regnamespace, 'app'::regnamespace)
                AND t.typtype IN ('e', 'd', 'r')
            """
        ),
        (
            "timeline that can be changed",
            """
            SELECT 'ticket_event' WHERE has_any_column_privilege('shouwen_app', 'public.ticket_event', 'UPDATE')
                OR has_table_privilege('shouwen_app', 'public.ticket_event', 'DELETE')
                OR has_table_privilege('shouwen_app', 'public.ticket_event', 'TRUNCATE')
            """
        ),
        (
            "role",
            """
            SELECT r.rolname::text FROM pg_roles r WHERE r.rolname IN ('shouwen_app', 'shouwen_owner')
                AND (r.rolsuper OR r.rolbypassrls OR r.rolcreaterole OR r.rolcreatedb OR r.rolreplication
                    OR EXISTS (SELECT FROM pg_auth_members m WHERE m.member = r.oid))
            UNION ALL
            SELECT 'shouwen_app owns ' || c.relname FROM pg_class c WHERE c.relowner = 'shouwen_app'::regrole
            UNION ALL
            SELECT 'shouwen_app may create in ' || n.nspname FROM pg_namespace n
            WHERE n.nspname IN ('public', 'app') AND has_schema_privilege('shouwen_app', n.oid, 'CREATE')
            UNION ALL
            SELECT 'shouwen_app may make temporary tables' WHERE has_database_privilege('shouwen_app', current_database(), 'TEMPORARY')
            """
        ),
        (
            "sequence right",
            """
            SELECT c.relname || ' ' || a.privilege_type FROM pg_class c, aclexplode(c.relacl) a
            WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'S' AND a.grantee <> c.relowner
                AND NOT (a.grantee = 'shouwen_app'::regrole AND a.privilege_type = 'USAGE')
            """
        ),
        (
            "scope that is set for everybody",
            """
            SELECT s::text FROM pg_db_role_setting d, unnest(d.setconfig) s WHERE s LIKE 'app.%' OR s LIKE 'row_security%'
            """
        ),
    ]
}
