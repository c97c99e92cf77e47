/// What the intake form says about a new complaint (COMPLAINT-R8), besides who and where.
package struct ComplaintIntake: Hashable, Sendable {
    package let title: String
    package let event: String
    package let happenedAt: Instant?
    package let place: String
    package let personsInvolved: String
    package let wish: String
    package let compensationAsked: Fen?
    package let channel: Channel
    package let source: ChannelSource
    package let severity: Severity
    package let sensitivity: Sensitivity
    /// The stage the receiver chose against the proposal, with the reason.
    package let chosenStage: ChosenStage?

    package struct ChosenStage: Hashable, Sendable {
        package let stage: Stage
        package let reason: String
    }

    /// The form's field names.
    package enum Field: String, CaseCode {
        case title, event, happenedAt, place, personsInvolved, wish, compensationAsked, channel, source, severity, media, litigation
        case collective, stage, stageReason
    }

    /// Reads the form. An empty title takes the beginning of the event, an empty source the channel's, an empty severity the proposed
    /// one; a stage that differs from `proposedStage` needs a reason.
    package static func validated(_ fields: [String: String], proposedStage: Stage, now: Instant, offsetMinutes: Int)
        -> Result<ComplaintIntake, FieldErrors>
    {
        var form = FieldReader(fields)
        let event = form.take(Field.event.rawValue) { raw throws(FieldProblem) in
            try BoundedText.parse(raw, max: 4_000, multiline: true)
        }
        let title = form.text(.title, max: 100)
        let happenedAt = form.moment(.happenedAt, now: now, offsetMinutes: offsetMinutes)
        let (place, persons, wish) = (form.text(.place, max: 200), form.text(.personsInvolved, max: 300), form.text(.wish, max: 1_000))
        let asked = form.optional(.compensationAsked) { raw throws(FieldProblem) in try Fen.parse(raw) }
        let channel = form.take(Field.channel.rawValue) { raw throws(FieldProblem) in try Channel.parse(raw) }
        let source = form.optional(.source) { raw throws(FieldProblem) in try ChannelSource.parse(raw) }
        let flags = form.sensitivity()
        let severity = form.optional(.severity) { raw throws(FieldProblem) in try Severity.parse(raw) }
        let stage = form.stage(proposed: proposedStage)
        guard form.errors.isEmpty, let event, let channel else { return .failure(form.errors) }
        return .success(
            ComplaintIntake(
                title: title.isEmpty ? beginning(of: event) : title, event: event, happenedAt: happenedAt, place: place,
                personsInvolved: persons, wish: wish, compensationAsked: asked, channel: channel, source: source ?? channel.defaultSource,
                severity: severity ?? .proposed(compensation: asked, flags: flags), sensitivity: flags, chosenStage: stage
            ))
    }

    private static func beginning(of event: String) -> String {
        let line = event.split(separator: "\n").first.map(String.init) ?? event
        return line.unicodeScalars.count <= 30 ? line : String(line.unicodeScalars.prefix(29)) + "…"
    }
}

extension FieldReader {
    fileprivate mutating func text(_ field: ComplaintIntake.Field, max: Int) -> String {
        take(field.rawValue) { raw throws(FieldProblem) in
            try BoundedText.optional(raw, max: max, multiline: field == .wish) ?? ""
        } ?? ""
    }

    fileprivate mutating func optional<Value>(_ field: ComplaintIntake.Field, _ parse: (String) throws(FieldProblem) -> Value) -> Value? {
        raw(field.rawValue).allSatisfy(\.isWhitespace) ? nil : take(field.rawValue, parse)
    }

    fileprivate mutating func moment(_ field: ComplaintIntake.Field, now: Instant, offsetMinutes: Int) -> Instant? {
        optional(field) { raw throws(FieldProblem) in
            let moment = try Instant.parse(local: raw, offsetMinutes: offsetMinutes)
            // A minute of grace: the form knows minutes only.
            guard moment <= now + .minutes(1) else { throw .inTheFuture }
            return moment
        }
    }

    fileprivate mutating func stage(proposed: Stage) -> ComplaintIntake.ChosenStage? {
        let chosen = optional(.stage) { raw throws(FieldProblem) in try Stage.parse(raw) }
        guard let chosen, chosen != proposed else { return nil }
        let reason = take(ComplaintIntake.Field.stageReason.rawValue) { raw throws(FieldProblem) in try BoundedText.parse(raw, max: 300) }
        return reason.map { ComplaintIntake.ChosenStage(stage: chosen, reason: $0) }
    }
}
