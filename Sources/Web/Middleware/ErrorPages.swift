internal import Domain
internal import HTTPTypes
internal import Hummingbird
internal import Logging
internal import NIOCore
internal import NIOHTTP1
internal import Store
internal import Views

/// Turns everything thrown below into one page in the reader's language. What went wrong inside is in the log under the request's
/// number; the page carries only that number.
struct ErrorPages: RouterMiddleware {
    typealias Context = WebContext

    let services: Services

    func handle(
        _ request: Request, context: WebContext, next: (Request, WebContext) async throws -> Response
    ) async throws -> Response {
        let incoming = Incoming(request: request, context: context, services: services)
        do {
            return try await next(request, context)
        } catch {
            return try answer(error, to: incoming)
        }
    }

    private func answer(_ error: any Error, to incoming: Incoming) throws -> Response {
        switch Verdict(error, incoming) {
        case .goTo(let path): return .seeOther(path)
        case .page(let kind, let status):
            if kind == .failed {
                incoming.context.logger.error("A request failed", metadata: ["error": "\(Verdict.describe(error))"])
            }
            return try page(kind, status, error, incoming)
        }
    }

    private func page(
        _ kind: ErrorPage.Kind, _ status: HTTPResponse.Status, _ error: any Error, _ incoming: Incoming
    ) throws -> Response {
        let messages = services.renderer.messages(incoming.language)
        let showsNumber = kind == .failed || kind == .busy
        var page = ErrorPage(kind, messages: messages, requestID: showsNumber ? incoming.context.requestID : nil, homePath: Paths.root)
        page.code = String(status.code)
        let wait = kind == .tooMany ? secondsToWait(error) : nil
        if let wait { page.text = messages["error.429.wait", ["seconds": String(wait)]] }
        if case WebFault.unprocessable(let names) = error {
            page.text += " (\(Set(names.map { String($0.prefix(40)) }).sorted().prefix(5).joined(separator: ", ")))"
        }
        var response = try services.plain(page, incoming, status: status)
        if kind == .busy { response.headers[.retryAfter] = "5" }
        if kind == .tooMany { response.headers[.retryAfter] = String(wait ?? 60) }
        if case WebFault.methodNotAllowed(let methods) = error { response.headers[.allow] = methods.joined(separator: ", ") }
        return incoming.request.method == .head ? response.createHeadResponse() : response
    }

    private func secondsToWait(_ error: any Error) -> Int64? {
        switch error {
        case WebFault.tooMany(let seconds): Int64(seconds)
        case StoreError.blocked(let until), StoreError.quotaReached(let until): max(1, (until - services.store.clock.now()).seconds)
        default: nil
        }
    }
}

/// What an error means to the person who gets it.
private enum Verdict {
    case goTo(String)
    case page(ErrorPage.Kind, HTTPResponse.Status)

    init(_ error: any Error, _ incoming: Incoming) {
        switch error {
        case let fault as WebFault: self = Verdict(fault)
        case let error as StoreError: self = Verdict(error, incoming)
        case let error as HTTPError: self = Verdict(error.status)
        // The head was whole and the body is not.
        case is HTTPParserError: self = .page(.badRequest, .badRequest)
        case is NIOTooManyBytesError: self = .page(.tooLarge, .contentTooLarge)
        case is FieldErrors: self = .page(.unprocessable, .unprocessableContent)
        case is Refusal: self = .page(.conflict, .conflict)
        case is CancellationError: self = .page(.busy, .serviceUnavailable)
        default: self = .page(.failed, .internalServerError)
        }
    }

    private init(_ fault: WebFault) {
        switch fault {
        case .signIn(let back): self = .goTo(Paths.login(back: back))
        case .notAForm: self = .page(.badRequest, fault.status)
        default: self = .page(ErrorPage.Kind(rawValue: fault.status.code) ?? .badRequest, fault.status)
        }
    }

    private init(_ error: StoreError, _ incoming: Incoming) {
        switch error {
        case .notFound: self = .page(.notFound, .notFound)
        case .refused: self = .page(.forbidden, .forbidden)
        case .sessionGone: self = .goTo(Paths.login(back: incoming.returnPath))
        case .mustChangePassword: self = incoming.unitPaths.map { .goTo($0.password) } ?? .page(.forbidden, .forbidden)
        case .stale, .keyReused: self = .page(.conflict, .conflict)
        case .invalid, .constraint, .wrongCredentials, .locked, .singleSignOnOnly: self = .page(.unprocessable, .unprocessableContent)
        case .blocked, .quotaReached: self = .page(.tooMany, .tooManyRequests)
        case .busy, .unavailable, .unknownOutcome: self = .page(.busy, .serviceUnavailable)
        case .leaseGone, .closed, .unreadable, .failed: self = .page(.failed, .internalServerError)
        }
    }

    private init(_ status: HTTPResponse.Status) {
        if let kind = ErrorPage.Kind(rawValue: status.code) {
            self = .page(kind, status)
        } else {
            self = status.code < 500 ? .page(.badRequest, status) : .page(.failed, .internalServerError)
        }
    }

    /// For the log: the kind of error, and for the database its state and statement; never a value.
    static func describe(_ error: any Error) -> String {
        guard case StoreError.failed(let inner) = error else { return "\(type(of: error)).\(caseName(error))" }
        return "\(inner)"
    }

    private static func caseName(_ error: any Error) -> String { String("\(error)".prefix { $0 != "(" }.prefix(80)) }
}
