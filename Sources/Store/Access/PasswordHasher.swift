package import Secrets
internal import Synchronization

/// Runs argon2id on two threads of its own, so that tens of milliseconds of hashing never hold one of Swift's threads and a flood
/// of sign-ins cannot take all cores. More than 64 waiting is `busy`.
package final class PasswordHasher: Sendable {
    package static let threads = WorkBench.threads
    package static let waiting = 64

    private let cost: Password.Cost
    private let bench = WorkBench("password", stack: 512 * 1024, limit: PasswordHasher.waiting)
    /// Verified against when there is no such account: the same work as for a real one (ASVS 6.3.8).
    private let decoy: String
    private let hashed = Atomic<Int>(0)

    /// Makes the decoy, so it takes as long as one hash.
    package init(cost: Password.Cost = .standard) {
        self.cost = cost
        decoy = cost == .standard ? Password.decoy : Password.hash("no account has this password", cost: cost)
    }

    /// How many passwords have been hashed or verified: what tests compare to see that an unknown account costs the same.
    package var count: Int { hashed.load(ordering: .relaxed) }

    /// A PHC string.
    /// - Throws: `busy`.
    package func hash(_ password: String) async throws -> String {
        let cost = cost
        return try await run { Password.hash(password, cost: cost) }
    }

    /// Whether the password is right, and a new PHC string when the stored one was made with another cost. Without a stored hash
    /// the answer is false after the same work.
    /// - Throws: `busy`.
    package func verify(_ password: String, against stored: String?) async throws -> (isRight: Bool, renewed: String?) {
        let cost = cost
        let encoded = stored ?? decoy
        return try await run {
            let matches = Password.verify(password, against: encoded)
            guard matches, stored != nil else { return (false, nil) }
            return (true, Password.needsRehash(encoded, cost: cost) ? Password.hash(password, cost: cost) : nil)
        }
    }

    private func run<T: Sendable>(_ work: @escaping @Sendable () -> T) async throws -> T {
        try await bench.run { [self] in
            hashed.add(1, ordering: .relaxed)
            return work()
        }
    }
}
