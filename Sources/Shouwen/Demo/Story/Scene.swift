import Domain
import Store

/// An open matter of the last days, written down step by step so that each demo account finds work of every kind on its desk.
struct Scene: Sendable {
    enum Beat: Sendable {
        case accept(Severity), findings, plan, agree, reject, start, assign(String), complete, redo, verify
        case escalate, sendBack, takeUp, ask, contact, dissatisfied
    }

    struct Act: Sendable {
        let beat: Beat
        let account: String
        /// Minutes before the present.
        let ago: Int64

        init(_ beat: Beat, _ account: String, _ ago: Int64) {
            self.beat = beat
            self.account = account
            self.ago = ago
        }
    }

    let project: String
    let line: Line
    let receiver: String
    let ago: Int64
    let acts: [Act]
}

/// The people of one line at one project, from the first rung up.
struct Chain: Sendable {
    let project: String
    let line: Line
    let first: String
    let manager: String
    let centre: String
    let colleague: String
    var technician: String?
    var group: (String, String)?
    /// Whether both centres are there, so that they can exchange information.
    var asks = false
}

extension Chain {
    static let yunshan = [
        Chain(
            project: "bj-spring", line: .vendor, first: "jy-spring", manager: "jy-spring-pm", centre: "jy", colleague: "jy-2",
            technician: "tech-spring", group: ("hq", "hq-2"), asks: true),
        Chain(
            project: "bj-spring", line: .developer, first: "bj-spring", manager: "bj-spring-pm", centre: "bj", colleague: "bj-2",
            group: ("hq", "hq-2")),
        Chain(project: "bj-river", line: .developer, first: "bj-river", manager: "bj-river-pm", centre: "bj", colleague: "bj-2"),
        Chain(
            project: "nh-lake", line: .vendor, first: "ht-lake", manager: "ht-lake-pm", centre: "ht", colleague: "ht-2",
            technician: "tech-lake", asks: true),
        Chain(project: "nh-orchid", line: .developer, first: "nh-orchid", manager: "nh-orchid-pm", centre: "nh", colleague: "nh-2"),
        Chain(project: "xs-hill", line: .vendor, first: "ly-hill", manager: "ly-hill-pm", centre: "ly", colleague: "ly-2", asks: true),
        Chain(project: "xs-cove", line: .developer, first: "xs-cove", manager: "xs-cove-pm", centre: "xs", colleague: "xs-2"),
    ]
    static let haitang = [
        Chain(
            project: "ht-garden", line: .vendor, first: "ax-garden", manager: "ax-garden-pm", centre: "ax", colleague: "ax-2",
            group: ("hq", "hq-2"), asks: true),
        Chain(
            project: "ht-bay", line: .developer, first: "ht-bay", manager: "ht-bay-pm", centre: "ht", colleague: "ht-2",
            group: ("hq", "hq-2")),
    ]

    static func of(_ tenant: String) -> [Chain] { tenant == "yunshan" ? yunshan : haitang }

    var scenes: [Scene] { firstRung + carriedOut + upperRung + (group.map { groupRung($0.0, $0.1) } ?? []) }

    private func scene(_ ago: Int64, by receiver: String, _ acts: [Scene.Act]) -> Scene {
        Scene(project: project, line: line, receiver: receiver, ago: ago, acts: acts)
    }

    private typealias Act = Scene.Act

    private var firstRung: [Scene] {
        [
            scene(9, by: first, []),
            scene(95, by: centre, []),
            scene(1_335, by: first, [Act(.accept(.minor), first, 1_320), Act(.findings, first, 1_000)]),
            scene(1_710, by: first, [Act(.accept(.general), first, 1_690), Act(.contact, first, 1_500)]),
            scene(600, by: first, [Act(.accept(.general), first, 590), Act(.findings, first, 400), Act(.plan, first, 300)]),
            scene(2_000, by: first, answered(from: 1_985) + [Act(.reject, first, 200)]),
            scene(2_900, by: first, answered(from: 2_885) + [Act(.reject, first, 1_500), Act(.escalate, first, 14)]),
            scene(
                3_100, by: first,
                answered(from: 3_085) + [Act(.reject, first, 900), Act(.escalate, first, 300), Act(.sendBack, centre, 200)]),
        ]
    }

