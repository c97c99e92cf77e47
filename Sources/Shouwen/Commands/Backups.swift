import ArgumentParser
import Domain
import Foundation
import Postgres
import Secrets
import Store

struct Backup: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Save the database and the server's files into a new folder below DIR, with checksums; the keys are not in it.",
        discussion: """
            A database on this machine is copied as it lies (pg_basebackup), another one as its content (pg_dump); DATABASE_URL must name a \
            role that row security does not bind.
            """)

    @Argument(help: "Folder of the backups.")
    var place: String

    @Option(help: "base or dump; chosen by the address unless told.")
    var method: Manifest.Method?

    @Option(help: "Delete older backups in DIR beyond this many, once the new one is whole.")
    var keep: Int?

    func validate() throws {
        if let keep, keep < 1 { throw ValidationError("--keep must be 1 or more") }
    }

    func run() async throws {
        let home = try Home()
        let addresses = try DatabaseAddresses()
        let administrator = try addresses.administration(for: "backup")
        let isHere = administrator.host?.hasPrefix("/") ?? true
        let method = method ?? (isHere ? .base : .dump)
        let data = URL(fileURLWithPath: try home.dataFolder())
        let place = URL(fileURLWithPath: place)
        let started = SystemClock().now()
        let taken: (folder: URL, manifest: Manifest)
        do {
            taken = try await TakeBackup(
                administrator: administrator, method: method, data: data, keys: home.keys().ids
            ).run(into: place)
        } catch {
            await BackupNote.write(.backup, method, from: started, bytes: 0, outcome: .bad, detail: "\(type(of: error))", addresses)
            Terminal.note("no backup was taken: \(error)")
            throw ExitCode(1)
        }
        let (folder, manifest) = taken
        await BackupNote.write(
            .backup, method, from: started, bytes: manifest.bytes, outcome: .good,
            detail: "\(manifest.after.total) rows, \(manifest.files.count) files", addresses)
        if let keep {
            for old in TakeBackup.finished(in: place).dropLast(keep) { try FileManager.default.removeItem(at: old) }
        }
        Terminal.say("\(folder.path): \(manifest.bytes) bytes, \(manifest.after.total) rows, verified")
    }
}

struct Restore: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Put a backup where nothing is yet; overwrites nothing.",
        discussion: """
            A base backup becomes a folder that bin/serve starts with SHOUWEN_DATA. A dump goes into the empty database that DATABASE_URL \
            names, its files into the folder. The keys must be put back by hand.
            """)

    @Argument(help: "The backup: one of the folders that backup made.")
    var backup: String

    @Option(help: "An empty or new folder.")
    var into: String

    func run() async throws {
        do {
            let restore = try await RestoreBackup(URL(fileURLWithPath: backup))
            let folder = URL(fileURLWithPath: into)
            try await restore.restoreFiles(into: folder)
            if restore.manifest.method == .dump {
                let administrator = try DatabaseAddresses().administration(for: "restore")
                try await restore.restoreDump(into: administrator, roles: try Home().roles())
            }
            let keys = restore.manifest.keys.map(String.init).joined(separator: ", ")
            Terminal.say(
                "restored into \(folder.path). Put the secret and the keys back (numbers \(keys)), then start with SHOUWEN_DATA=\(folder.path)."
            )
        } catch let fault as BackupFault {
            Terminal.note("nothing was restored: \(fault)")
            throw ExitCode(1)
        }
    }
}

struct Drill: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Restore a backup into a scratch cluster, check it, and report; exit with 1 on a red line.")

    @Argument(help: "A backup, or a folder of backups: then its newest.")
    var backup: String

    func run() async throws {
        let given = URL(fileURLWithPath: backup)
        let isBackup = FileManager.default.fileExists(atPath: given.appending(path: Manifest.name).path)
        guard let chosen = isBackup ? given : TakeBackup.finished(in: given).last else {
            Terminal.note("\(BackupFault.notABackup(given.path))")
            throw ExitCode(1)
        }
        let started = SystemClock().now()
        let report = await RunDrill(backup: chosen, home: try Home()).run()
        let text = "drill of \(chosen.lastPathComponent)\n\(report.text)\n\(report.isRed ? "NOT GOOD" : "good")\n"
        try Data(text.utf8).write(to: chosen.appending(path: "drill-\(TakeBackup.stamp(Date())).txt"))
        if let addresses = try? DatabaseAddresses() {
            let manifest = try? Manifest.read(from: chosen)
            await BackupNote.write(
                .drill, manifest?.method ?? .base, from: started, bytes: manifest?.bytes ?? 0, outcome: report.isRed ? .bad : .good,
                detail: report.lines.first(where: \.isRed)?.check ?? "\(report.lines.count) checks", addresses)
        }
        Terminal.say(text)
        if report.isRed { throw ExitCode(1) }
    }
}

/// The line on the operator's page. A database that cannot take it loses nothing but the line.
enum BackupNote {
    static func write(
        _ kind: BackupKind, _ method: Manifest.Method, from: Instant, bytes: Int64, outcome: BackupOutcome, detail: String,
        _ addresses: DatabaseAddresses
    ) async {
        do {
            let connection = try await AdminConnection(try addresses.owner(for: kind.code).text)
            try await BackupRun.note(
                BackupRun.note(
                    kind, method: method.rawValue, from: from, to: SystemClock().now(), bytes: bytes, outcome: outcome, detail: detail),
                on: connection)
            await connection.close()
        } catch {
            Terminal.note("the operator's page will not know of it: \(error)")
        }
    }
}
