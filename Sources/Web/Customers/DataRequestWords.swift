internal import Domain
internal import Store
internal import Views

/// A request as its page: what is asked, by when, what an answer would do, and the two answers.
struct DataRequestWords {
    let frame: PageFrame
    let file: DataRequestFile
    var decision: String?
    var typed: [String: String] = [:]
    var errors: FieldErrors?

    private var t: Messages { frame.t }
    private var request: DataRequestRow { file.request }

    func page() -> DataRequestPage {
        DataRequestPage(
            title: t.word(request.kind), back: Link(t["requests.title"], path: frame.paths.dataRequests),
            customer: Link(
                frame.customer(request.customerName, kind: request.customerKind, full: frame.may(.customerManage)),
                path: frame.paths.owner(request.customer)),
            deadline: request.state.isOpen ? frame.wording.deadline(due: request.dueAt, soon: .days(3)) : nil,
            chips: [Chip(t.word(request.state), tone: request.state.isOpen ? .soon : .good)], asked: request.asked, facts: facts,
            plan: plan,
            actions: request.state == .received ? actions : [])
    }

    private var facts: [Fact] {
        var facts = [
            Fact(t["request.received"], text: frame.wording.exact(request.receivedAt), note: request.receivedByName),
            Fact(t["request.due"], text: frame.wording.exact(request.dueAt)),
        ]
        if let answered = request.answeredAt {
            facts.append(Fact(t["request.answered"], text: frame.wording.exact(answered), note: request.answeredByName))
        }
        if !request.answer.isEmpty { facts.append(Fact(t["request.answerText"], text: request.answer)) }
        return facts
    }

    private var plan: DataRequestPage.Plan? {
        file.plan.map { plan in
            let count: (String, Int) -> Fact = { name, value in Fact(t["forget.\(name)"], text: String(value)) }
            let open = plan.openTickets > 0 ? t["forget.blocked.tickets", ["count": String(plan.openTickets)]] : nil
            let houses = plan.currentHouses > 0 ? t["forget.blocked.houses", ["count": String(plan.currentHouses)]] : nil
            let blocked = [open, houses].compactMap(\.self).joined(separator: " ")
            return DataRequestPage.Plan(
                removed: [
                    Fact(t["forget.values"], text: t["forget.values.text"]), count("contacts", plan.contacts),
                    count("joined", plan.joinedFiles),
                ],
                stays: [
                    count("tickets", plan.tickets), count("relations", plan.relations), count("consents", plan.consents),
                    count("reads", plan.reads),
                ], blocked: blocked.isEmpty ? nil : blocked)
        }
    }

    private var actions: [ActionForm] {
        var actions: [ActionForm] = []
        if request.kind == .access {
            actions.append(
                ActionForm(
                    id: "extract", label: t["request.extract"], explain: t["request.extract.explain"],
                    path: frame.paths.extract(request.id),
                    key: frame.newKey))
        }
        if request.kind != .anonymisation || file.plan?.isPossible == true {
            actions.append(form("done", required: request.kind == .correction))
        }
        actions.append(form("refused", required: true))
        return actions
    }

    private func form(_ name: String, required: Bool) -> ActionForm {
        let isMine = decision == name
        let fields = CustomerFields(frame: frame, form: name, typed: isMine ? typed : [:], errors: isMine ? errors : nil)
        let label = name == "done" && request.kind == .anonymisation ? "request.anonymise" : "request.\(name)"
        return ActionForm(
            id: name, label: t[label], explain: name == "done" ? t["request.done.\(request.kind.rawValue)"] : nil,
            path: frame.paths.answerRequest(request.id),
            fields: [
                fields.field(.textarea, "answer", required: required, max: 1_000),
                FieldModel(.hidden, form: name, name: "decision", label: "", value: name),
            ], key: frame.newKey, danger: name == "refused" || request.kind == .anonymisation, open: isMine)
    }
}

/// Everything held about a customer, on paper.
struct ExtractWords {
    let frame: PageFrame
    let extract: Extract
    let back: String

    func page() -> ExtractPage {
        let (t, file) = (frame.t, extract.file.file)
        let known: [(String, String?)] = [
            (t["field.customerName"], file.name), (t["reveal.phone"], extract.phone),
            (file.identityKind.map { t.word($0) } ?? t["field.identity"], extract.identity), (t["owners.state"], t.word(file.state)),
            (t["fact.member"], file.memberNumber), (t["fact.class"], t.word(file.classification)), (t["fact.living"], t.word(file.living)),
            (t["fact.customerNote"], file.note), (t["merge.registered"], frame.wording.exact(file.registeredAt)),
        ]
        return ExtractPage(
            tenant: frame.tenantName, unit: frame.unitName, number: "#\(file.id)",
            facts: known.compactMap { label, value in value.flatMap { $0.isEmpty ? nil : Fact(label, text: $0) } },
            contacts: extract.contacts.map { Fact(t.word($0.0), text: $0.2, note: $0.1.isEmpty ? nil : $0.1) },
            relations: extract.file.relations.map { Fact(t.word($0.dated.relation), text: $0.houseLabel, note: frame.period($0.dated)) },
            consents: extract.file.consents.map {
                Fact(t.word($0.item), text: t.word($0.ground), note: "\($0.givenOn.isoText) · \($0.noticeVersion)")
            },
            tickets: extract.file.tickets.map { Fact($0.number, text: $0.title, note: frame.wording.exact($0.receivedAt)) },
            printed: frame.wording.moment(frame.now), ticketPath: back)
    }
}
