import ArgumentParser

@main
struct Shouwen: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "shouwen",
        abstract: "Customer service of a real-estate group: whoever is asked first answers until somebody else has accepted.",
        discussion: "DATABASE_URL names the database; docs/operations.md explains every variable.",
        subcommands: [
            Serve.self, WorkAlone.self, Migrate.self, Found.self, Seed.self, ListTenants.self, Check.self, ListRoutes.self,
            ListPermissions.self, Audit.self, Keys.self,
        ])
}
