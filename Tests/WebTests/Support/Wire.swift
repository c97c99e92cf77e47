import Foundation
import Glibc

/// A client that speaks bytes, not HTTP: for what no browser would send. Blocks, on a thread of its own.
struct Wire: Sendable {
    let port: Int

    struct Broken: Error {}

    /// Connects, sends each piece after its pause, and reads until the server closes.
    /// - Parameter halfway: closes without reading when everything is sent.
    func say(_ pieces: [(bytes: String, pause: Duration)], closing halfway: Bool = false) async throws -> String {
        try await withCheckedThrowingContinuation { waiter in
            Thread.detachNewThread {
                waiter.resume(with: Result { try talk(pieces, closing: halfway) })
            }
        }
    }

    func say(_ bytes: String) async throws -> String { try await say([(bytes, .zero)]) }

    private func talk(_ pieces: [(bytes: String, pause: Duration)], closing halfway: Bool) throws -> String {
        let handle = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard handle >= 0 else { throw Broken() }
        defer { close(handle) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(UInt16(port).bigEndian)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let connected = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(handle, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
        }
        guard connected == 0 else { throw Broken() }
        for piece in pieces {
            usleep(UInt32(piece.pause.components.seconds * 1_000_000 + piece.pause.components.attoseconds / 1_000_000_000_000))
            let bytes = Array(piece.bytes.utf8)
            // A server that closed meanwhile is what some tests wait for.
            guard send(handle, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count else { break }
        }
        if halfway { return "" }
        var answer: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = recv(handle, &buffer, buffer.count, 0)
            guard count > 0 else { break }
            answer += buffer[..<count]
        }
        return String(decoding: answer, as: UTF8.self)
    }
}
