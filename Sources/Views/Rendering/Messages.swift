import Foundation

/// The texts of one language. Templates take them as `{{t:key}}`; Swift takes words for durations, states and other formatted values.
package struct Messages: Sendable {
    package let language: Language
    let texts: [String: String]

    package init(language: Language, texts: [String: String]) {
        self.language = language
        self.texts = texts
    }

    /// The text of a key with its arguments in place. An unknown key answers itself in brackets, which a test finds.
    package subscript(_ key: String, _ arguments: [String: String] = [:]) -> String {
        guard var text = texts[key] else { return "⟦\(key)⟧" }
        for (name, value) in arguments { text = text.replacingOccurrences(of: "{{\(name)}}", with: value) }
        return text
    }

    /// The text of a key, or nil where the catalogue has none; for optional explanations such as hints.
    package func optional(_ key: String) -> String? { texts[key] }

    package var keys: Set<String> { Set(texts.keys) }

    /// Reads `locales/<tag>.json`: one flat object of strings.
    static func load(_ language: Language, folder: String) throws -> Messages {
        let path = "\(folder)/locales/\(language.rawValue).json"
        let data = try Data(contentsOf: URL(fileURLWithPath: path))
        return Messages(language: language, texts: try JSONDecoder().decode([String: String].self, from: data))
    }
}
