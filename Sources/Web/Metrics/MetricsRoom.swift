internal import HTTPTypes
internal import Hummingbird
internal import Secrets
internal import Store

/// `/metrics`: what a monitoring system needs to see trouble coming. Counts and durations only; no tenant, no person, no address.
enum MetricsRoom {
    /// - Throws: `notFound` without the token and where none is set: nobody learns that the door is there.
    static func show(_ incoming: Incoming) async throws -> Response {
        let services = incoming.services
        guard let token = services.settings.metricsToken, let sent = incoming.request.headers[.authorization],
            Secrets.equal(Array(sent.utf8), Array("Bearer \(token)".utf8))
        else { throw WebFault.notFound }
        var page = Exposition()
        requests(services.metrics, &page)
        pools(services.pools, &page)
        await queue(services.store, &page)
        ProcessFigures.now().write(&page)
        return Response(
            status: .ok, headers: [.contentType: "text/plain; version=0.0.4; charset=utf-8"],
            body: .init(byteBuffer: .init(string: page.text)))
    }

    private static func requests(_ metrics: RequestMetrics, _ page: inout Exposition) {
        let all = metrics.all
        page.family("shouwen_http_requests_total", .counter, "Requests answered, by route pattern and status.")
        for (key, series) in all {
            for (status, count) in series.statuses.sorted(by: { $0.key < $1.key }) {
                page.sample("shouwen_http_requests_total", labels(key) + [("status", String(status))], count)
            }
        }
        page.family("shouwen_http_request_duration_seconds", .histogram, "Time from the whole head to the answer.")
        for (key, series) in all {
            var sum = 0
            for (bound, count) in zip(RequestMetrics.bounds.map { Exposition.number($0) } + ["+Inf"], series.buckets) {
                sum += count
                page.sample("shouwen_http_request_duration_seconds_bucket", labels(key) + [("le", bound)], sum)
            }
            page.sample("shouwen_http_request_duration_seconds_sum", labels(key), series.seconds)
            page.sample("shouwen_http_request_duration_seconds_count", labels(key), sum)
        }
        page.single("shouwen_http_requests_in_flight", .gauge, "Requests being worked on.", Double(metrics.inFlight))
    }

    private static func labels(_ key: RequestMetrics.Key) -> [(String, String)] { [("method", key.method), ("route", key.route)] }

    private static func pools(_ pools: [NamedPool], _ page: inout Exposition) {
        let figures = pools.map { ($0.name, $0.store.poolFigures) }
        page.family("shouwen_pool_connections", .gauge, "Connections to the database by state.")
        for (name, pool) in figures {
            for (state, count) in [("idle", pool.idle), ("leased", pool.leased), ("down", pool.down)] {
                page.sample("shouwen_pool_connections", [("pool", name), ("state", state)], count)
            }
        }
        page.family("shouwen_pool_waiting", .gauge, "Callers waiting for a connection.")
        for (name, pool) in figures { page.sample("shouwen_pool_waiting", [("pool", name)], pool.waiting) }
        page.family("shouwen_pool_connects_total", .counter, "Connections opened, failed, and reset after an error.")
        for (name, pool) in figures {
            for (outcome, count) in [("opened", pool.connects), ("failed", pool.failedConnects), ("reset", pool.resets)] {
                page.sample("shouwen_pool_connects_total", [("pool", name), ("outcome", outcome)], count)
            }
        }
    }

    /// Read from the database; without one the rest is told all the same.
    private static func queue(_ store: Store, _ page: inout Exposition) async {
        let figures = try? await store.queueFigures()
        page.single("shouwen_database_up", .gauge, "1 when the database answered this request.", figures == nil ? 0 : 1)
        guard let figures else { return }
        page.family("shouwen_jobs", .gauge, "Jobs that are not done, by kind and state.")
        for line in figures { page.sample("shouwen_jobs", [("kind", line.kind), ("state", line.state)], line.count) }
        page.single(
            "shouwen_jobs_due", .gauge, "Jobs that could run now: the depth of the queue.", Double(figures.reduce(0) { $0 + $1.due }))
        page.single(
            "shouwen_jobs_oldest_due_seconds", .gauge, "How long the oldest of them has waited.",
            figures.map(\.oldestDueSeconds).max() ?? 0)
        page.single(
            "shouwen_jobs_dead", .gauge, "Jobs that used up their tries and wait for an operator.",
            Double(figures.filter { $0.state == "dead" }.reduce(0) { $0 + $1.count }))
        guard let lag = try? await store.auditLag() else { return }
        page.single("shouwen_audit_unanchored_lines", .gauge, "Lines of the audit trail that no anchor covers yet.", Double(lag.waiting))
        page.single("shouwen_audit_lag_seconds", .gauge, "Time since the last anchor while lines wait for one.", lag.seconds)
    }
}
