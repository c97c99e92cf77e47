/// What an office file is, by the entries of its archive; nothing of it is unfolded.
package enum OfficeArchive {
    package enum Kind: Hashable, Sendable {
        case document, workbook
    }

    /// - Parameter limits: entries, ratio and stated size are checked as for tables that are read.
    /// - Returns: nil for an archive that is neither; whether it carries programs.
    /// - Throws: `damaged`, `encrypted`, `tooLarge`.
    package static func kind(_ path: String, limits: SheetLimits = SheetLimits()) throws(SheetFault) -> (kind: Kind, hasMacros: Bool)? {
        let archive = try ZipArchive(path, limits: limits)
        guard archive.entry("[Content_Types].xml") != nil else { return nil }
        let (document, workbook) = (archive.entry("word/document.xml") != nil, archive.entry("xl/workbook.xml") != nil)
        // Both at once would be two answers to one question.
        guard document != workbook else { return nil }
        let macros = archive.names.contains { name in
            let last = name.split(separator: "/").last.map { $0.lowercased() } ?? ""
            return last == "vbaproject.bin" || last == "vbadata.xml"
        }
        return (document ? .document : .workbook, macros)
    }
}
