import Foundation
import Testing
import Views

/// Writes every sample as a file to look at, when `SHOUWEN_PREVIEW` names a folder.
@Test("preview: every sample page as a file", .enabled(if: ProcessInfo.processInfo.environment["SHOUWEN_PREVIEW"] != nil))
func preview() throws {
    let folder = try #require(ProcessInfo.processInfo.environment["SHOUWEN_PREVIEW"])
    let renderer = try Ground.renderer()
    for language in Language.allCases {
        let samples = Samples(words: Ground.wording(renderer, language))
        for sample in samples.all() {
            let name = "\(sample.template.rawValue.replacing("/", with: "-"))-\(sample.name)-\(language.rawValue).html"
            let html = try sample.render(renderer, samples.chrome(flash: sample.template == .ticket), language)
            try html.write(toFile: "\(folder)/\(name)", atomically: true, encoding: .utf8)
            #expect(html.hasSuffix("</html>"))
        }
    }
}
