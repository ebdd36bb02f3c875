import Dispatch
import HTTPTypes
import Testing

@testable import HTTP

@Suite struct AmendedAnswerTests {
    private static func route(
        _ handler: @escaping @Sendable (Responder) -> Void
    ) -> Route {
        Route(.get, "/hello", operationID: "hello") { _, responder in
            responder.amend { response in
                response.status = .accepted
                response.headerFields[.server] = (response.headerFields[.server] ?? "") + "amended"
            }
            handler(responder)
        }
    }

    @Test func theAnswerIsAmendedWhoeverGivesItAndOnce() throws {
        let ways: [@Sendable (Responder) -> Void] = [
            { $0.respond(.text("hello")) },
            { responder in DispatchQueue.global().async { responder.respond(.text("hello")) } },
            { responder in
                responder.respond(.text("hello"))
                responder.respond(.text("again"))
            },
        ]
        for way in ways {
            let server = try TestServer([Self.route(way)])
            let client = try server.client()
            try client.request("GET", "/hello")
            let answer = try client.answer()
            #expect(answer.status == 202)
            #expect(answer.text == "hello")
            #expect(answer.fields["server"] == "amended")
        }
    }

    @Test func whatTheServerAnswersByItselfIsNotAmended() throws {
        let server = try TestServer([Self.route { _ in }])
        let client = try server.client()
        try client.request("GET", "/hello")
        let answer = try client.answer()
        #expect(answer.status == 500)
        #expect(answer.fields["server"] == nil)
    }
}
