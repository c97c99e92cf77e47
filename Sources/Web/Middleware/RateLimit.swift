internal import Domain
internal import Store
internal import Synchronization

/// How often something may be done under one name: by a client address at the doors, by a person inside. A bucket for each name holds
/// two minutes' worth and fills evenly. What was done wrong is counted in the database, for all servers together; this holds at one
/// server and keeps a flood from reaching the database.
final class RateLimit: Sendable {
    private struct Bucket {
        var left: Double
        var at: Instant
    }

    private static let mostNames = 20_000

    private let burst: Double
    private let perSecond: Double
    private let clock: any WallClock
    private let buckets = Mutex<[String: Bucket]>([:])

    init(perMinute: Int, clock: any WallClock) {
        burst = Double(perMinute * 2)
        perSecond = Double(perMinute) / 60
        self.clock = clock
    }

    /// Takes one.
    /// - Returns: nil when it may pass, else seconds until it may.
    func take(_ name: String) -> Int? {
        let now = clock.now()
        return buckets.withLock { buckets in
            if buckets.count >= Self.mostNames, buckets[name] == nil {
                let (full, perSecond) = (burst, perSecond)
                buckets = buckets.filter { $0.value.left + Self.seconds(now, $0.value.at) * perSecond < full }
                // Still too many at once: forgetting them lets a few through, remembering them would fill the memory.
                if buckets.count >= Self.mostNames { buckets.removeAll() }
            }
            var bucket = buckets[name] ?? Bucket(left: burst, at: now)
            bucket.left = min(burst, bucket.left + Self.seconds(now, bucket.at) * perSecond)
            bucket.at = now
            defer { buckets[name] = bucket }
            guard bucket.left >= 1 else { return max(1, Int(((1 - bucket.left) / perSecond).rounded(.up))) }
            bucket.left -= 1
            return nil
        }
    }

    private static func seconds(_ now: Instant, _ then: Instant) -> Double {
        max(0, Double(now.microseconds - then.microseconds) / 1_000_000)
    }
}

extension Incoming {
    /// One knock at a door by this client's address.
    /// - Throws: `WebFault.tooMany`.
    func knock() throws(WebFault) {
        if let seconds = services.doorLimit.take(clientAddress) { throw .tooMany(seconds: seconds) }
    }
}
