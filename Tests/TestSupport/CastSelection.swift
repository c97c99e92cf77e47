package import Domain
internal import Postgres
package import Store

/// A selection of the cast: Binjiang looks for a company for Jiangwan (bj-river), with two candidates, three criteria and a committee of
/// three: a company's officer in the chair, another one, and the group's.
package struct CastSelection: Sendable {
    package let cast: Cast
    package let id: SelectionID

    package static let scorers = ["bj", "bj-2", "hq"]

    package static func begin(_ cast: Cast) async throws -> CastSelection {
        let project = cast.yunshan.unit("bj-river").id.description
        try await cast.change(as: "bj") { tx in
            let fields = [
                "project": project, "title": "江湾物业选聘", "positioning": "住宅二级服务，业主关注安保", "method": "邀请招标", "serveFrom": "2027-01-01",
            ]
            _ = try await tx.begin(try NewSelection.read(fields).get())
        }
        return CastSelection(cast: cast, id: SelectionID(Int64(try await cast.number("SELECT max(id) FROM vendor_selection"))))
    }

    package func file(as account: String = "bj") async throws -> SelectionFile {
        try await cast.store.read(cast.yunshan.entry(account), .member) { try await $0.selection(id) }
    }

    /// Somebody who runs it does something to it.
    package func run(
        as account: String = "bj", _ body: @escaping @Sendable (WriteTransaction, Permit<RunSelection, SelectionFile>) async throws -> Void
    ) async throws {
        let lock = try await file(as: account).row.lock
        try await cast.change(as: account) { tx in try await body(tx, try await tx.access(id, for: RunSelection.self, lock: lock)) }
    }

    package func move(
        _ action: SelectionAction, as account: String = "bj", note: String? = nil, candidate: CandidateID? = nil, minority: String = ""
    ) async throws {
        let lock = try await file(as: account).row.lock
        let command = SelectionCommand(action, note: note, candidate: candidate, minority: minority)
        try await cast.change(as: account) { try await $0.move(id, command, lock: lock) }
    }

    package func add(_ fields: [String: String]) async throws {
        let new = try NewCandidate.read(fields).get()
        try await run { try await $0.add(new, $1) }
    }

    /// Candidates (Jiayuan of the register and one from outside), investigated; criteria 40, 60 and a knock-out; the committee, declared.
    package func prepare(conflict: String? = nil) async throws {
        try await add(["vendor": cast.yunshan.unit("jy").id.description])
        try await add(["name": "安泰物业"])
        try await move(.investigate)
        for candidate in try await file().running {
            try await run { try await $0.investigate(candidate.id, note: "走访两处在管项目", $1) }
        }
        for fields in [
            ["name": "报价", "weight": "40"], ["name": "服务方案", "weight": "60", "guide": "人员、标准、应急"], ["name": "证照齐全", "knocksOut": "true"],
        ] {
            let new = try NewCriterion.read(fields).get()
            try await run { try await $0.add(new, $1) }
        }
        for (account, role) in zip(Self.scorers, [CommitteeRole.chair, .assessor, .assessor]) {
            let person = cast.yunshan.person(account).id
            try await run { try await $0.seat(person, as: role, $1) }
        }
        try await move(.invite)
        for account in Self.scorers {
            let conflicts = account == conflict ? try await file().running[0].id.description : ""
            try await declare(account, ["statement": conflicts.isEmpty ? "无利益关系" : "配偶在该公司任职", "conflicts": conflicts])
        }
    }

    package func declare(_ account: String, _ fields: [String: String]) async throws {
        try await cast.change(as: account) { try await $0.declare(fields, try await $0.access(id, for: SitInCommittee.self)) }
    }

    /// The fields of a ballot: the first candidate gets `first` points, the others ten less.
    package func marks(_ first: Int, by account: String, passes: Bool = true) async throws -> [String: String] {
        let file = try await file()
        guard let own = file.member(cast.yunshan.person(account).id) else { return [:] }
        let ids = file.running.map(\.id)
        var fields = ["note": "评语-\(account)"]
        for candidate in own.member.scored(among: ids) {
            let points = candidate == ids.first ? first : first - 10
            for rule in file.rules {
                fields[MarkPlace(candidate, rule.id).field] = rule.knocksOut ? (passes ? "pass" : "fail") : String(points)
            }
        }
        return fields
    }

    package func handIn(_ fields: [String: String], as account: String) async throws {
        try await cast.change(as: account) { try await $0.handIn(fields, try await $0.access(id, for: SitInCommittee.self)) }
    }
}
