/// Kinds of things a line of the trail can be about.
package enum AuditObjectKind: String, CaseCode {
    case ticket, person, post, role, unit, engagement, building, house, customer, session, setting, document, file, job, permission, survey,
        selection, scorecard, inspection
}

/// What was acted upon. The label is what an auditor reads: a number, a code, an account name; never a customer's name or telephone.
package struct AuditObject: Hashable, Sendable {
    package let kind: AuditObjectKind
    package let id: Int64?
    package let label: String

    package init(_ kind: AuditObjectKind, id: Int64?, label: String) {
        self.kind = kind
        self.id = id
        self.label = label
    }

    package static func ticket(_ id: TicketID, label: String) -> AuditObject { AuditObject(.ticket, id: id.rawValue, label: label) }
    package static func person(_ id: PersonID, label: String) -> AuditObject { AuditObject(.person, id: id.rawValue, label: label) }
    package static func post(_ id: PostID, label: String) -> AuditObject { AuditObject(.post, id: id.rawValue, label: label) }
    package static func role(_ id: RoleID, label: String) -> AuditObject { AuditObject(.role, id: id.rawValue, label: label) }
    package static func unit(_ id: UnitID, label: String) -> AuditObject { AuditObject(.unit, id: id.rawValue, label: label) }
    package static func engagement(_ id: EngagementID?, label: String) -> AuditObject {
        AuditObject(.engagement, id: id?.rawValue, label: label)
    }
    package static func building(_ id: BuildingID, label: String) -> AuditObject { AuditObject(.building, id: id.rawValue, label: label) }
    package static func house(_ id: HouseID, label: String) -> AuditObject { AuditObject(.house, id: id.rawValue, label: label) }
    package static func customer(_ id: CustomerID) -> AuditObject { AuditObject(.customer, id: id.rawValue, label: "") }
    package static func session(_ id: SessionID?) -> AuditObject { AuditObject(.session, id: id?.rawValue, label: "") }
    package static func setting(_ key: String) -> AuditObject { AuditObject(.setting, id: nil, label: key) }
    package static func document(_ id: Int64?, label: String) -> AuditObject { AuditObject(.document, id: id, label: label) }
    package static func file(_ id: Int64?, label: String) -> AuditObject { AuditObject(.file, id: id, label: label) }
    package static func inspection(_ id: InspectionID?, label: String) -> AuditObject {
        AuditObject(.inspection, id: id?.rawValue, label: label)
    }
    package static func job(_ id: JobID, label: String) -> AuditObject { AuditObject(.job, id: id.rawValue, label: label) }
    package static func survey(_ id: SurveyFormID, label: String) -> AuditObject { AuditObject(.survey, id: id.rawValue, label: label) }
    package static func wave(_ id: WaveID, label: String) -> AuditObject { AuditObject(.survey, id: id.rawValue, label: label) }
    package static func template(_ id: ScoreTemplateID, label: String) -> AuditObject {
        AuditObject(.scorecard, id: id.rawValue, label: label)
    }
    package static func round(_ id: RoundID, label: String) -> AuditObject { AuditObject(.scorecard, id: id.rawValue, label: label) }
    package static func card(_ id: CardID, label: String) -> AuditObject { AuditObject(.scorecard, id: id.rawValue, label: label) }
    package static func selection(_ id: SelectionID, label: String) -> AuditObject {
        AuditObject(.selection, id: id.rawValue, label: label)
    }
    package static func permission(_ permission: Permission?) -> AuditObject {
        AuditObject(.permission, id: nil, label: permission?.code ?? "")
    }
}
