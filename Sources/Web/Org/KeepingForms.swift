internal import Domain
internal import HTTPTypes
internal import Hummingbird
internal import Store
internal import Views

/// A form of a record's page that came back: which one, what was typed, what was wrong.
struct RejectedForm: Sendable {
    let id: String
    var typed: [String: String] = [:]
    var errors = FieldErrors()
    /// A refusal that belongs to no field.
    var message: String?
}

/// The small forms on the right of a record's page.
struct KeepingForms {
    let frame: PageFrame
    var rejected: RejectedForm?
    /// Prefix of the labels' keys.
    var words = "org.do"
    /// Of the thing the page shows, for forms that notice who was faster.
    var version: String?

    /// - Parameters:
    ///   - id: of the form; its label is `<words>.<id>`, what it does `<words>.<id>.text`.
    ///   - values: what stands in the fields on a first visit.
    func form(
        _ id: String, to path: String, danger: Bool = false, _ fields: (inout FieldMaker) -> [FieldModel] = { _ in [] }
    ) -> ActionForm {
        let mine = rejected.flatMap { $0.id == id ? $0 : nil }
        var maker = FieldMaker(frame: frame, form: id, typed: mine?.typed, errors: mine?.errors)
        return ActionForm(
            id: id, label: frame.t["\(words).\(id)"], explain: frame.t.optional("\(words).\(id).text"), path: path, fields: fields(&maker),
            key: frame.newKey, version: version, danger: danger, open: mine != nil, message: mine?.message)
    }
}

/// Controls of one form, labelled from the catalogue, filled with what was typed and what was wrong with it.
struct FieldMaker {
    let frame: PageFrame
    let form: String
    var typed: [String: String]?
    var errors: FieldErrors?

    /// - Parameters:
    ///   - label: key under `field.`; the name unless told.
    ///   - value: what stands in it before anybody typed.
    func make(
        _ kind: FieldModel.Kind, _ name: String, label: String? = nil, value: String = "", max: Int? = nil, required: Bool = true,
        half: Bool = false, autofocus: Bool = false, options: [FieldModel.Option] = []
    ) -> FieldModel {
        let key = label ?? name
        return FieldModel(
            kind, form: form, name: name, label: frame.t["field.\(key)"], value: typed.map { $0[name] ?? "" } ?? value,
            hint: frame.t.optional("field.\(key).hint"), error: errors?[name].map(frame.wording.problem), required: required,
            autofocus: autofocus && errors == nil, half: half, maxLength: max, options: options)
    }

    var choose: FieldModel.Option { FieldModel.Option(value: "", label: frame.t["form.choose"]) }

    func words<Value: Worded>(_: Value.Type) -> [FieldModel.Option] {
        Value.allCases.map { FieldModel.Option(value: $0.rawValue, label: frame.t.word($0)) }
    }
}

extension MemberContext {
    /// Reads the form, writes once, and answers with the page again where something was wrong with what was typed.
    func keep(
        _ names: [String], repeated: Set<String> = [], as form: String, flash: Flash,
        _ write: @Sendable @escaping (WriteTransaction, [String: String]) async throws -> String,
        again: (RejectedForm) async throws -> Response
    ) async throws -> Response {
        let fields = try await self.form()
        try fields.allow(names, repeated: repeated)
        let values = fields.values
        do {
            let answer = try await self.write(fields) { tx in try await write(tx, values) }
            return done(answer, flash)
        } catch StoreError.invalid(let errors) {
            return try await again(RejectedForm(id: form, typed: values, errors: errors))
        } catch StoreError.constraint(let name) {
            guard let errors = Constraints.errors(name) else { throw StoreError.constraint(name: name) }
            return try await again(RejectedForm(id: form, typed: values, errors: errors))
        }
    }
}

extension PageFrame {
    /// A unit as a name and, where the person may look at it from here, a link to its page.
    func cell(_ heading: String, _ card: UnitCard) -> OrgListPage.Cell {
        let name = self.name(card.unit.name, english: card.row.nameEnglish)
        guard member.place.unit.covers(card.unit) else { return .init(heading, text: name) }
        return .init(heading, link: Link(name, path: paths.orgUnit(card.unit.id)))
    }

    func tone(_ kind: UnitKind) -> Tone {
        switch kind {
        case .group: .group
        case .company, .project: .developer
        case .vendor, .vendorSite: .vendor
        }
    }

    func chip(_ state: EngagementState) -> Chip {
        let tone: Tone =
            switch state {
            case .proposed: .plain
            case .active: .good
            case .handingOver: .soon
            case .ended: .plain
            }
        return Chip(t.word(state), tone: tone)
    }

    func chip(_ state: AgreementState) -> Chip {
        let tone: Tone =
            switch state {
            case .valid: .good
            case .coming: .soon
            case .superseded, .expired: .plain
            }
        return Chip(t.word(state), tone: tone)
    }

    /// "2026-01-01 – 2026-12-31", open at the end where there is none.
    func period(_ from: Day, _ to: Day?) -> String { "\(from.isoText) – \(to?.isoText ?? t["org.noEnd"])" }
}
