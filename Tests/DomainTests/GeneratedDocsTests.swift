import Foundation
import Testing

@testable import Domain

/// docs/complaint-states.md and docs/permission-matrix.md say what the code says. SHOUWEN_WRITE_DOCS=1 rewrites them.
@Suite struct GeneratedDocsTests {
    @Test func `docs show the table of a complaint's life`() throws {
        try compare("complaint-states.md", Self.states)
    }

    @Test func `docs show who may do what`() throws {
        try compare("permission-matrix.md", Self.matrix)
    }

    @Test func `docs show how a property company is chosen (section 2.15)`() throws {
        try compare("selection-states.md", Self.selection)
    }

    private static var selection: String {
        let rows = SelectionTransitions.all
        let drawn = rows.filter { $0.from != $0.to }.map { "    \($0.from.code) --> \($0.to.code): \($0.action.code)" }
        let ends = SelectionState.allCases.filter(\.isEnd).map { "    \($0.code) --> [*]" }
        let table = rows.map { row in
            "| \(row.action.code) | \(row.from.code) | \(row.to.code) | `\(row.permission.code)` | \(row.guards.map(\.code).joined(separator: ", ")) "
                + "| \(row.rules.joined(separator: ", ")) |"
        }
        let head = [
            "# How a property company is chosen", "",
            "Generated from `SelectionTransitions` and verified by DomainTests; change the table, not this file.", "", "```mermaid",
            "stateDiagram-v2", "    [*] --> positioning",
        ]
        let middle = ["```", "", "| Action | From | To | Permission | Needs | Rules |", "|---|---|---|---|---|---|"]
        return (head + drawn + ends + middle + table).joined(separator: "\n") + "\n"
    }

    private func compare(_ name: String, _ text: String) throws {
        let root = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let file = root.appending(path: "docs").appending(path: name)
        if ProcessInfo.processInfo.environment["SHOUWEN_WRITE_DOCS"] == "1" {
            try FileManager.default.createDirectory(at: root.appending(path: "docs"), withIntermediateDirectories: true)
            try text.write(to: file, atomically: true, encoding: .utf8)
        }
        let stored = try String(contentsOf: file, encoding: .utf8)
        #expect(stored == text, "docs/\(name) is out of date; run the tests once with SHOUWEN_WRITE_DOCS=1")
    }

    private static var states: String {
        var lines = [
            "# A complaint's states", "",
            "Generated from `ComplaintTransitions` and verified by DomainTests; change the table, not this file.",
            "", "```mermaid", "stateDiagram-v2", "    [*] --> received",
        ]
        var seen: Set<String> = []
        for row in ComplaintTransitions.all where row.from != row.to && row.action != .intervene {
            let label = row.branch == .always ? row.action.code : "\(row.action.code) (\(row.branch.code))"
            let line = "    \(row.from.code) --> \(row.to.code): \(label)"
            if seen.insert(line).inserted { lines.append(line) }
        }
        lines += [
            "    archived --> [*]", "```", "", "Left out of the drawing: `intervene`, by which the group takes over from any open state.",
            "",
        ]
        lines += ["| Action | From | To | Who | Permission | Needs | Hands | Clocks | Rules |", "|---|---|---|---|---|---|---|---|---|"]
        return (lines + tableRows).joined(separator: "\n") + "\n"
    }

    private static var tableRows: [String] {
        var groups: [(key: String, from: [String], rest: String)] = []
        for row in ComplaintTransitions.all {
            let action = row.branch == .always ? row.action.code : "\(row.action.code) (\(row.branch.code))"
            let to = row.from == row.to ? "unchanged" : row.to.code
            let rest = [
                to, row.who.code, "`\(row.permission.code)`", row.guards.map(\.code).joined(separator: ", "), row.baton.code,
                row.clocks.map(clock).joined(separator: ", "), row.rules.joined(separator: ", "),
            ].joined(separator: " | ")
            if let index = groups.firstIndex(where: { $0.key == action && $0.rest == rest }) {
                groups[index].from.append(row.from.code)
            } else {
                groups.append((action, [row.from.code], rest))
            }
        }
        return groups.map { "| \($0.key) | \($0.from.joined(separator: ", ")) | \($0.rest) |" }
    }

    private static func clock(_ effect: ClockEffect) -> String {
        switch effect {
        case .start(let kind): "start \(kind.code)"
        case .ensure(let kind): "keep or start \(kind.code)"
        case .meet(let kind): "meet \(kind.code)"
        case .cancel(let kind): "cancel \(kind.code)"
        case .retarget: "follow severity"
        }
    }

    private static var matrix: String {
        let roles = BuiltInRole.all
        let kinds = roles.map { role in UnitKind.allCases.filter(role.unitKinds.contains).map(\.code).joined(separator: ", ") }
        let limits = roles.map { $0.compensation.highest.map { $0 == .zero ? "none" : "\($0.yuanText) yuan" } ?? "unlimited" }
        var lines = [
            "# Permissions of the built-in roles", "",
            "Generated from `BuiltInRole` and verified by DomainTests; change the roles, not this file.",
            "A permission counts at the units its post covers (ACCESS-R1).", "",
        ]
        lines.append(line("", roles.map(\.key)))
        lines.append("|---|" + String(repeating: "---|", count: roles.count))
        lines.append(line("*sits at*", kinds))
        lines.append(line("*compensation up to*", limits))
        for group in PermissionGroup.allCases {
            lines.append(line("**\(group.code)**", roles.map { _ in "" }))
            for permission in group.permissions {
                let cells = roles.map { $0.permissions.contains(permission) ? (permission.isSeeing ? "sees" : "does") : "" }
                lines.append(line("`\(permission.code)`", cells))
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func line(_ head: String, _ cells: [String]) -> String {
        "| \(head) | " + cells.joined(separator: " | ") + " |"
    }
}
