import Domain
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import Secrets
import Store
import TestSupport
import Views

@testable import Web

/// The whole application over a cast of its own.
struct Ground: Sendable {
    let cast: Cast
    let client: any TestClientProtocol
    let settings: Settings
    let folder: DataFolder

    static let renderer = Result { try Renderer(templates: TestSources.path("Templates"), publicFiles: TestSources.path("Public")) }

    /// Runs `body` against the application with the two tenants of the cast behind it.
    static func run(
        settings: Settings = Settings(), logger: Logger = quiet, outbound: any OutboundHTTP = DirectHTTP(),
        _ body: @Sendable (Ground) async throws -> Void
    ) async throws {
        let cast = try await Cast.assemble()
        let path = NSTemporaryDirectory() + "ground-" + UUID().uuidString
        let folder = try DataFolder(path)
        let application = try application(cast.store, settings: settings, folder: folder, logger: logger, outbound: outbound)
        try await application.test(.router) { client in
            try await body(Ground(cast: cast, client: client, settings: settings, folder: folder))
        }
        try await cast.end()
        try FileManager.default.removeItem(atPath: path)
    }

    static func application(
        _ store: Store, settings: Settings, folder: DataFolder? = nil, logger: Logger = quiet, outbound: any OutboundHTTP = DirectHTTP(),
        readiness: Readiness = Readiness(), probe: Probe = Probe()
    ) throws -> some ApplicationProtocol {
        let hasher = PasswordHasher(cost: .cheap)
        return try buildApplication(
            settings: settings, store: store, units: UnitDirectory(store: store),
            signIn: SignIn(store: store, hasher: hasher, secret: [1, 2, 3]), hasher: hasher, renderer: try renderer.get(),
            folder: try folder ?? DataFolder(NSTemporaryDirectory() + "ground"), publicFiles: TestSources.path("Public"), logger: logger,
            outbound: outbound, readiness: readiness, probe: probe)
    }

    static let quiet: Logger = {
        var logger = Logger(label: "web-tests")
        logger.logLevel = .critical
        return logger
    }()

    /// A browser of somebody of the cast, signed in already.
    func visitor(_ account: String, of tenant: CastTenant? = nil) -> Visitor {
        let tenant = tenant ?? cast.yunshan
        return visitor(tenant.person(account), of: tenant)
    }

    func visitor(_ person: CastPerson, of tenant: CastTenant? = nil) -> Visitor {
        let tenant = tenant ?? cast.yunshan
        let visitor = Visitor(self, tenant: tenant.code, unit: person.unit)
        visitor.jar.set(
            Cookies(secure: settings.publicOrigin.isSecure).session, SessionCookie(tenant: tenant.code, secret: person.token).text)
        return visitor
    }

    /// A browser that has never been here.
    func stranger() -> Visitor { Visitor(self, tenant: cast.yunshan.code, unit: "hq") }
}

/// The source tree the tests were built from.
extension TestSources {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    static func path(_ relative: String) -> String { root.appending(path: relative).path(percentEncoded: false) }
}
