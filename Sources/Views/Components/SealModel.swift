package import Domain

/// A group's seal as signs at their places in a square of 64: one column of two, or two columns read from the right as seals are.
package struct SealModel: Encodable, Sendable {
    struct Sign: Encodable, Sendable {
        var text: String
        var x: Int
        var y: Int
    }

    var signs: [Sign]
    /// Of a sign.
    var size: Int

    package init(_ seal: TenantSeal) {
        let letters = seal.text.map { String($0) }
        let places =
            letters.count == 2
            ? [(32, 20), (32, 45)] : letters.count == 3 ? [(44, 21), (44, 44), (20, 32)] : [(44, 21), (44, 44), (20, 21), (20, 44)]
        signs = zip(letters, places).map { Sign(text: $0, x: $1.0, y: $1.1) }
        size = letters.count == 2 ? 24 : 20
    }
}
