internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import Views

/// A request with what every handler may ask of it: path parameters, query, cookies, language, and the only door to a form.
struct Incoming: Sendable {
    let request: Request
    let context: WebContext
    let services: Services

    /// A parameter of the route's pattern.
    /// - Throws: `WebFault.notFound` when the escapes are broken; a pattern without it is a mistake of ours.
    func parameter(_ name: String) throws(WebFault) -> String {
        guard let raw = context.parameters.get(name) else { throw .notFound }
        do { return try PercentText.decode(raw.utf8) } catch { throw .notFound }
    }

    /// A parameter that is a number of ours. Anything else cannot exist.
    func number(_ name: String) throws(WebFault) -> Int64 {
        let text = try parameter(name)
        guard let number = Int64(text), number > 0, String(number) == text else { throw .notFound }
        return number
    }

    /// The query's fields; unknown ones are ignored because links travel through other people's programs.
    func query() throws(WebFault) -> FormFields {
        let raw = request.uri.query ?? ""
        guard raw.utf8.count <= Limits.queryBytes else { throw .tooLarge }
        return try FormFields(encoded: raw.utf8)
    }

    /// Without the query.
    var path: String { request.uri.path }

    /// Path and query as they came, to return to.
    var address: String { request.uri.query.map { "\(path)?\($0)" } ?? path }

    func cookie(_ name: String) -> String? {
        for header in request.headers[values: .cookie] {
            for pair in header.split(separator: ";") {
                let trimmed = pair.drop { $0 == " " }
                guard let equals = trimmed.firstIndex(of: "=") else { continue }
                if trimmed[..<equals] == name { return String(trimmed[trimmed.index(after: equals)...]) }
            }
        }
        return nil
    }

    /// The fields of a posted form.
    ///
    /// This is the only function that hands them out, and it hands them out only after the request proved to come from one of our pages:
    /// fetch metadata or origin, and the token bound to `secret` (the session's or, before signing in, the door's).
    /// - Throws: `WebFault.forged`, `.notAForm`, `.tooLarge`, `.malformed`.
    func form(boundTo secret: String?) async throws -> FormFields {
        guard SameOrigin.allows(request.headers, accepted: services.settings.acceptedOrigins) else { throw WebFault.forged }
        guard let type = request.headers[.contentType], type.lowercased().hasPrefix("application/x-www-form-urlencoded") else {
            throw WebFault.notAForm
        }
        if let length = request.headers[.contentLength].flatMap(Int.init), length > Limits.formBytes { throw WebFault.tooLarge }
        let body: ByteBuffer
        do { body = try await request.body.collect(upTo: Limits.formBytes) } catch is NIOTooManyBytesError { throw WebFault.tooLarge }
        let fields = try FormFields(encoded: body.readableBytesView)
        guard let secret, let sent = try fields.single("csrf"), FormToken.matches(sent, secret: secret) else { throw WebFault.forged }
        return fields
    }

    /// The address the request really came from: a proxy's word is taken only from the proxies we know (ASVS 4.1.3).
    var clientAddress: String {
        let peer = context.peer ?? "unknown"
        guard services.settings.trustedProxies.contains(peer), let forwarded = request.headers[.forwardedFor] else { return peer }
        let hops = forwarded.split(separator: ",").map { $0.filter { $0 != " " } }
        return hops.last { !services.settings.trustedProxies.contains($0) } ?? peer
    }

    var language: Language {
        Language.choose(stored: cookie(Cookies.language), acceptLanguage: request.headers[.acceptLanguage])
    }
}
