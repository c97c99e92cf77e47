package import Hummingbird
package import Logging
internal import NIOCore
package import Store
package import Views

/// The whole application as `serve` runs it and as the tests call it.
/// - Parameters:
///   - publicFiles: path of the folder `Public`.
///   - onRunning: told when the server listens.
/// - Throws: a file error when an asset cannot be read.
package func buildApplication(
    settings: Settings, store: Store, units: UnitDirectory, signIn: SignIn, hasher: PasswordHasher, renderer: Renderer,
    folder: DataFolder, publicFiles: String, logger: Logger,
    onRunning: @escaping @Sendable () async -> Void = {}
) throws -> some ApplicationProtocol {
    let services = Services(settings: settings, store: store, units: units, signIn: signIn, hasher: hasher, renderer: renderer, folder: folder)
    let router = Router(context: WebContext.self, options: .autoGenerateHeadEndpoints)
    router.add(middleware: SecurityHeaders(secure: settings.publicOrigin.isSecure))
    router.add(middleware: RequestLog())
    router.add(middleware: ErrorPages(services: services))
    router.add(middleware: try AssetFiles(folder: publicFiles, assets: renderer.assets))
    router.add(middleware: InFlightLimit(settings.maximumInFlight))
    router.add(middleware: WrongMethods())
    for route in Routes.all {
        router.on(RouterPath(route.pattern), method: route.method) { request, context in
            try await route.answer(Incoming(request: request, context: context, services: services))
        }
    }
    return Application(
        router: router,
        server: .http1(
            configuration: .init(
                idleTimeout: .seconds(Limits.idleSeconds),
                httpDecoderConfiguration: .init(
                    maxHeaderFieldSize: Limits.headerBytes, maxHeaderListSize: Limits.headerBytes, maxHeaderFieldCount: Limits.headerFields)
            )),
        configuration: .init(
            address: .hostname(settings.host, port: settings.port), serverName: nil,
            availableConnectionsDelegate: .maximum(settings.maximumConnections, logger: logger)),
        onServerRunning: { _ in await onRunning() },
        logger: logger)
}

/// Says 405 and what would be allowed where a path exists for another method; the framework would say 404.
private struct WrongMethods: RouterMiddleware {
    typealias Context = WebContext

    func handle(
        _ request: Request, context: WebContext, next: (Request, WebContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let error as HTTPError where error.status == .notFound {
            let methods = Set(Routes.all.filter { $0.fits(request.uri.path) }.map(\.method.rawValue))
            guard !methods.isEmpty, !methods.contains(request.method.rawValue) else { throw WebFault.notFound }
            throw WebFault.methodNotAllowed((methods.contains("GET") ? methods.union(["HEAD"]) : methods).sorted())
        }
    }
}
