import Testing

@testable import Domain

@Suite struct OrgTests {
    @Test(arguments: [
        ("138 0000 1234", "13800001234"), ("+86-138-0000-1234", "13800001234"), ("００８６１３８００００１２３４", "13800001234"),
        ("(024) 8888-1234", "02488881234"), ("95588", "95588"),
    ])
    func `telephone numbers become digits`(_ raw: String, _ digits: String) throws {
        #expect(try PhoneNumber.parse(raw).digits == digits)
    }

    @Test(arguments: ["1234", "12a45678", "123456789012345678901", "１２"])
    func `what is no telephone number is refused`(_ raw: String) {
        #expect(throws: FieldProblem.notAPhoneNumber) { try PhoneNumber.parse(raw) }
    }

    @Test(arguments: [("13800001234", "138****1234"), ("02488881234", "024****1234"), ("88881234", "****1234"), ("95588", "***88")])
    func `ACCESS-P1: masked numbers hide the middle`(_ digits: String, _ masked: String) throws {
        #expect(try #require(PhoneNumber(digits: digits)).masked == masked)
    }

    @Test func `houses meet under one key however they are typed`() {
        let label = HouseLabel(building: "3号楼", section: "2单元", room: "1501")
        #expect(label.text == "3号楼2单元1501")
        for typed in ["3-2-1501", "3栋2单元1501", "３－２－１５０１", "3#2#1501", " 3 2 1501 "] {
            #expect(HouseLabel.searchKey(of: typed) == label.searchKey)
        }
        #expect(HouseLabel.searchKey(of: "李敏").isEmpty)
    }

    @Test(arguments: [("bj", true), ("bj-spring", true), ("b", false), ("1b", false), ("Bj", false), ("b_j", false), ("滨江", false)])
    func `unit codes fit a path`(_ code: String, _ valid: Bool) {
        #expect(UnitCode.isValid(code) == valid)
        #expect(!UnitCode.isValid(code + String(repeating: "x", count: 31)))
    }

    @Test func `ROUTE-P1, ORG-R15: who looks after whom`() {
        let expected: [UnitCodeKey: Set<String>] = [
            "hq": ["hq", "bj", "bj-spring", "jy", "jy-spring", "nh", "nh-lake", "qh"], "bj": ["bj", "bj-spring", "jy-spring"],
            "bj-spring": ["bj-spring"], "jy": ["jy", "jy-spring"], "jy-spring": ["jy-spring"], "nh": ["nh", "nh-lake"],
            "nh-lake": ["nh-lake"], "qh": ["qh"],
        ]
        for unit in Cast.units {
            #expect(Set(Cast.units.filter(unit.covers).map(\.code)) == expected[unit.code], "\(unit.code)")
        }
        #expect(!Cast.company.covers(Cast.foreignCompany))
        #expect(!Cast.group.covers(Cast.foreignCompany))
    }

    private typealias UnitCodeKey = String
}
