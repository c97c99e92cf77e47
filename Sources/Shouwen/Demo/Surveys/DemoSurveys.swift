import Domain
import Postgres
import Store

/// Three annual waves a company over two years, answered as people answer: companies differ, repairs and building quality annoy most, things
/// get a little better from wave to wave, and one project does worse than the rest.
struct DemoSurveys: Sendable {
    let scenery: Scenery
    let seed: UInt64

    /// Days before the present: when each wave began.
    private static let begins = [705, 345, 45]
    private static let length = 25
    private static let share = 0.35
    private static let response = [0.31, 0.36, 0.41]

    func run(on connection: AdminConnection) async throws {
        let bulk = BulkSurveys(connection, tenant: scenery.world.tenant)
        if try await bulk.hasAny() { return }
        guard let group = scenery.unit(scenery.group), let author = scenery.staff(group.id, with: .surveyDesign).first else { return }
        try await bulk.begin()
        let now = moment(Self.begins[0] + 40, hour: 10)
        let (form, version) = try await bulk.publish(.annual, at: group, by: author, now: now)
        for preset in PresetForm.allCases where preset != .annual { _ = try await bulk.publish(preset, at: group, by: author, now: now) }
        for (number, company) in scenery.companies.enumerated() {
            for wave in Self.begins.indices {
                guard let (told, answers) = tell(wave, of: company, number: number, form: form, version: version) else { continue }
                try await bulk.add(told, answers: answers)
            }
        }
        try await bulk.commit()
    }

    private func moment(_ daysAgo: Int, hour: Int) -> Instant {
        Instant(scenery.today.adding(days: -daysAgo), hour: hour, offsetMinutes: scenery.offsetMinutes)
    }

    private func tell(_ wave: Int, of company: Scenery.Company, number: Int, form: SurveyFormID, version: SurveyVersionID) -> (
        BulkSurveys.Wave, [BulkSurveys.Answers]
    )? {
        let people = scenery.staff(company.unit.id, with: .surveyRun)
        guard let planner = people.first, let group = scenery.staff(scenery.group, with: .surveyApprove).first else { return nil }
        let approver = people.dropFirst().first ?? group
        let opens = scenery.today.adding(days: -Self.begins[wave])
        let series = "\(company.unit.code)-survey-\(wave)"
        var drawn: [HouseID] = []
        var answers: [BulkSurveys.Answers] = []
        for project in company.projects {
            let asked = SeededDraw.order(project.houses, seed: "\(series)/\(project.unit.id)")
                .prefix(max(min(12, project.houses.count), Int(Double(project.houses.count) * Self.share)))
            drawn += asked.map(\.id)
            for house in asked {
                var dice = Dice(seed: seed, series: series, index: Int(house.id.rawValue))
                guard dice.chance(Self.response[wave]) else { continue }
                answers.append(answer(house, project, wave, number, opens, planner, &dice))
            }
        }
        guard !drawn.isEmpty else { return nil }
        let told = BulkSurveys.Wave(
            unit: company.unit, form: form, version: version, name: "\(opens.year) 年度业主满意度调查",
            nameEnglish: "Owners' satisfaction \(opens.year)", state: .closed, opensOn: opens, closesOn: opens.adding(days: Self.length),
            planner: planner, approver: approver, seed: series, plannedAt: moment(Self.begins[wave], hour: 9),
            closedAt: moment(Self.begins[wave] - Self.length, hour: 18), drawn: drawn,
            households: Dictionary(uniqueKeysWithValues: company.projects.map { ($0.unit.id, $0.houses.count) }))
        return (told, answers)
    }

