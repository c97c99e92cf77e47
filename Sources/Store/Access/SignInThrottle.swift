internal import Domain
internal import Secrets
internal import Synchronization

/// What failures are counted under, and how many guesses at one account may be under way at once.
final class SignInThrottle: Sendable {
    struct Keys: Sendable {
        /// Failures with the password.
        let account: [UInt8]
        /// Failures with the second factor, counted apart: whoever gets so far knows the password.
        let factor: [UInt8]
        let address: [UInt8]

        /// A wrong password counts against the account and the address.
        var counted: [Counted] { [Counted(key: account, limit: SignIn.accountLimit), Counted(key: address, limit: SignIn.addressLimit)] }
        /// A wrong code counts against the second factor and the address.
        var countedFactor: [Counted] {
            [Counted(key: factor, limit: SignIn.accountLimit), Counted(key: address, limit: SignIn.addressLimit)]
        }
    }

    struct Counted: Sendable {
        let key: [UInt8]
        /// From which failure on there is a block.
        let limit: Int
    }

    /// So that a flood cannot run ahead of its own counter.
    private static let atOnce = 4

    private let store: Store
    private let secret: [UInt8]
    private let underWay = Mutex<[[UInt8]: Int]>([:])

    init(store: Store, secret: [UInt8]) {
        self.store = store
        self.secret = secret
    }

    func keys(account: String, address: String) -> Keys {
        Keys(
            account: hash("account", account.prefix(200)), factor: hash("factor", account.prefix(200)),
            address: hash("address", address.prefix(100)))
    }

    /// - Throws: `busy` when too many are at it already.
    func alone<T: Sendable>(_ key: [UInt8], _ work: () async throws -> T) async throws -> T {
        let free = underWay.withLock { counts in
            guard counts[key, default: 0] < Self.atOnce else { return false }
            counts[key, default: 0] += 1
            return true
        }
        guard free else { throw StoreError.busy }
        defer {
            underWay.withLock { counts in
                let left = counts[key, default: 1] - 1
                counts[key] = left == 0 ? nil : left
            }
        }
        return try await work()
    }

    private func hash(_ kind: String, _ text: some StringProtocol) -> [UInt8] {
        Secrets.hmac(Array("\(kind):\(text)".utf8), key: secret)
    }
}