    /// Accepted, looked at and planned by the first rung.
    private func answered(from ago: Int64) -> [Scene.Act] {
        [Act(.accept(.general), first, ago), Act(.findings, first, ago - 90), Act(.plan, first, ago - 250)]
    }

    private func started(from ago: Int64) -> [Scene.Act] {
        let assigned = technician.map { [Act(.assign($0), first, ago - 700)] } ?? []
        return [Act(.accept(.minor), first, ago), Act(.findings, first, ago - 90), Act(.plan, first, ago - 250)]
            + [Act(.agree, first, ago - 500), Act(.start, first, ago - 640)] + assigned
    }

    private var carriedOut: [Scene] {
        let worker = technician ?? first
        let again = technician.map { [Act(.assign($0), first, 560)] } ?? []
        return [
            scene(1_900, by: first, started(from: 1_880)),
            scene(9_960, by: first, started(from: 9_940)),
            scene(12_000, by: first, started(from: 11_980) + [Act(.contact, first, 2_000)]),
            scene(4_000, by: centre, started(from: 3_980) + [Act(.complete, worker, 1_200), Act(.redo, manager, 600)] + again),
            scene(5_000, by: first, started(from: 4_980) + [Act(.complete, worker, 1_500), Act(.verify, manager, 1_300)]),
            scene(5_600, by: first, started(from: 5_580) + [Act(.complete, worker, 2_300), Act(.verify, manager, 2_000)]),
            scene(3_500, by: first, started(from: 3_480) + [Act(.complete, worker, 240)]),
        ]
    }

    private func raised(from ago: Int64, taken: Int64) -> [Scene.Act] {
        [Act(.accept(.minor), first, ago), Act(.findings, first, ago - 60), Act(.escalate, first, taken + 18), Act(.takeUp, centre, taken)]
    }

    private var upperRung: [Scene] {
        [
            scene(1_900, by: first, raised(from: 1_885, taken: 1_380) + (asks ? [Act(.ask, centre, 900)] : [])),
            scene(3_900, by: first, raised(from: 3_880, taken: 1_700)),
            scene(
                7_200, by: colleague,
                raised(from: 7_185, taken: 6_500) + [Act(.plan, centre, 6_000), Act(.agree, centre, 5_000), Act(.start, centre, 4_900)]
                    + [Act(.complete, first, 2_000), Act(.verify, colleague, 1_250)]),
            scene(
                6_100, by: first,
                raised(from: 6_085, taken: 5_500) + [Act(.plan, centre, 5_000), Act(.reject, centre, 1_800), Act(.escalate, centre, 400)]
                    + [Act(.sendBack, "hq", 250)]),
        ]
    }

    private func groupRung(_ head: String, _ deputy: String) -> [Scene] {
        let lost = [Act(.plan, centre, 6_900), Act(.reject, centre, 6_000)]
        let owned = raised(from: 8_180, taken: 7_500) + lost + [Act(.escalate, centre, 5_020), Act(.takeUp, head, 5_000)]
        let done = [Act(.plan, head, 4_500), Act(.agree, head, 4_000), Act(.start, head, 3_900), Act(.complete, first, 2_500)]
        return [
            scene(8_200, by: first, raised(from: 8_180, taken: 7_500) + lost + [Act(.escalate, centre, 11)]),
            scene(
                8_400, by: centre,
                raised(from: 8_380, taken: 7_600) + lost + [Act(.escalate, centre, 1_390), Act(.takeUp, head, 1_375)]),
            scene(8_300, by: first, owned),
            scene(8_250, by: first, owned + done + [Act(.verify, deputy, 1_310)]),
            scene(8_220, by: first, owned + done + [Act(.verify, deputy, 1_400), Act(.dissatisfied, deputy, 700)]),
        ]
    }
}
