internal import Domain
internal import Store
internal import Views

/// The administrator's fields as controls, filled with what was typed and what was wrong.
struct OrgFields {
    let form: OrgForm
    let frame: PageFrame
    let choices: OrgChoices
    var typed: [String: String] = [:]
    var errors: FieldErrors?

    var controls: [FieldModel] { form.names.enumerated().map { control($1, isFirst: $0 == 0) } }

    private func control(_ name: String, isFirst: Bool) -> FieldModel {
        let label = Self.labels[name, default: name]
        let problem = errors?[name].map { frame.wording.problem($0) }
        let isOptional = ["nameEnglish", "handedOverOn", "to", "entrance"].contains(name)
        return FieldModel(
            kind(name), form: form.rawValue, name: name, label: frame.t["field.\(label)"], value: value(name),
            hint: frame.t.optional("field.\(label).hint"), error: problem, required: !isOptional, autofocus: isFirst && errors == nil,
            half: ["firstFloor", "lastFloor", "roomsPerFloor", "from", "to", "code", "prefix"].contains(name), maxLength: longest(name),
            options: options(name))
    }

    /// Fields whose label is shared with other forms under another name.
    private static let labels = [
        "prefix": "shortCode", "handedOverOn": "handover", "to": "until", "entrance": "section", "title": "postTitle",
    ]

    private func kind(_ name: String) -> FieldModel.Kind {
        switch name {
        case "company", "project", "vendor", "unit", "building", "role": .select
        case "handedOverOn", "from", "to": .date
        case "firstFloor", "lastFloor", "roomsPerFloor": .number
        case "person": .hidden
        default: .text
        }
    }

    private func longest(_ name: String) -> Int? {
        switch name {
        case "code": form == .building ? 10 : 31
        case "name": form == .building ? 30 : form == .person ? 40 : 60
        case "nameEnglish": 80
        case "prefix": 6
        case "entrance": 10
        case "account": 41
        case "title": 40
        default: nil
        }
    }

    private func value(_ name: String) -> String {
        if let typed = typed[name] { return typed }
        return name == "from" ? frame.today.isoText : viewpoint(name)
    }

    /// Where one stands is where one adds, until told otherwise; the group stands for no particular unit.
    private func viewpoint(_ name: String) -> String {
        let place = frame.member.place.unit
        return switch (name, place.kind) {
        case ("company", .company), ("project", .project), ("vendor", .vendor): place.id.description
        case ("unit", .company), ("unit", .project), ("unit", .vendor), ("unit", .vendorSite): place.id.description
        default: ""
        }
    }

    private func options(_ name: String) -> [FieldModel.Option] {
        let empty = FieldModel.Option(value: "", label: frame.t["form.choose"])
        switch name {
        case "company": return [empty] + units([.company])
        case "project": return [empty] + units([.project])
        case "vendor": return [empty] + units([.vendor])
        case "unit": return [empty] + units(Set(UnitKind.allCases))
        case "role": return [empty] + grantable.map { FieldModel.Option(value: $0.key, label: frame.roleName($0)) }
        case "building":
            let names = Dictionary(choices.units.map { ($0.unit.id, $0.unit.name) }, uniquingKeysWith: { $1 })
            return [empty]
                + choices.buildings.map { FieldModel.Option(value: $0.id.description, label: "\(names[$0.project] ?? "") · \($0.name)") }
        default: return []
        }
    }

    /// Roles that the own posts could give at some unit here.
    private var grantable: [RoleRow] {
        let units = choices.units(Set(UnitKind.allCases), coveredBy: frame.member.place.unit).map(\.unit)
        let actor = frame.session.actor
        return choices.roles.filter { role in
            role.retiredAt == nil && units.contains { actor.problem(giving: role.shape, at: $0) == nil }
        }
    }

    private func units(_ kinds: Set<UnitKind>) -> [FieldModel.Option] {
        choices.units(kinds, coveredBy: frame.member.place.unit).map { row in
            FieldModel.Option(
                value: row.unit.id.description,
                label: "\(frame.name(row.unit.name, english: row.nameEnglish)) · \(frame.t.word(row.unit.kind))")
        }
    }
}
