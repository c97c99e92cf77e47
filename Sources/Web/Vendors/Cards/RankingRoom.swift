internal import Domain
internal import HTTPTypes
internal import Hummingbird
internal import Store
internal import Views

/// 排名 within a company or the group, and the table of vendors over companies: fair, with what each place rests on.
enum RankingRoom {
    static func show(_ member: MemberContext) async throws -> Response {
        let query = try member.incoming.query()
        let asked = period(try query.text("period"))
        let (found, frame) = try await member.read { tx in try await tx.ranking(asked) }
        let t = frame.t
        let places = Ranking.places(
            found.cards.map { RankEntry($0.id, total: $0.total ?? 0, households: $0.households, isGraded: $0.grade != nil) })
        let cards = Dictionary(uniqueKeysWithValues: found.cards.map { ($0.id, $0) })
        let columns = [
            t["card.place"], t["field.project"], t["card.vendor"], t["card.total"], t["template.grade"], t["card.households"],
            t["card.age"],
        ]
        let rows = places.compactMap { place in
            cards[place.entry.key].map { card in
                OrgListPage.Row(cells: [
                    .init(columns[0], text: place.place.map { "\($0) / \(place.of)" } ?? t["card.unranked"]),
                    .init(
                        columns[1],
                        link: Link(frame.name(card.projectName, english: card.projectNameEnglish), path: frame.paths.scoreCard(card.id))),
                    .init(columns[2], text: frame.name(card.vendorName, english: card.vendorNameEnglish)),
                    .init(columns[3], text: card.total.map(CardWords.points) ?? "–"), .init(columns[4], chip: CardWords.chip(card, frame)),
                    .init(columns[5], text: frame.wording.number(card.households)), .init(columns[6], text: age(card, t)),
                ])
            }
        }
        var tables = [
            OperationsPage.Table(
                id: "ranking", title: t["card.ranking"],
                note: t["card.ranking.note", ["households": String(Ranking.leastHouseholds), "entries": String(Ranking.leastEntries)]],
                columns: columns, rows: rows, empty: EmptyState(title: t["card.empty.title"], text: t["card.empty.text"]))
        ]
        if !found.cards.isEmpty { tables.append(vendors(found.cards, frame)) }
        let page = SurveyPage(
            title: t["card.ranking"], intro: found.period.map { t["round.intro", ["period": $0.description]] },
            buttons: found.periods.prefix(8).map {
                Link($0.description, path: Paths.query(frame.paths.scoreRanking, [("period", key($0))]))
            },
            tables: tables)
        return try frame.page(page, room: .vendors)
    }

    private static func key(_ period: ScorePeriod) -> String { "\(period.kind.code)-\(period.start.number)" }

    private static func period(_ raw: String) -> ScorePeriod? {
        let parts = raw.split(separator: "-").map(String.init)
        guard parts.count == 2, let kind = PeriodKind(rawValue: parts[0]), let month = Int(parts[1]).flatMap({ ScoreMonth(number: $0) })
        else {
            return nil
        }
        return ScorePeriod(kind, containing: month)
    }

    /// Years since delivery at the end of the period: context, since young projects hear more.
    private static func age(_ card: CardRow, _ t: Messages) -> String {
        guard let day = card.handedOverOn else { return "–" }
        let days = max(0, card.period.last.daysSince1970 - day.daysSince1970)
        return t["card.years", ["years": "\(days / 365).\(days % 365 * 10 / 365)"]]
    }

    /// Vendors as rows, companies as columns: the mean of the graded cards, weighed by households.
    private static func vendors(_ cards: [CardRow], _ frame: PageFrame) -> OperationsPage.Table {
        let t = frame.t
        let companies = Array(Set(cards.map(\.company))).sorted()
        let names = Dictionary(frame.switcher.map { ($0.id, frame.name($0.name, english: $0.nameEnglish)) }, uniquingKeysWith: { $1 })
        let columns = [t["card.vendor"]] + companies.map { names[$0] ?? $0.description } + [t["card.all"]]
        var rows: [OrgListPage.Row] = []
        for (_, own) in Dictionary(grouping: cards, by: \.vendor).sorted(by: { $0.key < $1.key }) {
            var cells = [
                OrgListPage.Cell(columns[0], text: own.first.map { frame.name($0.vendorName, english: $0.vendorNameEnglish) } ?? "")
            ]
            for (index, company) in companies.enumerated() {
                cells.append(OrgListPage.Cell(columns[index + 1], text: mean(own.filter { $0.company == company }, frame)))
            }
            cells.append(OrgListPage.Cell(columns[columns.count - 1], text: mean(own, frame)))
            rows.append(OrgListPage.Row(cells: cells))
        }
        return OperationsPage.Table(id: "vendors", title: t["card.byVendor"], note: t["card.byVendor.note"], columns: columns, rows: rows)
    }

    private static func mean(_ cards: [CardRow], _ frame: PageFrame) -> String {
        let graded = cards.filter { $0.grade != nil && $0.households > 0 }
        let households = graded.reduce(0) { $0 + $1.households }
        guard households > 0 else { return cards.isEmpty ? "–" : frame.t["card.noGrade"] }
        let sum = graded.reduce(0) { $0 + ($1.total ?? 0) * $1.households }
        return "\(CardWords.points((2 * sum + households) / (2 * households))) · n \(graded.count)"
    }
}
