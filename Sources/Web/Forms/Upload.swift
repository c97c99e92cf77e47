internal import Hummingbird
internal import NIOCore
internal import Secrets
internal import Sheets
internal import Store

/// A form with a file: the fields as in any other form, the file on the disk below the data folder, where whoever takes it moves or
/// deletes it.
struct Upload: Sendable {
    let fields: FormFields
    /// Nil when no file was chosen.
    let file: UploadedFile?

    /// What the form's one-time key was used for: the fields and the content of the file.
    var digest: [UInt8] { Secrets.digest(fields.digest + (file?.digest ?? [])) }
}

struct UploadedFile: Sendable {
    /// As the person's machine calls it, without folders; at most 120 characters.
    let name: String
    /// Its name in `DataFolder.Room.uploads`, ending "upload".
    let token: String
    let bytes: Int64
    let digest: [UInt8]
}

extension Incoming {
    /// The fields and the file of a posted `multipart/form-data` form, written to the disk as it arrives.
    ///
    /// As with `form(boundTo:)` nothing is handed out before the request proved to come from one of our pages: the token has to stand before
    /// the file, so that a forged request leaves not a byte.
    /// - Parameters:
    ///   - input: name of the one file input.
    ///   - limit: bytes of the file; above it 413.
    /// - Throws: `WebFault.forged`, `.notAForm`, `.tooLarge`, `.malformed`; nothing is left on the disk then.
    func upload(_ input: String, limit: Int64, boundTo secret: String?) async throws -> Upload {
        guard SameOrigin.allows(request.headers, accepted: services.settings.acceptedOrigins) else { throw WebFault.forged }
        guard let type = request.headers[.contentType], var reader = MultipartReader(contentType: type) else { throw WebFault.notAForm }
        if let length = request.headers[.contentLength].flatMap(Int64.init), length > limit + Int64(Limits.formBytes) {
            throw WebFault.tooLarge
        }
        var intake = UploadIntake(input: input, limit: limit, secret: secret)
        let target = UploadTarget(services.folder)
        do {
            for try await buffer in request.body {
                try reader.feed(buffer.readableBytesView) { event in try intake.take(event) }
                if intake.pending.count >= 256 * 1024 { try await target.write(intake.drain()) }
            }
            try reader.finish()
            try await target.write(intake.drain())
            return try await intake.finish(target)
        } catch {
            await target.remove()
            throw error
        }
    }
}

/// Takes the events of the reader apart: small fields into memory, the file's bytes into `pending`.
private struct UploadIntake {
    private let input: String
    private let limit: Int64
    private let secret: String?
    private var list: [(name: String, value: String)] = []
    private var current: MultipartReader.Head?
    private var value: [UInt8] = []
    private var fieldBytes = 0
    private var fileBytes: Int64 = 0
    private var fileName: String?
    private(set) var pending: [UInt8] = []

    init(input: String, limit: Int64, secret: String?) {
        self.input = input
        self.limit = limit
        self.secret = secret
    }

    mutating func take(_ event: MultipartReader.Event) throws {
        switch event {
        case .begin(let head):
            current = head
            value = []
            guard let name = head.fileName else { return }
            try prove()
            guard head.name == input, fileName == nil else { throw WebFault.unprocessable([head.name]) }
            fileName = name
        case .data(let bytes):
            if current?.fileName != nil {
                fileBytes += Int64(bytes.count)
                guard fileBytes <= limit else { throw WebFault.tooLarge }
                pending += bytes
            } else {
                fieldBytes += bytes.count
                guard fieldBytes <= Limits.formBytes else { throw WebFault.tooLarge }
                value += bytes
            }
        case .end:
            guard let head = current, head.fileName == nil else { return }
            guard list.count < Limits.fields else { throw WebFault.malformed("fields") }
            guard !value.contains(0), let text = String(validating: value, as: UTF8.self) else { throw WebFault.malformed("text") }
            list.append((head.name, text))
        }
    }

    mutating func drain() -> [UInt8] {
        defer { pending.removeAll(keepingCapacity: true) }
        return pending
    }

    func finish(_ target: UploadTarget) async throws -> Upload {
        try prove()
        let fields = FormFields(list)
        guard fileBytes > 0, let fileName else { return Upload(fields: fields, file: nil) }
        let digest = try await target.finish()
        let bare = fileName.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last.map(String.init) ?? ""
        let name = String(bare.unicodeScalars.filter { $0.value >= 0x20 && $0.value != 0x7F }.prefix(120).map(Character.init))
        return Upload(fields: fields, file: UploadedFile(name: name, token: target.token, bytes: fileBytes, digest: digest))
    }

    /// The token bound to the session has come and is right.
    private func prove() throws(WebFault) {
        guard let secret, let sent = try FormFields(list).single("csrf"), FormToken.matches(sent, secret: secret) else { throw .forged }
    }
}

/// The file while it is written, on the threads that may wait for a disk.
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
