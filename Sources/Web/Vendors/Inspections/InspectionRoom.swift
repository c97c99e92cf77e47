internal import Domain
internal import HTTPTypes
internal import Hummingbird
internal import Store
internal import Views

/// Rounds of inspection: what is to be walked, what was found, and the report that goes out.
enum InspectionRoom {
    static func list(_ member: MemberContext) async throws -> Response { try await overview(member, rejected: nil) }

    /// - Parameter rejected: the form that came back, by its id.
    static func overview(
        _ member: MemberContext, rejected: (form: String, typed: [String: String], errors: FieldErrors)?
    ) async throws -> Response {
        let query = try member.incoming.query()
        let before = InspectionID(text: try query.text("before"))
        let (found, frame) = try await member.read { tx in
            (try await tx.inspections(before: before), try await tx.inspections(), try await tx.projectChoices())
        }
        let ((plans, all), routes, projects) = found
        let rounds = all.prefix(InspectionRow.pageSize)
        let words = InspectionWords(frame)
        let mayPlan = frame.may(.inspectPlan)
        var actions: [ActionForm] = []
        if mayPlan {
            actions = plans.filter { ($0.nextOn ?? frame.today.adding(days: 1)) <= frame.today }.map(words.draw)
            if !routes.isEmpty {
                actions.append(
                    words.planForm(routes, rejected: rejected.flatMap { $0.form == "plan" ? (typed: $0.typed, errors: $0.errors) : nil }))
            }
            actions.append(
                words.routeForm(projects, rejected: rejected.flatMap { $0.form == "route" ? (typed: $0.typed, errors: $0.errors) : nil }))
        }
        let next =
            all.count > InspectionRow.pageSize
            ? rounds.last.map { Paths.query(frame.paths.inspections, [("before", $0.id.description)]) } : nil
        let page = SurveySheetPage(
            head: SurveyHead(eyebrow: frame.unitName, title: frame.t["inspection.title"], sub: frame.t["inspection.motto"]),
            notices: try query.text("point").isEmpty ? [] : [frame.t["inspection.point.noRound"]],
            tables: [words.rounds(Array(rounds))] + (mayPlan ? [words.plans(plans), words.routes(routes)] : []), actions: actions,
            pager: Pager(previous: before.map { _ in frame.paths.inspections }, next: next))
        return try frame.page(page, room: InspectionWords.room, status: rejected == nil ? .ok : .unprocessableContent)
    }

    static func show(_ member: MemberContext) async throws -> Response { try await page(member, rejected: nil) }

    private static func page(_ member: MemberContext, rejected: (step: InspectionStep, typed: [String: String], errors: FieldErrors)?)
        async throws -> Response
    {
        let id = InspectionID(try member.incoming.number("inspection"))
        let (found, frame) = try await member.read { tx in try await tx.inspection(id) }
        let words = InspectionWords(frame)
        let (round, checks) = found
        let faults = rejected?.errors["open"] == nil ? [] : [frame.t["inspection.unfinished", ["count": String(round.open)]]]
        let page = SurveyPage(
            title: round.name, intro: words.place(round), back: Link(frame.t["inspection.title"], path: frame.paths.inspections),
            chips: [words.chip(round)],
            buttons: words.ways(round, checks),
            facts: words.facts(round), faults: faults,
            actions: InspectionMachine.allowed(round.facts, frame.session.actor).map { words.form($0, round, rejected: rejected) },
            tables: [words.points(round, checks), words.failures(round, checks)])
        return try frame.page(page, room: InspectionWords.room, status: rejected == nil ? .ok : .unprocessableContent)
    }

    static func take(_ member: MemberContext) async throws -> Response {
        let id = InspectionID(try member.incoming.number("inspection"))
        guard let step = InspectionStep(rawValue: try member.incoming.parameter("step")), step != .enter else { throw StoreError.notFound }
        let fields = try await member.form()
        try fields.allow(["opinion"])
        let (values, version, path) = (fields.values, try fields.version(), member.paths.inspection(id))
        do {
            let opinion = try InspectionWords.opinion(values["opinion"], step)
            let answer = try await member.write(fields) { tx in
                try await tx.take(step, opinion: opinion, try await tx.access(id, version: version, for: StepOnInspection.self))
                return path
            }
            return member.done(answer, Flash("flash.inspection.\(step.code)"))
        } catch StoreError.invalid(let errors) {
            return try await page(member, rejected: (step: step, typed: values, errors: errors))
        }
    }

    /// Where a QR code on the wall leads: the point in the open round that asks for it, or the rounds with a word that none does.
    static func atPoint(_ member: MemberContext) async throws -> Response {
        let code = try member.incoming.parameter("code")
        let found = try await member.store.read(member.entry, member.requirement) { tx in try await tx.round(at: code) }
        guard let round = found.inspection else { return .seeOther(Paths.query(member.paths.inspections, [("point", "\(found.point)")])) }
        return .seeOther(member.paths.inspectionPoint(found.point, of: round))
    }
}

/// Plans.
enum InspectionPlans {
    static func add(_ member: MemberContext) async throws -> Response {
        let fields = try await member.form()
        try fields.allow(NewInspectionPlan.names)
        let (values, path, today) = (fields.values, member.paths.inspections, member.today)
        do {
            let new = try NewInspectionPlan.read(values, today: today).orInvalid()
            let answer = try await member.write(fields) { tx in
                _ = try await tx.plan(new)
                return path
            }
            return member.done(answer, Flash("flash.inspection.plan"))
        } catch StoreError.invalid(let errors) {
            return try await InspectionRoom.overview(member, rejected: (form: "plan", typed: values, errors: errors))
        }
    }

    static func draw(_ member: MemberContext) async throws -> Response {
        let id = InspectionPlanID(try member.incoming.number("plan"))
        let fields = try await member.form()
        try fields.allow([])
        let paths = member.paths
        let answer = try await member.write(fields) { tx in paths.inspection(try await tx.drawRound(id)) }
        return member.done(answer, Flash("flash.inspection.draw"))
    }
}
