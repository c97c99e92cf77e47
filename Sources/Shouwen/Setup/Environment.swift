import Foundation
import Logging

enum Environment {
    static func value(_ name: String) -> String? {
        ProcessInfo.processInfo.environment[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    static func flag(_ name: String) -> Bool { ["1", "true", "yes"].contains(value(name)?.lowercased() ?? "") }

    /// One line an event on stderr; `LOG_LEVEL` chooses how much, `SHOUWEN_LOG=json` makes each line an object.
    static func logger() -> Logger {
        let isJSON = value("SHOUWEN_LOG")?.lowercased() == "json"
        var logger = Logger(label: "shouwen") { label -> any LogHandler in
            isJSON ? JSONLines() : StreamLogHandler.standardError(label: label)
        }
        logger.logLevel = value("LOG_LEVEL").flatMap { Logger.Level(rawValue: $0.lowercased()) } ?? .info
        return logger
    }
}
