internal import Domain
internal import HTTPTypes
internal import Hummingbird
internal import Store
internal import Views

/// A contract of an engagement (VENDOR-F1 to F4): what it says, how it is entered and amended.
enum ContractRoom {
    static func show(_ member: MemberContext) async throws -> Response {
        try await page(member)
    }

    private static func page(_ member: MemberContext, returned: (filled: Filled, errors: FieldErrors)? = nil) async throws -> Response {
        let id = try contract(member)
        let (found, frame) = try await member.read { tx in
            let row = try await tx.contract(id)
            let (files, clauses) = try await tx.fetch(
                FileRow.of(.contract(id), tenant: tx.tenant), ClauseRow.of(id, tenant: tx.tenant))
            return (
                row, try await tx.settings(at: tx.viewpoint).number(.expiryNotice), files, clauses,
                try await tx.held(returned?.filled.files ?? [])
            )
        }
        let error = returned.flatMap { $0.filled.problem(frame.wording) ?? $0.errors["files"].map(frame.wording.problem) }
        let words = ContractWords(
            frame: frame, row: found.0, notice: found.1, files: found.2, clauses: found.3, kept: found.4, fileError: error)
        return try frame.page(words.page, room: .vendors, status: returned == nil ? .ok : .unprocessableContent)
    }

    /// The signed paper, its annexes, what was filed with the district committee.
    static func addFiles(_ member: MemberContext) async throws -> Response {
        let id = try contract(member)
        return try await member.addFiles(to: member.paths.contract(id)) { tx in
            try await tx.access(id, for: HangFiles.self)
        } returned: { filled, errors in
            try await page(member, returned: (filled, errors))
        }
    }

    static func showNew(_ member: MemberContext) async throws -> Response { try await new(member) }

    static func enter(_ member: MemberContext) async throws -> Response {
        let (id, paths, today) = (EngagementID(try member.incoming.number("id")), member.paths, member.today)
        return try await member.keep(ContractTerms.names, as: "contract", flash: Flash("org.saved")) { tx, values in
            let permit = try await tx.access(id, for: KeepContract.self)
            return paths.contract(try await tx.enter(try ContractTerms.read(values, today: today).orInvalid(), permit))
        } again: { rejected in
            try await new(member, rejected)
        }
    }

    static func showAmend(_ member: MemberContext) async throws -> Response { try await amended(member) }

    static func amend(_ member: MemberContext) async throws -> Response {
        let (id, path, today) = (try contract(member), member.paths.contract(try contract(member)), member.today)
        return try await member.keep(ContractTerms.names + ["over"], as: "contract", flash: Flash("org.saved")) { tx, values in
            let row = try await tx.contract(id)
            let permit = try await tx.access(row.engagement, for: KeepContract.self)
            guard let over = Int(values["over"] ?? "") else { throw StoreError.notFound }
            let terms = try ContractTerms.read(values, amending: row.terms, today: today).orInvalid()
            try await tx.amend(row, terms, permit, lock: over)
            return path
        } again: { rejected in
            try await amended(member, rejected)
        }
    }

    private static func contract(_ member: MemberContext) throws -> ContractID { ContractID(try member.incoming.number("id")) }

    private static func new(_ member: MemberContext, _ rejected: RejectedForm? = nil) async throws -> Response {
        let id = EngagementID(try member.incoming.number("id"))
        let viewpoint = member.place.unit
        let (card, frame) = try await member.read { tx in
            guard let card = try await tx.fetchFirst(EngagementCard.one(id, tenant: tx.tenant)), card.concerns(viewpoint) else {
                throw StoreError.notFound
            }
            return card
        }
        guard frame.session.actor.covers(card.project, with: .vendorKeep) else { throw StoreError.refused(.vendorKeep) }
        let maker = FieldMaker(frame: frame, form: "contract", typed: rejected?.typed, errors: rejected?.errors)
        let page = OrgFormPage(
            title: "\(frame.t["vendor.contract.new"]) · \(card.vendorName) · \(card.project.name)",
            back: Link(card.vendorName, path: frame.paths.vendor(card.vendor)),
            form: FormModel(
                id: "contract", path: frame.paths.newContract(for: id),
                groups: ContractFields(frame: frame, maker: maker, first: card.from, last: card.to).groups, submit: frame.t["form.save"],
                key: frame.newKey))
        return try frame.page(page, room: .vendors, status: rejected == nil ? .ok : .unprocessableContent)
    }

