/// A house as a row of a table says it.
package struct HouseLine: Hashable, Sendable {
    /// Name or code of the project; empty where the import is made from one.
    package let project: String
    /// "3" of "3号楼": what people type.
    package let buildingCode: String
    package let buildingName: String
    package let entrance: String
    package let room: String
    package let storey: String
    /// Nil leaves open what it is used for: a new one is a residence.
    package let usage: HouseUsage?
    package let area: FloorArea?
    /// 套内; not above `area`.
    package let innerArea: FloorArea?
    package let houseType: String
    package let handedOverOn: Day?

    /// - Parameter usages: what people call the uses, by `HeadingKey`.
    /// - Throws: every problem of the row.
    package init(_ cells: ImportCells, usages: [String: HouseUsage]) throws(LineProblems) {
        var reader = LineReader(cells)
        project = reader.optionalText(.project, max: 60)
        let building = reader.text(.building, max: 30)
        buildingCode = HouseLabel.searchKey(of: building).replacing("-", with: "")
        if !building.isEmpty, buildingCode.isEmpty || buildingCode.count > 10 { reader.add(LineProblem(.building, .notACode)) }
        let isBare = BoundedText.halfWidth(building).lowercased() == buildingCode
        buildingName = isBare ? "\(buildingCode)号楼" : building
        let stair = reader.optionalText(.entrance, max: 10)
        entrance = !stair.isEmpty && stair.utf8.allSatisfy { (48...57).contains($0) } ? "\(stair)单元" : stair
        room = reader.text(.room, max: 20)
        if !room.isEmpty, HouseLabel.searchKey(of: room).isEmpty { reader.add(LineProblem(.room, .notACode)) }
        storey = reader.optionalText(.storey, max: 10)
        usage = reader.optionalWord(.usage, usages)
        area = reader.take(.area) { raw throws(FieldProblem) in try HouseLine.area(raw) } ?? nil
        innerArea = reader.take(.innerArea) { raw throws(FieldProblem) in try HouseLine.area(raw) } ?? nil
        if let area, let innerArea, innerArea.hundredths > area.hundredths {
            reader.add(LineProblem(.innerArea, .tooLarge(max: area.hundredths / 100)))
        }
        houseType = reader.optionalText(.houseType, max: 30)
        handedOverOn = reader.optionalDay(.handedOverOn)
        try reader.finish()
    }

    package var door: String { HouseLabel(building: buildingCode, section: entrance, room: room).searchKey }

    /// What must not stand twice in one file.
    package var key: String { "\(project)|\(door)" }

    /// "89.5", "89.50㎡", "1,089.5 m2"; nil for nothing. Up to 100,000 square metres.
    static func area(_ raw: String) throws(FieldProblem) -> FloorArea? {
        var text = BoundedText.halfWidth(raw).lowercased().filter { !$0.isWhitespace && $0 != "," }
        for unit in ["㎡", "m²", "m2", "平方米", "平米"] where text.hasSuffix(unit) { text.removeLast(unit.count) }
        guard !text.isEmpty else { return nil }
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count <= 2, text.utf8.count <= 20, parts.allSatisfy({ $0.utf8.allSatisfy { (48...57).contains($0) } }),
            !parts[0].isEmpty
        else { throw .notANumber }
        guard let whole = Int64(parts[0]) else { throw .tooLarge(max: 100_000) }
        let digits = parts.count == 2 ? String((parts[1] + "00").prefix(3)) : "00"
        let hundredths = whole.multipliedReportingOverflow(by: 100)
        guard !hundredths.overflow, whole <= 100_000 else { throw .tooLarge(max: 100_000) }
        let rounded = (Int64(digits.prefix(2)) ?? 0) + (digits.count == 3 && digits.last.map { $0 >= "5" } == true ? 1 : 0)
        guard hundredths.partialValue + rounded > 0 else { throw .tooSmall(min: 1) }
        return FloorArea(hundredths: hundredths.partialValue + rounded)
    }
}

