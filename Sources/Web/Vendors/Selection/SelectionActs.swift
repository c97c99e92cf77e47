internal import Domain
internal import HTTPTypes
internal import Hummingbird
internal import Store
internal import Views

/// What people do with a selection.
enum SelectionActs {
    static func plan(_ member: MemberContext) async throws -> Response {
        try await run(member, SelectionPlan.names, as: "plan") { tx, values, permit in
            try await tx.change(try SelectionPlan.read(values).orInvalid(), permit)
        }
    }

    static func addCandidate(_ member: MemberContext) async throws -> Response {
        try await run(member, NewCandidate.names, as: "addCandidate") { tx, values, permit in
            try await tx.add(try NewCandidate.read(values).orInvalid(), permit)
        }
    }

    static func investigate(_ member: MemberContext) async throws -> Response {
        try await run(member, ["candidate", "investigation"], as: "noteInvestigation") { tx, values, permit in
            try await tx.investigate(try chosen(values, "candidate"), note: values["investigation"], permit)
        }
    }

    static func drop(_ member: MemberContext) async throws -> Response {
        try await run(member, ["candidate", "reason"], as: "dropCandidate") { tx, values, permit in
            try await tx.drop(try chosen(values, "candidate"), reason: values["reason"], permit)
        }
    }

    static func addCriterion(_ member: MemberContext) async throws -> Response {
        try await run(member, NewCriterion.names, as: "addCriterion") { tx, values, permit in
            try await tx.add(try NewCriterion.read(values).orInvalid(), permit)
        }
    }

    static func removeCriterion(_ member: MemberContext) async throws -> Response {
        try await run(member, ["criterion"], as: "removeCriterion") { tx, values, permit in
            try await tx.remove(try chosen(values, "criterion"), permit)
        }
    }

    static func seat(_ member: MemberContext) async throws -> Response {
        try await run(member, ["person", "role"], as: "seat") { tx, values, permit in
            let role: CommitteeRole
            do throws(FieldProblem) { role = try CommitteeRole.parse(values["role"]) } catch {
                throw StoreError.invalid(FieldErrors("role", error))
            }
            try await tx.seat(try chosen(values, "person"), as: role, permit)
        }
    }

    static func unseat(_ member: MemberContext) async throws -> Response {
        try await run(member, ["member"], as: "unseat") { tx, values, permit in
            try await tx.unseat(try chosen(values, "member"), permit)
        }
    }

    static func declare(_ member: MemberContext) async throws -> Response {
        let id = try SelectionRoom.selection(member)
        return try await write(member, ["statement"], repeated: ["conflicts"], as: "declare") { tx, values, _ in
            try await tx.declare(values, try await tx.access(id, for: SitInCommittee.self))
        }
    }

    static func review(_ member: MemberContext) async throws -> Response {
        let id = try SelectionRoom.selection(member)
        return try await write(member, ["step", "note"], as: "review") { tx, values, _ in try await tx.review(id, values) }
    }

    static func act(_ member: MemberContext) async throws -> Response {
        let id = try SelectionRoom.selection(member)
        guard let action = SelectionAction(rawValue: try member.incoming.parameter("action")) else { throw WebFault.notFound }
        return try await write(member, ["note", "candidate", "minority"], as: action.code, flash: "selection.moved") { tx, values, lock in
            var errors = FieldErrors()
            func text(_ name: String, max: Int) -> String? {
                do throws(FieldProblem) { return try BoundedText.optional(values[name], max: max, multiline: true) } catch {
                    errors.add(name, error)
                    return nil
                }
            }
            let (note, minority) = (text("note", max: 2_000), text("minority", max: 2_000) ?? "")
            guard errors.isEmpty else { throw StoreError.invalid(errors) }
            let candidate = values["candidate"].flatMap { CandidateID(text: $0) }
            try await tx.move(id, SelectionCommand(action, note: note, candidate: candidate, minority: minority), lock: lock)
        }
    }

    private static func chosen<Entity>(_ values: [String: String], _ name: String) throws -> ID<Entity> {
        guard let raw = values[name], !raw.isEmpty else { throw StoreError.invalid(FieldErrors(name, .required)) }
        guard let id = ID<Entity>(text: raw) else { throw StoreError.invalid(FieldErrors(name, .notAChoice)) }
        return id
    }

    private static func run(
        _ member: MemberContext, _ names: [String], as form: String,
        _ body: @escaping @Sendable (WriteTransaction, [String: String], Permit<RunSelection, SelectionFile>) async throws -> Void
    ) async throws -> Response {
        let id = try SelectionRoom.selection(member)
        return try await write(member, names, as: form) { tx, values, lock in
            try await body(tx, values, try await tx.access(id, for: RunSelection.self, lock: lock))
        }
    }

    /// One write; what is refused comes back with the form as typed and the reason in words.
    private static func write(
        _ member: MemberContext, _ names: [String], repeated: Set<String> = [], as form: String, flash: String = "org.saved",
        _ body: @escaping @Sendable (WriteTransaction, [String: String], Int) async throws -> Void
    ) async throws -> Response {
        let fields = try await member.form()
        try fields.allow(names, repeated: repeated)
        let (values, lock) = (fields.values, try fields.version())
        let path = member.paths.selection(try SelectionRoom.selection(member))
        do {
            let answer = try await member.write(fields) { tx in
                try await body(tx, values, lock)
                return path
            }
            return member.done(answer, Flash(flash))
        } catch {
            guard let rejected = try SelectionFaults.rejected(error, form: form, typed: values, member) else { throw error }
            return try await SelectionRoom.page(member, rejected)
        }
    }
}

/// Why something was refused, in words.
enum SelectionFaults {
    /// - Returns: nil for what the frame of errors answers.
    /// - Throws: a refusal that is an answer of its own: 403, 409.
    static func rejected(_ error: any Error, form: String, typed: [String: String], _ member: MemberContext) throws -> RejectedForm? {
        let t = member.services.renderer.messages(member.incoming.language)
        switch error {
        case StoreError.invalid(let errors): return RejectedForm(id: form, typed: typed, errors: errors)
        case StoreError.constraint(let name):
            return Constraints.errors(name).map { RejectedForm(id: form, typed: typed, errors: $0) }
        case SelectionRefusal.missing(let permission): throw StoreError.refused(permission)
        case SelectionRefusal.notFrom(let state):
            return RejectedForm(id: form, typed: typed, message: t["selection.refused.notFrom", ["state": t.word(state)]])
        case SelectionRefusal.guarded(let condition):
            return RejectedForm(id: form, typed: typed, message: t["selectionGuard.\(condition.code)"])
        case let refusal as BallotRefusal: return RejectedForm(id: form, typed: typed, message: t["ballot.refused.\(code(refusal))"])
        default: return nil
        }
    }

    private static func code(_ refusal: BallotRefusal) -> String {
        switch refusal {
        case .notAScorer: "notAScorer"
        case .tooLate: "tooLate"
        case .notYet: "notYet"
        case .notOurs: "notOurs"
        case .unknownCriterion: "unknownCriterion"
        case .unreadable: "unreadable"
        }
    }
}
