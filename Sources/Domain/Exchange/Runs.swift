/// Where an import stands.
package enum ImportState: String, CaseCode {
    /// Uploaded; the columns are to be chosen.
    case mapping
    /// A dry run goes through all rows.
    case checking
    /// Counted; waits for somebody to say yes.
    case checked
    case running
    case done
    /// Given up by a person, or the person may not do it any more.
    case stopped
    case failed

    /// Whether something happens by itself.
    package var isMoving: Bool { self == .checking || self == .running }
    package var isOver: Bool { [.done, .stopped, .failed].contains(self) }
}

/// What can be taken out.
package enum ExportSubject: String, CaseCode {
    case tickets, houses, owners, people, audit

    package var columns: [ExportColumn] { ExportColumn.allCases.filter { $0.subject == self } }

    /// What a person must hold beside `export.run`: nothing leaves that its reader could not see.
    package var permission: Permission {
        switch self {
        case .tickets: .ticketSee
        case .houses: .orgSee
        case .owners: .customerSee
        case .people: .peopleSee
        case .audit: .auditSee
        }
    }
}

/// A column of an export; the raw value names its subject first.
package enum ExportColumn: String, CaseCode {
    case ticketNumber = "tickets.number"
    case ticketKind = "tickets.kind"
    case ticketTitle = "tickets.title"
    case ticketState = "tickets.state"
    case ticketStage = "tickets.stage"
    case ticketRung = "tickets.rung"
    case ticketSeverity = "tickets.severity"
    case ticketProject = "tickets.project"
    case ticketHouse = "tickets.house"
    case ticketCustomer = "tickets.customer"
    case ticketHolder = "tickets.holder"
    case ticketHandler = "tickets.handler"
    case ticketReceived = "tickets.received"
    case ticketDue = "tickets.due"
    case houseProject = "houses.project"
    case houseBuilding = "houses.building"
    case houseEntrance = "houses.entrance"
    case houseStorey = "houses.storey"
    case houseRoom = "houses.room"
    case houseUsage = "houses.usage"
    case houseArea = "houses.area"
    case houseInnerArea = "houses.innerArea"
    case houseType = "houses.type"
    case houseHandedOver = "houses.handedOver"
    case ownerProject = "owners.project"
    case ownerHouse = "owners.house"
    case ownerName = "owners.name"
    case ownerPhone = "owners.phone"
    case ownerIdentityKind = "owners.identityKind"
    case ownerIdentity = "owners.identity"
    case ownerRelation = "owners.relation"
    case ownerFrom = "owners.from"
    case ownerTo = "owners.to"
    case personAccount = "people.account"
    case personName = "people.name"
    case personUnit = "people.unit"
    case personRole = "people.role"
    case personTitle = "people.title"
    case personFrom = "people.from"
    case personTo = "people.to"
    case auditAt = "audit.at"
    case auditAction = "audit.action"
    case auditActor = "audit.actor"
    case auditPost = "audit.post"
    case auditObject = "audit.object"
    case auditDetail = "audit.detail"

    package var subject: ExportSubject { ExportSubject(rawValue: String(rawValue.prefix { $0 != "." })) ?? .tickets }

    /// Names and numbers of customers: only with `export.personal` and a reason (CUSTDATA-P2, ACCESS-P1).
    package var isPersonal: Bool {
        !permissions.isEmpty
    }

    /// What a person must hold for the column at least: an export shows nothing that its reader could not uncover one by one.
    package var permissions: [Permission] {
        switch self {
        case .ticketCustomer, .ownerName: [.exportPersonal]
        case .ownerPhone: [.exportPersonal, .phoneReveal]
        case .ownerIdentity: [.exportPersonal, .identityReveal]
        default: []
        }
    }

    package var isNumber: Bool { self == .houseArea || self == .houseInnerArea }
}

/// Where an export stands.
package enum ExportState: String, CaseCode {
    /// Somebody else has to approve it.
    case waiting
    case running
    case done
    case refused
    case stopped
    case failed
    /// The file is gone.
    case expired

    package var isMoving: Bool { self == .running }
}

/// The limits of exports.
package enum ExportRule {
    /// A file can be fetched so long.
    package static let keep = Span.hours(24)
    /// An upload that nobody confirmed is kept so long.
    package static let keepUpload = Span.hours(72)

    /// Whether a second person has to approve.
    /// - Parameter limit: so many rows with personal columns leave without one; `Setting.exportApprovalRows` of the unit.
    package static func needsApproval(rows: Int, personal: Bool, limit: Int) -> Bool { personal && rows > limit }
}

/// Why a run ended before its end; the code has its words in the catalogues (`runEnd.<code>`).
package enum RunEnd: String, CaseCode {
    /// The person gave it up.
    case givenUp
    /// The person's post or right has ended meanwhile.
    case rightEnded
    /// The uploaded file is not there any more.
    case fileGone
    /// More rows than may leave without a second person.
    case needsApproval
    /// The wave takes no answers any more.
    case waveClosed
    /// A fault of ours; the operator's page has the job.
    case fault
}
