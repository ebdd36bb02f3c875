package import HTTP
package import Jobs
package import Logging

/// The operations of openapi.yaml on one job service.
package struct API: Sendable {
    let jobs: JobService
    let catalogue: CatalogueSource
    let metrics: MetricsRegistry
    let readiness: Readiness
    let access: AccessControl
    let audit: AuditLog
    let logger: Logger
    let operations: [Operation]
    /// Jobs as they are sent.
    let descriptions = VersionCache<[UInt8]>()
    /// Who asks. What is open to all is asked for by nobody.
    var caller = Caller.nobody

    /// - Parameters: `readiness`: what `/readyz` says; `operations`: those that are answered.
    package init(
        jobs: JobService, catalogue: CatalogueSource, metrics: MetricsRegistry, readiness: Readiness,
        access: AccessControl, audit: AuditLog, logger: Logger, operations: [Operation] = Operation.all
    ) {
        self.jobs = jobs
        self.catalogue = catalogue
        self.metrics = metrics
        self.readiness = readiness
        self.access = access
        self.audit = audit
        self.logger = logger
        self.operations = operations
    }

    package var router: Router { Router(operations.map(route)) }

    private func route(_ operation: Operation) -> Route {
        if case .body(let open) = operation.answer { return route(operation, open) }
        return Route(
            operation.method, operation.pattern, operationID: operation.id, bodyLimit: operation.bodyLimit
        ) { request, responder in
            do {
                let api = try admitting(request, to: operation, responder)
                switch operation.answer {
                case .now(let answer): responder.respond(try answer(api, request))
                case .later(let answer): try answer(api, request, responder)
                case .body: break
                }
            } catch {
                responder.respond(response(to: error, request))
            }
        }
    }

    private func route(
        _ operation: Operation,
        _ open: @escaping @Sendable (API, Request, Responder) throws -> (any BodySink)?
    ) -> Route {
        Route(
            operation.method, operation.pattern, operationID: operation.id,
            bodyLimit: jobs.uploads.limits.bytes
        ) { request, responder in
            do {
                return try open(admitting(request, to: operation, responder), request, responder)
            } catch {
                responder.respond(response(to: error, request))
                return nil
            }
        }
    }

    func response(to error: any Error, _ request: Request) -> Response {
        let problem = Problem(describing: error)
        // A refusal of the API's own is the client's to know; what else failed is the operator's too.
        if problem.status >= 500, !(error is Problem) {
            logger.error("\(request.method.rawValue) \(request.path) failed: \(error)")
        }
        return problem.response(path: request.path)
    }
}
