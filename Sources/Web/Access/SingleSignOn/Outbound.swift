internal import AsyncHTTPClient
internal import NIOCore
internal import NIOHTTP1

/// What another server answered.
package struct OutboundAnswer: Sendable {
    package let status: Int
    package let body: [UInt8]

    package init(status: Int, body: [UInt8]) {
        self.status = status
        self.body = body
    }
}

/// The few calls that leave the house: to a group's sign-in service.
package protocol OutboundHTTP: Sendable {
    /// - Parameter form: nil for GET, else posted as `application/x-www-form-urlencoded`.
    /// - Throws: whatever keeps an answer from coming.
    func send(_ address: String, form: String?, authorization: String?) async throws -> OutboundAnswer
}

/// Over TLS with the system's authorities. Follows no redirect and reads no more than a quarter megabyte, so that an address that an
/// administrator mistyped, or chose to spy inside the network, gives nothing away. A client for each trip: sign-ins are rare, and
/// nothing stays open.
package struct DirectHTTP: OutboundHTTP {
    private static let longest = 256 * 1024

    package init() {}

    package func send(_ address: String, form: String?, authorization: String?) async throws -> OutboundAnswer {
        var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
        configuration.timeout = .init(connect: .seconds(3), read: .seconds(5))
        return try await HTTPClient.withHTTPClient(configuration: configuration) { client in
            var request = HTTPClientRequest(url: address)
            request.headers.add(name: "Accept", value: "application/json")
            if let authorization { request.headers.add(name: "Authorization", value: authorization) }
            if let form {
                request.method = .POST
                request.headers.add(name: "Content-Type", value: "application/x-www-form-urlencoded")
                request.body = .bytes(ByteBuffer(string: form))
            }
            let response = try await client.execute(request, timeout: .seconds(8))
            let body = try await response.body.collect(upTo: Self.longest)
            return OutboundAnswer(status: Int(response.status.code), body: Array(body.readableBytesView))
        }
    }
}
