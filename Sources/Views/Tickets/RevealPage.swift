/// A whole value of a customer, such as the phone number, shown once after a reason was given and logged. Also the page of the form when the reason was refused.
package struct RevealPage: Page {
    package static let template = Template.reveal

    package var number: String
    package var title: String
    package var ticketPath: String
    package var customer: String
    /// What is shown, in words.
    package var label: String
    package var block: RevealBlock

    package init(number: String, title: String, ticketPath: String, customer: String, label: String, block: RevealBlock) {
        self.number = number
        self.title = title
        self.ticketPath = ticketPath
        self.customer = customer
        self.label = label
        self.block = block
    }
}
