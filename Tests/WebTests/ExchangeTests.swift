import Domain
import Foundation
import HTTPTypes
import HummingbirdTesting
import Logging
import NIOCore
import Postgres
import Secrets
import Sheets
import Store
import TestSupport
import Testing
import Views
import Work

@testable import Web

@Suite("Tables in the browser") struct ExchangeTests {
    private static let csv = "楼栋,房号,面积\r\n30号楼,101,89.5\r\n30号楼,102,x\r\n1,101,\r\n"

    private func uploads(_ ground: Ground) throws -> [String] {
        try DataFolder.Room.allCases.flatMap { try FileManager.default.contentsOfDirectory(atPath: "\(ground.folder.path)/\($0.rawValue)") }
    }

    @Test func `a table is uploaded, its columns are found, tried, put right, brought in, and brought in again without effect`()
        async throws
    {
        try await Ground.run { ground in
            let admin = ground.visitor("admin")
            let visitor = Visitor(ground, tenant: "yunshan", unit: "bj-spring", jar: admin.jar)
            let new = visitor.paths.newImport(.houses)
            let mapping = try await visitor.upload(new, Array(Self.csv.utf8), name: "台账.csv")
            #expect(mapping.status == 200 && mapping.body.contains("台账.csv") && mapping.body.contains("30号楼"))
            #expect(mapping.body.contains("<option value=\"1\" selected>房号"))
            let id = ImportID(Int64(mapping.path.split(separator: "/").last ?? "") ?? 0)
            let paths = visitor.paths
            let columns = ["building": "0", "room": "1", "area": "2", "entrance": ""]
            let twice = try await visitor.fill(paths.importRun(id), post: paths.importColumns(id), columns.merging(["area": "1"]) { $1 })
            #expect(twice.status == 422 && twice.body.contains("同一列选了两次"))
            let checking = try await visitor.fill(paths.importRun(id), post: paths.importColumns(id), columns)
            #expect(checking.status == 200 && checking.body.contains("data-behaviour=\"progress\""))
            try await ground.work()
            let checked = try await visitor.get(paths.importRun(id))
            #expect(checked.body.contains("确认导入 1 行") && checked.body.contains("请填写数字"))
            // The wrong row comes back as a file, is put right and goes up again as it is.
            let wrong = try await visitor.get(paths.importProblems(id, "csv"))
            #expect(wrong.status == 200 && wrong.headers[.contentDisposition]?.contains("filename*=UTF-8''") == true)
            #expect(wrong.headers[.contentSecurityPolicy] == "default-src 'none'; sandbox" && wrong.headers[.cacheControl] == "no-store")
            #expect(wrong.body.contains("楼栋,房号,面积,原因\r\n30号楼,102,x,") && !wrong.body.contains("101"))
            let stale = try await visitor.post(paths.startImport(id), ["version": "1"], from: checked)
            #expect(stale.status == 409)
            #expect(try await visitor.fill(paths.importRun(id), post: paths.startImport(id), [:]).status == 200)
            try await ground.work()
            #expect(try await visitor.get(paths.importRun(id)).body.contains("导入完成"))
            let second = try await visitor.upload(new, Array(wrong.body.replacing(",x,", with: ",90,").utf8), name: "改.csv")
            let again = ImportID(Int64(second.path.split(separator: "/").last ?? "") ?? 0)
            // What was chosen last time is chosen again, and the reason's column is nobody's.
            #expect(second.body.contains("<option value=\"2\" selected>面积"))
            _ = try await visitor.fill(paths.importRun(again), post: paths.importColumns(again), columns)
            try await ground.work()
            #expect(try await visitor.get(paths.importRun(again)).body.contains("确认导入 1 行"))
            #expect(try await visitor.get(paths.notices).body.contains("试算完成"))
        }
    }

    @Test func `what is no table is said next to the file, and nothing stays on the disk`() async throws {
        try await Ground.run { ground in
            let admin = ground.visitor("admin")
            let new = admin.paths.newImport(.houses)
            for (bytes, words) in [
                (Array("a,b\n1,\"x".utf8), "引号没有结束"), (Array("PK\u{3}\u{4}rubbish".utf8), "已损坏"), ([], "请选择文件"),
                (Array("a\n".utf8), "文件是空的"),
            ] {
                let answer = try await admin.upload(new, bytes, name: "../../etc/x.csv")
                #expect(answer.status == 422 && answer.body.contains(words), "\(words)")
            }
            #expect(try uploads(ground).isEmpty)
        }
    }

