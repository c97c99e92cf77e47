internal import Domain
internal import HTTPTypes
internal import Hummingbird
internal import Store
internal import Views

/// One unit of the tree: what it is, what hangs on it, and how it changes.
enum UnitRoom {
    static func show(_ member: MemberContext) async throws -> Response { try await page(member) }

    static func edit(_ member: MemberContext) async throws -> Response {
        let (id, paths) = (try unit(member), member.paths)
        let answer = try await member.keep(["name", "nameEnglish", "holding"], as: "edit", flash: Flash("org.saved")) { tx, values in
            let permit = try await tx.access(id, for: ManageOrg.self)
            try await tx.change(try UnitFacts.read(values, of: permit.thing.kind).orInvalid(), of: permit)
            return paths.orgUnit(id)
        } again: { rejected in
            try await page(member, rejected)
        }
        member.services.units.forget()
        return answer
    }

    static func close(_ member: MemberContext) async throws -> Response {
        let (id, paths) = (try unit(member), member.paths)
        do {
            let answer = try await member.keep([], as: "close", flash: Flash("org.closed")) { tx, _ in
                try await tx.close(try await tx.access(id, for: ManageOrg.self))
                return paths.orgUnit(id)
            } again: { rejected in
                try await page(member, rejected)
            }
            member.services.units.forget()
            return answer
        } catch let obstacles as ClosingObstacles {
            return try await page(member, RejectedForm(id: "close"), obstacles: obstacles.list)
        }
    }

    static func reopen(_ member: MemberContext) async throws -> Response {
        let (id, paths) = (try unit(member), member.paths)
        return try await member.keep([], as: "reopen", flash: Flash("org.reopened")) { tx, _ in
            try await tx.reopen(try await tx.access(id, for: ReopenUnit.self))
            return paths.orgUnit(id)
        } again: { rejected in
            var rejected = rejected
            rejected.message = member.incoming.services.renderer.messages(member.incoming.language)["org.do.reopen.parent"]
            return try await page(member, rejected)
        }
    }

    static func unit(_ member: MemberContext) throws -> UnitID { UnitID(try member.incoming.number("id")) }

    private static func page(
        _ member: MemberContext, _ rejected: RejectedForm? = nil, obstacles: [ClosingObstacle]? = nil
    ) async throws -> Response {
        let id = try unit(member)
        let (file, frame) = try await member.read { tx in try await tx.unitFile(id) }
        let page = UnitWords(frame: frame, file: file, rejected: rejected).page(obstacles: obstacles)
        return try frame.page(page, room: .units, status: rejected == nil ? .ok : .unprocessableContent)
    }
}
