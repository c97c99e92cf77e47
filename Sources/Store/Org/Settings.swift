package import Domain
package import Postgres

/// What holds at a unit, each value with the unit that decided it.
package struct UnitSettings: Sendable {
    /// Who decided something, and when.
    package struct Decision: Sendable {
        package let unit: UnitID
        package let unitName: String
        package let unitNameEnglish: String
        package let byName: String
        package let at: Instant
    }

    private let values: [Setting: ResolvedSetting]
    private let decisions: [Setting: [Decision]]

    /// - Parameter unit: nil for the group itself.
    init(_ rows: [SettingRow], at unit: UnitRef?) {
        // Rows come from the group down.
        let line = [unit?.id, unit?.vendor ?? unit?.company].compactMap(\.self) + rows.filter { $0.kind == .group }.map(\.unit)
        let known = rows.compactMap { row in row.setting.map { SettingDecision($0, at: row.unit, value: row.value) } }
        values = Dictionary(uniqueKeysWithValues: SettingRule.resolve(known, along: line).map { ($0.setting, $0) })
        decisions = Dictionary(grouping: rows.filter { $0.setting != nil }, by: { $0.setting ?? .hotline }).mapValues { $0.map(\.decision) }
    }

    package subscript(_ setting: Setting) -> ResolvedSetting {
        values[setting] ?? ResolvedSetting(setting, value: setting.definition.fallback, source: nil)
    }

    package func text(_ setting: Setting) -> String { self[setting].value }
    package func lines(_ setting: Setting) -> [String] { self[setting].value.split(separator: "\n").map(String.init) }
    package func flag(_ setting: Setting) -> Bool { self[setting].value == "true" }
    /// A number; values are checked on their way in and when they are resolved.
    package func number(_ setting: Setting) -> Int { Int(self[setting].value) ?? 0 }

    /// Who decided the value that holds; nil for the built-in one.
    package func decision(on setting: Setting) -> Decision? {
        self[setting].source.flatMap { source in decisions[setting]?.first { $0.unit == source } }
    }
}

/// A stored decision with the name of its unit.
package struct SettingRow: RowDecodable {
    let key: String
    let value: String
    let unit: UnitID
    let kind: UnitKind
    let unitName: String
    let unitNameEnglish: String
    let byName: String
    let at: Instant

    package init(row: inout RowCursor) throws {
        key = try row.next()
        value = try row.next()
        unit = try row.next()
        kind = try row.next()
        unitName = try row.next()
        unitNameEnglish = try row.next()
        byName = try row.next()
        at = try row.next()
    }

    /// Nil for a key of another release.
    var setting: Setting? { Setting(rawValue: key) }

    var decision: UnitSettings.Decision {
        UnitSettings.Decision(unit: unit, unitName: unitName, unitNameEnglish: unitNameEnglish, byName: byName, at: at)
    }

    /// Decisions at the unit and above it: project, company, group; site, vendor, group.
    static func along(_ unit: UnitRef?, tenant: TenantID) -> Query<SettingRow> {
        let line = [unit?.id, unit?.vendor ?? unit?.company].compactMap(\.self)
        return Query(
            """
            SELECT s.key, s.value, s.unit_id, u.kind, u.name, u.name_en, s.set_by_name, s.set_at
            FROM unit_setting s JOIN org_unit u ON u.tenant_id = s.tenant_id AND u.id = s.unit_id
            WHERE s.tenant_id = \(tenant) AND (u.kind = 'group' OR s.unit_id = ANY (\(line)))
            ORDER BY s.key, s.unit_id
            """)
    }

    static func put(_ setting: Setting, _ value: String, at unit: UnitRef, byName: String, now: Instant) -> SQL {
        """
        INSERT INTO unit_setting (tenant_id, unit_id, company_id, project_id, vendor_id, key, value, set_by_name, set_at)
        VALUES (\(unit.tenant), \(unit.id), \(unit.company), \(unit.project), \(unit.vendor), \(setting), \(value), \(byName), \(now))
        ON CONFLICT (tenant_id, unit_id, key) DO UPDATE SET value = \(value), set_by_name = \(byName), set_at = \(now)
        """
    }

    static func remove(_ setting: Setting, at unit: UnitRef) -> SQL {
        "DELETE FROM unit_setting WHERE tenant_id = \(unit.tenant) AND unit_id = \(unit.id) AND key = \(setting)"
    }
}

/// Purpose of a permit: to decide one setting at a unit.
package enum DecideSetting {}

package struct SettingPlace: Hashable, Sendable {
    package let unit: UnitRef
    package let setting: Setting
}

extension Transaction {
    /// What holds at the unit; with nil, what the group decided for everybody.
    package func settings(at unit: UnitRef?) async throws -> UnitSettings {
        UnitSettings(try await fetch(SettingRow.along(unit, tenant: tenant)), at: unit)
    }
}

extension WriteTransaction {
    /// - Throws: `notFound` for a unit that is unknown or not covered, and for a setting that is not decided at its kind; `refused`.
    package func access(_ setting: Setting, at unit: UnitID, for purpose: DecideSetting.Type) async throws
        -> Permit<DecideSetting, SettingPlace>
    {
        let found = try await covered(unit, with: setting.definition.permission)
        guard setting.definition.kinds.contains(found.kind) else { throw StoreError.notFound }
        return Permit(SettingPlace(unit: found, setting: setting))
    }

    /// Decides the setting at the unit.
    /// - Throws: `invalid` with field `value`.
    package func decide(_ raw: String, _ permit: Permit<DecideSetting, SettingPlace>) async throws {
        let (unit, setting) = (permit.thing.unit, permit.thing.setting)
        let value: String
        do throws(FieldProblem) { value = try setting.parse(raw) } catch { throw StoreError.invalid(FieldErrors("value", error)) }
        let before = try await settings(at: unit)[setting]
        try await change([SettingRow.put(setting, value, at: unit, byName: try actor.name, now: now)])
        audit(
            .settingChanged, .setting(setting.rawValue), at: unit, ["unit": unit.code, "from": before.value.audited, "to": value.audited])
    }

    /// Takes the unit's own decision back: what was decided above it holds again.
    /// - Throws: `notFound` when the unit decided nothing.
    package func inherit(_ permit: Permit<DecideSetting, SettingPlace>) async throws {
        let (unit, setting) = (permit.thing.unit, permit.thing.setting)
        let before = try await settings(at: unit)[setting]
        guard try await change([SettingRow.remove(setting, at: unit)]) == [1] else { throw StoreError.notFound }
        audit(.settingInherited, .setting(setting.rawValue), at: unit, ["unit": unit.code, "from": before.value.audited])
    }
}

extension String {
    /// One line of the trail: what was decided, cut where it is long.
    fileprivate var audited: String { String(replacing("\n", with: "; ").prefix(120)) }
}
