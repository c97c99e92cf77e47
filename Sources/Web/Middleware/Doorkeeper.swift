internal import HTTPTypes
internal import Hummingbird

/// Lets nobody in before the start-up checks have passed, and asks those inside to come back through the proxy while the server is
/// leaving: a connection that closes itself cannot be cut in the middle of the next request.
struct Doorkeeper: RouterMiddleware {
    typealias Context = WebContext

    let readiness: Readiness

    func handle(
        _ request: Request, context: WebContext, next: (Request, WebContext) async throws -> Response
    ) async throws -> Response {
        if readiness.phase == .starting, !InFlightLimit.reserved.contains(request.uri.path) { throw WebFault.busy }
        return try await next(request, context)
    }
}

/// Outside the error pages, so that refusals close their connection too.
struct Farewell: RouterMiddleware {
    typealias Context = WebContext

    let readiness: Readiness

    func handle(
        _ request: Request, context: WebContext, next: (Request, WebContext) async throws -> Response
    ) async throws -> Response {
        if readiness.phase == .leaving, !InFlightLimit.reserved.contains(request.uri.path) { readiness.noteRequest() }
        var response = try await next(request, context)
        if readiness.phase == .leaving { response.headers[.connection] = "close" }
        return response
    }
}
