internal import Domain
internal import HTTPTypes
internal import Hummingbird
internal import Store
internal import Views

/// Photos and papers on a ticket.
enum TicketFiles {
    static func add(_ member: MemberContext) async throws -> Response {
        let id = TicketID(try member.incoming.number("id"))
        let filled = try await member.filled { tx in _ = try await tx.access(id, for: HangFiles.self) }
        try filled.fields.allow([])
        let path = member.paths.ticket(id)
        do {
            try filled.orInvalid()
            guard !filled.files.isEmpty else { throw StoreError.invalid(FieldErrors("files", .required)) }
            let answer = try await member.write(filled) { tx in
                try await tx.hang(filled.files, try await tx.access(id, for: HangFiles.self))
                return path
            }
            return member.done(answer, Flash("flash.file.add", ["count": String(filled.files.count)]))
        } catch StoreError.invalid(let errors) {
            return try await TicketRoom.page(member, returned: filled, errors: errors)
        }
    }
}

extension TicketWords {
    /// What hangs on the ticket, and the way to add to it for whoever works on it.
    var files: FileList {
        let mayAdd = record.state != .archived && FileRule.working.contains(where: frame.may)
        let words = FileWords(frame)
        return words.list(
            file.files,
            add: mayAdd
                ? words.form(path: frame.paths.addFiles(to: record.id), kept: returnedFiles?.kept ?? [], error: returnedFiles?.error) : nil,
            mayRemove: mayAdd)
    }
}
