internal import Domain
internal import HTTPTypes
internal import Hummingbird
internal import Store
internal import Views

/// Joining two files of one customer, with a look at both before, and taking that back.
enum MergeRoom {
    static func show(_ member: MemberContext) async throws -> Response { try await page(member) }

    static func merge(_ member: MemberContext) async throws -> Response {
        let (kept, other) = try ids(member)
        let fields = try await member.form()
        try fields.allow(["reason", "keptVersion", "mergedVersion"] + MergeField.allCases.map { "take-\($0.rawValue)" })
        let values = fields.values
        guard let keptVersion = Int(values["keptVersion"] ?? ""), let mergedVersion = Int(values["mergedVersion"] ?? "") else {
            throw WebFault.unprocessable(["keptVersion"])
        }
        let reason: String
        do throws(FieldProblem) {
            reason = try BoundedText.parse(values["reason"], max: 300)
        } catch {
            return try await page(member, typed: values, errors: FieldErrors("reason", error))
        }
        let taken = Set(MergeField.allCases.filter { values["take-\($0.rawValue)"] == "merged" })
        let path = member.paths.owner(kept)
        let answer = try await member.write(fields) { tx in
            let permit = try await tx.access(
                kept: kept, merged: other, versions: (keptVersion, mergedVersion), for: MergeCustomers.self)
            _ = try await tx.merge(permit, taking: taken, reason: reason)
            return path
        }
        return member.done(answer, Flash("merge.done"))
    }

    static func undo(_ member: MemberContext) async throws -> Response {
        let id = CustomerID(try member.incoming.number("id"))
        let merge = MergeID(try member.incoming.number("merge"))
        let fields = try await member.form()
        try fields.allow([])
        let paths = member.paths
        let answer = try await member.write(fields) { tx in paths.owner(try await tx.undo(merge, of: id)) }
        return member.done(answer, Flash("merge.undoneFlash"))
    }

    private static func ids(_ member: MemberContext) throws -> (CustomerID, CustomerID) {
        (CustomerID(try member.incoming.number("id")), CustomerID(try member.incoming.number("other")))
    }

    private static func page(
        _ member: MemberContext, typed: [String: String] = [:], errors: FieldErrors? = nil
    ) async throws -> Response {
        let (kept, other) = try ids(member)
        let (pair, frame) = try await member.read { tx in try await tx.mergePair(kept: kept, merged: other) }
        let words = MergeWords(frame: frame, pair: pair, typed: typed, errors: errors)
        return try frame.page(words.page(), room: .owners, status: errors == nil ? .ok : .unprocessableContent)
    }
}

/// Two files beside each other, in words.
private struct MergeWords {
    let frame: PageFrame
    let pair: MergePair
    let typed: [String: String]
    let errors: FieldErrors?

    private var t: Messages { frame.t }

    func page() -> MergePage {
        let (kept, merged) = (pair.kept.file, pair.merged.file)
        return MergePage(
            back: Link(name(kept), path: frame.paths.owner(kept.id)),
            kept: .init(title: t["merge.kept"], name: Link(name(kept), path: frame.paths.owner(kept.id)), facts: facts(pair.kept)),
            merged: .init(
                title: t["merge.merged"], name: Link(name(merged), path: frame.paths.owner(merged.id)), facts: facts(pair.merged)),
            swap: Link(t["merge.swap"], path: frame.paths.merge(merged.id, with: kept.id)), moves: moves, form: form)
    }

    private func name(_ file: CustomerFile) -> String { frame.customer(file.name, kind: file.kind, full: true) }

    private func value(_ field: MergeField, _ file: CustomerFile) -> String {
        let text =
            switch field {
            case .name: name(file)
            case .phone: file.phoneMasked
            case .identity: [file.identityKind.map { t.word($0) } ?? "", file.identityMasked].filter { !$0.isEmpty }.joined(separator: " ")
            case .member: [file.memberNumber ?? "", file.memberSince?.isoText ?? ""].filter { !$0.isEmpty }.joined(separator: " · ")
            case .classification: t.word(file.classification)
            case .living: t.word(file.living)
            case .note: file.note
            }
        return text.isEmpty ? "–" : text
    }

    private func facts(_ owner: OwnerFile) -> [Fact] {
        MergeField.allCases.map { field in
            Fact(
                t["mergeField.\(field.rawValue)"], text: value(field, owner.file),
                chip: pair.differing.contains(field) ? Chip(t["merge.differs"], tone: .soon) : nil)
        } + [
            Fact(t["owners.state"], chip: frame.chip(owner.file.state)),
            Fact(
                t["merge.registered"],
                text: [owner.file.registeredByName, frame.wording.exact(owner.file.registeredAt)].filter { !$0.isEmpty }.joined(
                    separator: " · ")),
        ]
    }

    private var moves: [Fact] {
        let merged = pair.merged
        let counted: [(String, Int)] = [
            ("relations", merged.relations.count), ("contacts", merged.contacts.count), ("consents", merged.consents.count),
            ("requests", merged.requests.count), ("tickets", merged.tickets.count),
        ]
        return counted.map { Fact(t["mergeMoves.\($0.0)"], text: String($0.1)) }
    }

    private var form: FormModel {
        let fields = CustomerFields(frame: frame, form: "merge", typed: typed, errors: errors)
        let choices = pair.differing.map { field in
            let missing = value(field, pair.kept.file) == "–"
            return FieldModel(
                .radios, form: "merge", name: "take-\(field.rawValue)", label: t["mergeField.\(field.rawValue)"],
                value: typed["take-\(field.rawValue)"] ?? (missing ? "merged" : "kept"),
                options: [
                    .init(value: "kept", label: value(field, pair.kept.file)),
                    .init(value: "merged", label: value(field, pair.merged.file)),
                ])
        }
        let versions = [("keptVersion", pair.kept.file.version), ("mergedVersion", pair.merged.file.version)].map { name, version in
            FieldModel(.hidden, form: "merge", name: name, label: "", value: String(version))
        }
        return FormModel(
            id: "merge", path: frame.paths.merge(pair.kept.file.id, with: pair.merged.file.id),
            groups: [
                FieldGroup(
                    note: t["merge.undo.explain"], fields: choices + [fields.field(.text, "reason", required: true, max: 300)] + versions)
            ], submit: t["merge.submit"], key: frame.newKey)
    }
}
