internal import Dispatch
internal import Foundation
internal import Glibc
internal import Synchronization

/// The processes behind a `TestCluster`. A shell holds the read end of a pipe whose write end only this process has; when the pipe
/// closes, because the process ended in whatever way, the shell stops the server and removes the folder.
final class Server: Sendable {
    private static let binaries = "/usr/lib/postgresql/15/bin"
    private static let watchdog = """
        trap "" INT
        "$1/postgres" -D "$2/data" -k "$2" -c listen_addresses= >>"$2/log" 2>&1 &
        pid=$!
        read -r ending
        kill -QUIT $pid 2>/dev/null; kill -CONT -- $(pgrep -P $pid) $pid 2>/dev/null
        wait $pid
        [ "$ending" = keep ] || rm -rf "$2"
        """

    private struct State {
        var ended: DispatchSemaphore?
        var pipe: Pipe?
    }

    let directory: String
    private let state = Mutex(State())

    private init(directory: String) {
        self.directory = directory
    }

    static func create(isDurable: Bool) throws -> Server {
        // Short: the path of a Unix socket may have 107 bytes.
        var template = Array("/tmp/shouwen-pg-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw ClusterError("no temporary folder: \(errno)") }
        let directory = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        try giveToPostgres(directory)
        let server = Server(directory: directory)
        try run(
            asUser + [
                binaries + "/initdb", "-D", directory + "/data", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N",
            ])
        var settings = """
            max_connections = 800
            log_min_messages = warning
            shared_buffers = 64MB
            timezone = 'UTC'

            """
        if !isDurable { settings += "fsync = off\nsynchronous_commit = off\nfull_page_writes = off\n" }
        let path = directory + "/data/postgresql.conf"
        guard let file = FileHandle(forWritingAtPath: path) else { throw ClusterError("no \(path)") }
        try file.seekToEnd()
        try file.write(contentsOf: Data(settings.utf8))
        try file.close()
        try server.start()
        return server
    }

    func start() throws {
        let pipe = Pipe()
        // No other child of this process may inherit the write end: it would keep the server alive.
        _ = fcntl(pipe.fileHandleForWriting.fileDescriptor, F_SETFD, FD_CLOEXEC)
        let process = Process()
        let command = Self.asUser + ["/bin/sh", "-c", Self.watchdog, "watchdog", Self.binaries, directory]
        process.executableURL = URL(filePath: command[0])
        process.arguments = Array(command.dropFirst())
        process.standardInput = pipe
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        process.currentDirectoryURL = URL(filePath: "/")
        let ended = DispatchSemaphore(value: 0)
        process.terminationHandler = { _ in ended.signal() }
        try process.run()
        try? pipe.fileHandleForReading.close()
        state.withLock { $0 = State(ended: ended, pipe: pipe) }
        try waitUntilReady(process)
    }

    /// Stops the server as a crash would and waits for its end.
    func stop() throws {
        end(saying: "keep\n")
    }

    func remove() {
        end(saying: "remove\n")
    }

    func signal(_ number: Int32) throws {
        let pidFile = try String(contentsOfFile: directory + "/data/postmaster.pid", encoding: .utf8)
        guard let main = pidFile.split(separator: "\n").first.flatMap({ Int32($0) }) else { throw ClusterError("no process id") }
        let children = try String(contentsOfFile: "/proc/\(main)/task/\(main)/children", encoding: .utf8)
        for pid in [main] + children.split(separator: " ").compactMap({ Int32($0) }) { kill(pid, number) }
    }

    private func end(saying word: String) {
        let (ended, pipe) = state.withLock { state in
            defer { state = State() }
            return (state.ended, state.pipe)
        }
        guard let ended, let pipe else { return }
        try? pipe.fileHandleForWriting.write(contentsOf: Data(word.utf8))
        try? pipe.fileHandleForWriting.close()
        ended.wait()
    }

    private func waitUntilReady(_ process: Process) throws {
        let limit = ContinuousClock.now + .seconds(60)
        while ContinuousClock.now < limit {
            if try Self.status([Self.binaries + "/pg_isready", "-q", "-h", directory]) == 0 { return }
            guard process.isRunning else { break }
            usleep(20_000)
        }
        let log = (try? String(contentsOfFile: directory + "/log", encoding: .utf8)) ?? ""
        throw ClusterError("the server did not start:\n\(log.suffix(2000))")
    }

    // MARK: running as somebody who may run a server

    /// PostgreSQL refuses root; then Debian's user `postgres` runs it.
    private static var asUser: [String] {
        getuid() == 0 ? ["/usr/sbin/runuser", "-u", "postgres", "--"] : ["/usr/bin/env"]
    }

    private static func giveToPostgres(_ directory: String) throws {
        guard getuid() == 0 else { return }
        try run(["/bin/chown", "postgres", directory])
        chmod(directory, 0o755)
    }

    private static func run(_ command: [String]) throws {
        let status = try status(command)
        guard status == 0 else { throw ClusterError("\(command.joined(separator: " ")) ended with \(status)") }
    }

    private static func status(_ command: [String]) throws -> Int32 {
        let process = Process()
        process.executableURL = URL(filePath: command[0])
        process.arguments = Array(command.dropFirst())
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        process.currentDirectoryURL = URL(filePath: "/")
        let ended = DispatchSemaphore(value: 0)
        process.terminationHandler = { _ in ended.signal() }
        try process.run()
        ended.wait()
        return process.terminationStatus
    }
}
