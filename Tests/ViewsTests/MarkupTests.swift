import Testing
import Views

@Suite("Markup")
struct MarkupTests {
    @Test("every sample in each language passes the lint", arguments: Language.allCases)
    func lint(language: Language) throws {
        let renderer = try Ground.renderer()
        let samples = Samples(words: Ground.wording(renderer, language))
        for sample in samples.all() {
            let lint = HTMLLint(try sample.render(renderer, samples.chrome(flash: true), language))
            #expect(lint.problems.isEmpty, "\(sample.template) \(sample.name): \(lint.problems.joined(separator: "; "))")
        }
    }

    @Test("a signed-out page shows nothing of the frame")
    func signedOut() throws {
        let renderer = try Ground.renderer()
        let samples = Samples(words: Ground.wording(renderer, .chinese))
        for sample in samples.all() where [.login, .error].contains(sample.template) {
            let html = try sample.render(renderer, samples.chrome(signedIn: false), .chinese)
            #expect(HTMLLint(html).problems.isEmpty)
            #expect(!html.contains("李敏"))
        }
    }

    @Test(
        "the lint finds what it is there for",
        arguments: [
            "<main><h1>a</h1><h1>b</h1></main>", "<main><h1>a</h1><p id=\"x\"></p><p id=\"x\"></p></main>",
            "<main><h1>a</h1><input name=\"n\"></main>",
            "<main><h1>a</h1><p style=\"color:red\">x</p></main>", "<main><h1>a</h1><p onclick=\"x()\">x</p></main>",
            "<main><h1>a</h1><img src=\"x\"></main>",
            "<main><h1>a</h1><form method=\"post\" action=\"/x\"></form></main>", "<main><h1>a</h1><p></main>",
            "<main><h1>a</h1><a href=\"#no\">x</a></main>",
            "<main><h1>a</h1><script>x</script></main>", "<main><h1>a</h1><ul><p>x</p></ul></main>",
            "<main><h1>a</h1><button></button></main>",
            "<main><h1>a</h1><p aria-describedby=\"no\">x</p></main>",
        ])
    func lintFinds(html: String) {
        #expect(!HTMLLint(html).problems.isEmpty)
    }
}
