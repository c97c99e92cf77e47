package import Domain

/// Prints every address of the product; nothing else may.
package enum Paths {
    package static let root = "/"
    package static let login = "/login"
    package static let logout = "/logout"
    package static let language = "/language"
    package static let live = "/livez"
    package static let ready = "/readyz"

    static func login(back: String?) -> String { back.map { "\(login)?next=\(PercentText.encode($0))" } ?? login }

    static func login(notice: String) -> String { "\(login)?notice=\(notice)" }

    static func tenant(_ code: String) -> String { "/\(code)" }

    static func query(_ path: String, _ items: [(String, String?)]) -> String {
        let pairs = items.compactMap { name, value in value.flatMap { $0.isEmpty ? nil : "\(name)=\(PercentText.encode($0))" } }
        return pairs.isEmpty ? path : "\(path)?\(pairs.joined(separator: "&"))"
    }
}

/// The addresses seen from one unit: `/{tenant}/{unit}/…`.
package struct UnitPaths: Hashable, Sendable {
    package let base: String

    package init(tenant: String, unit: String) { base = "/\(tenant)/\(unit)" }

    package var desk: String { "\(base)/desk" }
    package var intake: String { "\(base)/intake" }
    package var tickets: String { "\(base)/tickets" }
    package var search: String { "\(base)/search" }
    package var visits: String { "\(base)/visits" }
    package var notices: String { "\(base)/notices" }
    package func readNotices(upTo newest: NoticeID) -> String { "\(notices)/read?upTo=\(newest)" }
    package var sessions: String { "\(base)/sessions" }
    package var endOtherSessions: String { "\(sessions)/end-others" }
    package var password: String { "\(base)/password" }
    package var org: String { "\(base)/org" }
    package var units: String { "\(org)/units" }
    package var houses: String { "\(org)/houses" }
    package var people: String { "\(org)/people" }
    package var roles: String { "\(org)/roles" }
    package var audit: String { "\(base)/audit" }

    package var owners: String { "\(base)/owners" }
    package var reads: String { "\(owners)/reads" }
    package var dataRequests: String { "\(owners)/requests" }
    package var privacy: String { "\(owners)/privacy" }
    package var newOwner: String { "\(owners)/new" }
    package func owner(_ id: CustomerID) -> String { "\(owners)/\(id)" }
    package func editOwner(_ id: CustomerID) -> String { "\(owner(id))/edit" }
    package func ownerStep(_ step: String, _ id: CustomerID) -> String { "\(owner(id))/\(step)" }
    package func revealOwner(_ field: RevealedField, _ id: CustomerID, contact: ContactID? = nil) -> String {
        Paths.query("\(owner(id))/reveal/\(field.rawValue)", [("contact", contact?.description)])
    }
    package func removeContact(_ contact: ContactID, of id: CustomerID) -> String { "\(owner(id))/contacts/\(contact)/remove" }
    package func endRelation(_ relation: RelationID, of id: CustomerID) -> String { "\(owner(id))/relations/\(relation)/end" }
    package func withdrawConsent(_ consent: ConsentID, of id: CustomerID) -> String { "\(owner(id))/consents/\(consent)/withdraw" }
    package func merge(_ kept: CustomerID, with other: CustomerID) -> String { "\(owner(kept))/merge/\(other)" }
    package func undoMerge(_ merge: MergeID, of id: CustomerID) -> String { "\(owner(id))/merges/\(merge)/undo" }
    package func dataRequest(_ id: DataRequestID) -> String { "\(dataRequests)/\(id)" }
    package func answerRequest(_ id: DataRequestID) -> String { "\(dataRequest(id))/answer" }
    package func extract(_ id: DataRequestID) -> String { "\(dataRequest(id))/extract" }
    package func privacyRule(_ rule: PrivacyRule) -> String { "\(privacy)/\(rule.rawValue)" }
    package func house(_ id: HouseID) -> String { "\(houses)/\(id)" }
    package func editHouse(_ id: HouseID) -> String { "\(house(id))/edit" }
    package func handOverHouse(_ id: HouseID) -> String { "\(house(id))/hand-over" }
    package func transferHouse(_ id: HouseID) -> String { "\(house(id))/transfer" }
    package var sharedAreas: String { "\(org)/areas" }
    package var newSharedArea: String { "\(sharedAreas)/new" }

    package func ticket(_ id: TicketID) -> String { "\(tickets)/\(id.rawValue)" }
    package func action(_ action: ComplaintAction, on id: TicketID) -> String { "\(ticket(id))/actions/\(action.rawValue)" }
    package func receipt(_ id: TicketID) -> String { "\(ticket(id))/receipt" }
    package func register(_ id: TicketID) -> String { "\(ticket(id))/register" }
    package func visitRecord(_ id: TicketID) -> String { "\(ticket(id))/visit-record" }
    package func reveal(_ id: TicketID) -> String { "\(ticket(id))/reveal" }
    package func endSession(_ id: Int64) -> String { "\(sessions)/\(id)/end" }

    package func newUnit(_ kind: String) -> String { "\(units)/new/\(kind)" }
    package var newBuilding: String { "\(org)/buildings/new" }
    package var newHouses: String { "\(houses)/new" }
    package var newPerson: String { "\(people)/new" }
    package func person(_ id: PersonID) -> String { "\(people)/\(id.rawValue)" }
    package func disable(_ id: PersonID) -> String { "\(person(id))/disable" }
    package func endPost(_ post: PostID, of id: PersonID) -> String { "\(person(id))/posts/\(post)/end" }
    package func newPost(for id: PersonID) -> String { "\(person(id))/posts/new" }
}
