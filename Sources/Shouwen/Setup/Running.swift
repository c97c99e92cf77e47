import Foundation
import Logging
import Secrets
import ServiceLifecycle
import Store
import UnixSignals
import Work

extension Worker {
    static let poolSize = 3

    /// A worker with the product's jobs, named by host and process and a random part.
    static func product(_ store: Store, exchange: ExchangeWork, logger: Logger) throws -> Worker {
        let name = "\(ProcessInfo.processInfo.hostName)-\(ProcessInfo.processInfo.processIdentifier)-\(Token.make(bytes: 4))"
        return Worker(
            store: store, registry: try .standard(exchange: exchange.handlers), name: name, tidy: exchange.tidy, logger: logger)
    }
}

extension ServiceGroup {
    /// Runs until SIGTERM or SIGINT, then ends the services from the last to the first within fifteen seconds.
    static func run(_ services: [any Service], logger: Logger) async throws {
        var configuration = ServiceGroupConfiguration(
            services: services, gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        configuration.maximumGracefulShutdownDuration = .seconds(13)
        configuration.maximumCancellationDuration = .seconds(2)
        try await ServiceGroup(configuration: configuration).run()
    }
}
