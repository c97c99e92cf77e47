internal import Domain
internal import HTTPTypes
internal import Hummingbird
internal import Store
internal import Views

/// Small forms about one person: name and home, and who stands in while the person is absent.
enum PersonForms {
    static func showEdit(_ member: MemberContext) async throws -> Response { try await editPage(member) }

    static func edit(_ member: MemberContext) async throws -> Response {
        let fields = try await member.form()
        try fields.allow(["name", "unit"])
        let id = PersonID(try member.incoming.number("id"))
        let values = fields.values
        do {
            let change = try PersonChange.read(values).orInvalid()
            let back = member.paths.person(id)
            let answer = try await member.write(fields) { tx in
                let permit = try await tx.access(id, for: ManagePeople.self)
                try await tx.change(change, permit, home: try await tx.access(change.unit, for: ManagePeople.self))
                return back
            }
            return member.done(answer, Flash("org.saved"))
        } catch StoreError.invalid(let errors) {
            return try await editPage(member, typed: values, errors: errors)
        }
    }

    private static func editPage(
        _ member: MemberContext, typed: [String: String] = [:], errors: FieldErrors? = nil
    ) async throws -> Response {
        let id = PersonID(try member.incoming.number("id"))
        let (found, frame) = try await member.read { tx in
            (try await tx.access(id, for: ManagePeople.self).thing.person, try await tx.fetch(UnitRow.all(tenant: tx.tenant)))
        }
        let (person, units) = found
        let t = frame.t
        let homes = units.inTreeOrder().map(\.row).filter { frame.session.actor.covers($0.unit, with: .peopleManage) }
        let fields = [
            FieldModel(
                .text, form: "edit", name: "name", label: t["field.personName"], value: typed["name"] ?? person.name,
                error: errors?["name"].map(frame.wording.problem), required: true, autofocus: errors == nil, maxLength: 40),
            FieldModel(
                .select, form: "edit", name: "unit", label: t["people.home"], value: typed["unit"] ?? person.home.id.description,
                hint: t["people.home.hint"], error: errors?["unit"].map(frame.wording.problem), required: true,
                options: homes.map {
                    .init(
                        value: $0.unit.id.description,
                        label: "\(frame.name($0.unit.name, english: $0.nameEnglish)) · \(t.word($0.unit.kind))")
                }),
        ]
        let page = OrgFormPage(
            title: "\(t["people.edit"]) · \(person.name)", back: Link(person.name, path: frame.paths.person(id)),
            form: FormModel(
                id: "edit", path: frame.paths.editPerson(id), groups: [FieldGroup(fields: fields)], submit: t["form.save"],
                key: frame.newKey))
        return try frame.page(page, room: .people, status: errors == nil ? .ok : .unprocessableContent)
    }

    static func showDeputy(_ member: MemberContext) async throws -> Response { try await deputyPage(member) }

    static func deputy(_ member: MemberContext) async throws -> Response {
        let fields = try await member.form()
        try fields.allow(["person", "from", "to"])
        let (person, post) = (PersonID(try member.incoming.number("id")), PostID(try member.incoming.number("post")))
        let values = fields.values
        do {
            let deputy = try NewDeputy.read(values, for: post).orInvalid()
            let back = member.paths.person(person)
            let answer = try await member.write(fields) { tx in
                let found = try await tx.post(post, of: person)
                _ = try await tx.add(deputy, try await tx.access(found.unit, for: ManagePeople.self))
                return back
            }
            return member.done(answer, Flash("people.deputySaved"))
        } catch StoreError.invalid(let errors) {
            return try await deputyPage(member, typed: values, errors: errors)
        } catch StoreError.constraint(let name) {
            guard let errors = Constraints.errors(name) else { throw StoreError.constraint(name: name) }
            return try await deputyPage(member, typed: values, errors: errors)
        }
    }

    private static func deputyPage(
        _ member: MemberContext, typed: [String: String] = [:], errors: FieldErrors? = nil
    ) async throws -> Response {
        let (id, post) = (PersonID(try member.incoming.number("id")), PostID(try member.incoming.number("post")))
        let (found, frame) = try await member.read { tx in
            let post = try await tx.post(post, of: id)
            _ = try await tx.access(post.unit, for: ManagePeople.self)
            return (post: post, people: try await tx.fetch(PersonRow.page(at: member.place.unit, PeopleFilter(state: .active))))
        }
        let (t, absent) = (frame.t, found.post)
        // The problem of the post as a whole is said where somebody is chosen.
        let problem = errors?["person"] ?? errors?["role"] ?? errors?["unit"]
        let people = found.people.filter { $0.id != id && $0.id != frame.session.actor.person }
        let fields = [
            FieldModel(
                .select, form: "deputy", name: "person", label: t["people.deputy"], value: typed["person"] ?? "",
                error: problem.map(frame.wording.problem), required: true, autofocus: errors == nil,
                options: [.init(value: "", label: t["form.choose"])]
                    + people.map { .init(value: $0.id.description, label: "\($0.name) · \($0.unitName)") }),
            FieldModel(
                .date, form: "deputy", name: "from", label: t["field.from"], value: typed["from"] ?? frame.today.isoText,
                error: errors?["from"].map(frame.wording.problem), required: true, half: true),
            FieldModel(
                .date, form: "deputy", name: "to", label: t["field.until"], value: typed["to"] ?? "",
                error: errors?["to"].map(frame.wording.problem), required: true, half: true),
        ]
        let page = OrgFormPage(
            title: "\(t["people.addDeputy"]) · \(absent.title)", intro: t["people.deputy.text", ["name": absent.personName]],
            back: Link(absent.personName, path: frame.paths.person(id)),
            form: FormModel(
                id: "deputy", path: frame.paths.deputy(for: post, of: id), groups: [FieldGroup(fields: fields)], submit: t["form.save"],
                key: frame.newKey))
        return try frame.page(page, room: .people, status: errors == nil ? .ok : .unprocessableContent)
    }
}

extension Transaction {
    /// A post of that very person.
    /// - Throws: `notFound`.
    func post(_ post: PostID, of person: PersonID) async throws -> PostRow {
        let posts = try await fetch(PostRow.of(person, tenant: tenant))
        guard let found = posts.first(where: { $0.id == post }) else { throw StoreError.notFound }
        return found
    }
}
