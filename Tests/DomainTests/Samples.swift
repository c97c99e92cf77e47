@testable import Domain

/// A valid command and a valid form for every action.
enum Samples {
    static let colleague = PersonID(77)

    static func command(_ action: ComplaintAction) -> ComplaintCommand {
        try! ComplaintForm.validated(action, form(action)).get()
    }

    static func form(_ action: ComplaintAction) -> [String: String] {
        Dictionary(uniqueKeysWithValues: action.fields.map { ($0.field.rawValue, value(of: $0.field)) })
    }

    static func value(of field: ComplaintField) -> String {
        switch field {
        case .text, .reason, .tried, .topic, .instruction, .comment, .court, .caseNumber: "说明"
        case .exchange: "9"
        case .compensation: "0"
        case .severity: "minor"
        case .media, .litigation, .collective, .signed: "true"
        case .assignee: "77"
        case .method: "phone"
        case .outcome: "satisfied"
        case .attitude, .quality, .efficiency, .overall: "5"
        case .party: "customer"
        case .litigationOutcome: "settlement"
        }
    }
}
