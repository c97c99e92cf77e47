package import Domain
package import Postgres

/// What a running wave needs by itself: reminders, and its end. Runs on working days at nine in the group's time, so that nobody is
/// reminded at night or on a Sunday.
package enum TendWave {
    package static let kind = "tendWave"

    struct Payload: Codable {
        let wave: Int64
        /// Minutes east of UTC.
        let offset: Int
    }

    /// - Throws: `unreadable` for a payload this release does not know.
    package static func run(_ tx: WriteTransaction, _ job: Job) async throws {
        guard let payload = try? EventDetail.decode(Payload.self, from: job.payload) else { throw StoreError.unreadable("job.payload") }
        let id = WaveID(payload.wave)
        let today = Day(tx.now, offsetMinutes: payload.offset)
        guard let wave = try await tx.fetchFirst(WaveRow.one(id, tenant: tx.tenant)), wave.state == .collecting else { return }
        if today > wave.closesOn {
            guard let row = WaveTransitions.find(.close, from: .collecting) else { return }
            let command = WaveCommand(.close)
            try await tx.change([
                WaveStatements.step(wave, row, command, by: "", tenant: tx.tenant, now: tx.now),
                WaveStatements.note(wave, row, command, by: "", post: "", tenant: tx.tenant, now: tx.now),
            ])
            tx.audit(.waveStep, .wave(id, label: wave.name), at: wave.unit, ["action": row.action.code, "to": row.to.code])
            return
        }
        if wave.reminders > 0 {
            let reminded = try await tx.remind(wave, on: today)
            // Letters print themselves as little as they walk: whoever planned the wave is told that some are due.
            if reminded > 0 {
                try await tx.change([
                    NoticeRow.insert(
                        tenant: tx.tenant, person: wave.planner, run: id.rawValue, unit: wave.unit.id, kind: .surveyReminded,
                        subject: wave.name, at: tx.now, source: "remind-\(id)-\(today)")
                ])
            }
        }
        try await tx.tend(id, offsetMinutes: payload.offset)
    }

    /// Who was invited so long ago, has not answered and has not declined; in an anonymous wave nobody knows who has, so all are. At most
    /// 5,000 at once.
    static func remind(_ wave: WaveRow, now: Instant, tenant: TenantID) -> SQL {
        let silent: SQL =
            wave.anonymous
            ? .empty
            : " AND NOT EXISTS (SELECT FROM survey_response r WHERE r.tenant_id = \(tenant) AND r.sample_id = s.id AND r.state = 'submitted')"
        return """
            UPDATE survey_sample SET reminders = reminders + 1, reminded_at = \(now)
            WHERE tenant_id = \(tenant) AND id IN (SELECT s.id FROM survey_sample s
                WHERE s.tenant_id = \(tenant) AND s.wave_id = \(wave.id) AND s.state = 'invited' AND s.reminders < \(Int16(wave.reminders))
                    AND coalesce(s.reminded_at, s.invited_at) <= \(now - .days(Int64(wave.reminderDays)))\(silent)
                    AND NOT \(OptOutStatements.declined(tenant: tenant))
                ORDER BY s.id LIMIT 5000)
            """
    }

    static func contacts(_ wave: WaveRow, on day: Day, now: Instant, tenant: TenantID) -> SQL {
        """
        INSERT INTO household_contact (tenant_id, company_id, project_id, house_id, kind, day, unit_id, wave_id)
        SELECT s.tenant_id, s.company_id, s.project_id, s.house_id, 'reminder', \(day), \(wave.unit.id), s.wave_id FROM survey_sample s
        WHERE s.tenant_id = \(tenant) AND s.wave_id = \(wave.id) AND s.reminded_at = \(now)
        """
    }
}

/// Why nobody was reminded.
package enum ReminderRefusal: Error, Hashable, Sendable {
    /// Not on a working day from nine to six (`ReminderHours`).
    case outsideHours
}

extension WriteTransaction {
    /// Reminds now, as the wave does by itself on working days: up to its ceiling, with its days between two letters.
    /// - Returns: how many households.
    /// - Throws: `notFound` for a wave that does not collect or reminds nobody; `ReminderRefusal`.
    package func remindNow(_ permit: Permit<RunWave, WaveFile>) async throws -> Int {
        let wave = permit.thing.wave
        guard wave.state == .collecting, wave.reminders > 0 else { throw StoreError.notFound }
        guard ReminderHours.allow(now, offsetMinutes: try offsetMinutes) else { throw ReminderRefusal.outsideHours }
        return try await remind(wave, on: try today)
    }

    func remind(_ wave: WaveRow, on day: Day) async throws -> Int {
        let touched = try await change([
            TendWave.remind(wave, now: now, tenant: tenant), TendWave.contacts(wave, on: day, now: now, tenant: tenant),
        ])
        if touched[0] > 0 { audit(.surveyReminded, .wave(wave.id, label: wave.name), at: wave.unit, ["households": String(touched[0])]) }
        return touched[0]
    }

    /// Queues the next look at a wave.
    func tend(_ wave: WaveID, offsetMinutes: Int) async throws {
        let next = ReminderHours.next(after: now, offsetMinutes: offsetMinutes)
        try await enqueue(
            TendWave.kind, payload: try EventDetail.encode(TendWave.Payload(wave: wave.rawValue, offset: offsetMinutes)), at: next,
            uniqueKey: "tendWave-\(wave)-\(Day(next, offsetMinutes: offsetMinutes))")
    }

    func tend(_ wave: WaveID, closesOn: Day) async throws { try await tend(wave, offsetMinutes: try offsetMinutes) }
}
