internal import Domain
internal import HTTPTypes
internal import Hummingbird
internal import Store
internal import Views

/// A whole round on one page, opened while there is a connection and walked where there is none: what is entered waits in the browser.
enum InspectionWalkRoom {
    /// Items that a telephone takes on one page; longer rounds are walked point by point.
    static let most = 300

    static func show(_ member: MemberContext) async throws -> Response {
        let id = InspectionID(try member.incoming.number("inspection"))
        let (found, frame) = try await member.read { tx in (try await tx.inspection(id), try await tx.checkFiles(of: id)) }
        let ((round, checks), files) = found
        guard offers(round) else { throw StoreError.notFound }
        let words = InspectionWords(frame)
        let done = round.all - round.open
        let photos = Dictionary(grouping: files) { $0.subject }
        let page = InspectionPointPage(
            title: round.name, eyebrow: words.place(round), here: frame.paths.inspectionWalk(id),
            progress: frame.t["inspection.walk.progress", ["done": String(done), "all": String(round.all)]], done: done, all: round.all,
            back: Link(frame.t["inspection.toRound"], path: frame.paths.inspection(id)), previous: nil, next: nil,
            checks: checks.map { row in
                var check = words.check(row, of: id, files: photos[.check(row.id, of: id)] ?? [], kept: [], rejected: nil)
                check.text = "\(row.pointName) · \(row.item.text)"
                return check
            })
        return try frame.page(page, room: InspectionWords.room)
    }

    static func offers(_ round: InspectionRow) -> Bool { round.state.isOpen && (1...most).contains(round.all) }
}
