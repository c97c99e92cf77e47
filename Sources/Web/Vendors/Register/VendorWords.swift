internal import Domain
internal import Store
internal import Views

/// A vendor as its page.
struct VendorWords {
    let frame: PageFrame
    let sheet: VendorSheet
    var rejected: RejectedForm?

    private var t: Messages { frame.t }
    private var vendor: UnitRef { sheet.head.unit }
    private var file: VendorFile? { sheet.head.file }
    /// A vendor reads its own file and does not keep it.
    private var keeps: Bool { frame.may(.vendorKeep) && frame.member.place.unit.vendor == nil }
    private var held: [QualificationRow] { sheet.qualifications.filter { $0.endedAt == nil } }

    var page: OrgRecordPage {
        OrgRecordPage(
            title: frame.name(vendor.name, english: sheet.head.nameEnglish), back: Link(t["rail.vendors"], path: frame.paths.vendors),
            chips: [Chip(t["unitKind.vendor"], tone: .vendor)], notices: notices, facts: facts,
            sections: [qualifications, contacts, engagements, contracts], actions: keeps ? actions : [])
    }

    /// What ends soon is said before everything else.
    private var notices: [OrgRecordPage.Notice] {
        let late = held.filter { Expiry.of(last: $0.expiresOn, today: frame.today, notice: sheet.notice) != .valid }
        guard !late.isEmpty else { return [] }
        let lines = late.map { "\($0.name) · \(frame.ends($0.expiresOn, notice: sheet.notice).text)" }
        let over = late.contains { Expiry.of(last: $0.expiresOn, today: frame.today, notice: sheet.notice) == .over }
        return [.init(t["vendor.expiring"], lines: lines, loud: over)]
    }

    private var facts: [Fact] {
        guard let file else { return [Fact(t["vendor.legalName"], text: t["vendor.notFiled"], note: t["vendor.notFiled.text"])] }
        return [
            Fact(t["vendor.legalName"], text: file.legalName),
            Fact(t["field.creditCode"], text: file.creditCode ?? "–"),
            Fact(t["field.representative"], text: file.representative.isEmpty ? "–" : file.representative),
            Fact(t["field.foundedOn"], text: file.foundedOn?.isoText ?? "–"),
            Fact(t["field.capital"], text: file.capital.map(frame.wording.money) ?? "–"),
            Fact(t["field.address"], text: file.address.isEmpty ? "–" : file.address),
            Fact(t["vendor.about"], text: file.about.isEmpty ? "–" : file.about),
            Fact(
                t["vendor.filed"], text: file.filedByName,
                note: t["vendor.filed.version", ["version": String(file.version), "at": frame.wording.exact(file.filedAt)]]),
        ]
    }

    private var qualifications: OrgRecordPage.Section {
        let columns = [t["vendor.qualification"], t["field.number"], t["field.issuer"], t["vendor.until"]]
        let rows = sheet.qualifications.map { row in
            OrgListPage.Row(cells: [
                .init(columns[0], text: "\(row.name) · \(t.word(row.kind))"),
                .init(columns[1], text: row.number.isEmpty ? "–" : row.number),
                .init(columns[2], text: row.issuer.isEmpty ? "–" : row.issuer),
                row.endedAt == nil
                    ? .init(columns[3], chip: frame.ends(row.expiresOn, notice: sheet.notice))
                    : .init(columns[3], text: t["vendor.qualification.ended", ["why": row.endReason, "name": row.endedByName]]),
            ])
        }
        return .init(
            "qualifications", title: t["vendor.qualifications"], note: t["vendor.notice", ["days": String(sheet.notice)]], columns: columns,
            rows: rows, empty: t["vendor.qualifications.none"])
    }

    private var contacts: OrgRecordPage.Section {
        let columns = [t["vendor.contact"], t["vendor.contact.post"], t["field.phone"], t["field.email"], t["vendor.contact.note"]]
        let rows = sheet.contacts.map { row in
            OrgListPage.Row(cells: [
                .init(columns[0], text: row.name), .init(columns[1], text: row.post),
                .init(columns[2], text: row.phone.isEmpty ? "–" : row.phone),
                .init(columns[3], text: row.email.isEmpty ? "–" : row.email), .init(columns[4], text: row.note.isEmpty ? "–" : row.note),
            ])
        }
        return .init("contacts", title: t["vendor.contacts"], columns: columns, rows: rows, empty: t["vendor.contacts.none"])
    }

