import Domain
import Store

/// Invents the houses of a project and the people in them. Telephone numbers carry 0000 in the middle: nobody has them.
struct Residents {
    private static let surnames = Array("赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝安常乐于时傅")
    private static let givenNames = [
        "建国", "秀兰", "志强", "丽华", "文博", "欣怡", "子轩", "雨桐", "海燕", "国庆", "春梅", "家豪", "思琪", "浩宇", "玉珍", "永平", "晓东", "佳宁", "立新", "淑芬",
        "俊杰", "梦瑶", "天佑", "美玲", "德胜", "诗雨", "启明", "红霞", "少华", "静雯", "伟", "芳", "娜", "敏", "静", "磊", "洋", "勇", "艳", "杰", "涛", "明", "超", "霞",
        "平",
        "刚", "桂英", "宏图", "若曦", "一凡", "可心", "振东", "亚楠", "长青", "素云", "景行", "之恒", "悦然", "明哲", "清扬",
    ]

    var dice: Dice

    private mutating func name() -> String { String(dice.pick(Self.surnames)) + dice.pick(Self.givenNames) }

    private mutating func phone() -> PhoneNumber? {
        let tail = String(dice.number(10_000...19_999)).dropFirst()
        return PhoneNumber(digits: "1\(dice.number(3...9))\(dice.number(0...9))0000\(tail)")
    }

    /// Buildings of two entrances, eighteen floors, two rooms each: 3-2-1102 is building 3, entrance 2, eleventh floor.
    static let housesPerBuilding = 72

    mutating func house(_ index: Int, building: BuildingID, number: Int, handedOver: Day?, since: Day) -> BulkHouse {
        let entrance = index / 36 + 1
        let room = "\(index % 36 / 2 + 1)0\(index % 2 + 1)"
        // Not everybody comes for the keys at once, and a few have not come yet.
        let received = handedOver.flatMap { dice.chance(0.03) ? nil : $0.adding(days: dice.number(0...45)) }
        let door = HouseLabel(building: "\(number)", section: "\(entrance)", room: room).searchKey
        let label = HouseLabel(building: "\(number)幢", section: "\(entrance)单元", room: room).text
        return BulkHouse(
            building: building, entrance: "\(entrance)单元", room: room, door: door, label: label, handedOver: received,
            people: people(lived: received, since: since))
    }

    private mutating func people(lived: Day?, since: Day) -> [BulkHouse.Resident] {
        var relations: [CustomerRelation] = [.owner]
        if dice.chance(0.3) { relations.append(.coOwner) }
        if lived != nil, dice.chance(0.18) { relations.append(.tenant) }
        if lived != nil, dice.chance(0.2) { relations.append(.family) }
        return relations.compactMap { relation in
            phone().map { phone in
                BulkHouse.Resident(name: name(), phone: phone, relation: relation, since: relation == .owner ? since : lived ?? since)
            }
        }
    }
}
