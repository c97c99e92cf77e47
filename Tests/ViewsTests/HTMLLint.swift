/// A small reader of the markup we write ourselves: tags with attributes and text, nothing of HTML's error recovery.
struct Element {
    let name: String
    let attributes: [(name: String, value: String)]
    var text = ""
    let parents: [String]

    func callAsFunction(_ name: String) -> String? { attributes.first { $0.name == name }?.value }
}

struct HTMLLint {
    private(set) var elements: [Element] = []
    private(set) var problems: [String] = []
    /// Controls that stand inside a label.
    private var wrapped: Set<Int> = []
    private var forms: [Int: Set<String>] = [:]
    private static let empty: Set<String> = ["meta", "link", "img", "input", "br", "use", "rect", "hr"]

    init(_ html: String) {
        read(html)
        check()
    }

    private mutating func read(_ html: String) {
        var open: [Int] = []
        var rest = html[...]
        while let start = rest.firstIndex(of: "<") {
            for index in open { elements[index].text += rest[..<start] }
            rest = rest[rest.index(after: start)...]
            guard let end = HTMLLint.endOfTag(rest) else { return problems.append("a tag does not end") }
            let tag = rest[..<end]
            rest = rest[rest.index(after: end)...]
            if tag.hasPrefix("!") { continue }
            if tag.hasPrefix("/") {
                let name = tag.dropFirst().lowercased()
                guard let last = open.popLast(), elements[last].name == name else { return problems.append("</\(name)> closes nothing") }
                continue
            }
            let element = HTMLLint.element(tag, parents: open.map { elements[$0].name })
            let index = elements.count
            elements.append(element)
            if element.parents.contains("label") { wrapped.insert(index) }
            if let form = open.last(where: { elements[$0].name == "form" }), let name = element("name") {
                forms[form, default: []].insert(name)
            }
            if !HTMLLint.empty.contains(element.name) && !tag.hasSuffix("/") { open.append(index) }
        }
        if !open.isEmpty { problems.append("not closed: \(open.map { elements[$0].name })") }
    }

    private static func endOfTag(_ text: Substring) -> Substring.Index? {
        var quoted = false
        return text.indices.first { index in
            if text[index] == "\"" { quoted.toggle() }
            return text[index] == ">" && !quoted
        }
    }

    private static func element(_ tag: Substring, parents: [String]) -> Element {
        var rest = tag.hasSuffix("/") ? tag.dropLast() : tag
        let name = rest.prefix { !$0.isWhitespace }
        rest = rest.dropFirst(name.count)
        var attributes: [(String, String)] = []
        while let start = rest.firstIndex(where: { !$0.isWhitespace }) {
            rest = rest[start...]
            let key = rest.prefix { $0 != "=" && !$0.isWhitespace }
            rest = rest.dropFirst(key.count)
            if rest.hasPrefix("=\"") {
                let value = rest.dropFirst(2).prefix { $0 != "\"" }
                rest = rest.dropFirst(value.count + 3)
                attributes.append((key.lowercased(), String(value)))
            } else {
                attributes.append((key.lowercased(), ""))
            }
        }
        return Element(name: name.lowercased(), attributes: attributes, parents: parents)
    }

    private mutating func check() {
        let ids = elements.compactMap { $0("id") }
        if elements.count(where: { $0.name == "h1" }) != 1 { problems.append("a page has one h1") }
        if elements.count(where: { $0.name == "main" }) != 1 { problems.append("a page has one main") }
        for (id, group) in Dictionary(grouping: ids, by: { $0 }) where group.count > 1 {
            problems.append("id \(id) stands \(group.count) times")
        }
        let known = Set(ids)
        let labelled = Set(elements.filter { $0.name == "label" }.compactMap { $0("for") })
        for (index, element) in elements.enumerated() {
            checkNaming(element, isWrapped: wrapped.contains(index), labelled: labelled, known: known)
            checkPlain(element)
            if element.name == "form", element("method") == "post", !(forms[index] ?? []).isSuperset(of: ["csrf", "key"]) {
                problems.append("form \(element("action") ?? "") lacks csrf or key")
            }
        }
    }

    private mutating func checkNaming(_ element: Element, isWrapped: Bool, labelled: Set<String>, known: Set<String>) {
        let isControl = ["input", "select", "textarea"].contains(element.name) && element("type") != "hidden"
        if isControl, !isWrapped, element("aria-label") == nil, !labelled.contains(element("id") ?? "") {
            problems.append("\(element.name) \(element("name") ?? "") has no label")
        }
        for attribute in ["aria-describedby", "aria-labelledby", "for"] {
            for id in (element(attribute) ?? "").split(separator: " ") where !known.contains(String(id)) {
                problems.append("\(attribute) points to \(id), which is not there")
            }
        }
        if let href = element("href"), href.hasPrefix("#"), element.name == "a", !known.contains(String(href.dropFirst())) {
            problems.append("link to \(href), which is not there")
        }
        if ["button", "a", "summary", "h1", "h2", "th", "legend", "label"].contains(element.name),
            element.text.allSatisfy(\.isWhitespace), element("aria-label") == nil
        {
            problems.append("\(element.name) without words in \(element.parents.suffix(3))")
        }
        if element.name == "img" && element("alt") == nil { problems.append("img without alt") }
    }

    private mutating func checkPlain(_ element: Element) {
        let names = element.attributes.map(\.name)
        if Set(names).count != names.count { problems.append("\(element.name) repeats an attribute: \(names)") }
        if names.contains("style") || element.name == "style" { problems.append("inline style at \(element.name)") }
        if names.contains(where: { $0.hasPrefix("on") }) { problems.append("inline handler at \(element.name)") }
        if element.name == "script", element("src") == nil || !element.text.isEmpty { problems.append("inline script") }
        if element.name == "a", (element("href") ?? "").isEmpty { problems.append("a link without address") }
        if ["ul", "ol"].contains(element.parents.last), element.name != "li" { problems.append("\(element.name) straight inside a list") }
        if element.name == "table", !elements.contains(where: { $0.name == "caption" }) { problems.append("table without caption") }
    }
}
