package import Domain
package import Postgres

/// A line as the card's page shows it: stored, or worked out of the draft.
package struct LineRow: RowDecodable {
    package let key: String
    package let position: Int
    package let kind: IndicatorKind
    package let name: Bilingual
    package let fullWeight: Int
    package let weight: Int
    package let state: LineState
    package let computed: Int?
    package var share: Int?
    package var points: Int
    package let unit: ScoreUnit
    package let value: Int?
    package let n: Int
    package let evidence: Evidence
    package let shortfall: Shortfall

    package init(row: inout RowCursor) throws {
        key = try row.next()
        position = try row.next()
        kind = try row.next()
        name = Bilingual(try row.next(), try row.next())
        fullWeight = try row.next()
        weight = try row.next()
        state = try row.next()
        computed = try row.next()
        share = try row.next()
        points = try row.next()
        unit = try row.next()
        value = try row.next()
        n = try row.next()
        let evidence: JSONText = try row.next()
        self.evidence = try EventDetail.decode(StoredEvidence.self, from: evidence).evidence
        shortfall = try row.next()
    }

    init(_ line: CardLine, position: Int) {
        key = line.indicator.key
        self.position = position
        kind = line.indicator.source.kind
        name = line.indicator.name
        fullWeight = line.indicator.weight
        weight = line.weight
        state = line.state
        computed = line.computed
        share = line.share
        points = line.points
        unit = line.indicator.source.unit
        value = line.evidence.value
        n = line.evidence.n
        evidence = line.evidence
        shortfall = line.indicator.shortfall
    }

    static func of(_ card: CardID, number: Int, tenant: TenantID) -> Query<LineRow> {
        Query(
            """
            SELECT key, position, kind, name, name_en, full_weight, weight, state, computed, share, points, unit, value, n, evidence, shortfall
            FROM score_line WHERE tenant_id = \(tenant) AND card_id = \(card) AND number = \(Int32(number)) ORDER BY position, key
            """)
    }
}

package struct CardVersionRow: RowDecodable {
    package let number: Int
    package let total: Int
    package let coverage: Int
    package let grade: String?
    package let gradeName: Bilingual
    package let reason: String
    package let by: String
    package let post: String
    package let at: Instant

    package init(row: inout RowCursor) throws {
        number = try row.next()
        total = try row.next()
        coverage = try row.next()
        grade = try row.next()
        gradeName = Bilingual(try row.next(), try row.next())
        reason = try row.next()
        by = try row.next()
        post = try row.next()
        at = try row.next()
    }

    static func of(_ card: CardID, tenant: TenantID) -> Query<CardVersionRow> {
        Query(
            """
            SELECT number, total, coverage, grade, grade_name, grade_name_en, reason, made_by_name, made_by_post, at FROM score_card_version
            WHERE tenant_id = \(tenant) AND card_id = \(card) ORDER BY number DESC LIMIT 50
            """)
    }
}

package struct ModerationRow: RowDecodable {
    package let key: String
    package let before: Int
    package let share: Int
    package let reason: String
    package let by: String
    package let at: Instant

    package init(row: inout RowCursor) throws {
        key = try row.next()
        before = try row.next()
        share = try row.next()
        reason = try row.next()
        by = try row.next()
        at = try row.next()
    }

    static func of(_ card: CardID, tenant: TenantID) -> Query<ModerationRow> {
        Query(
            """
            SELECT key, before, share, reason, by_name, at FROM score_moderation
            WHERE tenant_id = \(tenant) AND card_id = \(card) ORDER BY id LIMIT 200
            """)
    }
}

struct DraftRow: RowDecodable {
    let evidence: [String: Evidence]

    init(row: inout RowCursor) throws {
        let json: JSONText = try row.next()
        evidence = try EventDetail.decode([String: StoredEvidence].self, from: json).mapValues(\.evidence)
    }

    static func of(_ card: CardID, tenant: TenantID) -> Query<DraftRow> {
        Query("SELECT evidence FROM score_draft WHERE tenant_id = \(tenant) AND card_id = \(card)")
    }
}
