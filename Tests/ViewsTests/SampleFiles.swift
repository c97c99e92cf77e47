import Domain
import Views

extension Samples {
    func files(full: Bool, none: String = "file.none") -> FileList {
        guard full else { return FileList(items: [], none: text[none]) }
        let at = words.moment(words.now - .hours(3))
        let remove = ActionForm(
            id: "file-1", label: text["file.remove"], path: "/yunshan/bj/files/1/remove",
            fields: [FieldModel(.text, form: "file-1", name: "reason", label: text["file.remove.reason"], required: true, maxLength: 200)],
            key: "k", danger: true)
        func item(_ name: String, _ kind: FileKind, _ bytes: Int64, picture: FileList.Picture? = nil, remove: ActionForm? = nil)
            -> FileList.Item
        {
            FileList.Item(
                path: "/yunshan/bj/files/1", name: name, note: "\(text.word(kind)) · \(words.bytes(bytes))", by: "李敏", at: at,
                picture: picture, remove: remove)
        }
        var lost = item("录像.mp4", .mp4, 31_000_000)
        lost.fault = text["file.fault.missing"]
        let gone = FileList.Item(
            path: nil, name: "拍错了.png", note: text.word(FileKind.png), by: "李敏", at: at,
            removed: text["file.removed", ["person": "李敏", "time": words.exact(words.now), "reason": "拍错了房间"]])
        return FileList(
            items: [
                item(
                    "地库渗水 <远>.jpg", .jpeg, 2_400_000, picture: .init(path: "/yunshan/bj/files/1/thumb", width: 96, height: 72),
                    remove: remove),
                item("检测报告.pdf", .pdf, 480_000), lost, gone,
            ], none: text[none],
            add: FileForm(
                id: "files", label: text["file.add"], path: "/yunshan/bj/tickets/1/files", key: "k", field: fileField("files", full: true)))
    }

    func fileField(_ form: String, full: Bool) -> FileField {
        let size = ["count": "9", "picture": words.bytes(10 << 20), "document": words.bytes(20 << 20), "video": words.bytes(50 << 20)]
        return FileField(
            form: form, label: text["file.field"], hint: text["file.hint", size], accept: ".jpg,image/jpeg",
            uploadPath: "/yunshan/bj/files", most: 9,
            kept: full ? [FileField.Kept(id: "7", name: "现场 \"1\".jpg", note: words.bytes(1_200_000))] : [],
            error: full ? text["file.refused", ["name": "x.svg", "problem": words.problem(.file(.unknownKind))]] : nil, required: full)
    }
}
