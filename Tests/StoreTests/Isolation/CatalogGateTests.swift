import Foundation
import Postgres
import TestSupport
import Testing

@Suite("Catalog gate") struct CatalogGateTests {
    @Test("every table, policy, key, function and grant is as the architecture says")
    func theGateIsOpen() async throws {
        let database = try await TestDatabase.clone()
        let findings = try await database.administer { connection in
            try await connection.execute(script: "BEGIN")
            return try await CatalogGate.findings(connection)
        }
        #expect(findings == [])
        try await database.drop()
    }

    @Test("the file of table kinds says the same as the migrations")
    func kindsAsMigrated() throws {
        var placed: [String: String] = [:]
        let folder = TestSources.path("sql/migrations")
        for file in try FileManager.default.contentsOfDirectory(atPath: folder) {
            let text = try String(contentsOfFile: folder + "/" + file, encoding: .utf8)
            for match in text.matches(of: /SELECT app\.place\('(\w+)', '(\w+)'\)/) { placed[String(match.1)] = String(match.2) }
        }
        let kinds = Dictionary(uniqueKeysWithValues: try TableKind.all().map { ($0.table, $0.placing) })
        #expect(kinds == placed)
    }

    /// Faults as people make them; each must be named.
    @Test(
        "a planted fault is found",
        arguments: [
            "CREATE TABLE public.fresh (tenant_id bigint NOT NULL, id bigint NOT NULL, PRIMARY KEY (tenant_id, id))",
            "ALTER TABLE public.ticket ADD CONSTRAINT ticket_title_key UNIQUE (title)",
            "ALTER TABLE public.ticket ADD CONSTRAINT ticket_title_key_7 UNIQUE (tenant_id, title)",
            "ALTER TABLE public.house ADD CONSTRAINT house_id_key UNIQUE (tenant_id, id, project_id), ADD price numeric",
            "ALTER TABLE public.session DROP CONSTRAINT session_pkey, ADD CONSTRAINT session_pkey PRIMARY KEY (id)",
            "ALTER TABLE public.notice ADD owner bigint REFERENCES public.tenant (id)",
            "CREATE VIEW public.all_tickets AS SELECT * FROM public.ticket",
            "CREATE MATERIALIZED VIEW public.all_tickets AS SELECT * FROM public.ticket",
            "CREATE FUNCTION app.leak() RETURNS bigint LANGUAGE sql SECURITY DEFINER AS 'SELECT count(*) FROM public.ticket'",
            "GRANT EXECUTE ON FUNCTION app.set_scope(bigint, bigint, timestamptz) TO shouwen_app",
            "ALTER FUNCTION app.enter(bigint, bytea, timestamptz, integer) RESET search_path",
            "GRANT DELETE ON public.ticket_event TO shouwen_app", "GRANT UPDATE (first_due_at) ON public.ticket_deadline TO shouwen_app",
            "GRANT SELECT (password_hash) ON public.credential TO shouwen_app", "GRANT SELECT ON public.session TO PUBLIC",
            "GRANT shouwen_owner TO shouwen_app", "ALTER ROLE shouwen_app BYPASSRLS",
            "ALTER ROLE shouwen_app SET app.tenant = '1'", "CREATE TYPE public.mood AS ENUM ('good', 'bad')",
            "CREATE TRIGGER t BEFORE UPDATE ON public.house FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()",
            "CREATE POLICY extra ON public.house TO shouwen_app USING (true)",
            "CREATE POLICY narrow ON public.house AS RESTRICTIVE TO shouwen_app USING (true)",
            "ALTER POLICY app_scope ON public.house TO PUBLIC", "ALTER POLICY owner_all ON public.house TO shouwen_owner, shouwen_app",
            "ALTER TABLE public.house OWNER TO shouwen_app", "COMMENT ON TABLE public.house IS 'tenant'",
        ])
    func plantedFault(script: String) async throws {
        let database = try await TestDatabase.clone()
        let findings = try await database.administer { connection in
            try await connection.execute(script: "BEGIN")
            try await connection.execute(script: script)
            let findings = try await CatalogGate.findings(connection)
            try await connection.execute(script: "ROLLBACK")
            return findings
        }
        #expect(!findings.isEmpty)
        try await database.drop()
    }
}
