import Domain
import Testing

@Suite("Tables that come in") struct ExchangeTests {
    @Test func `a house line is read as people write houses`() throws {
        let line = try HouseLine(
            ImportCells([
                .building: "３号楼", .entrance: "2", .room: "1102", .area: "89.505 ㎡", .houseType: "三室两厅", .handedOverOn: "2026/1/2",
                .storey: "11",
                .usage: "商铺", .innerArea: "70",
            ]), usages: ["商铺": .shop])
        #expect(line.buildingCode == "3" && line.buildingName == "３号楼" && line.entrance == "2单元" && line.door == "3-2-1102")
        #expect(
            line.area?.hundredths == 8_951 && line.innerArea?.hundredths == 7_000 && line.usage == .shop
                && line.handedOverOn == Day(2026, 1, 2) && line.storey == "11")
        #expect(try HouseLine(ImportCells([.building: "A3", .room: "101"]), usages: [:]).buildingName == "a3号楼")
    }

    @Test func `everything wrong with a row is said at once`() {
        let cells = ImportCells([.building: "", .room: "室", .area: "big", .handedOverOn: "2026-02-30"])
        let problems = LineProblems([
            LineProblem(.building, .required), LineProblem(.room, .notACode), LineProblem(.area, .notANumber),
            LineProblem(.handedOverOn, .notADate),
        ])
        #expect(throws: problems) { try HouseLine(cells, usages: [:]) }
        #expect(throws: LineProblems([LineProblem(.area, .tooLarge(max: 100_000))])) {
            try HouseLine(ImportCells([.building: "1", .room: "1", .area: "99999999999999999999"]), usages: [:])
        }
    }

    @Test(
        arguments: [
            ("2026-11-25", true), ("2026/1/2", true), ("2026.1.2", true), ("2026年1月2日", true), ("20260102", true),
            ("2026-11-25 00:00:00", true),
            ("２０２６-１-２", true), ("2026-13-01", false), ("1/2/2026", false), ("46351", false), ("yesterday", false), ("0001-01-01", false),
        ] as [(String, Bool)]) func `days are read in the forms tables have them`(_ text: String, _ isDay: Bool)
    {
        let day = try? LooseDay.parse(text)
        #expect((day != nil) == isDay, "\(text)")
    }

    @Test func `CUSTDATA-R6: an owner line knows house, number and relation`() throws {
        let relations = ["业主": CustomerRelation.owner, "tenant": .tenant]
        let line = try OwnerLine(
            ImportCells([.house: "3号楼2单元1102", .name: " 王芳 ", .phone: "+86 138-0000-1234", .relation: "业主", .from: "2026-01-01"]),
            relations: relations, papers: [:])
        #expect(line.door == "3-2-1102" && line.name == "王芳" && line.phone?.digits == "13800001234" && line.relation == .owner)
        #expect(throws: LineProblems([.endsFirst(.to)])) {
            try OwnerLine(
                ImportCells([.house: "1-101", .name: "n", .relation: "tenant", .from: "2026-02-01", .to: "2026-01-01"]),
                relations: relations, papers: [:])
        }
        #expect(throws: LineProblems([LineProblem(.relation, .notAChoice)])) {
            try OwnerLine(ImportCells([.house: "1-101", .name: "n", .relation: "朋友"]), relations: relations, papers: [:])
        }
    }

    @Test(
        arguments: [
            ("11010519491231002X", nil, .idCard), ("91350100M000100Y43", nil, .licence), ("E1234567", nil, .passport),
            ("H12345678", nil, .permit), ("12345678", nil, .permit), ("E1234567", "passport", .passport),
            ("11010519491231002X", "证件", nil), ("110105194912310021", nil, nil), ("12345678", "idCard", nil),
        ] as [(String, String?, IdentityKind?)])
    func `CUSTDATA-P1: a paper is what the row says or its number shows; a wrong one is refused`(
        _ number: String, _ paper: String?, _ expected: IdentityKind?
    ) {
        let cells = ImportCells([.house: "1-101", .name: "n", .relation: "owner", .identity: number, .identityKind: paper ?? ""])
        let papers = Dictionary(uniqueKeysWithValues: IdentityKind.allCases.map { (HeadingKey.of($0.rawValue), $0) })
        let line = try? OwnerLine(cells, relations: ["owner": .owner], papers: papers)
        #expect(line?.identity?.kind == expected, "\(number)")
    }

    @Test func `headings are guessed in both languages, what was chosen before comes first, no column serves twice`() {
        let headings = ["房号", "楼栋 *", "Floor area (m²)", "客户", "备注", "房号"]
        let guess = ImportMapping.guess(
            headings, for: .houses, templates: [.area: ["Floor area (m²)"]], remembered: [.houseType: "备注"])
        #expect(guess[.room] == 0 && guess[.building] == 1 && guess[.area] == 2 && guess[.houseType] == 4 && guess[.project] == nil)
        #expect(guess.problems(for: .houses, width: 6).isEmpty)
        #expect(ImportMapping([.room: 0]).problems(for: .houses, width: 1)["building"] == .required)
        #expect(ImportMapping([.room: 0, .building: 0]).problems(for: .houses, width: 1)["room"] == .taken)
        #expect(ImportMapping([.room: 9, .building: 0]).problems(for: .houses, width: 1)["room"] == .notAChoice)
    }

    @Test func `each field's own synonyms find it`() {
        for kind in ImportKind.allCases {
            for field in kind.fields {
                for word in field.synonyms {
                    #expect(HeadingKey.of(word) == word, "\(word) is not as headings are compared")
                }
                let guess = ImportMapping.guess([field.synonyms[0]], for: kind, templates: [:])
                #expect(guess.columns.values.contains(0), "\(kind) \(field)")
            }
        }
    }

    @Test func `CUSTDATA-P2: customers' names and numbers are personal, and a thousand rows of them are the limit for one person`() {
        #expect(ExportColumn.allCases.filter(\.isPersonal) == [.ticketCustomer, .ownerName, .ownerPhone, .ownerIdentity])
        #expect(
            ExportRule.needsApproval(rows: 1_001, personal: true, limit: 1_000)
                && !ExportRule.needsApproval(rows: 1_000, personal: true, limit: 1_000))
        #expect(!ExportRule.needsApproval(rows: 1_000_000, personal: false, limit: 0))
        for column in ExportColumn.allCases { #expect(column.rawValue.hasPrefix(column.subject.rawValue + ".")) }
    }

    @Test func `ACCESS-P5: no vendor's role takes tables in or out, and whoever administers takes no personal data`() {
        let exchange: Set<Permission> = [.importRun, .exportRun, .exportPersonal, .exportApprove]
        for role in BuiltInRole.all where !role.unitKinds.isDisjoint(with: [.vendor, .vendorSite]) {
            #expect(role.permissions.isDisjoint(with: exchange), "\(role.key)")
        }
        #expect(!BuiltInRole.tenantAdministrator.permissions.contains(.exportPersonal))
        #expect(!BuiltInRole.auditor.permissions.contains(.exportPersonal))
    }
}
