internal import Domain
internal import Hummingbird
internal import Store
internal import Views

/// The return visits a unit owes.
enum VisitRoom {
    static func show(_ member: MemberContext) async throws -> Response {
        let (due, frame) = try await member.read { tx in try await tx.visitsDue() }
        let count = due.hasMore ? "100+" : String(due.rows.count)
        let page = VisitListPage(
            rows: due.rows.map { frame.ticketRow($0) },
            summary: frame.t["visits.summary", ["count": count, "time": frame.wording.clock(due.asOf)]],
            empty: EmptyState(title: frame.t["visits.empty.title"], text: frame.t["visits.empty.text"]))
        return try frame.page(page, room: .visits)
    }
}
