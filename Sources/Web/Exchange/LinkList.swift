internal import Domain
internal import Hummingbird
internal import Sheets
internal import Store
internal import Views

/// What a writing transaction hands out beside its path.
actor Handed {
    private(set) var links: [HandedLink] = []

    func put(_ links: [HandedLink]) { self.links = links }
}

/// The table of one-time links that an administrator hands out: who, by which account, where, which link, until when.
struct LinkList {
    private let links: [HandedLink]
    private let frame: PageFrame

    init(_ links: [HandedLink], _ frame: PageFrame) {
        self.links = links
        self.frame = frame
    }

    func answer(run: ImportID) async throws -> Response {
        let (t, member) = (frame.t, frame.member)
        let columns = ["name", "account", "unit", "link", "until"].map {
            SheetColumn(t["import.links.\($0)"], width: $0 == "link" ? 70 : 20)
        }
        let until = frame.wording.exact(frame.now + Invitation.life)
        let origin = member.services.settings.publicOrigin
        let rows = links.map { link in
            [
                link.invitee.name, "\(link.invitee.account)@\(member.place.tenantCode)",
                frame.name(link.invitee.unitName, english: link.invitee.unitNameEnglish),
                "\(origin)\(Paths.invitation(member.place.tenantCode, token: link.token))", until,
            ]
        }
        let title = t["import.links"]
        return try await FileAnswer.make("\(title) \(run)", .csv, member.services.folder) { path in
            let writer = try SheetFormat.csv.writer(path, title: title, columns: columns)
            for row in rows { try writer.append(row) }
            try writer.finish()
        }
    }
}
