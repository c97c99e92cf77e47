internal import Hummingbird
internal import Store

/// For whoever keeps the process running. They say nothing about what is inside.
enum Health {
    /// The process answers.
    static func live(_ incoming: Incoming) async throws -> Response { text("ok") }

    /// The database answers too; a load balancer sends nobody here while it does not.
    static func ready(_ incoming: Incoming) async throws -> Response {
        do {
            _ = try await incoming.services.units.find(tenant: "ready")
        } catch StoreError.notFound {
            // It looked and found no such tenant: the database is there.
        }
        return text("ready")
    }

    private static func text(_ word: String) -> Response {
        Response(status: .ok, headers: [.contentType: "text/plain; charset=utf-8"], body: .init(byteBuffer: .init(string: "\(word)\n")))
    }
}
