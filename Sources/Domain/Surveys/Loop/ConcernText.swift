/// What the ticket made of an answer says. In the group's language, as every ticket's text.
package enum ConcernText {
    /// "满意度调查低分：维修 25 分".
    package static func title(_ concern: SurveyConcern, topic: String) -> String {
        switch concern.cause {
        case .low: bounded("满意度调查低分：\(topic)\(concern.points.map { " \($0) 分" } ?? "")", 100)
        case .contact: "满意度调查：住户要求联系"
        }
    }

    /// Wave, question and, masked, the household's own words.
    package static func event(_ concern: SurveyConcern, wave: String, question: String, said: [String]) -> String {
        var lines = ["来自满意度调查《\(wave)》。"]
        switch concern.cause {
        case .low: lines.append("得分 \(concern.points ?? 0)（满分 100），低于或等于转办线；最低的题目：\(question)。")
        case .contact: lines.append("住户在答卷中要求与其联系。")
        }
        if !said.isEmpty { lines.append("住户原话：" + said.joined(separator: "；")) }
        return bounded(lines.joined(separator: "\n"), 4_000)
    }

    private static func bounded(_ text: String, _ limit: Int) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.prefix(limit)))
    }
}
