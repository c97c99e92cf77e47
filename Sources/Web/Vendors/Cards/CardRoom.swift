internal import Domain
internal import HTTPTypes
internal import Hummingbird
internal import Store
internal import Views

/// 考核卡: confirmed cards of a unit, and one card. A vendor sees its own confirmed ones (VENDOR-P1).
enum CardRoom {
    static func list(_ member: MemberContext) async throws -> Response {
        let before = CardID(text: try member.incoming.query().text("before"))
        let (cards, frame) = try await member.read { tx in try await tx.cards(before: before) }
        let t = frame.t
        let columns = [
            t["round.period"], t["field.project"], t["card.vendor"], t["card.total"], t["template.grade"], t["card.appealUntil"],
        ]
        let rows = cards.prefix(50).map { card in
            // A round is named after its month where nobody named it otherwise.
            let named = card.roundName.contains(card.period.description) ? card.roundName : "\(card.period) · \(card.roundName)"
            return OrgListPage.Row(cells: [
                .init(columns[0], link: Link(named, path: frame.paths.scoreCard(card.id))),
                .init(columns[1], text: frame.name(card.projectName, english: card.projectNameEnglish)),
                .init(columns[2], text: frame.name(card.vendorName, english: card.vendorNameEnglish)),
                .init(columns[3], text: card.total.map(CardWords.points) ?? "–"), .init(columns[4], chip: CardWords.chip(card, frame)),
                .init(columns[5], text: card.appealUntil?.isoText ?? "–"),
            ])
        }
        let next = cards.count > 50 ? cards[49].id : nil
        let isVendor = member.place.unit.vendor != nil
        let page = OrgListPage(
            title: t["card.title"], columns: columns, rows: rows, summary: OrgLists.summary(rows.count, frame),
            empty: rows.isEmpty
                ? EmptyState(title: t["card.empty.title"], text: t[isVendor ? "card.empty.vendor" : "card.empty.text"]) : nil,
            pager: Pager(previous: nil, next: next.map { Paths.query(frame.paths.scoreCards, [("before", $0.description)]) }))
        return try frame.page(page, room: .vendors)
    }

    static func show(_ member: MemberContext) async throws -> Response { try await page(member) }

    private static func page(
        _ member: MemberContext, rejected: RoundRoom.Rejected? = nil, returned: Filled? = nil
    ) async throws -> Response {
        let id = CardID(try member.incoming.number("id"))
        let number = Int(try member.incoming.query().text("version")).flatMap { $0 > 0 ? $0 : nil }
        let ((file, kept), frame) = try await member.read { tx in
            (try await tx.card(id, number: number), try await tx.held(returned?.files ?? []))
        }
        let words = CardWords(frame: frame, file: file, rejected: rejected, returned: returned, kept: kept)
        return try frame.page(words.page, room: .vendors, status: rejected == nil ? .ok : .unprocessableContent)
    }

    /// Reads a share typed in points of the line: what people see is points, what is kept is a share.
    private static func share(_ raw: String?, of weight: Int) throws(FieldProblem) -> Int {
        let points = try IndicatorDraft.hundredths(raw, max: 10_000)
        guard points <= weight else { throw .tooLarge(max: Int64(weight / 100)) }
        return weight > 0 ? (2 * points * ScoreTemplate.full + weight) / (2 * weight) : 0
    }

    static func moderate(_ member: MemberContext) async throws -> Response {
        let fields = try await member.form()
        try fields.allow(["line", "points", "reason"])
        let id = CardID(try member.incoming.number("id"))
        let (values, path) = (fields.values, member.paths.scoreCard(id))
        let (file, _) = try await member.read { tx in try await tx.card(id) }
        var errors = FieldErrors()
        var (share, reason) = (0, "")
        let line = file[values["line"] ?? ""]
        if line == nil { errors.add("line", .notAChoice) }
        do throws(FieldProblem) { share = try Self.share(values["points"], of: line?.weight ?? ScoreTemplate.full) } catch {
            errors.add("points", error)
        }
        do throws(FieldProblem) { reason = try BoundedText.parse(values["reason"], max: 500, multiline: true) } catch {
            errors.add("reason", error)
        }
        do {
            guard errors.isEmpty, let line else { throw StoreError.invalid(errors) }
            let (key, counted, why) = (line.key, share, reason)
            let answer = try await member.write(fields) { tx in
                try await tx.moderate(id, line: key, share: counted, reason: why)
                return path
            }
            return member.done(answer, Flash("card.moderated"))
        } catch StoreError.invalid(let errors) {
            return try await page(member, rejected: .init(form: "moderate", typed: values, errors: errors))
        }
    }

