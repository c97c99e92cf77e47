import Foundation
import Postgres
import Store

/// Restores a backup beside everything else and looks whether it is what was saved: a backup that was never restored is a hope.
struct RunDrill {
    let backup: URL
    let home: Home

    /// - Returns: what was found; red lines mean that the backup would not have helped.
    func run() async -> StartupReport {
        let started = ContinuousClock.now
        var lines: [StartupReport.Line] = []
        do {
            let restore = try await RestoreBackup(backup)
            lines.append(
                .init(check: "checksums", found: "\(restore.manifest.files.count) files and the database's own", isRed: false))
            lines.append(.init(check: "keys needed", found: restore.manifest.keys.map(String.init).joined(separator: ", "), isRed: false))
            let scratch = ScratchCluster(folder: try ScratchCluster.makeFolder(), major: restore.manifest.before.serverMajor)
            do {
                try await lines += prove(restore, in: scratch)
            } catch {
                lines.append(.init(check: "restore", found: "\(error)", isRed: true))
            }
            await scratch.remove()
        } catch {
            lines.append(.init(check: "backup", found: "\(error)", isRed: true))
        }
        lines.append(.init(check: "time taken", found: "\(started.duration(to: .now).components.seconds) s", isRed: false))
        return StartupReport(lines: lines)
    }

    private func prove(_ restore: RestoreBackup, in scratch: ScratchCluster) async throws -> [StartupReport.Line] {
        let manifest = restore.manifest
        let database = manifest.before.database
        switch manifest.method {
        case .base:
            try await restore.restoreFiles(into: scratch.folder)
            try await scratch.start()
        case .dump:
            try await restore.restoreFiles(into: scratch.folder)
            try await scratch.create()
            try await scratch.start()
            let server = try await AdminConnection(scratch.address("postgres").text)
            try await ScratchDatabase.create(database, on: server)
            await server.close()
            try await restore.restoreDump(into: scratch.address(database), roles: try home.roles())
        }
        var lines = [StartupReport.Line(check: "restored", found: "\(manifest.method.rawValue), \(database)", isRed: false)]
        lines += try await serving(scratch, database)
        lines.append(try await pages(scratch, database))
        lines.append(try await rows(scratch, manifest))
        lines.append(await trail(scratch, database))
        return lines
    }

    /// What the server itself looks at before it starts: roles, forced row security, migrations.
    private func serving(_ scratch: ScratchCluster, _ database: String) async throws -> [StartupReport.Line] {
        let address = try scratch.address(database, user: DatabaseAddresses.appRole)
        let pool = ConnectionPool(PoolConfiguration(address.text, size: 1))
        let report: StartupReport
        do {
            report = try await StartupChecks.openDatabase(pool, migrator: try home.migrator(address))
        } catch let refused as StartupRefused {
            report = refused.report
        } catch {
            report = StartupReport(lines: [.init(check: "start-up checks", found: "\(error)", isRed: true)])
        }
        await pool.shutdown()
        return report.lines
    }

    /// Every page of every table and index, read and checked.
    private func pages(_ scratch: ScratchCluster, _ database: String) async throws -> StartupReport.Line {
        do {
            try await Tool.run([
                Tool.postgres("pg_amcheck", major: scratch.major), "-h", scratch.folder.path, "-p", "5432", "-U", "postgres", "-d",
                database,
                "--install-missing",
            ])
            return .init(check: "tables and indexes", found: "whole (pg_amcheck)", isRed: false)
        } catch let failed as Tool.Failed {
            return .init(check: "tables and indexes", found: String(failed.output.prefix(300)), isRed: true)
        }
    }

    /// The audit trail and the tickets' logs, recomputed. Needs the secret of the server that wrote them.
    private func trail(_ scratch: ScratchCluster, _ database: String) async -> StartupReport.Line {
        do {
            let connection = try await AdminConnection(try scratch.address(database).acting(as: "shouwen_owner").text)
            let report = try await AuditCheck(connection, secret: try home.secret()).run(anchors: [])
            await connection.close()
            let found = "\(report.lines) lines, \(report.tickets) tickets"
            return .init(
                check: "audit trail", found: report.isWhole ? found : "\(report.findings.count) findings in \(found)",
                isRed: !report.isWhole)
        } catch {
            return .init(check: "audit trail", found: "\(error)", isRed: true)
        }
    }

    private func rows(_ scratch: ScratchCluster, _ manifest: Manifest) async throws -> StartupReport.Line {
        let connection = try await AdminConnection(scratch.address(manifest.before.database).text)
        let facts = try await BackupFacts.read(connection)
        await connection.close()
        let differences = facts.differences(from: manifest.before, until: manifest.after)
        return .init(
            check: "rows",
            found: differences.isEmpty ? "\(facts.total) in \(facts.rows.count) tables" : differences.prefix(5).joined(separator: "; "),
            isRed: !differences.isEmpty)
    }
}
