internal import Domain
internal import HTTPTypes
internal import Hummingbird
internal import Store
internal import Views

/// Planning a wave and changing the plan.
enum WavePlanning {
    /// Kind and name may come with the link, where something else proposes the wave.
    static func showNew(_ member: MemberContext) async throws -> Response {
        let query = try member.incoming.query()
        let proposed = ["kind": try query.text("kind"), "name": String(try query.text("name").prefix(60))].filter { !$0.value.isEmpty }
        return try await page(member, wave: nil, proposed: proposed)
    }

    static func plan(_ member: MemberContext) async throws -> Response {
        let fields = try await member.form()
        try fields.allow(NewWave.single, repeated: NewWave.repeated)
        let (values, paths, unit) = (fields.values, member.paths, member.place.unit)
        do {
            let new = try NewWave.read(values, at: unit).orInvalid()
            let answer = try await member.write(fields) { tx in
                paths.wave(try await tx.plan(new, try await tx.access(for: RunWave.self)))
            }
            return member.done(answer, Flash("wave.planned"))
        } catch {
            return try await OwnerForms.again(error) { try await page(member, wave: nil, typed: values, errors: $0) }
        }
    }

    static func showEdit(_ member: MemberContext) async throws -> Response {
        try await page(member, wave: WaveID(try member.incoming.number("id")))
    }

    static func change(_ member: MemberContext) async throws -> Response {
        let fields = try await member.form()
        try fields.allow(NewWave.single, repeated: NewWave.repeated)
        let id = WaveID(try member.incoming.number("id"))
        let (values, path, unit) = (fields.values, member.paths.wave(id), member.place.unit)
        let version = try fields.version()
        do {
            let new = try NewWave.read(values, at: unit).orInvalid()
            let answer = try await member.write(fields) { tx in
                try await tx.change(new, try await tx.access(id, for: RunWave.self, lock: version))
                return path
            }
            return member.done(answer, Flash("survey.saved"))
        } catch {
            return try await OwnerForms.again(error) { try await page(member, wave: id, typed: values, errors: $0) }
        }
    }