/// Somebody and what they are to a house, as a row of a table says it.
package struct OwnerLine: Hashable, Sendable {
    package let project: String
    /// "3-2-1102".
    package let door: String
    package let name: String
    package private(set) var phone: PhoneNumber?
    package private(set) var identity: IdentityNumber?
    package let relation: CustomerRelation
    package let from: Day?
    package let to: Day?

    /// - Parameters:
    ///   - relations: what people call the relations, by `HeadingKey`.
    ///   - papers: what people call the kinds of papers; where the row names none, its number says which it is.
    /// - Throws: every problem of the row.
    package init(
        _ cells: ImportCells, relations: [String: CustomerRelation], papers: [String: IdentityKind]
    ) throws(LineProblems) {
        var reader = LineReader(cells)
        project = reader.optionalText(.project, max: 60)
        door = HouseLabel.searchKey(of: reader.text(.house, max: 80))
        if door.isEmpty, !cells[.house].isEmpty { reader.add(LineProblem(.house, .notACode)) }
        name = reader.text(.name, max: 60)
        phone =
            reader.take(.phone) { raw throws(FieldProblem) in
                raw.allSatisfy(\.isWhitespace) ? nil : try PhoneNumber.parse(raw)
            } ?? nil
        let paper = reader.optionalWord(.identityKind, papers)
        identity =
            reader.take(.identity) { raw throws(FieldProblem) in
                raw.allSatisfy(\.isWhitespace) ? nil : try IdentityNumber.parse(raw, kind: paper ?? .guess(raw))
            } ?? nil
        relation =
            reader.take(.relation) { raw throws(FieldProblem) in
                let key = HeadingKey.of(raw)
                guard !key.isEmpty else { throw .required }
                guard let relation = relations[key] else { throw .notAChoice }
                return relation
            } ?? .owner
        from = reader.optionalDay(.from)
        to = reader.optionalDay(.to)
        if let from, let to, to < from { reader.add(.endsFirst(.to)) }
        try reader.finish()
    }

    /// The row with the numbers that only another row of the same person has.
    package func joined(with other: OwnerLine) -> OwnerLine {
        var line = self
        line.phone = phone ?? other.phone
        line.identity = identity ?? other.identity
        return line
    }

    package var key: String { "\(project)|\(door)|\(relation.rawValue)|\(name)|\(phone?.digits ?? "")" }
}

/// Somebody and a post, as a row of a table says it. Several posts are several rows.
package struct PersonLine: Hashable, Sendable {
    package let account: String
    package let name: String
    /// Code or name of the unit.
    package let unit: String
    /// Key or name of the role, by `HeadingKey`.
    package let role: String
    /// As typed: what the post is called where the row names no title.
    package let roleText: String
    package let title: String
    package let from: Day?
    package let to: Day?

    /// - Throws: every problem of the row.
    package init(_ cells: ImportCells) throws(LineProblems) {
        var reader = LineReader(cells)
        account =
            reader.take(.account) { raw throws(FieldProblem) in
                let text = try BoundedText.parse(raw, max: 41).lowercased()
                guard AccountForm.fits(text) else { throw .notACode }
                return text
            } ?? ""
        name = reader.text(.name, max: 40)
        unit = reader.text(.unit, max: 60)
        roleText = reader.text(.role, max: 60)
        role = HeadingKey.of(roleText)
        title = reader.optionalText(.title, max: 40)
        from = reader.optionalDay(.from)
        to = reader.optionalDay(.to)
        if let from, let to, to < from { reader.add(.endsFirst(.to)) }
        try reader.finish()
    }

    package var key: String { "\(account)|\(unit)|\(role)" }
}

/// What can be an account's name, as the database checks it.
enum AccountForm {
    static func fits(_ text: String) -> Bool {
        guard (2...41).contains(text.utf8.count), let first = text.utf8.first, (97...122).contains(first) else { return false }
        return text.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 46 || $0 == 95 || $0 == 45 }
    }
}
