internal import Domain
internal import HTTPTypes
internal import Hummingbird
internal import Store
internal import Views

/// Ending a post on a day, and closing a person's account for good (ACCESS-P8).
enum PeopleEnding {
    static func showEnd(_ member: MemberContext) async throws -> Response { try await endPage(member) }

    static func end(_ member: MemberContext) async throws -> Response {
        let fields = try await member.form()
        try fields.allow(["to"])
        let (person, post) = (PersonID(try member.incoming.number("id")), PostID(try member.incoming.number("post")))
        let typed = try fields.text("to")
        let day: Day
        do throws(FieldProblem) {
            day = try Day.parse(typed)
        } catch {
            return try await endPage(member, typed: typed, errors: FieldErrors("to", error))
        }
        let back = member.paths.person(person)
        do {
            let answer = try await member.write(fields) { tx in
                let posts = try await tx.fetch(PostRow.of(person, tenant: tx.tenant))
                guard let found = posts.first(where: { $0.id == post }) else { throw StoreError.notFound }
                try await tx.end(post, on: day, try await tx.access(found.unit, for: ManagePeople.self))
                return back
            }
            return member.done(answer, Flash("org.saved"))
        } catch StoreError.constraint(let name) {
            guard let errors = Constraints.errors(name) else { throw StoreError.constraint(name: name) }
            return try await endPage(member, typed: typed, errors: errors)
        }
    }

    static func showDisable(_ member: MemberContext) async throws -> Response {
        let person = PersonID(try member.incoming.number("id"))
        let (found, frame) = try await member.read { tx in try await tx.person(person, at: member.place.unit) }
        let t = frame.t
        let page = OrgFormPage(
            title: "\(t["org.disable"]) · \(found.name)", intro: t["org.disable.text"],
            back: Link(found.name, path: frame.paths.person(person)),
            form: FormModel(id: "disable", path: frame.paths.disable(person), groups: [], submit: t["org.disable"], key: frame.newKey))
        return try frame.page(page, room: .people)
    }

    /// Signed out everywhere at once, and never in again.
    static func disable(_ member: MemberContext) async throws -> Response {
        let fields = try await member.form()
        try fields.allow([])
        let person = PersonID(try member.incoming.number("id"))
        let (viewpoint, back) = (member.place.unit, member.paths.person(person))
        let answer = try await member.write(fields) { tx in
            let found = try await tx.person(person, at: viewpoint)
            try await tx.disable(person, try await tx.access(found.unit, for: ManagePeople.self))
            return back
        }
        return member.done(answer, Flash("org.saved"))
    }

    private static func endPage(
        _ member: MemberContext, typed: String? = nil, errors: FieldErrors? = nil
    ) async throws -> Response {
        let (person, post) = (PersonID(try member.incoming.number("id")), PostID(try member.incoming.number("post")))
        let (posts, frame) = try await member.read { tx in try await tx.fetch(PostRow.of(person, tenant: tx.tenant)) }
        guard let found = posts.first(where: { $0.id == post }) else { throw StoreError.notFound }
        let t = frame.t
        let until = FieldModel(
            .date, form: "end", name: "to", label: t["field.until"], value: typed ?? frame.today.isoText,
            error: errors?["to"].map(frame.wording.problem), required: true, autofocus: true)
        let page = OrgFormPage(
            title: "\(t["org.endPost"]) · \(found.title)", intro: "\(found.personName) · \(found.unitName)",
            back: Link(found.personName, path: frame.paths.person(person)),
            form: FormModel(
                id: "end", path: frame.paths.endPost(post, of: person), groups: [FieldGroup(fields: [until])], submit: t["form.save"],
                key: frame.newKey))
        return try frame.page(page, room: .people, status: errors == nil ? .ok : .unprocessableContent)
    }
}

extension Transaction {
    /// Somebody at home in what the viewpoint covers.
    /// - Throws: `notFound`.
    fileprivate func person(_ id: PersonID, at viewpoint: UnitRef) async throws -> PersonRow {
        let next = try await fetch(PersonRow.page(at: viewpoint, after: PersonID(id.rawValue - 1)))
        guard let found = next.first, found.id == id else { throw StoreError.notFound }
        return found
    }
}
