import HTTPTypes
import Testing

@testable import HTTP

@Suite struct RouterTests {
    private let router = Router([
        Route(.post, "/v1/jobs", operationID: "create") { (_, _) in },
        Route(.get, "/v1/jobs/{id}", operationID: "get") { (_, _) in },
        Route(.get, "/v1/jobs/{id}/artifacts/{name}", operationID: "artifact") { (_, _) in },
        Route(.get, "/v1/jobs/latest", operationID: "latest") { (_, _) in },
        Route(.delete, "/v1/jobs/{id}", operationID: "delete") { (_, _) in },
        Route(.get, "/", operationID: "root") { (_, _) in },
    ])

    private func match(_ method: HTTPRequest.Method, _ path: String) throws -> String {
        switch router.match(method, try RequestTarget(path).segments) {
        case .route(let route, let parameters):
            let values = parameters.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
            return ([route.operationID] + values).joined(separator: " ")
        case .notFound: return "404"
        case .methodNotAllowed(let allow): return "405 " + allow.map(\.rawValue).joined(separator: ",")
        case .options(let allow): return "204 " + allow.map(\.rawValue).joined(separator: ",")
        }
    }

    @Test func pathsFindTheirRoutes() throws {
        #expect(try match(.get, "/") == "root")
        #expect(try match(.post, "/v1/jobs") == "create")
        #expect(try match(.get, "/v1/jobs/a%2Fb") == "get id=a/b")
        #expect(try match(.head, "/v1/jobs/1") == "get id=1")
        #expect(try match(.get, "/v1/jobs/1/artifacts/x") == "artifact id=1 name=x")
    }

    @Test func aLiteralGoesBeforeAParameter() throws {
        #expect(try match(.get, "/v1/jobs/latest") == "latest")
        #expect(try match(.delete, "/v1/jobs/latest") == "delete id=latest")
    }

    @Test func whatHasNoRouteIsNotFound() throws {
        for path in ["/v1", "/v1/jobs/", "/v1//jobs", "/V1/jobs", "/v1/jobs/1/artifacts", "//"] {
            #expect(try match(.get, path) == "404", "\(path)")
        }
    }

    @Test func aKnownPathNamesItsMethods() throws {
        #expect(try match(.put, "/v1/jobs/1") == "405 DELETE,GET,HEAD,OPTIONS")
        #expect(try match(.get, "/v1/jobs") == "405 OPTIONS,POST")
        #expect(try match(.options, "/v1/jobs") == "204 OPTIONS,POST")
    }

    @Test func theTableIsSorted() {
        #expect(
            router.routes.map(\.operationID) == ["root", "create", "latest", "delete", "get", "artifact"])
    }
}
