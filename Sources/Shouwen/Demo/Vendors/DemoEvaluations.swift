import Domain
import Postgres
import Store

/// Two years of monthly cards for every vendor and project: facts as the demo's matters tell them, walks and spot checks each month, and officers
/// who judge as people do. Vendors differ, and one is getting worse: the last company's newest card fails, with all that follows. An appeal
/// was upheld, and one round waits for its forms.
struct DemoEvaluations: Sendable {
    let scenery: Scenery
    let seed: UInt64

    static let months = 24

    func run(on connection: AdminConnection) async throws {
        let bulk = BulkEvaluations(connection, tenant: scenery.world.tenant)
        if try await bulk.hasAny() { return }
        guard let group = scenery.unit(scenery.group), let author = scenery.staff(group.id, with: .templateKeep).first else { return }
        let last = ScoreMonth(scenery.today).adding(months: -1)
        let months = (0..<Self.months).map { last.adding(months: $0 - Self.months + 1) }
        try await bulk.begin()
        // A small demo has too few matters for most facts; its cards are graded nevertheless.
        let template = try await bulk.publish(.residential, leastCoverage: 4_000, at: group, by: author, now: noon(months[0].first))
        for company in scenery.companies {
            for project in company.projects {
                try await inspect(project, months, bulk, by: scenery.staff(company.unit.id, with: .cardSee).first)
            }
        }
        for month in months { try await bulk.count(month, offsetMinutes: scenery.offsetMinutes, now: scenery.present) }
        // Month by month, as rounds come: cards are listed by when they came.
        for month in months {
            for company in scenery.companies {
                let people = scenery.staff(company.unit.id, with: .roundRun)
                guard let planner = people.first,
                    let confirmer = people.dropFirst().first ?? scenery.staff(group.id, with: .cardConfirm).first
                else { continue }
                try await bulk.add(
                    round(month, of: company, planner: planner, confirmer: confirmer, isNewest: month == last), template: template)
            }
        }
        try await present(template, bulk)
        try await bulk.commit()
    }

    /// What is going on at the first company: an appeal that was upheld, orders on their way, this month's forms.
    private func present(_ template: ScoreTemplateID, _ bulk: BulkEvaluations) async throws {
        let today = scenery.today
        guard let company = scenery.companies.first, let project = company.projects.first(where: { $0.engagement(on: today) != nil }),
            let engagement = project.engagement(on: today), let planner = scenery.staff(company.unit.id, with: .roundRun).first,
            let ruler = scenery.staff(scenery.group, with: .cardRule).first
        else { return }
        let now = scenery.present
        if let filer = scenery.staff(engagement.vendor, with: .cardAppeal).first {
            try await bulk.appeal(
                against: engagement.vendor, at: company.unit.id, by: filer, ruledBy: ruler, filed: now - .days(2), ruled: now - .days(1))
        }
        try await bulk.work(on: today.adding(days: -1), by: ruler, now: now - .days(1))
        let month = ScoreMonth(today)
        let new = NewRound(template: template, name: "\(month) 物业考核", month: month, assessUntil: today.adding(days: 10))
        try await bulk.open(new, at: company.unit, by: planner, now: now, offsetMinutes: scenery.offsetMinutes)
    }

    private func noon(_ day: Day) -> Instant { Instant(day, hour: 12, offsetMinutes: scenery.offsetMinutes) }

    private func inspect(_ project: Scenery.Project, _ months: [ScoreMonth], _ bulk: BulkEvaluations, by person: Actor?) async throws {
        for month in months {
            let day = month.first.adding(days: 11)
            guard let engagement = project.engagement(on: day) else { continue }
            var dice = Dice(seed: seed, series: "inspect/\(project.unit.code)", index: month.number)
            let quality = Self.quality(engagement.vendor, month)
            for (method, items) in [(InspectionMethod.walk, 52), (.spotCheck, 24)] {
                let failed = (0..<items).count { _ in !dice.chance(min(0.99, 0.9 + quality / 10)) }
                try await bulk.inspect(
                    method, vendor: engagement.vendor, at: project.unit, on: day, checked: items, failed: failed, by: person?.name ?? "",
                    now: noon(day))
            }
        }
    }

    /// −1…1: vendors differ by their number, and every third gets worse with the years.
    private static func quality(_ vendor: UnitID, _ month: ScoreMonth) -> Double {
        let years = Double(month.year - 2_024) + Double(month.month) / 12
        switch vendor.rawValue % 3 {
        case 0: return 0.6 - 0.4 * max(0, years - 1)
        case 1: return 0.2 + 0.2 * min(max(0, years), 2)
        default: return 0.5
        }
    }

    private func round(_ month: ScoreMonth, of company: Scenery.Company, planner: Actor, confirmer: Actor, isNewest: Bool)
        -> BulkEvaluations.Round
    {
        let day = min(month.adding(months: 1).first.adding(days: 4), scenery.today)
        // The board of the last company found complaints that nobody had written down.
        let fails = isNewest && company.unit.id == scenery.companies.last?.unit.id
        let officers = company.projects.reduce(into: [UnitID: [Actor]]()) { $0[$1.unit.id] = scenery.staff($1.unit.id, with: .assess) }
        let seed = seed
        return BulkEvaluations.Round(
            unit: company.unit, name: "\(month) 物业考核", month: month, planner: planner, confirmer: confirmer,
            plannedAt: noon(month.adding(months: 1).first), confirmedAt: noon(day), confirmedOn: day, isNewest: isNewest,
            judges: { card in
                (officers[card.project] ?? []).prefix(2).map { BulkEvaluations.Judge($0, as: .project) } + [
                    BulkEvaluations.Judge(planner, as: .company)
                ]
            },
            score: { card, judge, indicator, scale in
                var dice = Dice(
                    seed: seed, series: "judge/\(card.project)/\(judge.actor.person)/\(indicator.key)", index: month.number)
                let mean = fails ? 0.35 : 0.78 + Self.quality(card.vendor, month) / 6
                return Int((Double(scale) * min(1, mean + (dice.fraction() - 0.5) / 4)).rounded())
            },
            moderate: { _, score in
                guard fails else { return [:] }
                let facts = score.lines.filter { $0.state == .scored && $0.indicator.source.kind == .fact }
                return Dictionary(
                    uniqueKeysWithValues: facts.map { ($0.indicator.key, Moderation(share: 2_000, reason: "抽查发现多起投诉未登记，按核查结果更正")) })
            })
    }
}