    private func answer(
        _ house: BulkWorld.House, _ project: Scenery.Project, _ wave: Int, _ company: Int, _ opens: Day, _ clerk: Actor, _ dice: inout Dice
    ) -> BulkSurveys.Answers {
        let mood = Mood(company: company, project: Int(project.unit.id.rawValue % 5), wave: wave, person: dice.fraction())
        let sheet = mood.sheet(PresetForm.annual.questionnaire, &dice)
        let typed = dice.chance(0.2)
        let channel: AnswerChannel = typed ? dice.pick([.paper, .telephone]) : .link
        let day = opens.adding(days: dice.number(0...(Self.length - 1)))
        let at = Instant(day, hour: dice.number(9...21), minute: dice.number(0...59), offsetMinutes: scenery.offsetMinutes)
        return BulkSurveys.Answers(
            house: house.id, channel: channel, at: at, by: typed ? clerk : nil, sheet: sheet,
            lastPage: PresetForm.annual.questionnaire.pages.last ?? 1)
    }
}

/// How content somebody is with what.
private struct Mood {
    let company: Int
    let project: Int
    let wave: Int
    let person: Double

    private static let dimensions: [String: Double] = [
        "service": 0.80, "security": 0.78, "cleaning": 0.74, "greenery": 0.76, "repair": 0.60, "facilities": 0.67, "complaint": 0.58,
        "quality": 0.56, "delivery": 0.70,
    ]

    private func level(_ dimension: String?) -> Double {
        let base = Self.dimensions[dimension ?? ""] ?? 0.72
        let place = [0.04, 0.0, -0.09][company % 3] + (project == 0 ? -0.07 : 0.01)
        return base + place + 0.03 * Double(wave) + (person - 0.5) * 0.5
    }

    private func step(_ dimension: String?, _ dice: inout Dice) -> String {
        let value = level(dimension) + (dice.fraction() - 0.5) * 0.5
        return String(min(5, max(1, Int((value * 5).rounded(.up)))))
    }

    func sheet(_ form: Questionnaire, _ dice: inout Dice) -> AnswerSheet {
        var sheet = AnswerSheet()
        for question in form.questions where form.shows(question, sheet) {
            switch question.kind {
            case .rating:
                let none = question.allowsNone && dice.chance(0.25)
                sheet.answers[question.key] = .code(none ? Answer.none : step(question.dimension, &dice))
            case .matrix:
                var lines: [String: String] = [:]
                for row in question.rows { lines[row.key] = dice.chance(0.06) ? Answer.none : step(question.dimension, &dice) }
                sheet.answers[question.key] = .lines(lines)
            case .nps:
                let value = level(nil) * 10 + dice.fraction() * 3 - 1.2
                sheet.answers[question.key] = .code(String(min(10, max(0, Int(value.rounded())))))
            case .single: sheet.answers[question.key] = .code(dice.pick(question.codes))
            case .multiple:
                let chosen = question.codes.dropLast().filter { _ in dice.chance(0.4) }
                if !chosen.isEmpty { sheet.answers[question.key] = .codes(Array(chosen)) }
            case .ranking:
                if dice.chance(0.6) { sheet.answers[question.key] = .codes(Array(question.codes.shuffled(using: &dice).prefix(3))) }
            case .longText:
                if dice.chance(0.25) { sheet.texts[question.key] = dice.pick(level("repair") < 0.55 ? Self.complaints : Self.praise) }
            case .contact:
                if level(nil) < 0.42, dice.chance(0.4) { sheet.answers[question.key] = .code("yes") }
            case .number, .date, .shortText, .section: break
            }
        }
        return sheet
    }

    private static let complaints = [
        "报修第二天才来人，来了说没配件，又等一周。", "地下车库漏水报过三次，还是没有解决。", "电梯经常停运，老人上下楼很不方便。", "外墙开裂，希望给个明确的维修时间。",
        "投诉之后没有人回复结果。", "楼道照明坏了一个月没人换。", "门岗对外卖车辆管得太松。",
    ]
    private static let praise = [
        "前台小周每次都主动回电话，很踏实。", "保洁做得很干净。", "夜里巡逻看得到人，放心。", "绿化比去年好多了。", "维修师傅很专业，穿鞋套，走前还打扫。",
        "希望多办些社区活动。", "停车位再规划一下就更好了。",
    ]
}
