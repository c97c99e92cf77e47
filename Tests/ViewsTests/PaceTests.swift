import Testing
import Views

/// Prints what a list of 25 rows costs; it sets no limit, because a busy machine is not a wrong one.
@Test("pace: a list of 25 rows", .serialized)
func pace() throws {
    let renderer = try Ground.renderer()
    let samples = Samples(words: Ground.wording(renderer, .chinese))
    let rows = (0..<25).map { samples.rows()[$0 % 6] }
    let page = TicketListPage(title: "25", views: [], filters: [], filterPath: "/", rows: rows, summary: "25")
    let chrome = samples.chrome()
    let rounds = 200
    let clock = ContinuousClock()
    var bytes = 0
    let encoding = try clock.measure { for _ in 0..<rounds { _ = try Renderer.tree(page: page, chrome: chrome) } }
    let whole = try clock.measure { for _ in 0..<rounds { bytes = try renderer.render(page, chrome: chrome, language: .chinese).utf8.count } }
    print("pace: 25 rows, \(bytes) bytes: \(whole / rounds) a page, of which \(encoding / rounds) encode the value tree")
    #expect(bytes > 10_000)
}
