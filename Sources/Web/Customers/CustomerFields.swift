internal import Domain
internal import Store
internal import Views

/// Fields of customers' forms as controls, filled with what was typed and what was wrong.
struct CustomerFields {
    let frame: PageFrame
    /// Prefix of ids, so that several forms may stand on a page.
    let form: String
    var typed: [String: String] = [:]
    var errors: FieldErrors?

    func field(
        _ kind: FieldModel.Kind, _ name: String, label: String? = nil, hint: String? = nil, required: Bool = false, half: Bool = false,
        max: Int? = nil, options: [FieldModel.Option] = [], value: String = "", autofocus: Bool = false
    ) -> FieldModel {
        FieldModel(
            kind, form: form, name: name, label: frame.t["field.\(label ?? name)"], value: typed[name] ?? value,
            hint: hint ?? frame.t.optional("field.\(label ?? name).hint"), error: errors?[name].map(frame.wording.problem),
            required: required, autofocus: autofocus && errors == nil, half: half, maxLength: max, options: options)
    }

    func words<Word: Worded>(
        _ name: String, _: Word.Type, only: [Word]? = nil, required: Bool = true, half: Bool = true, value: Word? = nil
    )
        -> FieldModel
    {
        let empty = required ? [] : [FieldModel.Option(value: "", label: frame.t["form.choose"])]
        let words = only ?? Array(Word.allCases)
        let options = empty + words.map { FieldModel.Option(value: $0.rawValue, label: frame.t.word($0)) }
        return field(.select, name, required: required, half: half, options: options, value: value?.rawValue ?? "")
    }

    /// The groups of a customer's form. A number that is stored is named by its mask; left empty it stays.
    func customer(_ file: CustomerFile? = nil) -> [FieldGroup] {
        let keeps: (String?) -> String? = { masked in
            masked.flatMap { $0.isEmpty ? nil : frame.t["owners.keeps", ["masked": $0]] }
        }
        return [
            FieldGroup(
                frame.t["owners.group.who"],
                fields: [
                    field(
                        .text, "name", label: "customerName", required: true, half: true, max: 60, value: file?.name ?? "", autofocus: true),
                    words("kind", CustomerKind.self, value: file?.kind),
                    field(.tel, "phone", label: "customerPhone", hint: keeps(file?.phoneMasked), half: true, max: 30),
                    words("identityKind", IdentityKind.self, required: false, value: file?.identityKind),
                    field(.text, "identity", hint: keeps(file?.identityMasked) ?? frame.t["field.identity.hint"], max: 30),
                ]),
            FieldGroup(
                frame.t["owners.group.care"],
                fields: [
                    words("classification", CustomerClass.self, value: file?.classification),
                    words("living", LivingSituation.self, value: file?.living),
                    field(.text, "memberNumber", half: true, max: 30, value: file?.memberNumber ?? ""),
                    field(.date, "memberSince", half: true, value: file?.memberSince?.isoText ?? ""),
                    field(.text, "note", label: "customerNote", max: 500, value: file?.note ?? ""),
                ]),
        ]
    }
}
