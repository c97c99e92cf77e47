/// Proof that this transaction looked the thing up for this purpose and found it allowed. Only `access` of a transaction makes one;
/// every change asks for one, so that a change without its check does not compile.
package struct Permit<Purpose, Thing: Sendable>: Sendable {
    /// The thing as it was found.
    package let thing: Thing

    init(_ thing: Thing) {
        self.thing = thing
    }
}
