import Domain
import Postgres
import Store

/// Two years of monthly cards for every vendor and project: facts as the demo's matters tell them, walks and spot checks each month, and officers
/// who judge as people do. Vendors differ, and one is getting worse.
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
        let template = try await bulk.publish(.residential, at: group, by: author, now: noon(months[0].first))
        for company in scenery.companies {
            for project in company.projects {
                try await inspect(project, months, bulk, by: scenery.staff(company.unit.id, with: .cardSee).first)
            }
        }
        for month in months { try await bulk.count(month, offsetMinutes: scenery.offsetMinutes, now: scenery.present) }
        try await bulk.commit()
        for company in scenery.companies {
            let people = scenery.staff(company.unit.id, with: .roundRun)
            guard let planner = people.first, let confirmer = people.dropFirst().first ?? scenery.staff(group.id, with: .cardConfirm).first
            else {
                continue
            }
            try await bulk.begin()
            for month in months {
                try await bulk.add(
                    round(month, of: company, planner: planner, confirmer: confirmer, isNewest: month == last), template: template)
            }
            try await bulk.commit()
        }
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
        let day = month.adding(months: 1).first.adding(days: 4)
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
                let mean = 0.78 + Self.quality(card.vendor, month) / 6
                return Int((Double(scale) * min(1, mean + (dice.fraction() - 0.5) / 4)).rounded())
            })
    }
}
