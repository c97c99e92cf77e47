package import Domain
package import Postgres

/// A version of the group's rule for degree and rate (SURVEY-R8).
package struct SurveyFormulaRow: RowDecodable, Hashable {
    package let version: Int
    package let formula: SatisfactionFormula
    package let reason: String
    package let setByName: String
    package let setAt: Instant

    package init(row: inout RowCursor) throws {
        version = try row.next()
        // The table's checks hold the same choices.
        formula = try SatisfactionFormula(row: &row) ?? .standard
        reason = try row.next()
        setByName = try row.next()
        setAt = try row.next()
    }

    /// Newest first.
    static func all(tenant: TenantID) -> Query<SurveyFormulaRow> {
        Query(
            """
            SELECT version, top_boxes, not_applicable, weighting, confidence, least_answers, low_at, reason, set_by_name, set_at FROM survey_formula
            WHERE tenant_id = \(tenant) ORDER BY version DESC LIMIT 50
            """)
    }

    /// The one that stood at a moment; both are SQL.
    static func standing(tenant: SQL, at moment: SQL) -> SQL {
        """
        SELECT s.version, s.top_boxes, s.not_applicable, s.weighting, s.confidence, s.least_answers, s.low_at FROM survey_formula s
        WHERE s.tenant_id = \(tenant) AND s.set_at <= \(moment) ORDER BY s.version DESC LIMIT 1
        """
    }

    /// The next version; two people at once collide at the key.
    static func insert(_ formula: SatisfactionFormula, version: Int, reason: String, by name: String, tenant: TenantID, now: Instant) -> SQL
    {
        """
        INSERT INTO survey_formula (tenant_id, version, top_boxes, not_applicable, weighting, confidence, least_answers, low_at, reason, set_by_name,
            set_at)
        VALUES (\(tenant), \(version), \(formula.topBoxes), \(formula.notApplicable), \(formula.weighting), \(formula.confidence),
            \(formula.floor), \(formula.lowAt), \(reason), \(name), \(now))
        """
    }
}

extension SatisfactionFormula {
    /// Six columns; nil where there is no row.
    init?(row: inout RowCursor) throws {
        let topBoxes: Int? = try row.next()
        let rule: NotApplicableRule? = try row.next()
        let weighting: SurveyWeighting? = try row.next()
        let confidence: Confidence? = try row.next()
        let floor: Int? = try row.next()
        let low: Int? = try row.next()
        guard let topBoxes, let rule, let weighting, let confidence, let floor, let low,
            let formula = SatisfactionFormula(
                topBoxes: topBoxes, notApplicable: rule, weighting: weighting, confidence: confidence, floor: floor, lowAt: low)
        else { return nil }
        self = formula
    }
}

/// Purpose of a permit: to set how satisfaction is computed.
package enum SetFormula {}

extension Transaction {
    package func formulas() async throws -> [SurveyFormulaRow] { try await fetch(SurveyFormulaRow.all(tenant: tenant)) }

    /// - Throws: `refused(.surveyApprove)` but at the group, whose rule it is.
    package func access(formulaFor purpose: SetFormula.Type) async throws -> Permit<SetFormula, Int> {
        let newest = try await formulas().first?.version ?? 0
        guard try actor.posts(with: .surveyApprove).contains(where: { $0.unit.kind == .group }) else {
            throw StoreError.refused(.surveyApprove)
        }
        return Permit(newest)
    }
}

extension WriteTransaction {
    /// A new version; waves drawn before keep theirs.
    /// - Throws: `invalid` without a reason.
    package func set(_ formula: SatisfactionFormula, reason: String, _ permit: Permit<SetFormula, Int>) async throws {
        let text: String
        do throws(FieldProblem) {
            text = try BoundedText.parse(reason, max: 300)
        } catch {
            throw StoreError.invalid(FieldErrors("reason", error))
        }
        let version = permit.thing + 1
        try await change([SurveyFormulaRow.insert(formula, version: version, reason: text, by: try actor.name, tenant: tenant, now: now)])
        audit(
            .surveyFormulaSet, .setting("survey.formula"), at: nil,
            [
                "version": String(version), "topBoxes": String(formula.topBoxes), "notApplicable": formula.notApplicable.code,
                "weighting": formula.weighting.code, "floor": String(formula.floor), "lowAt": String(formula.lowAt), "reason": text,
            ])
    }
}
