internal import Domain
internal import Store
internal import Views

/// The forms of planning and of keeping routes.
extension InspectionWords {
    func draw(_ plan: InspectionPlanRow) -> ActionForm {
        ActionForm(
            id: "draw-\(plan.id)", label: frame.t["inspection.draw", ["plan": plan.name]],
            explain: frame.t["inspection.draw.text", ["day": plan.nextOn.map(frame.wording.day) ?? ""]],
            path: frame.paths.drawRound(plan.id),
            key: frame.newKey)
    }

    func planForm(_ routes: [InspectionRouteRow], rejected: (typed: [String: String], errors: FieldErrors)?) -> ActionForm {
        let form = Reader(frame: frame, form: "plan", rejected: rejected)
        return ActionForm(
            id: "plan", label: frame.t["inspection.plan.add"], explain: frame.t["inspection.plan.text"],
            path: frame.paths.newInspectionPlan,
            fields: [
                form.field(
                    .select, "route", required: true,
                    options: routes.map { .init(value: $0.id.description, label: "\($0.projectName) · \($0.name)") }),
                form.field(.text, "name", max: 60, required: true), form.words(InspectionMethod.self, "way"),
                form.words(InspectionNotice.self, "notice"), form.words(InspectionCycle.self, "cycle"),
                form.field(.date, "firstOn", required: true, initial: frame.today.isoText), form.field(.number, "points"),
                form.field(.number, "days", required: true, initial: "7"), form.field(.number, "mendDays", required: true, initial: "15"),
            ], key: frame.newKey, open: rejected != nil)
    }

    func routeForm(_ projects: [ProjectChoiceRow], rejected: (typed: [String: String], errors: FieldErrors)?) -> ActionForm {
        let form = Reader(frame: frame, form: "route", rejected: rejected)
        return ActionForm(
            id: "route", label: frame.t["inspection.route.add"], explain: frame.t["inspection.route.text"],
            path: frame.paths.newInspectionRoute,
            fields: [
                form.field(.select, "project", required: true, options: projects.map { .init(value: $0.id.description, label: $0.name) }),
                form.field(.text, "name", max: 60, required: true),
            ], key: frame.newKey, open: rejected != nil)
    }

    /// A new point, and for each point a new item.
    func routeActions(
        _ file: InspectionRouteFile, rejected: (form: String, typed: [String: String], errors: FieldErrors)?
    ) -> [ActionForm] {
        func reader(_ form: String) -> Reader {
            Reader(frame: frame, form: form, rejected: rejected.flatMap { $0.form == form ? (typed: $0.typed, errors: $0.errors) : nil })
        }
        let point = reader("point")
        let add = ActionForm(
            id: "point", label: frame.t["inspection.point.add"], path: frame.paths.newPoint(on: file.route.id),
            fields: [point.field(.text, "name", max: 60, required: true), point.field(.text, "place", max: 120)], key: frame.newKey,
            open: point.rejected != nil)
        return [add]
            + file.points.flatMap { row -> [ActionForm] in
                let form = reader("item-\(row.id)")
                return [
                    ActionForm(
                        id: "item-\(row.id)", label: frame.t["inspection.item.add", ["point": row.name]],
                        path: frame.paths.newItem(at: row.id, of: file.route.id),
                        fields: [
                            form.field(.text, "text", max: 200, required: true), form.words(CheckKind.self, "kind"),
                            form.field(.text, "unit", max: 20, half: true), form.field(.text, "low", max: 20, half: true),
                            form.field(.text, "high", max: 20, half: true),
                            form.words(PhotoRule.self, "photo", initial: PhotoRule.onFail.code),
                        ], key: frame.newKey, open: form.rejected != nil),
                    ActionForm(
                        id: "retire-\(row.id)", label: frame.t["inspection.point.retire", ["point": row.name]],
                        explain: frame.t["inspection.retire.text"], path: frame.paths.retirePoint(row.id, of: file.route.id),
                        key: frame.newKey,
                        danger: true),
                ] + file.items.filter { $0.point == row.id }.map { retire($0, at: row, of: file.route.id) }
            }
    }

    private func retire(_ item: InspectionItemRow, at point: InspectionPointRow, of route: RouteID) -> ActionForm {
        ActionForm(
            id: "retire-item-\(item.id)", label: frame.t["inspection.item.retire", ["point": point.name, "item": item.item.text]],
            explain: frame.t["inspection.retire.text"], path: frame.paths.retireItem(item.id, of: route), key: frame.newKey, danger: true)
    }

    func point(_ row: InspectionPointRow, _ file: InspectionRouteFile) -> OperationsPage.Table {
        let columns = [frame.t["inspection.item"], frame.t["inspection.kind"], frame.t["inspection.photos"]]
        return OperationsPage.Table(
            id: "point-\(row.id)", title: row.name, note: row.place, columns: columns,
            rows: file.items.filter { $0.point == row.id }.map { item in
                .init(cells: [
                    .init(columns[0], text: item.item.text), .init(columns[1], text: hint(item.item)),
                    .init(columns[2], text: frame.t.word(item.item.photo)),
                ])
            }, empty: EmptyState(title: frame.t["inspection.items.none"], text: frame.t["inspection.items.none.text"]))
    }

    /// Fields of one form, as typed where it came back.
    struct Reader {
        let frame: PageFrame
        let form: String
        let rejected: (typed: [String: String], errors: FieldErrors)?

        func field(
            _ kind: FieldModel.Kind, _ name: String, max: Int? = nil, required: Bool = false, half: Bool = false, initial: String = "",
            options: [FieldModel.Option] = []
        ) -> FieldModel {
            FieldModel(
                kind, form: form, name: name, label: frame.t["inspection.field.\(name)"], value: rejected?.typed[name] ?? initial,
                hint: frame.t.optional("inspection.field.\(name).hint"), error: rejected?.errors[name].map(frame.wording.problem),
                required: required, half: half, maxLength: max, options: options)
        }

        func words<Value: Worded>(_: Value.Type, _ name: String, initial: String? = nil) -> FieldModel {
            field(
                .select, name, required: true, initial: initial ?? Value.allCases.first?.code ?? "",
                options: Value.allCases.map { .init(value: $0.code, label: frame.t.word($0)) })
        }
    }
}
