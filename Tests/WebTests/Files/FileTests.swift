import Domain
import Foundation
import HTTPTypes
import Store
import TestSupport
import Testing

@testable import Web

@Suite("Files in the browser") struct FileTests {
    private func disk(_ ground: Ground) -> [String] {
        let all = FileManager.default.enumerator(atPath: ground.folder.path)?.compactMap { $0 as? String } ?? []
        return all.filter { name in
            var isFolder: ObjCBool = false
            return FileManager.default.fileExists(atPath: "\(ground.folder.path)/\(name)", isDirectory: &isFolder) && !isFolder.boolValue
        }.sorted()
    }

    private func link(_ page: Answer, _ visitor: Visitor) throws -> String {
        try #require(page.addresses.sorted().first { $0.wholeMatch(of: /.*\/files\/\d+/) != nil })
    }

    @Test func `a photo is hung on a ticket, shown small, opened stripped and sandboxed, and seen by who sees the ticket`() async throws {
        try await Ground.run { ground in
            let ticket = try await ground.cast.record()
            let visitor = ground.visitor("jy-spring")
            let path = visitor.paths.ticket(ticket.id)
            #expect(try await visitor.get(path).body.contains("还没有照片或附件"))
            let page = try await visitor.bring(visitor.paths.addFiles(to: ticket.id), from: path, [("漏水 \"1\".jpg", SampleFiles.photo)])
            #expect(page.status == 200 && page.body.contains("已保存 1 个附件") && page.body.contains("漏水 &quot;1&quot;.jpg"))
            let file = try link(page, visitor)
            let whole = try await visitor.send(.get, file)
            #expect(whole.status == 200 && whole.headers[.contentType] == "image/jpeg")
            #expect(whole.headers[.contentSecurityPolicy] == "default-src 'none'; sandbox" && whole.headers[.cacheControl] == "no-store")
            #expect(whole.headers[.contentDisposition]?.hasPrefix("inline; filename=") == true)
            #expect(whole.headers[HTTPField.Name("X-Content-Type-Options")!] == "nosniff")
            #expect(whole.bytes.firstRange(of: SampleFiles.maker) == nil && whole.bytes.starts(with: [0xFF, 0xD8]))
            let small = try await visitor.send(.get, "\(file)/thumb")
            #expect(small.status == 200 && small.bytes.count < whole.bytes.count && page.body.contains("\(file)/thumb"))
            // Whoever does not see the ticket does not see the file, whatever is in the address.
            for stranger in [ground.visitor("nh"), ground.visitor("admin", of: ground.cast.haitang)] {
                let theirs = file.replacing("/yunshan/jy-spring/", with: "/\(stranger.tenant)/\(stranger.unit)/")
                #expect(try await stranger.get(theirs).status == 404)
                #expect(try await stranger.get("\(theirs)/thumb").status == 404)
            }
            #expect(try await visitor.get("\(visitor.paths.files)/999999").status == 404)
            #expect(try await ground.stranger().get(file).status == 303)
            #expect(try await ground.visitor("jy").get(file.replacing("/jy-spring/", with: "/jy/")).status == 200)
        }
    }

