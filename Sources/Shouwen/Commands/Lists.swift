import ArgumentParser
import Domain
import Web

struct ListRoutes: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "routes", abstract: "Print every route with its requirement.")

    func run() { Routes.all.forEach { Terminal.say($0.line) } }
}

struct ListPermissions: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "permissions", abstract: "Print the matrix of permissions and built-in roles.")

    func run() {
        let head = ["permission"] + BuiltInRole.all.map(\.key)
        let rows = Permission.allCases.map { permission in
            [permission.code] + BuiltInRole.all.map { $0.permissions.contains(permission) ? "●" : "·" }
        }
        Terminal.say(Terminal.table([head] + rows))
    }
}
