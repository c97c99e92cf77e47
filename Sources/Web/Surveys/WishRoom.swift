internal import Domain
internal import HTTPTypes
internal import Hummingbird
internal import Store
internal import Views

/// Whether a household wants to be asked at all: noted from a wave's list or the customer's file, honoured by every draw and reminder.
enum WishRoom {
    static func show(_ member: MemberContext) async throws -> Response { try await page(member) }

    static func decline(_ member: MemberContext) async throws -> Response {
        let fields = try await member.form()
        try fields.allow(["reason"])
        let house = HouseID(try member.incoming.number("id"))
        let (values, path) = (fields.values, member.paths.surveyWish(house))
        do {
            let reason: String
            do throws(FieldProblem) { reason = try BoundedText.parse(values["reason"], max: 200) } catch {
                throw StoreError.invalid(FieldErrors("reason", error))
            }
            let answer = try await member.write(fields) { tx in
                try await tx.decline(reason, try await tx.access(house, for: NoteWish.self))
                return path
            }
            return member.done(answer, Flash("wish.declined"))
        } catch StoreError.invalid(let errors) {
            return try await page(member, typed: values, errors: errors)
        }
    }

    static func welcome(_ member: MemberContext) async throws -> Response {
        let fields = try await member.form()
        try fields.allow([])
        let house = HouseID(try member.incoming.number("id"))
        let path = member.paths.surveyWish(house)
        let answer = try await member.write(fields) { tx in
            try await tx.welcome(try await tx.access(house, for: NoteWish.self))
            return path
        }
        return member.done(answer, Flash("wish.welcomed"))
    }

    private static func page(_ member: MemberContext, typed: [String: String] = [:], errors: FieldErrors? = nil) async throws -> Response {
        let house = HouseID(try member.incoming.number("id"))
        let (wish, frame) = try await member.read { tx in try await tx.surveyWish(house) }
        let t = frame.t
        let columns = [t["survey.when"], t["survey.by"], t["field.wishReason"], t["wish.ended"]]
        let rows = wish.rows.map { row in
            OrgListPage.Row(cells: [
                .init(columns[0], text: frame.wording.exact(row.at)), .init(columns[1], text: row.byName),
                .init(columns[2], text: row.reason.isEmpty ? "–" : row.reason),
                .init(columns[3], text: row.endedAt.map { "\(frame.wording.exact($0)) · \(row.endedByName)" } ?? "–"),
            ])
        }
        let fields = CustomerFields(frame: frame, form: "decline", typed: typed, errors: errors)
        let action =
            wish.standing == nil
            ? ActionForm(
                id: "decline", label: t["wish.decline"], explain: t["wish.decline.text"], path: frame.paths.surveyWish(house),
                fields: [fields.field(.text, "reason", label: "wishReason", required: true, max: 200)], key: frame.newKey, danger: true,
                open: true)
            : ActionForm(
                id: "welcome", label: t["wish.welcome"], explain: t["wish.welcome.text"], path: frame.paths.endSurveyWish(house),
                key: frame.newKey, open: true)
        let page = SurveyPage(
            title: "\(t["wish.title"]) · \(wish.projectName) \(wish.label)", intro: t["wish.text"],
            back: Link(t["survey.waves"], path: frame.paths.surveys),
            chips: [wish.standing == nil ? Chip(t["wish.open"], tone: .good) : Chip(t["wish.standing"], tone: .late)],
            actions: [action],
            tables: [
                OperationsPage.Table(
                    id: "wishes", title: t["wish.history"], note: String(rows.count), columns: columns, rows: rows,
                    empty: EmptyState(title: t["wish.empty.title"], text: t["wish.empty.text"]))
            ])
        return try frame.page(page, room: .surveys, status: errors == nil ? .ok : .unprocessableContent)
    }
}
