internal import HTTPTypes
internal import Hummingbird
internal import Logging
internal import Store

/// For whoever keeps the process running. They say nothing about what is inside, versions least of all.
enum Health {
    /// The process answers.
    static func live(_ incoming: Incoming) async throws -> Response { text("ok", .ok) }

    /// Everything it takes to serve is there; a load balancer sends nobody here while it is not.
    static func ready(_ incoming: Incoming) async throws -> Response {
        let services = incoming.services
        let (trouble, isNews) = await services.memory.recall { await services.probe.look(at: services.store, services.readiness) }
        if isNews {
            incoming.context.logger.notice(
                "readiness changed", metadata: ["ready": "\(trouble == nil)", "trouble": "\(trouble?.rawValue ?? "-")"])
        }
        guard trouble != nil else { return text("ready", .ok) }
        var response = text("not ready", .serviceUnavailable)
        response.headers[.retryAfter] = "5"
        return response
    }

    private static func text(_ word: String, _ status: HTTPResponse.Status) -> Response {
        Response(status: status, headers: [.contentType: "text/plain; charset=utf-8"], body: .init(byteBuffer: .init(string: "\(word)\n")))
    }
}
