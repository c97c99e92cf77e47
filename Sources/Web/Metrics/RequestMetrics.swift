internal import HTTPTypes
internal import Hummingbird
internal import Synchronization

/// Counts of this process since its start: requests by route pattern, never by address.
final class RequestMetrics: Sendable {
    struct Key: Hashable, Comparable, Sendable {
        let method: String
        /// The pattern, or `-` where no route answered.
        let route: String

        static func < (left: Key, right: Key) -> Bool { (left.route, left.method) < (right.route, right.method) }
    }

    struct Series: Sendable {
        /// How many took at most the bound of the same position; the last one is beyond all bounds.
        var buckets = [Int](repeating: 0, count: RequestMetrics.bounds.count + 1)
        var seconds = 0.0
        var statuses: [Int: Int] = [:]

        var count: Int { buckets.reduce(0, +) }
    }

    /// Upper bounds of the histogram's buckets, in seconds: 5 ms is a page from memory, 10 s is where a request gives up.
    static let bounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

    private let series = Mutex<[Key: Series]>([:])
    private let current = Atomic<Int>(0)

    var inFlight: Int { current.load(ordering: .relaxed) }
    var all: [(Key, Series)] { series.withLock { $0.sorted { $0.key < $1.key } } }

    func begin() { current.add(1, ordering: .relaxed) }

    func end() { current.subtract(1, ordering: .relaxed) }

    func record(_ key: Key, status: Int, seconds: Double) {
        let place = Self.bounds.firstIndex { seconds <= $0 } ?? Self.bounds.count
        series.withLock { series in
            series[key, default: Series()].buckets[place] += 1
            series[key, default: Series()].seconds += seconds
            series[key, default: Series()].statuses[status, default: 0] += 1
        }
    }
}

/// Outside everything that can refuse, so that refusals are counted too.
struct RequestMeter: RouterMiddleware {
    typealias Context = WebContext

    let metrics: RequestMetrics

    func handle(
        _ request: Request, context: WebContext, next: (Request, WebContext) async throws -> Response
    ) async throws -> Response {
        let start = ContinuousClock.now
        metrics.begin()
        defer { metrics.end() }
        let response = try await next(request, context)
        let elapsed = start.duration(to: .now).components
        // A method is the client's word: only the known ones become a label.
        let method = Self.methods.contains(request.method) ? request.method.rawValue : "other"
        metrics.record(
            RequestMetrics.Key(method: method, route: context.endpointPath ?? "-"), status: response.status.code,
            seconds: Double(elapsed.seconds) + Double(elapsed.attoseconds) / 1e18)
        return response
    }

    private static let methods: Set<HTTPRequest.Method> = [.get, .head, .post, .put, .delete, .options, .patch]
}
