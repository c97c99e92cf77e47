import ArgumentParser
import Postgres
import Store

struct ListTenants: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tenants", abstract: "List the tenants; exit with 1 when there is none.")

    @Flag(help: "Print nothing, only answer by the exit code.")
    var quiet = false

    func run() async throws {
        let connection = try await AdminConnection(try DatabaseAddresses().owner(for: "tenants").text)
        let codes = try await Tenants.codes(connection)
        await connection.close()
        if !quiet { codes.forEach { Terminal.say($0) } }
        if codes.isEmpty { throw ExitCode(1) }
    }
}
