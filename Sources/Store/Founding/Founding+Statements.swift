internal import Postgres

extension StatementCatalogue {
    /// Read by the application's role; the statements of `Founding` run as owner and are exercised by its tests.
    static let founding: [CataloguedStatement] = [.query("start-up facts", Facts.query)]
}
