internal import Domain
internal import HTTPTypes
internal import Hummingbird
internal import Store
internal import Views

/// One ticket, and the steps people take on it.
enum TicketRoom {
    static func show(_ member: MemberContext) async throws -> Response { try await page(member) }

    /// - Parameter returned: files that were kept, and what is wrong with those that came with them.
    static func page(_ member: MemberContext, returned: Filled? = nil, errors: FieldErrors? = nil) async throws -> Response {
        let id = TicketID(try member.incoming.number("id"))
        let (found, frame) = try await member.read { tx in
            let file = try await tx.ticket(id)
            let besides = try await tx.fetch(
                HouseOfficer.about(id, tenant: tx.tenant, today: try tx.today), ExcludedVenues.about(id, tenant: tx.tenant))
            return (file, besides, try await tx.surveyOrigin(of: id), try await tx.held(returned?.files ?? []))
        }
        let (file, (officers, venues), origin, kept) = found
        let excluded = venues.first?.value.split(separator: "\n").map(String.init) ?? []
        var words = TicketWords(frame: frame, file: file, officers: officers, excluded: excluded, survey: origin)
        words.returnedFiles = returned.map { (kept, $0.problem(frame.wording) ?? errors?["files"].map(frame.wording.problem)) }
        return try frame.page(words.page(), room: .tickets, status: returned == nil ? .ok : .unprocessableContent) { flash in
            named(flash, file, frame)
        }
    }

    /// The flash of a step carries ids; their names are known where the ticket is read.
    private static func named(_ flash: Flash, _ file: TicketFile, _ frame: PageFrame) -> Flash {
        var flash = flash
        if let unit = flash.arguments["toUnit"].flatMap({ UnitID(text: $0) }) { flash.arguments["unit"] = file.ticket.name(of: unit) }
        if let person = flash.arguments["toPerson"].flatMap({ PersonID(text: $0) }) {
            flash.arguments["person"] = file.ticket.colleagues.first { $0.id == person }?.name ?? file.record.handlerName
        }
        return flash
    }

    /// Takes one step: at most once for each form, nothing at all when it is refused.
    static func act(_ member: MemberContext) async throws -> Response {
        let id = TicketID(try member.incoming.number("id"))
        guard let action = ComplaintAction(rawValue: try member.incoming.parameter("action")), action != .record,
            ComplaintAction.fromForms.contains(action)
        else {
            throw StoreError.notFound
        }
        let fields = try await member.form()
        try fields.allow(action.fields.map(\.field.rawValue))
        guard let key = FormKey(key: try fields.text("key"), digest: fields.digest) else { throw WebFault.unprocessable(["key"]) }
        guard let version = Int(try fields.text("version")) else { throw WebFault.unprocessable(["version"]) }
        let typed = fields.values
        do {
            let step = try await member.store.take(
                action, on: id, version: version, fields: typed, member.entry, form: key, path: member.paths.ticket(id))
            return member.done(step.answer, flash(action, step.outcome))
        } catch StoreError.invalid(let errors) {
            return try await again(member, id, .init(action: action, typed: typed, errors: errors))
        } catch StoreError.stale(let staleness) {
            return try await Conflicts.page(member, id, action, typed: typed, staleness)
        } catch let refusal as Refusal {
            return try await Conflicts.page(member, id, action, typed: typed, refusal)
        }
    }

    /// The same page with the form open as it was typed and the problems beside their fields.
    private static func again(_ member: MemberContext, _ id: TicketID, _ rejected: ActionForms.Rejected) async throws -> Response {
        let (file, frame) = try await member.read { tx in try await tx.ticket(id) }
        let action = rejected.action
        guard file.ticket.allowed(frame.session.actor).contains(where: { $0.action == action }) else {
            // What is wrong with the fields does not matter to somebody who may not send them.
            let permission = ComplaintTransitions.all.first { $0.action == action }?.permission
            if let permission, !frame.may(permission) { throw StoreError.refused(permission) }
            return try Conflicts.page(file, frame, action, rejected.typed, changes: [], refusal: nil)
        }
        return try frame.page(
            TicketWords(frame: frame, file: file, rejected: rejected).page(), room: .tickets, status: .unprocessableContent)
    }

    /// What happened and what comes next, in words once the ticket is shown again.
    private static func flash(_ action: ComplaintAction, _ outcome: Outcome?) -> Flash {
        var arguments: [String: String] = [:]
        if let outcome {
            arguments["toUnit"] = String(outcome.event.toUnit.rawValue)
            arguments["toPerson"] = outcome.event.toPerson.map { String($0.rawValue) }
        }
        return Flash("flash.\(action.rawValue)", arguments)
    }
}
