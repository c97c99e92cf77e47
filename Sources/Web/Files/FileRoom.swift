internal import Domain
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import Sheets
internal import Store
internal import Views

/// Files of every room: opened, sent ahead of their form, taken off.
enum FileRoom {
    static func show(_ member: MemberContext) async throws -> Response { try await open(member, .whole) }

    static func thumb(_ member: MemberContext) async throws -> Response { try await open(member, .thumb) }

    /// Row security and the row's own page decide; then the bytes are streamed.
    private static func open(_ member: MemberContext, _ part: FilePart) async throws -> Response {
        let id = FileID(try member.incoming.number("file"))
        let file = try await member.store.read(member.entry, member.requirement) { tx in try await tx.file(id) }
        guard part == .whole || file.hasThumb else { throw StoreError.notFound }
        let folder = member.services.folder
        guard let content = try await folder.vault.open(file.digest, part, of: member.place.unit.tenant) else { throw StoreError.notFound }
        return try await FileAnswer.stream(
            content,
            headers: FileAnswer.headers(
                file.name, type: part == .thumb ? FileKind.jpeg.mediaType : file.kind.mediaType, inline: file.kind.isImage), folder)
    }

    /// One file, sent by `upload.js` while its form is still being filled in; the form then names it as kept. The answer is JSON.
    static func send(_ member: MemberContext) async throws -> Response {
        let filled = try await member.filled()
        try filled.fields.allow([])
        let (rows, frame) = try await member.read { tx in try await tx.held(filled.files) }
        let sent = FileWords(frame).answer(rows, problem: filled.problem(frame.wording))
        return try sent.response(rows.isEmpty ? .unprocessableContent : .ok)
    }

    static func remove(_ member: MemberContext) async throws -> Response {
        let id = FileID(try member.incoming.number("file"))
        let fields = try await member.form()
        try fields.allow(["reason"])
        let reason = try fields.text("reason")
        let paths = member.paths
        let answer = try await member.write(fields) { tx in
            let permit = try await tx.access(id, for: RemoveFile.self)
            try await tx.remove(permit, reason: try FileRoom.reason(reason))
            return permit.thing.subject.map(paths.subject) ?? paths.base
        }
        return member.done(answer, Flash("flash.file.remove"))
    }

    private static func reason(_ text: String) throws(StoreError) -> String {
        do throws(FieldProblem) { return try BoundedText.parse(text, max: 200, multiline: false) } catch {
            throw .invalid(FieldErrors("reason", error))
        }
    }
}

extension FileAnswer {
    /// What `upload.js` reads.
    struct Sent: Encodable {
        struct File: Encodable {
            let id: String
            let name: String
            let note: String
            let picture: String?
        }

        let files: [File]
        let problem: String?

        func response(_ status: HTTPResponse.Status) throws -> Response {
            let encoder = JSONEncoder()
            encoder.outputFormatting = .sortedKeys
            let body = try encoder.encode(self)
            return Response(
                status: status, headers: [.contentType: "application/json; charset=utf-8", .cacheControl: "no-store"],
                body: ResponseBody(byteBuffer: .init(bytes: body)))
        }
    }
}
