/// One of a page's sections, or a way to cut its list; the current one is marked.
package struct Tab: Encodable, Sendable {
    package var label: String
    package var path: String
    package var count: String?
    package var current: Bool

    package init(label: String, path: String, count: Int? = nil, current: Bool = false) {
        self.label = label
        self.path = path
        self.count = count.map { String($0) }
        self.current = current
    }
}
