package import Domain
internal import Foundation
internal import Sheets

/// A file that was taken: known by content, stripped, on the disk; the row is still to come.
package struct TakenFile: Hashable, Sendable {
    package let name: String
    package let kind: FileKind
    package let width: Int
    package let height: Int
    package let content: KeptContent
}

/// Takes what was uploaded into the vault.
package struct FileIntake: Sendable {
    let folder: DataFolder
    let vault: any FileVault

    package init(_ folder: DataFolder, _ vault: any FileVault) {
        self.folder = folder
        self.vault = vault
    }

    /// The upload is gone when it returns, whatever becomes of it.
    /// - Parameters:
    ///   - name: as the person's machine calls it.
    ///   - token: of the upload in `DataFolder.Room.uploads`.
    /// - Throws: `FileFault`; `busy`, or a file error.
    package func take(_ name: String, _ token: String, for tenant: TenantID) async throws -> TakenFile {
        let path = folder.file(.uploads, token, "upload")
        do {
            let plan = try await folder.bench.run { try Self.plan(path, name) }
            let content = try await vault.keep(plan, of: path, for: tenant)
            try? await folder.remove(token)
            return TakenFile(name: name, kind: plan.kind, width: plan.width, height: plan.height, content: content)
        } catch {
            try? await folder.remove(token)
            throw error
        }
    }

    private static func plan(_ path: String, _ name: String) throws -> FilePlan {
        let source = try FileSource(path)
        let plan = try FilePlan.read(source)
        guard plan.kind == .docx else {
            try FileName.check(name, is: plan.kind)
            return plan
        }
        let kind = try officeKind(path)
        try FileName.check(name, is: kind)
        return FilePlan.whole(source, kind)
    }

    private static func officeKind(_ path: String) throws(FileFault) -> FileKind {
        let found: (kind: OfficeArchive.Kind, hasMacros: Bool)?
        do throws(SheetFault) { found = try OfficeArchive.kind(path) } catch {
            throw switch error {
            case .encrypted: .encrypted
            case .tooLarge: .unfolds
            default: .damaged
            }
        }
        guard let found else { throw .unknownKind }
        guard !found.hasMacros else { throw .macros }
        return found.kind == .document ? .docx : .xlsx
    }
}

/// An uploaded file for the walkers. They look at a few bytes here and there, so a block is kept.
final class FileSource: ByteSource {
    let length: Int64
    private let file: RawFile
    private var block: [UInt8] = []
    private var start: Int64 = 0
    private static let size = 64 * 1024

    init(_ path: String) throws {
        file = try RawFile(reading: path)
        length = try file.size
    }

    func bytes(_ count: Int, at offset: Int64) throws -> [UInt8] {
        guard count < Self.size else { return try file.read(count, at: offset) }
        if offset < start || offset + Int64(count) > start + Int64(block.count) {
            (block, start) = (try file.read(Self.size, at: offset), offset)
        }
        let from = Int(offset - start)
        guard from < block.count else { return [] }
        return Array(block[from..<min(block.count, from + count)])
    }
}
