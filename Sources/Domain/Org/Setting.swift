/// What a group decides for itself. A value stands at a unit and holds for everything below it until a lower unit decides otherwise;
/// where nobody decided, the built-in value holds. The raw value is stored: never give one a second meaning.
///
/// A new setting is a case, its line in `definition`, and its words (`setting.<key>`, `setting.<key>.hint`) in both catalogues.
package enum Setting: String, CaseCode {
    /// The telephone number printed on what customers take along.
    case hotline = "print.hotline"
    /// A line under everything printed for customers.
    case footer = "print.footer"
    case workingHours = "service.hours"
    /// Clubhouses, sales offices: venues outside the complaint procedure (ORG-R12).
    case excludedVenues = "complaint.excludedVenues"
    /// After so many days without a sign-in an account is idle.
    case idleAccountDays = "account.idleDays"
    /// An export of more rows than this waits for somebody's approval.
    case exportApprovalRows = "export.approvalRows"
    // Vendors
    /// So many days before their end, qualifications, contracts and engagements stand on the desk.
    case expiryNotice = "vendor.expiryDays"
    /// Whole yuan a project's post may approve (COMPENSATE-P1).
    case approvalProject = "compensation.project"
    /// From so many yuan on the leader in charge approves, not the company's centre (COMPENSATE-P1).
    case approvalCentre = "compensation.centre"

    package var definition: SettingDefinition {
        switch self {
        case .hotline: SettingDefinition(.print, .text(max: 40), fallback: "", at: .everywhere)
        case .footer: SettingDefinition(.print, .text(max: 120), fallback: "", at: .everywhere)
        case .workingHours: SettingDefinition(.print, .text(max: 80), fallback: "", at: .everywhere)
        case .excludedVenues: SettingDefinition(.rules, .lines(count: 20, max: 30), fallback: "", at: .developers)
        case .idleAccountDays: SettingDefinition(.privacy, .number(7...730), fallback: "90", at: .groupOnly)
        case .exportApprovalRows: SettingDefinition(.privacy, .number(0...100_000), fallback: "1000", at: .tiers)
        case .expiryNotice: SettingDefinition(.rules, .number(1...365), fallback: "60", at: .developers)
        case .approvalProject: SettingDefinition(.rules, .number(0...1_000_000), fallback: "300", at: .tiers)
        case .approvalCentre: SettingDefinition(.rules, .number(0...1_000_000), fallback: "1000", at: .tiers)
        }
    }

    /// Settings a unit of the kind may decide.
    package static func decidable(at kind: UnitKind) -> [Setting] { allCases.filter { $0.definition.kinds.contains(kind) } }

    /// The stored form of what was typed.
    /// - Throws: what is wrong with it.
    package func parse(_ raw: String?) throws(FieldProblem) -> String { try definition.form.parse(raw) }
}

/// Headings of the settings page.
package enum SettingGroup: String, CaseCode {
    case print, rules, privacy, signIn
}

package struct SettingDefinition: Hashable, Sendable {
    package let group: SettingGroup
    package let form: SettingForm
    /// The stored form of the value that holds where nobody decided.
    package let fallback: String
    /// The kinds of unit that may decide it.
    package let kinds: Set<UnitKind>
    /// What one must be allowed at the unit to decide it.
    package let permission: Permission

    init(
        _ group: SettingGroup, _ form: SettingForm, fallback: String, at kinds: Set<UnitKind>, permission: Permission = .orgManage
    ) {
        self.group = group
        self.form = form
        self.fallback = fallback
        self.kinds = kinds
        self.permission = permission
    }
}

extension Set<UnitKind> {
    static let groupOnly: Set<UnitKind> = [.group]
    /// The levels that answer for others.
    static let tiers: Set<UnitKind> = [.group, .company, .vendor]
    static let developers: Set<UnitKind> = [.group, .company, .project]
    static let everywhere = Set(UnitKind.allCases)
}

/// What a value looks like, how it is typed and how it is stored.
package enum SettingForm: Hashable, Sendable {
    case text(max: Int)
    /// Several short texts, one a line.
    case lines(count: Int, max: Int)
    case number(ClosedRange<Int>)
    case choice([String])
    /// Stored as "true" or "false".
    case flag

    /// An empty text is a decision too ("no hotline"); numbers and choices must be made.
    /// - Throws: what is wrong with it.
    package func parse(_ raw: String?) throws(FieldProblem) -> String {
        switch self {
        case .text(let max): return try BoundedText.optional(raw, max: max) ?? ""
        case .lines(let count, let max): return try Self.lines(raw, count: count, max: max).joined(separator: "\n")
        case .number(let range):
            guard let value = Int(BoundedText.halfWidth(try BoundedText.parse(raw, max: 10))) else { throw .notANumber }
            guard value >= range.lowerBound else { throw .tooSmall(min: Int64(range.lowerBound)) }
            guard value <= range.upperBound else { throw .tooLarge(max: Int64(range.upperBound)) }
            return String(value)
        case .choice(let codes):
            guard let raw, !raw.isEmpty else { throw .required }
            guard codes.contains(raw) else { throw .notAChoice }
            return raw
        case .flag: return raw == "true" ? "true" : "false"
        }
    }

    private static func lines(_ raw: String?, count: Int, max: Int) throws(FieldProblem) -> [String] {
        let text = try BoundedText.optional(raw, max: count * (max + 1), multiline: true) ?? ""
        var lines: [String] = []
        for line in text.split(separator: "\n") {
            if let line = try BoundedText.optional(String(line), max: max), !lines.contains(line) { lines.append(line) }
        }
        guard lines.count <= count else { throw .tooLarge(max: Int64(count)) }
        return lines
    }
}

/// A value with the reason why it holds.
package struct ResolvedSetting: Hashable, Sendable {
    package let setting: Setting
    package let value: String
    /// The unit that decided it; nil for the built-in value.
    package let source: UnitID?

    package init(_ setting: Setting, value: String, source: UnitID?) {
        self.setting = setting
        self.value = value
        self.source = source
    }
}

/// A decision as it is stored.
package struct SettingDecision: Hashable, Sendable {
    package let setting: Setting
    package let unit: UnitID
    package let value: String

    package init(_ setting: Setting, at unit: UnitID, value: String) {
        self.setting = setting
        self.unit = unit
        self.value = value
    }
}

package enum SettingRule {
    /// What holds at a unit: of each setting the nearest decision. One that its setting would refuse today, from a release that knew
    /// other bounds, is passed over.
    /// - Parameter line: the unit, then what stands above it, up to the group.
    package static func resolve(_ decisions: [SettingDecision], along line: [UnitID]) -> [ResolvedSetting] {
        Setting.allCases.map { setting in
            let own = decisions.filter { $0.setting == setting && (try? setting.parse($0.value)) == $0.value }
            for unit in line {
                if let found = own.first(where: { $0.unit == unit }) {
                    return ResolvedSetting(setting, value: found.value, source: unit)
                }
            }
            return ResolvedSetting(setting, value: setting.definition.fallback, source: nil)
        }
    }

    /// ORG-R12: whether what happened there is outside the complaint procedure. A place is written with more around it
    /// ("二期会所泳池"), so the venue's name anywhere in it counts.
    package static func isExcluded(_ place: String, from venues: [String]) -> Bool {
        venues.contains { !$0.isEmpty && place.contains($0) }
    }
}
