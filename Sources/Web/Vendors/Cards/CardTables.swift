internal import Domain
internal import Store
internal import Views

/// What a card led to, and what was said about it.
extension CardWords {
    var facts: [Fact] {
        var facts: [Fact] = []
        if file.orders.isEmpty { facts.append(Fact(t["rectification.title"], text: t["card.noOrders"])) }
        for order in file.orders {
            facts.append(
                Fact(
                    t["rectification.one"], link: Link(order.title, path: frame.paths.rectification(order.id)),
                    note: "\(t.word(order.state)) · \(order.dueOn)"))
        }
        facts += file.consequences.map(fact)
        let renewal: String =
            switch file.renewal {
            case .open(let cards): t["renewal.open", ["cards": String(cards)]]
            case .closed(let failed, let cards): t["renewal.closed", ["failed": String(failed), "cards": String(cards)]]
            case .unknown(let cards): t["renewal.unknown", ["cards": String(cards)]]
            }
        facts.append(Fact(t["renewal.title"], text: renewal))
        return facts
    }

    var tables: [OperationsPage.Table] {
        var tables: [OperationsPage.Table] = []
        if !file.appeals.isEmpty { tables.append(appealTable) }
        if !file.versions.isEmpty { tables.append(versionTable) }
        if !file.moderations.isEmpty { tables.append(moderationTable) }
        return tables
    }

    private var appealTable: OperationsPage.Table {
        let columns = [t["card.line"], t["appeal.text"], t["appeal.evidence"], t["survey.by"], t["survey.state"], t["appeal.ruling"]]
        let rows = file.appeals.map { appeal in
            OrgListPage.Row(cells: [
                .init(columns[0], text: file[appeal.key]?.name.text(english: english) ?? appeal.key),
                .init(columns[1], text: appeal.text), .init(columns[2], text: appeal.evidence.isEmpty ? "–" : appeal.evidence),
                .init(columns[3], text: "\(appeal.filedByName) · \(frame.wording.exact(appeal.filedAt))"),
                .init(
                    columns[4],
                    chip: Chip(t.word(appeal.state), tone: appeal.state.isOpen ? .soon : appeal.state == .upheld ? .good : .plain)),
                .init(columns[5], text: appeal.ruling.isEmpty ? "–" : "\(appeal.ruling) · \(appeal.ruledByName)"),
            ])
        }
        return .init(id: "appeals", title: t["appeal.title"], columns: columns, rows: rows)
    }

    private var versionTable: OperationsPage.Table {
        let columns = [t["survey.version"], t["card.total"], t["template.grade"], t["survey.by"], t["card.reason"]]
        let rows = file.versions.map { version in
            OrgListPage.Row(cells: [
                .init(
                    columns[0],
                    link: Link(
                        t["survey.versionNumber", ["number": String(version.number)]],
                        path: Paths.query(frame.paths.scoreCard(card.id), [("version", String(version.number))]))),
                .init(columns[1], text: Self.points(version.total)),
                .init(columns[2], text: version.grade == nil ? t["card.noGrade"] : version.gradeName.text(english: english)),
                .init(columns[3], text: "\(frame.wording.person(version.by, post: version.post)) · \(frame.wording.exact(version.at))"),
                .init(columns[4], text: version.reason.isEmpty ? t["card.confirmedFirst"] : version.reason),
            ])
        }
        return .init(id: "versions", title: t["survey.versions"], note: t["card.versions.note"], columns: columns, rows: rows)
    }

    private var moderationTable: OperationsPage.Table {
        let columns = [t["card.line"], t["card.before"], t["card.after"], t["card.reason"], t["survey.by"]]
        let rows = file.moderations.map { row in
            let weight = file[row.key]?.weight ?? 0
            return OrgListPage.Row(cells: [
                .init(columns[0], text: file[row.key]?.name.text(english: english) ?? row.key),
                .init(columns[1], text: Self.points(CardLine.points(row.before, of: weight))),
                .init(columns[2], text: Self.points(CardLine.points(row.share, of: weight))), .init(columns[3], text: row.reason),
                .init(columns[4], text: "\(row.by) · \(frame.wording.exact(row.at))"),
            ])
        }
        return .init(id: "moderations", title: t["card.moderations"], note: t["card.moderations.note"], columns: columns, rows: rows)
    }
}
