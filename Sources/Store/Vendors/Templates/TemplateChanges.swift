package import Domain
package import Postgres

/// Purpose of a permit: to write evaluation templates of a unit.
package enum KeepTemplate {}

/// A new template. Fields: name, nameEnglish, about, from.
package struct NewTemplate: Sendable {
    package enum Origin: Hashable, Sendable {
        case empty
        case preset(PresetTemplate)
        case copy(TemplateVersionID)
        /// A company's own indicators behind a core, which stays as it is.
        case addition(ScoreTemplateID)
    }

    package static let names = ["name", "nameEnglish", "about", "from"]

    package let name: String
    package let nameEnglish: String
    package let about: String
    package let origin: Origin

    package init(name: String, nameEnglish: String = "", about: String = "", origin: Origin) {
        self.name = name
        self.nameEnglish = nameEnglish
        self.about = about
        self.origin = origin
    }

    /// `from`: empty, `preset-<key>`, `copy-<version>` or `add-<template>`.
    package static func read(_ fields: [String: String]) -> Result<NewTemplate, FieldErrors> {
        var form = FormReader(fields)
        let name = form.text("name", max: 60)
        let english = form.optionalText("nameEnglish", max: 120)
        let about = form.optionalText("about", max: 300)
        let origin = form.parsed("from") { raw throws(FieldProblem) in try Self.origin(raw ?? "") }
        return form.result(NewTemplate(name: name, nameEnglish: english, about: about, origin: origin ?? .empty))
    }

    private static func origin(_ raw: String) throws(FieldProblem) -> Origin {
        if raw.isEmpty { return .empty }
        let parts = raw.split(separator: "-", maxSplits: 1).map(String.init)
        let found: Origin? =
            switch (parts.first, parts.count) {
            case ("preset", 2): PresetTemplate(rawValue: parts[1]).map { .preset($0) }
            case ("copy", 2): TemplateVersionID(text: parts[1]).map { .copy($0) }
            case ("add", 2): ScoreTemplateID(text: parts[1]).map { .addition($0) }
            default: nil
            }
        guard let found else { throw .notAChoice }
        return found
    }
}

/// A template that cannot be published, and why.
package struct UnfitTemplate: Error, Sendable {
    package let faults: [TemplateFault]
}

extension WriteTransaction {
    /// The right to write templates of the viewpoint's unit itself: a company writes its own, never the group's core.
    /// - Throws: `notFound` at a project or a vendor; `refused(.templateKeep)`.
    package func access(for purpose: KeepTemplate.Type) async throws -> Permit<KeepTemplate, UnitRef> {
        try await enter()
        let unit = try judgingPlace
        guard unit.kind != .project else { throw StoreError.notFound }
        guard try actor.covers(unit, with: .templateKeep) else { throw StoreError.refused(.templateKeep) }
        return Permit(unit)
    }

    /// A draft to change; published versions never change.
    /// - Throws: `notFound`; `refused(.templateKeep)`; `stale`.
    package func access(_ version: TemplateVersionID, for purpose: KeepTemplate.Type, lock: Int) async throws
        -> Permit<KeepTemplate, TemplateVersionRow>
    {
        try await enter()
        _ = try judgingPlace
        guard let row = try await fetchFirst(TemplateVersionRow.locked(version, tenant: tenant)) else { throw StoreError.notFound }
        guard try actor.covers(row.unit, with: .templateKeep) else { throw StoreError.refused(.templateKeep) }
        guard row.state == .draft, lock == row.lock else {
            throw StoreError.stale(Staleness(version: row.lock, state: row.state.code, changes: []))
        }
        return Permit(row)
    }

    package func add(_ new: NewTemplate, _ permit: Permit<KeepTemplate, UnitRef>) async throws -> TemplateVersionID {
        let unit = permit.thing
        var (base, content, preset) = (ScoreTemplateID?.none, ScoreTemplate(), "")
        switch new.origin {
        case .empty: break
        case .preset(let chosen):
            content = chosen.template
            preset = chosen.code
        case .copy(let version): content = try await templateVersion(version).content
        case .addition(let template):
            let file = try await self.template(template)
            guard file.template.base == nil, file.template.published != nil, unit.kind == .company, file.template.unit.kind == .group else {
                throw StoreError.invalid(FieldErrors("from", .notAChoice))
            }
            base = template
            content = ScoreTemplate(period: file.template.period ?? .monthly, additionShare: 1_000)
        }
        let (templates, versions) = try await fetch(TemplateStatements.nextTemplate, TemplateStatements.nextVersion)
        guard let template = templates.first?.value, let version = versions.first?.value else { throw StoreError.closed }
        try await change(
            [
                TemplateStatements.add(new, template, base: base, preset: preset, unit: unit, by: try actor.name, now: now),
                try TemplateStatements.draft(version, of: template, content, unit: unit, by: try actor.name, now: now),
            ] + (try TemplateStatements.fill(version, with: content, unit: unit)))
        audit(.templateAdded, .template(template, label: new.name), at: unit)
        return version
    }

