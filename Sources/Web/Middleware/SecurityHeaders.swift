internal import HTTPTypes
internal import Hummingbird
internal import Logging

/// Outermost: every response leaves with the headers of section B4, also errors, unknown paths and what the framework refuses.
struct SecurityHeaders: RouterMiddleware {
    typealias Context = WebContext

    let secure: Bool

    func handle(
        _ request: Request, context: WebContext, next: (Request, WebContext) async throws -> Response
    ) async throws -> Response {
        var response: Response
        do {
            response = try await next(request, context)
        } catch {
            context.logger.error("The error pages failed", metadata: ["error": "\(type(of: error))"])
            response = Response(status: .internalServerError)
        }
        // A file that is only to be saved brings a narrower policy of its own.
        for field in SecurityHeaders.fields(secure: secure) where response.headers[field.name] == nil {
            response.headers[field.name] = field.value
        }
        if response.headers[.cacheControl] == nil { response.headers[.cacheControl] = "no-store" }
        response.headers[.requestID] = context.requestID
        return response
    }

    /// Those that every answer has, also the ones that no middleware sees.
    static func fields(secure: Bool) -> HTTPFields {
        var fields = HTTPFields()
        for (name, value) in always { fields[name] = value }
        if secure { fields[.strictTransportSecurity] = "max-age=63072000; includeSubDomains" }
        return fields
    }

    static let contentPolicy = [
        "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self'", "font-src 'self'", "connect-src 'self'",
        "form-action 'self'", "frame-ancestors 'none'", "base-uri 'none'", "object-src 'none'", "require-trusted-types-for 'script'",
    ].joined(separator: "; ")

    private static let features = [
        "accelerometer", "autoplay", "camera", "display-capture", "fullscreen", "geolocation", "gyroscope", "magnetometer", "microphone",
        "midi", "payment", "publickey-credentials-get", "screen-wake-lock", "usb", "xr-spatial-tracking",
    ]

    static let always: [(HTTPField.Name, String)] = [
        (.contentSecurityPolicy, contentPolicy),
        (.xContentTypeOptions, "nosniff"),
        (.referrerPolicy, "same-origin"),
        (.openerPolicy, "same-origin"),
        (.resourcePolicy, "same-origin"),
        (.permissionsPolicy, features.map { "\($0)=()" }.joined(separator: ", ")),
        (.robotsTag, "noindex"),
    ]
}
