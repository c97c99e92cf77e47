internal import Domain
internal import Store
internal import Views

/// Files as lists and fields show them.
struct FileWords {
    let frame: PageFrame
    private var t: Messages { frame.t }

    init(_ frame: PageFrame) { self.frame = frame }

    /// - Parameters:
    ///   - none: said when there are none.
    ///   - mayRemove: whether whoever brought a file may still take it off.
    func list(_ rows: [FileRow], none: String = "file.none", add: FileForm? = nil, mayRemove: Bool = false) -> FileList {
        FileList(items: rows.map { item($0, mayRemove: mayRemove) }, none: t[none], add: add)
    }

    private func item(_ row: FileRow, mayRemove: Bool) -> FileList.Item {
        let isGone = row.removedAt != nil
        let path = frame.paths.file(row.id)
        let own = mayRemove && !isGone && row.person == frame.session.actor.person
        return FileList.Item(
            path: isGone ? nil : path, name: row.name, note: note(row), by: row.personName, at: frame.wording.moment(row.createdAt),
            picture: isGone || !row.kind.isImage ? nil : picture(row),
            removed: row.removedAt.map { at in
                t["file.removed", ["person": row.removedByName, "time": frame.wording.exact(at), "reason": row.removeReason]]
            }, fault: row.fault.map { t["file.fault.\($0.code)"] }, remove: own ? remove(row) : nil)
    }

    private func note(_ row: FileRow) -> String { "\(t.word(row.kind)) · \(frame.wording.bytes(row.bytes))" }

    /// A small picture keeps its own shape; what has none is shown itself, as small.
    private func picture(_ row: FileRow) -> FileList.Picture {
        let longer = max(row.width, row.height, 1)
        return FileList.Picture(
            path: row.hasThumb ? frame.paths.thumb(row.id) : frame.paths.file(row.id), width: max(1, row.width * 96 / longer),
            height: max(1, row.height * 96 / longer))
    }

    private func remove(_ row: FileRow) -> ActionForm {
        ActionForm(
            id: "file-\(row.id)", label: t["file.remove"], path: frame.paths.removeFile(row.id),
            fields: [
                FieldModel(.text, form: "file-\(row.id)", name: "reason", label: t["file.remove.reason"], required: true, maxLength: 200)
            ], key: frame.newKey, danger: true)
    }

    /// A form that hangs files on what the page is about.
    func form(_ id: String = "files", path: String, kept: [FileRow] = [], error: String? = nil) -> FileForm {
        FileForm(
            id: id, label: t["file.add"], path: path, key: frame.newKey, field: field(form: id, kept: kept, error: error))
    }

    func field(form: String, label: String = "file.field", kept: [FileRow] = [], error: String? = nil) -> FileField {
        let kinds = FileKind.allCases.flatMap(\.endings).map { ".\($0)" } + FileKind.allCases.map(\.mediaType)
        return FileField(
            form: form, label: t[label],
            hint: t[
                "file.hint",
                [
                    "count": String(FileRule.perRow), "picture": frame.wording.bytes(FileKind.jpeg.limit),
                    "document": frame.wording.bytes(FileKind.pdf.limit), "video": frame.wording.bytes(FileKind.mp4.limit),
                ]], accept: kinds.joined(separator: ","), uploadPath: frame.paths.files, most: FileRule.perRow,
            kept: kept.map { FileField.Kept(id: $0.id.description, name: $0.name, note: note($0)) }, error: error)
    }

    /// What a file sent by itself is answered with.
    func answer(_ rows: [FileRow], problem: String?) -> FileAnswer.Sent {
        FileAnswer.Sent(
            files: rows.map { row in
                FileAnswer.Sent.File(
                    id: row.id.description, name: row.name, note: note(row),
                    picture: row.kind.isImage ? (row.hasThumb ? frame.paths.thumb(row.id) : frame.paths.file(row.id)) : nil)
            }, problem: problem)
    }
}
