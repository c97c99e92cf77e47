import Foundation
import Testing
import Views

@Suite("Templates")
struct TemplateTests {
    @Test("every page template is a case, and every case a file")
    func casesAndFiles() throws {
        let files = try Ground.files(under: "Templates", ending: ".mustache").map {
            String($0.dropFirst("Templates/".count).dropLast(".mustache".count))
        }
        let pages = Set(files.filter { $0.hasPrefix("pages/") || $0.hasPrefix("print/") || $0.hasPrefix("errors/") })
        #expect(pages == Set(Template.allCases.map(\.rawValue)))
    }

    @Test("every partial and layout is used")
    func partialsAreUsed() throws {
        let files = try Ground.files(under: "Templates", ending: ".mustache")
        var used: Set<String> = []
        for file in files {
            for tag in TagScanner.tags(in: try Ground.text(file)) where tag.kind == .partial || tag.kind == .parent {
                used.insert(tag.kind == .parent ? "layouts/\(tag.name)" : tag.name)
            }
        }
        let shared = files.map { String($0.dropFirst("Templates/".count).dropLast(".mustache".count)) }
            .filter { $0.hasPrefix("partials/") || $0.hasPrefix("fields/") || $0.hasPrefix("layouts/") }
        #expect(Set(shared).subtracting(used).isEmpty)
    }

    @Test("an unescaped tag stands only in the figure partial")
    func unescaped() throws {
        for file in try Ground.files(under: "Templates", ending: ".mustache") where file != "Templates/partials/figure.mustache" {
            #expect(!TagScanner.tags(in: try Ground.text(file)).contains { $0.kind == .unescaped }, "\(file)")
        }
    }

    @Test("every page renders in each language, every sample, to the end")
    func everySampleRenders() throws {
        let renderer = try Ground.renderer()
        for language in Language.allCases {
            let samples = Samples(words: Ground.wording(renderer, language))
            let all = samples.all()
            #expect(Set(all.map(\.template)) == Set(Template.allCases))
            for sample in all {
                let html = try sample.render(renderer, samples.chrome(), language)
                #expect(html.hasPrefix("<!doctype html>") && html.hasSuffix("</html>"), "\(sample.template) \(sample.name)")
                #expect(!html.contains("⟦"), "\(sample.template) \(sample.name) names a text that does not exist")
                #expect(!html.contains("{{"), "\(sample.template) \(sample.name) leaves a tag")
                #expect(html.contains("lang=\"\(language.rawValue)\""))
            }
        }
    }

    @Test("every tag of every template names something in the samples")
    func everyTagResolves() throws {
        let renderer = try Ground.renderer()
        let samples = Samples(words: Ground.wording(renderer, .chinese))
        let frames = [samples.chrome(), samples.chrome(flash: true), samples.chromeWithRefusal(), samples.chrome(signedIn: false)]
        var walker = try TagWalker()
        for template in Template.allCases {
            let shape = Shape()
            for sample in samples.all() where sample.template == template {
                for frame in frames { shape.merge(try sample.tree(frame)) }
            }
            walker.walk(template.rawValue, shape: shape)
        }
        #expect(walker.unresolved.isEmpty, "\(walker.unresolved.joined(separator: "\n"))")
        #expect(walker.neverOpened.isEmpty, "\(walker.neverOpened.joined(separator: "\n"))")
    }

    @Test("a start with a missing text, template or asset is refused with the whole list")
    func problemsAreListed() throws {
        let copy = FileManager.default.temporaryDirectory.appendingPathComponent("shouwen-views-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: copy) }
        let real = URL(fileURLWithPath: Ground.templates).resolvingSymlinksInPath().path
        try FileManager.default.copyItem(atPath: real, toPath: copy)
        try FileManager.default.removeItem(atPath: "\(copy)/print/receipt.mustache")
        try "{{t:no.such.text}}{{asset:css/none.css}}{{>partials/none}}{{{raw}}}".write(
            toFile: "\(copy)/errors/show.mustache", atomically: true, encoding: .utf8)
        let refusal = #expect(throws: Renderer.TemplateProblems.self) { try Renderer(templates: copy, publicFiles: Ground.publicFiles) }
        let problems = try #require(refusal).problems.joined(separator: "\n")
        for part in ["print/receipt", "no.such.text", "css/none.css", "partials/none", "unescaped tag raw"] {
            #expect(problems.contains(part))
        }
    }

    @Test("an asset's address changes with its content")
    func assetAddresses() throws {
        let renderer = try Ground.renderer()
        let address = try #require(renderer.assets.addresses["css/tokens.css"])
        #expect(address.hasPrefix("/css/tokens.css?v="))
        let html = try renderer.render(
            ErrorPage(.notFound, messages: renderer.messages(.chinese)),
            chrome: Samples(words: Ground.wording(renderer, .chinese)).chrome(signedIn: false), language: .chinese)
        #expect(html.contains("href=\"\(address)\""))
    }
}
