internal import Domain
internal import Hummingbird
internal import Store
internal import Views

/// The sheets that staff file or hand over on paper.
enum PrintRoom {
    static func receipt(_ member: MemberContext) async throws -> Response {
        let id = TicketID(try member.incoming.number("id"))
        let viewpoint = member.place.unit
        let (found, frame) = try await member.read { tx in (try await tx.ticket(id), try await tx.settings(at: viewpoint)) }
        let words = TicketWords(frame: frame, file: found.0)
        let record = words.file.record
        let promised = words.file.ticket.deadlines.first { $0.deadline.kind == .accept }?.deadline.firstDueAt
        let page = ReceiptPage(
            tenant: frame.tenantName, unit: frame.unitName, number: record.number,
            facts: words.sheet(with: ["customer", "house", "receivedAt"]),
            event: record.event, wish: record.wish.isEmpty ? nil : record.wish,
            promise: frame.t["print.promiseText", ["time": frame.wording.exact(promised ?? record.receivedAt)]],
            receiver: frame.wording.person(record.firstReceiverName, post: record.firstReceiverPost), footer: footer(found.1, frame),
            printed: frame.wording.moment(frame.now), ticketPath: frame.paths.ticket(record.id))
        return try frame.page(page)
    }

    private static func footer(_ settings: UnitSettings, _ frame: PageFrame) -> [String] {
        let (hotline, hours) = (settings.text(.hotline), settings.text(.workingHours))
        return [
            hotline.isEmpty ? nil : frame.t["print.hotline", ["number": hotline]],
            hours.isEmpty ? nil : frame.t["print.hours", ["hours": hours]],
            settings.text(.footer).isEmpty ? nil : settings.text(.footer),
        ].compactMap(\.self)
    }

    /// COMPLAINT-F4: event, time, place, persons, complainant, address, contact.
    static func register(_ member: MemberContext) async throws -> Response {
        let (words, frame) = try await file(member)
        let record = words.file.record
        let timeline = TimelineWords(frame: frame)
        var facts = words.sheet(with: nil)
        facts.insert(Fact(frame.t["fact.channel"], text: words.channel), at: 0)
        if let phone = words.file.phoneMasked, !phone.isEmpty { facts.append(Fact(frame.t["fact.phone"], text: phone)) }
        facts.append(Fact(frame.t["fact.stage"], text: frame.t.word(record.stage), note: frame.words(of: record.stageReason)))
        facts.append(Fact(frame.t["fact.state"], text: frame.t.word(record.state)))
        let page = ComplaintRegisterPage(
            tenant: frame.tenantName, unit: frame.unitName, number: record.number, facts: facts, event: record.event,
            wish: record.wish.isEmpty ? nil : record.wish, entries: words.file.events.map(timeline.entry), plans: words.plans,
            printed: frame.wording.moment(frame.now), ticketPath: frame.paths.ticket(record.id))
        return try frame.page(page)
    }

    static func visits(_ member: MemberContext) async throws -> Response {
        let (words, frame) = try await file(member)
        let record = words.file.record
        let page = VisitRecordPage(
            tenant: frame.tenantName, unit: frame.unitName, number: record.number,
            facts: words.sheet(with: ["customer", "house", "handler"]),
            visits: words.visits, signature: words.file.ticket.visits.contains { $0.method == .onSite },
            printed: frame.wording.moment(frame.now), ticketPath: frame.paths.ticket(record.id))
        return try frame.page(page)
    }

    private static func file(_ member: MemberContext) async throws -> (TicketWords, PageFrame) {
        let id = TicketID(try member.incoming.number("id"))
        let (file, frame) = try await member.read { tx in try await tx.ticket(id) }
        return (TicketWords(frame: frame, file: file), frame)
    }
}

extension PageFrame {
    var tenantName: String { name(member.place.tenantName, english: member.place.tenantNameEnglish) }
    var unitName: String { name(member.place.unit.name, english: member.place.unitNameEnglish) }
}
