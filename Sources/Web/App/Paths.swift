package import Domain

/// Prints every address of the product; nothing else may.
package enum Paths {
    package static let root = "/"
    package static let login = "/login"
    package static let logout = "/logout"
    package static let language = "/language"
    package static let live = "/livez"
    package static let ready = "/readyz"
    package static let metrics = "/metrics"

    static func login(back: String?) -> String { back.map { "\(login)?next=\(PercentText.encode($0))" } ?? login }

    static func login(notice: String, tenant: String) -> String { query(login, [("notice", notice), ("tenant", tenant)]) }
    static func login(tenant: String) -> String { query(login, [("tenant", tenant)]) }
    /// The short address of a group's own door.
    static func door(of tenant: String) -> String { "/\(tenant)\(login)" }
    static func secondStep(next: String?) -> String { query(secondStep, [("next", next)]) }
    static let secondStep = "/login/second"
    static let secondStepSetUp = "/login/second/setup"
    static let singleSignOn = "/login/sso"
    static let singleSignOnBack = "/login/sso/back"
    static let singleSignOnLeave = "/login/sso/leave"

    /// Where a one-time link leads.
    package static func invitation(_ tenant: String) -> String { "/invitation/\(tenant)" }
    static func invitation(_ tenant: String, token: String) -> String { query(invitation(tenant), [("token", token)]) }

    /// Where a survey is answered.
    package static func survey(_ tenant: String) -> String { "/survey/\(tenant)" }
    /// As it stands in a letter.
    package static func survey(_ tenant: String, token: String) -> String { "\(survey(tenant))/\(token)" }

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
    package var signInHistory: String { "\(sessions)/history" }
    package var secondFactor: String { "\(base)/second-factor" }
    package var renewRecoveryCodes: String { "\(secondFactor)/codes" }
    package var removeSecondFactor: String { "\(secondFactor)/remove" }
    package var org: String { "\(base)/org" }
    package var units: String { "\(org)/units" }
    package var houses: String { "\(org)/houses" }
    package var people: String { "\(org)/people" }
    package var roles: String { "\(org)/roles" }
    package var audit: String { "\(base)/audit" }

    package var operations: String { "\(base)/operations" }
    package var system: String { "\(operations)/system" }
    package var jobs: String { "\(operations)/jobs" }
    package func job(_ id: JobID) -> String { "\(jobs)/\(id)" }
    package func decide(_ decision: JobDecision, on id: JobID) -> String { "\(job(id))/\(decision.rawValue)" }
    package var openSessions: String { "\(operations)/sessions" }
    package func endOpenSession(_ id: SessionID) -> String { "\(openSessions)/\(id)/end" }
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
    package func addFiles(to id: TicketID) -> String { "\(ticket(id))/files" }
    package func receipt(_ id: TicketID) -> String { "\(ticket(id))/receipt" }
    package func register(_ id: TicketID) -> String { "\(ticket(id))/register" }
    package func visitRecord(_ id: TicketID) -> String { "\(ticket(id))/visit-record" }
    package func reveal(_ id: TicketID) -> String { "\(ticket(id))/reveal" }
    package var files: String { "\(base)/files" }
    package func file(_ id: FileID) -> String { "\(files)/\(id)" }
    package func thumb(_ id: FileID) -> String { "\(file(id))/thumb" }
    package func removeFile(_ id: FileID) -> String { "\(file(id))/remove" }
    package func addFiles(to id: CorrectiveActionID) -> String { "\(surveyAction(id))/files" }
    /// The page of what a file hangs on.
    package func subject(_ subject: FileSubject) -> String {
        switch subject {
        case .ticket(let id): ticket(id)
        case .correctiveAction(let id): surveyAction(id)
        case .check(_, let id): inspection(id)
        case .contract(let id): contract(id)
        case .appeal(_, let card): scoreCard(card)
        case .rectification(let id): rectification(id)
        }
    }
    package func endSession(_ id: Int64) -> String { "\(sessions)/\(id)/end" }

    package var exchange: String { "\(base)/exchange" }
    /// Answers of one wave, from a third party.
    package func newAnswerImport(_ wave: WaveID) -> String { Paths.query(newImport(.answers), [("wave", wave.description)]) }
    package func newImport(_ kind: ImportKind) -> String { "\(exchange)/imports/new/\(kind.rawValue)" }
    package func importTemplate(_ kind: ImportKind, _ format: String) -> String { "\(exchange)/templates/\(kind.rawValue)/\(format)" }
    package func importRun(_ id: ImportID) -> String { "\(exchange)/imports/\(id)" }
    package func importColumns(_ id: ImportID) -> String { "\(importRun(id))/columns" }
    package func startImport(_ id: ImportID) -> String { "\(importRun(id))/start" }
    package func stopImport(_ id: ImportID) -> String { "\(importRun(id))/stop" }
    package func importLinks(_ id: ImportID) -> String { "\(importRun(id))/links" }
    package func importProblems(_ id: ImportID, _ format: String) -> String { "\(importRun(id))/problems/\(format)" }
    package func newExport(_ subject: ExportSubject) -> String { "\(exchange)/exports/new/\(subject.rawValue)" }
    package func exportRun(_ id: ExportID) -> String { "\(exchange)/exports/\(id)" }
    package func answerExport(_ id: ExportID) -> String { "\(exportRun(id))/answer" }
    package func stopExport(_ id: ExportID) -> String { "\(exportRun(id))/stop" }
    package func downloadExport(_ id: ExportID) -> String { "\(exportRun(id))/download" }

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
    package var areas: String { "\(org)/duty-areas" }
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
    package var signInPolicy: String { "\(org)/sign-in" }
    package func account(_ id: PersonID) -> String { "\(person(id))/account" }
    package func lock(_ id: PersonID) -> String { "\(account(id))/lock" }
    package func unlock(_ id: PersonID) -> String { "\(account(id))/unlock" }
    package func resetFactor(_ id: PersonID) -> String { "\(account(id))/reset-factor" }
    package func linkIdentity(_ id: PersonID) -> String { "\(account(id))/link" }
    package func disable(_ id: PersonID) -> String { "\(person(id))/disable" }
    package func endPost(_ post: PostID, of id: PersonID) -> String { "\(person(id))/posts/\(post)/end" }
    package func newPost(for id: PersonID) -> String { "\(person(id))/posts/new" }
    package func deputy(for post: PostID, of id: PersonID) -> String { "\(person(id))/posts/\(post)/deputy" }
    package func editPerson(_ id: PersonID) -> String { "\(person(id))/edit" }
    package func invite(_ id: PersonID) -> String { "\(person(id))/invite" }
    package func handOver(_ id: PersonID) -> String { "\(person(id))/hand-over" }
    package func look(as id: PersonID) -> String { "\(person(id))/look" }
    package func access(of id: PersonID) -> String { "\(person(id))/access" }
    package var idleAccounts: String { "\(org)/idle-accounts" }
    package var access: String { "\(org)/access" }

    package func role(_ id: RoleID) -> String { "\(roles)/\(id)" }
    package var newRole: String { "\(roles)/new" }
    package func newRole(copying id: RoleID) -> String { Paths.query(newRole, [("copy", id.description)]) }
    package func editRole(_ id: RoleID) -> String { "\(role(id))/edit" }
    package func retireRole(_ id: RoleID) -> String { "\(role(id))/retire" }
    /// A role that is not there yet.
    package var tryRole: String { "\(newRole)/try" }
    package func tryRole(_ id: RoleID) -> String { "\(role(id))/try" }
    package var compareRoles: String { "\(org)/role-comparison" }
    package var roleMatrix: String { "\(org)/role-matrix" }
}
