internal import Domain
internal import Hummingbird
internal import Store
internal import Views

/// Finding a ticket by what people remember of it.
enum SearchRoom {
    static func show(_ member: MemberContext) async throws -> Response {
        let text = String(try member.incoming.query().text("q").prefix(100))
        let (result, frame) = try await member.read { tx in
            if !text.isEmpty { try member.count(.searches, tx) }
            return try await tx.search(text)
        }
        let t = frame.t
        let key = result.isTooShort ? "short" : "none"
        let count = result.hasMore ? "\(TicketSearchResult.limit)+" : String(result.hits.count)
        let page = SearchResultsPage(
            query: text, path: frame.paths.search,
            rows: result.hits.map { frame.ticketRow($0.row, matched: t["search.matched.\(word($0.matched))"]) },
            summary: result.isTooShort ? nil : t["search.summary", ["count": count, "time": frame.wording.clock(frame.now)]],
            empty: EmptyState(title: t["search.\(key).title"], text: t["search.\(key).text"]))
        return try frame.page(page, search: text)
    }

    private static func word(_ match: SearchMatch) -> String { match == .room ? "house" : match.rawValue }
}
