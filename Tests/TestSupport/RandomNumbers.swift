internal import Foundation

/// A generator with a seed (SplitMix64): a failed run is repeated with `SHOUWEN_SEED`.
package struct RandomNumbers: RandomNumberGenerator {
    package let seed: UInt64
    private var state: UInt64

    package init(seed: UInt64) {
        self.seed = seed
        state = seed
    }

    /// The seed of the environment, or a fresh one.
    package static func fromEnvironment() -> RandomNumbers {
        let given = ProcessInfo.processInfo.environment["SHOUWEN_SEED"].flatMap { UInt64($0) }
        return RandomNumbers(seed: given ?? UInt64.random(in: 1...999_999_999))
    }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
