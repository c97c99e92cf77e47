import Domain
import Foundation
import Secrets
import Sheets
import TestSupport
import Testing

@testable import Store

/// A data folder of a test's own.
struct Shelf: Sendable {
    let folder: DataFolder
    var vault: LocalVault { LocalVault(folder) }

    static func with(_ body: @Sendable (Shelf) async throws -> Void) async throws {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("shelf-\(UUID().uuidString)").path
        try await body(Shelf(folder: try DataFolder(path)))
        try FileManager.default.removeItem(atPath: path)
    }

    /// As if it had been uploaded.
    func upload(_ bytes: [UInt8]) throws -> String {
        let token = DataFolder.newToken()
        try Data(bytes).write(to: URL(fileURLWithPath: folder.file(.uploads, token, "upload")))
        return token
    }

    func take(_ name: String, _ bytes: [UInt8], for tenant: TenantID = TenantID(1)) async throws -> TakenFile {
        try await FileIntake(folder, vault).take(name, try upload(bytes), for: tenant)
    }

    var names: [String] {
        (FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []).filter { name in
            var isFolder: ObjCBool = false
            return FileManager.default.fileExists(atPath: "\(folder.path)/\(name)", isDirectory: &isFolder) && !isFolder.boolValue
        }.sorted()
    }

    func age(_ digest: [UInt8]) throws {
        try FileManager.default.setAttributes(
            [.modificationDate: Date(timeIntervalSinceNow: -90_000)], ofItemAtPath: VaultPlace(folder, TenantID(1)).path(digest, .whole))
    }

    func bytes(_ digest: [UInt8], _ part: FilePart = .whole) async throws -> [UInt8]? {
        guard let file = try await vault.open(digest, part, of: TenantID(1)) else { return nil }
        return try file.read(1 << 20, at: 0)
    }
}

