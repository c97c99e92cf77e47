internal import Domain
internal import HTTPTypes
internal import Hummingbird
internal import Store
internal import Views

/// One house: its page, its facts, its keys and who owns it.
enum HouseRoom {
    static func show(_ member: MemberContext) async throws -> Response { try await page(member) }

    static func showEdit(_ member: MemberContext) async throws -> Response { try await editPage(member) }

    static func save(_ member: MemberContext) async throws -> Response {
        let id = HouseID(try member.incoming.number("id"))
        let fields = try await member.form()
        try fields.allow(HouseForm.names)
        let (values, path, version) = (fields.values, member.paths.house(id), try fields.version())
        do {
            let answer = try await member.write(fields) { tx in
                let permit = try await tx.access(id, for: ManageHouse.self, version: version)
                try await tx.save(try HouseForm.read(values).orInvalid(), permit)
                return path
            }
            return member.done(answer, Flash("house.saved"))
        } catch {
            return try await OwnerForms.again(error) { try await editPage(member, typed: values, errors: $0) }
        }
    }

    static func handOver(_ member: MemberContext) async throws -> Response {
        let id = HouseID(try member.incoming.number("id"))
        let fields = try await member.form()
        try fields.allow(["on"])
        let (values, path) = (fields.values, member.paths.house(id))
        do {
            let answer = try await member.write(fields) { tx in
                let permit = try await tx.access(id, for: ManageHouse.self)
                let day: Day
                do throws(FieldProblem) { day = try Day.parse(values["on"] ?? "") } catch {
                    throw StoreError.invalid(FieldErrors("on", error))
                }
                try await tx.handOver(permit, on: day)
                return path
            }
            return member.done(answer, Flash("house.handedOver"))
        } catch {
            return try await OwnerForms.again(error) { try await page(member, typed: values, errors: $0) }
        }
    }

    static func showTransfer(_ member: MemberContext) async throws -> Response { try await transferPage(member) }

    static func transfer(_ member: MemberContext) async throws -> Response {
        let id = HouseID(try member.incoming.number("id"))
        let fields = try await member.form()
        try fields.allow(OwnershipChange.names)
        let (values, version, today, paths) = (fields.values, try fields.version(), member.today, member.paths)
        do {
            let answer = try await member.write(fields) { tx in
                let permit = try await tx.access(id, for: ManageHouse.self, with: .customerManage, version: version)
                _ = try await tx.change(try OwnershipChange.read(values, today: today).orInvalid(), permit)
                return paths.house(id)
            }
            return member.done(answer, Flash("house.transferred"))
        } catch {
            return try await OwnerForms.again(error) { try await transferPage(member, typed: values, errors: $0) }
        }
    }

    private static func page(_ member: MemberContext, typed: [String: String] = [:], errors: FieldErrors? = nil) async throws -> Response {
        let id = HouseID(try member.incoming.number("id"))
        let (file, frame) = try await member.read { tx in try await tx.house(id) }
        let words = HouseWords(frame: frame, file: file, typed: typed, errors: errors)
        return try frame.page(words.page(), room: .houses, status: errors == nil ? .ok : .unprocessableContent)
    }

    private static func editPage(_ member: MemberContext, typed: [String: String] = [:], errors: FieldErrors? = nil) async throws
        -> Response
    {
        let id = HouseID(try member.incoming.number("id"))
        let (file, frame) = try await member.read { tx in try await tx.house(id) }
        let house = file.house
        let fields = CustomerFields(frame: frame, form: "house", typed: typed, errors: errors)
        let page = OrgFormPage(
            title: frame.t["house.edit"], back: Link("\(house.projectName) \(house.label)", path: frame.paths.house(id)),
            form: FormModel(
                id: "house", path: frame.paths.editHouse(id),
                groups: [
                    FieldGroup(fields: [
                        fields.words("usage", HouseUsage.self, value: house.usage),
                        fields.field(.text, "houseType", half: true, max: 30, value: house.houseType),
                        fields.field(.text, "area", half: true, max: 12, value: house.area?.text ?? ""),
                        fields.field(.text, "innerArea", half: true, max: 12, value: house.innerArea?.text ?? ""),
                    ])
                ], submit: frame.t["form.save"], key: frame.newKey, version: String(house.version)))
        return try frame.page(page, room: .houses, status: errors == nil ? .ok : .unprocessableContent)
    }

    private static func transferPage(
        _ member: MemberContext, typed: [String: String] = [:], errors: FieldErrors? = nil
    ) async throws -> Response {
        let id = HouseID(try member.incoming.number("id"))
        let (file, frame) = try await member.read { tx in try await tx.house(id) }
        let house = file.house
        let fields = CustomerFields(frame: frame, form: "transfer", typed: typed, errors: errors)
        let change = FieldGroup(
            frame.t["house.transfer.when"],
            fields: [
                fields.field(.date, "on", label: "transferOn", required: true, half: true, value: frame.today.isoText),
                fields.field(.text, "reason", half: true, max: 200), fields.field(.checkbox, "tenantsStay"),
            ])
        let page = OrgFormPage(
            title: frame.t["house.transfer"], intro: frame.t["house.transfer.text"],
            back: Link("\(house.projectName) \(house.label)", path: frame.paths.house(id)),
            form: FormModel(
                id: "transfer", path: frame.paths.transferHouse(id), groups: [change] + fields.customer(),
                submit: frame.t["house.transfer.submit"],
                key: frame.newKey, version: String(house.version)))
        return try frame.page(page, room: .houses, status: errors == nil ? .ok : .unprocessableContent)
    }
}
