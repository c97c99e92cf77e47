import Foundation
import Testing
import Views

@Suite("Hostile text")
struct HostileTests {
    static let evil = "<script>alert(\"x\")</script>'&{{csrf}}</textarea>😀" + String(repeating: "长", count: 40)
    static let escaped = "&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;&#39;&amp;{{csrf}}&lt;/textarea&gt;😀"

    @Test("every value of every page comes out escaped and is never read as a tag")
    func everyValueIsEscaped() throws {
        let renderer = try Ground.renderer()
        let samples = Samples(words: Ground.wording(renderer, .chinese))
        for sample in samples.all() {
            let tree = HostileTests.poisoned(try sample.tree(samples.chrome(flash: true)))
            let html = try renderer.render(tree: tree, template: sample.template, language: .chinese)
            #expect(!html.contains("<script>alert"), "\(sample.template) \(sample.name)")
            #expect(!html.contains("alert(\"x\")"), "\(sample.template) \(sample.name)")
            #expect(html.contains(HostileTests.escaped), "\(sample.template) \(sample.name)")
            let depth = html.components(separatedBy: "</textarea>").count - html.components(separatedBy: "<textarea").count
            #expect(depth == 0, "\(sample.template) \(sample.name)")
        }
    }

    @Test("a figure made here escapes the words it is given")
    func figures() throws {
        let renderer = try Ground.renderer()
        let share = ResponsibilityBar.Share(holder: HostileTests.evil, seconds: 60, tone: .vendor, words: "1")
        let bar = try #require(ResponsibilityBar(shares: [share], total: "1", label: HostileTests.evil))
        let samples = Samples(words: Ground.wording(renderer, .chinese))
        guard let full = samples.all().first(where: { $0.template == .ticket }) else { return }
        let tree = try full.tree(samples.chrome())
        let other = try Renderer.tree(page: BarPage(responsibility: bar), chrome: samples.chrome())
        tree.put("responsibility", from: other)
        let html = try renderer.render(tree: tree, template: .ticket, language: .chinese)
        #expect(!html.contains("<script>alert"))
        #expect(html.contains("aria-label=\"&lt;script&gt;"))
    }

    @Test("bytes that need no escaping are left alone", arguments: ["", "plain", "中文 · 😀"])
    func plainText(text: String) throws {
        let renderer = try Ground.renderer()
        let page = ErrorPage(.notFound, messages: renderer.messages(.english), requestID: text)
        let html = try renderer.render(
            page, chrome: Samples(words: Ground.wording(renderer, .english)).chrome(signedIn: false), language: .english)
        #expect(html.contains("<code>\(text)</code>"))
    }

    private struct BarPage: Page {
        static let template = Template.ticket
        let responsibility: ResponsibilityBar
    }

    /// A copy of a tree with every text replaced; only markup made by this target keeps its own.
    static func poisoned(_ tree: PageTree) -> PageTree { tree.mapped { name, text in name == "svg" ? text : evil } }
}
