import Mustache

/// The only caller of the template engine: one compiled library per language, built and checked at start-up.
package final class Renderer: Sendable {
    private let libraries: [Language: MustacheLibrary]
    private let catalogues: [Language: Messages]
    package let assets: Assets

    /// Everything that is wrong with templates, catalogues and assets, in one list.
    package struct TemplateProblems: Error, CustomStringConvertible {
        package let problems: [String]
        package var description: String { "The templates cannot be used:\n" + problems.map { "  - \($0)\n" }.joined() }
    }

    /// - Parameters:
    ///   - templates: path of the folder `Templates`.
    ///   - publicFiles: path of the folder `Public`, whose files are addressed by content.
    /// - Throws: `TemplateProblems` with every problem found, or a file error.
    package init(templates: String, publicFiles: String) throws {
        precondition(Markup.registered)
        let source = try TemplateSource(folder: templates)
        let assets = try Assets(folder: publicFiles)
        let catalogues = try Language.allCases.map { try Messages.load($0, folder: templates) }
        var problems = source.problems(catalogues: catalogues, assets: assets)
        guard problems.isEmpty else { throw TemplateProblems(problems: problems) }

        var libraries: [Language: MustacheLibrary] = [:]
        for catalogue in catalogues {
            var library = MustacheLibrary()
            for name in source.files.keys.sorted() {
                do {
                    try library.register(source.localized(name, messages: catalogue, assets: assets), named: name)
                } catch {
                    problems.append("\(name) (\(catalogue.language.rawValue)): \(error)")
                }
            }
            libraries[catalogue.language] = library
        }
        guard problems.isEmpty else { throw TemplateProblems(problems: problems) }
        self.libraries = libraries
        self.catalogues = Dictionary(uniqueKeysWithValues: catalogues.map { ($0.language, $0) })
        self.assets = assets
    }

    /// The texts of a language, for words that Swift has to form.
    package func messages(_ language: Language) -> Messages {
        catalogues[language] ?? Messages(language: language, texts: [:])
    }

    /// Renders a page inside its layout. The page's own names are at the root, the frame around it under `chrome`.
    /// - Throws: errors of the page's `encode(to:)`; `UnknownTemplate` cannot happen after a successful start.
    package func render<P: Page>(_ page: P, chrome: Chrome, language: Language) throws -> String {
        try render(tree: Renderer.tree(page: page, chrome: chrome), template: P.template, language: language)
    }

    /// Renders a value tree; the tests hand in trees of their own.
    package func render(tree: PageTree, template: Template, language: Language) throws -> String {
        guard let html = libraries[language]?.render(tree, withTemplate: template.rawValue) else {
            throw UnknownTemplate(template: template)
        }
        return html
    }

    package struct UnknownTemplate: Error { package let template: Template }

    /// The value tree a template sees; the tests resolve every tag against it.
    package static func tree<P: Page>(page: P, chrome: Chrome) throws -> PageTree {
        let root = try TreeEncoder.tree(of: page) as? PageTree ?? PageTree()
        root.children["chrome"] = try TreeEncoder.tree(of: chrome)
        return root
    }
}
