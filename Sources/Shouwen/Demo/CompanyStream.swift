import Domain
import Store

/// The complaints of one company in the order in which they were received: written scenes among invented ones.
struct CompanyStream: Sendable {
    let company: Scenery.Company
    let scenery: Scenery
    let seed: UInt64
    let count: Int
    private let arrivals: Arrivals
    private let scenes: [Scene]

    init(_ company: Scenery.Company, scenery: Scenery, scenes: [Scene], count: Int, seed: UInt64) {
        self.company = company
        self.scenery = scenery
        self.count = count
        self.seed = seed
        arrivals = Arrivals(company, scenery: scenery)
        self.scenes = scenes.prefix(count / 3).sorted { $0.ago > $1.ago }
    }

    /// Where the stream stands after so many complaints.
    struct Position: Sendable {
        fileprivate(set) var invented = 0
        fileprivate(set) var played = 0
        var told: Int { invented + played }
    }

    private var inventions: Int { count - scenes.count }

    func position(after told: Int) -> Position {
        var position = Position()
        while position.told < min(told, count) {
            if isSceneNext(position) { position.played += 1 } else { position.invented += 1 }
        }
        return position
    }

    private func isSceneNext(_ position: Position) -> Bool {
        guard position.played < scenes.count else { return false }
        guard position.invented < inventions else { return true }
        var dice = dice("arrival", position.invented)
        let arrival = arrivals.arrival(position.invented, of: inventions, &dice)
        return received(scenes[position.played]) < arrival.at
    }

    private func received(_ scene: Scene) -> Instant { scenery.present - .minutes(scene.ago) }

    private func dice(_ series: String, _ index: Int) -> Dice {
        Dice(seed: seed, series: "\(company.unit.code)-\(series)", index: index)
    }

    /// The next complaint's intake and how its life goes on; nil at the end.
    func next(_ position: inout Position) throws -> (telling: Telling, life: Life, dice: Dice)? {
        guard position.told < count else { return nil }
        if isSceneNext(position) {
            defer { position.played += 1 }
            let scene = scenes[position.played]
            let (telling, dice) = try stage(scene, position.played)
            return (telling, .scene(scene), dice)
        }
        defer { position.invented += 1 }
        var dice = dice("arrival", position.invented)
        let (at, project) = arrivals.arrival(position.invented, of: inventions, &dice)
        let telling = Telling(scenery, project: company.projects[project], at: at, dice: &dice)
        return (telling, .fate(Fate(telling.matter, sensitivity: telling.sensitivity, &dice)), dice)
    }

    enum Life: Sendable {
        case fate(Fate)
        case scene(Scene)
    }

    /// Rolls until a customer of the scene's line complains about something that is not sensitive.
    private func stage(_ scene: Scene, _ index: Int) throws -> (Telling, Dice) {
        guard let project = company.projects.first(where: { $0.unit.code == scene.project }), let receiver = scenery.actor(scene.receiver)
        else { throw SceneFault(scene: scene, problem: "its project or receiver is missing") }
        var dice = dice("scene", index)
        for _ in 0..<2_000 {
            let telling = Telling(scenery, project: project, at: received(scene), receiver: receiver, dice: &dice)
            if telling.ladder.line == scene.line, telling.sensitivity.isEmpty, telling.channel.defaultSource == .internal {
                return (telling, dice)
            }
        }
        throw SceneFault(scene: scene, problem: "no customer of the \(scene.line.code) line")
    }
}
