import Domain
import Postgres

/// What PostgreSQL did with a statement.
enum Verdict: Hashable, Sendable {
    /// No right, or row security refused the new row.
    case denied
    /// So many rows. An error of another kind means that row security let the row pass: it counts as one.
    case touched(Int)
}

/// Tries statements as the serving role inside somebody's scope, and undoes each.
struct Probe {
    let connection: AdminConnection
    let schema: Schema

    /// Opens a transaction under the scope of the person.
    func enter(_ model: ScopeModel) async throws {
        try await connection.execute(script: "BEGIN; SET LOCAL ROLE shouwen_app")
        let text =
            model.isWorker
            ? "SELECT FROM app.enter_job(\(model.tenant), 9, 'probe', '2026-11-22 02:00+00')"
            : "SELECT FROM app.enter(\(model.tenant), \(WorldRows.token(model.person)), '2026-11-22 02:00+00', 1800)"
        try await connection.query(SQL(reviewedText: text))
    }

    func leave() async throws {
        try await connection.execute(script: "ROLLBACK")
    }

    /// Keys of the rows the scope shows; nil when the table may not be read at all.
    func visible(_ table: Schema.Table) async throws -> Set<String>? {
        let key = table.key.map { "\($0)::text" }.joined(separator: " || '|' || ")
        let text = "SELECT \(key) FROM \(table.name)"
        try await connection.execute(script: "SAVEPOINT probe")
        do {
            let result = try await connection.query(SQL(reviewedText: text))
            return Set(try result.values(String.self))
        } catch {
            guard error.sqlState == "42501" else { throw error }
            try await connection.execute(script: "ROLLBACK TO SAVEPOINT probe")
            return nil
        }
    }

    /// Runs the change and undoes it.
    func attempt(_ text: String) async throws -> Verdict {
        try await connection.execute(script: "SAVEPOINT probe")
        let verdict: Verdict
        do {
            verdict = .touched(try await connection.query(SQL(reviewedText: text)).affected)
        } catch {
            // A statement that is not even well formed proves nothing.
            guard error.sqlState?.hasPrefix("23") == true || error.sqlState == "42501" else { throw error }
            verdict = error.sqlState == "42501" ? .denied : .touched(1)
        }
        try await connection.execute(script: "ROLLBACK TO SAVEPOINT probe; RELEASE SAVEPOINT probe")
        return verdict
    }
}
