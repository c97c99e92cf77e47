import Domain
import Views

extension Samples {
    private var back: Link { Link(text["rail.units"], path: "/yunshan/hq/org/units") }

    private func table(_ id: String, _ rows: [[OrgListPage.Cell]], columns: [String], link: Link? = nil, note: String? = nil)
        -> OrgRecordPage.Section
    {
        OrgRecordPage.Section(
            id, title: text["org.\(id)"], note: note, link: link, columns: columns, rows: rows.map { OrgListPage.Row(cells: $0) },
            empty: text["org.children.empty"])
    }

    /// Pages of what is kept: unit, engagement, move, settings, agreements.
    func keeping() -> [Sample] { records() + plans() + settings() + agreements() }

    private func records() -> [Sample] {
        let columns = [text["field.vendor"], text["org.period"], text["fact.state"]]
        let engagements = table(
            "engagements",
            [
                [
                    .init(columns[0], text: "佳园物业"),
                    .init(columns[1], link: Link("2024-06-01 – \(text["org.noEnd"])", path: "/yunshan/hq/org/engagements/7")),
                    .init(columns[2], chip: Chip(text.word(EngagementState.active), tone: .good)),
                ]
            ], columns: columns, link: Link(text["org.add.vendorSite"], path: "/yunshan/hq/org/units/new/vendorSite"), note: "1")
        let fields = Fields(form: "edit", wording: words, values: ["name": ""], errors: FieldErrors("name", .required))
        let edit = ActionForm(
            id: "edit", label: text["org.do.edit"], explain: text["org.do.edit.text"], path: "/yunshan/hq/org/units/3/edit",
            fields: [fields.field(.text, "name", required: true, max: 60)], key: "k-edit")
        let close = ActionForm(
            id: "close", label: text["org.do.close"], explain: text["org.do.close.text"], path: "/yunshan/hq/org/units/3/close",
            key: "k-close",
            danger: true)
        let facts = [
            Fact(text["org.code"], text: "bj-spring"), Fact(text["unitKind.company"], link: Link("滨江置业", path: "/yunshan/hq/org/units/2")),
            Fact(text["field.holding"], text: text.word(Holding.reference), note: text["holding.reference.text"]),
            Fact(text["fact.state"], chip: Chip(text.word(EngagementState.active), tone: .good)),
        ]
        return [
            Sample(
                "full",
                OrgRecordPage(
                    title: "春晓", back: back, chips: [Chip(text.word(UnitKind.project), tone: .developer)],
                    notices: [
                        .init(text["org.close.refused"], lines: [text["obstacle.openTickets", ["count": "3"]]], loud: true),
                        .init(text["org.move.planned", ["from": "滨江置业", "to": "南湖置业", "on": "2026-12-01"]]),
                    ], facts: facts, sections: [engagements, table("children", [], columns: columns)],
                    links: [Link(text["org.settings"], path: "/yunshan/hq/org/units/3/settings")], actions: [edit, close],
                    files: files(full: true))),
            Sample("empty", OrgRecordPage(title: "春晓", back: back, facts: [])),
        ]
    }

    private func plans() -> [Sample] {
        let fields = Fields(form: "move", wording: words)
        let question = OrgPlanPage.Question(
            path: "/yunshan/hq/org/units/3/move",
            groups: [
                FieldGroup(fields: [
                    fields.field(
                        .select, "company", label: "field.toCompany", required: true,
                        options: [FieldModel.Option(value: "9", label: "南湖置业")]),
                    fields.field(.date, "on", required: true), fields.field(.text, "reason", required: true, max: 300),
                ])
            ], submit: text["org.move.preview"])
        let rules = MoveRule.allCases.enumerated().map { index, rule in
            OrgPlanPage.Rule(
                text.word(rule), count: index, words: words.number(index * 1_234),
                text: text["moveRule.\(rule.code).text", ["prefix": "NH"]])
        }
        let form = FormModel(
            id: "move", path: "/yunshan/hq/org/units/3/move",
            groups: [
                FieldGroup(
                    note: text["org.move.confirmText"],
                    fields: [FieldModel(.hidden, form: "confirm", name: "company", label: "", value: "9")])
            ],
            submit: text["org.move.confirm"], key: "k-move")
        let columns = [text["org.ticket"], text["field.title"]]
        let open = table(
            "ticket", [[.init(columns[0], link: Link("BJ-2611-0427", path: "/yunshan/hq/tickets/427")), .init(columns[1], text: "车库渗水")]],
            columns: columns)
        let preview = OrgPlanPage.Preview(
            title: text["org.move.means", ["from": "滨江置业", "to": "南湖置业", "on": "2026-12-01"]], note: text["org.move.meansText"],
            rules: rules,
            rows: open)
        return [
            Sample(
                "full",
                OrgPlanPage(
                    title: text["org.move"], intro: text["org.move.text"], back: back, question: question, form: form, preview: preview)),
            Sample("question", OrgPlanPage(title: text["org.move"], intro: text["org.move.text"], back: back, question: question)),
        ]
    }

