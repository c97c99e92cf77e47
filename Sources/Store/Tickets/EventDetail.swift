internal import FoundationEssentials
internal import Postgres

/// What an event adds by field: a JSON object of texts.
enum EventDetail {
    static func read(_ json: JSONText) throws -> [String: String] {
        if json.text == "{}" { return [:] }
        do {
            return try JSONDecoder().decode([String: String].self, from: Data(json.text.utf8))
        } catch {
            throw PostgresError(.decoding, "the detail of an event is no object of texts")
        }
    }

    /// For a check: what is no object of texts differs from everything that was ever written.
    static func readAltered(_ json: JSONText) -> [String: String] { (try? read(json)) ?? ["": json.text] }

    /// Keys in order, so that the same detail is the same text.
    static func text(of detail: [String: String]) throws -> JSONText {
        try encode(detail)
    }

    static func encode(_ value: some Encodable) throws -> JSONText {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return JSONText(String(decoding: try encoder.encode(value), as: UTF8.self))
    }

    static func decode<T: Decodable>(_ type: T.Type = T.self, from json: JSONText) throws -> T {
        try JSONDecoder().decode(T.self, from: Data(json.text.utf8))
    }
}
