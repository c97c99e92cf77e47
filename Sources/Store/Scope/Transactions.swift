package import Domain
package import Postgres
package import Secrets

/// What reading and writing transactions share. Made only by `Store`; unusable after its body has ended.
package protocol Transaction: Sendable {
    var conversation: Conversation { get }
}

extension Transaction {
    /// The moment of this transaction, the same throughout.
    package var now: Instant { conversation.now }
    package var tenant: TenantID { conversation.tenant }
    /// Seals and opens the values of this tenant's rows.
    package var sealer: Sealer { conversation.sealer }
    /// The unit the page is seen from; nil in a job and on the person's own pages.
    package var viewpoint: UnitRef? { conversation.viewpoint }

    /// The person with the posts held today.
    /// - Throws: `closed` before the first fetch (call `enter()` when the actor decides what to fetch) and in a job.
    package var actor: Actor {
        get throws { try session.actor }
    }

    package var session: Session {
        get throws {
            guard let session = conversation.session else { throw StoreError.closed }
            return session
        }
    }

    /// The day on the tenant's wall clock. A job must ask the tenant's row instead and gets `closed`.
    package var today: Day {
        get throws { Day(now, offsetMinutes: try offsetMinutes) }
    }

    package var offsetMinutes: Int {
        get throws {
            guard let minutes = conversation.offsetMinutes else { throw StoreError.closed }
            return minutes
        }
    }

    /// Verifies the session and the requirement now, in a round trip of its own; the next `fetch` needs none for it.
    @discardableResult
    package func enter() async throws -> Actor {
        try await conversation.enter()
        return try actor
    }

    /// All queries in one round trip; answers in their order. The first one carries BEGIN and the door.
    package func fetch<each R: RowDecodable>(_ queries: repeat Query<each R>) async throws -> (repeat [each R]) {
        var statements: [SQL] = []
        for query in repeat each queries { statements.append(query.sql) }
        var results = try await conversation.run(statements)[...]
        return try (repeat decode(each queries, &results))
    }

    /// The first row, or nil.
    package func fetchFirst<R: RowDecodable>(_ query: Query<R>) async throws -> R? {
        try await fetch(query).first
    }
}

private func decode<R: RowDecodable>(_ query: Query<R>, _ results: inout ArraySlice<QueryResult>) throws -> [R] {
    guard let result = results.popFirst() else { throw StoreError.closed }
    do {
        return try result.decode(R.self)
    } catch {
        throw StoreError(error)
    }
}

/// READ ONLY, closed before the page is rendered.
package final class ReadTransaction: Transaction {
    package let conversation: Conversation

    init(_ conversation: Conversation) {
        self.conversation = conversation
    }
}

/// Everything written through it happens together or not at all.
package final class WriteTransaction: Transaction {
    package let conversation: Conversation

    init(_ conversation: Conversation) {
        self.conversation = conversation
    }

    /// Statements in one round trip.
    /// - Returns: how many rows each touched.
    @discardableResult
    package func change(_ statements: [SQL]) async throws -> [Int] {
        try await conversation.run(statements).map(\.affected)
    }

    /// Changes, then queries that see them, in one round trip.
    package func change<each R: RowDecodable>(
        _ statements: [SQL], then queries: repeat Query<each R>
    ) async throws -> (touched: [Int], rows: (repeat [each R])) {
        var all = statements
        for query in repeat each queries { all.append(query.sql) }
        let results = try await conversation.run(all)
        var rest = results.dropFirst(statements.count)
        return (results.prefix(statements.count).map(\.affected), try (repeat decode(each queries, &rest)))
    }
}
