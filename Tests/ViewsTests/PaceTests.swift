import Foundation
import Testing
import Views

/// Prints what a list of 25 rows costs in processor time; it sets no limit, because a busy machine is not a wrong one.
@Test("pace: a list of 25 rows")
func pace() throws {
    let renderer = try Ground.renderer()
    let samples = Samples(words: Ground.wording(renderer, .chinese))
    let rows = (0..<25).map { samples.rows()[$0 % 6] }
    let page = TicketListPage(title: "25", views: [], filters: [], sentence: "", filterPath: "/", rows: rows, summary: "25")
    let chrome = samples.chrome()
    let encoding = try microseconds { _ = try Renderer.tree(page: page, chrome: chrome) }
    var bytes = 0
    let whole = try microseconds { bytes = try renderer.render(page, chrome: chrome, language: .chinese).utf8.count }
    print("pace: 25 rows, \(bytes) bytes: \(whole) µs a page, of which \(encoding) µs encode the value tree")
    #expect(bytes > 10_000)
}

/// Processor time of this thread for one of fifty rounds.
private func microseconds(_ work: () throws -> Void) rethrows -> Int {
    func now() -> Int {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return time.tv_sec * 1_000_000 + time.tv_nsec / 1_000
    }
    let start = now()
    for _ in 0..<50 { try work() }
    return (now() - start) / 50
}
