internal import Domain
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import Sheets
internal import Store
internal import Views

/// Templates and uploads.
enum ImportRoom {
    static func showNew(_ member: MemberContext) async throws -> Response {
        try await page(try kind(member), member)
    }

    /// Takes the file, reads it once from its first to its last row and keeps the rows; the columns are chosen on the next page.
    static func upload(_ member: MemberContext) async throws -> Response {
        let kind = try kind(member)
        let wave = try wave(kind, member)
        // Before a byte of the file is taken.
        try await member.store.read(member.entry, member.requirement) { tx in
            _ = try await tx.access(kind, for: RunImport.self)
            if kind == .answers { _ = try await tx.importedWave(wave) }
        }
        let upload = try await member.upload("file", limit: Limits.uploadBytes)
        let (folder, token) = (member.services.folder, DataFolder.newToken())
        do {
            try upload.fields.allow([])
            guard let file = upload.file else { return try await page(kind, member, error: "sheetFault.none") }
            let (source, target) = (folder.file(.uploads, file.token, "upload"), folder.file(.imports, token, "rows"))
            let found = try await folder.bench.run { try SheetIntake().convert(source, to: target) }
            try await folder.remove(file.token)
            let new = NewImport(
                kind: kind, fileName: file.name, token: token, digest: file.digest, headings: found.headings, rows: found.rows,
                wave: wave)
            let paths = member.paths
            let answer = try await member.write(upload) { tx in
                paths.importRun(try await tx.add(new, try await tx.access(kind, for: RunImport.self)))
            }
            // A form sent twice has brought its file twice.
            if case .again = answer { try await folder.remove(token) }
            return member.done(answer, Flash("import.uploaded", ["count": String(found.rows)]))
        } catch {
            try? await folder.remove(token)
            if let file = upload.file { try? await folder.remove(file.token) }
            guard let fault = error as? SheetFault else { throw error }
            return try await page(kind, member, fault: fault)
        }
    }

    /// An empty table with the headings; in the page's language unless another is asked for.
    static func template(_ member: MemberContext) async throws -> Response {
        let kind = try kind(member)
        guard let format = SheetFormat(rawValue: try member.incoming.parameter("format")) else { throw WebFault.notFound }
        let wave = try wave(kind, member)
        let questions = try await member.store.read(member.entry, member.requirement) { tx in
            _ = try await tx.access(kind, for: RunImport.self)
            return kind == .answers ? try await tx.importedWave(wave).form.columns : []
        }
        let language = Language(rawValue: try member.incoming.query().text("language")) ?? member.incoming.language
        let t = member.services.renderer.messages(language)
        let asked = questions.map { "\($0.number) \($0.text(english: language == .english))" }
        let columns = (kind.fields.map { t.word($0) } + asked).map { SheetColumn($0, isNumber: false, width: 18) }
        let title = t.word(kind)
        return try await FileAnswer.make(title, format, member.services.folder) { path in
            try format.writer(path, title: title, columns: columns).finish()
        }
    }

    private static func kind(_ member: MemberContext) throws -> ImportKind {
        guard let kind = ImportKind(rawValue: try member.incoming.parameter("kind")) else { throw WebFault.notFound }
        return kind
    }

    /// Whose answers come in; nil for any other kind.
    private static func wave(_ kind: ImportKind, _ member: MemberContext) throws -> WaveID? {
        kind == .answers ? WaveID(text: try member.incoming.query().text("wave")) : nil
    }

    private static func page(
        _ kind: ImportKind, _ member: MemberContext, error: String? = nil, fault: SheetFault? = nil
    ) async throws -> Response {
        let wave = try wave(kind, member)
        let (target, frame) = try await member.read { tx in
            _ = try await tx.access(kind, for: RunImport.self)
            return kind == .answers ? try await tx.importedWave(wave) : nil
        }
        let t = frame.t
        let templates = SheetFormat.allCases.flatMap { format in
            Language.allCases.map { language in
                Link(
                    t["import.template.\(format.rawValue)", ["language": t["import.language.\(language.rawValue)"]]],
                    path: Paths.query(
                        frame.paths.importTemplate(kind, format.rawValue), [("language", language.rawValue), ("wave", wave?.description)]))
            }
        }
        let columns = kind.fields.map { field in
            ImportNewPage.Column(
                name: t.word(field),
                hint: t.optional("importField.\(field.rawValue).\(kind.rawValue)") ?? t.optional("importField.\(field.rawValue).hint"),
                required: kind.required.contains(field))
        }
        let questions = (target?.form.columns ?? []).map { column in
            ImportNewPage.Column(
                name: "\(column.number) \(column.text(english: t.language == .english))", hint: t["import.question.hint"], required: false)
        }
        let problem = error.map { t[$0] } ?? fault.map(frame.words)
        let page = ImportNewPage(
            title: t["import.start.\(kind.rawValue)"], intro: t["importKind.\(kind.rawValue).text"],
            back: target.map { Link(frame.name($0.wave.name, english: $0.wave.nameEnglish), path: frame.paths.wave($0.wave.id)) }
                ?? frame.backToExchange,
            templates: templates, columns: columns + questions, path: wave.map(frame.paths.newAnswerImport) ?? frame.paths.newImport(kind),
            key: frame.newKey, error: problem,
            limit: t[
                "import.file.hint", ["size": String(Limits.uploadBytes / 1_048_576), "rows": frame.wording.number(SheetLimits().rows)]])
        return try frame.page(page, room: .exchange, status: problem == nil ? .ok : .unprocessableContent)
    }
}

extension PageFrame {
    /// Why a file is no table, in words.
    func words(_ fault: SheetFault) -> String {
        switch fault {
        case .empty: t["sheetFault.empty"]
        case .notATable: t["sheetFault.notATable"]
        case .oldExcel: t["sheetFault.oldExcel"]
        case .encrypted: t["sheetFault.encrypted"]
        case .damaged: t["sheetFault.damaged"]
        case .tooLarge: t["sheetFault.tooLarge"]
        case .tooManyRows(let limit): t["sheetFault.tooManyRows", ["max": wording.number(limit)]]
        case .tooManyColumns(let limit): t["sheetFault.tooManyColumns", ["max": wording.number(limit)]]
        case .cellTooLong(let row): t["sheetFault.cellTooLong", ["row": wording.number(row)]]
        case .unclosedQuote(let row): t["sheetFault.unclosedQuote", ["row": wording.number(row)]]
        case .file: t["sheetFault.file"]
        }
    }
}

extension FileAnswer {
    /// A small file made for this answer; its name is gone from the disk before its first byte leaves.
    static func make(
        _ name: String, _ format: SheetFormat, _ folder: DataFolder, _ write: @escaping @Sendable (String) throws -> Void
    ) async throws -> Response {
        let path = folder.file(.uploads, DataFolder.newToken(), format.rawValue)
        try await folder.bench.run {
            do { try write(path) } catch {
                try? FileManager.default.removeItem(atPath: path)
                throw error
            }
        }
        let response = try await stream(path, name: name, format, folder)
        try await folder.bench.run { try? FileManager.default.removeItem(atPath: path) }
        return response
    }
}
