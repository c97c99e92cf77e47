import Foundation
import Glibc
import Postgres
import Store

/// Puts a backup where nothing is yet. Verified before the first byte is written.
struct RestoreBackup {
    let backup: URL
    let manifest: Manifest

    /// - Throws: `BackupFault` for a damaged backup.
    init(_ backup: URL) async throws {
        self.backup = backup
        manifest = try Manifest.read(from: backup)
        try await manifest.verify(in: backup)
    }

    /// The server's files, and of a base backup the cluster, below an empty folder laid out as `bin/serve` expects it.
    /// - Throws: `BackupFault.notEmpty`.
    func restoreFiles(into folder: URL) async throws {
        let found = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        guard found.isEmpty else { throw BackupFault.notEmpty(folder.path) }
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for name in Manifest.dataFolders where FileManager.default.fileExists(atPath: backup.appending(path: name).path) {
            try FileManager.default.copyItem(at: backup.appending(path: name), to: folder.appending(path: name))
        }
        guard manifest.method == .base else { return }
        let cluster = folder.appending(path: "postgres")
        try FileManager.default.copyItem(at: backup.appending(path: Manifest.databaseFolder), to: cluster)
        chmod(cluster.path, 0o700)
        if getuid() == 0 { try await Tool.run(["chown", "-R", "postgres", cluster.path]) }
    }

    /// The content of a dump, into a database that holds nothing of ours.
    /// - Parameters:
    ///   - roles: `sql/roles.sql`; a dump names the roles and does not make them.
    ///   - scratch: the database is thrown away afterwards.
    /// - Throws: `BackupFault.notEmpty`.
    func restoreDump(into administrator: ConnectionString, roles: String) async throws {
        let connection = try await AdminConnection(administrator.text)
        guard try await BackupFacts.isEmpty(connection) else { throw BackupFault.notEmpty("the database \(administrator.database ?? "")") }
        try await connection.execute(script: roles)
        await connection.close()
        let address = administrator.replacing(user: administrator.user ?? "postgres", password: nil).text
        try await Tool.run(
            [
                Tool.postgres("pg_restore", major: manifest.before.serverMajor), "-d", address, "--single-transaction", "--exit-on-error",
                "--no-password", backup.appending(path: Manifest.dumpName).path,
            ], environment: administrator.password.map { ["PGPASSWORD": $0] } ?? [:])
    }
}
