package import Domain
internal import Postgres
package import Store

/// Binjiang judges its vendors by two indicators that assessors score: October is confirmed with bad cards, so that there is an appeal,
/// a suspension and orders; September runs, with a form for each assessor.
package struct CastEvaluation: Sendable {
    package let cast: Cast
    package let template: ScoreTemplateID
    package let version: TemplateVersionID
    /// Of the running round.
    package let round: RoundID
    package let card: CardID
    package let appeal: AppealID
    package let consequence: CardConsequenceID
    package let order: RectificationID

    package static let indicators = ["order", "service"]

    /// - Parameter assessors: beside the officers of company and project; everybody gets a form in September.
    package static func make(_ cast: Cast, assessors: [CastPerson] = []) async throws -> CastEvaluation {
        let t = cast.yunshan.id.rawValue
        try await cast.change(as: "bj") { tx in
            let version = try await tx.add(NewTemplate(name: "两项考核", origin: .empty), try await tx.access(for: KeepTemplate.self))
            for (index, key) in indicators.enumerated() {
                let indicator = Indicator(
                    key: key, name: Bilingual(key == "order" ? "秩序" : "服务", key), weight: 5_000,
                    source: .assessor(scale: 10, combination: .mean, roleWeights: [:], least: 1))
                try await tx.save(indicator, isNew: true, try await tx.access(version, for: KeepTemplate.self, lock: index + 1))
            }
            try await tx.publish(try await tx.access(version, for: KeepTemplate.self, lock: indicators.count + 1))
        }
        let version = TemplateVersionID(Int64(try await cast.number("SELECT max(id) FROM score_version WHERE tenant_id = \(t)")))
        let template = ScoreTemplateID(Int64(try await cast.number("SELECT max(id) FROM score_template WHERE tenant_id = \(t)")))
        let october = try await open(cast, template, "2026-10", assessors: [])
        try await fill(cast, october)
        try await move(cast, october, .score)
        try await compute(cast)
        try await move(cast, october, .confirm, by: "bj-2")
        let card = CardID(Int64(try await cast.number("SELECT min(card_id) FROM score_consequence WHERE tenant_id = \(t)")))
        try await cast.change(as: "jy") { tx in
            _ = try await tx.appeal(card, line: "order", text: "当周停电", evidence: "供电局通知")
        }
        let round = try await open(cast, template, "2026-09", assessors: assessors)
        return CastEvaluation(
            cast: cast, template: template, version: version, round: round, card: card,
            appeal: AppealID(Int64(try await cast.number("SELECT max(id) FROM score_appeal WHERE tenant_id = \(t)"))),
            consequence: CardConsequenceID(
                Int64(try await cast.number("SELECT min(id) FROM score_consequence WHERE tenant_id = \(t) AND card_id = \(card.rawValue)"))),
            order: RectificationID(
                Int64(try await cast.number("SELECT min(id) FROM rectification WHERE tenant_id = \(t) AND card_id = \(card.rawValue)"))))
    }

    /// A form that somebody was given in the running round.
    package func form(of person: PersonID) async throws -> AssessmentID {
        AssessmentID(
            Int64(
                try await cast.number(
                    "SELECT min(id) FROM score_form WHERE holder_id = \(person.rawValue) AND round_id = \(round.rawValue)")))
    }

    private static func open(_ cast: Cast, _ template: ScoreTemplateID, _ month: String, assessors: [CastPerson]) async throws -> RoundID {
        let new = try NewRound.read(
            ["template": template.description, "name": "\(month) 考核", "month": month, "assessUntil": cast.today.adding(days: 5).isoText],
            today: cast.today
        ).get()
        try await cast.change(as: "bj") { tx in _ = try await tx.plan(new, try await tx.access(for: RunRound.self)) }
        let round = RoundID(Int64(try await cast.number("SELECT max(id) FROM score_round WHERE tenant_id = \(cast.yunshan.id.rawValue)")))
        let officers = [cast.yunshan.person("bj-spring"), cast.yunshan.person("bj")]
        for person in officers + assessors {
            let lock = try await self.lock(cast, round)
            let role: AssessorRole = person.account == "bj" ? .company : person.account == "bj-spring" ? .project : .outside
            try await cast.change(as: "bj") { tx in
                try await tx.assign(NewAssessor(person: person.id, role: role), try await tx.access(round, for: RunRound.self, lock: lock))
            }
        }
        try await move(cast, round, .start)
        return round
    }

    private static func lock(_ cast: Cast, _ round: RoundID) async throws -> Int {
        try await cast.store.read(cast.yunshan.entry("bj"), .member) { try await $0.round(round) }.round.lock
    }

    private static func move(_ cast: Cast, _ round: RoundID, _ action: RoundAction, by account: String = "bj") async throws {
        let lock = try await self.lock(cast, round)
        try await cast.change(as: account) { try await $0.move(round, RoundCommand(action), lock: lock) }
    }

    private static func fill(_ cast: Cast, _ round: RoundID) async throws {
        for account in ["bj-spring", "bj"] {
            let forms = try await cast.store.read(cast.yunshan.entry(account), .member) { try await $0.assessments() }
            for form in forms where form.round == round {
                let scores = Dictionary(uniqueKeysWithValues: indicators.map { (AssessmentSheet.field($0), "3") })
                try await cast.change(as: account) { try await $0.fill(form.id, scores, submit: true, lock: form.lock) }
            }
        }
    }

    private static func compute(_ cast: Cast) async throws {
        while true {
            let claims = try await cast.store.claim(worker: "score")
            if claims.isEmpty { return }
            for claim in claims {
                try await cast.store.job(claim, worker: "score", within: .seconds(60)) { tx, job in
                    switch job.kind {
                    case ComputeRound.kind: try await ComputeRound.run(tx, job)
                    case TellScores.kind: try await TellScores.run(tx, job)
                    default: break
                    }
                }
            }
        }
    }
}
