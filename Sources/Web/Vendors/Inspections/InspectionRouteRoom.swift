internal import Domain
internal import HTTPTypes
internal import Hummingbird
internal import Store
internal import Views

/// Routes: points, the items looked at there, and the QR codes that hang on the wall.
enum InspectionRouteRoom {
    static func show(_ member: MemberContext) async throws -> Response { try await page(member, rejected: nil) }

    static func add(_ member: MemberContext) async throws -> Response {
        let fields = try await member.form()
        try fields.allow(["name", "project"])
        let (values, paths) = (fields.values, member.paths)
        do {
            let answer = try await member.write(fields) { tx in paths.inspectionRoute(try await tx.addRoute(values)) }
            return member.done(answer, Flash("flash.inspection.route"))
        } catch StoreError.invalid(let errors) {
            return try await InspectionRoom.overview(member, rejected: (form: "route", typed: values, errors: errors))
        }
    }

    static func addPoint(_ member: MemberContext) async throws -> Response {
        try await keep(member, form: "point", names: ["name", "place"]) { tx, values, permit in try await tx.addPoint(values, permit) }
    }

    static func addItem(_ member: MemberContext) async throws -> Response {
        let point = PointID(try member.incoming.number("point"))
        return try await keep(member, form: "item-\(point)", names: CheckItem.Field.allCases.map(\.rawValue)) { tx, values, permit in
            try await tx.addItem(values, at: point, permit)
        }
    }

    static func retirePoint(_ member: MemberContext) async throws -> Response {
        let point = PointID(try member.incoming.number("point"))
        return try await keep(member, form: "", names: []) { tx, _, permit in try await tx.retire(point, permit) }
    }

    static func retireItem(_ member: MemberContext) async throws -> Response {
        let item = CheckItemID(try member.incoming.number("item"))
        return try await keep(member, form: "", names: []) { tx, _, permit in try await tx.retire(item, permit) }
    }

    static func codes(_ member: MemberContext) async throws -> Response {
        let id = RouteID(try member.incoming.number("route"))
        let (file, frame) = try await member.read { tx in try await tx.inspectionRoute(id) }
        // The project's own address: whoever inspects from above may look from there, whoever works there from nowhere else.
        let paths = UnitPaths(tenant: member.place.tenantCode, unit: file.route.projectCode)
        let origin = member.services.settings.publicOrigin
        let page = InspectionCodesPrint(
            tenant: frame.tenantName, unit: frame.unitName, number: "", route: "\(file.route.projectName) · \(file.route.name)",
            points: file.points.compactMap { point in
                InspectionCodesPrint.Point(name: point.name, place: point.place, address: "\(origin)\(paths.pointCode(point.code))")
            }, printed: frame.wording.moment(frame.now), backPath: frame.paths.inspectionRoute(id))
        return try frame.page(page)
    }

    private static func keep(
        _ member: MemberContext, form: String, names: [String],
        _ change: @escaping @Sendable (WriteTransaction, [String: String], Permit<KeepRoute, InspectionRouteRow>) async throws -> Void
    ) async throws -> Response {
        let id = RouteID(try member.incoming.number("route"))
        let fields = try await member.form()
        try fields.allow(names)
        let (values, path) = (fields.values, member.paths.inspectionRoute(id))
        do {
            let answer = try await member.write(fields) { tx in
                try await change(tx, values, try await tx.access(id, for: KeepRoute.self))
                return path
            }
            return member.done(answer, Flash("flash.inspection.kept"))
        } catch StoreError.invalid(let errors) {
            return try await page(member, rejected: (form: form, typed: values, errors: errors))
        }
    }

    private static func page(_ member: MemberContext, rejected: (form: String, typed: [String: String], errors: FieldErrors)?) async throws
        -> Response
    {
        let id = RouteID(try member.incoming.number("route"))
        let (file, frame) = try await member.read { tx in try await tx.inspectionRoute(id) }
        let words = InspectionWords(frame)
        let page = SurveyPage(
            title: file.route.name, intro: file.route.projectName, back: Link(frame.t["inspection.title"], path: frame.paths.inspections),
            buttons: file.points.isEmpty ? [] : [Link(frame.t["inspection.codes"], path: frame.paths.routeCodes(id))],
            actions: words.routeActions(file, rejected: rejected), tables: file.points.map { words.point($0, file) })
        return try frame.page(page, room: InspectionWords.room, status: rejected == nil ? .ok : .unprocessableContent)
    }
}
