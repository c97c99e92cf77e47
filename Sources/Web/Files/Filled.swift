internal import Domain
internal import HTTPTypes
internal import Hummingbird
internal import Secrets
internal import Store
internal import Views

/// A form that may bring files, read whole: the fields, and the files as ids that the person holds, to be hung on a row in the form's own
/// transaction. Whatever becomes of the form, nothing that was taken has to be brought again: the page that comes back offers it.
struct Filled: Sendable {
    let fields: FormFields
    /// Kept from an earlier try or brought before by `upload.js`, then those that came with this form.
    let files: [FileID]
    /// What was not taken, and why.
    let refused: [(name: String, fault: FileFault)]
    let digest: [UInt8]

    /// What is said at the field, file by file; nil when all were taken.
    func problem(_ wording: Wording) -> String? {
        guard !refused.isEmpty else { return nil }
        return refused.map { wording.messages["file.refused", ["name": $0.name, "problem": wording.problem(.file($0.fault))]] }
            .joined(separator: " ")
    }

    /// - Throws: `invalid` at `files` when one was not taken.
    func orInvalid() throws(StoreError) {
        if let first = refused.first { throw .invalid(FieldErrors("files", .file(first.fault))) }
    }
}

extension MemberContext {
    /// Reads a form of either encoding; files are taken, stripped and held when it returns.
    /// - Parameter check: looks whether the person may bring files there at all, before a byte is taken; without one only the route's own
    ///   requirement is looked at.
    /// - Throws: as `form()`; what `check` throws.
    func filled(check: (@Sendable (ReadTransaction) async throws -> Void)? = nil) async throws -> Filled {
        if let check { try await store.read(entry, requirement, check) }
        let type = incoming.request.headers[.contentType]?.lowercased() ?? ""
        guard type.hasPrefix("multipart/form-data") else { return try Filled(try await form()) }
        if check == nil { try await self.check() }
        let upload = try await incoming.upload(
            UploadRule(input: "files", limit: FileKind.largest, most: FileRule.perRow, sparing: true), boundTo: cookie.token)
        return try await Filled(upload, taking(upload))
    }

    /// Takes each file into the vault and notes those that are good; a form sent twice brings the same ids twice.
    private func taking(_ upload: Upload) async throws -> (held: [FileID], refused: [(name: String, fault: FileFault)]) {
        let intake = FileIntake(services.folder, services.folder.vault)
        var (taken, refused): ([TakenFile], [(name: String, fault: FileFault)]) = ([], [])
        for file in upload.files {
            do {
                if file.isTooLarge { throw FileFault.tooLarge(FileKind.promised(by: file.name) ?? .mp4) }
                if file.bytes == 0 { throw FileFault.empty }
                taken.append(try await intake.take(file.name, file.token, for: place.unit.tenant))
            } catch let fault as FileFault {
                refused.append((file.name, fault))
            } catch {
                for file in upload.files { try? await services.folder.remove(file.token) }
                throw error
            }
        }
        guard !taken.isEmpty else { return ([], refused) }
        let digest = Secrets.digest(taken.flatMap { $0.content.digest + Array($0.name.utf8) })
        let name = Token.encode(Secrets.digest(Array("held \(try upload.fields.text("key"))".utf8)))
        guard let key = FormKey(key: name, digest: digest) else { throw WebFault.unprocessable(["key"]) }
        do {
            let files = taken
            let answer = try await store.write(entry, requirement, form: key) { tx in
                try await tx.hold(files).map(\.description).joined(separator: ",")
            }
            return (answer.path.split(separator: ",").compactMap { FileID(text: $0) }, refused)
        } catch StoreError.invalid {
            return ([], refused + taken.map { ($0.name, .dayIsFull) })
        }
    }

    /// One writing transaction, once for each form; its files are part of what the form says.
    func write(_ filled: Filled, _ body: @Sendable (WriteTransaction) async throws -> String) async throws -> WriteAnswer {
        try await write(filled.fields, digest: filled.digest, body)
    }

    /// The form that adds files to a row: what comes with it is hung there.
    /// - Parameters:
    ///   - path: the row's page.
    ///   - access: the right to hang files on the row; asked before a byte is taken, and again where they are hung.
    ///   - returned: the page with what is wrong, and with the files that were good.
    func addFiles(
        to path: String, access: @escaping @Sendable (any Transaction) async throws -> Permit<HangFiles, FilePlace>,
        returned: (Filled, FieldErrors) async throws -> Response
    ) async throws -> Response {
        let filled = try await filled { tx in _ = try await access(tx) }
        try filled.fields.allow([])
        do {
            try filled.orInvalid()
            guard !filled.files.isEmpty else { throw StoreError.invalid(FieldErrors("files", .required)) }
            let answer = try await write(filled) { tx in
                try await tx.hang(filled.files, try await access(tx))
                return path
            }
            return done(answer, Flash("flash.file.add", ["count": String(filled.files.count)]))
        } catch StoreError.invalid(let errors) {
            return try await returned(filled, errors)
        }
    }
}

extension Filled {
    /// - Throws: `WebFault.unprocessable` for a kept file that is no number of ours.
    fileprivate init(_ fields: FormFields) throws(WebFault) {
        try self.init(Upload(fields: fields, files: []), ([], []))
    }

    fileprivate init(_ upload: Upload, _ taken: (held: [FileID], refused: [(name: String, fault: FileFault)])) throws(WebFault) {
        let kept = upload.fields.all("kept").map { FileID(text: $0) }
        guard !kept.contains(nil), kept.count <= FileRule.perRow else { throw .unprocessable(["kept"]) }
        var seen: Set<FileID> = []
        files = (kept.compactMap { $0 } + taken.held).filter { seen.insert($0).inserted }
        refused = taken.refused
        digest = upload.digest
        fields = FormFields(upload.fields.list.filter { $0.name != "kept" })
    }
}
