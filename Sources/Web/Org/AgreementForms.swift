internal import Domain
internal import HTTPTypes
internal import Hummingbird
internal import Store
internal import Views

/// Writing an agreement, and its next version.
enum AgreementForms {
    private static let sides = 1...AgreementRule.sides
    private static let names =
        ["subject", "title", "from", "until", "checkMonths", "workflow"]
        + sides.flatMap { ["kind\($0)", "unit\($0)", "name\($0)", "duties\($0)"] }

    static func show(_ member: MemberContext) async throws -> Response { try await page(member) }

    static func issue(_ member: MemberContext) async throws -> Response {
        let (keeper, paths) = (member.place.unit.id, member.paths)
        return try await member.keep(names, as: "agreement", flash: Flash("agreement.issuedFlash")) { tx, values in
            let permit = try await tx.access(keeper, for: ManageOrg.self)
            return paths.agreement(try await tx.issue(try NewAgreement.read(values).orInvalid(), permit))
        } again: { rejected in
            try await page(member, rejected)
        }
    }

    static func revise(_ member: MemberContext) async throws -> Response {
        let id = try AgreementRoom.agreement(member)
        return try await page(member, old: id)
    }

    static func supersede(_ member: MemberContext) async throws -> Response {
        let (id, paths) = (try AgreementRoom.agreement(member), member.paths)
        return try await member.keep(names, as: "agreement", flash: Flash("agreement.issuedFlash")) { tx, values in
            let permit = try await tx.access(id, for: KeepAgreement.self)
            return paths.agreement(try await tx.supersede(permit, by: try NewAgreement.read(values).orInvalid()))
        } again: { rejected in
            try await page(member, rejected, old: id)
        }
    }

    private static func page(_ member: MemberContext, _ rejected: RejectedForm? = nil, old: AgreementID? = nil) async throws -> Response {
        let (found, frame) = try await member.read { tx -> (AgreementFile?, [UnitRow]) in
            var file: AgreementFile?
            if let old { file = try await tx.agreement(old) }
            return (file, try await tx.fetch(UnitRow.all(tenant: tx.tenant)))
        }
        let t = frame.t
        let before = found.0.map { values(of: $0, frame) } ?? [:]
        let maker = FieldMaker(frame: frame, form: "agreement", typed: rejected?.typed, errors: rejected?.errors)
        let units = found.1.inTreeOrder().map(\.row).map { row in
            FieldModel.Option(
                value: row.unit.id.description,
                label: "\(frame.name(row.unit.name, english: row.nameEnglish)) · \(t.word(row.unit.kind))")
        }
        let head = [
            maker.make(
                .radios, "subject", label: "agreementSubject", value: before["subject"] ?? AgreementSubject.dutySplit.code,
                options: maker.words(AgreementSubject.self)),
            maker.make(.text, "title", label: "agreementTitle", value: before["title"] ?? "", max: 80),
            maker.make(.date, "from", value: before["from"] ?? frame.today.isoText, half: true),
            maker.make(.date, "until", value: "", required: false, half: true),
            maker.make(.number, "checkMonths", value: before["checkMonths"] ?? "", required: false, half: true),
        ]
        let groups =
            [FieldGroup(fields: head)] + sides.map { side(maker, $0, before, units) } + [
                FieldGroup(
                    t["agreement.workflow"], note: t["agreement.workflowText"],
                    fields: [maker.make(.textarea, "workflow", value: before["workflow"] ?? "", max: 4_000, required: false)])
            ]
        let (path, back) =
            old.map { (frame.paths.newVersion(of: $0), Link(found.0?.agreement.title ?? "", path: frame.paths.agreement($0))) }
            ?? (frame.paths.newAgreement, Link(t["rail.agreements"], path: frame.paths.agreements))
        let page = OrgFormPage(
            title: t[old == nil ? "agreement.add" : "agreement.revise"],
            intro: t[old == nil ? "agreement.addText" : "agreement.reviseText"],
            back: back, form: FormModel(id: "agreement", path: path, groups: groups, submit: t["agreement.issue"], key: frame.newKey))
        return try frame.page(page, room: .agreements, status: rejected == nil ? .ok : .unprocessableContent)
    }

    private static func side(_ maker: FieldMaker, _ side: Int, _ before: [String: String], _ units: [FieldModel.Option]) -> FieldGroup {
        let isNeeded = side <= 2
        return FieldGroup(
            maker.frame.t["agreement.side.\(side)"], note: isNeeded ? nil : maker.frame.t["agreement.sideOptional"],
            fields: [
                maker.make(
                    .radios, "kind\(side)", label: "partyKind", value: before["kind\(side)"] ?? PartyKind.unit.code, required: isNeeded,
                    options: maker.words(PartyKind.self)),
                maker.make(
                    .select, "unit\(side)", label: "partyUnit", value: before["unit\(side)"] ?? "", required: false, half: true,
                    options: [maker.choose] + units),
                maker.make(
                    .text, "name\(side)", label: "partyName", value: before["name\(side)"] ?? "", max: 60, required: false, half: true),
                maker.make(
                    .textarea, "duties\(side)", label: "duties", value: before["duties\(side)"] ?? "", required: isNeeded),
            ])
    }

    /// The next version begins as a copy of this one.
    private static func values(of file: AgreementFile, _ frame: PageFrame) -> [String: String] {
        let agreement = file.agreement
        var values = [
            "subject": agreement.subject.code, "title": agreement.title, "workflow": agreement.workflow,
            "from": max(frame.today, agreement.from.adding(days: 1)).isoText,
            "checkMonths": agreement.checkMonths > 0 ? String(agreement.checkMonths) : "",
        ]
        for party in file.parties {
            values["kind\(party.side)"] = party.kind.code
            values["unit\(party.side)"] = party.unit?.description ?? ""
            values["name\(party.side)"] = party.unit == nil ? party.name : ""
            values["duties\(party.side)"] = file.duties(of: party.side).joined(separator: "\n")
        }
        return values
    }
}
