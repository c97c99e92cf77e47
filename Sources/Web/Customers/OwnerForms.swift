internal import Domain
internal import HTTPTypes
internal import Hummingbird
internal import Store
internal import Synchronization
internal import Views

/// Registering a customer and bringing a file up to date.
enum OwnerForms {
    static func showNew(_ member: MemberContext) async throws -> Response { try await newPage(member) }

    static func register(_ member: MemberContext) async throws -> Response {
        let fields = try await member.form()
        try fields.allow(NewOwner.names)
        let values = fields.values
        let new: NewOwner
        switch NewOwner.read(values, project: member.place.unit.project, today: member.today) {
        case .success(let read): new = read
        case .failure(let errors): return try await newPage(member, typed: values, errors: errors)
        }
        let paths = member.paths
        do {
            guard let project = new.project else { throw StoreError.notFound }
            let answer = try await member.write(fields) { tx in
                let permit = try await tx.access(project, for: RegisterCustomer.self)
                return paths.owner(try await tx.register(new, permit))
            }
            return member.done(answer, Flash("owners.opened"))
        } catch {
            return try await again(error) { try await newPage(member, typed: values, errors: $0) }
        }
    }

    static func showEdit(_ member: MemberContext) async throws -> Response { try await editPage(member) }

    static func save(_ member: MemberContext) async throws -> Response {
        let id = CustomerID(try member.incoming.number("id"))
        let fields = try await member.form()
        try fields.allow(CustomerForm.names)
        let values = fields.values
        let version = try fields.version()
        let form: CustomerForm
        switch CustomerForm.read(values) {
        case .success(let read): form = read
        case .failure(let errors): return try await editPage(member, typed: values, errors: errors)
        }
        let path = member.paths.owner(id)
        do {
            let answer = try await member.write(fields) { tx in
                try await tx.save(form, try await tx.access(id, for: ManageCustomer.self, version: version))
                return path
            }
            return member.done(answer, Flash("owners.saved"))
        } catch {
            return try await again(error) { try await editPage(member, typed: values, errors: $0) }
        }
    }

    /// The page with the problems beside their fields; any other error goes on.
    static func again(_ error: any Error, _ page: (FieldErrors) async throws -> Response) async throws -> Response {
        switch error {
        case StoreError.invalid(let errors): return try await page(errors)
        case StoreError.constraint(let name):
            guard let errors = Constraints.errors(name) else { throw error }
            return try await page(errors)
        default: throw error
        }
    }

    private static func newPage(
        _ member: MemberContext, typed: [String: String] = [:], errors: FieldErrors? = nil
    ) async throws -> Response {
        let (projects, frame) = try await member.read { tx in try await tx.projectChoices() }
        let fields = CustomerFields(frame: frame, form: "owner", typed: typed, errors: errors)
        let choices = projects.map { FieldModel.Option(value: $0.id.description, label: $0.name) }
        let project = fields.field(
            .select, "project", required: true, options: [FieldModel.Option(value: "", label: frame.t["form.choose"])] + choices)
        let door = fields.field(.text, "door", half: true, max: 40)
        let relation = fields.words("relation", CustomerRelation.self, required: false)
        let from = fields.field(.date, "from", label: "relationFrom", half: true, value: frame.today.isoText)
        let place = (member.place.unit.project == nil ? [project] : []) + [door, relation, from]
        let page = OrgFormPage(
            title: frame.t["owners.add"], intro: frame.t["owners.add.text"], back: Link(frame.t["owners.title"], path: frame.paths.owners),
            form: FormModel(
                id: "owner", path: frame.paths.newOwner,
                groups: fields.customer() + [FieldGroup(frame.t["owners.group.house"], fields: place)], submit: frame.t["form.save"],
                key: frame.newKey))
        return try frame.page(page, room: .owners, status: errors == nil ? .ok : .unprocessableContent)
    }

    private static func editPage(
        _ member: MemberContext, typed: [String: String] = [:], errors: FieldErrors? = nil
    ) async throws -> Response {
        let id = CustomerID(try member.incoming.number("id"))
        let (file, frame) = try await member.read { tx in try await tx.customerFile(id) }
        guard !file.isFrozen else { throw StoreError.notFound }
        let fields = CustomerFields(frame: frame, form: "owner", typed: typed, errors: errors)
        let page = OrgFormPage(
            title: frame.t["owners.edit"], back: Link(frame.customer(file.name, kind: file.kind, full: true), path: frame.paths.owner(id)),
            form: FormModel(
                id: "owner", path: frame.paths.editOwner(id), groups: fields.customer(file), submit: frame.t["form.save"],
                key: frame.newKey,
                version: String(file.version)))
        return try frame.page(page, room: .owners, status: errors == nil ? .ok : .unprocessableContent)
    }
}

extension FormFields {
    /// The version of the row the person looked at.
    func version() throws(WebFault) -> Int {
        guard let version = Int(try text("version")) else { throw .unprocessable(["version"]) }
        return version
    }
}
