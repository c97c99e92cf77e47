/// The name a file had on the person's machine: shown and offered when it is saved, never a path of ours.
package enum FileName {
    package static let length = 120

    /// Without folders, control and direction signs; the ending survives when the name is too long.
    package static func clean(_ raw: String) -> String {
        let bare = raw.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last.map(String.init) ?? ""
        let visible = bare.unicodeScalars.filter { scalar in
            scalar.value >= 0x20 && scalar.value != 0x7F && scalar.properties.generalCategory != .format
                && scalar.properties.generalCategory != .control
        }
        let text = String(String.UnicodeScalarView(visible))
        guard text.count > length else { return text }
        let ending = text.lastIndex(of: ".").map { String(text[$0...]) } ?? ""
        return ending.count <= 6 ? String(text.prefix(length - ending.count)) + ending : String(text.prefix(length))
    }

    /// A name has to promise what the content is (B5: extension and magic bytes must agree).
    /// - Throws: `lyingName`, `unknownKind` for a name that promises none of our kinds.
    package static func check(_ name: String, is kind: FileKind) throws(FileFault) {
        guard let promised = FileKind.promised(by: name) else { throw .unknownKind }
        guard promised == kind else { throw .lyingName(kind) }
    }
}