    /// A draft with everything the latest published version judges; the draft that is open already, if there is one.
    package func newTemplateDraft(_ template: ScoreTemplateID) async throws -> TemplateVersionID {
        try await enter()
        let file = try await self.template(template)
        guard file.mayKeep else { throw StoreError.refused(.templateKeep) }
        if let draft = file.template.draft { return draft }
        guard let published = file.template.published, file.template.retiredAt == nil,
            let version = try await fetchFirst(TemplateStatements.nextVersion)?.value
        else { throw StoreError.notFound }
        let content = try await scoreTemplate([published])
        let unit = file.template.unit
        try await change(
            [try TemplateStatements.draft(version, of: template, content, unit: unit, by: try actor.name, now: now)]
                + (try TemplateStatements.fill(version, with: content, unit: unit)))
        audit(.templateChanged, .template(template, label: file.template.name), at: unit, ["from": String(file.template.number ?? 0)])
        return version
    }

    /// Puts an indicator into the draft, or changes it.
    /// - Parameter isNew: the key must be free.
    package func save(_ indicator: Indicator, isNew: Bool, _ permit: Permit<KeepTemplate, TemplateVersionRow>) async throws {
        let content = try await scoreTemplate([permit.thing.id])
        if isNew, content[indicator.key] != nil { throw StoreError.invalid(FieldErrors("code", .taken)) }
        if !isNew, content[indicator.key] == nil { throw StoreError.notFound }
        if isNew, content.indicators.count >= ScoreTemplate.mostIndicators {
            throw StoreError.invalid(FieldErrors("code", .tooLarge(max: Int64(ScoreTemplate.mostIndicators))))
        }
        let position = content.indicators.firstIndex { $0.key == indicator.key } ?? content.indicators.count
        try await change([
            try TemplateStatements.put(indicator, at: position + 1, of: permit.thing.id, unit: permit.thing.unit),
            TemplateStatements.touch(permit.thing, tenant: tenant),
        ])
        audit(.templateChanged, .template(permit.thing.template, label: ""), at: permit.thing.unit, ["indicator": indicator.key])
    }

    package func removeIndicator(_ key: String, _ permit: Permit<KeepTemplate, TemplateVersionRow>) async throws {
        let touched = try await change([
            TemplateStatements.remove(key, of: permit.thing.id, tenant: tenant), TemplateStatements.touch(permit.thing, tenant: tenant),
        ])
        guard touched[0] == 1 else { throw StoreError.notFound }
        audit(.templateChanged, .template(permit.thing.template, label: ""), at: permit.thing.unit, ["removed": key])
    }

    /// Period, coverage, appeal window, share of additions and grades; the indicators stay.
    package func save(_ head: ScoreTemplate, _ permit: Permit<KeepTemplate, TemplateVersionRow>) async throws {
        try await change([try TemplateStatements.settle(head, permit.thing, tenant: tenant)])
        audit(.templateChanged, .template(permit.thing.template, label: ""), at: permit.thing.unit, ["head": head.period.code])
    }

    /// From now on it never changes.
    /// - Throws: `UnfitTemplate` with everything that is wrong.
    package func publish(_ permit: Permit<KeepTemplate, TemplateVersionRow>) async throws {
        let file = try await templateVersion(permit.thing.id)
        guard file.faults.isEmpty else { throw UnfitTemplate(faults: file.faults) }
        try await change([TemplateStatements.publish(permit.thing, by: try actor.name, tenant: tenant, now: now)])
        audit(
            .templatePublished, .template(file.template.id, label: file.template.name), at: permit.thing.unit,
            ["indicators": String(file.content.indicators.count)])
    }

    package func retireTemplate(_ template: ScoreTemplateID) async throws {
        try await enter()
        let file = try await self.template(template)
        guard file.mayKeep else { throw StoreError.refused(.templateKeep) }
        guard file.template.retiredAt == nil else { throw StoreError.notFound }
        try await change([TemplateStatements.retire(template, tenant: tenant, now: now)])
        audit(.templateRetired, .template(template, label: file.template.name), at: file.template.unit)
    }
}
