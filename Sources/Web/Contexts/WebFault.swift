internal import HTTPTypes
internal import Views

/// A refusal that the HTTP side itself decides.
enum WebFault: Error, Equatable {
    /// Bytes that are no form or query; the word says which part.
    case malformed(String)
    /// The request did not come from one of our own pages (CSRF).
    case forged
    case notFound
    case methodNotAllowed([String])
    case tooLarge
    case notAForm
    /// Names that a form may not carry, or not twice.
    case unprocessable([String])
    /// Too many requests at once.
    case busy
    /// Knocked at a door too often; seconds until it may again.
    case tooMany(seconds: Int)
    /// The session is gone: sign in, then come back here.
    case signIn(back: String?)

    var status: HTTPResponse.Status {
        switch self {
        case .malformed: .badRequest
        case .forged: .forbidden
        case .notFound: .notFound
        case .methodNotAllowed: .methodNotAllowed
        case .tooLarge: .contentTooLarge
        case .notAForm: .unsupportedMediaType
        case .unprocessable: .unprocessableContent
        case .busy: .serviceUnavailable
        case .tooMany: .tooManyRequests
        case .signIn: .seeOther
        }
    }
}
