import Domain
import Views

extension Samples {
    func inspections() -> [Sample] { inspectionPoint() + inspectionGrid() + inspectionCodes() }

    private func checks(full: Bool) -> [InspectionPointPage.Check] {
        func answers(_ chosen: CheckResult?, _ all: [CheckResult] = CheckResult.allCases) -> [InspectionPointPage.Check.Answer] {
            all.map { .init(value: $0.code, label: text.word($0), selected: $0 == chosen) }
        }
        func comment(_ id: String, _ value: String = "", error: String? = nil) -> FieldModel {
            FieldModel(.textarea, form: id, name: "comment", label: text["inspection.comment"], value: value, error: error, maxLength: 500)
        }
        let plain = InspectionPointPage.Check(
            id: "check-1", text: "消防通道 <畅通>", hint: text["inspection.needs.onFail"], rule: .init(photo: "onFail"),
            path: "/yunshan/bj/vendors/inspections/1/checks/1", key: "k",
            answers: answers(nil), value: nil, comment: comment("check-1"), photoLabel: text["inspection.photo.onFail"])
        guard full else { return [plain] }
        let measured = InspectionPointPage.Check(
            id: "check-2", text: "大堂温度", hint: text["inspection.range", ["low": "18", "high": "26.5", "unit": "℃"]],
            rule: .init(photo: "always", photos: 1, low: "18", high: "26.5"), path: "/yunshan/bj/vendors/inspections/1/checks/2", key: "k",
            answers: [.init(value: "measured", label: text["inspection.byValue"], selected: true)] + answers(nil, [.notApplicable]),
            value: FieldModel(
                .text, form: "check-2", name: "value", label: text["inspection.value", ["unit": "℃"]], value: "x",
                error: words.problem(.notANumber)), comment: comment("check-2", error: words.problem(.required)),
            photoLabel: text["inspection.photo.always"], kept: [.init(id: "7", name: "温度计.jpg", note: "1.2 MB")],
            errors: [words.problem(.required)])
        let done = InspectionPointPage.Check(
            id: "check-3", text: "电梯年检标志", hint: text["inspection.plain"], rule: .init(photo: "always", photos: 1),
            path: "/yunshan/bj/vendors/inspections/1/checks/3", key: "k",
            answers: answers(.fail), value: nil, comment: comment("check-3", "已过期"), photoLabel: text["inspection.photo.always"],
            files: files(full: true).items.filter { $0.path != nil && $0.remove == nil } + [
                FileList.Item(
                    path: "/f", name: "标志.jpg", note: "1 MB", by: "李敏", at: words.moment(words.now),
                    picture: .init(path: "/f/thumb", width: 96, height: 72))
            ], done: Chip(text.word(CheckResult.fail), tone: .late),
            by: text["inspection.by", ["person": "李敏", "time": words.exact(words.now)]],
            order: Link(
                text["inspection.order", ["state": text.word(RectificationState.open)]], path: "/yunshan/bj/vendors/rectifications/1"))
        return [plain, measured, done]
    }

    private func inspectionPoint() -> [Sample] {
        func page(full: Bool, closed: String? = nil) -> InspectionPointPage {
            InspectionPointPage(
                title: "1 号楼大堂", eyebrow: "云杉·春晓 · 佳园物业", here: "/yunshan/bj/vendors/inspections/1/points/2",
                progress: text[
                    "inspection.progress", ["place": "2", "points": "3", "done": "1", "items": "3", "allDone": "4", "all": "9"]],
                done: 4, all: 9,
                back: Link("11 月走访", path: "/yunshan/bj/vendors/inspections/1"), previous: full ? Link("门岗", path: "/p/1") : nil,
                next: full ? Link("车库", path: "/p/3") : nil, checks: checks(full: full), closed: closed)
        }
        return [
            Sample("full", page(full: true)), Sample("first", page(full: false)),
            Sample("closed", page(full: true, closed: text["inspection.closed.issued"])),
        ]
    }

    private func inspectionGrid() -> [Sample] {
        func line(error: String? = nil, measured: Bool = false) -> InspectionGridPage.Line {
            let id = measured ? "2" : "1"
            return InspectionGridPage.Line(
                point: "1 号楼大堂", text: "消防通道", hint: text["inspection.plain"],
                result: FieldModel(
                    .select, form: "grid", name: "result-\(id)", label: text["inspection.result"],
                    options: CheckResult.allCases.map { .init(value: $0.code, label: text.word($0)) }),
                value: measured
                    ? FieldModel(.text, form: "grid", name: "value-\(id)", label: text["inspection.value", ["unit": "℃"]]) : nil,
                comment: FieldModel(.text, form: "grid", name: "comment-\(id)", label: text["inspection.comment"]), path: "/p/1#check-1",
                photos: text["inspection.photoCount", ["count": "2"]], error: error)
        }
        let full = InspectionGridPage(
            title: "11 月走访", eyebrow: "云杉·春晓", back: Link("11 月走访", path: "/yunshan/bj/vendors/inspections/1"),
            path: "/yunshan/bj/vendors/inspections/1/grid?page=1", key: "k",
            lines: [line(error: text["inspection.grid.photo"]), line(measured: true)],
            problem: text["inspection.grid.wrong", ["count": "1"]], pager: Pager(previous: "/g?page=1", next: "/g?page=3"))
        return [Sample("full", full)]
    }

    private func inspectionCodes() -> [Sample] {
        let point = InspectionCodesPrint.Point(
            name: "1 号楼大堂", place: "一层", address: "https://kefu.example.cn/yunshan/bj/vendors/inspections/at/abc")
        return [
            Sample(
                "full",
                InspectionCodesPrint(
                    tenant: "云杉投资", unit: "滨江置业", number: "", route: "云杉·春晓 · 公共区域", points: [point].compactMap { $0 },
                    printed: words.moment(words.now), backPath: "/yunshan/bj/vendors/inspections/routes/1"))
        ]
    }
}
