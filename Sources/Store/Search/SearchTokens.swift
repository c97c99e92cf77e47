package import Domain

/// Search goes by equality of short texts, since under row security neither LIKE nor full text may use an index.
package enum SearchTokens {
    /// Stored for one ticket at most; numbers come first, so that only words can be cut off.
    package static let limit = 40
    /// Asked for in one search at most, the rarest first.
    static let asked = 6

    /// What a ticket is found by: number, serial, phone tail, room and door, name, and the words of its title and of the beginning of
    /// the event.
    package static func of(
        number: String, phoneTail: String, door: String, name: String, title: String, event: String
    ) -> [String] {
        var tokens = OrderedTokens()
        tokens.add(number.lowercased())
        if let serial = number.split(separator: "-").last { tokens.add(serial.lowercased()) }
        tokens.add(phoneTail)
        tokens.add(door)
        door.split(separator: "-").last.map { tokens.add(String($0)) }
        for text in [name, title, String(event.prefix(24))] { words(of: text).forEach { tokens.add($0) } }
        return Array(tokens.list.prefix(limit))
    }

    /// The tokens that stand for what somebody typed; empty when it is too short to search for.
    static func asked(_ query: String) -> [String] {
        if let number = ComplaintNumber.parse(query) { return [number.text.lowercased()] }
        if let door = HouseQuery(query), door.isDoor { return [door.key] }
        var tokens = OrderedTokens()
        words(of: String(query.unicodeScalars.prefix(60))).forEach { tokens.add($0) }
        // Digits and Latin words are rarer than pairs of characters, long ones rarer than short ones.
        let byRarity = tokens.list.sorted { ($0.utf8.first! < 128 ? 0 : 1, -$0.count) < ($1.utf8.first! < 128 ? 0 : 1, -$1.count) }
        return Array(byRarity.prefix(asked))
    }

    /// Latin words and numbers of two characters and more as they are, runs of Han characters as overlapping pairs.
    package static func words(of text: String) -> [String] {
        var words: [String] = []
        var run: [Unicode.Scalar] = []
        var isHan = false
        func finish() {
            if isHan {
                words += zip(run, run.dropFirst()).map { pair in String(String.UnicodeScalarView([pair.0, pair.1])) }
            } else if (2...20).contains(run.count) {
                words.append(String(String.UnicodeScalarView(run)))
            }
            run.removeAll(keepingCapacity: true)
        }
        for scalar in BoundedText.halfWidth(text).lowercased().unicodeScalars {
            let han = isHanCharacter(scalar)
            guard han || scalar.properties.isAlphabetic || scalar.properties.numericType != nil else {
                finish()
                continue
            }
            if han != isHan { finish() }
            isHan = han
            run.append(scalar)
        }
        finish()
        return words
    }

    private static func isHanCharacter(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isIdeographic || scalar == "々"
    }
}

/// Tokens without repetition, in the order of their first appearance.
struct OrderedTokens {
    private(set) var list: [String] = []
    private var known: Set<String> = []

    mutating func add(_ token: String) {
        guard !token.isEmpty, token.unicodeScalars.count <= 60, known.insert(token).inserted else { return }
        list.append(token)
    }
}

/// A house as people type it: "1102", "3-1102", "3-2-1102", "3幢2单元1102室".
package struct HouseQuery: Hashable, Sendable {
    /// Letters and digits in groups: building, entrance, room.
    package let groups: [Substring]

    package var key: String { groups.joined(separator: "-") }
    /// Names a building too, not only a room.
    package var isDoor: Bool { groups.count > 1 }

    /// Nil when it contains anything that is not part of an address, or more than three groups.
    package init?(_ raw: String) {
        let text = BoundedText.halfWidth(raw).lowercased()
        let signs: Set<Character> = ["-", "#", "/", " ", "号", "楼", "栋", "幢", "座", "单", "元", "室", "房", "门"]
        guard text.allSatisfy({ signs.contains($0) || $0.isASCII && ($0.isLetter || $0.isNumber) }) else { return nil }
        let groups = text.split { signs.contains($0) }
        guard (1...3).contains(groups.count), groups.allSatisfy({ $0.count <= 8 }),
            groups.contains(where: { $0.contains(where: \.isNumber) })
        else { return nil }
        self.groups = groups
    }
}
