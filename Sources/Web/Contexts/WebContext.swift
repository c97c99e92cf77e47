internal import Hummingbird
internal import Logging
internal import NIOCore
internal import Synchronization

/// What the framework carries along a request: its logger and parameters, who connected, and what the request log should know.
struct WebContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    /// Address of the other end of the connection; a proxy's own when one stands in front.
    let peer: String?
    let trace = RequestTrace()

    init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        peer = source.channel.remoteAddress?.ipAddress
    }

    var requestID: String { logger[metadataKey: "hb.request.id"]?.description ?? "-" }
}

/// Notes that a handler leaves for the request log.
final class RequestTrace: Sendable {
    private let box = Mutex<String?>(nil)

    /// Code of the tenant whose data the request touched.
    var tenant: String? {
        get { box.withLock { $0 } }
        set { box.withLock { $0 = newValue } }
    }
}
