/// What has to be known before the cells: which sheet, how numbers are meant, the shared texts.
struct Workbook {
    let sheet: ZipArchive.Entry
    let from1904: Bool
    /// By style index: whether its numbers are days.
    let dateStyles: [Bool]
    let texts: [String]

    /// The first sheet that is not hidden.
    /// - Throws: `notATable` for an archive that is no workbook, `damaged`, `tooLarge`.
    init(_ archive: ZipArchive, limits: SheetLimits) throws {
        guard let book = archive.entry("xl/workbook.xml") else { throw SheetFault.notATable }
        var (sheets, is1904): ([(target: String, isHidden: Bool)], Bool) = ([], false)
        try archive.walk(book, limits: limits) { walker in
            walker.onStart = { name, attributes in
                if name == "workbookPr" { is1904 = ["1", "true"].contains(attributes["date1904"]) }
                if name == "sheet", let id = attributes["id"] {
                    sheets.append((id, attributes["state"]?.hasPrefix("h") ?? false || attributes["state"] == "veryHidden"))
                }
            }
        }
        from1904 = is1904
        guard let chosen = sheets.first(where: { !$0.isHidden }) ?? sheets.first else { throw SheetFault.notATable }
        let targets = try Workbook.targets(archive, limits)
        guard let target = targets[chosen.target], let sheet = archive.entry(Workbook.path(target)) else { throw SheetFault.damaged }
        self.sheet = sheet
        dateStyles = try Workbook.styles(archive, limits)
        texts = try Workbook.texts(archive, limits)
    }

    /// A target is relative to the folder of the workbook, or absolute.
    private static func path(_ target: String) -> String { target.hasPrefix("/") ? String(target.dropFirst()) : "xl/\(target)" }

    private static func targets(_ archive: ZipArchive, _ limits: SheetLimits) throws -> [String: String] {
        guard let entry = archive.entry("xl/_rels/workbook.xml.rels") else { throw SheetFault.damaged }
        var targets: [String: String] = [:]
        try archive.walk(entry, limits: limits) { walker in
            walker.onStart = { name, attributes in
                if name == "Relationship", attributes["TargetMode"] != "External", let id = attributes["Id"] {
                    targets[id] = attributes["Target"]
                }
            }
        }
        return targets
    }

    private static func styles(_ archive: ZipArchive, _ limits: SheetLimits) throws -> [Bool] {
        guard let entry = archive.entry("xl/styles.xml") else { return [] }
        var own: [Int: Bool] = [:]
        var formats: [Int] = []
        var isInside = false
        try archive.walk(entry, limits: limits) { walker in
            walker.onStart = { name, attributes in
                switch name {
                case "numFmt":
                    if let id = attributes["numFmtId"].flatMap({ Int($0) }) { own[id] = CellText.showsDate(attributes["formatCode"] ?? "") }
                case "cellXfs": isInside = true
                case "xf":
                    guard isInside else { break }
                    guard formats.count < 65_536 else { throw SheetFault.tooLarge }
                    formats.append(attributes["numFmtId"].flatMap { Int($0) } ?? 0)
                default: break
                }
            }
            walker.onEnd = { if $0 == "cellXfs" { isInside = false } }
        }
        return formats.map { own[$0] ?? CellText.showsDate(builtIn: $0) }
    }

    private static func texts(_ archive: ZipArchive, _ limits: SheetLimits) throws -> [String] {
        guard let entry = archive.entry("xl/sharedStrings.xml") else { return [] }
        var texts: [String] = []
        var current: [UInt8] = []
        var (isText, isReading, total) = (false, false, 0)
        try archive.walk(entry, limits: limits) { walker in
            walker.onStart = { name, _ in
                switch name {
                case "si": (isText, current) = (true, [])
                case "t": isReading = isText
                // How a word is pronounced stands beside it and is not part of it.
                case "rPh": isText = false
                default: break
                }
            }
            walker.onText = { bytes in
                guard isReading else { return }
                total += bytes.count
                guard total <= limits.sharedStringBytes else { throw SheetFault.tooLarge }
                guard current.count + bytes.count <= limits.cellBytes else { throw SheetFault.cellTooLong(row: 0) }
                current.append(contentsOf: bytes)
            }
            walker.onEnd = { name in
                switch name {
                case "t": isReading = false
                case "rPh": isText = true
                case "si":
                    total += 16
                    texts.append(String(decoding: current, as: UTF8.self))
                default: break
                }
            }
        }
        return texts
    }
}
