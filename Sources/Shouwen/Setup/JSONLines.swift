import Foundation
import Logging

/// One JSON object a line on stderr: time, level, message, and the metadata as they come, all of them text. What may stand in a line is
/// decided where it is logged; nothing is added here.
struct JSONLines: LogHandler {
    var logLevel = Logger.Level.info
    var metadata: Logger.Metadata = [:]
    var metadataProvider: Logger.MetadataProvider?

    /// Names that read better than the framework's.
    private static let names = ["hb.request.id": "request_id"]

    private static let time = Date.ISO8601FormatStyle(includingFractionalSeconds: true)

    private static let encoder = {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return encoder
    }()

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        var fields: [String: String] = [:]
        for (key, value) in metadata.merging(metadataProvider?.get() ?? [:], uniquingKeysWith: { $1 }).merging(
            event.metadata ?? [:], uniquingKeysWith: { $1 })
        {
            fields[Self.names[key] ?? key] = "\(value)"
        }
        fields["time"] = Date.now.formatted(Self.time)
        fields["level"] = event.level.rawValue
        fields["message"] = "\(event.message)"
        guard var line = try? Self.encoder.encode(fields) else { return }
        line.append(UInt8(ascii: "\n"))
        FileHandle.standardError.write(line)
    }
}