    private func settings() -> [Sample] {
        let fields = Fields(form: "print-hotline", wording: words, values: ["value": "400"])
        let decide = ActionForm(
            id: "print-hotline", label: text["org.settings.decide"], path: "/yunshan/hq/org/units/2/settings/print.hotline",
            fields: [fields.field(.text, "value", label: "setting.print.hotline", max: 40)], key: "k-decide")
        let inherit = ActionForm(
            id: "print-hotline-inherit", label: text["org.settings.inherit"], explain: text["org.settings.inheritText"],
            path: "/yunshan/hq/org/units/2/settings/print.hotline/inherit", key: "k-inherit")
        let rows = [
            UnitSettingsPage.Row(
                id: "setting-print-hotline", name: text.word(Setting.hotline), hint: text["setting.print.hotline.hint"],
                value: "400-820-1234",
                none: false, source: Chip(text["org.settings.own"], tone: .good),
                decided: text["org.settings.decided", ["name": "周岚", "time": words.exact(words.now)]], decide: decide, inherit: inherit),
            UnitSettingsPage.Row(
                id: "setting-print-footer", name: text.word(Setting.footer), hint: text["setting.print.footer.hint"],
                value: text["org.settings.empty"], none: true, source: Chip(text["org.settings.builtIn"])),
        ]
        return [
            Sample(
                "full",
                UnitSettingsPage(
                    title: text["org.settings"], back: back, line: text["org.settings.line"],
                    groups: [.init(text.word(SettingGroup.print), rows: rows)])),
            Sample("empty", UnitSettingsPage(title: text["org.settings"], back: back, line: text["org.settings.vendorLine"], groups: [])),
        ]
    }

    private func agreements() -> [Sample] {
        let sides = [
            AgreementSide(label: text["agreement.side.1"], name: "滨江置业", kind: text.word(PartyKind.unit), duties: ["组织复验", "督促保修"]),
            AgreementSide(label: text["agreement.side.2"], name: "华建三公司", kind: text.word(PartyKind.contractor), duties: ["48 小时内到场"]),
        ]
        let facts = [
            Fact(text["agreement.subject"], text: text.word(AgreementSubject.repairs)), Fact(text["agreement.version"], text: "2"),
        ]
        let columns = [text["agreement.number"], text["org.period"]]
        let versions = OrgRecordPage.Section(
            "versions", title: text["agreement.versions"], columns: columns,
            rows: [OrgListPage.Row(cells: [.init(columns[0], text: "7-2"), .init(columns[1], text: "2026-11-01")])], empty: "")
        let check = ActionForm(
            id: "checkAgreement", label: text["org.do.checkAgreement"], path: "/yunshan/hq/org/agreements/7/checks", key: "k-check")
        return [
            Sample(
                "full",
                AgreementPage(
                    title: "维修接口约定", number: "7-2", back: back, printPath: "/yunshan/hq/org/agreements/7/print",
                    chips: [Chip(text.word(AgreementState.valid), tone: .good)], facts: facts, sides: sides, workflow: "报修 5 分钟内派工",
                    checks: [.init(on: "2026-11-20", by: "周岚", finding: "按约定执行")], versions: versions,
                    links: [Link(text["agreement.revise"], path: "/yunshan/hq/org/agreements/7/revise")], actions: [check])),
            Sample(
                "short",
                AgreementPage(
                    title: "职责分工", number: "8-1", back: back, printPath: "/yunshan/hq/org/agreements/8/print", chips: [], facts: facts,
                    sides: [],
                    workflow: nil, checks: [], versions: versions, links: [], actions: [])),
            Sample(
                "full",
                AgreementSheet(
                    tenant: "云杉投资", unit: "滨江置业", number: "7-2", title: "维修接口约定", facts: facts, sides: sides, workflow: "报修 5 分钟内派工",
                    printed: words.moment(words.now), backPath: "/yunshan/hq/org/agreements/7")),
            Sample(
                "short",
                AgreementSheet(
                    tenant: "云杉投资", unit: "滨江置业", number: "8-1", title: "职责分工", facts: facts, sides: [], workflow: nil,
                    printed: words.moment(words.now), backPath: "/yunshan/hq/org/agreements/8")),
        ]
    }
}
