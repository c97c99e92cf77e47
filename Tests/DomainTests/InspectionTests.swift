import Testing

@testable import Domain

@Suite("Inspections") struct InspectionTests {
    private let measured = CheckItem(
        text: "大堂温度", kind: .measured, unit: "℃", low: Measure(thousandths: 18_000), high: Measure(thousandths: 26_500))
    private let plain = CheckItem(text: "消防通道畅通", kind: .passFail)

    @Test(
        arguments: [
            ("22.5", 22_500), ("-3", -3_000), ("0.125", 125), (" ２２．５ ", 22_500), ("1000000", 1_000_000_000), ("", nil), (".5", nil),
            ("1.", nil),
            ("1.2345", nil), ("1,5", nil), ("1e3", nil), ("--1", nil), ("1000001", nil),
        ] as [(String, Int64?)]) func `a measured value is read exactly or not at all`(_ text: String, _ thousandths: Int64?)
    {
        #expect((try? Measure.parse(text))?.thousandths == thousandths, "\(text)")
    }

    @Test func `a value is written without zeros that say nothing`() {
        #expect([22_500, -3_000, 125, 0, -50].map { Measure(thousandths: $0).text } == ["22.5", "-3", "0.125", "0", "-0.05"])
    }

    @Test(arguments: [("18", CheckResult.pass), ("26.5", .pass), ("17.999", .fail), ("26.501", .fail), ("22", .pass)])
    func `VENDOR-R4: the ends of a range belong to it, and the value decides, not the thumb`(_ value: String, _ result: CheckResult) throws
    {
        let entry = try CheckEntry.validated(
            measured, ["value": value, "result": result == .pass ? "fail" : "pass", "comment": "复测一次"], photos: 1
        ).get()
        #expect(entry.result == result)
    }

    @Test func `what fails is explained and shown`() {
        func errors(_ fields: [String: String], photos: Int = 0, item: CheckItem? = nil) -> [String] {
            guard case .failure(let errors) = CheckEntry.validated(item ?? plain, fields, photos: photos) else { return [] }
            return errors.list.map(\.field)
        }
        #expect(errors(["result": "fail"]) == ["comment", "files"])
        #expect(errors(["result": "fail", "comment": "堆放杂物"]) == ["files"])
        #expect(errors(["result": "fail", "comment": "堆放杂物"], photos: 1) == [])
        #expect(errors(["result": "pass"]) == [])
        #expect(errors(["result": "notApplicable"]) == [])
        #expect(errors([:]) == ["result"])
        #expect(errors(["result": "great"]) == ["result"])
        #expect(errors(["value": "x"], item: measured) == ["value"])
        #expect(errors(["result": "notApplicable"], item: measured) == [])
        let always = CheckItem(text: "电梯年检标志", kind: .passFail, photo: .always)
        #expect(errors(["result": "pass"], item: always) == ["files"])
        #expect(errors(["result": "notApplicable"], item: always) == [])
        let never = CheckItem(text: "气味", kind: .passFail, photo: .never)
        #expect(errors(["result": "fail", "comment": "有异味"], item: never) == [])
    }

    @Test func `an item's form is checked as a whole`() throws {
        let good = try CheckItem.validated(
            ["text": "照度", "kind": "measured", "unit": "lx", "low": "50", "high": "", "photo": "never"]
        ).get()
        #expect(good.low == Measure(thousandths: 50_000) && good.high == nil && good.passes(Measure(thousandths: 1_000_000)))
        func errors(_ fields: [String: String]) -> [String] {
            guard case .failure(let errors) = CheckItem.validated(fields) else { return [] }
            return errors.list.map(\.field)
        }
        #expect(errors([:]) == ["text", "kind", "photo"])
        #expect(errors(["text": "a", "kind": "measured", "photo": "never", "unit": "℃"]) == ["low"])
        #expect(errors(["text": "a", "kind": "measured", "photo": "never", "unit": "℃", "low": "5", "high": "4"]) == ["high"])
    }

    @Test func `points are drawn by the seed, whatever order they come in`() {
        let points = (1...40).map { PointID(Int64($0)) }
        let drawn = PointDraw.draw(points, count: 12, seed: "7")
        #expect(drawn.count == 12 && drawn == drawn.sorted())
        #expect(Set(PointDraw.draw(points.reversed(), count: 12, seed: "7")) == Set(drawn))
        #expect(PointDraw.draw(points, count: 12, seed: "8") != drawn)
        #expect(PointDraw.draw(points, count: nil, seed: "7") == points && PointDraw.draw(points, count: 99, seed: "7") == points)
        #expect(PointDraw.draw(points, count: 0, seed: "7").isEmpty)
        // A larger draw holds the smaller one, and every point has its turn.
        #expect(Set(drawn).isSubset(of: PointDraw.draw(points, count: 20, seed: "7")))
        let turns = (0..<2_000).flatMap { PointDraw.draw(points, count: 10, seed: String($0)) }
        let counts = Dictionary(turns.map { ($0, 1) }, uniquingKeysWith: +).values
        #expect(counts.count == 40 && (counts.min() ?? 0) > 400 && (counts.max() ?? 0) < 600)
    }

    @Test func `INSPECT-N1, N2, N4: rounds come again on the same day of the month, or its last`() {
        #expect(InspectionCycle.monthly.next(after: Day(2027, 1, 31)!) == Day(2027, 2, 28))
        #expect(InspectionCycle.quarterly.next(after: Day(2026, 11, 30)!) == Day(2027, 2, 28))
        #expect(InspectionCycle.yearly.next(after: Day(2028, 2, 29)!) == Day(2029, 2, 28))
        #expect(InspectionCycle.weekly.next(after: Day(2026, 12, 28)!) == Day(2027, 1, 4))
        #expect(InspectionCycle.monthly.next(after: Day(2026, 12, 15)!) == Day(2027, 1, 15))
        #expect(InspectionCycle.once.next(after: Day(2026, 12, 15)!) == nil)
    }

    @Test func `not applicable counts for nothing`() {
        let tally = CheckTally([.pass, .pass, .fail, .notApplicable, nil])
        #expect(tally.all == 5 && tally.checked == 3 && tally.open == 1 && tally.passRate == 667)
        #expect(CheckTally([.notApplicable]).passRate == nil && CheckTally([CheckResult?]()).passRate == nil)
    }
}
