import Domain

@testable import Views

extension Samples {
    /// Sheets of the vendors' room.
    func vendors() -> [Sample] {
        let columns = [text["org.ticket"], text["field.title"]]
        let rows = [
            OrgListPage.Row(cells: [
                .init(columns[0], link: Link("BJ-2611-0427", path: "/yunshan/bj/tickets/427")), .init(columns[1], text: "厨房漏水"),
            ]),
            OrgListPage.Row(cells: [.init(columns[0], chip: Chip("已接", tone: .good)), .init(columns[1], text: "门禁卡")]),
        ]
        let tables = [
            SurveyTable(id: "items", title: text["org.handover.items"], columns: columns, rows: [], none: text["org.handover.notRecorded"]),
            SurveyTable(id: "matters", title: text["org.handover.matters"], note: "2", columns: columns, rows: rows, none: ""),
        ]
        func sheet(_ tables: [SurveyTable], _ blocks: [SurveyBlock], signed: String) -> VendorSheetPrint {
            VendorSheetPrint(
                tenant: "云杉投资", unit: "春晓", title: text["vendor.handover.title"], number: "jy-spring-2026-12-01",
                facts: [Fact(text["field.project"], text: "春晓", note: "bj-spring")], tables: tables, blocks: blocks,
                signatures: [Fact(text["vendor.handover.giver"], text: signed)], printed: words.moment(words.now),
                backPath: "/yunshan/bj/org/engagements/7")
        }
        return [
            Sample("full", sheet(tables, [SurveyBlock(title: text["vendor.about"], text: "一\n二")], signed: "许佳")),
            Sample("empty", sheet([], [], signed: "")),
        ]
    }
}
