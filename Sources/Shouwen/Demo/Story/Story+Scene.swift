import Domain

extension Story {
    /// Plays a written scene. A step that the machine refuses is a fault of the scene and stops the seed.
    mutating func play(_ scene: Scene) throws {
        try record()
        for act in scene.acts {
            guard let actor = scenery.actor(act.account) else { throw SceneFault(scene: scene, problem: "nobody is called \(act.account)") }
            do {
                try step(try command(act.beat), by: actor, after: scenery.present - .minutes(act.ago) - now, urgent: true)
            } catch let refusal as Refusal {
                throw SceneFault(scene: scene, problem: "\(act.beat) by \(act.account): \(refusal)")
            }
        }
    }

    private mutating func command(_ beat: Scene.Beat) throws -> ComplaintCommand {
        let matter = telling.matter
        switch beat {
        case .accept(let severity): return .accept(severity: severity)
        case .findings: return .recordFindings(dice.pick(matter.findings))
        case .plan: return .proposePlan(dice.pick(matter.plans), compensation: .zero)
        case .agree: return .customerAccepts(note: "")
        case .reject: return .customerRejects(reason: dice.pick(matter.rejections))
        case .start: return .startExecution(note: "")
        case .assign(let account): return .assign(to: scenery.actor(account)?.person ?? telling.receiver.person, note: "")
        case .complete: return .completeExecution(result: dice.pick(matter.works))
        case .redo: return .redo(reason: dice.pick(Phrases.redoReasons))
        case .verify: return .verify(result: dice.pick(Phrases.verifications))
        case .escalate: return .escalate(reason: dice.pick(Phrases.escalationReasons), tried: dice.pick(Phrases.tried))
        case .sendBack: return .sendBack(reason: dice.pick(Phrases.sendBackReasons))
        case .takeUp: return .acceptEscalation(note: "")
        case .ask: return .openExchange(topic: dice.pick(Phrases.exchangeTopics), text: dice.pick(Phrases.exchangeTexts))
        case .contact: return .contactCustomer(dice.pick(Phrases.contacts))
        case .dissatisfied: return .recordVisit(try record(.dissatisfied))
        }
    }
}

struct SceneFault: Error, CustomStringConvertible {
    let scene: Scene
    let problem: String
    var description: String { "a demo scene at \(scene.project), \(scene.ago) minutes ago, does not work: \(problem)" }
}
