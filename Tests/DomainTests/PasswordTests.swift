import Domain
import Testing

@Suite("Passwords")
struct PasswordTests {
    private let names = ["云山投资集团", "Yunshan Group", "yunshan", "海棠湾", "Crabapple Bay", "李敏"]

    private func problem(_ password: String, _ preset: PasswordPreset, old: String? = nil) -> FieldProblem? {
        PasswordRule.problem(with: password, account: "limin", names: names, old: old, preset: preset)
    }

    @Test(
        "length, nothing else: a long sentence of one kind of character passes modern (ASVS 6.2.1, 6.2.5)",
        arguments: [
            "correct horse battery staple", "山高月小水落石出不以物喜", "grape trombone cactus", "tKx9#vLq2@mZ",
        ])
    func modern(password: String) {
        #expect(problem(password, .modern) == nil)
    }

    @Test(
        "the published demo password and others of the house pass both presets",
        arguments: [
            "Shouwen-demo-1", "Shouwen-cast-1", "Browser-founding-1", "A-first-secret-1", "Trombone/cactus 7",
        ])
    func both(password: String) {
        for preset in PasswordPreset.allCases { #expect(problem(password, preset) == nil) }
    }

    @Test(
        "dengbao wants three of four kinds of character; modern does not",
        arguments: [
            "grape trombone cactus", "grapetrombonecactus", "GRAPE-TROMBONE", "81930275640192",
        ])
    func kinds(password: String) {
        #expect(problem(password, .dengbao) == .tooUniform)
        #expect(problem(password, .modern) == nil)
    }

    @Test("shorter than twelve characters, or longer than two hundred, is neither")
    func length() {
        for preset in PasswordPreset.allCases {
            #expect(problem("", preset) == .required)
            #expect(problem("Tr0mbone-ca", preset) == .tooSmall(min: 12))
            #expect(problem("Tr0mbone-cac", preset) == nil)
            #expect(problem(String(repeating: "Tr0mbone-cac", count: 17), preset) == .tooLong(max: 200))
        }
    }

    @Test(
        "what everybody tries first is refused, however it is dressed up (ASVS 6.2.4)",
        arguments: [
            "Password-2026!", "P@ssw0rd-2026", "Admin123456789!", "Woaini-5201314", "Qwertyuiop-123", "Aaaaaaaaaaa1!", "1234567890-Ab",
            "Abcdefghijkl-1", "Welcome.2025.11", "Zhongguo-888888", "!QAZ@WSX3edc4rfv", "Letmein-letmein1",
        ])
    func common(password: String) {
        for preset in PasswordPreset.allCases { #expect(problem(password, preset) == .predictable, "\(password)") }
    }

    @Test(
        "names of the group, its projects, the person and the account are no password (ASVS 6.2.11)",
        arguments: [
            "Yunshan@202611!", "Yunshan-Group-1", "Crabapple-Bay-88", "Limin-2026-11!!", "limin@Yunshan1", "海棠湾海棠湾-Aa1234",
        ])
    func around(password: String) {
        #expect(problem(password, .dengbao) == .predictable, "\(password)")
    }

    @Test("the present password is not a new one")
    func old() {
        #expect(problem("Tr0mbone-cactus", .modern, old: "Tr0mbone-cactus") == .predictable)
    }

    @Test("under dengbao a password grows old after ninety days, under modern never (ASVS 6.2.10)")
    func lifetime() {
        let since = Instant(secondsSince1970: 1_700_000_000)
        #expect(!PasswordPreset.dengbao.isExpired(since: since, now: since + .days(90) - .seconds(1)))
        #expect(PasswordPreset.dengbao.isExpired(since: since, now: since + .days(90)))
        #expect(!PasswordPreset.modern.isExpired(since: since, now: since + .days(4_000)))
        #expect(PasswordPreset.dengbao.remembered == 5)
    }
}
