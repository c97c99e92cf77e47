import Domain
import Postgres
import TestSupport
import Testing

@testable import Store

/// Lists of the vendors' room walk an index by tenant and unit where there is much of it.
@Suite("Plans of the vendors' room") struct VendorPlanTests {
    /// 6,000 selections and 6,000 forced repairs over the projects.
    private func fill(_ cast: Cast) async throws {
        try await cast.database.administer { connection in
            try await connection.execute(
                script: """
                    SET session_replication_role = replica;
                    INSERT INTO vendor_selection (tenant_id, unit_id, company_id, project_id, title, state, begun_by, begun_by_name, begun_at,
                        state_at)
                    SELECT p.tenant_id, p.company_id, p.company_id, p.id, '选聘' || n, 'positioning', 1, '', now(), now()
                    FROM org_unit p CROSS JOIN generate_series(1, 1000) n WHERE p.kind = 'project';
                    INSERT INTO forced_repair (tenant_id, unit_id, company_id, project_id, vendor_id, responsible, matter, state, answer_by,
                        begun_by_name, begun_at, state_at)
                    SELECT p.tenant_id, p.company_id, p.company_id, p.id, v.id, '', '', 'warned', '2026-01-01', '', now(), now()
                    FROM org_unit p JOIN LATERAL (SELECT id FROM org_unit WHERE tenant_id = p.tenant_id AND kind = 'vendor' ORDER BY id LIMIT 1)
                        v ON true CROSS JOIN generate_series(1, 1000) n WHERE p.kind = 'project';
                    ANALYZE;
                    """)
        }
    }

    @Test("a page of selections and of forced repairs reads from its index, from every viewpoint")
    func lists() async throws {
        let cast = try await Cast.assemble()
        try await fill(cast)
        for account in ["bj", "bj-spring", "jy"] {
            let viewpoint = cast.yunshan.unit(account)
            var queries = [ForcedRepairRow.page(at: viewpoint, before: ForcedRepairID(900_000)).sql]
            if viewpoint.vendor == nil { queries.append(SelectionRow.page(at: viewpoint, before: SelectionID(900_000)).sql) }
            for sql in queries {
                let lines = try await cast.store.read(cast.yunshan.entry(account), .member) { tx in
                    try await tx.fetch(Query<Single<String>>("EXPLAIN (COSTS off) \(sql)")).map(\.value)
                }
                let plan = lines.joined(separator: "\n")
                #expect(
                    plan.contains("Index Scan") && !plan.contains("Seq Scan on vendor_selection")
                        && !plan.contains("Seq Scan on forced_repair"), "\(account)\n\(plan)")
            }
        }
        try await cast.end()
    }
}
