import Testing

@testable import Domain

@Suite("Vendor register") struct VendorRegisterTests {
    private let today = Day(2026, 11, 26)!

    @Test("expiry: the last day still holds, the notice includes its own last day, no end is no expiry")
    func expiry() {
        #expect(Expiry.of(last: nil, today: today, notice: 60) == .valid)
        #expect(Expiry.of(last: today.adding(days: -1), today: today, notice: 60) == .over)
        #expect(Expiry.of(last: today, today: today, notice: 60) == .soon)
        #expect(Expiry.of(last: today.adding(days: 60), today: today, notice: 60) == .soon)
        #expect(Expiry.of(last: today.adding(days: 61), today: today, notice: 60) == .valid)
    }

    @Test("a credit code is checked by its own check character; full-width and small letters are read")
    func creditCode() throws {
        #expect(try CreditCode.optional("91350100M000100Y43") == "91350100M000100Y43")
        #expect(try CreditCode.optional(" ９１350100m000100y43 ") == "91350100M000100Y43")
        #expect(try CreditCode.optional("") == nil && CreditCode.optional(nil) == nil)
        for wrong in ["91350100M000100Y44", "91350100M000100Y4", "91350100I000100Y43", "91350100M000100Y4O"] {
            #expect(throws: FieldProblem.notACode, "\(wrong)") { try CreditCode.optional(wrong) }
        }
    }

    @Test("VENDOR-R8, VENDOR-R10, VENDOR-R13: a contract's days fit together, and what is noted as done lies not in the future")
    func contractDays() {
        let start = Day(2026, 1, 1)!
        let good = ContractDays(
            signed: start, from: start, to: Day(2028, 12, 31), early: Day(2025, 6, 1), takenOver: Day(2025, 12, 20),
            assessed: Day(2025, 3, 1),
            filed: Day(2025, 3, 1), annexed: Day(2025, 4, 1))
        #expect(good.faults(today: today).isEmpty)
        var days = good
        days.to = start.adding(days: -1)
        #expect(days.faults(today: today)["until"] == .tooEarly(start), "ends before it begins")
        days = good
        days.takenOver = Day(2025, 5, 31)
        #expect(days.faults(today: today)["takenOver"] == .tooEarly(Day(2025, 6, 1)!), "early involvement comes before the take-over")
        days = good
        days.filed = Day(2025, 2, 28)
        #expect(days.faults(today: today)["filed"] == .tooEarly(Day(2025, 3, 1)!), "filed before the fees were assessed")
        days = good
        (days.signed, days.takenOver, days.annexed) = (today.adding(days: 1), today.adding(days: 1), today.adding(days: 1))
        let errors = days.faults(today: today)
        #expect(errors["signed"] == .inTheFuture && errors["takenOver"] == .inTheFuture && errors["annexed"] == .inTheFuture)
        // A contract may begin, and early involvement may be agreed, in the future.
        days = ContractDays(from: today.adding(days: 30), early: today.adding(days: 10))
        #expect(days.faults(today: today).isEmpty)
    }

    @Test("contracts that share a day overlap; open ends reach for good")
    func overlaps() {
        let first = ContractDays(from: today, to: today.adding(days: 9))
        #expect(first.overlaps(ContractDays(from: today.adding(days: 9))))
        #expect(!first.overlaps(ContractDays(from: today.adding(days: 10))))
        #expect(ContractDays(from: today).overlaps(ContractDays(from: today.adding(days: 4_000))))
    }

    @Test("VENDOR-F1 to F4, VENDOR-R9: four kinds; annexes of the sales contract are the pre-stage contract and the covenant (VENDOR-R11)")
    func kinds() {
        #expect(VendorContractKind.allCases.filter(\.isAnnex) == [.preStage, .covenant])
        #expect(VendorContractKind.allCases.filter { !$0.hasFee } == [.covenant])
    }
}
