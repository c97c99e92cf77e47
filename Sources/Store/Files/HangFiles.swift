package import Domain
internal import Postgres

/// Purpose of a permit: to hang files on a row. A room makes it in its own `access(_:for:)`, after its own check.
package enum HangFiles {}

/// Purpose of a permit: to take a file off again.
package enum RemoveFile {}

extension WriteTransaction {
    /// Notes taken files as held by the person; nobody else sees them yet.
    /// - Throws: `invalid` at `files` when the day's measure is full.
    package func hold(_ files: [TakenFile]) async throws -> [FileID] {
        let actor = try await enter()
        let morning = Instant(try today, offsetMinutes: try offsetMinutes)
        let brought = try await fetchFirst(FileStatements.brought(by: actor.person, since: morning, tenant: tenant))?.value ?? 0
        let bytes = files.reduce(brought) { $0 + $1.content.bytes }
        guard bytes <= FileRule.bytesPerDay else { throw StoreError.invalid(FieldErrors("files", .file(.dayIsFull))) }
        var ids: [FileID] = []
        for file in files {
            guard let id = try await fetchFirst(FileStatements.hold(file, by: actor, tenant: tenant, now: now))?.value else {
                throw StoreError.closed
            }
            ids.append(id)
        }
        return ids
    }

    /// Hangs held files on a row; from then on they are seen by who sees the row.
    /// - Throws: `invalid` at `files` for one that the person does not hold (any more), and for more than a row takes.
    package func hang(_ files: [FileID], _ permit: Permit<HangFiles, FilePlace>) async throws {
        guard !files.isEmpty else { return }
        let (target, person) = (permit.thing, try actor.person)
        let taken = Set(try await fetch(FileStatements.places(of: target.subject, tenant: tenant)).map { Int($0.value) })
        let free = (1...FileRule.perRow).filter { !taken.contains($0) }
        guard files.count <= free.count else { throw StoreError.invalid(FieldErrors("files", .file(.tooMany(FileRule.perRow)))) }
        let touched = try await change(
            zip(files, free).map { id, place in
                FileStatements.hang(id, on: target, place: place, by: person, tenant: tenant, now: now)
            })
        guard touched.allSatisfy({ $0 == 1 }) else { throw StoreError.invalid(FieldErrors("files", .notFound)) }
        audit(
            .filesAdded, target.label, in: AuditPlace(company: target.company, project: target.project, vendor: target.vendor),
            ["count": String(files.count), "files": files.map(\.description).joined(separator: ",")])
    }

    /// The content goes with the next sweep; the line with the reason stays.
    /// - Throws: `stale` when it is gone already.
    package func remove(_ permit: Permit<RemoveFile, FileRow>, reason: String) async throws {
        let file = permit.thing
        let touched = try await change([FileStatements.remove(file.id, by: try actor, reason: reason, tenant: tenant, now: now)])
        guard touched == [1] else { throw StoreError.stale(Staleness(version: 0, state: "removed", changes: [])) }
        audit(.fileRemoved, .file(file.id.rawValue, label: file.kind.code), at: viewpoint, ["reason": reason])
    }
}

extension Transaction {
    /// Files of these ids that the person holds, for a form that came back.
    package func held(_ ids: [FileID]) async throws -> [FileRow] {
        guard !ids.isEmpty else { return [] }
        let actor = try await enter()
        return try await fetch(FileRow.held(ids, by: actor.person, tenant: tenant))
    }

    /// A file that the person may open at the viewpoint: held by the person, or on a row that the person sees there.
    /// - Throws: `notFound` for unknown, invisible and removed alike.
    package func file(_ id: FileID) async throws -> FileRow {
        guard let file = try await fetchFirst(FileRow.find(id, tenant: tenant)), file.removedAt == nil else { throw StoreError.notFound }
        if let subject = file.subject { try await check(subject) }
        return file
    }

    /// Reads the row as its own page does: row security has let the file through, the page's finer rules come on top.
    private func check(_ subject: FileSubject) async throws {
        guard let viewpoint else { throw StoreError.notFound }
        switch subject {
        case .ticket(let id):
            let sight = try TicketSight(try actor, at: viewpoint)
            guard try await fetchFirst(TicketRecord.find(id, tenant: tenant, viewpoint: viewpoint, sight: sight)) != nil else {
                throw StoreError.notFound
            }
        case .correctiveAction(let id): _ = try await correctiveAction(id)
        case .check(_, let inspection): _ = try await access(inspection, version: nil, for: StepOnInspection.self)
        case .contract, .appeal, .rectification: try await check(vendors: subject, at: viewpoint)
        }
    }

    /// Whoever brought a file takes it off again while the row may still get files.
    /// - Throws: `notFound`, also for another person's file; what the row's own access throws.
    package func access(_ id: FileID, for purpose: RemoveFile.Type) async throws -> Permit<RemoveFile, FileRow> {
        let file = try await file(id)
        guard file.person == (try actor.person), let subject = file.subject else { throw StoreError.notFound }
        switch subject {
        case .ticket(let ticket): _ = try await access(ticket, for: HangFiles.self)
        case .correctiveAction(let action): _ = try await access(action, for: HangFiles.self)
        case .check(let check, let inspection): _ = try await access(check, of: inspection, for: HangFiles.self)
        case .contract(let contract): _ = try await access(contract, for: HangFiles.self)
        case .appeal(let appeal, let card): _ = try await access(appeal, of: card, for: HangFiles.self)
        case .rectification(let order): _ = try await access(order, for: HangFiles.self)
        }
        return Permit(file)
    }

    /// A ticket, to hang files on it: whoever works on it may, until it is archived; and who has just recorded it.
    /// - Throws: `notFound`; `refused` without any right to work on tickets here.
    package func access(_ id: TicketID, for purpose: HangFiles.Type) async throws -> Permit<HangFiles, FilePlace> {
        guard let viewpoint else { throw StoreError.notFound }
        let found = try await fetchFirst(TicketRecord.find(id, tenant: tenant, viewpoint: viewpoint, sight: .full))
        let actor = try actor
        let sees = { record in (try? TicketSight(actor, at: viewpoint))?.shows(record) ?? (record.firstReceiver == actor.person) }
        guard let record = found, sees(record), record.state != .archived else { throw StoreError.notFound }
        guard FileRule.working.contains(where: { actor.covers(viewpoint, with: $0) }) else { throw StoreError.refused(.ticketHandle) }
        return Permit(
            FilePlace(
                .ticket(id), company: record.company, project: record.project, vendor: record.vendor, floor: record.floor,
                label: .ticket(id, label: record.number)))
    }

    /// A corrective action, to hang evidence on it (SURVEY-R4): the unit that mends, until the result is judged.
    /// - Throws: `notFound`; `refused`.
    package func access(_ id: CorrectiveActionID, for purpose: HangFiles.Type) async throws -> Permit<HangFiles, FilePlace> {
        let action = try await correctiveAction(id).action
        guard action.state.isOpen else { throw StoreError.notFound }
        guard try actor.covers(action.unit, with: .surveyCorrect) else { throw StoreError.refused(.surveyCorrect) }
        return Permit(
            FilePlace(
                .correctiveAction(id), unit: action.unit.id, company: action.unit.company, project: action.unit.project,
                vendor: action.unit.vendor, label: AuditObject(.survey, id: id.rawValue, label: action.title)))
    }
}