    @Test func `ACCESS-R1: an upload without its token, right or form leaves not a byte`() async throws {
        try await Ground.run { ground in
            let admin = ground.visitor("admin")
            let new = admin.paths.newImport(.houses)
            let body = Array(Self.csv.utf8)
            #expect(try await admin.send(multipart: new, fields: [("csrf", "wrong"), ("key", "k")], body).status == 403)
            #expect(try await admin.send(multipart: new, fields: [], body).status == 403)
            let page = try await admin.get(new)
            let token = page.hidden("csrf", in: new) ?? ""
            // The token has to come before the file.
            #expect(try await admin.send(multipart: new, fields: [], body, after: [("csrf", token), ("key", "k")]).status == 403)
            #expect(try await admin.send(multipart: new, fields: [("csrf", token), ("key", "k"), ("extra", "1")], body).status == 422)
            #expect(try await admin.post(new, [:], from: page).status == 415)
            let desk = ground.visitor("bj-spring")
            #expect(
                try await desk.send(multipart: "/yunshan/bj-spring/exchange/imports/new/houses", fields: [("csrf", "x")], body).status
                    == 403)
            #expect(try await ground.visitor("hq").get("/yunshan/hq/exchange/imports/new/houses").status == 403)
            #expect(try await admin.get("\(admin.paths.exchange)/imports/new/boats").status == 404)
            #expect(try uploads(ground).isEmpty)
        }
    }

    @Test func `a form sent twice is one import; somebody else's import is not found`() async throws {
        try await Ground.run { ground in
            let admin = ground.visitor("admin")
            let new = admin.paths.newImport(.houses)
            let page = try await admin.get(new)
            let fields = [("csrf", page.hidden("csrf", in: new) ?? ""), ("key", page.hidden("key", in: new) ?? "")]
            let first = try await admin.send(multipart: new, fields: fields, Array(Self.csv.utf8))
            let second = try await admin.send(multipart: new, fields: fields, Array(Self.csv.utf8))
            #expect(first.status == 303 && first.location == second.location)
            #expect(try uploads(ground).count == 1)
            #expect(try await admin.send(multipart: new, fields: fields, Array("x,y\n1,2\n".utf8)).status == 409)
            let run = first.location ?? ""
            #expect(try await ground.visitor("hq").get(run).status == 404)
            #expect(
                try await ground.visitor("admin", of: ground.cast.haitang).get(run.replacing("/yunshan/", with: "/haitang/")).status == 404)
        }
    }

    @Test(arguments: SheetFormat.allCases) func `templates carry the headings of either language, and those headings are found`(
        _ format: SheetFormat
    ) async throws {
        try await Ground.run { ground in
            let admin = ground.visitor("admin")
            let messages = Language.allCases.map { try! Ground.renderer.get().messages($0) }
            let all = Dictionary(uniqueKeysWithValues: ImportField.allCases.map { field in (field, messages.map { $0.word(field) }) })
            for kind in [ImportKind.houses, .people] {
                for (language, words) in zip(Language.allCases, messages) {
                    let path = admin.paths.importTemplate(kind, format.rawValue) + "?language=\(language.rawValue)"
                    let answer = try await admin.get(path)
                    #expect(answer.status == 200 && answer.headers[.contentType] == format.mediaType)
                    if format == .csv { #expect(answer.body.contains(words.word(kind.fields[0]))) }
                    let guess = ImportMapping.guess(kind.fields.map { words.word($0) }, for: kind, templates: all)
                    #expect(kind.fields.enumerated().allSatisfy { guess[$1] == $0 }, "\(kind) \(language)")
                }
            }
        }
    }

    @Test func `CUSTDATA-P2: an export is asked for with a reason, fetched by a form, noted, and another person's is out of reach`()
        async throws
    {
        try await Ground.run { ground in
            let bj = ground.visitor("bj")
            let new = bj.paths.newExport(.owners)
            let form = try await bj.get(new)
            #expect(form.body.contains("个人信息") && form.status == 200)
            func ask(_ fields: [(String, String)]) async throws -> Answer {
                let page = try await bj.get(new)
                let all = [("csrf", page.hidden("csrf", in: new) ?? ""), ("key", page.hidden("key", in: new) ?? "")] + fields
                return try await bj.send(.post, new, body: Visitor.encode(all))
            }
            let without = try await ask([("columns", "owners.name"), ("columns", "owners.house"), ("format", "csv"), ("reason", "")])
            #expect(without.status == 422 && without.body.contains("owners.name"))
            #expect(try await ask([("format", "csv"), ("reason", "x")]).status == 422)
            let asked = try await ask([("columns", "owners.name"), ("columns", "owners.house"), ("format", "csv"), ("reason", "回访核对")])
            let path = try #require(asked.location)
            try await ground.work()
            let page = try await bj.get(path)
            #expect(page.body.contains("可下载") && page.body.contains("回访核对"))
            let file = try await bj.post("\(path)/download", [:], from: page)
            #expect(file.status == 200 && file.body.contains("业主") && file.body.contains("李敏"))
            #expect(file.headers[.contentSecurityPolicy] == "default-src 'none'; sandbox")
            #expect(try await bj.get(path).body.contains("1 次"))
            #expect(try await ground.visitor("audit").get("\(ground.visitor("audit").paths.audit)").body.contains("E-"))
            let colleague = Visitor(ground, tenant: "yunshan", unit: "bj", jar: ground.visitor("bj-2").jar)
            #expect(try await colleague.get(path).status == 200, "who may approve sees that there is one")
            let theirs = try await colleague.get(path)
            #expect(!theirs.body.contains("/download\""))
            let stolen = try await colleague.post("\(path)/download", [:], from: try await colleague.get(colleague.paths.sessions))
            #expect(stolen.status == 404)
            #expect(try await ground.visitor("audit").get(path.replacing("/bj/", with: "/hq/")).status == 404)
        }
    }

    @Test func `an auditor exports no personal data, a vendor nothing at all, and the ticket list leads to its export`() async throws {
        try await Ground.run { ground in
            _ = try await ground.cast.record()
            let auditor = ground.visitor("audit")
            let form = try await auditor.get(auditor.paths.newExport(.owners))
            #expect(form.status == 200 && !form.body.contains("owners.name"))
            let vendor = ground.visitor("jy")
            #expect(try await vendor.get(vendor.paths.newExport(.tickets)).status == 403)
            #expect(try await !vendor.get(vendor.paths.tickets).body.contains("exports/new"))
            let bj = ground.visitor("bj")
            let list = try await bj.get("\(bj.paths.tickets)?severity=top")
            let link = try #require(list.addresses.first { $0.contains("exports/new/tickets") })
            #expect(link.contains("severity=top"))
            #expect(try await bj.get(link).body.contains("重要"))
        }
    }

    @Test
    func `CUSTDATA-P2: a large export waits; the second person refuses with a reason or lets it go, and each step stands in the trail`()
        async throws
    {
        try await Ground.run { ground in
            let project = ground.cast.yunshan.unit("bj-spring")
            _ = try await ground.cast.database.administer { connection in
                try await connection.query(
                    """
                    WITH added AS (
                        INSERT INTO customer (tenant_id, company_id, project_id, name, state, created_at)
                        SELECT \(project.tenant), \(project.company), \(project.id), '众' || n, 'resident', '2026-01-01' FROM generate_series(1, 1100) n
                        RETURNING id
                    )
                    INSERT INTO house_customer (tenant_id, company_id, project_id, house_id, customer_id, relation, from_on, created_at)
                    SELECT \(project.tenant), \(project.company), \(project.id), \(ground.cast.yunshan.house("bj-spring/1-101")), id, 'user',
                        '2026-01-01', '2026-01-01' FROM added
                    """)
            }
            let (asks, answers) = (ground.visitor("bj"), ground.visitor("bj-2"))
            func request() async throws -> String {
                try #require(try await asks.ask(.owners, ["owners.name", "owners.house"], reason: "年度核对").location)
            }
            let first = try await request()
            try await ground.work()
            let waiting = try await asks.get(first)
            #expect(waiting.body.contains("待审批") && !waiting.body.contains("/answer\""), "nobody answers the own request")
            #expect(try await asks.post("\(first)/answer", ["decision": "approve"], from: waiting).status == 403)
            #expect(try await asks.post("\(first)/download", [:], from: waiting).status == 409)
            #expect(try await answers.get(answers.paths.notices).body.contains("E-"))
            let page = try await answers.get(first)
            #expect(page.body.contains("年度核对") && page.body.contains("李敏"))
            let silent = try await answers.post("\(first)/answer", ["decision": "refuse", "note": ""], from: page)
            #expect(silent.status == 422 && silent.body.contains("请填写此项"))
            let refused = try await answers.fill(first, post: "\(first)/answer", ["decision": "refuse", "note": "请缩小范围"])
            #expect(refused.status == 200 && refused.body.contains("已拒绝"))
            #expect(try await answers.post("\(first)/answer", ["decision": "approve"], from: page).status == 409, "an old page")
            #expect(try await asks.get(first).body.contains("请缩小范围"))
            let second = try await request()
            try await ground.work()
            #expect(try await answers.fill(second, post: "\(second)/answer", ["decision": "approve", "note": ""]).status == 200)
            try await ground.work()
            let done = try await asks.get(second)
            #expect(done.body.contains("可下载") && done.body.contains("孙悦"))
            let file = try await asks.post("\(second)/download", [:], from: done)
            #expect(file.status == 200 && file.body.contains("众1100") && file.body.contains("导出人 李敏"))
            let trail = try await ground.cast.database.administer { connection in
                try await connection.query(
                    "SELECT action || ' ' || actor_name FROM audit_event WHERE action LIKE 'export.%' ORDER BY at, seq"
                )
                .rows.map { try $0.get(0, as: String.self) }
            }
            #expect(
                trail == [
                    "export.request 李敏", "export.refuse 孙悦", "export.request 李敏", "export.approve 孙悦", "export.fetch 李敏",
                ])
            ground.cast.clock.advance(.hours(25))
            #expect(
                try await asks.post("\(second)/download", [:], from: try await asks.get(second)).status == 409, "the file's day is over")
        }
    }

    @Test func `ACCESS-R1: forged columns, foreign ids and huge headers change nothing`() async throws {
        try await Ground.run { ground in
            let admin = ground.visitor("admin")
            let new = admin.paths.newImport(.houses)
            let mapping = try await admin.upload(new, Array(Self.csv.utf8), name: "t.csv")
            let id = ImportID(Int64(mapping.path.split(separator: "/").last ?? "") ?? 0)
            let paths = admin.paths
            func choose(_ fields: [String: String]) async throws -> Answer {
                try await admin.fill(paths.importRun(id), post: paths.importColumns(id), fields)
            }
            for forged in [
                ["building": "99", "room": "1"], ["building": "-1", "room": "1"], ["building": "0", "room": "0"], ["room": "1"],
                ["building": "9223372036854775808", "room": "1"], ["building": "0", "room": "1", "password": "2"],
                ["building": "0", "room": "1", "tenant_id": "2"],
            ] {
                #expect(try await choose(forged).status == 422, "\(forged)")
            }
            // Columns of another kind of table are nobody's.
            #expect(try await choose(["building": "0", "room": "1", "account": "2"]).status == 200)
            let stored = try await ground.cast.database.administer { connection in
                try await connection.query("SELECT mapping::text FROM import_run WHERE id = \(id)")[0].get(0, as: String.self)
            }
            #expect(!stored.contains("account"))
            let other = ground.visitor("admin", of: ground.cast.haitang)
            let page = try await other.get(other.paths.sessions)
            for path in [paths.importColumns(id), paths.startImport(id), paths.stopImport(id), paths.importLinks(id)] {
                let own = path.replacing("/yunshan/", with: "/haitang/")
                #expect(try await other.post(own, [:], from: page).status == 404, "\(path)")
                let hq = ground.visitor("hq")
                let theirs = try await hq.post(path, [:], from: try await hq.get(hq.paths.exchange))
                #expect([403, 404].contains(theirs.status), "\(path)")
            }
            #expect(try await other.get(paths.importProblems(id, "csv").replacing("/yunshan/", with: "/haitang/")).status == 404)
            let body = Array(
                "--XyZ\r\nContent-Disposition: form-data; name=\"csrf\"\r\nX: \(String(repeating: "y", count: 100_000))\r\n\r\nv".utf8)
            #expect(try await admin.send(.post, new, bytes: body, type: "multipart/form-data; boundary=XyZ").status == 413)
            #expect(try uploads(ground).count == 1)
        }
    }

    @Test func `ASVS 6.4.1: links for imported people come as a table, once`() async throws {
        try await Ground.run { ground in
            let admin = ground.visitor("admin")
            let table = "账号,姓名,单位,角色\r\nlink.one,=链一,bj,auditor\r\nlink.two,链二,bj,auditor\r\n"
            let mapping = try await admin.upload(admin.paths.newImport(.people), Array(table.utf8), name: "people.csv")
            let id = ImportID(Int64(mapping.path.split(separator: "/").last ?? "") ?? 0)
            let paths = admin.paths
            let columns = ["account": "0", "name": "1", "unit": "2", "role": "3"]
            #expect(try await admin.fill(paths.importRun(id), post: paths.importColumns(id), columns).status == 200)
            try await ground.work()
            _ = try await admin.fill(paths.importRun(id), post: paths.startImport(id), [:])
            try await ground.work()
            let done = try await admin.get(paths.importRun(id))
            #expect(done.body.contains("生成并下载 2 个链接"))
            let list = try await admin.post(paths.importLinks(id), [:], from: done)
            #expect(list.status == 200 && list.headers[.contentDisposition]?.contains("attachment") == true)
            #expect(list.headers[.cacheControl] == "no-store" && list.body.contains("link.two@yunshan"))
            #expect(list.body.contains("'=链一,"), "no formula")
            let again = try await admin.post(paths.importLinks(id), [:], from: done)
            #expect(again.status == 303, "the same form again leads back and shows nothing")
            #expect(try await !admin.get(paths.importRun(id)).body.contains("生成并下载"))
            let link = try #require(list.body.split(separator: ",").first { $0.contains("/invitation") || $0.contains("http") })
            let path = String(link.drop { $0 != "/" }.dropFirst(2).drop { $0 != "/" })
            let stranger = ground.stranger()
            let door = try await stranger.open(path)
            #expect(door.status == 200 && door.body.contains("链"))
        }
    }
}

