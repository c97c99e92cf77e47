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

    package var exchange: String { "\(base)/exchange" }
    package func newImport(_ kind: ImportKind) -> String { "\(exchange)/imports/new/\(kind.rawValue)" }
    package func importTemplate(_ kind: ImportKind, _ format: String) -> String { "\(exchange)/templates/\(kind.rawValue)/\(format)" }
    package func importRun(_ id: ImportID) -> String { "\(exchange)/imports/\(id)" }
    package func importColumns(_ id: ImportID) -> String { "\(importRun(id))/columns" }
    package func startImport(_ id: ImportID) -> String { "\(importRun(id))/start" }
    package func stopImport(_ id: ImportID) -> String { "\(importRun(id))/stop" }
    package func importProblems(_ id: ImportID, _ format: String) -> String { "\(importRun(id))/problems/\(format)" }
    package func newExport(_ subject: ExportSubject) -> String { "\(exchange)/exports/new/\(subject.rawValue)" }
    package func exportRun(_ id: ExportID) -> String { "\(exchange)/exports/\(id)" }
    package func answerExport(_ id: ExportID) -> String { "\(exportRun(id))/answer" }
    package func stopExport(_ id: ExportID) -> String { "\(exportRun(id))/stop" }
    package func downloadExport(_ id: ExportID) -> String { "\(exportRun(id))/download" }

    package func newUnit(_ kind: String) -> String { "\(units)/new/\(kind)" }
    package var newBuilding: String { "\(org)/buildings/new" }
    package var newHouses: String { "\(houses)/new" }
    package var newPerson: String { "\(people)/new" }
    package func person(_ id: PersonID) -> String { "\(people)/\(id.rawValue)" }
    package func disable(_ id: PersonID) -> String { "\(person(id))/disable" }
    package func endPost(_ post: PostID, of id: PersonID) -> String { "\(person(id))/posts/\(post)/end" }
    package func newPost(for id: PersonID) -> String { "\(person(id))/posts/new" }
}
