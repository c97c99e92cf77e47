package import Domain
internal import Postgres
internal import Secrets

/// 选聘卷宗: everything a choice stands on, as one file whose checksum is kept when the contract is signed. Made from rows that are no
/// longer changed by then, in a fixed order, so that it comes out the same, byte for byte, whenever it is fetched.
package struct SelectionDossier: Sendable {
    /// UTF-8, one `key: value` or list line each; readable without any program.
    package let text: String

    package var digest: [UInt8] { Secrets.digest(Array(text.utf8)) }

    /// As it was when the contract was signed.
    /// - Returns: nil before that.
    package init?(signed file: SelectionFile) {
        guard let step = file.steps.first(where: { $0.action == .sign }) else { return nil }
        self.init(file, signedBy: step.actorName, at: step.at)
    }

    init(_ file: SelectionFile, signedBy name: String, at signed: Instant) {
        var lines: [String] = []
        func put(_ key: String, _ value: String) {
            // A value of several lines is indented, so that nothing somebody typed can look like another line of the file.
            lines.append("\(key): \(value.replacing("\n", with: "\n    "))")
        }
        let row = file.row
        put("dossier", "shouwen selection 1")
        put("selection", "\(row.id) \(row.title)")
        put("project", "\(row.project.code) \(row.project.name)")
        put("positioning", row.positioning)
        put("method", row.method)
        put("begun", "\(row.begunByName) \(row.begunAt.microseconds)")
        for candidate in file.candidates {
            put("candidate", "\(candidate.id) \(candidate.name)")
            put("  investigation", "\(candidate.investigatedByName): \(candidate.investigation)")
            if !candidate.overrideReason.isEmpty { put("  admitted", "\(candidate.overrideByName): \(candidate.overrideReason)") }
            if candidate.droppedAt != nil { put("  dropped", candidate.dropReason) }
        }
        for criterion in file.criteria {
            let rule = criterion.criterion
            put("criterion", "\(rule.id) \(rule.name) \(rule.knocksOut ? "knock-out" : "\(rule.weight)%")")
            if !criterion.guide.isEmpty { put("  guide", criterion.guide) }
        }
        for member in file.members {
            put("member", "\(member.member.id) \(member.name) \(member.member.role.code)")
            put("  declared", member.statement)
            put("  conflicts", member.member.conflicts.sorted().map(\.description).joined(separator: " "))
            if let at = member.submittedAt { put("  handed in", String(at.microseconds)) }
        }
        if let at = row.openedAt { put("opened", "\(row.openedByName) \(at.microseconds)") }
        for mark in file.marks { put("mark", "\(mark.member) \(mark.place.candidate) \(mark.place.criterion) \(mark.points)") }
        for remark in file.remarks { put("remark", "\(remark.member) \(remark.note)") }
        for result in file.results {
            put("result", "\(result.candidate) \(result.total ?? -1) \(result.rank.map { String($0) } ?? "out")")
        }
        put("chosen", row.candidate?.description ?? "")
        put("reasons", row.reasons)
        put("minority", row.minority)
        for review in file.reviews { put("review", "\(review.step.code) \(review.name) \(review.at.microseconds): \(review.note)") }
        for step in file.steps.prefix(while: { $0.action != .sign }) {
            put("step", "\(step.action.code) \(step.to.code) \(step.actorName) \(step.at.microseconds): \(step.note)")
        }
        put("signed", "\(name) \(signed.microseconds)")
        text = lines.joined(separator: "\n") + "\n"
    }
}