    @Test func `what is refused is said by name; what was good is kept and need not be brought again`() async throws {
        try await Ground.run { ground in
            let ticket = try await ground.cast.record()
            let visitor = ground.visitor("jy-spring")
            let (path, post) = (visitor.paths.ticket(ticket.id), visitor.paths.addFiles(to: ticket.id))
            let back = try await visitor.bring(
                post, from: path,
                [
                    ("a.jpg", SampleFiles.photo), ("b.svg", Array("<svg onload=1>".utf8)), ("c.pdf", SampleFiles.photo),
                    ("d.docx", SampleFiles.withMacros),
                    ("e.jpg", Array(SampleFiles.photo.dropLast(30))), ("f.png", []),
                ])
            #expect(back.status == 422)
            for words in [
                "“b.svg”未收下：不支持这种文件", "“c.pdf”未收下：文件名与内容不符，内容是 JPG", "“d.docx”未收下：文件中含有宏", "“e.jpg”未收下：文件已损坏", "“f.png”未收下：文件是空的",
            ] {
                #expect(back.body.contains(words), "\(words)")
            }
            #expect(!back.body.contains("“a.jpg”未收下"))
            let kept = try #require(back.hidden("kept"))
            let done = try await visitor.bring(post, on: back, [("g.pdf", SampleFiles.pdf)], fields: [("kept", kept)])
            #expect(done.status == 200 && done.body.contains("已保存 2 个附件") && done.body.contains("a.jpg") && done.body.contains("g.pdf"))
            let none = try await visitor.bring(post, from: path, [])
            #expect(none.status == 422 && none.body.contains("请填写"))
            // Another person's held file cannot be named.
            let other = ground.visitor("jy-spring-2")
            let theirs = try await other.bring(post, from: path, [("x.jpg", SampleFiles.photo), ("y.svg", [1])])
            let stolen = try await visitor.bring(
                post, from: path, [], fields: [("kept", try #require(theirs.hidden("kept")))])
            #expect(stolen.status == 422)
            #expect(try await visitor.bring(post, from: path, [], fields: [("kept", "x")]).status == 422)
        }
    }

    @Test func `a file sent ahead of its form is answered with its number, again with the same one`() async throws {
        try await Ground.run { ground in
            let ticket = try await ground.cast.record()
            let visitor = ground.visitor("jy-spring")
            let page = try await visitor.get(visitor.paths.ticket(ticket.id))
            let token = page.hidden("csrf") ?? ""
            func sent() async throws -> Answer {
                try await visitor.send(
                    form: visitor.paths.files, [("csrf", token), ("key", "once")], [("files", "a.jpg", SampleFiles.photo)])
            }
            let (first, second) = (try await sent(), try await sent())
            #expect(first.status == 200 && first.headers[.contentType] == "application/json; charset=utf-8")
            #expect(first.body == second.body && first.body.contains("\"name\":\"a.jpg\""))
            let id = try #require(first.body.firstMatch(of: /"id":"(\d+)"/)).1
            // Its bringer looks at it before it hangs anywhere; nobody else.
            #expect(try await visitor.get("\(visitor.paths.files)/\(id)").status == 200)
            #expect(try await ground.visitor("jy").get("\(ground.visitor("jy").paths.files)/\(id)").status == 404)
            let refused = try await visitor.send(
                form: visitor.paths.files, [("csrf", token), ("key", "two")], [("files", "a.exe", [77, 90, 1])])
            #expect(refused.status == 422 && refused.body.contains("不支持这种文件"))
            let done = try await visitor.bring(
                visitor.paths.addFiles(to: ticket.id), from: visitor.paths.ticket(ticket.id), [], fields: [("kept", String(id))])
            #expect(done.status == 200 && done.body.contains("a.jpg"))
        }
    }

    @Test func `a complaint is recorded with its photo; a form that comes back keeps it`() async throws {
        try await Ground.run { ground in
            let visitor = ground.visitor("jy-spring")
            let house = ground.cast.yunshan.house("bj-spring/1-102")
            let customer = ground.cast.yunshan.customer("bj-spring/1-102")
            let path = "\(visitor.paths.intake)?house=\(house)&customer=\(customer)"
            let fields = Cast.intake(["event": ""]).map { ($0.key, $0.value) }
            let back = try await visitor.bring(path, from: path, [("现场.jpg", SampleFiles.photo)], fields: fields)
            #expect(back.status == 422 && back.body.contains("现场.jpg"))
            let kept = try #require(back.hidden("kept"))
            let done = try await visitor.bring(
                path, on: back, [], fields: Cast.intake().map { ($0.key, $0.value) } + [("kept", kept)])
            #expect(done.status == 200 && done.body.contains("现场.jpg") && done.body.contains("/thumb"))
            // Without files the form still goes in the plain encoding.
            let plain = try await visitor.fill(path, Cast.intake(["title": "另一件"]))
            #expect(plain.status == 200 && plain.body.contains("另一件"))
        }
    }

    @Test func `cut half-way, forged, too large: nothing stays on the disk`() async throws {
        try await Ground.run { ground in
            let ticket = try await ground.cast.record()
            let visitor = ground.visitor("jy-spring")
            let post = visitor.paths.addFiles(to: ticket.id)
            let token = try await visitor.get(visitor.paths.ticket(ticket.id)).hidden("csrf") ?? ""
            let whole = Visitor.multipart([("csrf", token), ("key", "k")], [("files", "a.jpg", SampleFiles.photo)])
            for cut in [whole.count / 2, whole.count - 40, whole.count - 3] {
                let answer = try await visitor.send(.post, post, bytes: Array(whole[..<cut]), type: Visitor.multipartType)
                #expect(answer.status == 400, "\(cut)")
            }
            #expect(
                try await visitor.send(form: post, [("csrf", "wrong"), ("key", "k")], [("files", "a.jpg", SampleFiles.photo)]).status == 403
            )
            #expect(
                try await visitor.send(form: post, [("csrf", token), ("key", "k")], [("other", "a.jpg", SampleFiles.photo)]).status == 422)
            let many = (0..<10).map { ("files", "\($0).jpg", SampleFiles.photo) }
            #expect(try await visitor.send(form: post, [("csrf", token), ("key", "k")], many).status == 422)
            #expect(disk(ground).isEmpty)
            let large = SampleFiles.photo + [UInt8](repeating: 0, count: 11 << 20)
            let back = try await visitor.bring(
                post, from: visitor.paths.ticket(ticket.id), [("groß.jpg", large), ("b.pdf", SampleFiles.pdf)])
            #expect(back.status == 422 && back.body.contains("“groß.jpg”未收下：JPG 文件不能超过 10 MB"))
            #expect(disk(ground).count == 1 && disk(ground).allSatisfy { $0.hasPrefix("files/") })
        }
    }

    @Test func `its bringer takes a photo off with a reason; the line stays`() async throws {
        try await Ground.run { ground in
            let ticket = try await ground.cast.record()
            let visitor = ground.visitor("jy-spring")
            let path = visitor.paths.ticket(ticket.id)
            let page = try await visitor.bring(visitor.paths.addFiles(to: ticket.id), from: path, [("a.jpg", SampleFiles.photo)])
            let file = try link(page, visitor)
            #expect(try await visitor.post("\(file)/remove", ["reason": ""], from: page).status == 422)
            let gone = try await visitor.fill(path, post: "\(file)/remove", ["reason": "拍错了房间"])
            #expect(gone.status == 200 && gone.body.contains("拍错了房间") && !gone.body.contains("\(file)/thumb"))
            #expect(try await visitor.get(file).status == 404)
            let other = ground.visitor("jy-spring-2")
            let theirs = try await other.get(path.replacing("jy-spring/", with: "jy-spring/"))
            #expect(theirs.body.contains("拍错了房间") && !theirs.body.contains("/remove\""))
        }
    }
}

extension Visitor {
    static let multipartType = "multipart/form-data; boundary=b0undary"

