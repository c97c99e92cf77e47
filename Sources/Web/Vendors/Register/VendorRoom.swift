internal import Domain
internal import HTTPTypes
internal import Hummingbird
internal import Store
internal import Views

/// The register of property companies.
enum VendorRoom {
    static func list(_ member: MemberContext) async throws -> Response {
        let after = UnitID(text: try member.incoming.query().text("after"))
        let ((found, notice), frame) = try await member.read { tx in
            (try await tx.vendors(after: after), try await tx.settings(at: tx.viewpoint).number(.expiryNotice))
        }
        let t = frame.t
        let columns = [t["vendor.name"], t["vendor.legalName"], t["vendor.projects"], t["vendor.nextExpiry"]]
        let rows = found.prefix(VendorListRow.pageSize).map { row in
            OrgListPage.Row(cells: [
                .init(columns[0], link: Link(frame.name(row.name, english: row.nameEnglish), path: frame.paths.vendor(row.vendor))),
                .init(columns[1], text: row.legalName ?? t["vendor.notFiled"]),
                .init(columns[2], text: frame.wording.number(row.projects)),
                row.nextExpiry.map { .init(columns[3], chip: frame.ends($0, notice: notice)) } ?? .init(columns[3], text: "–"),
            ])
        }
        let next = found.count > VendorListRow.pageSize ? found[VendorListRow.pageSize - 1].vendor : nil
        let page = OrgListPage(
            title: t["rail.vendors"], columns: columns, rows: Array(rows),
            summary: t["vendor.summary", ["count": String(rows.count), "time": frame.wording.clock(frame.now)]],
            empty: rows.isEmpty ? EmptyState(title: t["vendor.empty.title"], text: t["vendor.empty.text"]) : nil,
            pager: Pager(
                previous: after.map { _ in frame.paths.vendors },
                next: next.map { Paths.query(frame.paths.vendors, [("after", $0.description)]) }))
        return try frame.page(page, room: .vendors)
    }

    static func show(_ member: MemberContext) async throws -> Response { try await page(member) }

    static func file(_ member: MemberContext) async throws -> Response {
        let today = member.today
        return try await keep(member, NewVendorFile.names + ["over"], as: "vendorFile") { tx, values, permit in
            let file = try NewVendorFile.read(values, today: today).orInvalid()
            guard let over = Int(values["over"] ?? "") else { throw StoreError.notFound }
            try await tx.file(file, permit, over: over)
        }
    }

    static func qualify(_ member: MemberContext) async throws -> Response {
        let today = member.today
        return try await keep(member, NewQualification.names, as: "addQualification") { tx, values, permit in
            try await tx.add(try NewQualification.read(values, today: today).orInvalid(), permit)
        }
    }

    static func disqualify(_ member: MemberContext) async throws -> Response {
        try await keep(member, ["qualification", "reason"], as: "endQualification") { tx, values, permit in
            guard let id = QualificationID(text: values["qualification"] ?? "") else {
                throw StoreError.invalid(FieldErrors("qualification", .required))
            }
            try await tx.end(id, reason: values["reason"], permit)
        }
    }

    static func addContact(_ member: MemberContext) async throws -> Response {
        try await keep(member, NewVendorContact.names, as: "addContact") { tx, values, permit in
            try await tx.add(try NewVendorContact.read(values).orInvalid(), permit)
        }
    }

    static func endContact(_ member: MemberContext) async throws -> Response {
        try await keep(member, ["contact"], as: "endContact") { tx, values, permit in
            guard let id = VendorContactID(text: values["contact"] ?? "") else {
                throw StoreError.invalid(FieldErrors("contact", .required))
            }
            try await tx.end(id, permit)
        }
    }

    private static func keep(
        _ member: MemberContext, _ names: [String], as form: String,
        _ write: @escaping @Sendable (WriteTransaction, [String: String], Permit<KeepVendor, VendorHead>) async throws -> Void
    ) async throws -> Response {
        let (id, path) = (try vendor(member), member.paths.vendor(try vendor(member)))
        return try await member.keep(names, as: form, flash: Flash("org.saved")) { tx, values in
            try await tx.enter()
            try await write(tx, values, try await tx.access(id, for: KeepVendor.self))
            return path
        } again: { rejected in
            try await page(member, rejected)
        }
    }

    private static func vendor(_ member: MemberContext) throws -> UnitID { UnitID(try member.incoming.number("vendor")) }

    private static func page(_ member: MemberContext, _ rejected: RejectedForm? = nil) async throws -> Response {
        let id = try vendor(member)
        let (sheet, frame) = try await member.read { tx in try await tx.vendor(id) }
        let words = VendorWords(frame: frame, sheet: sheet, rejected: rejected)
        return try frame.page(words.page, room: .vendors, status: rejected == nil ? .ok : .unprocessableContent)
    }
}

extension PageFrame {
    /// The last day of something, said louder the nearer it is.
    func ends(_ last: Day?, notice: Int) -> Chip {
        guard let last else { return Chip(t["org.noEnd"]) }
        return switch Expiry.of(last: last, today: today, notice: notice) {
        case .valid: Chip(last.isoText, tone: .plain)
        case .soon: Chip(t["vendor.ends", ["on": last.isoText]], tone: .soon)
        case .over: Chip(t["vendor.ended", ["on": last.isoText]], tone: .late)
        }
    }

    /// A line of the desk.
    func end(_ row: VendorDueRow) -> DeskEnd {
        let path: String =
            switch (row.kind, row.contract, row.engagement) {
            case (.contract, let contract?, _): paths.contract(contract)
            case (.engagement, _, let engagement?), (.milestoneSurvey, _, let engagement?):
                may(.orgSee) ? paths.engagement(engagement) : paths.vendor(row.vendor)
            default: paths.vendor(row.vendor)
            }
        let chip =
            row.kind == .milestoneSurvey
            ? Chip(t["vendor.left", ["on": row.on.isoText]], tone: .soon)
            : Chip(t[row.on < today ? "vendor.ended" : "vendor.ends", ["on": row.on.isoText]], tone: row.on < today ? .late : .soon)
        return DeskEnd(path: path, vendor: row.vendorName, title: "\(t.word(row.kind)) · \(row.label)", state: chip)
    }
}
