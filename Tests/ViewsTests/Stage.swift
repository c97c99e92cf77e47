import Domain
import Foundation
import Views

/// Where the templates are, and the words and renderer the tests share.
enum Ground {
    static let root = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path
    static let templates = root + "/Templates"
    static let publicFiles = root + "/Public"

    private static let shared = Result { try Renderer(templates: templates, publicFiles: publicFiles) }

    /// One renderer for all tests, as in a server.
    static func renderer() throws -> Renderer { try shared.get() }

    /// Saturday, 21 November 2026, 14:10 in Beijing.
    static let now = Instant(Day(2026, 11, 21)!, hour: 14, minute: 10, offsetMinutes: 480)

    static func wording(_ renderer: Renderer, _ language: Language) -> Wording {
        Wording(messages: renderer.messages(language), offsetMinutes: 480, now: now)
    }

    /// Every file below a folder whose name ends so, relative to the root.
    static func files(under folder: String, ending: String) throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: "\(root)/\(folder)").filter { $0.hasSuffix(ending) }.map { "\(folder)/\($0)" }
            .sorted()
    }

    static func text(_ path: String) throws -> String { try String(contentsOfFile: "\(root)/\(path)", encoding: .utf8) }
}
