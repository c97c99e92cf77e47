internal import Domain
internal import HTTPTypes
internal import Hummingbird
internal import Store
internal import Views

/// One-time links: for somebody new, and for somebody who forgot. The link is in the answer to the form and nowhere else.
enum InvitationRoom {
    static func add(_ member: MemberContext) async throws -> Response {
        let fields = try await member.form()
        try fields.allow(OrgForm.person.names)
        let values = fields.values
        do {
            let person = try NewPerson.read(values).orInvalid()
            let invitation = try await Invitation.make(.first, hasher: member.services.hasher)
            let paths = member.paths
            let answer = try await member.write(fields) { tx in
                paths.person(try await tx.invite(person, invitation, try await tx.access(person.unit, for: ManagePeople.self)))
            }
            return try await shown(answer, invitation, member, name: person.name, account: person.account)
        } catch StoreError.invalid(let errors) {
            return try await OrgFormRoom.page(.person, member, typed: values, errors: errors)
        } catch StoreError.constraint(let name) {
            guard let errors = Constraints.errors(name) else { throw StoreError.constraint(name: name) }
            return try await OrgFormRoom.page(.person, member, typed: values, errors: errors)
        }
    }

    static func show(_ member: MemberContext) async throws -> Response {
        let id = PersonID(try member.incoming.number("id"))
        let (person, frame) = try await member.read { tx in try await tx.access(id, for: ManagePeople.self).thing.person }
        let t = frame.t
        let page = OrgFormPage(
            title: "\(t["people.reset"]) · \(person.name)", intro: t["people.reset.text"],
            back: Link(person.name, path: frame.paths.person(id)),
            form: FormModel(id: "invite", path: frame.paths.invite(id), groups: [], submit: t["people.reset.go"], key: frame.newKey))
        return try frame.page(page, room: .people)
    }

    static func invite(_ member: MemberContext) async throws -> Response {
        let fields = try await member.form()
        try fields.allow([])
        let id = PersonID(try member.incoming.number("id"))
        let invitation = try await Invitation.make(.reset, hasher: member.services.hasher)
        let back = member.paths.person(id)
        let answer = try await member.write(fields) { tx in
            try await tx.invite(try await tx.access(id, for: ManagePeople.self), invitation)
            return back
        }
        let person = try await member.store.read(member.entry, member.requirement) { tx in
            try await tx.fetchFirst(PersonFacts.find(id, tenant: tx.tenant))
        }
        return try await shown(answer, invitation, member, name: person?.name ?? "", account: person?.account ?? "")
    }

    /// A form sent twice leads to the person: the link of the first answer is not known any more.
    private static func shown(
        _ answer: WriteAnswer, _ invitation: Invitation, _ member: MemberContext, name: String, account: String
    ) async throws -> Response {
        guard case .first(let path) = answer else { return member.done(answer, Flash("people.inviteShown")) }
        let (_, frame) = try await member.read { tx in try await tx.enter() }
        let t = frame.t
        let origin = member.services.settings.publicOrigin
        let link = "\(origin)\(Paths.invitation(member.place.tenantCode, token: invitation.token))"
        var next = [Link(name, path: path)]
        if invitation.kind == .first { next.append(Link(t["org.add.post"], path: "\(path)/posts/new")) }
        let page = InvitationPage(
            title: t[invitation.kind == .first ? "invitation.first" : "invitation.reset"], name: name,
            account: "\(account)@\(member.place.tenantCode)", link: link, expires: frame.wording.moment(frame.now + Invitation.life),
            next: next)
        return try frame.page(page, room: .people)
    }
}
