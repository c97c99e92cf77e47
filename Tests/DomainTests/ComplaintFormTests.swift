import Testing

@testable import Domain

@Suite struct ComplaintFormTests {
    @Test(arguments: ComplaintAction.fromForms)
    func `a full form gives the action's command, an empty one names every required field`(_ action: ComplaintAction) throws {
        #expect(try ComplaintForm.validated(action, Samples.form(action)).get().action == action)
        let required = action.fields.filter(\.required).map(\.field.rawValue)
        switch ComplaintForm.validated(action, [:]) {
        case .success(let command):
            #expect(required.isEmpty)
            #expect(command.action == action)
        case .failure(let errors):
            #expect(errors.list.map(\.field) == required)
            #expect(errors.list.allSatisfy { $0.problem == .required })
        }
    }

    @Test(arguments: ComplaintAction.fromForms)
    func `hostile text never becomes a command`(_ action: ComplaintAction) {
        for field in action.fields where field.field.longest != nil {
            var form = Samples.form(action)
            form[field.field.rawValue] = "a\u{0}b"
            #expect(errors(action, form)[field.field.rawValue] == .controlCharacters)
            form[field.field.rawValue] = String(repeating: "长", count: field.field.longest! + 1)
            #expect(errors(action, form)[field.field.rawValue] == .tooLong(max: field.field.longest!))
        }
    }

    @Test func `unknown choices and ids are refused at their field`() {
        #expect(errors(.accept, ["severity": "huge"])["severity"] == .notAChoice)
        #expect(errors(.assign, ["assignee": "0"])["assignee"] == .notAChoice)
        #expect(errors(.replyExchange, ["exchange": "x", "text": "y"])["exchange"] == .notAChoice)
        #expect(errors(.enterLitigation, ["court": "x", "caseNumber": "y", "party": "z"])["party"] == .notAChoice)
    }

    @Test func `section 2_38: the plan form says how much the person may grant`() throws {
        let form = ["text": "补偿", "compensation": "1,000"]
        #expect(errors(.proposePlan, form, limit: .centre)["compensation"] == .beyondAuthority(Fen(99_999)))
        #expect(try ComplaintForm.validated(.proposePlan, form, limit: .unlimited).get() == .proposePlan("补偿", compensation: .yuan(1_000)))
        #expect(errors(.proposePlan, ["text": "x", "compensation": "很多"])["compensation"] == .notANumber)
        #expect(try ComplaintForm.validated(.proposePlan, ["text": "x"]).get() == .proposePlan("x", compensation: .zero))
    }

    @Test func `VISIT-R5: the visit form asks for the signature at the door and for the scores`() throws {
        var form = ["method": "onSite", "outcome": "satisfied", "attitude": "5", "quality": "6", "efficiency": "0", "overall": "x"]
        let problems = errors(.recordVisit, form)
        #expect(problems["signed"] == .signatureRequired)
        #expect(problems["quality"] == .tooLarge(max: 5))
        #expect(problems["efficiency"] == .tooSmall(min: 1))
        #expect(problems["overall"] == .notANumber)
        form = ["method": "phone", "outcome": "unreachable"]
        #expect(try ComplaintForm.validated(.recordVisit, form).get() == .recordVisit(Cast.unreachable))
    }

    @Test func `intake: the channel gives the source, money and flags the grade, the event the title`() throws {
        let form = ["event": "\n电梯困人，要求赔偿，物业一直没有人来处理，已经等了整整两个小时，非常气愤\n第二行", "channel": "media", "compensationAsked": "500"]
        let intake = try validated(form).get()
        #expect(intake.source == .external)
        #expect(intake.severity == .general)
        #expect(intake.title.count == 30)
        #expect(intake.title.hasSuffix("…"))
        #expect(intake.chosenStage == nil)
        #expect(intake.happenedAt == nil)
    }

    @Test func `intake: what is missing or wrong is said at its field`() {
        let form = [
            "channel": "pigeon", "happenedAt": "2026-11-22T12:02", "compensationAsked": "x", "stage": "beforeHandover", "title": "a\nb",
        ]
        guard case .failure(let errors) = validated(form) else {
            Issue.record("accepted")
            return
        }
        #expect(errors["event"] == .required)
        #expect(errors["channel"] == .notAChoice)
        #expect(errors["happenedAt"] == .inTheFuture)
        #expect(errors["compensationAsked"] == .notANumber)
        #expect(errors["stageReason"] == .required)
        #expect(errors["title"] == .controlCharacters)
    }

    @Test func `intake: another stage than the proposed one needs a reason, the same one does not`() throws {
        let base = ["event": "漏水", "channel": "phone"]
        #expect(try validated(base.merging(["stage": "afterHandover"]) { $1 }).get().chosenStage == nil)
        let chosen = try validated(base.merging(["stage": "beforeHandover", "stageReason": "钥匙未交"]) { $1 }).get().chosenStage
        #expect(chosen == .init(stage: .beforeHandover, reason: "钥匙未交"))
    }

    private func validated(_ form: [String: String]) -> Result<ComplaintIntake, FieldErrors> {
        ComplaintIntake.validated(form, proposedStage: .afterHandover, now: Cast.noon, offsetMinutes: 480)
    }

    private func errors(_ action: ComplaintAction, _ form: [String: String], limit: CompensationLimit = .unlimited) -> FieldErrors {
        if case .failure(let errors) = ComplaintForm.validated(action, form, limit: limit) { errors } else { FieldErrors() }
    }
}

extension Cast {
    static let unreachable = VisitRecord(method: .phone, outcome: .unreachable, scores: nil, comment: "", signed: false)!
}
