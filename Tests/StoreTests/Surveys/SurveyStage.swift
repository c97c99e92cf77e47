import Domain
import Foundation
import Postgres
import Secrets
import TestSupport

@testable import Store

/// A company's wave from the questionnaire to the letters, as its people make it.
struct SurveyStage {
    let cast: Cast
    let form: SurveyFormID
    let version: SurveyVersionID

    static func make(_ preset: PresetForm = .afterRepair) async throws -> SurveyStage {
        let cast = try await Cast.assemble()
        let bj = cast.yunshan.entry("bj")
        let version = try await write(cast, bj) { tx in
            let new = NewSurveyForm(name: "满意度", nameEnglish: "Survey", purpose: preset.purpose, origin: .preset(preset))
            let version = try await tx.add(new, try await tx.access(for: DesignForm.self))
            try await tx.publish(try await tx.access(version, for: DesignForm.self, lock: 1))
            return version
        }
        let file = try await cast.store.read(bj, .member) { try await $0.surveyVersion(version) }
        return SurveyStage(cast: cast, form: file.form.id, version: version)
    }

    static func write<T: Sendable>(_ cast: Cast, _ entry: Entry, _ body: @Sendable (WriteTransaction) async throws -> T) async throws -> T {
        let box = Box<T>()
        _ = try await cast.store.write(entry, .member, form: cast.form()) { tx in
            box.value = try await body(tx)
            return "/"
        }
        guard let value = box.value else { throw StoreError.closed }
        return value
    }

    final class Box<T: Sendable>: @unchecked Sendable {
        var value: T?
    }

    var today: Day { Day(cast.clock.now(), offsetMinutes: 480) }

    func plan(
        anonymous: Bool = false, allowsChange: Bool = false, gap: Int = 0, target: Int? = nil,
        audience: Audience = Audience(respondents: [.owner])
    ) async throws -> WaveID {
        let new = NewWave(
            kind: .companyAnnual, name: "2026 年度", nameEnglish: "2026", form: form, opensOn: today, closesOn: today.adding(days: 20),
            anonymous: anonymous, allowsChange: allowsChange, audience: audience, gapDays: gap, checkShare: 100, target: target)
        return try await Self.write(cast, cast.yunshan.entry("bj")) { tx in try await tx.plan(new, try await tx.access(for: RunWave.self)) }
    }

    func count(_ wave: WaveID) async throws -> Int {
        try await Self.write(cast, cast.yunshan.entry("bj")) { tx in
            try await tx.countAudience(try await tx.access(wave, for: RunWave.self, lock: nil))
        }
    }

    func draw(_ wave: WaveID, seed: String = "seed") async throws -> Int {
        try await Self.write(cast, cast.yunshan.entry("bj")) { tx in
            try await tx.draw(seed: seed, try await tx.access(wave, for: RunWave.self, lock: nil))
        }
    }

    func move(_ wave: WaveID, _ action: WaveAction, by account: String = "bj", note: String? = "x", closes: Day? = nil) async throws {
        let lock = try await file(wave).wave.lock
        try await Self.write(cast, cast.yunshan.entry(account)) { tx in
            try await tx.move(wave, WaveCommand(action, note: note, closesOn: closes), lock: lock)
        }
    }

    func file(_ wave: WaveID, as account: String = "bj") async throws -> WaveFile {
        try await cast.store.read(cast.yunshan.entry(account), .member) { try await $0.wave(wave) }
    }

    /// Planned, counted, approved by a colleague, drawn, issued and open.
    func collecting(anonymous: Bool = false, allowsChange: Bool = false, target: Int? = nil) async throws -> WaveID {
        let wave = try await plan(anonymous: anonymous, allowsChange: allowsChange, target: target)
        _ = try await count(wave)
        try await move(wave, .approve, by: "bj-2")
        _ = try await draw(wave)
        try await move(wave, .issue)
        try await move(wave, .open)
        return wave
    }

    func letters(_ wave: WaveID) async throws -> [Letter] {
        let bj = cast.yunshan.entry("bj")
        return try await cast.store.read(bj, .member) { tx in
            var letters: [Letter] = []
            for building in try await tx.letterBuildings(wave) {
                letters += try await tx.letters(wave, building: building.building, reminded: false).letters
            }
            return letters
        }
    }

    func ticket(_ token: String, tenant: TenantID? = nil, key: [UInt8] = Array(repeating: 1, count: 16)) -> SurveyTicket {
        guard let ticket = SurveyTicket(tenant: tenant ?? cast.yunshan.id, token: token, key: key) else { fatalError("a token of ours") }
        return ticket
    }

    /// All answers of the short form on its one page.
    static let good: [String: [String]] = [
        "q-overall": ["5"], "q-attitude": ["5"], "q-work": ["4"], "q-charge": ["none"], "t-remarks": ["谢谢"], "q-contact": ["no"],
    ]
    static let shown: Set<String> = ["overall", "attitude", "work", "charge", "remarks", "contact"]

    @discardableResult
    func answer(_ ticket: SurveyTicket, _ fields: [String: [String]] = good, shown: Set<String> = shown) async throws -> PublicStep {
        try await cast.store.answer(ticket, page: 1, shown: shown, fields: fields, english: false)
    }

    func rows(_ text: String) async throws -> [[String]] {
        try await cast.database.administer { connection in
            let result = try await connection.query(SQL(reviewedText: text))
            return try result.rows.map { row in try (0..<row.count).map { try row.get($0, as: String.self) } }
        }
    }
}
