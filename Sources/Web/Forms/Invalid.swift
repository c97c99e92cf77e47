internal import Domain
internal import Store

extension Result where Failure == FieldErrors {
    /// The command, or its problems as the error that shows the form again.
    /// - Throws: `StoreError.invalid`.
    func orInvalid() throws -> Success {
        switch self {
        case .success(let value): return value
        case .failure(let errors): throw StoreError.invalid(errors)
        }
    }
}
