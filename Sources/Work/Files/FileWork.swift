internal import Store

/// The night's check of what people brought: contents are read on the vault's threads, between the transactions.
struct FileWork: Sendable {
    let vault: any FileVault

    /// A batch of contents may take minutes; each look begins the lease anew.
    private static let patience = Duration.seconds(120)

    var handler: JobRegistry.Handler {
        JobRegistry.Handler(CheckFiles.kind, patience: Self.patience, course: run)
    }

    @Sendable private func run(_ course: JobCourse) async throws {
        try await CheckFiles.run(
            vault, look: { body in try await course.look { tx, _ in try await body(tx) } },
            finish: { body in try await course.finish { tx, _ in try await body(tx) } })
    }
}
