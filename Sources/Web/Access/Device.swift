/// A browser in two words for the list of sessions: "Chrome · Windows". Only what the person can recognise; not the whole header.
enum Device {
    static func name(_ userAgent: String?) -> String {
        guard let text = userAgent, !text.isEmpty else { return "?" }
        let browser = first(of: browsers, in: text)
        let system = first(of: systems, in: text)
        let words = [browser, system].compactMap { $0 }
        guard words.isEmpty else { return words.joined(separator: " · ") }
        return String(text.unicodeScalars.filter { (0x20...0x7e).contains($0.value) }.prefix(40).map(Character.init))
    }

    /// More exact marks before the ones they carry for compatibility.
    private static let browsers = [
        ("MicroMessenger", "WeChat"), ("Edg/", "Edge"), ("QQBrowser", "QQ"), ("HuaweiBrowser", "Huawei"), ("Firefox/", "Firefox"),
        ("OPR/", "Opera"), ("Chrome/", "Chrome"), ("Safari/", "Safari"),
    ]
    private static let systems = [
        ("HarmonyOS", "HarmonyOS"), ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"),
        ("Mac OS X", "macOS"), ("Linux", "Linux"),
    ]

    private static func first(of marks: [(mark: String, name: String)], in text: String) -> String? {
        marks.first { text.contains($0.mark) }?.name
    }
}