extension Ground {
    /// A worker of the product beside the pages, until nothing is left to do.
    func work() async throws {
        let exchange = ExchangeWork(folder: folder, hasher: PasswordHasher(cost: .cheap), renderer: try Ground.renderer.get())
        let worker = Worker(
            store: cast.store, registry: try .standard(exchange: exchange.handlers), name: "w",
            logger: Logger(label: "w", factory: { _ in SwiftLogNoOpLogHandler() }))
        while try await worker.round() > 0 {}
    }
}

extension Visitor {
    /// Asks for an export; the page it leads to.
    func ask(_ subject: ExportSubject, _ columns: [String], reason: String = "", format: String = "csv") async throws -> Answer {
        let (new, page) = (paths.newExport(subject), try await get(paths.newExport(subject)))
        let own = [("csrf", page.hidden("csrf", in: new) ?? ""), ("key", page.hidden("key", in: new) ?? "")]
        let fields = own + columns.map { ("columns", $0) } + [("format", format), ("reason", reason)]
        return try await send(.post, new, body: Visitor.encode(fields))
    }

    /// Sends a form with a file as a browser does; nothing is followed.
    func send(
        multipart path: String, fields: [(String, String)], _ file: [UInt8], name: String = "t.csv", after: [(String, String)] = []
    ) async throws -> Answer {
        var body = ""
        let part = { (name: String, value: String) in "--XyZ\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)\r\n" }
        for (name, value) in fields { body += part(name, value) }
        body +=
            "--XyZ\r\nContent-Disposition: form-data; name=\"file\"; filename=\"\(name)\"\r\nContent-Type: application/octet-stream\r\n\r\n"
        var bytes = Array(body.utf8) + file + Array("\r\n".utf8)
        for (name, value) in after { bytes += Array(part(name, value).utf8) }
        bytes += Array("--XyZ--\r\n".utf8)
        return try await send(.post, path, bytes: bytes, type: "multipart/form-data; boundary=XyZ")
    }

    /// Opens the form, chooses the file, sends it and follows to the page after it.
    func upload(_ path: String, _ file: [UInt8], name: String) async throws -> Answer {
        let page = try await get(path)
        let fields = [("csrf", page.hidden("csrf", in: path) ?? ""), ("key", page.hidden("key", in: path) ?? "")]
        let answer = try await send(multipart: path, fields: fields, file, name: name)
        guard answer.status == 303, let next = answer.location else { return answer }
        return try await open(next)
    }
}
