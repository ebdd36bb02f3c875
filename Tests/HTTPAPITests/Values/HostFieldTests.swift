import Testing

@testable import HTTPAPI

@Suite struct HostFieldTests {
    @Test(arguments: [
        "localhost", "localhost:8080", "LocalHost:8080", "l2t.localhost:8080", "127.0.0.1", "127.0.0.1:8080",
        "10.1.2.3:80", "[::1]", "[::1]:8080", "[FE80::1]:8080",
    ])
    func whatNobodyCanLeadElsewhereIsLocal(_ text: String) {
        #expect(HostField(text).isLocal)
    }

    @Test(arguments: [
        "", ":8080", "evil.example", "evil.example:8080", "localhost.evil.example", "notlocalhost",
        "127.0.0.1.evil.example", "evil.example:localhost", "127.0.0.256", "0x7f.1", "::1", "[::1", "[::1]a",
        "[evil.example]", "[]",
    ])
    func aNameIsNot(_ text: String) {
        #expect(!HostField(text).isLocal)
    }
}
