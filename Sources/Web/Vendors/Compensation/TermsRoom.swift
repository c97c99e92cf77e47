internal import Domain
internal import HTTPTypes
internal import Hummingbird
internal import Store
internal import Views

/// 处罚条款与赔偿标准 of a unit and of those above it (COMPENSATE-R1, R3).
enum TermsRoom {
    static func show(_ member: MemberContext) async throws -> Response { try await page(member) }

    static func addClause(_ member: MemberContext) async throws -> Response {
        try await keep(member, NewPenaltyClause.names, as: "addClause") { tx, values, permit in
            try await tx.set(try NewPenaltyClause.read(values).orInvalid(), permit)
        }
    }

    static func addStandard(_ member: MemberContext) async throws -> Response {
        try await keep(member, NewLossStandard.names, as: "addStandard") { tx, values, permit in
            try await tx.set(try NewLossStandard.read(values).orInvalid(), permit)
        }
    }

    static func endClause(_ member: MemberContext) async throws -> Response {
        try await keep(member, ["clause"], as: "endClause") { tx, values, permit in
            guard let id = ClauseID(text: values["clause"] ?? "") else { throw StoreError.invalid(FieldErrors("clause", .required)) }
            try await tx.end(id, permit)
        }
    }

    static func endStandard(_ member: MemberContext) async throws -> Response {
        try await keep(member, ["standard"], as: "endStandard") { tx, values, permit in
            guard let id = LossStandardID(text: values["standard"] ?? "") else {
                throw StoreError.invalid(FieldErrors("standard", .required))
            }
            try await tx.end(id, permit)
        }
    }

    private static func keep(
        _ member: MemberContext, _ names: [String], as form: String,
        _ write: @escaping @Sendable (WriteTransaction, [String: String], Permit<KeepTerms, UnitRef>) async throws -> Void
    ) async throws -> Response {
        let path = member.paths.compensationTerms
        return try await member.keep(names, as: form, flash: Flash("org.saved")) { tx, values in
            try await write(tx, values, try await tx.access(for: KeepTerms.self))
            return path
        } again: { rejected in
            try await page(member, rejected)
        }
    }

    private static func page(_ member: MemberContext, _ rejected: RejectedForm? = nil) async throws -> Response {
        let (found, frame) = try await member.read { tx in
            let terms = try await tx.compensationTerms()
            return (terms, tx.viewpoint?.vendor == nil ? try await tx.knownVendors() : [], try await tx.runningContracts())
        }
        let words = TermsWords(frame: frame, file: found.0, vendors: found.1, contracts: found.2, rejected: rejected)
        return try frame.page(words.page, room: .vendors, status: rejected == nil ? .ok : .unprocessableContent)
    }
}

/// Terms as a page.
struct TermsWords {
    let frame: PageFrame
    let file: CompensationTermsFile
    let vendors: [VendorHead]
    let contracts: [ContractRow]
    var rejected: RejectedForm?

    private var t: Messages { frame.t }
    private var unit: UnitRef { frame.member.place.unit }
    private var keeps: Bool { frame.may(.compensateKeep) && unit.vendor == nil }

    var page: OrgRecordPage {
        OrgRecordPage(
            title: t["compensation.terms"], back: Link(t["compensation.repairs"], path: frame.paths.forcedRepairs),
            facts: [
                Fact(t["field.unit"], text: unit.name), Fact(t["compensation.rule"], text: t["compensation.rule.text"]),
            ], sections: [TermsWords.section(file.clauses, frame)] + (unit.vendor == nil ? [standards] : []), actions: keeps ? actions : [])
    }

    private func period(_ from: Day, _ ended: Day?) -> String { frame.period(from, ended) }

    /// Clauses as a table: of a unit, or the terms of one contract.
    static func section(_ clauses: [ClauseRow], ofContract: Bool = false, _ frame: PageFrame) -> OrgRecordPage.Section {
        let t = frame.t
        let columns = [
            t["compensation.clause"], t["field.trigger"], t["field.vendor"], t["compensation.measure"], t["org.period"],
            t["field.clauseText"],
        ]
        let rows = clauses.map { row in
            OrgListPage.Row(cells: [
                .init(columns[0], text: row.title), .init(columns[1], text: t.word(row.trigger)),
                row.contract.map { contract in
                    let bound = [row.vendorName, row.contractNumber ?? ""].filter { !$0.isEmpty }.joined(separator: " · ")
                    return ofContract || !frame.may(.vendorSee)
                        ? .init(columns[2], text: bound) : .init(columns[2], link: Link(bound, path: frame.paths.contract(contract)))
                } ?? .init(columns[2], text: row.vendor == nil ? t["compensation.everybody"] : row.vendorName),
                .init(columns[3], text: row.measure.map(frame.words) ?? "–"), .init(columns[4], text: frame.period(row.from, row.ended)),
                .init(columns[5], text: row.basis.isEmpty ? row.text : "\(row.text) (\(row.basis))"),
            ])
        }
        return .init("clauses", title: t["compensation.clauses"], columns: columns, rows: rows, empty: t["compensation.clauses.none"])
    }

