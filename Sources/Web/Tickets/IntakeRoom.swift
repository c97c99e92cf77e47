internal import Domain
internal import HTTPTypes
internal import Hummingbird
internal import Store
internal import Synchronization
internal import Views

/// Recording a complaint: first who and where, then what (COMPLAINT-R8).
enum IntakeRoom {
    static func show(_ member: MemberContext) async throws -> Response {
        let query = try member.incoming.query()
        if let choice = try IntakeChoice(query) { return try await card(choice, member) }
        return try await search(try query.text("q"), member)
    }

    static func record(_ member: MemberContext) async throws -> Response {
        let filled = try await member.filled()
        let fields = filled.fields
        guard let choice = try IntakeChoice(try member.incoming.query()) else {
            try await member.check()
            throw WebFault.unprocessable(["house"])
        }
        try fields.allow(IntakeFields.names + ["then"])
        let values = fields.values
        let complainant: Complainant
        switch (choice.complainant(values), early(values, member)) {
        case (.success(let found), nil): complainant = found
        case (.success, let errors?): return try await card(choice, member, typed: values, errors: errors, filled: filled)
        case (.failure(let first), let second):
            return try await card(choice, member, typed: values, errors: FieldErrors(first.list + (second?.list ?? [])), filled: filled)
        }
        do {
            try filled.orInvalid()
            return try await save(choice, complainant, filled, member)
        } catch StoreError.invalid(let errors) {
            return try await card(choice, member, typed: values, errors: errors, filled: filled)
        } catch StoreError.constraint(let name) {
            guard let errors = Constraints.errors(name) else { throw StoreError.constraint(name: name) }
            return try await card(choice, member, typed: values, errors: errors, filled: filled)
        }
    }

    /// What can be seen to be wrong without the place: everything but a missing reason for another stage.
    private static func early(_ values: [String: String], _ member: MemberContext) -> FieldErrors? {
        let stage = values["stage"].flatMap(Stage.init(rawValue:)) ?? .beforeHandover
        let result = ComplaintIntake.validated(
            values, proposedStage: stage, now: member.store.clock.now(), offsetMinutes: member.place.offsetMinutes)
        guard case .failure(let errors) = result else { return nil }
        return errors
    }

    private static func save(
        _ choice: IntakeChoice, _ complainant: Complainant, _ filled: Filled, _ member: MemberContext
    ) async throws -> Response {
        let values = filled.fields.values
        let (paths, offset) = (member.paths, member.place.offsetMinutes)
        let recorded = Mutex<RecordedComplaint?>(nil)
        let answer = try await member.write(filled) { tx in
            let permit = try await tx.access(choice.place, by: complainant)
            let proposed = permit.thing.situation.proposedStage(today: try tx.today).stage
            switch ComplaintIntake.validated(values, proposedStage: proposed, now: tx.now, offsetMinutes: offset) {
            case .failure(let errors): throw StoreError.invalid(errors)
            case .success(let intake):
                let complaint = try await tx.record(intake, by: complainant, permit)
                if !filled.files.isEmpty {
                    try await tx.hang(filled.files, try await tx.access(complaint.ticket, for: HangFiles.self))
                }
                recorded.withLock { $0 = complaint }
                return values["then"] == "print" ? paths.receipt(complaint.ticket) : paths.ticket(complaint.ticket)
            }
        }
        guard let complaint = recorded.withLock({ $0 }) else { return .seeOther(answer.path) }
        return member.done(answer, Flash("intake.recorded", ["number": complaint.number, "unit": complaint.firstUnitName]))
    }

