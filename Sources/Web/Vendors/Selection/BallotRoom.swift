internal import Domain
internal import HTTPTypes
internal import Hummingbird
internal import Store
internal import Views

/// The own marks: handed in sealed. What was handed in is not shown again, not even to who wrote it, before all are opened.
enum BallotRoom {
    static func show(_ member: MemberContext) async throws -> Response { try await page(member) }

    static func handIn(_ member: MemberContext) async throws -> Response {
        let fields = try await member.form()
        let values = fields.values
        // Any mark may be sent; whose it is, and whether it may be, is the rules' to say.
        try fields.allow(["note"] + values.keys.filter { MarkPlace(field: $0) != nil })
        let id = try SelectionRoom.selection(member)
        let path = member.paths.selection(id)
        do {
            let answer = try await member.write(fields) { tx in
                try await tx.handIn(values, try await tx.access(id, for: SitInCommittee.self))
                return path
            }
            return member.done(answer, Flash("ballot.sealed"))
        } catch {
            guard let rejected = try SelectionFaults.rejected(error, form: "ballot", typed: values, member) else { throw error }
            return try await page(member, rejected)
        }
    }

    private static func page(_ member: MemberContext, _ rejected: RejectedForm? = nil) async throws -> Response {
        let id = try SelectionRoom.selection(member)
        let (file, frame) = try await member.read { tx in try await tx.selection(id) }
        guard let own = file.member(frame.session.actor.person), own.member.role.scores else { throw StoreError.notFound }
        let open = file.row.state == .evaluation && file.row.openedAt == nil
        let maker = FieldMaker(frame: frame, form: "ballot", typed: rejected?.typed, errors: rejected?.errors)
        let scored = open ? own.member.scored(among: file.running.map(\.id)) : []
        var groups = scored.compactMap { candidate in
            file.running.first { $0.id == candidate }.map { row in
                FieldGroup(row.name, note: row.investigation, fields: file.criteria.map { mark($0, of: candidate, maker, frame) })
            }
        }
        if open { groups.append(FieldGroup(fields: [maker.make(.textarea, "note", label: "ballotNote", max: 1_000, required: false)])) }
        let t = frame.t
        let message = rejected?.message ?? (open ? nil : t[file.row.state.isPlan ? "ballot.refused.notYet" : "ballot.refused.tooLate"])
        let page = OrgFormPage(
            title: "\(t["selection.score"]) · \(file.row.title)", intro: t["ballot.intro"],
            back: Link(file.row.title, path: frame.paths.selection(id)),
            form: FormModel(
                id: "ballot", path: frame.paths.ballot(id), groups: groups, submit: t["ballot.submit"], key: frame.newKey, message: message)
        )
        return try frame.page(page, room: .vendors, status: rejected == nil ? .ok : .unprocessableContent)
    }

    private static func mark(_ row: CriterionRow, of candidate: CandidateID, _ maker: FieldMaker, _ frame: PageFrame) -> FieldModel {
        let name = MarkPlace(candidate, row.criterion.id).field
        let hint = row.guide.isEmpty ? nil : row.guide
        let error = maker.errors?[name].map(frame.wording.problem)
        let t = frame.t
        if row.criterion.knocksOut {
            return FieldModel(
                .radios, form: "ballot", name: name, label: "\(row.criterion.name) · \(t["selection.knockOut"])",
                value: maker.typed?[name] ?? "",
                hint: hint, error: error, required: true,
                options: [.init(value: "pass", label: t["selection.pass"]), .init(value: "fail", label: t["selection.fail"])])
        }
        return FieldModel(
            .number, form: "ballot", name: name, label: "\(row.criterion.name) · \(row.criterion.weight) %",
            value: maker.typed?[name] ?? "",
            hint: hint ?? t["ballot.scale"], error: error, required: true, half: true)
    }
}
