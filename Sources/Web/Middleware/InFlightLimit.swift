internal import Hummingbird
internal import Synchronization

/// Answers 503 beyond a number of requests at once, so that a burst is refused quickly instead of slowing everybody.
final class InFlightLimit: RouterMiddleware {
    typealias Context = WebContext

    private let limit: Int
    private let current = Atomic<Int>(0)

    init(_ limit: Int) { self.limit = limit }

    func handle(
        _ request: Request, context: WebContext, next: (Request, WebContext) async throws -> Response
    ) async throws -> Response {
        let before = current.add(1, ordering: .relaxed).oldValue
        defer { current.subtract(1, ordering: .relaxed) }
        guard before < limit || request.uri.path == "/livez" else { throw WebFault.busy }
        return try await next(request, context)
    }
}
