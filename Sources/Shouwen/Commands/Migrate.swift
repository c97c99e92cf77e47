import ArgumentParser
import Postgres
import Store

struct Migrate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Make the roles and apply pending migrations; repeating it changes nothing.")

    func run() async throws {
        let (addresses, home) = (try DatabaseAddresses(), try Home())
        let administrator = try addresses.administration(for: "migrate")
        let connection = try await AdminConnection(administrator.text)
        try await connection.execute(script: try home.roles())
        if let password = addresses.appPassword {
            try await RoleSetup.setPassword(password, of: DatabaseAddresses.appRole, on: connection)
        }
        await connection.close()
        let owner = try addresses.owner(for: "migrate")
        let applied = try await home.migrator(owner).migrate { Terminal.say("applying \($0.fileName)") }
        if applied.isEmpty { Terminal.say("nothing to do") }
        // A release before sealing left numbers in the clear; sealing them is part of moving to this one.
        let sealing = try await AdminConnection(owner.text)
        let sealed = try await SealingWork(sealing, keys: try home.keys()).sealPlain()
        await sealing.close()
        if sealed > 0 { Terminal.say("sealed \(sealed) telephone numbers") }
        let pool = ConnectionPool(PoolConfiguration(owner.text, size: 1))
        let founding = Founding(owner: pool, clock: SystemClock(), hasher: PasswordHasher())
        do {
            try await founding.renewRoles()
        } catch {
            await pool.shutdown()
            throw error
        }
        await pool.shutdown()
    }
}
