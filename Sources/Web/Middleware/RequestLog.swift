internal import Hummingbird
internal import Logging

/// One line a request: method, the route's pattern, status, duration, tenant. Never the address with its query, never personal data.
struct RequestLog: RouterMiddleware {
    typealias Context = WebContext

    func handle(
        _ request: Request, context: WebContext, next: (Request, WebContext) async throws -> Response
    ) async throws -> Response {
        let start = ContinuousClock.now
        let response = try await next(request, context)
        let elapsed = start.duration(to: .now).components
        let tenths = elapsed.seconds * 10_000 + elapsed.attoseconds / 100_000_000_000_000
        context.logger.info(
            "request",
            metadata: [
                "method": "\(request.method.rawValue)",
                "route": "\(context.endpointPath ?? "-")",
                "status": "\(response.status.code)",
                "ms": "\(tenths / 10).\(tenths % 10)",
                "tenant": "\(context.trace.tenant ?? "-")",
            ])
        return response
    }
}
