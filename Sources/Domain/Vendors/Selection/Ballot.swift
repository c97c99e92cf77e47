/// What one member gives one candidate for one criterion.
package enum Mark: Hashable, Sendable {
    /// 0 to 100.
    case points(Int)
    /// Of a knock-out.
    case passes(Bool)

    package static let most = 100
}

/// Where a mark stands.
package struct MarkPlace: Hashable, Sendable, Comparable {
    package let candidate: CandidateID
    package let criterion: CriterionID

    package init(_ candidate: CandidateID, _ criterion: CriterionID) {
        self.candidate = candidate
        self.criterion = criterion
    }

    /// The name of its field in the form.
    package var field: String { "m-\(candidate)-\(criterion)" }

    /// - Returns: nil for any other name.
    package init?(field: String) {
        let parts = field.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0] == "m", let candidate = CandidateID(text: parts[1]), let criterion = CriterionID(text: parts[2])
        else { return nil }
        self.init(candidate, criterion)
    }

    package static func < (left: MarkPlace, right: MarkPlace) -> Bool {
        (left.candidate, left.criterion) < (right.candidate, right.criterion)
    }
}

/// Why a ballot is not taken at all, whatever it says.
package enum BallotRefusal: Error, Hashable, Sendable {
    /// Not of the committee, or one who only watches.
    case notAScorer
    /// The scores were opened, or scoring is over.
    case tooLate
    case notYet
    /// A candidate the member has a conflict with, or one that is not there.
    case notOurs(CandidateID)
    /// A criterion that is not of this selection.
    case unknownCriterion(CriterionID)
    /// Neither 0 to 100 nor pass or fail.
    case unreadable
}

/// The marks of one member.
package struct Ballot: Hashable, Sendable {
    package let marks: [MarkPlace: Mark]
    package let note: String

    package init(marks: [MarkPlace: Mark], note: String) {
        self.marks = marks
        self.note = note
    }

    /// Reads a whole ballot: a mark for every candidate the member scores and every criterion, none for any other.
    /// - Throws: `BallotRefusal` for marks nobody could have typed into the member's own form: forged numbers, a candidate of the member's
    ///   own company. What is missing or wrong in a field of the form is a field error.
    package static func read(
        _ fields: [String: String], by member: CommitteeMember, candidates: [CandidateID], criteria: [Criterion]
    ) throws(BallotRefusal) -> Result<Ballot, FieldErrors> {
        guard member.role.scores else { throw .notAScorer }
        let own = member.scored(among: candidates)
        let known = Set(criteria.map(\.id))
        for name in fields.keys.sorted() {
            guard let place = MarkPlace(field: name) else { continue }
            guard own.contains(place.candidate) else { throw .notOurs(place.candidate) }
            guard known.contains(place.criterion) else { throw .unknownCriterion(place.criterion) }
        }
        var (marks, errors) = ([MarkPlace: Mark](), FieldErrors())
        for candidate in own {
            for criterion in criteria {
                let place = MarkPlace(candidate, criterion.id)
                do throws(FieldProblem) {
                    marks[place] = try mark(fields[place.field], criterion)
                } catch {
                    errors.add(place.field, error)
                }
            }
        }
        var note = ""
        do throws(FieldProblem) { note = try BoundedText.optional(fields["note"], max: 1_000, multiline: true) ?? "" } catch {
            errors.add("note", error)
        }
        return errors.isEmpty ? .success(Ballot(marks: marks, note: note)) : .failure(errors)
    }

    private static func mark(_ raw: String?, _ criterion: Criterion) throws(FieldProblem) -> Mark {
        let text = BoundedText.halfWidth(try BoundedText.parse(raw, max: 10))
        if criterion.knocksOut {
            guard text == "pass" || text == "fail" else { throw .notAChoice }
            return .passes(text == "pass")
        }
        guard let points = Int(text) else { throw .notANumber }
        if points < 0 { throw .tooSmall(min: 0) }
        if points > Mark.most { throw .tooLarge(max: Int64(Mark.most)) }
        return .points(points)
    }

    /// As it is sealed: one line a mark, in order, then the note. `parse` reads it back.
    package var text: String {
        let lines = marks.sorted { $0.key < $1.key }.map { place, mark in
            switch mark {
            case .points(let points): "\(place.candidate) \(place.criterion) \(points)"
            case .passes(let passes): "\(place.candidate) \(place.criterion) \(passes ? "pass" : "fail")"
            }
        }
        return (lines + ["", note]).joined(separator: "\n")
    }

    /// - Throws: `unreadable`.
    package static func parse(_ text: String) throws(BallotRefusal) -> Ballot {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard let end = lines.firstIndex(where: \.isEmpty) else { throw .unreadable }
        var marks: [MarkPlace: Mark] = [:]
        for line in lines[..<end] {
            let words = line.split(separator: " ")
            guard words.count == 3, let candidate = CandidateID(text: words[0]), let criterion = CriterionID(text: words[1]) else {
                throw .unreadable
            }
            switch words[2] {
            case "pass": marks[MarkPlace(candidate, criterion)] = .passes(true)
            case "fail": marks[MarkPlace(candidate, criterion)] = .passes(false)
            default:
                guard let points = Int(words[2]), (0...Mark.most).contains(points) else { throw .unreadable }
                marks[MarkPlace(candidate, criterion)] = .points(points)
            }
        }
        guard !marks.isEmpty else { throw .unreadable }
        return Ballot(marks: marks, note: lines[(end + 1)...].joined(separator: "\n"))
    }
}
