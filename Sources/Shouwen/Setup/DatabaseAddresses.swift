import ArgumentParser
import Foundation
import Postgres
import Secrets

/// The addresses that follow from `DATABASE_URL`: an administrator's gives all three, `shouwen_app`'s only its own.
struct DatabaseAddresses: Sendable {
    /// Serves requests.
    let app: ConnectionString
    /// Makes roles; nil when the address given is the application's.
    let administrator: ConnectionString?
    /// Of `shouwen_app`, derived from the administrator's so that no second secret has to be kept; nil where none is needed.
    let appPassword: String?

    static let appRole = "shouwen_app"

    /// - Throws: `ValidationError` without a readable address.
    init(environment: [String: String] = ProcessInfo.processInfo.environment) throws {
        guard let text = environment["DATABASE_URL"], !text.isEmpty else {
            throw ValidationError("DATABASE_URL is not set. bin/serve starts a private PostgreSQL and sets it; see docs/operations.md.")
        }
        let given: ConnectionString
        do {
            given = try ConnectionString(text)
        } catch {
            throw ValidationError(error.message)
        }
        if given.user == Self.appRole {
            (app, administrator, appPassword) = (given, nil, nil)
            return
        }
        let password = given.password.map { Token.encode(Secrets.hmac(Array(Self.appRole.utf8), key: Array($0.utf8))) }
        app = given.replacing(user: Self.appRole, password: password)
        administrator = given
        appPassword = password
    }

    /// - Throws: `ValidationError` when the address is the application's.
    func administration(for command: String) throws -> ConnectionString {
        guard let administrator else {
            throw ValidationError("'\(command)' needs an administrator's address in DATABASE_URL; shouwen_app may not change the schema.")
        }
        return administrator
    }

    /// The address whose sessions act as the owner of the objects.
    func owner(for command: String) throws -> ConnectionString {
        try administration(for: command).acting(as: "shouwen_owner")
    }
}
