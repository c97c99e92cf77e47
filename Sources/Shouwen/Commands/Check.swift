import ArgumentParser
import Postgres
import Store

struct Check: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Look at the database as the server does before it starts; exit with 1 on a red line.")

    func run() async throws {
        let (addresses, home) = (try DatabaseAddresses(), try Home())
        let pool = ConnectionPool(PoolConfiguration(addresses.app.text, size: 1))
        do {
            let report = try await StartupChecks.openDatabase(
                pool, migrator: try home.migrator(addresses.app), allowsUnsafeDisk: StartupService.allowsUnsafeDisk)
            await pool.shutdown()
            Terminal.say(report.text)
        } catch let refused as StartupRefused {
            await pool.shutdown()
            Terminal.say(refused.report.text)
            throw ExitCode(1)
        } catch {
            await pool.shutdown()
            throw error
        }
    }
}
