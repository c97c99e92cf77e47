import Foundation

/// The files under `Public/` and their addresses. An address carries a hash of the content, so browsers may keep it for good.
package struct Assets: Sendable {
    /// Path below `Public/`, without a leading slash, to the address to use in a page.
    package let addresses: [String: String]

    package init(folder: String) throws {
        let folder = URL(fileURLWithPath: folder).resolvingSymlinksInPath().path
        var addresses: [String: String] = [:]
        for path in try FileManager.default.subpathsOfDirectory(atPath: folder) {
            var isFolder: ObjCBool = false
            let full = "\(folder)/\(path)"
            guard FileManager.default.fileExists(atPath: full, isDirectory: &isFolder), !isFolder.boolValue else { continue }
            addresses[path] = "/\(path)?v=\(Assets.hash(try Data(contentsOf: URL(fileURLWithPath: full))))"
        }
        self.addresses = addresses
    }

    /// FNV-1a, 64 bits: it tells versions of a file apart, nothing more.
    private static func hash(_ data: Data) -> String {
        let value = data.reduce(UInt64(0xcbf2_9ce4_8422_2325)) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
        return String(value, radix: 36)
    }
}
