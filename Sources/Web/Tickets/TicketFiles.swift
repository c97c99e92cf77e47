internal import Domain
internal import HTTPTypes
internal import Hummingbird
internal import Store
internal import Views

/// Photos and papers on a ticket.
enum TicketFiles {
    static func add(_ member: MemberContext) async throws -> Response {
        let id = TicketID(try member.incoming.number("id"))
        return try await member.addFiles(to: member.paths.ticket(id)) { tx in
            try await tx.access(id, for: HangFiles.self)
        } returned: { filled, errors in
            try await TicketRoom.page(member, returned: filled, errors: errors)
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
