internal import Domain
internal import HTTPTypes
internal import Hummingbird
internal import Store
internal import Views

/// Showing one value of a file: after a reason, with a line in the read log (ACCESS-P7).
enum OwnerReveals {
    static func form(
        _ frame: PageFrame, _ field: RevealedField, _ id: CustomerID, contact: ContactID? = nil, typed: String = "",
        errors: FieldErrors? = nil, message: String? = nil
    ) -> ActionForm? {
        guard frame.may(field == .identity ? .identityReveal : .phoneReveal) else { return nil }
        let name = "reveal-\(field.rawValue)\(contact.map { "-\($0)" } ?? "")"
        let reason = FieldModel(
            .text, form: name, name: "reason", label: frame.t["field.reason"], value: typed,
            error: errors?["reason"].map(frame.wording.problem), required: true, maxLength: 300)
        return ActionForm(
            id: name, label: frame.t["reveal.show"], explain: frame.t["reveal.explain"],
            path: frame.paths.revealOwner(field, id, contact: contact), fields: [reason], key: frame.newKey, message: message)
    }

    /// The value is in this answer only; it is never redirected to, cached or put into an address.
    static func show(_ member: MemberContext) async throws -> Response {
        let id = CustomerID(try member.incoming.number("id"))
        guard let field = RevealedField(rawValue: try member.incoming.parameter("field")), field != .extract else {
            throw StoreError.notFound
        }
        let contact = ContactID(text: try member.incoming.query().text("contact"))
        let fields = try await member.form()
        try fields.allow(["reason"])
        let reason = try fields.text("reason")
        guard let key = FormKey(key: try fields.text("key"), digest: fields.digest) else { throw WebFault.unprocessable(["key"]) }
        try await member.count(.looks)
        do {
            let revealed = try await member.store.reveal(
                field, contact, of: id, reason: reason, member.entry, form: key, path: member.paths.owner(id))
            let (file, frame) = try await member.read { tx in try await tx.customerFile(id) }
            let block = RevealBlock(masked: "", number: revealed.value)
            return try frame.page(page(file, frame, field, block), room: .owners)
        } catch StoreError.quotaReached(let until) {
            return try await refused(member, id, field, contact, reason, until: until)
        } catch StoreError.invalid(let errors) {
            return try await refused(member, id, field, contact, reason, errors: errors)
        }
    }

    private static func refused(
        _ member: MemberContext, _ id: CustomerID, _ field: RevealedField, _ contact: ContactID?, _ typed: String,
        errors: FieldErrors? = nil, until: Instant? = nil
    ) async throws -> Response {
        let (file, frame) = try await member.read { tx in try await tx.customerFile(id) }
        let masked = field == .identity ? file.identityMasked : field == .phone ? file.phoneMasked : ""
        let form = form(
            frame, field, id, contact: contact, typed: typed, errors: errors, message: until.map(frame.quotaReached))
        return try frame.page(
            page(file, frame, field, RevealBlock(masked: masked, form: form)), room: .owners,
            status: until == nil ? .unprocessableContent : .tooManyRequests)
    }

    private static func page(_ file: CustomerFile, _ frame: PageFrame, _ field: RevealedField, _ block: RevealBlock) -> RevealPage {
        RevealPage(
            number: "", title: frame.customer(file.name, kind: file.kind, full: true), ticketPath: frame.paths.owner(file.id),
            customer: frame.customer(file.name, kind: file.kind, full: true), label: frame.t.word(field), block: block)
    }
}
