internal import Domain
internal import Foundation
internal import Sheets
internal import Store
internal import Views

/// The file's side of an export: gathers page after page, and at the end writes the table.
struct ExportWork: Sendable {
    let folder: DataFolder
    let renderer: Renderer

    func run(_ course: JobCourse) async throws {
        switch try await course.look({ tx, job in try await tx.exportWork(job) }) {
        case .nothing: try await course.finish { _, _ in }
        case .tell(let plan): try await course.finish { tx, _ in try await tx.tell(plan) }
        case .end(let plan, let end): try await stop(plan, .stopped, end, course)
        case .gather(let plan, let page):
            do {
                try await gather(plan, page, course)
            } catch StoreError.leaseGone {
                throw StoreError.leaseGone
            } catch  where plan.isLastTry {
                try await stop(plan, .failed, .fault, course)
            }
        }
    }

    private func stop(_ plan: ExportStep.Plan, _ state: ExportState, _ end: RunEnd, _ course: JobCourse) async throws {
        try await folder.remove(plan.run.token)
        try await course.finish { tx, _ in try await tx.end(plan.run, state, as: end) }
    }

    private func gather(_ plan: ExportStep.Plan, _ page: ExportBatch, _ course: JobCourse) async throws {
        let run = plan.run
        let rows = folder.file(.exports, run.token, "rows")
        let words = ExportWords(renderer.messages(Language(rawValue: run.language) ?? .chinese), plan)
        guard !page.rows.isEmpty else { return try await complete(plan, rows, words, course) }
        let byte = try await folder.bench.run {
            let writer = try RowWriter(rows, at: run.cursorByte)
            for (index, row) in page.rows.enumerated() {
                try writer.append(SheetRow(number: run.rows + index + 1, cells: run.columns.map { words.text($0, row) }))
            }
            try writer.sync()
            return writer.offset
        }
        try await course.finish { tx, _ in try await tx.advance(plan, page, byte: byte) }
    }

    private func complete(_ plan: ExportStep.Plan, _ rows: String, _ words: ExportWords, _ course: JobCourse) async throws {
        let run = plan.run
        let part = folder.file(.exports, run.token, "part")
        let file = folder.file(.exports, run.token, run.format.rawValue)
        let bytes = try await folder.bench.run {
            // What an earlier try that was killed has left.
            try? FileManager.default.removeItem(atPath: part)
            let writer = try run.format.writer(part, title: words.title, columns: words.columns, mark: words.mark)
            if run.rows > 0 {
                let reader = try RowReader(rows)
                while reader.offset < run.cursorByte, let row = try reader.next() { try writer.append(row.cells) }
            }
            try writer.note(words.mark)
            try writer.finish()
            guard rename(part, file) == 0 else { throw SheetFault.file(errno) }
            try RawFile.syncFolder(of: file)
            try? FileManager.default.removeItem(atPath: rows)
            return try RawFile(reading: file).size
        }
        try await course.finish { tx, _ in try await tx.complete(plan, bytes: bytes) }
    }
}

/// A row's values in the words of the language it was asked for in.
struct ExportWords: Sendable {
    private let t: Messages
    private let run: ExportRun
    private let wording: Wording

    init(_ messages: Messages, _ plan: ExportStep.Plan) {
        t = messages
        run = plan.run
        wording = Wording(messages: messages, offsetMinutes: plan.offsetMinutes, now: plan.run.createdAt)
    }

    var title: String { t.word(run.subject) }
    var columns: [SheetColumn] { run.columns.map { SheetColumn(t.word($0), isNumber: $0.isNumber, width: width($0)) } }

    /// Who took it, when, under which number: under the table and in its properties.
    var mark: String {
        t[
            "export.mark",
            ["person": run.personName, "time": wording.exact(run.createdAt), "number": run.number, "count": wording.number(run.rows)]]
    }

    private func width(_ column: ExportColumn) -> Int {
        switch column {
        case .ticketTitle, .auditDetail: 40
        case .ticketHouse, .ownerHouse, .ticketHolder, .personTitle: 26
        default: 16
        }
    }

    func text(_ column: ExportColumn, _ row: ExportRow) -> String {
        switch row {
        case .ticket(let ticket): text(column, ticket)
        case .house(let house): text(column, house)
        case .owner(let owner): text(column, owner)
        case .person(let person): text(column, person)
        case .audit(let line): text(column, line)
        }
    }

    private func text(_ column: ExportColumn, _ line: AuditRow) -> String {
        switch column {
        case .auditAt: wording.exact(line.at)
        case .auditAction: t.optional("audit.\(line.action)") ?? line.action
        case .auditActor: line.actorName
        case .auditPost: line.actorPost
        case .auditObject: "\(t.optional("auditObject.\(line.objectKind)") ?? line.objectKind) \(line.objectLabel)"
        case .auditDetail:
            line.detail.sorted { $0.key < $1.key }.filter { !$0.value.isEmpty }
                .map { "\(t.optional("auditField.\($0.key)") ?? $0.key): \($0.value)" }.joined(separator: t["import.reason.separator"])
        default: ""
        }
    }

    private func text(_ column: ExportColumn, _ ticket: TicketListRow) -> String {
        switch column {
        case .ticketNumber: ticket.number
        case .ticketKind: t.word(ticket.kind)
        case .ticketTitle: ticket.title
        case .ticketState: t.word(ticket.state)
        case .ticketStage: t.word(ticket.stage)
        case .ticketRung: t.word(ticket.rung)
        case .ticketSeverity: t.word(ticket.severity)
        case .ticketProject: ticket.projectName
        case .ticketHouse: ticket.houseLabel
        case .ticketCustomer: ticket.customerName
        case .ticketHolder: ticket.holderUnitName
        case .ticketHandler: ticket.handlerName
        case .ticketReceived: wording.exact(ticket.receivedAt)
        case .ticketDue: ticket.dueAt.map(wording.exact) ?? ""
        default: ""
        }
    }

    private func text(_ column: ExportColumn, _ house: ExportHouse) -> String {
        switch column {
        case .houseProject: house.project
        case .houseBuilding: house.building
        case .houseEntrance: house.entrance
        case .houseStorey: house.storey
        case .houseRoom: house.room
        case .houseUsage: t.word(house.usage)
        case .houseArea: house.area?.text ?? ""
        case .houseInnerArea: house.innerArea?.text ?? ""
        case .houseType: house.houseType
        case .houseHandedOver: house.handedOverOn?.isoText ?? ""
        default: ""
        }
    }

    private func text(_ column: ExportColumn, _ owner: ExportOwner) -> String {
        switch column {
        case .ownerProject: owner.project
        case .ownerHouse: owner.house
        case .ownerName: owner.name
        case .ownerPhone: owner.phone
        case .ownerIdentityKind: owner.identityKind.map { t.word($0) } ?? ""
        case .ownerIdentity: owner.identity
        case .ownerRelation: t.word(owner.relation)
        case .ownerFrom: owner.from.isoText
        case .ownerTo: owner.to?.isoText ?? ""
        default: ""
        }
    }

    private func text(_ column: ExportColumn, _ person: ExportPerson) -> String {
        switch column {
        case .personAccount: person.account
        case .personName: person.name
        case .personUnit: person.unit
        case .personRole:
            t.optional("role.\(person.roleKey)")
                ?? (t.language == .english && !person.roleNameEnglish.isEmpty ? person.roleNameEnglish : person.roleName)
        case .personTitle: person.title
        case .personFrom: person.from.isoText
        case .personTo: person.to?.isoText ?? ""
        default: ""
        }
    }
}
