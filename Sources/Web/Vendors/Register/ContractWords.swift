internal import Domain
internal import Store
internal import Views

/// A contract in words.
struct ContractWords {
    let frame: PageFrame
    let row: ContractRow
    let notice: Int
    let files: [FileRow]
    /// What a poor service costs by this contract (COMPENSATE-R3).
    let clauses: [ClauseRow]
    let kept: [FileRow]
    let fileError: String?

    private var t: Messages { frame.t }
    private var terms: ContractTerms { row.terms }

    var page: OrgRecordPage {
        let keeps = frame.session.actor.covers(row.project, with: .vendorKeep) && frame.member.place.unit.vendor == nil
        return OrgRecordPage(
            title: terms.title, back: Link(row.vendorName, path: frame.paths.vendor(row.vendor)),
            chips: [Chip(t.word(terms.kind)), frame.ends(terms.days.to, notice: notice)], notices: notices,
            facts: parties + (terms.kind.hasFee ? service : []) + filing + stages,
            sections: frame.may(.compensateSee) ? [TermsWords.section(clauses, ofContract: true, frame)] : [],
            links: keeps
                ? [Link(t["vendor.contract.amend"], path: frame.paths.amendContract(row.id))]
                    + (expiry == .valid ? [] : [Link(t["vendor.contract.renew"], path: frame.paths.newContract(for: row.engagement))])
                : [], files: papers(mayAdd: keeps))
    }

    private func papers(mayAdd: Bool) -> FileList {
        let words = FileWords(frame)
        let form = words.form(path: frame.paths.addFiles(to: row.id), kept: kept, error: fileError)
        return words.list(files, none: "vendor.contract.noFiles", add: mayAdd ? form : nil, mayRemove: mayAdd)
    }

    private var expiry: Expiry { Expiry.of(last: terms.days.to, today: frame.today, notice: notice) }

    private var notices: [OrgRecordPage.Notice] {
        switch expiry {
        case .valid: []
        case .soon: [.init(t["vendor.contract.soon"], lines: [t["vendor.contract.soon.text"]])]
        case .over: [.init(t["vendor.contract.over"], lines: [t["vendor.contract.soon.text"]], loud: true)]
        }
    }

    private func day(_ key: String, _ day: Day?) -> Fact { Fact(t[key], text: day?.isoText ?? "–") }
    private func text(_ key: String, _ text: String) -> Fact { Fact(t[key], text: text.isEmpty ? "–" : text) }

    private var parties: [Fact] {
        [
            text("field.contractNumber", terms.number), Fact(t["field.vendor"], text: row.vendorName),
            frame.may(.orgSee)
                ? Fact(t["field.project"], link: Link(row.project.name, path: frame.paths.engagement(row.engagement)))
                : Fact(t["field.project"], text: row.project.name),
            Fact(
                t["org.period"], text: frame.period(terms.days.from, terms.days.to),
                note: t["vendor.contract.engaged", ["period": frame.period(row.engagedFrom, row.engagedTo)]]),
            day("field.contractSigned", terms.days.signed),
        ]
    }

    private var service: [Fact] {
        [
            text("field.serviceContents", terms.contents), text("field.serviceLevel", terms.level.map(t.word) ?? ""),
            text("field.feeBasis", terms.feeBasis.map(t.word) ?? ""),
            Fact(
                t["field.fee"], text: terms.fee.map { t["vendor.fee", ["amount": frame.wording.money($0)]] } ?? "–",
                note: terms.feeNote.isEmpty ? nil : terms.feeNote),
            text("field.feeSplit", terms.split),
        ]
    }

    private var filing: [Fact] {
        var facts = [
            text("field.filedWith", terms.filedWith), day("field.filed", terms.days.filed), text("field.filingNumber", terms.filingNumber),
        ]
        if terms.kind.hasFee { facts = [text("field.assessor", terms.assessor), day("field.assessed", terms.days.assessed)] + facts }
        if terms.kind.isAnnex { facts.append(day("field.annexed", terms.days.annexed)) }
        return facts
    }

    private var stages: [Fact] {
        [
            day("field.early", terms.days.early), day("field.takenOver", terms.days.takenOver),
            Fact(
                t["vendor.changed"], text: row.changedByName,
                note: t["vendor.filed.version", ["version": String(row.version), "at": frame.wording.exact(row.changedAt)]]),
        ]
    }

    /// Contracts as a table, on the vendor's page and the engagement's.
    static func section(_ rows: [ContractRow], notice: Int, link: Link? = nil, _ frame: PageFrame) -> OrgRecordPage.Section {
        let t = frame.t
        let columns = [t["field.contractNumber"], t["field.contractKind"], t["field.project"], t["field.contractFrom"], t["vendor.until"]]
        let lines = rows.map { row in
            OrgListPage.Row(cells: [
                .init(columns[0], link: Link("\(row.terms.number) \(row.terms.title)", path: frame.paths.contract(row.id))),
                .init(columns[1], text: t.word(row.terms.kind)), .init(columns[2], text: row.project.name),
                .init(columns[3], text: row.terms.days.from.isoText),
                .init(columns[4], chip: frame.ends(row.terms.days.to, notice: notice)),
            ])
        }
        return .init(
            "contracts", title: t["vendor.contracts"], link: link, columns: columns, rows: lines, empty: t["vendor.contracts.none"])
    }
}
