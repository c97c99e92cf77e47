internal import Domain
internal import Store

extension Routes {
    /// Files of every room; what a file hangs on decides who opens it.
    static let files: [Route] = [
        .post("/files", .member, FileRoom.send),
        .get("/files/{file}", .member, FileRoom.show),
        .get("/files/{file}/thumb", .member, FileRoom.thumb),
        .post("/files/{file}/remove", .member, FileRoom.remove),
        .post("/tickets/{id}/files", .anyOf([.ticketSee, .ticketSeeAssigned]), TicketFiles.add),
        .post("/surveys/actions/{id}/files", .anyOf([.surveySee, .surveyCorrect]), ActionRoom.addFiles),
    ]
}
