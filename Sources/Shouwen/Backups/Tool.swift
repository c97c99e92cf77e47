import ArgumentParser
import Foundation
import Glibc

/// A command of PostgreSQL or of the system, run to its end on a thread of its own.
enum Tool {
    struct Failed: Error, CustomStringConvertible {
        let command: String
        let status: Int32
        let output: String
        var description: String { "\(command) ended with \(status):\n\(output.suffix(2000))" }
    }

    /// - Parameter environment: added to the process's own; passwords travel here, never among the words.
    /// - Returns: what it printed.
    /// - Throws: `Failed`.
    @discardableResult
    static func run(_ words: [String], environment: [String: String] = [:]) async throws -> String {
        try await withCheckedThrowingContinuation { waiter in
            Thread.detachNewThread { waiter.resume(with: Result { try runHere(words, environment) }) }
        }
    }

    /// Spawned by hand: Foundation's `Process` waits until every descendant has ended, also the server that `pg_ctl` leaves running.
    private static func runHere(_ command: [String], _ environment: [String: String]) throws -> String {
        // From the root folder: the user postgres may not be able to enter ours.
        let words = ["env", "-C", "/"] + command
        // A file, not a pipe, for the same reason.
        let path = "\(NSTemporaryDirectory())/shouwen-tool-\(UUID().uuidString)"
        defer { unlink(path) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, path, O_WRONLY | O_CREAT | O_EXCL, 0o600)
        posix_spawn_file_actions_adddup2(&actions, 1, 2)
        // Nothing of ours is for the child; a server it leaves running would hold it for ever.
        for handle in Int32(3)..<1_024 { _ = fcntl(handle, F_SETFD, FD_CLOEXEC) }
        // A child inherits the mask of the thread that starts it, and threads of this process block nearly all signals.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))

        let variables = ProcessInfo.processInfo.environment.merging(environment) { $1 }.map { "\($0)=\($1)" }
        var arguments = words.map { strdup($0) } + [nil]
        var settings = variables.map { strdup($0) } + [nil]
        defer { for text in arguments + settings { free(text) } }
        var child = pid_t()
        let problem = posix_spawnp(&child, words[0], &actions, &attributes, &arguments, &settings)
        guard problem == 0 else { throw Failed(command: words[0], status: problem, output: String(cString: strerror(problem))) }
        var status: Int32 = 0
        while waitpid(child, &status, 0) < 0 && errno == EINTR {}
        let output = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
        guard status == 0 else {
            let name = command.first { $0.hasPrefix("/") || $0.hasPrefix("pg_") } ?? command[0]
            throw Failed(command: name, status: status & 0x7f == 0 ? (status >> 8) & 0xff : 128 + status & 0x7f, output: output)
        }
        return output
    }

    /// PostgreSQL's server tools refuse to run as root: then they run as Debian's user `postgres`.
    static func asServer(_ words: [String]) -> [String] { getuid() == 0 ? ["runuser", "-u", "postgres", "--"] + words : words }

    /// Path of one of PostgreSQL's programs of a release, as Debian lays them out; else whatever the path finds.
    static func postgres(_ name: String, major: Int) -> String {
        let path = "/usr/lib/postgresql/\(major)/bin/\(name)"
        return FileManager.default.isExecutableFile(atPath: path) ? path : name
    }
}
