internal import Domain

/// The one table from the database's constraints to what is said next to a field.
enum Constraints {
    static func errors(_ name: String) -> FieldErrors? { known[name].map { FieldErrors($0.field, $0.problem) } }

    private static let known: [String: (field: String, problem: FieldProblem)] = [
        "org_unit_code_key": ("code", .taken),
        "org_unit_code_form": ("code", .notACode),
        "org_unit_prefix_key": ("prefix", .taken),
        "org_unit_prefix_form": ("prefix", .notACode),
        "engagement_from_key": ("from", .taken),
        "engagement_period": ("to", .notADate),
        "building_code_key": ("code", .taken),
        "house_door_key": ("building", .taken),
        "person_account_key": ("account", .taken),
        "person_account_form": ("account", .notACode),
        "role_name_key": ("name", .taken),
        "post_period": ("to", .notADate),
        "customer_member_key": ("memberNumber", .taken),
        "shared_area_name_key": ("name", .taken),
        "house_area_positive": ("innerArea", .tooLarge(max: 0)),
        "project_move_planned": ("on", .taken),
        "duty_area_name_key": ("name", .taken),
        "duty_area_building_pkey": ("buildings", .taken),
        "duty_officer_period": ("to", .notADate),
        "agreement_version_key": ("from", .taken),
        "agreement_period": ("until", .notADate),
        "vendor_contract_number_key": ("number", .taken),
        "selection_candidate_vendor_once": ("vendor", .taken),
        "selection_member_person_key": ("person", .taken),
        "vendor_file_version_key": ("legalName", .taken),
        "customer_phone_form": ("customerPhone", .notAPhoneNumber),
    ]
}