    private static func page(
        _ member: MemberContext, wave id: WaveID?, typed: [String: String] = [:], errors: FieldErrors? = nil,
        proposed: [String: String] = [:]
    ) async throws -> Response {
        let (found, frame) = try await member.read { tx in
            (try await tx.surveyLibrary(), try await id.asyncMapping { try await tx.wave($0) })
        }
        let (library, file) = found
        if let file, !file.mayRun || !file.wave.state.isPlan { throw StoreError.notFound }
        let t = frame.t
        let wave = file?.wave
        let fields = CustomerFields(frame: frame, form: "wave", typed: typed, errors: errors)
        let kinds = WaveKind.allCases.filter { $0.planners.contains(member.place.unit.kind) }
        let forms = library.filter { $0.base == nil && $0.published != nil }.map {
            FieldModel.Option(value: $0.id.description, label: frame.name($0.name, english: $0.nameEnglish))
        }
        func box(_ name: String, label: String, _ on: Bool) -> FieldModel {
            let value = typed.isEmpty ? (on ? "true" : "") : typed[name] ?? ""
            return FieldModel(
                .checkbox, form: "wave", name: name, label: t["field.\(label)"], value: value, hint: t.optional("field.\(label).hint"),
                half: true)
        }
        func number(_ name: String, label: String, _ value: Int?) -> FieldModel {
            fields.field(.number, name, label: label, half: true, value: value.map { String($0) } ?? "")
        }
        let what = [
            kinds.count == 1
                ? fields.words("kind", WaveKind.self, only: kinds, value: kinds[0])
                : fields.words("kind", WaveKind.self, only: kinds, value: wave?.kind ?? proposed["kind"].flatMap(WaveKind.init)),
            fields.field(
                .select, "form", label: "waveForm", required: true, half: true, options: forms, value: wave?.form.description ?? ""),
            fields.field(
                .text, "name", label: "waveName", required: true, half: true, max: 60, value: wave?.name ?? proposed["name"] ?? "",
                autofocus: true),
            fields.field(.text, "nameEnglish", half: true, max: 120, value: wave?.nameEnglish ?? ""),
            fields.field(.textarea, "purpose", label: "wavePurpose", max: 500, value: wave?.purpose ?? ""),
            fields.field(
                .date, "opens", label: "waveOpens", required: true, half: true, value: wave?.opensOn.isoText ?? frame.today.isoText),
            fields.field(
                .date, "closes", label: "waveCloses", required: true, half: true,
                value: wave?.closesOn.isoText ?? frame.today.adding(days: 30).isoText),
            box("anonymous", label: "waveAnonymous", wave?.anonymous ?? false),
            box("allowsChange", label: "waveAllowsChange", wave?.allowsChange ?? false),
        ]
        let audience = wave?.audience ?? Audience()
        let stages =
            [FieldModel.Option(value: "", label: t["wave.anyStage"])] + Stage.allCases.map { .init(value: $0.code, label: t.word($0)) }
        let whom = [
            fields.field(
                .checkboxes, "respondents", label: "waveRespondents",
                options: Respondent.allCases.map { .init(value: $0.code, label: t.word($0)) },
                value: audience.respondents.map(\.code).joined(separator: ",")),
            fields.field(.select, "stage", label: "waveStage", half: true, options: stages, value: audience.stage?.code ?? ""),
            number("ageMin", label: "waveAgeMin", audience.ageMin), number("ageMax", label: "waveAgeMax", audience.ageMax),
            number("contactWithin", label: "waveContactWithin", audience.contactWithinDays),
            fields.field(
                .checkboxes, "exclusions", label: "waveExclusions",
                options: Exclusion.allCases.map { .init(value: $0.code, label: t.word($0)) },
                value: audience.exclusions.map(\.code).joined(separator: ",")),
        ]
        let size = [
            number("margin", label: "waveMargin", wave == nil ? 50 : wave?.marginPermille),
            fields.field(
                .select, "confidence", label: "waveConfidence", half: true,
                options: [.init(value: "", label: "–")]
                    + SampleSize.Confidence.allCases.map { .init(value: String($0.rawValue), label: "\($0.rawValue) %") },
                value: wave == nil ? "95" : wave?.confidence.map { String($0) } ?? ""),
            number("target", label: "waveTarget", wave?.target), number("gap", label: "waveGap", wave?.gapDays ?? 30),
            number("reminders", label: "waveReminders", wave?.reminders ?? 1),
            number("reminderDays", label: "waveReminderDays", wave?.reminderDays ?? 7),
            number("checkShare", label: "waveCheckShare", wave?.checkShare ?? 10),
        ]
        let page = OrgFormPage(
            title: t[wave == nil ? "wave.add" : "wave.edit"], intro: t["wave.add.text"],
            back: Link(wave?.name ?? t["survey.waves"], path: wave.map { frame.paths.wave($0.id) } ?? frame.paths.surveys),
            form: FormModel(
                id: "wave", path: wave.map { frame.paths.waveStep("edit", $0.id) } ?? frame.paths.newWave,
                groups: [
                    FieldGroup(t["wave.group.what"], fields: what), FieldGroup(t["wave.group.whom"], fields: whom),
                    FieldGroup(t["wave.group.size"], note: t["wave.group.size.text"], fields: size),
                ], submit: t["form.save"], key: frame.newKey, version: wave.map { String($0.lock) }))
        return try frame.page(page, room: .surveys, status: errors == nil ? .ok : .unprocessableContent)
    }
}

extension Optional where Wrapped: Sendable {
    /// `map` for work that waits.
    func asyncMapping<T>(_ transform: (Wrapped) async throws -> T) async rethrows -> T? {
        if let self { try await transform(self) } else { nil }
    }
}
