package import Hummingbird
package import Logging
internal import NIOCore
package import Store
package import Views

/// The whole application as `serve` runs it and as the tests call it.
/// - Parameters:
///   - publicFiles: path of the folder `Public`.
///   - workerStore: of the worker in the same process, for the figures about its pool.
///   - outbound: how sign-in services are asked.
///   - onRunning: told when the server listens.
/// - Throws: a file error when an asset cannot be read.
package func buildApplication(
    settings: Settings, store: Store, units: UnitDirectory, signIn: SignIn, hasher: PasswordHasher, renderer: Renderer,
    folder: DataFolder, publicFiles: String, logger: Logger, outbound: any OutboundHTTP = DirectHTTP(), readiness: Readiness = Readiness(),
    probe: Probe = Probe(), workerStore: Store? = nil, onRunning: @escaping @Sendable () async -> Void = {}
) throws -> some ApplicationProtocol {
    let pools = [NamedPool(name: "web", store: store)] + (workerStore.map { [NamedPool(name: "worker", store: $0)] } ?? [])
    let services = Services(
        settings: settings, store: store, units: units, signIn: signIn, hasher: hasher, renderer: renderer, folder: folder,
        providers: ProviderDirectory(outbound: outbound, clock: store.clock, allowsLoopback: settings.publicOrigin.isLoopback),
        doorLimit: RateLimit(perMinute: Limits.knocksPerMinute, clock: store.clock),
        paces: Paces(clock: store.clock, factor: settings.paceFactor), readiness: readiness, probe: probe, pools: pools)
    ProcessFigures.begin()
    let router = Router(context: WebContext.self, options: .autoGenerateHeadEndpoints)
    router.add(middleware: SecurityHeaders(secure: settings.publicOrigin.isSecure))
    router.add(middleware: RequestMeter(metrics: services.metrics))
    router.add(middleware: RequestLog())
    router.add(middleware: Farewell(readiness: readiness))
    router.add(middleware: ErrorPages(services: services))
    router.add(middleware: try AssetFiles(folder: publicFiles, assets: renderer.assets))
    router.add(middleware: Doorkeeper(readiness: readiness))
    router.add(middleware: InFlightLimit(settings.maximumInFlight))
    router.add(middleware: WrongMethods())
    for route in Routes.all {
        router.on(RouterPath(route.pattern), method: route.method) { request, context in
            try await route.answer(Incoming(request: request, context: context, services: services))
        }
    }
    let words = ParserWords(renderer: renderer, secure: settings.publicOrigin.isSecure)
    return Application(
        router: router,
        server: .http1(
            configuration: .init(
                additionalChannelHandlers: [ParserAnswers(words: words), SlowBodies(patience: settings.patience)],
                idleTimeout: TimeAmount(settings.idle),
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
