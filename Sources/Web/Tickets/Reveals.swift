internal import Domain
internal import Hummingbird
internal import Store
internal import Views

/// Showing a customer's whole number: after a reason, with a line in the log (ACCESS-P7).
enum Reveals {
    /// Nil for people who may not look. The handler of an open matter gives no reason: the matter is it.
    static func form(
        _ frame: PageFrame, _ record: TicketRecord, typed: String = "", errors: FieldErrors? = nil, message: String? = nil
    ) -> ActionForm? {
        let path = frame.paths.reveal(record.id)
        if record.isHandled(by: frame.session.actor) {
            return ActionForm(
                id: "reveal", label: frame.t["reveal.show"], explain: frame.t["reveal.handler"], path: path, key: frame.newKey,
                message: message)
        }
        guard frame.may(.phoneReveal) else { return nil }
        let reason = FieldModel(
            .text, form: "reveal", name: "reason", label: frame.t["field.reason"], value: typed,
            error: errors?["reason"].map(frame.wording.problem), required: true, maxLength: 300)
        return ActionForm(
            id: "reveal", label: frame.t["reveal.show"], explain: frame.t["reveal.explain"], path: path, fields: [reason],
            key: frame.newKey,
            message: message)
    }

    /// The number is in this answer only; it is never redirected to, cached or put into an address.
    static func show(_ member: MemberContext) async throws -> Response {
        let id = TicketID(try member.incoming.number("id"))
        let fields = try await member.form()
        try fields.allow(["reason"])
        let reason = try fields.text("reason")
        guard let key = FormKey(key: try fields.text("key"), digest: fields.digest) else { throw WebFault.unprocessable(["key"]) }
        try await member.count(.looks)
        do {
            let revealed = try await member.store.revealPhone(
                of: id, reason: reason, member.entry, form: key, path: member.paths.ticket(id))
            let (file, frame) = try await member.read { tx in try await tx.ticket(id) }
            let block = RevealBlock(masked: file.phoneMasked ?? "", number: revealed.value)
            return try frame.page(page(file, frame, customer: revealed.customerName, block), room: .tickets)
        } catch StoreError.quotaReached(let until) {
            let (file, frame) = try await member.read { tx in try await tx.ticket(id) }
            let block = RevealBlock(
                masked: file.phoneMasked ?? "", form: form(frame, file.record, typed: reason, message: frame.quotaReached(until)))
            return try frame.page(
                page(file, frame, customer: unrevealed(file, frame), block), room: .tickets, status: .tooManyRequests)
        } catch StoreError.invalid(let errors) {
            let (file, frame) = try await member.read { tx in try await tx.ticket(id) }
            let block = RevealBlock(masked: file.phoneMasked ?? "", form: form(frame, file.record, typed: reason, errors: errors))
            return try frame.page(
                page(file, frame, customer: unrevealed(file, frame), block), room: .tickets, status: .unprocessableContent)
        }
    }

    /// As the ticket's page names the customer: nothing was given out.
    private static func unrevealed(_ file: TicketFile, _ frame: PageFrame) -> String {
        frame.customer(file.record.customerName, full: file.record.isHandled(by: frame.session.actor))
    }

    private static func page(_ file: TicketFile, _ frame: PageFrame, customer: String, _ block: RevealBlock) -> RevealPage {
        RevealPage(
            number: file.record.number, title: file.record.title, ticketPath: frame.paths.ticket(file.record.id), customer: customer,
            label: frame.t.word(RevealedField.phone), block: block)
    }
}

extension PageFrame {
    /// The looks of this hour are used up: until when, and who was told.
    func quotaReached(_ until: Instant) -> String { t["reveal.usedUp", ["time": wording.clock(until)]] }
}
