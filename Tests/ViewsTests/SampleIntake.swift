import Domain
import Views

extension Samples {
    func intake() -> [Sample] {
        let matches = [
            IntakePage.Match(
                customer: "张**", relation: text.word(CustomerRelation.owner), phone: "138****1234", house: "云杉·春晓 3 幢 2 单元 1102",
                stage: Chip(text.word(Stage.afterHandover), tone: .vendor), open: text["intake.open", ["count": "1"]],
                path: "/yunshan/bj-spring/intake?customer=1&house=2"),
            IntakePage.Match(
                customer: "张*", relation: text.word(CustomerRelation.tenant), phone: "139****1234", house: "云杉·江湾 2 幢 801",
                stage: Chip(text.word(Stage.beforeHandover), tone: .developer), path: "/yunshan/bj-spring/intake?customer=3&house=4"),
        ]
        let others = [
            Link(text["intake.newCustomer"], path: "/yunshan/bj-spring/intake?new=1"),
            Link(text["intake.shared"], path: "/yunshan/bj-spring/intake?shared=1"),
        ]
        let none = EmptyState(title: text["intake.none.title"], text: text["intake.none.text"])
        let search = IntakePage.Search(
            path: "/yunshan/bj-spring/intake", query: "1234", matches: matches, summary: text["intake.summary", ["count": "2"]],
            elsewhere: IntakePage.Elsewhere(
                path: "/yunshan/bj/intake",
                project: FieldModel(
                    .select, form: "elsewhere", name: "project", label: text["intake.elsewhere"],
                    options: [.init(value: "5", label: "春晓"), .init(value: "6", label: "江湾")]),
                newCustomer: text["intake.newCustomer"], shared: text["intake.shared"]))
        return [
            Sample("start", IntakePage(search: IntakePage.Search(path: "/yunshan/bj-spring/intake", others: others))),
            Sample("found", IntakePage(search: search)),
            Sample(
                "none", IntakePage(search: IntakePage.Search(path: "/yunshan/bj-spring/intake", query: "zzz", empty: none, others: others))),
            Sample("full", chosen(errors: FieldErrors(), past: true)),
            Sample(
                "refused",
                chosen(
                    errors: FieldErrors([
                        FieldError("event", .required), FieldError("compensationAsked", .notANumber), FieldError("stage", .notAChoice),
                    ]), past: false)),
        ]
    }

    private func chosen(errors: FieldErrors, past: Bool) -> IntakePage {
        let fields = Fields(
            form: "intake", wording: words, values: errors.isEmpty ? [:] : ["title": "车库渗水", "flags": "media,collective"], errors: errors)
        let flags = ["media", "litigation", "collective"].map { FieldModel.Option(value: $0, label: text["field.\($0)"]) }
        let form = FormModel(
            id: "intake", path: "/yunshan/bj-spring/intake",
            groups: [
                FieldGroup(
                    text["intake.group.event"],
                    fields: [
                        fields.field(.text, "title", required: true, max: 80, autofocus: true),
                        fields.field(.textarea, "event", required: true, max: 4000),
                        fields.field(.datetime, "happenedAt", half: true), fields.field(.text, "place", max: 200, half: true),
                        fields.field(.text, "persons", max: 200),
                        fields.field(.select, "channel", value: "phone", half: true, options: fields.options(Channel.self)),
                        fields.field(.select, "source", half: true, options: fields.options(ChannelSource.self)),
                        fields.hidden("house", value: "2"),
                    ]),
                FieldGroup(
                    text["intake.group.wish"],
                    fields: [
                        fields.field(.textarea, "wish", max: 2000), fields.field(.money, "compensationAsked", half: true),
                        fields.field(.radios, "severity", value: "general", half: true, options: fields.options(Severity.self)),
                        FieldModel(
                            .checkboxes, form: "intake", name: "flags", label: text["field.flags"],
                            value: errors.isEmpty ? "" : "media,collective", hint: text["field.severity.hint"], options: flags),
                    ]),
                FieldGroup(
                    text["intake.group.stage"],
                    note: text[
                        "intake.stage",
                        [
                            "stage": text.word(Stage.afterHandover),
                            "reason": text["stageReason.houseHandedOver", ["day": words.day(Day(2024, 6, 18)!)]],
                        ]],
                    fields: [
                        fields.field(.radios, "stage", value: "afterHandover", options: fields.options(Stage.self)),
                        fields.field(.text, "stageReason", max: 200),
                    ]),
            ],
            submit: text["intake.submit"], key: "k-intake"
        )
        let facts = [
            Fact(text["fact.customer"], text: "张** · \(text.word(CustomerRelation.owner))"),
            Fact(text["fact.house"], text: "云杉·春晓 3 幢 2 单元 1102"), Fact(text["fact.handover"], text: words.day(Day(2024, 6, 18)!)),
        ]
        let history = [
            TicketPage.History(
                number: "BJ-2611-0391", path: "/yunshan/bj/tickets/391", title: "车库渗水",
                state: Chip(text.word(ComplaintState.investigating), tone: .soon), at: words.moment(words.now - .days(9)))
        ]
        return IntakePage(
            chosen: .init(facts: facts, againPath: "/yunshan/bj-spring/intake"), form: form,
            attach: fileField("intake", full: !past),
            preview: .init(
                ladder: ladder(both: true), stage: Fact(text["fact.stage"], chip: Chip(text.word(Stage.afterHandover), tone: .vendor))),
            past: .init(rows: past ? history : [], repeated: past ? text["intake.repeatedText", ["count": "2", "open": "1"]] : nil),
            printLabel: text["intake.print"]
        )
    }

    func conflicts() -> [Sample] {
        let typed = [Fact(text["field.reason"], text: "已注浆两次仍渗"), Fact(text["field.tried"], text: "注浆两次")]
        let block = RevealBlock(masked: "138****1234", number: "13812341234")
        let reveal = Fields(form: "reveal", wording: words, errors: FieldErrors("reason", .required))
        let form = ActionForm(
            id: "reveal", label: text["reveal.show"], path: "/yunshan/bj/tickets/427/reveal",
            fields: [reveal.field(.text, "reason", required: true, max: 200)], key: "k-reveal")
        return [
            Sample(
                "full",
                ConflictPage(
                    number: "BJ-2611-0427", title: "地下车库渗水", ticketPath: "/yunshan/bj/tickets/427", changes: entries(), typed: typed,
                    again: action(
                        .escalate,
                        fields: [
                            Fields(form: "escalate", wording: words, values: ["reason": "已注浆两次仍渗"]).field(
                                .textarea, "reason", required: true)
                        ]), refusal: nil)),
            Sample(
                "refused",
                ConflictPage(
                    number: "BJ-2611-0427", title: "地下车库渗水", ticketPath: "/yunshan/bj/tickets/427", changes: [], typed: typed, again: nil,
                    refusal: text["conflict.refused", ["state": text.word(ComplaintState.closed)]])),
            Sample(
                "shown",
                RevealPage(
                    number: "BJ-2611-0427", title: "地下车库渗水", ticketPath: "/yunshan/bj/tickets/427", customer: "张三",
                    label: text["reveal.phone"], block: block)),
            Sample(
                "asked",
                RevealPage(
                    number: "BJ-2611-0427", title: "地下车库渗水", ticketPath: "/yunshan/bj/tickets/427", customer: "张三",
                    label: text["reveal.phone"], block: RevealBlock(masked: "138****1234", form: form))),
        ]
    }
}
