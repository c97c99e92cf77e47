internal import Domain
internal import HTTPTypes
internal import Hummingbird
internal import Store
internal import Views

/// Shows and takes the administrator's forms.
enum OrgFormRoom {
    static func show(_ form: OrgForm) -> @Sendable (MemberContext) async throws -> Response {
        { member in
            let known = form == .post ? ["person": String(try member.incoming.number("id"))] : [:]
            return try await page(form, member, typed: known)
        }
    }

    static func save(_ form: OrgForm) -> @Sendable (MemberContext) async throws -> Response {
        { member in
            let fields = try await member.form()
            try fields.allow(form.names)
            var values = fields.values
            // The path says whose post it is; a field that says otherwise is not believed.
            if form == .post { values["person"] = String(try member.incoming.number("id")) }
            do {
                let group = try await member.group(for: form)
                let command = try form.command(values, group: group)
                let paths = member.paths
                let answer = try await member.write(fields) { tx in try await command.save(tx, paths) }
                return member.done(answer, Flash("org.saved"))
            } catch StoreError.invalid(let errors) {
                return try await page(form, member, typed: values, errors: errors)
            } catch StoreError.constraint(let name) {
                guard let errors = Constraints.errors(name) else { throw StoreError.constraint(name: name) }
                return try await page(form, member, typed: values, errors: errors)
            }
        }
    }

    static func page(
        _ form: OrgForm, _ member: MemberContext, typed: [String: String], errors: FieldErrors? = nil
    ) async throws -> Response {
        let (choices, frame) = try await member.read { tx in try await OrgChoices.fetch(form, tx, at: member.place.unit) }
        let fields = OrgFields(form: form, frame: frame, choices: choices, typed: typed, errors: errors).controls
        let person = typed["person"].flatMap { PersonID(text: $0) }
        let page = OrgFormPage(
            title: frame.t[form.titleKey], back: form.back(frame),
            form: FormModel(
                id: form.rawValue, path: form.path(frame.paths, person: person), groups: [FieldGroup(fields: fields)],
                submit: frame.t["form.save"], key: frame.newKey))
        return try frame.page(page, room: form.room, status: errors == nil ? .ok : .unprocessableContent)
    }
}

extension MemberContext {
    /// The group unit, under which companies and vendors stand; looked up only for their forms.
    fileprivate func group(for form: OrgForm) async throws -> UnitID? {
        guard form == .company || form == .vendor else { return nil }
        if place.unit.kind == .group { return place.unit.id }
        return try await store.read(entry, requirement) { tx in
            let units = try await tx.fetch(UnitRow.all(tenant: tx.tenant))
            return units.first { $0.unit.kind == .group }?.unit.id
        }
    }
}
