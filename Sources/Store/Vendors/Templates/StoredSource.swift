internal import Domain

/// An indicator's source as `score_indicator.source` holds it: only what its kind needs.
struct StoredSource: Codable {
    struct Band: Codable {
        let from: Int
        let to: Int?
        let share: Int
    }

    var scale: Int?
    var combination: String?
    var roles: [String: Int]?
    var method: String?
    var purpose: String?
    var dimension: String?
    var fact: String?
    var bands: [Band]?
    var least: Int

    init(_ source: IndicatorSource) {
        least = source.least
        bands = source.bands?.bands.map { Band(from: $0.from, to: $0.to, share: $0.share) }
        switch source {
        case .assessor(let scale, let combination, let weights, _):
            self.scale = scale
            self.combination = combination.code
            roles = Dictionary(uniqueKeysWithValues: weights.map { ($0.key.code, $0.value) })
        case .inspection(let method, _, _): self.method = method.code
        case .survey(let purpose, let dimension, _, _):
            self.purpose = purpose.code
            self.dimension = dimension
        case .fact(let kind, _, _): fact = kind.code
        }
    }

    private var list: [PointBand] { (bands ?? []).map { PointBand(from: $0.from, to: $0.to, share: $0.share) } }

    /// - Throws: `unreadable` for what this release does not know.
    func source(_ kind: IndicatorKind) throws -> IndicatorSource {
        let found: IndicatorSource? =
            switch kind {
            case .assessor:
                combination.flatMap(Combination.init(rawValue:)).map { combination in
                    .assessor(
                        scale: scale ?? 10, combination: combination,
                        roleWeights: Dictionary(
                            uniqueKeysWithValues: (roles ?? [:]).compactMap { code, weight in
                                AssessorRole(rawValue: code).map { ($0, weight) }
                            }),
                        least: least)
                }
            case .inspection: method.flatMap(InspectionMethod.init(rawValue:)).map { .inspection($0, bands: list, least: least) }
            case .survey:
                purpose.flatMap(FormPurpose.init(rawValue:)).map { .survey($0, dimension: dimension ?? "*", bands: list, least: least) }
            case .fact: fact.flatMap(FactKind.init(rawValue:)).map { .fact($0, bands: list, least: least) }
            }
        guard let found else { throw StoreError.unreadable("score_indicator.source") }
        return found
    }
}

/// A grade as `score_version.grades` holds it.
struct StoredGrade: Codable {
    struct StoredConsequence: Codable {
        let kind: String
        var below: Int?
        var days: Int?
        var months: Int?
        var withhold: Int?
    }

    let key: String
    let name: String
    let nameEn: String
    let from: Int
    let passes: Bool
    let consequences: [StoredConsequence]

    init(_ grade: Grade) {
        key = grade.key
        name = grade.name.chinese
        nameEn = grade.name.english
        from = grade.from
        passes = grade.passes
        consequences = grade.consequences.map { consequence in
            switch consequence {
            case .rectify(let below, let days): StoredConsequence(kind: consequence.kind.code, below: below, days: days)
            case .suspend(let months): StoredConsequence(kind: consequence.kind.code, months: months)
            case .gateRenewal: StoredConsequence(kind: consequence.kind.code)
            case .advisePayment(let withhold): StoredConsequence(kind: consequence.kind.code, withhold: withhold)
            }
        }
    }

    var grade: Grade {
        Grade(
            key: key, name: Bilingual(name, nameEn), from: from, passes: passes,
            consequences: consequences.compactMap { stored in
                switch ConsequenceKind(rawValue: stored.kind) {
                case .rectify: .rectify(below: stored.below ?? 60, days: stored.days ?? 30)
                case .suspend: .suspend(months: stored.months ?? 6)
                case .gateRenewal: .gateRenewal
                case .advisePayment: .advisePayment(withhold: stored.withhold ?? 0)
                case nil: nil
                }
            })
    }
}

/// What a line rests on, as `score_draft` and `score_line` hold it. Who gave which score stays in the forms (VENDOR-P2).
struct StoredEvidence: Codable {
    var numerator: Int?
    var denominator: Int?
    var unit: String?
    var degree: Int?
    var n: Int?
    var share: Int?
    var lowest: Int?
    var highest: Int?
    var spread: Double?
    var outliers: [Int64]?
    var wave: Int64?

    init(_ evidence: Evidence) {
        switch evidence {
        case .assessors(let combined):
            (share, n, lowest, highest) = (combined.share, combined.n, combined.lowest, combined.highest)
            spread = combined.spread
            outliers = combined.outliers.map(\.rawValue)
        case .figure(let figure): (numerator, denominator, unit) = (figure.numerator, figure.denominator, figure.unit.code)
        case .survey(let degree, let n): (self.degree, self.n) = (degree, n)
        case .none: break
        }
    }

    /// The same without whose scores are far off: what a vendor may read.
    var released: StoredEvidence {
        var released = self
        released.outliers = nil
        return released
    }

    var evidence: Evidence {
        if let numerator, let denominator, let unit = unit.flatMap(ScoreUnit.init(rawValue:)),
            let figure = FactFigure(numerator, of: denominator, unit: unit)
        {
            return .figure(figure)
        }
        if let degree, let n { return .survey(degree: degree, n: n) }
        if let share, let n, let lowest, let highest {
            return .assessors(
                CombinedScore(
                    share: share, n: n, lowest: lowest, highest: highest, spread: spread, outliers: (outliers ?? []).map { PersonID($0) }))
        }
        return .none
    }
}
