import Foundation

/// The template files as written, and the checks that must pass before a server starts.
struct TemplateSource {
    /// Name to text. A name is the path below `Templates/` without its ending; layouts go by their bare name because the engine
    /// cannot close a parent whose name has a slash.
    let files: [String: String]

    init(folder: String) throws {
        let folder = URL(fileURLWithPath: folder).resolvingSymlinksInPath().path
        var files: [String: String] = [:]
        for path in try FileManager.default.subpathsOfDirectory(atPath: folder) where path.hasSuffix(".mustache") {
            let file = path.dropLast(".mustache".count)
            let name = file.hasPrefix("layouts/") ? file.dropFirst("layouts/".count) : file
            files[String(name)] = try String(contentsOfFile: "\(folder)/\(path)", encoding: .utf8)
        }
        self.files = files
    }

    /// The only template that may contain an unescaped tag.
    static let unescapedSlot = "partials/figure"

    /// Everything wrong with the templates against these catalogues and assets; empty when the server may start.
    func problems(catalogues: [Messages], assets: Assets) -> [String] {
        var problems: [String] = []
        for template in Template.allCases where files[template.rawValue] == nil {
            problems.append("template \(template.rawValue) has no file")
        }
        for (name, text) in files {
            for tag in TagScanner.tags(in: text) { problems += self.problems(of: tag, in: name, catalogues: catalogues, assets: assets) }
        }
        let all = catalogues.reduce(into: Set<String>()) { $0.formUnion($1.keys) }
        for catalogue in catalogues {
            for key in all.subtracting(catalogue.keys) { problems.append("\(catalogue.language.rawValue) lacks the text \(key)") }
        }
        return problems.sorted()
    }

    private func problems(of tag: Tag, in name: String, catalogues: [Messages], assets: Assets) -> [String] {
        switch tag.kind {
        case .partial, .parent:
            files[tag.name] == nil ? ["\(name): no template \(tag.name)"] : []
        case .text:
            catalogues.filter { $0.optional(tag.name) == nil }.map { "\(name): \($0.language.rawValue) lacks the text \(tag.name)" }
        case .asset:
            assets.addresses[tag.name] == nil ? ["\(name): no file Public/\(tag.name)"] : []
        case .unescaped:
            name == TemplateSource.unescapedSlot ? [] : ["\(name): unescaped tag \(tag.name)"]
        case .pragma:
            ["\(name): content type is set by the loader"]
        case .variable, .open, .inverted, .close, .block, .comment:
            []
        }
    }

    /// The text to compile for a language: content type first, then texts and addresses in place.
    ///
    /// Indentation is dropped: an indented partial makes the engine count the characters of everything it renders.
    func localized(_ name: String, messages: Messages, assets: Assets) -> String {
        var output = "{{% CONTENT_TYPE:\(Markup.name)}}"
        let lines = (files[name] ?? "").split(separator: "\n", omittingEmptySubsequences: true)
        let flush = lines.map { $0.drop { $0 == " " } }.joined(separator: "\n")
        var rest = flush[...]
        while let open = rest.firstRange(of: "{{"), let close = rest[open.upperBound...].firstRange(of: "}}") {
            let inner = rest[open.upperBound..<close.lowerBound]
            if inner.hasPrefix("t:") {
                output += rest[..<open.lowerBound] + Markup.escape(messages[String(inner.dropFirst(2))])
            } else if inner.hasPrefix("asset:") {
                output += rest[..<open.lowerBound] + Markup.escape(assets.addresses[String(inner.dropFirst(6))] ?? "")
            } else {
                output += rest[..<close.upperBound]
            }
            rest = rest[close.upperBound...]
        }
        return output + rest
    }
}
