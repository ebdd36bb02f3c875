package import HTTPTypes

/// The table of all operations. A literal segment goes before a parameter in the same place, whatever the order of
/// the routes.
package struct Router: Sendable {
    package enum Match: Sendable {
        case route(Route, parameters: [String: String])
        case notFound
        /// The path exists; `allow` are the methods it has.
        case methodNotAllowed(allow: [HTTPRequest.Method])
        /// OPTIONS, which every path answers by itself.
        case options(allow: [HTTPRequest.Method])
    }

    /// By pattern, then by method.
    package let routes: [Route]
    private let bySegmentCount: [Int: [Route]]

    package init(_ routes: [Route]) {
        self.routes = routes.sorted { ($0.pattern, $0.method.rawValue) < ($1.pattern, $1.method.rawValue) }
        bySegmentCount = Dictionary(grouping: self.routes, by: \.segments.count).mapValues { routes in
            routes.sorted { Self.rank($0).lexicographicallyPrecedes(Self.rank($1)) }
        }
    }

    private static func rank(_ route: Route) -> [Int] {
        route.segments.map { if case .literal = $0 { 0 } else { 1 } }
    }

    /// A GET route answers HEAD too.
    package func match(_ method: HTTPRequest.Method, _ segments: [String]) -> Match {
        var allowed: [HTTPRequest.Method] = []
        var headRoute: Route?
        for route in bySegmentCount[segments.count] ?? [] where Self.matches(route, segments) {
            if route.method == method { return found(route, segments) }
            if route.method == .get, method == .head, headRoute == nil { headRoute = route }
            allowed.append(route.method)
        }
        if let headRoute { return found(headRoute, segments) }
        guard !allowed.isEmpty else { return .notFound }
        let allow = Self.allow(allowed)
        return method == .options ? .options(allow: allow) : .methodNotAllowed(allow: allow)
    }

    /// What `OPTIONS *` answers.
    package var allMethods: [HTTPRequest.Method] { Self.allow(routes.map(\.method)) }

    private static func matches(_ route: Route, _ segments: [String]) -> Bool {
        zip(route.segments, segments).allSatisfy { $0.matches($1) }
    }

    private func found(_ route: Route, _ segments: [String]) -> Match {
        var parameters: [String: String] = [:]
        for (pattern, segment) in zip(route.segments, segments) {
            if case .parameter(let name) = pattern { parameters[name] = segment }
        }
        return .route(route, parameters: parameters)
    }

    private static func allow(_ methods: [HTTPRequest.Method]) -> [HTTPRequest.Method] {
        var names = Set(methods.map(\.rawValue)).union(["OPTIONS"])
        if names.contains("GET") { names.insert("HEAD") }
        return names.sorted().compactMap { HTTPRequest.Method($0) }
    }
}
