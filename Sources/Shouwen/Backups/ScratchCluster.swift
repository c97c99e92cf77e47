import Foundation
import Glibc
import Postgres

/// A PostgreSQL that exists for one drill: in a folder of its own, reached through a socket there, without network.
struct ScratchCluster {
    let folder: URL
    let major: Int

    private var data: URL { folder.appending(path: "postgres") }

    /// A folder under /tmp: the path of a socket may have 107 bytes.
    static func makeFolder() throws -> URL {
        var template = Array("/tmp/shouwen-drill-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw CocoaError(.fileWriteUnknown) }
        let path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return URL(fileURLWithPath: path, isDirectory: true)
    }

    func address(_ database: String, user: String = "postgres") throws -> ConnectionString {
        try ConnectionString("host=\(folder.path) port=5432 dbname=\(database) user=\(user)")
    }

    /// A new cluster, for a dump.
    func create() async throws {
        try await handOver()
        try await Tool.run(
            Tool.asServer([
                Tool.postgres("initdb", major: major), "-D", data.path, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8",
                "--data-checksums",
            ]))
    }

    /// Starts it, whatever its own settings say about network, archiving and who may come in.
    func start() async throws {
        try await handOver()
        let door = folder.appending(path: "hba.conf")
        try Data("local all all trust\n".utf8).write(to: door)
        chmod(door.path, 0o644)
        let options =
            "-k '\(folder.path)' -p 5432 -c listen_addresses='' -c archive_mode=off -c hba_file='\(door.path)' -c jit=off -c logging_collector=off"
        try await Tool.run(
            Tool.asServer([
                Tool.postgres("pg_ctl", major: major), "-D", data.path, "-l", folder.appending(path: "log").path, "-w", "-t", "600", "-o",
                options, "start",
            ]))
    }

    /// The folder belongs to whoever runs the server.
    private func handOver() async throws {
        chmod(folder.path, 0o755)
        if getuid() == 0 { try await Tool.run(["chown", "postgres", folder.path]) }
    }

    /// Also after a start that failed half-way.
    func remove() async {
        _ = try? await Tool.run(Tool.asServer([Tool.postgres("pg_ctl", major: major), "-D", data.path, "-m", "immediate", "-w", "stop"]))
        try? FileManager.default.removeItem(at: folder)
    }
}