    static func appeal(_ member: MemberContext) async throws -> Response {
        let id = CardID(try member.incoming.number("id"))
        let filled = try await member.filled { tx in _ = try await tx.card(id) }
        try filled.fields.allow(["line", "text", "evidence"])
        let (values, path) = (filled.fields.values, member.paths.scoreCard(id))
        var errors = FieldErrors()
        var (text, evidence) = ("", "")
        do throws(FieldProblem) { text = try BoundedText.parse(values["text"], max: 1_000, multiline: true) } catch {
            errors.add("text", error)
        }
        do throws(FieldProblem) {
            evidence = try BoundedText.optional(values["evidence"], max: 1_000, multiline: true) ?? ""
        } catch {
            errors.add("evidence", error)
        }
        do {
            guard errors.isEmpty else { throw StoreError.invalid(errors) }
            try filled.orInvalid()
            let (line, said, shown) = (values["line"] ?? "", text, evidence)
            let answer = try await member.write(filled) { tx in
                _ = try await tx.appeal(id, line: line, text: said, evidence: shown, files: filled.files)
                return path
            }
            return member.done(answer, Flash("card.appealed"))
        } catch StoreError.invalid(let errors) {
            return try await page(member, rejected: .init(form: "appeal", typed: values, errors: errors), returned: filled)
        } catch let refusal as AppealRefusal {
            return try await again(member, "appeal", values, refusal, returned: filled)
        }
    }

    static func rule(_ member: MemberContext) async throws -> Response {
        let fields = try await member.form()
        try fields.allow(["step", "points", "ruling"])
        let id = CardID(try member.incoming.number("id"))
        let appeal = AppealID(try member.incoming.number("appeal"))
        let (values, path) = (fields.values, member.paths.scoreCard(id))
        let (file, _) = try await member.read { tx in try await tx.card(id) }
        let form = "appeal-\(appeal)"
        var errors = FieldErrors()
        var (share, ruling) = (Int?.none, "")
        guard let step = AppealStep(rawValue: values["step"] ?? "") else {
            return try await page(member, rejected: .init(form: form, typed: values, errors: FieldErrors("step", .notAChoice)))
        }
        let line = file.appeals.first { $0.id == appeal }.flatMap { file[$0.key] }
        if step == .uphold {
            do throws(FieldProblem) { share = try Self.share(values["points"], of: line?.weight ?? ScoreTemplate.full) } catch {
                errors.add("points", error)
            }
        }
        do throws(FieldProblem) { ruling = try BoundedText.parse(values["ruling"], max: 1_000, multiline: true) } catch {
            errors.add("ruling", error)
        }
        do {
            guard errors.isEmpty else { throw StoreError.invalid(errors) }
            let (counted, said) = (share, ruling)
            let answer = try await member.write(fields) { tx in
                try await tx.rule(appeal, of: id, step, share: counted, ruling: said)
                return path
            }
            return member.done(answer, Flash("card.ruled.\(step.code)"))
        } catch StoreError.invalid(let errors) {
            return try await page(member, rejected: .init(form: form, typed: values, errors: errors))
        } catch let refusal as AppealRefusal {
            return try await again(member, form, values, refusal)
        }
    }

    private static func again(
        _ member: MemberContext, _ form: String, _ typed: [String: String], _ refusal: AppealRefusal, returned: Filled? = nil
    ) async throws -> Response {
        let t = member.services.renderer.messages(member.incoming.language)
        let message: String =
            switch refusal {
            case .tooLate(let day): t["appeal.refusal.tooLate", ["day": day.isoText]]
            case .notConfirmed: t["appeal.refusal.notConfirmed"]
            case .noSuchLine: t["appeal.refusal.noSuchLine"]
            case .nothingScored: t["appeal.refusal.nothingScored"]
            case .openAlready: t["appeal.refusal.openAlready"]
            case .missing(let permission): throw StoreError.refused(permission)
            case .needsAnother: t["appeal.refusal.needsAnother"]
            case .notFrom(let state): t["appeal.refusal.notFrom", ["state": t.word(state)]]
            case .shareOutOfRange: t["appeal.refusal.share"]
            }
        return try await page(member, rejected: .init(form: form, typed: typed, message: message), returned: returned)
    }

    static func override(_ member: MemberContext) async throws -> Response {
        let fields = try await member.form()
        try fields.allow(["reason"])
        let id = CardID(try member.incoming.number("id"))
        let consequence = CardConsequenceID(try member.incoming.number("consequence"))
        let (values, path) = (fields.values, member.paths.scoreCard(id))
        do {
            let reason: String
            do throws(FieldProblem) { reason = try BoundedText.parse(values["reason"], max: 500, multiline: true) } catch {
                throw StoreError.invalid(FieldErrors("reason", error))
            }
            let answer = try await member.write(fields) { tx in
                try await tx.override(consequence, of: id, reason: reason)
                return path
            }
            return member.done(answer, Flash("card.overridden"))
        } catch StoreError.invalid(let errors) {
            return try await page(member, rejected: .init(form: "consequence-\(consequence)", typed: values, errors: errors))
        }
    }
}
