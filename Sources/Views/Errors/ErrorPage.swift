/// A refusal in plain words. It stands alone, without the frame, because the frame may be what failed.
package struct ErrorPage: Page {
    package static let template = Template.error

    package enum Kind: Int, CaseIterable, Sendable {
        case badRequest = 400
        case forbidden = 403
        case notFound = 404
        case methodNotAllowed = 405
        case conflict = 409
        case tooLarge = 413
        case unprocessable = 422
        case tooMany = 429
        case headersTooLarge = 431
        case failed = 500
        case busy = 503
    }

    package var code: String
    package var title: String
    package var text: String
    package var requestID: String?
    package var homePath: String

    package init(_ kind: Kind, messages: Messages, requestID: String? = nil, homePath: String = "/") {
        code = String(kind.rawValue)
        title = messages["error.\(kind.rawValue).title"]
        text = messages["error.\(kind.rawValue).text"]
        self.requestID = requestID
        self.homePath = homePath
    }
}
