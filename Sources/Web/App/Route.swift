package import Domain
package import HTTPTypes
internal import Hummingbird
internal import Store

/// One line of the route table: what may be asked, who may ask it, and who answers.
package struct Route: Sendable {
    /// Who may ask. Checked before the handler hands anything out, at the unit the path names.
    package enum Needs: Sendable {
        /// Anybody, signed in or not; says why.
        case `public`(because: String)
        /// Signed in; also before the first password was changed.
        case own
        /// A post that covers the unit.
        case member
        case permission(Permission)
        case anyOf([Permission])
    }

    package let method: HTTPRequest.Method
    /// Segments in braces are parameters, such as `/{tenant}/{unit}/desk`.
    package let pattern: String
    package let needs: Needs
    let answer: @Sendable (Incoming) async throws -> Response

    /// A door that everybody may knock at.
    static func open(
        _ method: HTTPRequest.Method, _ pattern: String, because: String,
        _ answer: @escaping @Sendable (Incoming) async throws -> Response
    ) -> Route {
        Route(method: method, pattern: pattern, needs: .public(because: because), answer: answer)
    }

    static func get(
        _ path: String, _ needs: Requirement, _ answer: @escaping @Sendable (MemberContext) async throws -> Response
    ) -> Route { inside(.get, path, needs, answer) }

    static func post(
        _ path: String, _ needs: Requirement, _ answer: @escaping @Sendable (MemberContext) async throws -> Response
    ) -> Route { inside(.post, path, needs, answer) }

    private static func inside(
        _ method: HTTPRequest.Method, _ path: String, _ needs: Requirement,
        _ answer: @escaping @Sendable (MemberContext) async throws -> Response
    ) -> Route {
        Route(method: method, pattern: "/{tenant}/{unit}\(path)", needs: Needs(needs)) { incoming in
            try await answer(MemberContext.open(incoming, requirement: needs))
        }
    }

    /// Whether the path could be this route's, by the number and the fixed ones of its segments.
    func fits(_ path: String) -> Bool {
        let wanted = pattern.split(separator: "/")
        let given = path.split(separator: "/")
        return wanted.count == given.count && zip(wanted, given).allSatisfy { $0.hasPrefix("{") || $0 == $1 }
    }

    /// As printed by `shouwen routes` and kept in `docs/routes.txt`.
    package var line: String {
        "\(method.rawValue.padded(to: 5))\(pattern.padded(to: 52))\(needs)"
    }
}

extension Route.Needs: CustomStringConvertible {
    init(_ requirement: Requirement) {
        switch requirement {
        case .own: self = .own
        case .member: self = .member
        case .permission(let permission): self = .permission(permission)
        case .anyOf(let permissions): self = .anyOf(permissions)
        }
    }

    package var description: String {
        switch self {
        case .public(let because): "public: \(because)"
        case .own: "own"
        case .member: "member"
        case .permission(let permission): permission.rawValue
        case .anyOf(let permissions): permissions.map(\.rawValue).joined(separator: " | ")
        }
    }
}

extension String {
    fileprivate func padded(to width: Int) -> String {
        self + String(repeating: " ", count: Swift.max(1, width - count))
    }
}
