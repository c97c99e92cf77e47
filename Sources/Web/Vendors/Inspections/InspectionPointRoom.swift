internal import Domain
internal import HTTPTypes
internal import Hummingbird
internal import Store
internal import Views

/// One point of a round, on a phone.
enum InspectionPointRoom {
    static func show(_ member: MemberContext) async throws -> Response { try await page(member, rejected: nil) }

    /// One entry with its photos, once for each key, however often it is sent.
    static func enter(_ member: MemberContext) async throws -> Response {
        let (id, check) = (InspectionID(try member.incoming.number("inspection")), CheckID(try member.incoming.number("check")))
        // Whether entries are still taken is asked where it is written: an entry whose answer was lost comes again after the round was finished,
        // and is told that it was written.
        let filled = try await member.filled { tx in _ = try await tx.access(id, version: nil, for: StepOnInspection.self) }
        try filled.fields.allow(CheckEntry.Field.allCases.map(\.rawValue))
        let (values, paths) = (filled.fields.values, member.paths)
        do {
            try filled.orInvalid()
            let answer = try await member.write(filled) { tx in
                let permit = try await tx.access(id, version: nil, for: StepOnInspection.self)
                let point = try await tx.enter(check, values, files: filled.files, permit)
                return "\(paths.inspectionPoint(point, of: id))#check-\(check)"
            }
            return member.done(answer, Flash("flash.inspection.enter"))
        } catch StoreError.invalid(let errors) {
            return try await page(member, rejected: (check: check, filled: filled, errors: errors))
        }
    }

    private static func page(_ member: MemberContext, rejected: (check: CheckID, filled: Filled, errors: FieldErrors)?) async throws
        -> Response
    {
        let id = InspectionID(try member.incoming.number("inspection"))
        let asked = rejected == nil ? PointID(try member.incoming.number("point")) : nil
        let (found, frame) = try await member.read { tx in
            (try await tx.inspection(id), try await tx.checkFiles(of: id), try await tx.held(rejected?.filled.files ?? []))
        }
        let ((round, all), files, kept) = found
        guard let point = asked ?? all.first(where: { $0.id == rejected?.check })?.point else { throw StoreError.notFound }
        let checks = all.filter { $0.point == point }
        guard let first = checks.first else { throw StoreError.notFound }
        let words = InspectionWords(frame)
        let order = all.reduce(into: [InspectionCheckRow]()) { points, check in
            if points.last?.point != check.point { points.append(check) }
        }
        let place = order.firstIndex { $0.point == point } ?? 0
        let link = { (row: InspectionCheckRow) in Link(row.pointName, path: frame.paths.inspectionPoint(row.point, of: id)) }
        let mayEnter = round.state.isOpen && frame.may(.inspect)
        let done = checks.count { $0.result != nil }
        let page = InspectionPointPage(
            title: first.pointName, eyebrow: words.place(round), here: frame.paths.inspectionPoint(point, of: id),
            progress: frame.t[
                "inspection.progress",
                [
                    "place": String(place + 1), "points": String(order.count), "done": String(done), "items": String(checks.count),
                    "allDone": String(round.all - round.open), "all": String(round.all),
                ]], done: round.all - round.open, all: round.all,
            back: Link(round.name, path: frame.paths.inspection(id)), previous: place > 0 ? link(order[place - 1]) : nil,
            next: place + 1 < order.count ? link(order[place + 1]) : nil,
            checks: checks.map { row in
                let mine = rejected.flatMap { $0.check == row.id ? $0 : nil }
                return words.check(
                    row, of: id, files: files.filter { $0.subject == .check(row.id, of: id) }, kept: mine == nil ? [] : kept,
                    rejected: mine.map { (filled: $0.filled, errors: $0.errors) })
            }, closed: mayEnter ? nil : frame.t["inspection.closed.\(round.state.code)"])
        return try frame.page(page, room: InspectionWords.room, status: rejected == nil ? .ok : .unprocessableContent)
    }
}

