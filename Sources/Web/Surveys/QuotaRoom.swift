internal import Domain
internal import HTTPTypes
internal import Hummingbird
internal import Store
internal import Views

/// 配额: answers wanted by project and stage, typed while a wave is planned.
enum QuotaRoom {
    /// Two fields a project; a form is bounded.
    static let most = 80

    static func show(_ member: MemberContext) async throws -> Response { try await page(member) }

    static func save(_ member: MemberContext) async throws -> Response {
        let fields = try await member.form()
        let id = WaveID(try member.incoming.number("id"))
        let (values, version, path) = (fields.values, try fields.version(), member.paths.wave(id))
        do {
            let quotas = try read(values)
            let answer = try await member.write(fields) { tx in
                try await tx.setQuotas(quotas, try await tx.access(id, for: RunWave.self, lock: version))
                return path
            }
            return member.done(answer, Flash("survey.saved"))
        } catch StoreError.invalid(let errors) {
            return try await page(member, typed: values, errors: errors)
        }
    }

    /// Fields `before.<project>` and `after.<project>`; an empty one is no quota.
    /// - Throws: `invalid` naming each field that is wrong, also one that nobody's page made.
    static func read(_ fields: [String: String]) throws -> [UnitID: StageQuota] {
        var (quotas, errors): ([UnitID: StageQuota], FieldErrors) = ([:], FieldErrors())
        for (name, raw) in fields.sorted(by: { $0.key < $1.key }) {
            let parts = name.split(separator: ".").map(String.init)
            guard parts.count == 2, ["before", "after"].contains(parts[0]), let project = UnitID(text: parts[1]) else {
                errors.add(name, .notAChoice)
                continue
            }
            var quota = quotas[project] ?? StageQuota()
            let text = BoundedText.halfWidth(raw).filter { !$0.isWhitespace }
            if !text.isEmpty {
                guard let number = Int(text) else {
                    errors.add(name, .notANumber)
                    continue
                }
                if !(0...100_000).contains(number) { errors.add(name, number < 0 ? .tooSmall(min: 0) : .tooLarge(max: 100_000)) }
                if parts[0] == "before" { quota.before = number } else { quota.after = number }
            }
            quotas[project] = quota
        }
        guard errors.isEmpty else { throw StoreError.invalid(errors) }
        return quotas
    }

    private static func page(_ member: MemberContext, typed: [String: String] = [:], errors: FieldErrors? = nil) async throws -> Response {
        let id = WaveID(try member.incoming.number("id"))
        let (file, frame) = try await member.read { tx in try await tx.wave(id) }
        guard file.mayRun, file.wave.state.isPlan else { throw StoreError.notFound }
        let t = frame.t
        let (wave, units) = (file.wave, file.units.prefix(most))
        let groups = units.map { unit in
            FieldGroup(
                frame.name(unit.name, english: unit.nameEnglish),
                note: t[
                    "quota.households",
                    ["households": frame.wording.number(unit.households), "target": frame.wording.number(unit.target)]],
                fields: Stage.allCases.map { stage in
                    let name = "\(stage == .beforeHandover ? "before" : "after").\(unit.project)"
                    return FieldModel(
                        .number, form: "quota", name: name, label: t.word(stage),
                        value: typed[name] ?? unit.quota[stage].map { String($0) } ?? "",
                        error: errors?[name].map(frame.wording.problem), half: true)
                })
        }
        let notes = [
            t["quota.text"], units.isEmpty ? t["wave.projects.empty.text"] : nil,
            file.units.count > most ? t["quota.most", ["most": String(most)]] : nil,
        ]
        let page = OrgFormPage(
            title: t["quota.title"], intro: notes.compactMap(\.self).joined(separator: " "),
            back: Link(frame.name(wave.name, english: wave.nameEnglish), path: frame.paths.wave(id)),
            form: FormModel(
                id: "quota", path: frame.paths.quotas(id), groups: groups, submit: t["form.save"], key: frame.newKey,
                version: String(wave.lock)))
        return try frame.page(page, room: .surveys, status: errors == nil ? .ok : .unprocessableContent)
    }
}
