import Domain
import Testing

@Suite struct VerbatimTests {
    @Test(
        "numbers and names by which a person could be found are masked, what is said stays",
        arguments: [
            ("请打13812345678找我", "请打***********找我"), ("电话 138-1234-5678。", "电话 *************。"), ("座机０１０８８８８６６６６", "座机***********"),
            ("身份证11010519491231002X", "身份证******************"), ("车牌京A12345被刮", "车牌京******被刮"),
            ("我叫王小明，住3-2-1102", "我叫王**，住********"), ("微信号：wang_xm88 谢谢", "微信号：********* 谢谢"),
            ("mail me: li.min@example.cn ok", "mail me: ***************** ok"),
            ("报修第二天才来人，等了3天，扣2分", "报修第二天才来人，等了3天，扣2分"), ("2026年10月8日报修", "2026年10月8日报修"), ("", ""),
        ])
    func masking(text: String, masked: String) {
        #expect(Verbatim.masked(text) == masked)
    }

    @Test("masking twice changes nothing more, and nothing grows")
    func stable() {
        let alphabet = Array("0123456789-@. 我叫微信号王小明a京Xx:：，。".map { String($0) })
        for _ in 0..<500 {
            let text = (0..<Int.random(in: 0...60)).map { _ in alphabet.randomElement() ?? "" }.joined()
            let once = Verbatim.masked(text)
            #expect(Verbatim.masked(once) == once, "\(text)")
            #expect(once.unicodeScalars.count <= text.unicodeScalars.count)
            var run = 0
            for scalar in once.unicodeScalars {
                run = ("0"..."9").contains(scalar) ? run + 1 : 0
                #expect(run < 6, "\(text) → \(once)")
            }
        }
        #expect(Verbatim.masked(String(repeating: "长", count: 10_000)).unicodeScalars.count == Verbatim.limit)
    }
}
