internal import Hummingbird
internal import Synchronization

/// Answers 503 beyond a number of requests at once, so that a burst is refused quickly instead of slowing everybody.
final class InFlightLimit: RouterMiddleware {
    typealias Context = WebContext

    /// Whoever watches the server must get an answer most of all when it is busy.
    static let reserved: Set<String> = [Paths.live, Paths.ready, Paths.metrics]

    private let limit: Int
    private let current = Atomic<Int>(0)

    init(_ limit: Int) { self.limit = limit }

    func handle(
        _ request: Request, context: WebContext, next: (Request, WebContext) async throws -> Response
    ) async throws -> Response {
        let before = current.add(1, ordering: .relaxed).oldValue
        defer { current.subtract(1, ordering: .relaxed) }
        guard before < limit || Self.reserved.contains(request.uri.path) else { throw WebFault.busy }
        return try await next(request, context)
    }
}
