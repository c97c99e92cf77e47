internal import Domain
internal import Hummingbird
internal import Store
internal import Views

/// Somebody was faster, or the step is not possible any more: what changed, and what was typed, kept.
enum Conflicts {
    static func page(
        _ member: MemberContext, _ id: TicketID, _ action: ComplaintAction, typed: [String: String], _ staleness: Staleness
    ) async throws -> Response {
        let (file, frame) = try await member.read { tx in try await tx.ticket(id) }
        return try page(file, frame, action, typed, changes: staleness.changes, refusal: nil)
    }

    static func page(
        _ member: MemberContext, _ id: TicketID, _ action: ComplaintAction, typed: [String: String], _ refusal: Refusal
    ) async throws -> Response {
        let (file, frame) = try await member.read { tx in try await tx.ticket(id) }
        // What was never theirs is refused, not a conflict.
        if case .lacksPermission(let permission) = refusal { throw StoreError.refused(permission) }
        let t = frame.t
        let reason: String =
            switch refusal {
            case .notAllowedInState(_, let state): t["conflict.refused", ["state": t.word(state)]]
            case .notYours(let unit): t["ticket.waiting", ["holder": file.ticket.name(of: unit)]]
            case .factMissing(let missing): t["guard.\(missing.rawValue)"]
            case .lacksPermission: ""
            }
        return try page(file, frame, action, typed, changes: [], refusal: reason)
    }

    static func page(
        _ file: TicketFile, _ frame: PageFrame, _ action: ComplaintAction, _ typed: [String: String], changes: [Staleness.Change],
        refusal: String?
    ) throws -> Response {
        let timeline = TimelineWords(frame: frame)
        let isAllowed = file.ticket.allowed(frame.session.actor).contains { $0.action == action }
        let forms = ActionForms(
            frame: frame, ticket: file.ticket, rejected: .init(action: action, typed: typed, errors: FieldErrors()))
        let exchange = typed["exchange"].flatMap { ExchangeID(text: $0) }
        let page = ConflictPage(
            number: file.record.number, title: file.record.title, ticketPath: frame.paths.ticket(file.record.id),
            changes: changes.map(timeline.change), typed: facts(action, typed, file, frame),
            again: isAllowed && refusal == nil ? forms.form(action, about: exchange) : nil,
            refusal: isAllowed && refusal == nil
                ? nil : refusal ?? frame.t["conflict.refused", ["state": frame.t.word(file.record.state)]])
        return try frame.page(page, room: .tickets, status: .conflict)
    }

    /// What was typed, field by field, readable even when the form is gone.
    private static func facts(
        _ action: ComplaintAction, _ typed: [String: String], _ file: TicketFile, _ frame: PageFrame
    ) -> [Fact] {
        let fields = ActionFields(
            frame: frame, ticket: file.record, colleagues: file.ticket.colleagues.map { ($0.id, $0.name) })
        return fields.controls(action, id: "typed", typed: typed, errors: nil).compactMap { field in
            guard !field.value.isEmpty, field.kind != .hidden else { return nil }
            let chosen = field.options.first { $0.value == field.value }?.label
            return Fact(field.label, text: field.kind == .checkbox ? "✓" : chosen ?? field.value)
        }
    }
}
