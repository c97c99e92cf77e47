package import Store

extension SignIn {
    /// Somebody whose password is enough.
    /// - Throws: as `open`; `sessionGone` when a second factor is asked for.
    package func enter(
        _ name: String, _ password: String, address: String = "10.0.0.1", device: String = "test"
    ) async throws -> OpenedSession {
        guard let opened = try await open(name: name, password: password, address: address, device: device).opened else {
            throw StoreError.sessionGone
        }
        return opened
    }
}
