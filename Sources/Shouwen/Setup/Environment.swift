import Foundation
import Logging

enum Environment {
    static func value(_ name: String) -> String? {
        ProcessInfo.processInfo.environment[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    static func flag(_ name: String) -> Bool { ["1", "true", "yes"].contains(value(name)?.lowercased() ?? "") }

    /// One line an event on stderr; `LOG_LEVEL` chooses how much.
    static func logger() -> Logger {
        var logger = Logger(label: "shouwen", factory: { StreamLogHandler.standardError(label: $0) })
        logger.logLevel = value("LOG_LEVEL").flatMap { Logger.Level(rawValue: $0.lowercased()) } ?? .info
        return logger
    }
}