    private var engagements: OrgRecordPage.Section {
        let columns = [t["field.project"], t["org.period"], t["fact.state"], t["vendor.contract"]]
        let rows = sheet.engagements.map { card in
            let own = sheet.contracts.filter { $0.engagement == card.id }
            let add = keeps && frame.session.actor.covers(card.project, with: .vendorKeep)
            return OrgListPage.Row(cells: [
                frame.may(.orgSee)
                    ? .init(columns[0], link: Link(card.project.name, path: frame.paths.engagement(card.id)))
                    : .init(columns[0], text: card.project.name),
                .init(columns[1], text: frame.period(card.from, card.to)),
                .init(columns[2], chip: frame.chip(card.state(today: frame.today))),
                add
                    ? .init(
                        columns[3],
                        link: Link(t["vendor.contract.add", ["count": String(own.count)]], path: frame.paths.newContract(for: card.id)))
                    : .init(columns[3], text: frame.wording.number(own.count)),
            ])
        }
        return .init("engagements", title: t["vendor.engagements"], columns: columns, rows: rows, empty: t["vendor.engagements.none"])
    }

    private var contracts: OrgRecordPage.Section {
        ContractWords.section(sheet.contracts, notice: sheet.notice, frame)
    }

    private var actions: [ActionForm] {
        let forms = KeepingForms(frame: frame, rejected: rejected, words: "vendor.do")
        var actions = [
            forms.form("vendorFile", to: frame.paths.vendorStep("file", vendor.id), fileFields),
            forms.form("addQualification", to: frame.paths.vendorStep("qualifications", vendor.id)) { maker in
                [
                    maker.make(.select, "kind", label: "qualificationKind", options: [maker.choose] + maker.words(QualificationKind.self)),
                    maker.make(.text, "name", label: "qualificationName", max: 80), maker.make(.text, "number", max: 60, required: false),
                    maker.make(.text, "issuer", max: 80, required: false), maker.make(.date, "issuedOn", required: false, half: true),
                    maker.make(.date, "expiresOn", required: false, half: true),
                ]
            },
        ]
        if !held.isEmpty {
            actions.append(
                forms.form("endQualification", to: frame.paths.vendorStep("qualifications/end", vendor.id), danger: true) { maker in
                    let options = held.map { FieldModel.Option(value: $0.id.description, label: "\($0.name) \($0.number)") }
                    return [
                        maker.make(.select, "qualification", options: [maker.choose] + options),
                        maker.make(.text, "reason", label: "endReason", max: 200),
                    ]
                })
        }
        actions.append(
            forms.form("addContact", to: frame.paths.vendorStep("contacts", vendor.id)) { maker in
                [
                    maker.make(.text, "name", label: "contactName", max: 40, half: true),
                    maker.make(.text, "post", label: "contactPost", max: 40, half: true),
                    maker.make(.tel, "phone", max: 30, required: false, half: true),
                    maker.make(.text, "email", max: 80, required: false, half: true),
                    maker.make(.text, "note", label: "contactNote", max: 200, required: false),
                ]
            })
        if !sheet.contacts.isEmpty {
            actions.append(
                forms.form("endContact", to: frame.paths.vendorStep("contacts/end", vendor.id), danger: true) { maker in
                    let options = sheet.contacts.map { FieldModel.Option(value: $0.id.description, label: "\($0.name) · \($0.post)") }
                    return [maker.make(.select, "contact", label: "vendorContact", options: [maker.choose] + options)]
                })
        }
        return actions
    }

    private func fileFields(_ maker: inout FieldMaker) -> [FieldModel] {
        [
            maker.make(.hidden, "over", label: "version", value: String(file?.version ?? 0)),
            maker.make(.text, "legalName", value: file?.legalName ?? "", max: 80),
            maker.make(.text, "creditCode", value: file?.creditCode ?? "", max: 18, required: false),
            maker.make(.text, "representative", value: file?.representative ?? "", max: 40, required: false),
            maker.make(.date, "foundedOn", value: file?.foundedOn?.isoText ?? "", required: false, half: true),
            maker.make(.money, "capital", value: file?.capital?.yuanText ?? "", required: false, half: true),
            maker.make(.text, "address", value: file?.address ?? "", max: 120, required: false),
            maker.make(.textarea, "about", label: "vendorAbout", value: file?.about ?? "", max: 1_000, required: false),
        ]
    }
}