    private static func card(
        _ choice: IntakeChoice, _ member: MemberContext, typed: [String: String] = [:], errors: FieldErrors? = nil,
        filled: Filled? = nil
    ) async throws -> Response {
        let viewpoint = member.place.unit
        let (found, frame) = try await member.read { tx in
            let card = try await tx.intakeCard(choice.place, customer: choice.customer)
            return (
                card, try await tx.officers(of: card.situation.house), try await tx.settings(at: viewpoint),
                try await tx.held(filled?.files ?? [])
            )
        }
        let card = found.0
        // A customer of another house or tenant is not found; one chosen by phone may live elsewhere in the project.
        var page = IntakeCardWords(
            frame: frame, choice: choice, card: card, officers: found.1, excluded: found.2.lines(.excludedVenues)
        ).page(typed: typed, errors: errors)
        page.attach = FileWords(frame).field(
            form: "intake", kept: found.3, error: filled?.problem(frame.wording) ?? errors?["files"].map(frame.wording.problem))
        return try frame.page(page, room: .intake, status: errors == nil ? .ok : .unprocessableContent)
    }

    private static func search(_ text: String, _ member: MemberContext) async throws -> Response {
        let (found, frame) = try await member.read { tx in
            if !text.isEmpty { try member.count(.searches, tx) }
            return (try await tx.intakeMatches(text), try await tx.projectChoices())
        }
        let (matches, projects) = found
        let t = frame.t
        let isShort = text.unicodeScalars.filter { !$0.properties.isWhitespace }.count < 2
        let search = IntakePage.Search(
            path: frame.paths.intake, query: text, matches: matches.prefix(20).map { match($0, frame) },
            summary: text.isEmpty ? nil : t["intake.summary", ["count": matches.count > 20 ? "20+" : String(matches.count)]],
            empty: text.isEmpty
                ? nil
                : EmptyState(
                    title: t[isShort ? "intake.short.title" : "intake.none.title"],
                    text: t[isShort ? "intake.short.text" : "intake.none.text"]),
            others: projects.count == 1 ? others(projects[0], frame) : [], elsewhere: elsewhere(projects, frame))
        return try frame.page(IntakePage(search: search), room: .intake)
    }

    private static func match(_ match: IntakeMatch, _ frame: PageFrame) -> IntakePage.Match {
        let t = frame.t
        let place: IntakePlace = match.house.map { .house($0) } ?? .shared(project: match.project)
        let stage = StageRule.decide(
            house: match.house == nil ? nil : .some(match.houseHandedOverOn), project: match.projectHandedOverOn, today: frame.today
        ).stage
        return IntakePage.Match(
            customer: match.customer == nil ? t["intake.newCustomer"] : frame.customer(match.customerName),
            relation: match.relation.map { t.word($0) } ?? "",
            phone: match.phoneMasked,
            house: match.house == nil ? "\(match.projectName) · \(t["ticket.shared"])" : "\(match.projectName) · \(match.houseLabel)",
            stage: Chip(t.word(stage), tone: stage == .afterHandover ? .vendor : .developer),
            open: match.openTickets > 0 ? t["intake.open", ["count": String(match.openTickets)]] : nil,
            path: IntakeChoice(place: place, customer: match.customer, isNew: match.customer == nil).path(frame.paths))
    }

    /// On without a match: a new customer, or the shared areas, of the one project here.
    private static func others(_ project: ProjectChoiceRow, _ frame: PageFrame) -> [Link] {
        let place = IntakePlace.shared(project: project.id)
        return [
            Link(frame.t["intake.newCustomer"], path: IntakeChoice(place: place, isNew: true).path(frame.paths)),
            Link(frame.t["intake.shared"], path: IntakeChoice(place: place).path(frame.paths)),
        ]
    }

    /// The same with a project to choose first.
    private static func elsewhere(_ projects: [ProjectChoiceRow], _ frame: PageFrame) -> IntakePage.Elsewhere? {
        guard projects.count > 1 else { return nil }
        let none = FieldModel.Option(value: "", label: frame.t["form.choose"])
        let options = [none] + projects.map { FieldModel.Option(value: $0.id.description, label: $0.name) }
        return IntakePage.Elsewhere(
            path: frame.paths.intake,
            project: FieldModel(
                .select, form: "elsewhere", name: "project", label: frame.t["intake.elsewhere"], required: true, options: options),
            newCustomer: frame.t["intake.newCustomer"], shared: frame.t["intake.shared"])
    }
}
