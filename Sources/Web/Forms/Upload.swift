internal import Domain
internal import Hummingbird
internal import NIOCore
internal import Secrets
internal import Sheets
internal import Store

/// A form with files: the fields as in any other form, the files on the disk below the data folder, where whoever takes them moves or
/// deletes them.
struct Upload: Sendable {
    let fields: FormFields
    /// In the order of the form; empty when none was chosen.
    let files: [UploadedFile]

    /// The one file of a form that takes one; nil when none was chosen.
    var file: UploadedFile? { files.first { $0.bytes > 0 } }

    /// What the form's one-time key was used for: the fields and the contents of the files.
    var digest: [UInt8] { Secrets.digest(fields.digest + files.flatMap(\.digest)) }
}

struct UploadedFile: Sendable {
    /// As the person's machine calls it, without folders; at most 120 characters.
    let name: String
    /// Its name in `DataFolder.Room.uploads`, ending "upload"; nothing is there when it is too large or empty.
    let token: String
    let bytes: Int64
    let digest: [UInt8]
    /// More than the limit came; the rest was read and dropped, so that the form around it is not lost.
    let isTooLarge: Bool
}

/// What a form with files may bring.
struct UploadRule: Sendable {
    /// Name of the file input.
    let input: String
    /// Bytes of each file.
    let limit: Int64
    /// Files at most; above it 422.
    var most = 1
    /// Whether a file above its limit is said next to the field instead of ending the request with 413.
    var sparing = false

    /// Bytes of the whole request.
    var total: Int64 { min(limit * Int64(most), max(limit, FileRule.bytesPerDay)) + Int64(Limits.formBytes) }
}

extension Incoming {
    /// The fields and the files of a posted `multipart/form-data` form, written to the disk as they arrive.
    ///
    /// As with `form(boundTo:)` nothing is handed out before the request proved to come from one of our pages: the token has to stand before
    /// the files, so that a forged request leaves not a byte.
    /// - Throws: `WebFault.forged`, `.notAForm`, `.tooLarge`, `.malformed`; nothing is left on the disk then.
    func upload(_ rule: UploadRule, boundTo secret: String?) async throws -> Upload {
        guard SameOrigin.allows(request.headers, accepted: services.settings.acceptedOrigins) else { throw WebFault.forged }
        guard let type = request.headers[.contentType], var reader = MultipartReader(contentType: type) else { throw WebFault.notAForm }
        if let length = request.headers[.contentLength].flatMap(Int64.init), length > rule.total { throw WebFault.tooLarge }
        var intake = UploadIntake(rule: rule, secret: secret, folder: services.folder)
        do {
            for try await buffer in request.body {
                try reader.feed(buffer.readableBytesView) { event in try intake.take(event) }
                if intake.pendingBytes >= 256 * 1024 { try await intake.write() }
            }
            try reader.finish()
            try await intake.write()
            return try await intake.finish()
        } catch {
            await intake.remove()
            throw error
        }
    }
}

/// Takes the events of the reader apart: small fields into memory, the files' bytes into `pending` until they are written.
private struct UploadIntake {
    private struct Coming {
        let name: String
        let target: UploadTarget
        var bytes: Int64 = 0
        var isTooLarge = false
    }

    private let rule: UploadRule
    private let secret: String?
    private let folder: DataFolder
    private var list: [(name: String, value: String)] = []
    private var current: MultipartReader.Head?
    private var value: [UInt8] = []
    private var fieldBytes = 0
    private var total: Int64 = 0
    private var files: [Coming] = []
    private var pending: [(target: UploadTarget, bytes: [UInt8])] = []
    private(set) var pendingBytes = 0

    init(rule: UploadRule, secret: String?, folder: DataFolder) {
        self.rule = rule
        self.secret = secret
        self.folder = folder
    }

    mutating func take(_ event: MultipartReader.Event) throws {
        switch event {
        case .begin(let head):
            current = head
            value = []
            guard let name = head.fileName else { return }
            try prove()
            guard head.name == rule.input, files.count < rule.most else { throw WebFault.unprocessable([head.name]) }
            files.append(Coming(name: FileName.clean(name), target: UploadTarget(folder)))
        case .data(let bytes):
            total += Int64(bytes.count)
            guard total <= rule.total else { throw WebFault.tooLarge }
            if current?.fileName != nil { try add(bytes) } else { try addField(bytes) }
        case .end:
            guard let head = current, head.fileName == nil else { return }
            guard list.count < Limits.fields else { throw WebFault.malformed("fields") }
            guard !value.contains(0), let text = String(validating: value, as: UTF8.self) else { throw WebFault.malformed("text") }
            list.append((head.name, text))
        }
    }

    private mutating func addField(_ bytes: ArraySlice<UInt8>) throws(WebFault) {
        fieldBytes += bytes.count
        guard fieldBytes <= Limits.formBytes else { throw .tooLarge }
        value += bytes
    }

    private mutating func add(_ bytes: ArraySlice<UInt8>) throws(WebFault) {
        let last = files.count - 1
        files[last].bytes += Int64(bytes.count)
        guard files[last].bytes <= rule.limit else {
            guard rule.sparing else { throw .tooLarge }
            files[last].isTooLarge = true
            return
        }
        pending.append((files[last].target, Array(bytes)))
        pendingBytes += bytes.count
    }

    /// Everything that waits, one call to the disk for each file.
    mutating func write() async throws {
        let waiting = pending
        (pending, pendingBytes) = ([], 0)
        for (target, bytes) in waiting { try await target.write(bytes) }
    }

    func finish() async throws -> Upload {
        try prove()
        var uploaded: [UploadedFile] = []
        // An input without a choice sends a part without a name.
        for file in files where file.bytes > 0 || !file.name.isEmpty {
            let isThere = file.bytes > 0 && !file.isTooLarge
            if !isThere { await file.target.remove() }
            uploaded.append(
                UploadedFile(
                    name: file.name, token: file.target.token, bytes: file.bytes, digest: isThere ? try await file.target.finish() : [],
                    isTooLarge: file.isTooLarge))
        }
        return Upload(fields: FormFields(list), files: uploaded)
    }

    func remove() async { for file in files { await file.target.remove() } }

    /// The token bound to the session has come and is right.
    private func prove() throws(WebFault) {
        guard let secret, let sent = try FormFields(list).single("csrf"), FormToken.matches(sent, secret: secret) else { throw .forged }
    }
}

/// A file while it is written, on the threads that may wait for a disk.
private final class UploadTarget: Sendable {
    let token = DataFolder.newToken()
    private let folder: DataFolder
    private let digest = RunningDigest()

    init(_ folder: DataFolder) { self.folder = folder }

    private var path: String { folder.file(.uploads, token, "upload") }

    func write(_ bytes: [UInt8]) async throws {
        guard !bytes.isEmpty else { return }
        let (path, digest) = (path, digest)
        try await folder.bench.run {
            digest.add(bytes)
            try RawFile(appending: path).write(bytes)
        }
    }

    /// On the disk when it returns.
    func finish() async throws -> [UInt8] {
        let (path, digest) = (path, digest)
        return try await folder.bench.run {
            try RawFile(appending: path).sync()
            try RawFile.syncFolder(of: path)
            return digest.finish()
        }
    }

    func remove() async { try? await folder.remove(token) }
}
