internal import Domain
package import Store
package import Views

/// The jobs that bring tables in and take them out. Their files lie in the data folder, their words come from the catalogues.
package struct ExchangeWork: Sendable {
    let folder: DataFolder
    let hasher: PasswordHasher
    let renderer: Renderer

    package init(folder: DataFolder, hasher: PasswordHasher, renderer: Renderer) {
        self.folder = folder
        self.hasher = hasher
        self.renderer = renderer
    }

    package var handlers: [JobRegistry.Handler] {
        let imports = ImportWork(folder: folder, hasher: hasher, words: ImportWords(Language.allCases.map(renderer.messages)))
        let exports = ExportWork(folder: folder, renderer: renderer)
        return [
            JobRegistry.Handler(ImportStep.kind, course: { try await imports.run($0) }),
            JobRegistry.Handler(ExportStep.kind, course: { try await exports.run($0) }),
        ]
    }

    /// Deletes what has expired; part of the worker's housekeeping.
    @Sendable package func tidy(_ store: Store) async throws { _ = try await store.expireExchange(folder) }
}

extension ImportWords {
    /// The words of every language, and the codes themselves.
    init(_ languages: [Messages]) {
        var (relations, roles): ([String: CustomerRelation], [String: String]) = ([:], [:])
        for relation in CustomerRelation.allCases {
            for text in [relation.rawValue] + languages.map({ $0.word(relation) }) { relations[HeadingKey.of(text)] = relation }
        }
        for role in BuiltInRole.all {
            for text in [role.key] + languages.map({ $0.role(role.key) }) { roles[HeadingKey.of(text)] = role.key }
        }
        self.init(relations: relations, roles: roles)
    }
}
