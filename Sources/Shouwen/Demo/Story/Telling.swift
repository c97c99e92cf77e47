import Domain
import Store

/// Who complains about what, where and to whom: everything intake writes down.
struct Telling: Sendable {
    let matter: Matter
    let project: Scenery.Project
    let house: BulkWorld.House?
    let receiver: Actor
    let receiverUnit: UnitID
    let at: Instant
    let stage: Stage
    let reason: StageReason
    let ladder: Ladder
    let channel: Channel
    let severity: Severity
    let sensitivity: Sensitivity
    let asked: Fen?
    let title: String
    let event: String
    let place: String
    let wish: String
    let happenedAt: Instant?

    init(_ scenery: Scenery, project: Scenery.Project, at: Instant, receiver: Actor? = nil, dice: inout Dice) {
        self.project = project
        self.at = at
        let day = Day(at, offsetMinutes: scenery.offsetMinutes)
        let tells = Self.house(in: project, &dice)
        let (probable, _) = StageRule.decide(house: .some(tells.handedOver), project: project.handedOver, today: day)
        matter = Self.matter(stage: probable, day: day, handedOver: tells.handedOver, &dice)
        house = matter.shared && probable == .afterHandover && dice.chance(0.35) ? nil : tells
        (stage, reason) = StageRule.decide(house: house.map { .some($0.handedOver) } ?? nil, project: project.handedOver, today: day)
        ladder = Self.ladder(stage, scenery.ladderUnits(project, on: day))
        let desk = Self.desk(ladder, &dice)
        let chosen = receiver ?? scenery.staff(desk.unit, with: .ticketRecord).first ?? scenery.staff(scenery.group)[0]
        self.receiver = chosen
        receiverUnit = chosen.posts[0].unit.id
        channel = desk.channel
        sensitivity = Self.flags(&dice)
        asked = matter.asks.upperBound > 0 && dice.chance(0.14) ? .yuan(Int64(dice.number(matter.asks) / 100 * 100)) : nil
        severity = max(.proposed(compensation: asked, flags: sensitivity), dice.chance(0.25) ? .general : .minor)
        title = dice.pick(matter.titles)
        place = dice.pick(matter.places)
        wish = dice.pick(matter.wishes)
        event = [
            dice.pick(Phrases.openers), dice.pick(matter.problems), "，", dice.pick(matter.details), "，", dice.pick(matter.effects), "。",
            dice.pick(Phrases.closings),
        ].joined()
        happenedAt = dice.chance(0.6) ? at - dice.span(.minutes(30), .days(6)) : nil
    }

    /// A stored complaint of the developer's line knows no vendor.
    private static func ladder(_ stage: Stage, _ units: LadderUnits) -> Ladder {
        let ladder = Ladder.build(stage: stage, units: units)
        guard ladder.line == .developer else { return ladder }
        let alone = LadderUnits(projectUnit: units.projectUnit, companyUnit: units.companyUnit, groupUnit: units.groupUnit)
        return Ladder(line: .developer, units: alone, reason: ladder.reason) ?? ladder
    }

    /// A few houses complain again and again.
    private static func house(in project: Scenery.Project, _ dice: inout Dice) -> BulkWorld.House {
        let houses = project.houses
        let hot = max(1, houses.count / 40)
        if dice.chance(0.12) { return houses[dice.number(0...(hot - 1)) * 37 % houses.count] }
        return dice.pick(houses)
    }

    private static func matter(stage: Stage, day: Day, handedOver: Day?, _ dice: inout Dice) -> Matter {
        let near = handedOver.map { abs(day.daysSince1970 - $0.daysSince1970) < 75 } ?? (stage == .beforeHandover)
        let weights = Matter.all.map { matter in
            guard matter.stages.contains(stage) else { return 0.0 }
            return matter.weight * matter.seasonal(month: day.month) * (matter.handoverWave && near ? 3 : 1)
        }
        return Matter.all[dice.weighted(weights)]
    }

    /// Where customers turn to: mostly the nearest desk, sometimes a centre, the other line or the group.
    private static func desk(_ ladder: Ladder, _ dice: inout Dice) -> (unit: UnitID, channel: Channel) {
        let units = ladder.units
        switch dice.weighted([62, 14, 9, 8, 7]) {
        case 0: return (ladder.firstUnit, dice.pick([.phone, .phone, .visit, .frontDesk, .customerAssistant]))
        case 1: return (ladder.unit(of: .centre), dice.pick([.hotline, .phone, .network]))
        case 2: return (units.companyUnit, dice.pick([.hotline, .department, .mailbox]))
        case 3: return (units.projectUnit, dice.pick([.visit, .phone, .letter]))
        default: return (units.groupUnit, dice.pick([.hotline, .mailbox, .parentCompany, .media, .network]))
        }
    }

    private static func flags(_ dice: inout Dice) -> Sensitivity {
        switch dice.number(1...100) {
        case 1: .media
        case 2: .litigation
        case 3: .collective
        default: []
        }
    }

    var facts: ComplaintFacts {
        .received(
            stage: stage, ladder: ladder, source: channel.defaultSource, severity: severity, sensitivity: sensitivity,
            by: receiver.person, at: receiverUnit, on: at)
    }

    func intake(number: ComplaintNumber, repeatOf: TicketID?, receiverPost: String) -> BulkIntake {
        BulkIntake(
            company: project.unit.company ?? project.unit.id, project: project.unit.id, number: number, reason: reason, channel: channel,
            title: title, event: event, place: place, wish: wish, compensationAsked: asked, happenedAt: happenedAt, house: house?.id,
            houseLabel: house?.label ?? "", door: house?.door ?? "", customer: house?.customer, customerName: house?.customerName ?? "",
            phoneTail: house?.phoneTail ?? "", repeatOf: repeatOf, receiverPost: receiverPost)
    }
}
