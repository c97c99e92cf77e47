import ArgumentParser
import Domain
import Postgres
import Store

struct Found: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Found a tenant with its first administrator.",
        discussion: """
            Reads SHOUWEN_TENANT, SHOUWEN_TENANT_NAME, SHOUWEN_ADMIN, SHOUWEN_ADMIN_NAME and SHOUWEN_ADMIN_PASSWORD; asks for what is missing.
            """)

    func run() async throws {
        let owner = try DatabaseAddresses().owner(for: "found")
        let code = try answer("SHOUWEN_TENANT", "Code of the group in addresses, such as yida")
        let name = try answer("SHOUWEN_TENANT_NAME", "Name of the group")
        let account = try answer("SHOUWEN_ADMIN", "Account of the first administrator, such as admin")
        let person = try answer("SHOUWEN_ADMIN_NAME", "Name of that person")
        let password = try answer("SHOUWEN_ADMIN_PASSWORD", "Password, twelve characters or more", hidden: true)
        let new = NewTenant(
            code: code, name: name, nameEnglish: name, groupName: name, groupNameEnglish: name, administrator: account,
            administratorName: person, administratorTitle: "系统管理员", password: password, mustChange: false)
        guard new.problems.isEmpty else {
            let lines = new.problems.list.map { "  \($0.field): \($0.problem)" }
            throw ValidationError("this cannot be founded:\n" + lines.joined(separator: "\n"))
        }
        let pool = ConnectionPool(PoolConfiguration(owner.text, size: 1))
        let founded: FoundedTenant
        do {
            founded = try await Founding(owner: pool, clock: SystemClock(), hasher: PasswordHasher()).found(new)
        } catch {
            await pool.shutdown()
            throw error
        }
        await pool.shutdown()
        Terminal.say(founded.isNew ? "\(name) is founded." : "\(code) was there before; what was missing has been added.")
        Terminal.say("Next: start the server, sign in as \(account)@\(code), add companies, projects and people.")
    }

    private func answer(_ variable: String, _ question: String, hidden: Bool = false) throws -> String {
        if let given = Environment.value(variable) { return given }
        guard Terminal.isInteractive, let typed = Terminal.ask(question, hidden: hidden) else {
            throw ValidationError("\(variable) is not set and there is no terminal to ask at.")
        }
        return typed
    }
}
