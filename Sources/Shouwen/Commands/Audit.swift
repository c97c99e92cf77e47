import ArgumentParser
import Postgres
import Store
import Work

struct Audit: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Look after the audit trail.", subcommands: [Verify.self], defaultSubcommand: Verify.self)

    struct Verify: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract:
                "Recompute every line of the trail, its heads, anchors and the tickets' logs; exit with 1 when something does not fit.")

        @Option(help: "The file of anchors, if it is not where the server keeps it.")
        var anchors: String?

        func run() async throws {
            let (addresses, home) = (try DatabaseAddresses(), try Home())
            let file = try await AnchorFile.read(anchors ?? home.auditAnchors)
            let connection = try await AdminConnection(try addresses.owner(for: "audit verify").text)
            let report = try await AuditCheck(connection, secret: try home.secret()).run(anchors: file)
            await connection.close()
            Terminal.say(
                "\(report.lines) lines in \(report.chains) chains, \(report.anchors) anchors (\(file.count) in the file), \(report.tickets) tickets"
            )
            for finding in report.findings { Terminal.say("tenant \(finding.tenant): \(finding.kind.rawValue) at \(finding.place)") }
            guard report.isWhole else { throw ExitCode(1) }
            Terminal.say("whole")
        }
    }
}
