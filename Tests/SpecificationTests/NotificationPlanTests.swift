import Foundation
import ServiceTestSupport
import Testing

@testable import Specification

@Suite struct NotificationPlanTests {
    private static let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"

    private func read(_ notify: String) throws -> NotificationPlan? {
        try SpecificationReader.read(
            Data(#"{"task": "classification", "notify": \#(notify)}"#.utf8), catalogue: .make()
        ).notify
    }

    private func faults(_ notify: String) -> [String: String] {
        do {
            _ = try read(notify)
            return [:]
        } catch let error as InvalidSpecification {
            return Dictionary(error.faults.map { ($0.pointer, $0.detail) }) { $0 + " " + $1 }
        } catch {
            return ["": "\(error)"]
        }
    }

    @Test func aPlanIsReadWithItsSecret() throws {
        #expect(try read("null") == nil)
        #expect(
            try read(#"{"url": "https://a.example/x?y=1"}"#)
                == NotificationPlan(url: "https://a.example/x?y=1"))
        let plan = try #require(
            try read(#"{"url": "HTTP://198.51.100.7:8080?x=%20", "secret": "\#(Self.secret)"}"#))
        #expect(plan.secret?.text == Self.secret)
        #expect(plan.secret?.key.count == 24)
    }

    @Test func aSecretIsInNoTextAndNoJSON() throws {
        let specification = try SpecificationReader.read(
            Data(
                #"{"task": "classification", "notify": {"url": "https://a.example", "secret": "\#(Self.secret)"}}"#
                    .utf8), catalogue: .make())
        #expect(specification.notify?.secret != nil)
        let json = String(decoding: try JSONCoding.encode(specification), as: UTF8.self)
        #expect(json.contains(#""notify":{"url":"https://a.example"}"#))
        var dumped = ""
        dump(specification, to: &dumped)
        for text in [json, "\(specification)", String(reflecting: specification), dumped] {
            #expect(!text.contains("MfKQ9r8"))
        }
        // A comparison's jobs notify alike.
        let comparison = ComparisonSpecification(
            name: nil, specification: specification, methods: [.method(.dfm)], seeds: [1], metric: "accuracy",
            singles: [])
        #expect(comparison.jobs(id: nil).first?.specification.notify?.secret?.text == Self.secret)
    }

    @Test(arguments: [
        "ftp://a.example/", "file:///etc/passwd", "a.example", "http://", "http:///x",
        "https://user@a.example/",
        "https://user:word@a.example/", "https://a.example/#part", "https://a.example/ä",
        "https://a.example/a b",
        "https://[2606:4700::1]/", "https://-a.example/", "https://a.example\\\\@b.example/",
        "https://a.example:0/", "https://a.example:70000/",
        "https://a.example/\(String(repeating: "x", count: 2048))",
        "gopher://a.example", "javascript:alert(1)", "",
    ]) func anotherURLIsAFault(_ url: String) {
        let found = faults(#"{"url": "\#(url)"}"#)
        #expect(Array(found.keys) == ["/notify/url"], "\(found)")
        #expect(
            found["/notify/url"]?.hasPrefix(
                "An http or https URL of at most 2048 ASCII characters with a host name or IPv4 address, without user, "
                    + "password and fragment is expected; found '") == true)
    }

    @Test(arguments: [
        "", "whsec_", "secret", "whsec_AAAA", "whsec_!", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        "whsec_\(String(repeating: "QUFB", count: 22))",
    ]) func anotherSecretIsAFaultThatDoesNotRepeatIt(_ secret: String) {
        let found = faults(#"{"url": "https://a.example", "secret": "\#(secret)"}"#)
        #expect(
            found == [
                "/notify/secret":
                    "'whsec_' and base 64 of 24 to 64 bytes is expected; something else was found."
            ])
    }

    @Test func otherShapesAreFaults() {
        #expect(faults("[]") == ["/notify": "An object is expected; found a list."])
        #expect(faults("{}") == ["/notify/url": "is missing; an http or https URL is expected."])
        #expect(
            faults(#"{"url": "https://a.example", "key": 1}"#) == [
                "/notify/key": "'key' is unknown; one of secret, url is allowed here."
            ])
        #expect(Array(faults(#"{"url": 7}"#).keys) == ["/notify/url"])
    }

    @Test(arguments: ["0", "-1", "31536001", "\"1\""]) func aStartMustBePossible(_ seconds: String) {
        do {
            _ = try SpecificationReader.read(
                Data(#"{"task": "classification", "limits": {"start_within_seconds": \#(seconds)}}"#.utf8),
                catalogue: .make())
            Issue.record("it was accepted")
        } catch {
            #expect(
                (error as? InvalidSpecification)?.faults.first?.detail.hasPrefix(
                    "A number from 1.0 to 31536000.0 is expected; found") == true)
        }
    }
}
