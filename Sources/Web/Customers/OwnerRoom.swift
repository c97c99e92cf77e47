internal import Domain
internal import HTTPTypes
internal import Hummingbird
internal import Store
internal import Views

/// One customer's file, and the small steps people take on it.
enum OwnerRoom {
    /// A step that was not taken: its form stays open as it was typed.
    struct Rejected: Sendable {
        let step: String
        var typed: [String: String] = [:]
        var errors: FieldErrors?
        var message: String?
    }

    static func show(_ member: MemberContext) async throws -> Response {
        let id = CustomerID(try member.incoming.number("id"))
        let (found, frame) = try await member.read { tx in try await load(id, tx) }
        // A file that was joined to another is that one.
        if let kept = found.owner.file.mergedInto { return .seeOther(frame.paths.owner(kept)) }
        return try frame.page(OwnerWords(frame: frame, owner: found.owner, duplicates: found.duplicates).page(), room: .owners)
    }

    static func load(_ id: CustomerID, _ tx: ReadTransaction) async throws -> (owner: OwnerFile, duplicates: [CustomerListRow]) {
        let owner = try await tx.owner(id)
        guard let viewpoint = tx.viewpoint, try tx.actor.covers(viewpoint, with: .customerMerge), !owner.file.isFrozen else {
            return (owner, [])
        }
        return (owner, try await tx.duplicates(of: owner.file))
    }

    /// The page with one form open and what was wrong with it.
    static func page(_ member: MemberContext, _ rejected: Rejected, status: HTTPResponse.Status = .unprocessableContent) async throws
        -> Response
    {
        let id = CustomerID(try member.incoming.number("id"))
        let (found, frame) = try await member.read { tx in try await load(id, tx) }
        let words = OwnerWords(frame: frame, owner: found.owner, duplicates: found.duplicates, rejected: rejected)
        return try frame.page(words.page(), room: .owners, status: status)
    }

    /// One step: reads its fields, writes once, comes back to the file.
    static func step(
        _ step: String, _ names: [String], flash: String,
        _ body:
            @escaping @Sendable (WriteTransaction, Permit<ManageCustomer, CustomerFile>, [String: String], MemberContext) async throws ->
            Void
    ) -> @Sendable (MemberContext) async throws -> Response {
        { member in
            let id = CustomerID(try member.incoming.number("id"))
            let fields = try await member.form()
            try fields.allow(names)
            let (values, path) = (fields.values, member.paths.owner(id))
            do {
                let answer = try await member.write(fields) { tx in
                    try await body(tx, try await tx.access(id, for: ManageCustomer.self), values, member)
                    return path
                }
                return member.done(answer, Flash(flash))
            } catch {
                return try await OwnerForms.again(error) { try await page(member, Rejected(step: step, typed: values, errors: $0)) }
            }
        }
    }

    static let addContact = step("contact", NewContact.names, flash: "owners.saved") { tx, permit, values, _ in
        try await tx.add(try NewContact.read(values).orInvalid(), permit)
    }

    static let removeContact = step("contact", [], flash: "owners.saved") { tx, permit, _, member in
        try await tx.remove(ContactID(try member.incoming.number("contact")), permit)
    }

    static let addRelation = step("relation", NewRelation.names, flash: "owners.saved") { tx, permit, values, member in
        try await tx.add(try NewRelation.read(values, today: member.today).orInvalid(), permit)
    }

    static let endRelation = step("end", ["on", "endedAs"], flash: "owners.saved") { tx, permit, values, member in
        let relation = RelationID(try member.incoming.number("relation"))
        let (day, reason) = try RelationEnding.read(values)
        try await tx.end(relation, on: day, as: reason, permit)
    }

    static let addConsent = step("consent", NewConsent.names, flash: "owners.consentNoted") { tx, permit, values, member in
        try await tx.add(try NewConsent.read(values, today: member.today).orInvalid(), permit)
    }

    static let withdrawConsent = step("consent", [], flash: "owners.consentWithdrawn") { tx, permit, _, member in
        try await tx.withdraw(ConsentID(try member.incoming.number("consent")), permit)
    }

    static let request = step("request", ["requestKind", "asked"], flash: "owners.requestNoted") { tx, permit, values, _ in
        let kind: DataRequestKind
        do throws(FieldProblem) {
            kind = try DataRequestKind.parse(values["requestKind"])
        } catch {
            throw StoreError.invalid(FieldErrors("requestKind", error))
        }
        _ = try await tx.request(kind, values["asked"] ?? "", permit)
    }

    static let drop = step("drop", ["dropped"], flash: "owners.saved") { tx, permit, values, _ in
        try await tx.setDropped(values["dropped"] == "true", permit)
    }
}

/// The fields under "end": on, endedAs.
enum RelationEnding {
    static let reasons: [RelationEnd] = [.moved, .returned, .mistake]

    /// - Throws: `StoreError.invalid`.
    static func read(_ values: [String: String]) throws -> (Day, RelationEnd) {
        var errors = FieldErrors()
        var (day, reason): (Day?, RelationEnd?) = (nil, nil)
        do throws(FieldProblem) { day = try Day.parse(values["on"] ?? "") } catch { errors.add("on", error) }
        do throws(FieldProblem) {
            let read = try RelationEnd.parse(values["endedAs"])
            guard reasons.contains(read) else { throw .notAChoice }
            reason = read
        } catch { errors.add("endedAs", error) }
        guard let day, let reason else { throw StoreError.invalid(errors) }
        return (day, reason)
    }
}
