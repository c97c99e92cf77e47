import Postgres

extension AdminConnection {
    /// The plan that knows no values. The application's sessions plan every statement so (`SessionSettings`); an EXPLAIN with its values bound
    /// shows another plan, which a partial index may suit that no unknown value does.
    func genericPlan(of sql: SQL) async throws -> String {
        let types = sql.binds.map { String($0.oid) }.joined(separator: ", ")
        let names = try await query(SQL(reviewedText: "SELECT format_type(t, NULL) FROM unnest(ARRAY[\(types)]::oid[]) t")).values(
            String.self)
        let values = sql.binds.map { _ in "NULL" }.joined(separator: ", ")
        try await execute(
            script: "SET plan_cache_mode = force_generic_plan; PREPARE planned (\(names.joined(separator: ", "))) AS \(sql.text)")
        let lines = try await query(SQL(reviewedText: "EXPLAIN (COSTS off) EXECUTE planned (\(values))")).values(String.self)
        try await execute(script: "DEALLOCATE planned")
        return lines.joined(separator: "\n")
    }
}