@Suite("The vault of files (B5)") struct VaultTests {
    @Test func `what is kept lies under the digest of what is kept, without the maker, with a small picture turned alike`() async throws {
        try await Shelf.with { shelf in
            let file = try await shelf.take("漏水.JPG", SampleFiles.photo)
            #expect(file.kind == .jpeg && file.width == 900 && file.height == 600)
            let kept = try #require(try await shelf.bytes(file.content.digest))
            #expect(Secrets.digest(kept) == file.content.digest && Int64(kept.count) == file.content.bytes)
            #expect(kept.firstRange(of: SampleFiles.maker) == nil && kept.firstRange(of: Array("GPS".utf8)) == nil)
            let small = try #require(try await shelf.bytes(file.content.digest, .thumb))
            #expect(small.count == file.content.thumbBytes && small.firstRange(of: Array("Exif".utf8)) != nil)
            #expect(try FilePlan.read(ShelfBytes(small)).orientation == 6)
            // The upload is gone; content and small picture are all there is.
            #expect(shelf.names.count == 2 && shelf.names.allSatisfy { $0.hasPrefix("files/1/") })
            let again = try await shelf.take("nochmal.jpeg", SampleFiles.photo)
            #expect(again.content == file.content && shelf.names.count == 2)
            _ = try await shelf.take("x.jpg", SampleFiles.photo, for: TenantID(2))
            #expect(shelf.names.count == 4, "each tenant's contents lie apart")
        }
    }

    @Test(
        arguments: [
            ("a.png", SampleFiles.photo, FileFault.lyingName(.jpeg)), ("a.jpg", SampleFiles.drawing, .lyingName(.png)),
            ("a.xlsx", SampleFiles.document, .lyingName(.docx)), ("a.docx", SampleFiles.workbook, .lyingName(.xlsx)),
            ("a.docm", SampleFiles.withMacros, .macros), ("a.docx", SampleFiles.withMacros, .macros),
            ("a.docx", SampleFiles.archive, .unknownKind),
            ("a.jpg", Array(SampleFiles.photo.dropLast(40)), .damaged), ("a.docx", Array(SampleFiles.document.dropLast(10)), .damaged),
            ("a.svg", Array("<svg/>".utf8), .unknownKind), ("a.exe", SampleFiles.pdf, .unknownKind),
        ] as [(String, [UInt8], FileFault)]) func `a lying, broken or foreign file is refused and leaves nothing`(
            _ name: String, _ bytes: [UInt8], _ fault: FileFault
        ) async throws
    {
        try await Shelf.with { shelf in
            await #expect(throws: fault) { _ = try await shelf.take(name, bytes) }
            #expect(shelf.names.isEmpty)
        }
    }

    @Test func `documents are kept byte for byte`() async throws {
        try await Shelf.with { shelf in
            for (name, bytes, kind) in [
                ("a.pdf", SampleFiles.pdf, FileKind.pdf), ("a.docx", SampleFiles.document, .docx), ("a.xlsx", SampleFiles.workbook, .xlsx),
            ] {
                let file = try await shelf.take(name, bytes)
                #expect(file.kind == kind && file.content.thumbBytes == 0)
                #expect(try await shelf.bytes(file.content.digest) == bytes)
            }
        }
    }

    @Test func `the check finds what is missing, cut or changed`() async throws {
        try await Shelf.with { shelf in
            let (vault, one) = (shelf.vault, TenantID(1))
            let content = try await shelf.take("a.pdf", SampleFiles.pdf).content
            #expect(try await vault.check(content.digest, bytes: content.bytes, whole: true, of: one) == nil)
            #expect(try await vault.check(content.digest, bytes: content.bytes, whole: true, of: TenantID(2)) == .missing)
            #expect(try await vault.check(content.digest, bytes: content.bytes + 1, whole: false, of: one) == .corrupt)
            var changed = SampleFiles.pdf
            changed[20] ^= 1
            let path = VaultPlace(shelf.folder, one).path(content.digest, .whole)
            try Data(changed).write(to: URL(fileURLWithPath: path))
            #expect(try await vault.check(content.digest, bytes: content.bytes, whole: false, of: one) == nil, "only its length was asked")
            #expect(try await vault.check(content.digest, bytes: content.bytes, whole: true, of: one) == .corrupt)
            try FileManager.default.removeItem(atPath: path)
            #expect(try await vault.check(content.digest, bytes: content.bytes, whole: false, of: one) == .missing)
        }
    }

    @Test func `the sweeper takes only what is old and unknown, also when it is asked twice`() async throws {
        try await Shelf.with { shelf in
            let photo = try await shelf.take("a.jpg", SampleFiles.photo).content
            let paper = try await shelf.take("a.pdf", SampleFiles.pdf).content
            let fresh = try await shelf.take("a.docx", SampleFiles.document).content
            try shelf.age(photo.digest)
            try shelf.age(paper.digest)
            let known: Set<[UInt8]> = [paper.digest]
            #expect(try await shelf.vault.sweep(olderThan: 86_400) { _, asked in known.intersection(asked) } == 1)
            #expect(try await shelf.bytes(photo.digest) == nil)
            #expect(try await shelf.bytes(photo.digest, .thumb) == nil)
            #expect(try await shelf.bytes(paper.digest) != nil)
            #expect(try await shelf.bytes(fresh.digest) != nil)
            #expect(try await shelf.vault.sweep(olderThan: 86_400) { _, asked in known.intersection(asked) } == 0)
        }
    }

    @Test func `a content that is brought again while the sweeper looks is never lost`() async throws {
        try await Shelf.with { shelf in
            let content = try await shelf.take("a.pdf", SampleFiles.pdf).content
            // Brought again between the first look and the removal: new again.
            try shelf.age(content.digest)
            let gone = try await shelf.vault.sweep(olderThan: 86_400) { _, _ in
                _ = try await shelf.take("b.pdf", SampleFiles.pdf)
                return []
            }
            #expect(gone == 0)
            #expect(try await shelf.bytes(content.digest) == SampleFiles.pdf)
            // Its row is there at the second look.
            try shelf.age(content.digest)
            let looks = Captured<Int>()
            let kept = try await shelf.vault.sweep(olderThan: 86_400) { _, asked in
                looks.set((looks.value ?? 0) + 1)
                return looks.value == 1 ? [] : Set(asked)
            }
            #expect(kept == 0 && looks.value == 2)
            #expect(try await shelf.bytes(content.digest) == SampleFiles.pdf)
            // The database goes away at the second look.
            await #expect(throws: StoreError.self) {
                _ = try await shelf.vault.sweep(olderThan: -1) { _, asked in
                    if asked.count == 1, looks.value == 3 { throw StoreError.unavailable }
                    looks.set(3)
                    return []
                }
            }
            #expect(try await shelf.bytes(content.digest) == SampleFiles.pdf)
        }
    }
}

/// Bytes as a source.
struct ShelfBytes: ByteSource {
    let all: [UInt8]
    init(_ all: [UInt8]) { self.all = all }
    var length: Int64 { Int64(all.count) }

    func bytes(_ count: Int, at offset: Int64) throws -> [UInt8] {
        offset < length ? Array(all[Int(offset)..<min(all.count, Int(offset) + count)]) : []
    }
}
