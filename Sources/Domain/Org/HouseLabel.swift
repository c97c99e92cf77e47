/// How people name a house: building, section if there is one, room.
package struct HouseLabel: Hashable, Sendable {
    package let building: String
    package let section: String?
    package let room: String

    package init(building: String, section: String? = nil, room: String) {
        self.building = building
        self.section = section
        self.room = room
    }

    /// "3号楼2单元1501".
    package var text: String { building + (section ?? "") + room }

    /// "3-2-1501": letters and digits of the label, so that "3栋2单元1501", "3#2-1501" and "３－２－１５０１" meet.
    package var searchKey: String { Self.searchKey(of: [building, section ?? "", room].joined(separator: " ")) }

    /// The key of what somebody typed into a search box. Empty when it has neither letters nor digits.
    package static func searchKey(of raw: String) -> String {
        let text = BoundedText.halfWidth(raw).lowercased()
        return text.split(whereSeparator: { !isKeyCharacter($0) }).joined(separator: "-")
    }

    private static func isKeyCharacter(_ character: Character) -> Bool {
        guard let byte = character.asciiValue else { return false }
        return (48...57).contains(byte) || (97...122).contains(byte)
    }
}

/// What a customer is to a house.
package enum CustomerRelation: String, CaseCode {
    /// 业主
    case owner
    /// 共有人
    case coOwner
    /// 购房人, until the house is handed over
    case buyer
    /// 租户
    case tenant
    /// 家属
    case family
    /// 物业使用人
    case user
    /// 建设单位
    case developer
}