/// A round at a desk, from paper.
enum InspectionGridRoom {
    static let pageSize = 50

    static func show(_ member: MemberContext) async throws -> Response { try await page(member, typed: [:], errors: [:]) }

    /// Every line that was filled or changed is written, or none: what is wrong is said at its line, everything as typed. What stands there
    /// already stays whoever's it is.
    static func save(_ member: MemberContext) async throws -> Response {
        let id = InspectionID(try member.incoming.number("inspection"))
        let fields = try await member.form()
        let number = try Self.number(member)
        let (shown, _) = try await member.read { tx in try await tx.inspection(id) }
        let lines = Self.lines(shown.checks, number)
        let names = CheckEntry.Field.allCases.map(\.rawValue)
        try fields.allow(lines.flatMap { line in names.map { "\($0)-\(line.id)" } })
        let values = fields.values
        let entries = lines.compactMap { line -> (CheckID, [String: String])? in
            let typed = Dictionary(uniqueKeysWithValues: names.map { ($0, values["\($0)-\(line.id)"] ?? "") })
            return typed.values.allSatisfy(\.isEmpty) ? nil : (line.id, typed)
        }
        let rows = Dictionary(uniqueKeysWithValues: lines.map { ($0.id, $0) })
        var (wrong, changed): ([CheckID: FieldErrors], [(CheckID, [String: String])]) = ([:], [])
        for (check, typed) in entries {
            guard let row = rows[check] else { continue }
            switch CheckEntry.validated(row.item, typed, photos: row.photos) {
            case .failure(let errors): wrong[check] = errors
            case .success(let entry): if entry != row.entry { changed.append((check, typed)) }
            }
        }
        guard wrong.isEmpty else { return try await page(member, typed: values, errors: wrong) }
        let written = changed
        let path = Paths.query(member.paths.inspectionGrid(id), [("page", String(number))])
        let answer = try await member.write(fields) { tx in
            let permit = try await tx.access(id, version: nil, for: StepOnInspection.self)
            for (check, typed) in written { _ = try await tx.enter(check, typed, files: [], permit) }
            return path
        }
        return member.done(answer, Flash("flash.inspection.grid", ["count": String(written.count)]))
    }

    private static func number(_ member: MemberContext) throws -> Int { max(1, Int(try member.incoming.query().text("page")) ?? 1) }

    private static func lines(_ checks: [InspectionCheckRow], _ number: Int) -> [InspectionCheckRow] {
        Array(checks.dropFirst((number - 1) * pageSize).prefix(pageSize))
    }

    private static func page(_ member: MemberContext, typed: [String: String], errors: [CheckID: FieldErrors]) async throws -> Response {
        let id = InspectionID(try member.incoming.number("inspection"))
        let number = try number(member)
        let (found, frame) = try await member.read { tx in try await tx.inspection(id) }
        let (round, checks) = found
        guard round.state.isOpen else { throw StoreError.notFound }
        let words = InspectionWords(frame)
        let base = frame.paths.inspectionGrid(id)
        let path = { (number: Int) in Paths.query(base, [("page", String(number))]) }
        let page = InspectionGridPage(
            title: round.name, eyebrow: words.place(round), back: Link(round.name, path: frame.paths.inspection(id)), path: path(number),
            key: frame.newKey, lines: Self.lines(checks, number).map { words.line($0, of: id, typed: typed, errors: errors[$0.id]) },
            problem: errors.isEmpty ? nil : frame.t["inspection.grid.wrong", ["count": String(errors.count)]],
            pager: Pager(
                previous: number > 1 ? path(number - 1) : nil, next: checks.count > number * pageSize ? path(number + 1) : nil))
        return try frame.page(page, room: InspectionWords.room, status: errors.isEmpty ? .ok : .unprocessableContent)
    }
}
