import Testing

@testable import Web

@Suite("Form fields") struct FormFieldsTests {
    private func fields(_ text: String) throws -> FormFields { try FormFields(encoded: Array(text.utf8)) }

    @Test func `keeps order, repeats and text as typed`() throws {
        let form = try fields("a=1&b=%E4%BD%A0+%0D%0A&a=2&c&=x")
        #expect(form.list.map(\.name) == ["a", "b", "a", "c", ""])
        #expect(form.list.map(\.value) == ["1", "你 \r\n", "2", "", "x"])
        #expect(form.all("a") == ["1", "2"])
        #expect(try form.single("absent") == nil)
    }

    @Test(arguments: ["a=%", "a=%4", "a=%zz", "%G0=1"])
    func `a broken escape is malformed`(_ text: String) {
        #expect(throws: WebFault.malformed("escape")) { try fields(text) }
    }

    @Test(arguments: ["a=%00", "%00=a", "a=%ff", "a=%ED%A0%80", "a=%C0%AF", "a=%F4%90%80%80"])
    func `NUL and invalid UTF-8 are malformed`(_ text: String) {
        #expect(throws: WebFault.malformed("text")) { try fields(text) }
    }

    @Test func `more than two hundred fields are malformed`() throws {
        #expect(try fields(Array(repeating: "a=1", count: 200).joined(separator: "&")).list.count == 200)
        #expect(throws: WebFault.malformed("fields")) { try fields(Array(repeating: "a=1", count: 201).joined(separator: "&")) }
    }

    @Test func `a repeated single field is named (ASVS 15.3.7)`() throws {
        #expect(throws: WebFault.unprocessable(["a"])) { try fields("a=1&a=1").single("a") }
        #expect(throws: WebFault.unprocessable(["a"])) { try fields("a=1&a=1").allow(["a"]) }
        try fields("a=1&a=2&csrf=x&key=y&version=1").allow([], repeated: ["a"])
    }

    @Test func `unknown names are listed (ASVS 15.3.3)`() throws {
        #expect(throws: WebFault.unprocessable(["role", "admin"])) { try fields("name=x&role=y&admin=1").allow(["name"]) }
    }

    @Test func `the digest ignores key and token and nothing else`() throws {
        let digest = try fields("a=1&b=2&key=k&csrf=c").digest
        #expect(try fields("a=1&b=2&key=other&csrf=d").digest == digest)
        #expect(try fields("a=1&b=3&key=k&csrf=c").digest != digest)
        #expect(try fields("a=1b&=2&key=k&csrf=c").digest != digest)
        #expect(try fields("a=1&b=2&version=3&key=k&csrf=c").digest != digest)
    }

    @Test(arguments: ["", "a b&c=d/e?f", "你好 100% +", "~-._", "\u{0}", "é👩‍👩‍👧"])
    func `encoding and decoding meet`(_ text: String) throws {
        guard !text.contains("\u{0}") else {
            #expect(PercentText.encode(text) == "%00")
            return
        }
        #expect(try PercentText.decode(Array(PercentText.encode(text).utf8)) == text)
    }
}
