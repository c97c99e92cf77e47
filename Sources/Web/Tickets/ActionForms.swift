internal import Domain
internal import Store
internal import Views

/// What the viewer may do with a ticket, each as a form with its few fields. The table of transitions decides which exist.
struct ActionForms {
    let frame: PageFrame
    let ticket: TicketCase
    /// The form that came back with errors, to be shown as it was typed.
    var rejected: Rejected?
    /// Who is proposed where somebody is assigned (ORG-R11).
    var proposed: PersonID?

    struct Rejected: Sendable {
        var action: ComplaintAction
        var typed: [String: String]
        var errors: FieldErrors
        var message: String?
    }

    private var allowed: [AllowedAction] { ticket.allowed(frame.session.actor) }

    var primary: ActionForm? { allowed.first(where: \.primary).map { form($0.action) } }

    /// All but the primary one and those that belong to an exchange.
    var others: [ActionForm] {
        allowed.filter { !$0.primary && $0.action != .replyExchange && $0.action != .closeExchange }.map { form($0.action) }
    }

    /// What may be done with one exchange: only the asked centre replies, once.
    func about(_ exchange: ExchangeRow) -> [ActionForm] {
        guard exchange.isOpen else { return [] }
        return allowed.compactMap { step in
            switch step.action {
            case .replyExchange where exchange.repliedAt == nil && exchange.toUnit == step.post.unit.id:
                form(.replyExchange, about: exchange.id)
            case .closeExchange: form(.closeExchange, about: exchange.id)
            default: nil
            }
        }
    }

    func form(_ action: ComplaintAction, about exchange: ExchangeID? = nil, version: Int? = nil) -> ActionForm {
        let isRejected = rejected?.action == action && (exchange == nil || rejected?.typed["exchange"] == exchange?.description)
        var typed = isRejected ? rejected?.typed ?? [:] : [:]
        if let exchange { typed["exchange"] = exchange.description }
        let id = exchange.map { "\(action.rawValue)-\($0)" } ?? action.rawValue
        let fields = ActionFields(
            frame: frame, ticket: ticket.record,
            colleagues: ticket.colleagues.map { ($0.id, frame.wording.person($0.name, post: $0.title)) }, proposed: proposed)
        return ActionForm(
            id: id, label: frame.t.word(action), explain: frame.t.optional("explain.\(action.rawValue)"),
            path: frame.paths.action(action, on: ticket.record.id),
            fields: fields.controls(action, id: id, typed: typed, errors: isRejected ? rejected?.errors : nil), key: frame.newKey,
            version: String(version ?? ticket.record.version), danger: Self.dangers.contains(action), open: isRejected,
            message: isRejected ? rejected?.message : nil)
    }

    /// Refuse, end or move upward: drawn in cinnabar, reason first.
    private static let dangers: Set<ComplaintAction> = [
        .customerRejects, .rateInvalid, .rateNonResponsible, .sendBack, .escalate, .closeUnconfirmed, .redo, .intervene, .enterLitigation,
    ]
}
