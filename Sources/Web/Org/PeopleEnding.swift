internal import Domain
internal import HTTPTypes
internal import Hummingbird
internal import Store
internal import Views

/// Three ways in which matters leave somebody's hands: handing them over, ending a post on a day, closing the account for good. Each lists
/// what is in the hands and asks who takes it; none goes on while something would stay unheld (ACCESS-P8, ORG-R13).
enum PeopleEnding {
    enum Way: String, Sendable {
        case handOver, end, disable
    }

    static func show(_ way: Way) -> @Sendable (MemberContext) async throws -> Response {
        { member in try await page(way, member) }
    }

    static func take(_ way: Way) -> @Sendable (MemberContext) async throws -> Response {
        { member in
            let fields = try await member.form()
            let takers = fields.list.map(\.name).filter { $0.hasPrefix(HandOverPlan.prefix) }
            try fields.allow(["reason"] + (way == .end ? ["to"] : []) + takers)
            let values = fields.values
            do {
                let plan = try HandOverPlan.read(values).orInvalid()
                let answer = try await write(way, plan, values, fields, member)
                return member.done(answer, Flash("people.done.\(way.rawValue)"))
            } catch StoreError.invalid(let errors) {
                return try await page(way, member, typed: values, errors: errors)
            } catch StoreError.constraint(let name) {
                guard let errors = Constraints.errors(name) else { throw StoreError.constraint(name: name) }
                return try await page(way, member, typed: values, errors: errors)
            }
        }
    }

    private static func write(
        _ way: Way, _ plan: HandOverPlan, _ values: [String: String], _ fields: FormFields, _ member: MemberContext
    ) async throws -> WriteAnswer {
        let person = PersonID(try member.incoming.number("id"))
        let back = member.paths.person(person)
        switch way {
        case .handOver:
            return try await member.write(fields) { tx in
                try await tx.handOver(try await tx.access(person, for: ManagePeople.self), plan)
                return back
            }
        case .disable:
            return try await member.write(fields) { tx in
                try await tx.disable(try await tx.access(person, for: ManagePeople.self), handing: plan)
                return back
            }
        case .end:
            let post = PostID(try member.incoming.number("post"))
            let day: Day
            do throws(FieldProblem) {
                day = try Day.parse(values["to"] ?? "")
            } catch {
                throw StoreError.invalid(FieldErrors("to", error))
            }
            return try await member.write(fields) { tx in
                let found = try await tx.post(post, of: person)
                try await tx.end(post, on: day, handing: plan, try await tx.access(found.unit, for: ManagePeople.self))
                return back
            }
        }
    }

    private struct Found: Sendable {
        let name: String
        let post: PostRow?
        let hands: [HandfulRow]
    }

    private static func fetch(_ way: Way, _ tx: ReadTransaction, _ member: MemberContext) async throws -> Found {
        let id = PersonID(try member.incoming.number("id"))
        guard way == .end else {
            let person = try await tx.access(id, for: ManagePeople.self).thing.person
            return Found(name: person.name, post: nil, hands: try await tx.hands(of: id))
        }
        try await tx.enter()
        let post = try await tx.post(PostID(try member.incoming.number("post")), of: id)
        _ = try await tx.access(post.unit, for: ManagePeople.self)
        let hands = post.absentName == nil ? try await tx.hands(of: id, at: [post.unit]) : []
        return Found(name: post.personName, post: post, hands: hands)
    }

    private static func page(
        _ way: Way, _ member: MemberContext, typed: [String: String] = [:], errors: FieldErrors? = nil
    ) async throws -> Response {
        let (found, frame) = try await member.read { tx in try await fetch(way, tx, member) }
        let id = PersonID(try member.incoming.number("id"))
        let t = frame.t
        var groups = found.hands.map { group($0, frame, typed, errors) }
        var last: [FieldModel] = []
        if way == .end {
            last.append(
                FieldModel(
                    .date, form: "ending", name: "to", label: t["field.until"], value: typed["to"] ?? frame.today.isoText,
                    hint: t["people.until.hint"], error: errors?["to"].map(frame.wording.problem), required: true, half: true))
        }
        if !found.hands.isEmpty {
            last.append(
                FieldModel(
                    .text, form: "ending", name: "reason", label: t["people.reason"], value: typed["reason"] ?? "",
                    hint: t["people.reason.hint"], error: errors?["reason"].map(frame.wording.problem), maxLength: 300))
        }
        if !last.isEmpty { groups.append(FieldGroup(fields: last)) }
        let title = way == .end ? "\(t["org.endPost"]) · \(found.post?.title ?? "")" : "\(t["people.way.\(way.rawValue)"]) · \(found.name)"
        let path =
            switch way {
            case .handOver: frame.paths.handOver(id)
            case .disable: frame.paths.disable(id)
            case .end: frame.paths.endPost(found.post?.id ?? PostID(0), of: id)
            }
        let intro = [t["people.way.\(way.rawValue).text"], t[found.hands.isEmpty ? "people.handsEmpty" : "people.handsAsk"]]
        let page = OrgFormPage(
            title: title, intro: intro.joined(separator: " "), back: Link(found.name, path: frame.paths.person(id)),
            form: FormModel(
                id: "ending", path: path, groups: groups, submit: t["people.way.\(way.rawValue)"], key: frame.newKey))
        return try frame.page(page, room: .people, status: errors == nil ? .ok : .unprocessableContent)
    }

    private static let shownNumbers = 30

    private static func group(_ handful: HandfulRow, _ frame: PageFrame, _ typed: [String: String], _ errors: FieldErrors?) -> FieldGroup {
        let (t, name) = (frame.t, HandOverPlan.field(handful.unit))
        let numbers = handful.matters.prefix(shownNumbers).map {
            t["people.numbered", ["number": $0.number, "part": t["hand.\($0.part.code)"]]]
        }
        let rest = handful.matters.count - numbers.count
        let note = numbers.joined(separator: t["people.comma"]) + (rest > 0 ? " \(t["people.more", ["count": String(rest)]])" : "")
        let taker = FieldModel(
            .select, form: "ending", name: name, label: t["people.taker"], value: typed[name] ?? "",
            hint: handful.takers.isEmpty ? t["people.noTaker"] : nil, error: errors?[name].map(frame.wording.problem), required: true,
            options: [.init(value: "", label: t["form.choose"])]
                + handful.takers.map { .init(value: $0.person.description, label: frame.wording.person($0.name, post: $0.title)) })
        let legend = "\(handful.unitName) · \(t["people.handsCount", ["count": String(handful.matters.count)]])"
        return FieldGroup(legend, note: note, fields: [taker])
    }
}
