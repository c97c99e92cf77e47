internal import Domain
internal import HTTPTypes
internal import Hummingbird
internal import Store
internal import Views

/// What holds at a unit, where it comes from, and deciding it.
enum SettingsRoom {
    static func show(_ member: MemberContext) async throws -> Response { try await page(member) }

    static func decide(_ member: MemberContext) async throws -> Response {
        let (id, setting, paths) = (try UnitRoom.unit(member), try setting(member), member.paths)
        return try await member.keep(["value"], as: setting.formID, flash: Flash("org.saved")) { tx, values in
            try await tx.decide(values["value"] ?? "", try await tx.access(setting, at: id, for: DecideSetting.self))
            return paths.settings(of: id)
        } again: { rejected in
            try await page(member, rejected)
        }
    }

    static func inherit(_ member: MemberContext) async throws -> Response {
        let (id, setting, paths) = (try UnitRoom.unit(member), try setting(member), member.paths)
        let fields = try await member.form()
        try fields.allow([])
        let answer = try await member.write(fields) { tx in
            try await tx.inherit(try await tx.access(setting, at: id, for: DecideSetting.self))
            return paths.settings(of: id)
        }
        return member.done(answer, Flash("org.saved"))
    }

    private static func setting(_ member: MemberContext) throws -> Setting {
        guard let setting = Setting(rawValue: try member.incoming.parameter("key")) else { throw StoreError.notFound }
        return setting
    }

    private static func page(_ member: MemberContext, _ rejected: RejectedForm? = nil) async throws -> Response {
        let id = try UnitRoom.unit(member)
        let viewpoint = member.place.unit
        let (found, frame) = try await member.read { tx in
            guard let card = try await tx.fetchFirst(UnitCard.one(tenant: tx.tenant, id)), viewpoint.covers(card.unit) else {
                throw StoreError.notFound
            }
            return (card, try await tx.settings(at: card.unit))
        }
        let words = SettingWords(frame: frame, card: found.0, settings: found.1, rejected: rejected)
        return try frame.page(words.page, room: .units, status: rejected == nil ? .ok : .unprocessableContent)
    }
}

extension Setting {
    /// Without the point, which a CSS selector would read as a class.
    fileprivate var formID: String { rawValue.replacing(".", with: "-") }
}

/// Settings of a unit as a page.
private struct SettingWords {
    let frame: PageFrame
    let card: UnitCard
    let settings: UnitSettings
    let rejected: RejectedForm?

    private var t: Messages { frame.t }

    var page: UnitSettingsPage {
        let name = frame.name(card.unit.name, english: card.row.nameEnglish)
        let groups = SettingGroup.allCases.map { group in
            UnitSettingsPage.Group(
                t.word(group), rows: Setting.allCases.filter { $0.definition.group == group && isShown($0) }.map(row))
        }
        return UnitSettingsPage(
            title: "\(t["org.settings"]) · \(name)", back: Link(name, path: frame.paths.orgUnit(card.unit.id)),
            line: t[card.unit.vendor == nil ? "org.settings.line" : "org.settings.vendorLine"], groups: groups.filter { !$0.rows.isEmpty })
    }

    /// What holds here although it is decided above is shown too; what is no matter of this kind of unit is not.
    private func isShown(_ setting: Setting) -> Bool {
        setting.definition.kinds.contains(card.unit.kind) || setting.definition.kinds == Set([.group]) && card.unit.vendor == nil
            || setting.definition.kinds.contains(card.unit.vendor == nil ? .company : .vendor)
    }

    private func row(_ setting: Setting) -> UnitSettingsPage.Row {
        let resolved = settings[setting]
        let decision = settings.decision(on: setting)
        let isOwn = resolved.source == card.unit.id
        let decides =
            setting.definition.kinds.contains(card.unit.kind) && !card.isClosed
            && frame.session.actor.covers(card.unit, with: setting.definition.permission)
        return UnitSettingsPage.Row(
            id: "setting-\(setting.formID)", name: t.word(setting), hint: t["setting.\(setting.rawValue).hint"],
            value: resolved.value.isEmpty ? t["org.settings.empty"] : words(setting, resolved.value), none: resolved.value.isEmpty,
            source: source(decision, isOwn: isOwn),
            decided: decision.map { t["org.settings.decided", ["name": $0.byName, "time": frame.wording.exact($0.at)]] },
            decide: decides ? decide(setting, resolved) : nil, inherit: decides && isOwn ? inherit(setting) : nil)
    }

    private func source(_ decision: UnitSettings.Decision?, isOwn: Bool) -> Chip {
        guard let decision else { return Chip(t["org.settings.builtIn"]) }
        if isOwn { return Chip(t["org.settings.own"], tone: .good) }
        return Chip(t["org.settings.from", ["unit": frame.name(decision.unitName, english: decision.unitNameEnglish)]], tone: .group)
    }

    private func words(_ setting: Setting, _ value: String) -> String {
        switch setting.definition.form {
        case .text, .lines: value
        case .number:
            t.optional("setting.\(setting.rawValue).value").map { $0.replacing("{{value}}", with: number(value)) } ?? number(value)
        case .choice: t["setting.\(setting.rawValue).\(value)"]
        case .flag: t[value == "true" ? "org.settings.yes" : "org.settings.no"]
        }
    }

    private func number(_ value: String) -> String { Int(value).map { frame.wording.number($0) } ?? value }

    private func decide(_ setting: Setting, _ resolved: ResolvedSetting) -> ActionForm {
        let id = setting.formID
        let mine = rejected.flatMap { $0.id == id ? $0 : nil }
        let (kind, longest): (FieldModel.Kind, Int?) =
            switch setting.definition.form {
            case .text(let max): (.text, max)
            case .lines: (.textarea, nil)
            case .number: (.number, nil)
            case .choice: (.select, nil)
            case .flag: (.checkbox, nil)
            }
        let options: [FieldModel.Option] =
            if case .choice(let codes) = setting.definition.form {
                codes.map { FieldModel.Option(value: $0, label: t["setting.\(setting.rawValue).\($0)"]) }
            } else { [] }
        let typed = mine.map { $0.typed["value"] ?? "" } ?? (kind == .checkbox && resolved.value != "true" ? "" : resolved.value)
        let field = FieldModel(
            kind, form: id, name: "value", label: t.word(setting), value: typed, error: mine?.errors["value"].map(frame.wording.problem),
            required: kind == .number || kind == .select, maxLength: longest, options: options)
        return ActionForm(
            id: id, label: t["org.settings.decide"], path: frame.paths.setting(setting, of: card.unit.id), fields: [field],
            key: frame.newKey, open: mine != nil)
    }

    private func inherit(_ setting: Setting) -> ActionForm {
        ActionForm(
            id: "\(setting.formID)-inherit", label: t["org.settings.inherit"], explain: t["org.settings.inheritText"],
            path: frame.paths.inherit(setting, of: card.unit.id), key: frame.newKey)
    }
}
