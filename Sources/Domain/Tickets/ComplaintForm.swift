/// Turns raw form fields into a command, or says what is wrong next to each field.
package enum ComplaintForm {
    /// - Parameters:
    ///   - fields: raw text by field name (`ComplaintField.rawValue`); names that the action has not are ignored.
    ///   - limit: the largest compensation the person may plan (`Actor.compensation(at:)` of the owner unit).
    package static func validated(_ action: ComplaintAction, _ fields: [String: String], limit: CompensationLimit = .unlimited)
        -> Result<ComplaintCommand, FieldErrors>
    {
        var reader = FieldReader(fields)
        let command = read(action, &reader, limit: limit)
        guard reader.errors.isEmpty, let command else { return .failure(reader.errors) }
        return .success(command)
    }

    private static func read(_ action: ComplaintAction, _ form: inout FieldReader, limit: CompensationLimit) -> ComplaintCommand? {
        switch action {
        case .record: .record
        case .accept: form.choice(.severity, Severity.self).map { .accept(severity: $0) }
        case .assign: assign(&form)
        case .recordFindings: form.required(.text).map { .recordFindings($0) }
        case .proposePlan: plan(&form, limit: limit)
        case .customerAccepts: .customerAccepts(note: form.optional(.text))
        case .customerRejects: form.required(.reason).map { .customerRejects(reason: $0) }
        case .startExecution: .startExecution(note: form.optional(.text))
        case .completeExecution: form.required(.text).map { .completeExecution(result: $0) }
        case .verify: form.required(.text).map { .verify(result: $0) }
        case .redo: form.required(.reason).map { .redo(reason: $0) }
        case .recordVisit: visit(&form).map { .recordVisit($0) }
        case .close: form.required(.reason).map { .close(reason: $0) }
        case .closeUnconfirmed: form.required(.reason).map { .closeUnconfirmed(reason: $0) }
        case .archive: .archive(note: form.optional(.text))
        case .reopen: form.required(.reason).map { .reopen(reason: $0) }
        case .explain: form.required(.text).map { .explain($0) }
        case .turnToSuggestion: form.required(.text).map { .turnToSuggestion($0) }
        case .rateInvalid: form.required(.reason).map { .rateInvalid(reason: $0) }
        case .rateNonResponsible: form.required(.reason).map { .rateNonResponsible(reason: $0) }
        default: readLevels(action, &form)
        }
    }

    private static func readLevels(_ action: ComplaintAction, _ form: inout FieldReader) -> ComplaintCommand? {
        switch action {
        case .acceptEscalation: .acceptEscalation(note: form.optional(.text))
        case .sendBack: form.required(.reason).map { .sendBack(reason: $0) }
        case .escalate: pair(form.required(.reason), form.required(.tried)).map { .escalate(reason: $0, tried: $1) }
        case .withdrawEscalation: form.required(.reason).map { .withdrawEscalation(reason: $0) }
        case .openExchange: pair(form.required(.topic), form.required(.text)).map { .openExchange(topic: $0, text: $1) }
        case .replyExchange: pair(form.id(.exchange), form.required(.text)).map { .replyExchange($0, text: $1) }
        case .closeExchange: pair(form.id(.exchange), form.optional(.text)).map { .closeExchange($0, note: $1) }
        case .contactCustomer: form.required(.text).map { .contactCustomer($0) }
        case .note: form.required(.text).map { .note($0) }
        case .regrade: regrade(&form)
        case .intervene: form.required(.reason).map { .intervene(reason: $0) }
        case .handBack: form.required(.instruction).map { .handBack(instruction: $0) }
        case .enterLitigation: litigation(&form)
        case .recordOutcome:
            pair(form.choice(.litigationOutcome, LitigationOutcome.self), form.required(.text)).map { .recordOutcome($0, text: $1) }
        default: nil
        }
    }

    private static func assign(_ form: inout FieldReader) -> ComplaintCommand? {
        let person: PersonID? = form.id(.assignee)
        let note = form.optional(.text)
        return person.map { .assign(to: $0, note: note) }
    }

    private static func plan(_ form: inout FieldReader, limit: CompensationLimit) -> ComplaintCommand? {
        let text = form.required(.text)
        let money = form.money(.compensation) ?? .zero
        if !limit.allows(money), let highest = limit.highest { form.fail(.compensation, .beyondAuthority(highest)) }
        return text.map { .proposePlan($0, compensation: money) }
    }

    private static func regrade(_ form: inout FieldReader) -> ComplaintCommand? {
        let reason = form.required(.reason)
        let severity = form.choice(.severity, Severity.self)
        let flags = form.sensitivity()
        return pair(reason, severity).map { .regrade($1, flags, reason: $0) }
    }

    private static func litigation(_ form: inout FieldReader) -> ComplaintCommand? {
        let place = pair(form.required(.court), form.required(.caseNumber))
        let party = form.choice(.party, LitigationParty.self)
        return pair(place, party).map { .enterLitigation(court: $0.0, caseNumber: $0.1, by: $1) }
    }

    private static func visit(_ form: inout FieldReader) -> VisitRecord? {
        let method = form.choice(.method, VisitMethod.self)
        let outcome = form.choice(.outcome, VisitOutcome.self)
        let reached = outcome != nil && outcome != .unreachable
        let scores = reached ? self.scores(&form) : nil
        let signed = form.flag(.signed)
        if reached, method == .onSite, !signed { form.fail(.signed, .signatureRequired) }
        let comment = form.optional(.comment)
        guard let method, let outcome else { return nil }
        return VisitRecord(method: method, outcome: outcome, scores: scores, comment: comment, signed: signed)
    }

    private static func scores(_ form: inout FieldReader) -> VisitScores? {
        let attitude = form.score(.attitude)
        let quality = form.score(.quality)
        let efficiency = form.score(.efficiency)
        let overall = form.score(.overall)
        guard let attitude, let quality, let efficiency, let overall else { return nil }
        return VisitScores(attitude: attitude, quality: quality, efficiency: efficiency, overall: overall)
    }

    private static func pair<A, B>(_ first: A?, _ second: B?) -> (A, B)? {
        guard let first, let second else { return nil }
        return (first, second)
    }
}