    static func multipart(_ fields: [(String, String)], _ files: [(String, String, [UInt8])]) -> [UInt8] {
        var body: [UInt8] = []
        for (name, value) in fields {
            body += Array("--b0undary\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)\r\n".utf8)
        }
        for (input, name, bytes) in files {
            let shown = name.replacing("\"", with: "%22")
            body += Array("--b0undary\r\nContent-Disposition: form-data; name=\"\(input)\"; filename=\"\(shown)\"\r\n\r\n".utf8)
            body += bytes + Array("\r\n".utf8)
        }
        return body + Array("--b0undary--\r\n".utf8)
    }

    func send(form path: String, _ fields: [(String, String)], _ files: [(String, String, [UInt8])]) async throws -> Answer {
        try await send(.post, path, bytes: Self.multipart(fields, files), type: Self.multipartType)
    }

    /// Opens a page and sends its form with files, as a browser without JavaScript does; follows to the answer.
    func bring(
        _ post: String, from page: String, _ files: [(String, [UInt8])], fields: [(String, String)] = []
    ) async throws -> Answer {
        try await bring(post, on: try await open(page), files, fields: fields)
    }

    func bring(_ post: String, on page: Answer, _ files: [(String, [UInt8])], fields: [(String, String)] = []) async throws -> Answer {
        let target = String(post.prefix { $0 != "?" })
        let own = ["csrf", "key"].map { name in
            (name, page.hidden(name, in: post) ?? page.hidden(name, in: target) ?? page.hidden(name) ?? "")
        }
        let sent = files.isEmpty ? [("files", "", [UInt8]())] : files.map { ("files", $0.0, $0.1) }
        let answer = try await send(form: post, own + fields, sent)
        guard answer.status == 303, let next = answer.location else { return answer }
        return try await open(next)
    }
}
