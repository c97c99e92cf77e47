import Postgres
import Testing

@Suite("A statement is a literal; its values are binds")
struct SQLTests {
    private enum Order: SQLFragment {
        case newest
        var sql: StaticString { "created_at DESC" }
    }

    @Test("every value becomes a numbered bind")
    func values() {
        let name = "'; DROP TABLE ticket; --"
        let sql: SQL = "SELECT \(1) + \(2), \(name), \(nil as Bool?)"
        #expect(sql.text == "SELECT $1 + $2, $3, $4")
        #expect(sql.binds == [1.bind, 2.bind, name.bind, Bind(nullOf: 16)])
    }

    @Test("statements compose and their binds are numbered anew, also beyond nine")
    func composition() {
        let inner: SQL = "a = \(1) AND b = \(2)"
        #expect(("WHERE \(inner) OR c = \(3)" as SQL).text == "WHERE a = $1 AND b = $2 OR c = $3")
        #expect(("x = \(0) AND \(inner)" as SQL).text == "x = $1 AND a = $2 AND b = $3")
        let many = (1...12).map { "\($0)" as SQL }.joined(separator: ", ")
        let whole: SQL = "f(\(0), \(many), \(many)) é \(99)"
        let numbers = (1...25).map { "$\($0)" }
        #expect(whole.text == "f(" + numbers.joined(separator: ", ") + ") é $26")
        #expect(whole.binds == ([0] + Array(1...12) + Array(1...12) + [99]).map(\.bind))
        let nested: SQL = "(\(whole)) = \(whole)"
        #expect(nested.binds.count == 52)
        #expect(nested.text.hasSuffix("$51) é $52"))
    }

    @Test("an empty part adds nothing; sums keep their order")
    func sums() {
        #expect(SQL.empty + "SELECT \(1)" + .empty == "SELECT \(1)")
        #expect([SQL]().joined(separator: ", ") == .empty)
        #expect(("a \(1)" as SQL) + " b \(2)" == "a \(1) b \(2)")
    }

    @Test("only a fragment of a closed enum enters the text")
    func fragments() {
        #expect(("ORDER BY \(splice: Order.newest)" as SQL).text == "ORDER BY created_at DESC")
    }
}
