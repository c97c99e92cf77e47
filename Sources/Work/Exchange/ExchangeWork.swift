internal import Domain
package import Store
package import Views

/// The jobs that need the data folder: those that bring tables in and take them out, whose words come from the catalogues, and the check of
/// what people brought.
package struct ExchangeWork: Sendable {
    let folder: DataFolder
    let hasher: PasswordHasher
    let renderer: Renderer

    /// A batch takes a second; on a machine that has much else to do it may take longer, but it has to end before the job's lease does.
    private static let patience = Duration.seconds(60)

    package init(folder: DataFolder, hasher: PasswordHasher, renderer: Renderer) {
        self.folder = folder
        self.hasher = hasher
        self.renderer = renderer
    }

    package var handlers: [JobRegistry.Handler] {
        let imports = ImportWork(folder: folder, hasher: hasher, words: ImportWords(Language.allCases.map(renderer.messages)))
        let exports = ExportWork(folder: folder, renderer: renderer)
        return [
            JobRegistry.Handler(ImportStep.kind, patience: Self.patience, course: { try await imports.run($0) }),
            JobRegistry.Handler(ExportStep.kind, patience: Self.patience, course: { try await exports.run($0) }),
            FileWork(vault: folder.vault).handler,
        ]
    }

    /// Deletes what has expired; part of the worker's housekeeping.
    @Sendable package func tidy(_ store: Store) async throws {
        _ = try await store.expireExchange(folder)
        try await store.tidyFiles(folder.vault)
    }
}

extension ImportWords {
    /// The words of every language, and the codes themselves.
    init(_ languages: [Messages]) {
        func words<Word: Worded & CaseCode>(_ type: Word.Type) -> [String: Word] {
            let all = Word.allCases.flatMap { word in
                ([word.rawValue] + languages.map { $0.word(word) }).map { (HeadingKey.of($0), word) }
            }
            return Dictionary(all) { first, _ in first }
        }
        var roles: [String: String] = [:]
        for role in BuiltInRole.all {
            for text in [role.key] + languages.map({ $0.role(role.key) }) { roles[HeadingKey.of(text)] = role.key }
        }
        self.init(
            relations: words(CustomerRelation.self), papers: words(IdentityKind.self), usages: words(HouseUsage.self), roles: roles,
            stages: words(Stage.self))
    }
}
