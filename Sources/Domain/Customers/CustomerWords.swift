/// CUSTDATA-R7: any person or body that buys or uses the property.
package enum CustomerKind: String, CaseCode {
    case person, organisation
}

/// 客户分类, for care and for analysis (CUSTDATA-R2).
package enum CustomerClass: String, CaseCode {
    case ordinary
    /// 重点客户
    case key
    /// 意见领袖
    case opinionLeader
    /// 关怀对象: old, ill, alone
    case care
    /// 敏感客户
    case sensitive
}

/// 居住状况 (ARCHIVE-R4).
package enum LivingSituation: String, CaseCode {
    case unknown, selfOccupied, rentedOut, vacant, decorating, commercial
}

/// Further ways to reach a customer.
package enum ContactKind: String, CaseCode {
    case phone, email, wechat, address
}

/// What a house is used for.
package enum HouseUsage: String, CaseCode {
    case residence, shop, office, parking, storage
}

/// 公共部分 that a ticket can name.
package enum SharedAreaKind: String, CaseCode {
    case lobby, lift, corridor, roof, facade, garage, garden, road, equipment, other
}

/// A floor area in hundredths of a square metre, as deeds state it.
package struct FloorArea: Hashable, Sendable {
    package let hundredths: Int64

    package init(hundredths: Int64) { self.hundredths = hundredths }

    /// Reads "89.5"; nil when empty.
    /// - Throws: `notANumber`, `tooSmall`, `tooLarge`.
    package static func optional(_ raw: String?) throws(FieldProblem) -> FloorArea? {
        let text = BoundedText.halfWidth(raw ?? "").filter { !$0.isWhitespace && $0 != "," }
        guard !text.isEmpty else { return nil }
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), let whole = Int64(parts[0]), whole >= 0, parts.count == 1 || (1...2).contains(parts[1].count),
            parts.count == 1 || parts[1].utf8.allSatisfy({ (48...57).contains($0) })
        else { throw .notANumber }
        let rest = parts.count == 2 ? Int64(parts[1] + (parts[1].count == 1 ? "0" : "")) ?? 0 : 0
        guard whole < 1_000_000 else { throw .tooLarge(max: 999_999) }
        let value = whole * 100 + rest
        guard value > 0 else { throw .tooSmall(min: 1) }
        return FloorArea(hundredths: value)
    }

    /// "89.5", "120".
    package var text: String {
        let (whole, rest) = hundredths.quotientAndRemainder(dividingBy: 100)
        if rest == 0 { return "\(whole)" }
        return rest % 10 == 0 ? "\(whole).\(rest / 10)" : "\(whole).\(rest < 10 ? "0" : "")\(rest)"
    }
}
