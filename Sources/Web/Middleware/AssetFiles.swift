internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import Views

/// The files of `Public/`, read once at start. Only known paths are answered; an address with the content's hash may be kept for good.
struct AssetFiles: RouterMiddleware {
    typealias Context = WebContext

    private struct File {
        let body: ByteBuffer
        let type: String
        let address: String
        let tag: String
    }

    private let files: [String: File]

    /// - Throws: a file error when an asset cannot be read.
    init(folder: String, assets: Assets) throws {
        var files: [String: File] = [:]
        for (path, address) in assets.addresses {
            guard let type = AssetFiles.types[path.split(separator: ".").last.map(String.init) ?? ""] else { continue }
            let data = try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(path)"))
            let tag = "\"\(address.split(separator: "=").last ?? "")\""
            let plain = String(address.prefix { $0 != "?" })
            files[plain] = File(body: ByteBuffer(bytes: data), type: type, address: address, tag: tag)
        }
        self.files = files
    }

    func handle(
        _ request: Request, context: WebContext, next: (Request, WebContext) async throws -> Response
    ) async throws -> Response {
        guard let file = files[request.uri.path] else { return try await next(request, context) }
        guard request.method == .get || request.method == .head else { throw WebFault.methodNotAllowed(["GET", "HEAD"]) }
        context.coreContext.endpointPath.value = "asset"
        let isCurrent = request.uri.string == file.address
        let headers: HTTPFields = [
            .contentType: file.type, .eTag: file.tag,
            .cacheControl: isCurrent ? "public, max-age=31536000, immutable" : "public, no-cache",
        ]
        if request.headers[.ifNoneMatch] == file.tag { return Response(status: .notModified, headers: headers) }
        let response = Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: file.body))
        return request.method == .head ? response.createHeadResponse() : response
    }

    private static let types = [
        "css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8", "svg": "image/svg+xml", "png": "image/png",
        "ico": "image/x-icon", "woff2": "font/woff2", "webmanifest": "application/manifest+json", "txt": "text/plain; charset=utf-8",
    ]
}
