internal import HTTPTypes
internal import NIOCore
internal import NIOHTTP1
internal import NIOHTTPTypes
internal import NIOHTTPTypesHTTP1
internal import Views

/// What is said to bytes that are no request. The parser gives up before the router sees anything, and the framework then writes a bare
/// 400; here that answer gets the headers of every other answer, its true status, and a sentence in both languages, because nobody can
/// know which one the sender reads.
final class ParserAnswers: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private let words: ParserWords
    private var fault: HTTPResponse.Status?
    private var answersItself = false
    private var isAnswering = false

    init(words: ParserWords) { self.words = words }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        switch error {
        case HTTPParserError.headerOverflow: fault = .requestHeaderFieldsTooLarge
        case is HTTPParserError: fault = .badRequest
        case is HTTP1TypeConversionError:
            // The framework closes without a word where a head parses and yet cannot be a request.
            fault = .badRequest
            if !isAnswering {
                answersItself = true
                context.write(wrapOutboundOut(.head(words.head(.badRequest))), promise: nil)
                context.write(wrapOutboundOut(.body(words.body(.badRequest))), promise: nil)
                context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
            }
        default: break
        }
        context.fireErrorCaught(error)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard !answersItself else { return promise?.fail(ChannelError.ioOnClosedChannel) ?? () }
        switch unwrapOutboundIn(data) {
        case .head(let head):
            isAnswering = true
            // Every answer of ours carries a request number; the framework's own does not.
            guard let fault, head.headerFields[.requestID] == nil else { return context.write(data, promise: promise) }
            context.write(wrapOutboundOut(.head(words.head(fault))), promise: promise)
            context.write(wrapOutboundOut(.body(words.body(fault))), promise: nil)
        case .body:
            context.write(data, promise: promise)
        case .end:
            isAnswering = false
            context.write(data, promise: promise)
        }
    }
}

@available(*, unavailable)
extension ParserAnswers: Sendable {}

/// The sentences of `ParserAnswers`, made once at start.
struct ParserWords: Sendable {
    private let texts: [Int: String]
    private let secure: Bool

    init(renderer: Renderer, secure: Bool) {
        let kinds: [ErrorPage.Kind] = [.badRequest, .headersTooLarge]
        texts = Dictionary(
            uniqueKeysWithValues: kinds.map { kind in
                let lines = Language.allCases.map { language in
                    let page = ErrorPage(kind, messages: renderer.messages(language))
                    return "\(page.code) \(page.title)\n\(page.text)\n"
                }
                return (kind.rawValue, lines.joined(separator: "\n"))
            })
        self.secure = secure
    }

    func head(_ status: HTTPResponse.Status) -> HTTPResponse {
        var head = HTTPResponse(status: status, headerFields: SecurityHeaders.fields(secure: secure))
        head.headerFields[.cacheControl] = "no-store"
        head.headerFields[.connection] = "close"
        head.headerFields[.contentType] = "text/plain; charset=utf-8"
        head.headerFields[.contentLength] = String(text(status).utf8.count)
        return head
    }

    func body(_ status: HTTPResponse.Status) -> ByteBuffer { ByteBuffer(string: text(status)) }

    private func text(_ status: HTTPResponse.Status) -> String { texts[status.code] ?? "" }
}
