import ArgumentParser
import Postgres
import Secrets
import Store

/// The keys that seal personal data.
struct Keys: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "The keys that seal telephone and identity numbers: seal, rotate, verify, make.",
        discussion: """
            To change the key: put a line made by 'keys make' into the key file of every server, restart them, run 'keys rotate', and when it \
            names no older key in use take the old line out.
            """,
        subcommands: [Seal.self, Rotate.self, Verify.self, Make.self])

    struct Seal: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Seal numbers that an older release stored in the clear.")

        func run() async throws {
            try await Keys.work(for: "keys seal") { work in
                let count = try await work.sealPlain { Terminal.say("sealed \($0)") }
                Terminal.say(
                    count == 0 ? "nothing stood in the clear" : "\(count) numbers sealed; VACUUM FULL customer removes their traces")
            }
        }
    }

    struct Rotate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Seal anew, under the newest key, what older keys had sealed; then open all.")

        func run() async throws {
            try await Keys.work(for: "keys rotate") { work in
                try Keys.say(try await work.rotate { Terminal.say("\($0): \($1)") })
            }
        }
    }

    struct Verify: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Open every sealed value; exit with 1 when one does not open.")

        func run() async throws { try await Keys.work(for: "keys verify") { work in try Keys.say(try await work.verify()) } }
    }

    struct Make: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Print a line for the key file with a fresh key.")

        func run() throws { Terminal.say(KeyRing.freshLine(id: (try Home().keys().ids.max() ?? 0) + 1).filter { $0 != "\n" }) }
    }

    private static func work(for command: String, _ body: (SealingWork) async throws -> Void) async throws {
        let connection = try await AdminConnection(try DatabaseAddresses().owner(for: command).text)
        do {
            try await body(SealingWork(connection, keys: try Home().keys()))
        } catch {
            await connection.close()
            throw error
        }
        await connection.close()
    }

    private static func say(_ report: SealingWork.Report) throws {
        Terminal.say("sealed anew: \(report.total)")
        Terminal.say("keys in use: \(report.keysInUse.sorted().map(String.init).joined(separator: ", "))")
        guard report.broken.isEmpty else {
            for (column, count) in report.broken.sorted(by: { $0.key < $1.key }) { Terminal.say("\(column): \(count) do not open") }
            throw ExitCode(1)
        }
    }
}
