/// One kind of page: a plain struct of values already in words, and the template that shows it.
///
/// Only stored properties reach the template. Optional properties that are `nil` are absent: a template asks for them with
/// `{{#.name}}…{{/.name}}`.
package protocol Page: Encodable, Sendable {
    static var template: Template { get }
}
