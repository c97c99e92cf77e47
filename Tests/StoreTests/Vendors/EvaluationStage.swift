import Domain
import Postgres
import TestSupport

@testable import Store

/// A company that judges its vendor, as its people do it: template, round, forms, cards.
struct EvaluationStage {
    let cast: Cast
    let template: ScoreTemplateID
    let version: TemplateVersionID

    static let month = ScoreMonth(Day(2026, 10, 1) ?? Day(daysSince1970: 0))

    /// A small template: two facts, walks, and two indicators that assessors judge.
    static let content = ScoreTemplate(
        period: .monthly,
        indicators: [
            Indicator(
                key: "complaints", name: Bilingual("投诉", "Complaints"), weight: 2_000,
                source: .fact(
                    .complaintRate,
                    bands: [PointBand(from: 0, to: 100_000, share: 10_000), PointBand(from: 100_000, to: nil, share: 4_000)], least: 1)),
            Indicator(
                key: "visits", name: Bilingual("回访", "Visits"), weight: 2_000,
                source: .fact(.visitSatisfaction, bands: [PointBand(from: 0, to: 10_000, share: 10_000)], least: 10)),
            Indicator(
                key: "walk", name: Bilingual("走访", "Walk"), weight: 2_000,
                source: .inspection(
                    .walk, bands: [PointBand(from: 0, to: 9_000, share: 5_000), PointBand(from: 9_000, to: 10_000, share: 10_000)],
                    least: 10)),
            Indicator(
                key: "order", name: Bilingual("秩序", "Order"), weight: 2_000,
                source: .assessor(scale: 10, combination: .mean, roleWeights: [:], least: 1)),
            Indicator(
                key: "service", name: Bilingual("服务", "Service"), weight: 2_000,
                source: .assessor(scale: 10, combination: .mean, roleWeights: [:], least: 1)),
        ])

    static func make() async throws -> EvaluationStage {
        let cast = try await Cast.assemble()
        let version = try await SurveyStage.write(cast, cast.yunshan.entry("bj")) { tx in
            let version = try await tx.add(NewTemplate(name: "考核表", origin: .empty), try await tx.access(for: KeepTemplate.self))
            var lock = 1
            for indicator in content.indicators {
                try await tx.save(indicator, isNew: true, try await tx.access(version, for: KeepTemplate.self, lock: lock))
                lock += 1
            }
            try await tx.publish(try await tx.access(version, for: KeepTemplate.self, lock: lock))
            return version
        }
        let file = try await cast.store.read(cast.yunshan.entry("bj"), .member) { try await $0.templateVersion(version) }
        return EvaluationStage(cast: cast, template: file.template.id, version: version)
    }

    var today: Day { Day(cast.clock.now(), offsetMinutes: 480) }

    @discardableResult
    func write<T: Sendable>(_ account: String, at code: String? = nil, _ body: @Sendable (WriteTransaction) async throws -> T) async throws
        -> T
    {
        try await SurveyStage.write(cast, cast.yunshan.entry(account, at: code), body)
    }

    func read<T: Sendable>(_ account: String, at code: String? = nil, _ body: @Sendable (ReadTransaction) async throws -> T) async throws
        -> T
    {
        try await cast.store.read(cast.yunshan.entry(account, at: code), .member, body)
    }

    func plan(by account: String = "bj") async throws -> RoundID {
        let new = NewRound(template: template, name: "10 月考核", month: Self.month, assessUntil: today.adding(days: 5))
        return try await write(account) { tx in try await tx.plan(new, try await tx.access(for: RunRound.self)) }
    }

    func file(_ round: RoundID, as account: String = "bj") async throws -> RoundFile {
        try await read(account) { try await $0.round(round) }
    }

    func move(_ round: RoundID, _ action: RoundAction, by account: String = "bj", until: Day? = nil) async throws {
        let lock = try await file(round).round.lock
        try await write(account) { tx in try await tx.move(round, RoundCommand(action, note: "因为", assessUntil: until), lock: lock) }
    }

    func assign(_ round: RoundID, _ account: String, as role: AssessorRole) async throws {
        let lock = try await file(round).round.lock
        let person = cast.yunshan.person(account).id
        try await write("bj") { tx in
            try await tx.assign(NewAssessor(person: person, role: role), try await tx.access(round, for: RunRound.self, lock: lock))
        }
    }

    func forms(of account: String) async throws -> [AssessmentRow] { try await read(account) { try await $0.assessments() } }

    func fill(_ account: String, _ fields: [String: String], submit: Bool = true) async throws {
        for form in try await forms(of: account) where form.state == .open {
            try await write(account) { tx in try await tx.fill(form.id, fields, submit: submit, lock: form.lock) }
        }
    }

    /// Works off what is queued for evaluations.
    func work() async throws {
        while true {
            let claims = try await cast.store.claim(worker: "score")
            if claims.isEmpty { return }
            for claim in claims {
                try await cast.store.job(claim, worker: "score") { tx, job in
                    switch job.kind {
                    case ComputeRound.kind: try await ComputeRound.run(tx, job)
                    case CountFacts.kind: try await CountFacts.run(tx, job)
                    case TendRound.kind: try await TendRound.run(tx, job)
                    case TellScores.kind: try await TellScores.run(tx, job)
                    default: break
                    }
                }
            }
        }
    }

    /// Planned, given to an officer of the project and one of the company, filled in, scored and worked out.
    func scored(order: String = "9", service: String = "8") async throws -> RoundID {
        let round = try await plan()
        try await assign(round, "bj-spring", as: .project)
        try await assign(round, "bj", as: .company)
        try await move(round, .start)
        try await fill("bj-spring", ["score.order": order, "score.service": service, "note.order": "门岗常缺人"])
        try await fill("bj", ["score.order": order, "score.service": service])
        try await move(round, .score)
        try await work()
        return round
    }

    func card(_ round: RoundID) async throws -> CardID {
        guard let card = try await file(round).cards.first else { throw StoreError.notFound }
        return card.id
    }

    func rows(_ text: String) async throws -> [[String]] {
        try await cast.database.administer { connection in
            let result = try await connection.query(SQL(reviewedText: text))
            return try result.rows.map { row in try (0..<row.count).map { try row.get($0, as: String.self) } }
        }
    }
}
