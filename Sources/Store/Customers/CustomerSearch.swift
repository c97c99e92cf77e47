internal import Domain
internal import Postgres
internal import Secrets

/// What somebody typed into the search of customers, and by what it may be found.
struct CustomerSearch {
    private let text: String

    init(_ raw: String) {
        text = BoundedText.halfWidth(raw).split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    /// The most certain first; a whole number is nothing else.
    func statements(_ scope: CustomerScope, sealer: Sealer) -> [Query<CustomerListRow>] {
        guard !text.isEmpty, text.unicodeScalars.count <= 60 else { return [] }
        let tenant = scope.tenant
        if let phone = try? PhoneNumber.parse(text), phone.digits.count >= 7 {
            return [scope.matching(CustomerMatch.phone(sealer.phones.candidates(phone.digits, tenant: tenant.rawValue), tenant: tenant))]
        }
        if let card = try? IdentityNumber.parse(text, kind: .idCard) {
            let marks = sealer.identities.candidates(card.number, tenant: tenant.rawValue)
            return [scope.matching("c.identity_blind = ANY (\(marks))")]
        }
        var found: [Query<CustomerListRow>] = []
        if text.count == 4, text.allSatisfy(\.isNumber) { found.append(scope.matching(CustomerMatch.tail(text, tenant: tenant))) }
        if text.utf8.allSatisfy({ $0 < 128 }), text.count >= 3 { found.append(scope.matching("c.member_number = \(text.uppercased())")) }
        if let house = HouseQuery(text) { found.append(scope.matching(CustomerMatch.house(house, scope))) }
        if found.isEmpty || !text.utf8.allSatisfy({ $0 < 128 }) || text.contains(where: \.isLetter) { found.append(scope.named(text)) }
        return found
    }
}

extension CustomerMatch {
    /// Who holds a house with the room, door or the end of the door.
    static func house(_ house: HouseQuery, _ scope: CustomerScope) -> SQL {
        let room = String(house.groups.last ?? "")
        var condition: SQL = house.groups.count == 3 ? "h.door = \(house.key)" : "h.room IN (\(room), \(room.uppercased()))"
        if house.groups.count == 2 { condition += " AND split_part(h.door, '-', 1) = \(String(house.groups[0]))" }
        return """
            c.id IN (SELECT x.customer_id FROM house h JOIN house_customer x ON x.tenant_id = h.tenant_id AND x.house_id = h.id
                WHERE h.tenant_id = \(scope.tenant) AND \(condition)
                    \(scope.viewpoint.placeTerm(.house, tenant: scope.tenant, today: scope.today))
                    AND x.from_on <= \(scope.today) AND (x.to_on IS NULL OR x.to_on >= \(scope.today)))
            """
    }
}
