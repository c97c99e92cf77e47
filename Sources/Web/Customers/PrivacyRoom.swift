internal import Domain
internal import HTTPTypes
internal import Hummingbird
internal import Store
internal import Views

/// How long data is kept and how often masked values may be looked at, with a dry run beside each rule.
enum PrivacyRoom {
    static func show(_ member: MemberContext) async throws -> Response { try await page(member) }

    static func set(_ member: MemberContext) async throws -> Response {
        guard let rule = PrivacyRule(rawValue: try member.incoming.parameter("rule")) else { throw StoreError.notFound }
        let fields = try await member.form()
        try fields.allow(["amount"])
        let typed = try fields.text("amount")
        let path = member.paths.privacy
        do {
            let answer = try await member.write(fields) { tx in
                try await tx.set(rule, typed)
                return path
            }
            return member.done(answer, Flash("privacy.saved"))
        } catch StoreError.invalid(let errors) {
            return try await page(member, wrong: (rule, typed, errors))
        }
    }

    private static func page(_ member: MemberContext, wrong: (PrivacyRule, String, FieldErrors)? = nil) async throws -> Response {
        let (found, frame) = try await member.read { tx in try await tx.privacyRules() }
        let t = frame.t
        let rules = PrivacyRule.allCases.map { rule -> PrivacyPage.Rule in
            let mine = wrong.flatMap { $0.0 == rule ? $0 : nil }
            let unit = rule == .revealsPerHour ? "privacy.looks" : "privacy.months"
            let amount = FieldModel(
                .number, form: rule.rawValue, name: "amount", label: t[unit, ["count": ""]], value: mine?.1 ?? String(found.rules[rule]),
                error: mine?.2["amount"].map(frame.wording.problem), required: true)
            return PrivacyPage.Rule(
                name: t.word(rule), explain: t["privacyExplain.\(rule.rawValue)"], value: t[unit, ["count": String(found.rules[rule])]],
                origin: Chip(
                    t[found.rules.isOwn(rule) ? "privacy.own" : "privacy.standard"], tone: found.rules.isOwn(rule) ? .good : .plain),
                today: found.plan[rule].map { t["privacy.today", ["count": frame.wording.number($0)]] },
                form: found.maySet
                    ? ActionForm(
                        id: rule.rawValue, label: t["privacy.change"], path: frame.paths.privacyRule(rule), fields: [amount],
                        key: frame.newKey)
                    : nil)
        }
        let page = PrivacyPage(summary: t["privacy.summary", ["time": frame.wording.exact(frame.now)]], rules: rules)
        return try frame.page(page, room: .owners, status: wrong == nil ? .ok : .unprocessableContent)
    }
}
