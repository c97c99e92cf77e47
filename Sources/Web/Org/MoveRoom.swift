internal import Domain
internal import HTTPTypes
internal import Hummingbird
internal import Store
internal import Views

/// A project goes to another company: first to which and when, then what that means, then the confirmation.
enum MoveRoom {
    private static let names = ["company", "on", "reason"]

    static func show(_ member: MemberContext) async throws -> Response {
        let query = try member.incoming.query()
        var typed: [String: String] = [:]
        for name in names { typed[name] = try query.single(name) }
        return try await page(member, typed: typed)
    }

    static func plan(_ member: MemberContext) async throws -> Response {
        let (id, paths, today) = (try UnitRoom.unit(member), member.paths, member.today)
        return try await member.keep(names, as: "move", flash: Flash("org.move.saved")) { tx, values in
            let project = try await tx.access(id, for: ManageOrg.self)
            let move = try NewMove.read(values, today: today).orInvalid()
            try await tx.plan(move, project: project, company: try await tx.access(move.company, for: ManageOrg.self))
            return paths.orgUnit(id)
        } again: { rejected in
            try await page(member, typed: rejected.typed, errors: rejected.errors)
        }
    }

    static func cancel(_ member: MemberContext) async throws -> Response {
        let (id, paths) = (try UnitRoom.unit(member), member.paths)
        let fields = try await member.form()
        try fields.allow([])
        let answer = try await member.write(fields) { tx in
            try await tx.cancelMove(try await tx.access(id, for: ManageOrg.self))
            return paths.orgUnit(id)
        }
        return member.done(answer, Flash("org.move.calledOff"))
    }

    private static func page(_ member: MemberContext, typed: [String: String], errors: FieldErrors? = nil) async throws -> Response {
        let id = try UnitRoom.unit(member)
        let (found, frame) = try await member.read { tx in
            (try await tx.unitFile(id), try await tx.fetch(UnitRow.all(tenant: tx.tenant)))
        }
        let (file, units) = found
        guard file.card.unit.kind == .project, !file.card.isClosed, frame.session.actor.covers(file.card.unit, with: .orgManage) else {
            throw StoreError.notFound
        }
        let words = MoveWords(frame: frame, file: file, companies: units.filter { $0.unit.kind == .company })
        return try frame.page(words.page(typed: typed, errors: errors), room: .units, status: errors == nil ? .ok : .unprocessableContent)
    }
}

/// The steps of a move as a page.
struct MoveWords {
    let frame: PageFrame
    let file: UnitFile
    let companies: [UnitRow]

    private var t: Messages { frame.t }

    func page(typed: [String: String], errors: FieldErrors?) -> OrgPlanPage {
        let id = file.card.unit.id
        // A question that was answered in full is not asked for errors; one that was not is.
        let wrong = errors ?? (typed.isEmpty ? nil : problems(typed))
        let target = wrong == nil ? typed["company"].flatMap { UnitID(text: $0) }.flatMap(company) : nil
        let name = frame.name(file.card.unit.name, english: file.card.row.nameEnglish)
        return OrgPlanPage(
            title: "\(t["org.move"]) · \(name)", intro: t["org.move.text"], back: Link(name, path: frame.paths.orgUnit(id)),
            question: OrgPlanPage.Question(
                path: frame.paths.moveProject(id), groups: [FieldGroup(fields: fields(typed, wrong))], submit: t["org.move.preview"]),
            form: target.map { _ in confirmation(typed) }, preview: target.map { preview($0, on: typed["on"] ?? "") })
    }

    private func problems(_ typed: [String: String]) -> FieldErrors? {
        guard case .failure(let errors) = NewMove.read(typed, today: frame.today) else { return nil }
        return errors
    }

    private func company(_ id: UnitID) -> UnitRow? {
        companies.first { $0.unit.id == id && id != file.card.unit.company && frame.session.actor.covers($0.unit, with: .orgManage) }
    }

    private func fields(_ typed: [String: String], _ errors: FieldErrors?) -> [FieldModel] {
        let maker = FieldMaker(frame: frame, form: "move", typed: typed.isEmpty ? nil : typed, errors: errors)
        let choices = companies.filter { company($0.unit.id) != nil }.map { row in
            FieldModel.Option(value: row.unit.id.description, label: frame.name(row.unit.name, english: row.nameEnglish))
        }
        return [
            maker.make(.select, "company", label: "toCompany", options: [maker.choose] + choices),
            maker.make(.date, "on", value: frame.today.adding(days: 1).isoText), maker.make(.text, "reason", max: 300),
        ]
    }

    private func confirmation(_ typed: [String: String]) -> FormModel {
        let hidden = ["company", "on", "reason"].map {
            FieldModel(.hidden, form: "confirm", name: $0, label: "", value: typed[$0] ?? "")
        }
        return FormModel(
            id: "move", path: frame.paths.moveProject(file.card.unit.id),
            groups: [FieldGroup(note: t["org.move.confirmText"], fields: hidden)],
            submit: t["org.move.confirm"], key: frame.newKey)
    }

    private func preview(_ to: UnitRow, on day: String) -> OrgPlanPage.Preview {
        let old = file.card.unit.company
        let mutual = file.agreements.count { agreement in
            file.name(of: old).map { agreement.parties.contains($0.unit.name) } ?? false
        }
        let rules = MoveRule.allCases.map { rule in
            let count = file.load.map { rule.count($0, agreements: mutual) } ?? 0
            return OrgPlanPage.Rule(
                t.word(rule), count: count, words: frame.wording.number(count),
                text: t["moveRule.\(rule.code).text", ["prefix": to.numberPrefix]])
        }
        return OrgPlanPage.Preview(
            title: t[
                "org.move.means",
                [
                    "from": file.name(of: old)?.unit.name ?? "", "to": frame.name(to.unit.name, english: to.nameEnglish), "on": day,
                ]], note: t["org.move.meansText"], rules: rules)
    }
}
