import Glibc
import Synchronization

/// A TCP door in front of a server's Unix socket, to break things at a chosen moment. Threads of its own; ends with `close()`.
final class Door: Sendable {
    enum Behaviour: Sendable {
        /// Accepts and never says a word.
        case silent
        /// Cuts the connection when the client's `word` arrives: before the server has seen it, or after it has answered.
        case cut(at: String, afterAnswer: Bool)
    }

    let port: UInt16
    private let listener: Int32
    private let target: String
    private let behaviour: Behaviour
    private let isArmed = Atomic<Bool>(true)

    init(to socketDirectory: String, _ behaviour: Behaviour) {
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let descriptor = listener
        let bound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                bind(descriptor, generic, length) == 0 && listen(descriptor, 16) == 0 && getsockname(descriptor, generic, &length) == 0
            }
        }
        precondition(bound, "no local port: \(errno)")
        port = address.sin_port.byteSwapped
        target = socketDirectory + "/.s.PGSQL.5432"
        self.behaviour = behaviour
        detach { [self] in accept() }
    }

    /// From now on everything passes.
    func disarm() {
        isArmed.store(false, ordering: .releasing)
    }

    func close() {
        shutdown(listener, Int32(SHUT_RDWR))
    }

    private func accept() {
        while true {
            let client = Glibc.accept(listener, nil, nil)
            if client < 0 { break }
            if case .silent = behaviour { continue }
            let server = connectTarget()
            detach { [self] in forward(client, server) }
        }
        Glibc.close(listener)
    }

    private func connectTarget() -> Int32 {
        let server = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: target.utf8) }
        let status = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(server, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) }
        }
        precondition(status == 0, "no server: \(errno)")
        return server
    }

    private func forward(_ client: Int32, _ server: Int32) {
        defer {
            Glibc.close(client)
            Glibc.close(server)
        }
        var entries = [pollfd(fd: client, events: Int16(POLLIN), revents: 0), pollfd(fd: server, events: Int16(POLLIN), revents: 0)]
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while poll(&entries, 2, -1) > 0 {
            if entries[0].revents != 0 {
                let count = read(client, &buffer, buffer.count)
                if count <= 0 { return }
                if case .cut(let word, let afterAnswer) = behaviour, isArmed.load(ordering: .acquiring),
                    String(decoding: buffer[..<count], as: UTF8.self).contains(word)
                {
                    if afterAnswer {
                        _ = write(server, buffer, count)
                        _ = read(server, &buffer, buffer.count)
                    }
                    return
                }
                _ = write(server, buffer, count)
            }
            if entries[1].revents != 0 {
                let count = read(server, &buffer, buffer.count)
                if count <= 0 { return }
                _ = write(client, buffer, count)
            }
        }
    }

    private func detach(_ body: @escaping @Sendable () -> Void) {
        final class Box: Sendable {
            let body: @Sendable () -> Void
            init(_ body: @escaping @Sendable () -> Void) { self.body = body }
        }
        var thread = pthread_t()
        pthread_create(
            &thread, nil,
            { argument in
                Unmanaged<Box>.fromOpaque(argument!).takeRetainedValue().body()
                return nil
            }, Unmanaged.passRetained(Box(body)).toOpaque())
        pthread_detach(thread)
    }
}
