/// 评分表: what one assessor gives one vendor at one project in one round.
package enum AssessmentState: String, CaseCode {
    case open
    case submitted
}

/// Why an assessment is not taken.
package enum AssessmentRefusal: Error, Hashable, Sendable {
    /// Somebody else's form.
    case notYours
    /// The round takes no scores (any more).
    case notAssessing(RoundState)
    /// The last day was this one.
    case tooLate(Day)
    case submittedAlready
}

/// What decides about an assessment.
package struct AssessmentFacts: Hashable, Sendable {
    package let holder: PersonID
    package let state: AssessmentState
    package let round: RoundState
    package let until: Day

    package init(holder: PersonID, state: AssessmentState, round: RoundState, until: Day) {
        self.holder = holder
        self.state = state
        self.round = round
        self.until = until
    }
}

package enum Assessing {
    /// Whether somebody may be given a form: nobody scores a vendor he or she works for, and a vendor's post assesses nobody at all.
    package static func mayAssess(_ vendor: UnitID, heldUnits: [UnitRef]) -> Bool {
        heldUnits.allSatisfy { $0.vendor == nil } && !heldUnits.contains { $0.id == vendor }
    }

    /// - Throws: `AssessmentRefusal`.
    package static func check(_ facts: AssessmentFacts, by actor: Actor, today: Day) throws(AssessmentRefusal) {
        guard facts.holder == actor.person else { throw .notYours }
        guard facts.round == .inProgress else { throw .notAssessing(facts.round) }
        guard today <= facts.until else { throw .tooLate(facts.until) }
        guard facts.state == .open else { throw .submittedAlready }
    }
}

/// The scores of a form as it was filled in: `score.<key>` and `note.<key>`.
package struct AssessmentSheet: Hashable, Sendable {
    package var scores: [String: Int]
    /// Internal: no vendor reads them (VENDOR-P2).
    package var notes: [String: String]

    package init(scores: [String: Int] = [:], notes: [String: String] = [:]) {
        self.scores = scores
        self.notes = notes
    }

    package static func field(_ key: String) -> String { "score.\(key)" }
    package static func noteField(_ key: String) -> String { "note.\(key)" }

    /// - Parameter complete: handing in needs every score, keeping for later does not.
    /// - Returns: field errors also for scores outside the scale and for indicators that the form does not have.
    package static func read(_ fields: [String: String], for indicators: [Indicator], complete: Bool) -> Result<
        AssessmentSheet, FieldErrors
    > {
        var (sheet, errors) = (AssessmentSheet(), FieldErrors())
        var known = Set<String>()
        for indicator in indicators {
            guard case .assessor(let scale, _, _, _) = indicator.source else { continue }
            known.formUnion([field(indicator.key), noteField(indicator.key)])
            do throws(FieldProblem) {
                if let score = try score(fields[field(indicator.key)], scale: scale) {
                    sheet.scores[indicator.key] = score
                } else if complete {
                    throw .required
                }
            } catch {
                errors.add(field(indicator.key), error)
            }
            do throws(FieldProblem) {
                if let note = try BoundedText.optional(fields[noteField(indicator.key)], max: 500, multiline: true) {
                    sheet.notes[indicator.key] = note
                }
            } catch {
                errors.add(noteField(indicator.key), error)
            }
        }
        for name in fields.keys.sorted() where (name.hasPrefix("score.") || name.hasPrefix("note.")) && !known.contains(name) {
            errors.add(name, .notAChoice)
        }
        return errors.isEmpty ? .success(sheet) : .failure(errors)
    }

    private static func score(_ raw: String?, scale: Int) throws(FieldProblem) -> Int? {
        guard let text = try BoundedText.optional(raw.map { BoundedText.halfWidth($0) }, max: 6) else { return nil }
        guard let score = Int(text) else { throw .notANumber }
        if score < 0 { throw .tooSmall(min: 0) }
        if score > scale { throw .tooLarge(max: Int64(scale)) }
        return score
    }
}