    private var standards: OrgRecordPage.Section {
        let columns = [t["compensation.standard"], t["field.lossKind"], t["field.principle"], t["field.amountText"], t["org.period"]]
        let rows = file.standards.map { row in
            OrgListPage.Row(cells: [
                .init(columns[0], text: row.title), .init(columns[1], text: t.word(row.kind)), .init(columns[2], text: row.principle),
                .init(
                    columns[3],
                    text: [row.amountText, row.highest.map { t["compensation.highest", ["amount": frame.wording.money($0)]] } ?? ""].filter
                    {
                        !$0.isEmpty
                    }.joined(separator: " ")), .init(columns[4], text: period(row.from, row.ended)),
            ])
        }
        return .init("standards", title: t["compensation.standards"], columns: columns, rows: rows, empty: t["compensation.standards.none"])
    }

    private var actions: [ActionForm] {
        let forms = KeepingForms(frame: frame, rejected: rejected, words: "compensation.do")
        let own = file.clauses.filter { $0.unit == unit.id && $0.ended == nil }
        let ownStandards = file.standards.filter { $0.unit == unit.id && $0.ended == nil }
        var actions = [
            forms.form("addClause", to: frame.paths.compensationStep("clauses")) { maker in
                let known = vendors.map { FieldModel.Option(value: $0.unit.id.description, label: $0.unit.name) }
                let terms = contracts.map {
                    FieldModel.Option(value: $0.id.description, label: "\($0.terms.number) \($0.terms.title) · \($0.vendorName)")
                }
                return [
                    maker.make(.select, "trigger", options: [maker.choose] + maker.words(PenaltyTrigger.self)),
                    maker.make(.text, "title", label: "clauseTitle", max: 80),
                    maker.make(.textarea, "text", label: "clauseText", max: 2_000),
                    maker.make(.money, "amount", required: false, half: true),
                    maker.make(.text, "share", label: "penaltyShare", max: 6, required: false, half: true),
                    maker.make(.date, "from", value: frame.today.isoText, half: true),
                    maker.make(.text, "basis", max: 200, required: false),
                    maker.make(
                        .select, "contract", label: "clauseContract", required: false,
                        options: [FieldModel.Option(value: "", label: t["compensation.noContract"])] + terms),
                    maker.make(
                        .select, "vendor", required: false,
                        options: [FieldModel.Option(value: "", label: t["compensation.everybody"])] + known),
                ]
            },
            forms.form("addStandard", to: frame.paths.compensationStep("standards")) { maker in
                [
                    maker.make(.select, "kind", label: "lossKind", options: [maker.choose] + maker.words(LossKind.self)),
                    maker.make(.text, "title", label: "standardTitle", max: 80), maker.make(.textarea, "principle", max: 2_000),
                    maker.make(.text, "amountText", max: 300, required: false),
                    maker.make(.money, "highest", required: false, half: true),
                    maker.make(.date, "from", value: frame.today.isoText, half: true),
                ]
            },
        ]
        if !own.isEmpty {
            actions.append(
                forms.form("endClause", to: frame.paths.compensationStep("clauses/end"), danger: true) { maker in
                    let options = own.map { FieldModel.Option(value: $0.id.description, label: $0.title) }
                    return [maker.make(.select, "clause", label: "clauseTitle", options: [maker.choose] + options)]
                })
        }
        if !ownStandards.isEmpty {
            actions.append(
                forms.form("endStandard", to: frame.paths.compensationStep("standards/end"), danger: true) { maker in
                    let options = ownStandards.map { FieldModel.Option(value: $0.id.description, label: $0.title) }
                    return [maker.make(.select, "standard", label: "standardTitle", options: [maker.choose] + options)]
                })
        }
        return actions
    }
}

extension PageFrame {
    /// What a clause costs: a sum, or a part of the period's fee.
    func words(_ measure: PenaltyMeasure) -> String {
        switch measure {
        case .amount(let amount): wording.money(amount)
        case .share(let share): t["compensation.share", ["percent": IndicatorDraft.decimal(share)]]
        }
    }
}
