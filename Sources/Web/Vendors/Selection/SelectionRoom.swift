internal import Domain
internal import HTTPTypes
internal import Hummingbird
internal import Store
internal import Views

/// 选聘: the selections of a unit, and one with what may be done with it now (VENDOR-R1, R2, R12).
enum SelectionRoom {
    static func list(_ member: MemberContext) async throws -> Response {
        let before = SelectionID(text: try member.incoming.query().text("before"))
        let (found, frame) = try await member.read { tx in try await tx.selections(before: before) }
        let t = frame.t
        let columns = [t["selection.title"], t["field.project"], t["fact.state"], t["selection.begun"], t["selection.since"]]
        let rows = found.prefix(SelectionRow.pageSize).map { row in
            OrgListPage.Row(cells: [
                .init(columns[0], link: Link(row.title, path: frame.paths.selection(row.id))), .init(columns[1], text: row.project.name),
                .init(columns[2], chip: frame.chip(row.state)), .init(columns[3], text: row.begunByName),
                .init(columns[4], text: frame.wording.exact(row.stateAt)),
            ])
        }
        let next = found.count > SelectionRow.pageSize ? found[SelectionRow.pageSize - 1].id : nil
        let add = frame.may(.selectionRun) ? [Link(t["selection.begin"], path: frame.paths.newSelection)] : []
        let page = OrgListPage(
            title: t["selection.all"], columns: columns, rows: Array(rows),
            summary: t["selection.summary", ["count": String(rows.count), "time": frame.wording.clock(frame.now)]],
            empty: rows.isEmpty ? EmptyState(title: t["selection.empty.title"], text: t["selection.empty.text"], link: add.first) : nil,
            pager: Pager(
                previous: before.map { _ in frame.paths.selections },
                next: next.map { Paths.query(frame.paths.selections, [("before", $0.description)]) }),
            adds: add)
        return try frame.page(page, room: .vendors)
    }

    static func showNew(_ member: MemberContext) async throws -> Response { try await new(member) }

    static func begin(_ member: MemberContext) async throws -> Response {
        let paths = member.paths
        return try await member.keep(NewSelection.names, as: "selection", flash: Flash("selection.begun.flash")) { tx, values in
            paths.selection(try await tx.begin(try NewSelection.read(values).orInvalid()))
        } again: { rejected in
            try await new(member, rejected)
        }
    }

    private static func new(_ member: MemberContext, _ rejected: RejectedForm? = nil) async throws -> Response {
        let viewpoint = member.place.unit
        let (projects, frame) = try await member.read { tx in
            let units: [UnitRow] = try await tx.fetch(UnitRow.all(tenant: tx.tenant))
            return units.filter { $0.unit.kind == .project && viewpoint.covers($0.unit) }
        }
        let maker = FieldMaker(frame: frame, form: "selection", typed: rejected?.typed, errors: rejected?.errors)
        let options = projects.map {
            FieldModel.Option(value: $0.unit.id.description, label: frame.name($0.unit.name, english: $0.nameEnglish))
        }
        let page = OrgFormPage(
            title: frame.t["selection.begin"], intro: frame.t["selection.begin.text"],
            back: Link(frame.t["selection.all"], path: frame.paths.selections),
            form: FormModel(
                id: "selection", path: frame.paths.newSelection,
                groups: [
                    FieldGroup(
                        fields: [maker.make(.select, "project", autofocus: true, options: [maker.choose] + options)]
                            + SelectionForms.plan(maker, nil))
                ], submit: frame.t["form.save"], key: frame.newKey))
        return try frame.page(page, room: .vendors, status: rejected == nil ? .ok : .unprocessableContent)
    }

    static func show(_ member: MemberContext) async throws -> Response { try await page(member) }

    static func page(_ member: MemberContext, _ rejected: RejectedForm? = nil) async throws -> Response {
        let id = try selection(member)
        let (found, frame) = try await member.read { tx in
            let file = try await tx.selection(id)
            let runs = try tx.actor.covers(file.row.unit, with: .selectionRun)
            let vendors = runs && file.row.state.takesCandidates ? try await tx.knownVendors() : []
            let people = runs && file.row.state.isPlan ? try await tx.assessors(for: file.row.project) : []
            return (file, vendors, people, try await tx.mayAdmitSuspended(to: file.row))
        }
        let words = SelectionWords(frame: frame, file: found.0)
        let forms = SelectionForms(frame: frame, file: found.0, vendors: found.1, people: found.2, mayAdmit: found.3, rejected: rejected)
        return try frame.page(words.page(forms), room: .vendors, status: rejected == nil ? .ok : .unprocessableContent)
    }

    static func selection(_ member: MemberContext) throws -> SelectionID { SelectionID(try member.incoming.number("id")) }
}

extension PageFrame {
    func chip(_ state: SelectionState) -> Chip {
        let tone: Tone =
            switch state {
            case .positioning, .investigation, .tender, .evaluation, .contractReview: .soon
            case .engaged, .earlyInvolvement, .takeOver: .developer
            case .serving: .good
            case .exited: .plain
            case .cancelled: .late
            }
        return Chip(t.word(state), tone: tone)
    }
}
