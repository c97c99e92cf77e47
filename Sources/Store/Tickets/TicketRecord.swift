package import Domain
package import Postgres

/// The whole row of a ticket, as its page and its actions need it. Lists read `TicketListRow`.
package struct TicketRecord: RowDecodable {
    package let id: TicketID
    package let company: UnitID
    package let project: UnitID
    /// The vendor that may see it: of the vendor's line, or the one that heard the customer of a developer's matter first.
    package let vendor: UnitID?
    /// Lowest level that may see it (COMPLAINT-P1).
    package let floor: Int
    package let kind: TicketKind
    package let number: String
    package let state: ComplaintState
    package let version: Int
    package let stage: Stage
    let stageReasonCode: StageReasonCode
    let stageNote: String
    package let line: Line
    package let rung: Rung
    package let policyVersion: Int
    package let severity: Severity
    package let sensitivity: Sensitivity
    package let channel: Channel
    package let source: ChannelSource
    package let title: String
    package let event: String
    package let place: String
    package let personsInvolved: String
    package let wish: String
    package internal(set) var compensationAsked: Fen?
    package let happenedAt: Instant?
    package let receivedAt: Instant
    package let house: HouseID?
    package let houseLabel: String
    package let customer: CustomerID?
    package let customerName: String
    package let repeatOf: TicketID?
    package let firstReceiver: PersonID
    package let firstReceiverName: String
    package let firstReceiverPost: String
    /// Where it was received; not always on its ladder (case 8).
    package let firstUnit: UnitID
    package let ownerUnit: UnitID
    package let holderUnit: UnitID
    package let holderUnitName: String
    package let handler: PersonID?
    package let handlerName: String
    package let proposer: PersonID?
    package let executingUnit: UnitID?
    package let executor: PersonID?
    package let returned: Bool
    package let dueAt: Instant?
    package let dueKind: ClockKind?
    package let isOpen: Bool
    package let closedAt: Instant?
    package let satisfied: Bool?
    package let closingNote: String
    package internal(set) var litigation: Litigation?
    package let updatedAt: Instant
    /// Hash of the newest event: where the chain goes on.
    let headHash: [UInt8]

    /// 进入诉讼: where, by whom, and how it ended (A7).
    package struct Litigation: Sendable, Hashable {
        package let court: String
        package let caseNumber: String
        package let by: String
        package let outcome: String?
        package let note: String
    }

    static let columns: SQL = """
        t.id, t.company_id, t.project_id, t.vendor_id, t.floor, t.kind, t.number, t.state, t.version, t.stage, t.stage_reason,
        t.stage_note, t.line, t.rung, t.policy_version, t.severity, t.media, t.litigation_threat, t.collective, t.channel,
        t.channel_source, t.title, t.event, t.place, t.persons_involved, t.wish, t.compensation_asked, t.happened_at, t.received_at,
        t.house_id, t.house_label, t.customer_id, t.customer_name, t.repeat_of, t.first_receiver_id, t.first_receiver_name,
        t.first_receiver_post, t.first_unit_id, t.owner_unit_id, t.holder_unit_id, t.holder_unit_name, t.handler_id, t.handler_name,
        t.proposer_id, t.executing_unit_id, t.executor_id, t.returned, t.due_at, t.due_kind, t.open, t.closed_at, t.satisfied,
        t.closing_note, t.court, t.case_number, t.litigation_by, t.litigation_outcome, t.litigation_note, t.updated_at, t.head_hash
        """

    package init(row: inout RowCursor) throws {
        id = try row.next()
        company = try row.next()
        project = try row.next()
        vendor = try row.next()
        floor = try row.next()
        kind = try row.next()
        number = try row.next()
        state = try row.next()
        version = try row.next()
        stage = try row.next()
        stageReasonCode = try row.next()
        stageNote = try row.next()
        line = try row.next()
        rung = try row.next()
        policyVersion = try row.next()
        severity = try row.next()
        sensitivity = Sensitivity(media: try row.next(), litigation: try row.next(), collective: try row.next())
        channel = try row.next()
        source = try row.next()
        title = try row.next()
        event = try row.next()
        place = try row.next()
        personsInvolved = try row.next()
        wish = try row.next()
        compensationAsked = try row.next()
        happenedAt = try row.next()
        receivedAt = try row.next()
        house = try row.next()
        houseLabel = try row.next()
        customer = try row.next()
        customerName = try row.next()
        repeatOf = try row.next()
        firstReceiver = try row.next()
        firstReceiverName = try row.next()
        firstReceiverPost = try row.next()
        firstUnit = try row.next()
        ownerUnit = try row.next()
        holderUnit = try row.next()
        holderUnitName = try row.next()
        handler = try row.next()
        handlerName = try row.next()
        proposer = try row.next()
        executingUnit = try row.next()
        executor = try row.next()
        returned = try row.next()
        dueAt = try row.next()
        dueKind = try row.next()
        isOpen = try row.next()
        closedAt = try row.next()
        satisfied = try row.next()
        closingNote = try row.next()
        let (court, caseNumber): (String, String) = (try row.next(), try row.next())
        let (by, outcome): (String?, String?) = (try row.next(), try row.next())
        let note: String = try row.next()
        litigation = by.map { Litigation(court: court, caseNumber: caseNumber, by: $0, outcome: outcome, note: note) }
        updatedAt = try row.next()
        headHash = try row.next()
    }
}

extension TicketRecord {
    /// Why it is in its stage. A stored day that cannot be read leaves the words.
    package var stageReason: StageReason {
        let day: Day? = stageReasonCode == .chosenByReceiver ? nil : try? Day.parse(stageNote)
        return StageReason(code: stageReasonCode, day: day, text: stageNote) ?? .chosenByReceiver(stageNote)
    }
}

extension StageReason {
    /// What stands beside the code: the receiver's words or the day.
    var note: String { text ?? day?.isoText ?? "" }
}
