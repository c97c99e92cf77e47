internal import Domain
internal import Hummingbird
internal import Store
internal import Views

/// Customers at a unit: by search, or newest file first by where the file stands.
enum OwnerList {
    private static let states: [CustomerState] = [.owner, .buyer, .prospect, .resident]

    static func show(_ member: MemberContext) async throws -> Response {
        let query = try member.incoming.query()
        let text = try query.text("q")
        let state = CustomerState(rawValue: try query.text("state"))
        let after = CustomerID(text: try query.text("after"))
        let (list, frame) = try await member.read { tx in
            if text.isEmpty { return try await tx.customers(state: state, after: after) }
            try member.count(.searches, tx)
            return try await tx.customers(matching: text)
        }
        let t = frame.t
        let count = list.hasMore || list.next != nil ? "\(CustomerList.size)+" : String(list.rows.count)
        let key = text.isEmpty ? "owners.summary" : "owners.found"
        let page = OwnerListPage(
            query: text, path: frame.paths.owners, views: views(text.isEmpty ? state : nil, isSearch: !text.isEmpty, frame),
            rows: list.rows.map { row($0, frame) },
            summary: t[key, ["count": count, "time": frame.wording.clock(frame.now)]],
            empty: EmptyState(title: t["owners.empty.title"], text: t[text.isEmpty ? "owners.empty.text" : "owners.none.text"]),
            pager: Pager(
                previous: after.map { _ in Paths.query(frame.paths.owners, [("state", state?.rawValue)]) },
                next: list.next.map { Paths.query(frame.paths.owners, [("state", state?.rawValue), ("after", $0.description)]) }),
            adds: frame.may(.customerRecord) ? [Link(t["owners.add"], path: frame.paths.newOwner)] : [], tools: tools(frame))
        return try frame.page(page, room: .owners)
    }

    private static func tools(_ frame: PageFrame) -> [Link] {
        let t = frame.t
        var links: [Link] = []
        if frame.may(.privacyManage) { links.append(Link(t["requests.title"], path: frame.paths.dataRequests)) }
        if frame.may(.privacyManage) || frame.may(.auditSee) { links.append(Link(t["reads.title"], path: frame.paths.reads)) }
        if frame.may(.privacyManage) { links.append(Link(t["privacy.title"], path: frame.paths.privacy)) }
        return links
    }

    private static func views(_ state: CustomerState?, isSearch: Bool, _ frame: PageFrame) -> [OwnerListPage.View] {
        let closed: [CustomerState] = frame.may(.customerFormer) ? [.formerOwner, .returnedUnit, .dropped] : []
        let all = OwnerListPage.View(frame.t["owners.all"], path: frame.paths.owners, current: !isSearch && state == nil)
        return [all]
            + (states + closed).map {
                OwnerListPage.View(
                    frame.t.word($0), path: Paths.query(frame.paths.owners, [("state", $0.rawValue)]), current: !isSearch && state == $0)
            }
    }

    static func row(_ row: CustomerListRow, _ frame: PageFrame) -> OwnerListPage.Row {
        let t = frame.t
        let more = row.houses > 1 ? t["owners.houses.count", ["count": String(row.houses)]] : nil
        let relation = [row.relation.map { t.word($0) }, more].compactMap(\.self).joined(separator: " · ")
        return OwnerListPage.Row(
            name: row.isAnonymous ? t["customer.anonymous"] : frame.customer(row.name, kind: row.kind), path: frame.paths.owner(row.id),
            phone: row.phoneMasked, house: row.houseLabel.isEmpty ? "–" : row.houseLabel, relation: relation, state: frame.chip(row.state),
            marks: frame.marks(member: row.memberNumber, row.classification), project: frame.showsNames ? nil : row.projectName)
    }
}
