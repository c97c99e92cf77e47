/// A language the product speaks. The raw value is a BCP 47 tag and the name of the catalogue under `Templates/locales`.
package enum Language: String, CaseIterable, Sendable, Encodable {
    case chinese = "zh-CN"
    case english = "en"

    /// Picks the language of a request: a stored choice wins, then the browser's preference, then Chinese.
    package static func choose(stored: String?, acceptLanguage: String?) -> Language {
        if let stored, let language = Language(rawValue: stored) { return language }
        for item in (acceptLanguage ?? "").split(separator: ",") {
            let tag = item.prefix { $0 != ";" }.filter { $0 != " " }.lowercased()
            if tag.hasPrefix("zh") { return .chinese }
            if tag.hasPrefix("en") { return .english }
        }
        return .chinese
    }

    /// The language that the switch in the header offers.
    package var other: Language { self == .chinese ? .english : .chinese }
}
