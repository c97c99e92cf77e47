internal import CLibpq
internal import Glibc

/// Runs `body` on an OS thread of its own: libpq may block there as long as it likes, Swift's cooperative threads never wait for it.
func startThread(named name: String, _ body: @escaping @Sendable () -> Void) {
    final class Box: Sendable {
        let name: String
        let body: @Sendable () -> Void
        init(_ name: String, _ body: @escaping @Sendable () -> Void) {
            self.name = name
            self.body = body
        }
    }
    var thread = pthread_t()
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
    pthread_attr_setstacksize(&attributes, 512 * 1024)
    let argument = Unmanaged.passRetained(Box(name, body)).toOpaque()
    let status = pthread_create(
        &thread, &attributes,
        { argument in
            guard let argument else { return nil }
            let box = Unmanaged<Box>.fromOpaque(argument).takeRetainedValue()
            shouwen_name_thread(box.name)
            box.body()
            return nil
        }, argument,
    )
    pthread_attr_destroy(&attributes)
    precondition(status == 0, "no thread: \(status)")
}

/// An eventfd: wakes a thread that waits in `poll`.
final class WakeUp: Sendable {
    let descriptor: Int32

    init() {
        descriptor = shouwen_eventfd()
        precondition(descriptor >= 0, "no eventfd: \(errno)")
    }

    deinit {
        close(descriptor)
    }

    func signal() {
        _ = eventfd_write(descriptor, 1)
    }

    func clear() {
        var count = eventfd_t()
        _ = eventfd_read(descriptor, &count)
    }

    /// Sleeps until signalled or `moment`.
    func wait(until moment: Moment) {
        var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        if poll(&entry, 1, moment.pollTimeout(from: .now)) > 0 { clear() }
    }
}
