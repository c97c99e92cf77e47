internal import Domain
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import Store
internal import Views

/// 选聘卷宗: the whole of a selection on paper, and as a file with its checksum.
enum DossierRoom {
    static func show(_ member: MemberContext) async throws -> Response {
        let id = try SelectionRoom.selection(member)
        let (file, frame) = try await member.read { tx in try await tx.selection(id) }
        guard file.row.state.hasChosen else { throw StoreError.notFound }
        let words = SelectionWords(frame: frame, file: file)
        let t = frame.t
        let sections = [words.candidates, words.sideBySide, words.criteria, words.committee] + words.opened + [words.reviews, words.steps]
        let page = VendorSheetPrint(
            tenant: frame.tenantName, unit: file.row.unit.name, title: "\(t["selection.dossier"]) · \(file.row.title)",
            number: file.row.digest.map { String($0.hexText.prefix(16)) } ?? "–", facts: words.facts,
            tables: sections.map {
                SurveyTable(id: $0.id, title: $0.title, note: $0.note, columns: $0.columns, rows: $0.rows, none: "–")
            },
            signatures: file.members.map { Fact("\($0.name) · \(t.word($0.member.role))", text: "") }
                + [Fact(t["selection.leader"], text: "")],
            printed: frame.wording.moment(frame.now), backPath: frame.paths.selection(id))
        return try frame.page(page)
    }

    /// The file whose SHA-256 was kept when the contract was signed.
    static func file(_ member: MemberContext) async throws -> Response {
        let id = try SelectionRoom.selection(member)
        let (file, _) = try await member.read { tx in try await tx.selection(id) }
        guard let dossier = SelectionDossier(signed: file), file.row.digest == dossier.digest else { throw StoreError.notFound }
        return Response(
            status: .ok,
            headers: [
                .contentType: "text/plain; charset=utf-8", .contentDisposition: FileAnswer.disposition("selection-\(id).txt"),
                .cacheControl: "no-store", .contentSecurityPolicy: "default-src 'none'; sandbox",
            ], body: ResponseBody(byteBuffer: ByteBuffer(string: dossier.text)))
    }
}
