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

    package func ticket(_ id: TicketID) -> String { "\(tickets)/\(id.rawValue)" }
    package func action(_ action: ComplaintAction, on id: TicketID) -> String { "\(ticket(id))/actions/\(action.rawValue)" }
    package func receipt(_ id: TicketID) -> String { "\(ticket(id))/receipt" }
    package func register(_ id: TicketID) -> String { "\(ticket(id))/register" }
    package func visitRecord(_ id: TicketID) -> String { "\(ticket(id))/visit-record" }
    package func reveal(_ id: TicketID) -> String { "\(ticket(id))/reveal" }
    package func endSession(_ id: Int64) -> String { "\(sessions)/\(id)/end" }

    package func newUnit(_ kind: String) -> String { "\(units)/new/\(kind)" }
    package func orgUnit(_ id: UnitID) -> String { "\(units)/\(id)" }
    package func editUnit(_ id: UnitID) -> String { "\(orgUnit(id))/edit" }
    package func closeUnit(_ id: UnitID) -> String { "\(orgUnit(id))/close" }
    package func reopenUnit(_ id: UnitID) -> String { "\(orgUnit(id))/reopen" }
    package func moveProject(_ id: UnitID) -> String { "\(orgUnit(id))/move" }
    package func cancelMove(_ id: UnitID) -> String { "\(moveProject(id))/cancel" }
    package func settings(of id: UnitID) -> String { "\(orgUnit(id))/settings" }
    package func setting(_ setting: Setting, of id: UnitID) -> String { "\(settings(of: id))/\(setting.rawValue)" }
    package func inherit(_ setting: Setting, of id: UnitID) -> String { "\(self.setting(setting, of: id))/inherit" }
    package func engagement(_ id: EngagementID) -> String { "\(org)/engagements/\(id)" }
    package func endEngagement(_ id: EngagementID) -> String { "\(engagement(id))/end" }
    package func changeOver(_ id: EngagementID) -> String { "\(engagement(id))/change-over" }
    package func dropEngagement(_ id: EngagementID) -> String { "\(engagement(id))/drop" }
    package func handOver(_ id: EngagementID) -> String { "\(engagement(id))/hand-over" }
    package func handOverRecord(_ id: EngagementID) -> String { "\(engagement(id))/record" }
    package var agreements: String { "\(org)/agreements" }
    package var newAgreement: String { "\(agreements)/new" }
    package func agreement(_ id: AgreementID) -> String { "\(agreements)/\(id)" }
    package func agreementSheet(_ id: AgreementID) -> String { "\(agreement(id))/print" }
    package func newVersion(of id: AgreementID) -> String { "\(agreement(id))/revise" }
    package func checkAgreement(_ id: AgreementID) -> String { "\(agreement(id))/checks" }
    package var areas: String { "\(org)/areas" }
    package var newArea: String { "\(areas)/new" }
    package func area(_ id: DutyAreaID) -> String { "\(areas)/\(id)" }
    package func editArea(_ id: DutyAreaID) -> String { "\(area(id))/edit" }
    package func closeArea(_ id: DutyAreaID) -> String { "\(area(id))/close" }
    package func officers(of id: DutyAreaID) -> String { "\(area(id))/officers" }
    package func relieve(_ officer: DutyOfficerID, of id: DutyAreaID) -> String { "\(officers(of: id))/\(officer)/end" }
    package var newBuilding: String { "\(org)/buildings/new" }
    package var newHouses: String { "\(houses)/new" }
    package var newPerson: String { "\(people)/new" }
    package func person(_ id: PersonID) -> String { "\(people)/\(id.rawValue)" }
    package func disable(_ id: PersonID) -> String { "\(person(id))/disable" }
    package func endPost(_ post: PostID, of id: PersonID) -> String { "\(person(id))/posts/\(post)/end" }
    package func newPost(for id: PersonID) -> String { "\(person(id))/posts/new" }
}
