import ArgumentParser
import Foundation
import Postgres
import Secrets
import Store

/// Where `sql/`, `Templates/` and `Public/` are: in `SHOUWEN_HOME`, else in the working directory, else above the executable.
struct Home: Sendable {
    let path: String

    init(environment: [String: String] = ProcessInfo.processInfo.environment) throws {
        if let named = environment["SHOUWEN_HOME"], !named.isEmpty {
            guard Self.isHome(named) else { throw ValidationError("SHOUWEN_HOME=\(named) has no sql/migrations and Templates.") }
            path = named
            return
        }
        let executable = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath().deletingLastPathComponent()
        var places = [FileManager.default.currentDirectoryPath]
        var place = executable
        while place.path != "/" {
            places.append(place.path)
            place.deleteLastPathComponent()
        }
        guard let found = places.first(where: Self.isHome) else {
            throw ValidationError("sql/ and Templates/ are neither here nor above the executable; set SHOUWEN_HOME.")
        }
        path = found
    }

    private static func isHome(_ path: String) -> Bool {
        ["sql/migrations", "Templates"].allSatisfy { FileManager.default.fileExists(atPath: "\(path)/\($0)") }
    }

    var templates: String { "\(path)/Templates" }
    var publicFiles: String { "\(path)/Public" }

    func roles() throws -> String { try String(contentsOfFile: "\(path)/sql/roles.sql", encoding: .utf8) }

    func migrator(_ address: ConnectionString) throws -> Migrator {
        Migrator(
            connectionString: address.text, migrations: try Migration.load(directory: "\(path)/sql/migrations", digest: Secrets.digest))
    }

    /// The folder of what the server itself keeps.
    private func data(_ environment: [String: String] = ProcessInfo.processInfo.environment) -> String {
        environment["SHOUWEN_DATA"].flatMap { $0.isEmpty ? nil : $0 } ?? "\(path)/.data"
    }

    /// The same, made when missing.
    func dataFolder() throws -> String {
        try FileManager.default.createDirectory(atPath: data(), withIntermediateDirectories: true)
        return data()
    }

    /// Where the anchors of the audit trail are kept beside the database: `SHOUWEN_AUDIT_ANCHORS`, better on another volume.
    var auditAnchors: String { Environment.value("SHOUWEN_AUDIT_ANCHORS") ?? "\(data())/audit-anchors" }

    /// The keys that seal personal data: from the file `SHOUWEN_KEYS` names, else from `.data/keys`, else the one key that follows
    /// from the secret. A file that is named must be there; one that others may read is refused.
    /// - Throws: `ValidationError`.
    func keys(environment: [String: String] = ProcessInfo.processInfo.environment) throws -> KeyRing {
        let secret = try secret(environment: environment)
        let named = environment["SHOUWEN_KEYS"].flatMap { $0.isEmpty ? nil : $0 }
        let file = named ?? "\(data(environment))/keys"
        guard let stored = FileManager.default.contents(atPath: file) else {
            guard named == nil else { throw ValidationError("SHOUWEN_KEYS=\(file) cannot be read") }
            return KeyRing(secret: secret)
        }
        let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int ?? 0
        guard mode & 0o077 == 0 else { throw ValidationError("the key file \(file) may be readable by its owner only (chmod 600)") }
        do {
            return try KeyRing(secret: secret, file: String(decoding: stored, as: UTF8.self))
        } catch KeyRing.Fault.unreadable(let line) {
            throw ValidationError("line \(line) of the key file \(file) is not a number and a key")
        } catch KeyRing.Fault.repeated(let id) {
            throw ValidationError("key \(id) stands twice in the key file \(file)")
        }
    }

    /// `SHOUWEN_SECRET`, or 32 random bytes made once in `.data/secret`, readable by its owner only.
    func secret(environment: [String: String] = ProcessInfo.processInfo.environment) throws -> [UInt8] {
        if let named = environment["SHOUWEN_SECRET"], !named.isEmpty {
            guard named.utf8.count >= 32 else { throw ValidationError("SHOUWEN_SECRET must have 32 bytes or more.") }
            return Array(named.utf8)
        }
        let folder = data(environment)
        let file = "\(folder)/secret"
        if let stored = FileManager.default.contents(atPath: file), stored.count >= 32 { return Array(stored) }
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let fresh = Secrets.randomBytes(32)
        let handle = open(file, O_WRONLY | O_CREAT | O_EXCL, 0o600)
        guard handle >= 0 else { throw ValidationError("the secret file \(file) cannot be written") }
        FileHandle(fileDescriptor: handle, closeOnDealloc: true).write(Data(fresh))
        return fresh
    }
}
