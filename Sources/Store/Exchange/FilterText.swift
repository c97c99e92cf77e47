internal import Domain

extension TicketFilter {
    /// The filter as it is kept with an export: days are fixed, "mine" and "waiting" are whoever's it is.
    package var text: String {
        let parts: [(String, String?)] = [
            ("progress", progress.rawValue), ("state", state?.rawValue), ("rung", rung?.rawValue), ("stage", stage?.rawValue),
            ("severity", severity?.rawValue), ("overdue", overdue ? "true" : nil), ("mine", mine ? "true" : nil),
            ("waiting", waiting ? "true" : nil), ("project", project?.description), ("from", from?.isoText), ("to", to?.isoText),
        ]
        return parts.compactMap { name, value in value.map { "\(name)=\($0)" } }.joined(separator: "&")
    }

    /// Reads what `text` made; an unknown word is left out.
    package init(text: String) {
        let pairs = text.split(separator: "&").map { $0.split(separator: "=", maxSplits: 1).map(String.init) }
        let values = Dictionary(pairs.filter { $0.count == 2 }.map { ($0[0], $0[1]) }) { first, _ in first }
        self.init(
            progress: values["progress"].flatMap(Progress.init(rawValue:)) ?? .open,
            state: values["state"].flatMap(ComplaintState.init(rawValue:)),
            rung: values["rung"].flatMap(Rung.init(rawValue:)), stage: values["stage"].flatMap(Stage.init(rawValue:)),
            severity: values["severity"].flatMap(Severity.init(rawValue:)), overdue: values["overdue"] != nil, mine: values["mine"] != nil,
            waiting: values["waiting"] != nil, project: values["project"].flatMap { UnitID(text: $0) },
            from: values["from"].flatMap { try? Day.parse($0) }, to: values["to"].flatMap { try? Day.parse($0) })
    }
}
