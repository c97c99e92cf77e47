internal import Domain
internal import HTTPTypes
internal import Hummingbird
internal import Store
internal import Views

/// The queue: jobs by state, dead ones first, and what may be done with a dead one.
enum JobRoom {
    static func list(_ member: MemberContext) async throws -> Response {
        try member.requireGroup()
        let query = try member.incoming.query()
        let state = JobState(rawValue: try query.text("state")).flatMap { $0 == .done ? nil : $0 } ?? .dead
        let before = JobID(text: try query.text("before"))
        let (found, frame) = try await member.read { tx in
            try await tx.fetch(JobLine.page(tenant: tx.tenant, in: state, before: before), JobCount.all(tenant: tx.tenant))
        }
        let (jobs, counts) = found
        let t = frame.t
        let address: (JobState, JobID?) -> String = { state, before in
            Paths.query(frame.paths.jobs, [("state", state.code), ("before", before?.description)])
        }
        let more = jobs.count == JobLine.pageSize ? jobs.last.map { address(state, $0.id) } : nil
        let page = OperationsPage(
            title: t["operations.title"], summary: frame.asOf, tabs: frame.operationTabs(.jobs),
            filters: [JobState.dead, .ready, .leased].map {
                .init(label: t.word($0), path: address($0, nil), count: counts.count(in: $0), current: $0 == state)
            },
            tables: [
                OperationsPage.Table(
                    id: "jobs", title: t["operations.jobs"],
                    note: t["operations.jobs.note", ["count": String(JobLine.pageSize)]],
                    columns: [
                        t["operations.job.number"], t["operations.kind"], t["operations.job.attempts"], t["operations.job.due"],
                        t["operations.job.error"],
                    ],
                    rows: jobs.map { row($0, frame) },
                    empty: EmptyState(title: t["operations.jobs.empty.title"], text: t["operations.jobs.empty.text"]))
            ], pager: Pager(previous: before.map { _ in address(state, nil) }, next: more))
        return try frame.page(page, room: .operations)
    }

    private static func row(_ job: JobLine, _ frame: PageFrame) -> OrgListPage.Row {
        let t = frame.t
        return .init(cells: [
            .init(t["operations.job.number"], link: Link(job.id.description, path: frame.paths.job(job.id))),
            .init(t["operations.kind"], text: frame.t.jobKind(job.kind)),
            .init(t["operations.job.attempts"], text: "\(job.attempt) / \(job.maxAttempts)"),
            .init(t["operations.job.due"], text: frame.wording.exact(job.runAt)),
            .init(t["operations.job.error"], text: job.lastError.map { String($0.prefix(90)) } ?? "–"),
        ])
    }

    static func show(_ member: MemberContext) async throws -> Response {
        try member.requireGroup()
        return try await page(JobID(try member.incoming.number("id")), member)
    }

    /// Takes the decision about a dead job, with its reason.
    static func decide(_ decision: JobDecision) -> @Sendable (MemberContext) async throws -> Response {
        { member in
            try member.requireGroup()
            let id = JobID(try member.incoming.number("id"))
            let fields = try await member.form()
            try fields.allow(["reason"])
            let typed = try fields.text("reason")
            let reason: String
            do throws(FieldProblem) {
                reason = try BoundedText.parse(typed, max: 200)
            } catch {
                return try await page(id, member, rejected: Rejected(decision: decision, typed: typed, problem: error))
            }
            let back = member.paths.jobs
            do {
                let answer = try await member.write(fields) { tx in
                    let permit = try await tx.access(id, for: ManageJobs.self)
                    switch decision {
                    case .retry: try await tx.tryAgain(permit, reason: reason)
                    case .discard: try await tx.discard(permit, reason: reason)
                    }
                    return back
                }
                return member.done(answer, Flash(decision == .retry ? "operations.retried" : "operations.discarded"))
            } catch StoreError.constraint(name: "job_unique_key") {
                return member.done(.first(member.paths.job(id)), Flash("operations.queuedAlready", good: false))
            }
        }
    }

    private struct Rejected: Sendable {
        let decision: JobDecision
        let typed: String
        let problem: FieldProblem
    }

    private static func page(_ id: JobID, _ member: MemberContext, rejected: Rejected? = nil) async throws -> Response {
        let (found, frame) = try await member.read { tx in try await tx.fetchFirst(JobLine.one(tenant: tx.tenant, id)) }
        guard let job = found else { throw StoreError.notFound }
        let t = frame.t
        let tone: Tone = job.state == .dead ? .late : job.state == .done ? .good : .plain
        let mayDecide = job.state == .dead && frame.may(.operatorManage)
        let rest =
            mayDecide
            ? nil : job.state == .dead ? t["operations.job.onlySee"] : t[job.state == .done ? "operations.job.over" : "operations.job.rest"]
        let page = JobPage(
            title: "\(t["operations.job", ["number": job.id.description]]) · \(t.jobKind(job.kind))",
            back: Link(t["operations.jobs"], path: frame.paths.jobs), state: Chip(t.word(job.state), tone: tone), facts: facts(job, frame),
            error: job.lastError, actions: mayDecide ? JobDecision.allCases.map { form($0, job, frame, rejected) } : [], rest: rest)
        return try frame.page(page, room: .operations, status: rejected == nil ? .ok : .unprocessableContent)
    }

    private static func form(_ decision: JobDecision, _ job: JobLine, _ frame: PageFrame, _ rejected: Rejected?) -> ActionForm {
        let t = frame.t
        let mine = rejected.flatMap { $0.decision == decision ? $0 : nil }
        let reason = FieldModel(
            .text, form: decision.code, name: "reason", label: t["operations.reason"], value: mine?.typed ?? "",
            hint: t["operations.reason.hint"], error: mine.map { frame.wording.problem($0.problem) }, required: true, maxLength: 200)
        return ActionForm(
            id: decision.code, label: t.word(decision),
            explain: t[decision == .retry ? "operations.job.retry.explain" : "operations.job.discard.explain"],
            path: frame.paths.decide(decision, on: job.id), fields: [reason], key: frame.newKey, danger: decision == .discard)
    }

    private static func facts(_ job: JobLine, _ frame: PageFrame) -> [Fact] {
        let t = frame.t
        var facts = [
            Fact(t["operations.job.attempts"], text: "\(job.attempt) / \(job.maxAttempts)"),
            Fact(t["operations.job.created"], text: frame.wording.exact(job.createdAt)),
            Fact(t["operations.job.due"], text: frame.wording.exact(job.runAt)),
        ]
        if let until = job.leaseUntil { facts.append(Fact(t["operations.job.lease"], text: frame.wording.exact(until))) }
        if let ended = job.finishedAt { facts.append(Fact(t["operations.job.finished"], text: frame.wording.exact(ended))) }
        return facts
    }
}

extension Messages {
    /// The name of a kind of job; one that the catalogue does not know keeps its own.
    func jobKind(_ kind: String) -> String { optional("jobKind.\(kind)") ?? kind }
}
