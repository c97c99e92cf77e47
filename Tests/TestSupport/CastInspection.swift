package import Domain
internal import Postgres
package import Store

/// An inspection of the cast at Spring (bj-spring), which Jiayuan serves: a route of two points, a plan, and the round drawn from it.
package struct CastInspection: Sendable {
    package let cast: Cast
    package let account: String
    package let route: RouteID
    package let plan: InspectionPlanID
    package let round: InspectionID

    /// - Parameters:
    ///   - account: who plans and walks.
    ///   - items: at each point; none asks for a photo.
    package static func draw(
        _ cast: Cast, by account: String = "bj-spring", items: Int = 2, notice: InspectionNotice = .announced
    ) async throws -> CastInspection {
        let project = cast.yunshan.unit("bj-spring").id.description
        try await cast.change(as: account) { tx in _ = try await tx.addRoute(["project": project, "name": "公共区域"]) }
        let route = RouteID(Int64(try await cast.number("SELECT max(id) FROM inspection_route")))
        for name in ["大堂", "车库"] {
            try await cast.change(as: account) { tx in
                try await tx.addPoint(["name": name, "place": "一层"], try await tx.access(route, for: KeepRoute.self))
            }
        }
        let file = try await cast.store.read(cast.yunshan.entry(account), .member) { try await $0.inspectionRoute(route) }
        for point in file.points {
            for number in 1...items {
                let item = ["text": "第 \(number) 项", "kind": "passFail", "photo": "never", "unit": "", "low": "", "high": ""]
                try await cast.change(as: account) { tx in
                    try await tx.addItem(item, at: point.id, try await tx.access(route, for: KeepRoute.self))
                }
            }
        }
        let new = try NewInspectionPlan.read(
            [
                "route": route.description, "name": "走访", "way": "walk", "notice": notice.code, "cycle": "monthly", "points": "",
                "days": "7", "mendDays": "15", "firstOn": cast.today.isoText,
            ], today: cast.today
        ).get()
        try await cast.change(as: account) { tx in _ = try await tx.plan(new) }
        let plan = InspectionPlanID(Int64(try await cast.number("SELECT max(id) FROM inspection_plan")))
        try await cast.change(as: account) { tx in _ = try await tx.drawRound(plan) }
        let round = InspectionID(Int64(try await cast.number("SELECT max(id) FROM inspection")))
        return CastInspection(cast: cast, account: account, route: route, plan: plan, round: round)
    }

    package func file(as account: String? = nil) async throws -> (round: InspectionRow, checks: [InspectionCheckRow]) {
        try await cast.store.read(cast.yunshan.entry(account ?? self.account), .member) { try await $0.inspection(round) }
    }

    package func points() async throws -> InspectionRouteFile {
        try await cast.store.read(cast.yunshan.entry(account), .member) { try await $0.inspectionRoute(route) }
    }

    package func enter(_ check: CheckID, _ result: CheckResult, comment: String = "") async throws {
        let fields = ["result": result.code, "comment": comment]
        try await cast.change(as: account) { tx in
            let permit = try await tx.access(round, version: nil, for: StepOnInspection.self)
            _ = try await tx.enter(check, fields, files: [], permit)
        }
    }

    /// - Parameter form: the same form sent again.
    package func take(_ step: InspectionStep, version: Int? = nil, form: FormKey? = nil) async throws {
        let now = if let version { version } else { try await file().round.version }
        _ = try await cast.store.write(cast.yunshan.entry(account), .member, form: form ?? cast.form()) { tx in
            try await tx.take(step, opinion: "请按期整改", try await tx.access(round, version: now, for: StepOnInspection.self))
            return "/"
        }
    }

    /// Everything is looked at; the first ones fail. The report is drafted.
    package func walk(failing: Int) async throws {
        for (index, check) in try await file().checks.enumerated() {
            try await enter(check.id, index < failing ? .fail : .pass, comment: index < failing ? "堆放杂物" : "")
        }
        try await take(.finish)
    }
}