    private static func amended(_ member: MemberContext, _ rejected: RejectedForm? = nil) async throws -> Response {
        let id = try contract(member)
        let (row, frame) = try await member.read { tx in try await tx.contract(id) }
        guard frame.session.actor.covers(row.project, with: .vendorKeep) else { throw StoreError.refused(.vendorKeep) }
        let maker = FieldMaker(frame: frame, form: "contract", typed: rejected?.typed, errors: rejected?.errors)
        let page = OrgFormPage(
            title: "\(frame.t["vendor.contract.amend"]) · \(row.terms.number)", back: Link(row.terms.title, path: frame.paths.contract(id)),
            form: FormModel(
                id: "contract", path: frame.paths.amendContract(id),
                groups: ContractFields(frame: frame, maker: maker, known: row, first: row.terms.days.from, last: row.terms.days.to).groups,
                submit: frame.t["form.save"], key: frame.newKey))
        return try frame.page(page, room: .vendors, status: rejected == nil ? .ok : .unprocessableContent)
    }
}

/// The controls of a contract's form.
struct ContractFields {
    let frame: PageFrame
    let maker: FieldMaker
    var known: ContractRow?
    let first: Day
    let last: Day?

    private var t: Messages { frame.t }
    private var terms: ContractTerms? { known?.terms }

    var groups: [FieldGroup] {
        [
            FieldGroup(t["vendor.contract.what"], fields: what),
            FieldGroup(t["vendor.contract.service"], note: t["vendor.contract.service.text"], fields: service),
            FieldGroup(t["vendor.contract.filing"], note: t["vendor.contract.filing.text"], fields: filing),
            FieldGroup(t["vendor.contract.stages"], note: t["vendor.contract.stages.text"], fields: stages),
        ]
    }

    private var what: [FieldModel] {
        let opening: [FieldModel] =
            known.map { [maker.make(.hidden, "over", label: "version", value: String($0.version))] }
            ?? [maker.make(.select, "kind", label: "contractKind", options: [maker.choose] + maker.words(VendorContractKind.self))]
        let from = known == nil ? [maker.make(.date, "from", label: "contractFrom", value: first.isoText, half: true)] : []
        return opening + [
            maker.make(.text, "number", label: "contractNumber", value: terms?.number ?? "", max: 60, half: true),
            maker.make(.text, "title", label: "contractTitle", value: terms?.title ?? "", max: 100),
        ] + from + [
            maker.make(.date, "until", label: "contractUntil", value: last?.isoText ?? "", required: false, half: true),
            maker.make(.date, "signed", label: "contractSigned", value: terms?.days.signed?.isoText ?? "", required: false, half: true),
        ]
    }

    private var service: [FieldModel] {
        [
            maker.make(.textarea, "contents", label: "serviceContents", value: terms?.contents ?? "", max: 4_000, required: false),
            maker.make(
                .select, "level", label: "serviceLevel", value: terms?.level?.code ?? "", required: false, half: true,
                options: [maker.choose] + maker.words(ServiceLevel.self)),
            maker.make(
                .select, "feeBasis", value: terms?.feeBasis?.code ?? "", required: false, half: true,
                options: [maker.choose] + maker.words(FeeBasis.self)),
            maker.make(.money, "fee", value: terms?.fee?.yuanText ?? "", required: false),
            maker.make(.textarea, "feeNote", value: terms?.feeNote ?? "", max: 500, required: false),
            maker.make(.textarea, "split", label: "feeSplit", value: terms?.split ?? "", max: 1_000, required: false),
        ]
    }

    private var filing: [FieldModel] {
        [
            maker.make(.text, "assessor", value: terms?.assessor ?? "", max: 80, required: false, half: true),
            maker.make(.date, "assessed", value: terms?.days.assessed?.isoText ?? "", required: false, half: true),
            maker.make(.text, "filedWith", value: terms?.filedWith ?? "", max: 80, required: false, half: true),
            maker.make(.date, "filed", value: terms?.days.filed?.isoText ?? "", required: false, half: true),
            maker.make(.text, "filingNumber", value: terms?.filingNumber ?? "", max: 60, required: false, half: true),
            maker.make(.date, "annexed", value: terms?.days.annexed?.isoText ?? "", required: false, half: true),
        ]
    }

    private var stages: [FieldModel] {
        [
            maker.make(.date, "early", value: terms?.days.early?.isoText ?? "", required: false, half: true),
            maker.make(.date, "takenOver", value: terms?.days.takenOver?.isoText ?? "", required: false, half: true),
        ]
    }
}
