internal import Domain
internal import Store
internal import Views

/// The forms of the small steps on a file.
extension OwnerWords {
    private func fields(_ step: String) -> CustomerFields {
        let mine = rejected?.step == step ? rejected : nil
        return CustomerFields(frame: frame, form: step, typed: mine?.typed ?? [:], errors: mine?.errors)
    }

    private func form(
        _ step: String, label: String, explain: String? = nil, path: String? = nil, fields: [FieldModel], danger: Bool = false
    )
        -> ActionForm
    {
        ActionForm(
            id: step, label: t[label], explain: explain.map { t[$0] }, path: path ?? frame.paths.ownerStep("\(step)s", file.id),
            fields: fields,
            key: frame.newKey, danger: danger, open: rejected?.step == step)
    }

    var relationForm: ActionForm {
        let fields = fields("relation")
        return form(
            "relation", label: "owners.addRelation",
            fields: [
                fields.field(.text, "door", required: true, max: 40), fields.words("relation", CustomerRelation.self, half: false),
                fields.field(.date, "from", label: "relationFrom", required: true, value: frame.today.isoText),
            ])
    }

    func endForm(_ row: RelationRow) -> ActionForm {
        let fields = CustomerFields(frame: frame, form: "end-\(row.id)", typed: rejected?.step == "end" ? rejected?.typed ?? [:] : [:])
        return ActionForm(
            id: "end-\(row.id)", label: t["relation.end"], path: frame.paths.endRelation(row.id, of: file.id),
            fields: [
                fields.field(.date, "on", label: "endedOn", required: true, value: frame.today.isoText),
                fields.words("endedAs", RelationEnd.self, only: RelationEnding.reasons, half: false),
            ], key: frame.newKey, danger: true, message: rejected?.step == "end" ? t["relation.end.problem"] : nil)
    }

    var contactForm: ActionForm {
        let fields = fields("contact")
        return form(
            "contact", label: "owners.addContact",
            fields: [
                fields.words("contactKind", ContactKind.self, half: false), fields.field(.text, "contact", required: true, max: 120),
                fields.field(.text, "label", label: "contactLabel", max: 20),
            ])
    }

    var consentForm: ActionForm {
        let fields = fields("consent")
        return form(
            "consent", label: "owners.addConsent",
            fields: [
                fields.words("item", DataItem.self, half: false), fields.words("ground", DataGround.self, half: false),
                fields.field(.text, "noticeVersion", required: true, max: 30),
                fields.field(.date, "givenOn", required: true, value: frame.today.isoText),
            ])
    }

    var requestForm: ActionForm {
        let fields = fields("request")
        return form(
            "request", label: "owners.addRequest", explain: "owners.addRequest.explain",
            fields: [
                fields.words("requestKind", DataRequestKind.self, half: false),
                fields.field(.textarea, "asked", required: true, max: 1_000),
            ])
    }

    /// Gave up buying, or is interested again: only for a file without any house.
    var stateForms: [ActionForm] {
        let dropped = file.state == .prospect
        guard owner.relations.isEmpty, dropped || file.state == .dropped else { return [] }
        let hidden = FieldModel(.hidden, form: "drop", name: "dropped", label: "", value: dropped ? "true" : "false")
        return [
            form(
                "drop", label: dropped ? "owners.drop" : "owners.revive", path: frame.paths.ownerStep("state", file.id), fields: [hidden],
                danger: dropped)
        ]
    }
}
