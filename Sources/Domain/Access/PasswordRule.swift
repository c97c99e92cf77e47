/// Which rule a group's passwords follow.
package enum PasswordPreset: String, CaseCode {
    /// Length and a block list, nothing else: what NIST and ASVS 6.2 recommend.
    case modern
    /// The same, and what an assessment under 等保 asks for: several kinds of character, regular change, no return to old ones.
    case dengbao

    /// How many of lower case, upper case, digits and signs a password must mix.
    package var kinds: Int { self == .dengbao ? 3 : 1 }

    /// A password older than this must be changed at the next sign-in; nil where none grows old.
    package var lifetime: Span? { self == .dengbao ? .days(90) : nil }

    /// How many passwords, the present one included, may not be taken again.
    package var remembered: Int { self == .dengbao ? 5 : 1 }

    /// So many former passwords are kept whatever the rule, so that a group may change its mind.
    package static let mostRemembered = allCases.map(\.remembered).max() ?? 1

    /// - Parameter since: when the password was last changed.
    package func isExpired(since: Instant, now: Instant) -> Bool { lifetime.map { since + $0 <= now } ?? false }
}

/// What a password must be: twelve characters, not the account, not one everybody tries, not made of the names around the person
/// (ASVS 6.2.1, 6.2.4, 6.2.11).
package enum PasswordRule {
    package static let shortest = 12
    package static let longest = 200
    /// So many characters must be left when everything predictable has been taken out.
    private static let leftOver = 5

    /// Nil when it may be used.
    /// - Parameters:
    ///   - names: of the group, its projects and the person, in any language.
    ///   - old: the present one, where it is known.
    package static func problem(
        with password: String, account: String, names: [String] = [], old: String? = nil, preset: PasswordPreset = .dengbao
    ) -> FieldProblem? {
        if password.isEmpty { return .required }
        if password.unicodeScalars.count < shortest { return .tooSmall(min: Int64(shortest)) }
        if password.unicodeScalars.count > longest { return .tooLong(max: longest) }
        if password == old { return .predictable }
        if kinds(in: password) < preset.kinds { return .tooUniform }
        return isPredictable(password, around: names + [account]) ? .predictable : nil
    }

    /// Lower case, upper case, digits, and everything else; a script without case counts as signs do.
    private static func kinds(in password: String) -> Int {
        let scalars = password.unicodeScalars
        return [
            scalars.contains { $0.properties.isLowercase }, scalars.contains { $0.properties.isUppercase },
            scalars.contains { (48...57).contains($0.value) },
            scalars.contains { !$0.properties.isLowercase && !$0.properties.isUppercase && !(48...57).contains($0.value) },
        ].filter { $0 }.count
    }

    /// Takes common words, names, runs and years out and looks at what is left: `Yunshan@2026!!` is a name, a year and a sign.
    private static func isPredictable(_ password: String, around names: [String]) -> Bool {
        let folded = password.lowercased()
        guard Set(folded).count >= 5 else { return true }
        let words = (CommonPasswords.words + names.flatMap(parts)).sorted { $0.count > $1.count }
        return [folded, unmask(folded)].contains { text in
            let left = withoutRuns(words.reduce(text) { $0.replacing($1, with: " ") })
            return Set(left.filter { $0 != " " }).count < leftOver
        }
    }

    /// A name as a whole and its words; single letters say nothing.
    private static func parts(_ name: String) -> [String] {
        let folded = name.lowercased()
        let pieces = folded.split { !$0.isLetter && !$0.isNumber }.map(String.init)
        return ([folded] + pieces).filter { $0.count >= ($0.utf8.count > $0.count ? 2 : 3) }
    }

    /// `p@ssw0rd` is `password`.
    private static func unmask(_ text: String) -> String {
        let masks: [Character: Character] = ["@": "a", "4": "a", "0": "o", "1": "i", "!": "i", "3": "e", "$": "s", "5": "s", "7": "t"]
        return String(text.map { masks[$0] ?? $0 })
    }

    /// Without what repeats or counts up or down (`aaa`, `321`, `defg`), and without years.
    private static func withoutRuns(_ text: String) -> String {
        var kept: [Character] = []
        var run: [Character] = []
        var distance: Int?
        func close() {
            // Three letters in the order of the alphabet stand in many words.
            let isRun = run.count >= 4 || run.count == 3 && (distance == 0 || run.allSatisfy(\.isNumber))
            if !isRun { kept += run }
            run = []
        }
        for character in text {
            let step = run.last.flatMap { character.distance(from: $0) }
            let goesOn = run.count == 1 ? step.map { abs($0) <= 1 } ?? false : step == distance
            if !goesOn { close() }
            if run.count == 1 { distance = step }
            run.append(character)
        }
        close()
        return String(kept).replacing(/(19|20)[0-9][0-9]/, with: "")
    }
}

extension Character {
    fileprivate func distance(from other: Character) -> Int? {
        guard unicodeScalars.count == 1, other.unicodeScalars.count == 1, let own = unicodeScalars.first,
            let its = other.unicodeScalars.first
        else { return nil }
        return Int(own.value) - Int(its.value)
    }
}
