internal import Domain
internal import Postgres

/// The projects a table may speak of: those the import's unit covers and a post of the person reaches with the right the kind needs.
struct ImportPlaces: Sendable {
    /// Where the import is made from one project, that one.
    private let only: UnitRef?
    private let known: [String: UnitRef]
    private let elsewhere: Set<String>

    static func fetch(_ tx: WriteTransaction, _ acting: Acting, _ kind: ImportKind) async throws -> ImportPlaces {
        let units = try await tx.fetch(UnitRow.all(tenant: tx.tenant))
        return ImportPlaces(units.map(\.unit).filter { $0.kind == .project }, acting, kind.permissions)
    }

    init(_ projects: [UnitRef], _ acting: Acting, _ permissions: [Permission]) {
        var known: [String: UnitRef] = [:]
        var elsewhere: Set<String> = []
        var own: UnitRef?
        for project in projects {
            let isHere = acting.unit.covers(project) || acting.unit.project == project.id
            let isAllowed =
                isHere && permissions.contains { acting.actor.covers(project, with: $0) || acting.actor.covers(acting.unit, with: $0) }
            if isAllowed, acting.unit.project == project.id { own = project }
            for key in [HeadingKey.of(project.code), HeadingKey.of(project.name)] {
                if isAllowed { known[key] = project } else { elsewhere.insert(key) }
            }
        }
        self.known = known
        self.elsewhere = elsewhere
        only = own
    }

    /// - Throws: what is wrong with the column `project`.
    func project(_ text: String) throws(LineProblems) -> UnitRef {
        let key = HeadingKey.of(text)
        if key.isEmpty {
            guard let only else { throw LineProblems([LineProblem(.project, .required)]) }
            return only
        }
        if let found = known[key], only == nil || only?.id == found.id { return found }
        let isElsewhere = known[key] != nil || elsewhere.contains(key)
        throw LineProblems([isElsewhere ? .outOfReach(.project) : LineProblem(.project, .notFound)])
    }
}

extension ImportOutcome {
    /// The lines by project; those whose project is none of ours are refused.
    mutating func byProject<Line>(
        _ lines: [(row: Int, line: Line)], _ places: ImportPlaces, _ text: (Line) -> String
    ) -> [(project: UnitRef, lines: [(row: Int, line: Line)])] {
        var groups: [UnitID: (project: UnitRef, lines: [(row: Int, line: Line)])] = [:]
        for (row, line) in lines {
            do throws(LineProblems) {
                let project = try places.project(text(line))
                groups[project.id, default: (project, [])].lines.append((row, line))
            } catch {
                for problem in error.list { refuse(row, problem) }
            }
        }
        // Always the same order, so that two imports never wait for each other crosswise.
        return groups.values.sorted { $0.project.id < $1.project.id }
    }
}
