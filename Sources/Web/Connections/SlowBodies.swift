internal import NIOCore
internal import NIOHTTPTypes

/// Closes a connection whose request body trickles in: each byte would reset the idle timer, and a few hundred such clients would
/// hold every place among the requests in flight. Allowed are the patience and a second more for each kilobyte that came.
final class SlowBodies: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart

    private let patience: TimeAmount
    private var began = NIODeadline.now()
    private var received = 0
    private var check: Scheduled<Void>?

    init(patience: Duration) { self.patience = TimeAmount(patience) }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head:
            (began, received) = (.now(), 0)
            watch(context)
        case .body(let bytes): received += bytes.readableBytes
        case .end: stop()
        }
        context.fireChannelRead(data)
    }

    func channelInactive(context: ChannelHandlerContext) {
        stop()
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) { stop() }

    private func watch(_ context: ChannelHandlerContext) {
        check?.cancel()
        check = context.eventLoop.assumeIsolatedUnsafeUnchecked().scheduleTask(deadline: allowed) { [self] in
            check = nil
            if allowed <= .now() { context.close(promise: nil) } else { watch(context) }
        }
    }

    private var allowed: NIODeadline { began + patience + .seconds(Int64(received / 1024)) }

    private func stop() {
        check?.cancel()
        check = nil
    }
}

@available(*, unavailable)
extension SlowBodies: Sendable {}
