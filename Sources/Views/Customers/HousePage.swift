/// One house: who holds it now and held it before, its matters, its facts.
package struct HousePage: Page {
    package static let template = Template.house

    package var title: String
    package var chips: [Chip]
    package var place: String
    package var links: [Link]
    package var facts: [Fact]
    package var people: [OwnerPage.Relation]
    package var former: [OwnerPage.Relation]
    var hasFormer: Bool
    package var tickets: [TicketPage.History]
    package var ticketSummary: String
    package var actions: [ActionForm]

    package init(
        title: String, chips: [Chip], place: String, links: [Link], facts: [Fact], people: [OwnerPage.Relation],
        former: [OwnerPage.Relation], tickets: [TicketPage.History], ticketSummary: String, actions: [ActionForm]
    ) {
        self.title = title
        self.chips = chips
        self.place = place
        self.links = links
        self.facts = facts
        self.people = people
        self.former = former
        hasFormer = !former.isEmpty
        self.tickets = tickets
        self.ticketSummary = ticketSummary
        self.actions = actions
    }
}
