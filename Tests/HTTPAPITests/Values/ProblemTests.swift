import Foundation
import HTTP
import Jobs
import Specification
import Testing

@testable import HTTPAPI

@Suite struct ProblemTests {
    @Test func everyErrorHasItsProblem() {
        let expected: [(any Error, ProblemKind, Int)] = [
            (JSONSyntaxError(detail: "x"), .invalidJSON, 400),
            (InvalidSpecification(faults: []), .invalidSpecification, 422),
            (JobsError.unknownJob("x"), .unknownJob, 404),
            (JobsError.unknownArtifact(job: "x", name: "y"), .unknownArtifact, 404),
            (JobsError.notAllowed(action: "delete", state: .running), .notAllowedInState, 409),
            (JobsError.queueFull(limit: 3), .queueFull, 429),
            (JobsError.storage(action: "x", reason: "y"), .unavailable, 503),
            (JobsError.storageFull(action: "x", reason: "y"), .storageFull, 507),
            (JobsError.imageRefused("x"), .invalidImage, 422),
            (JobsError.nameTaken(name: "x", by: "y"), .nameTaken, 409),
            (JobsError.uploadRefused(kind: .dataset, reason: "x"), .invalidDataset, 422),
            (JobsError.uploadRefused(kind: .student, reason: "x"), .invalidStudent, 422),
            (JobsError.uploadReadingFailed(kind: .dataset, reason: "x"), .invalidDataset, 422),
            (JobsError.uploadReadingFailed(kind: .student, reason: "x"), .invalidStudent, 422),
            (JobsError.unknownTeacher("x"), .unknownTeacher, 404),
            (JobsError.teacherNameInvalid("x"), .badRequest, 400),
            (JobsError.teacherTaken("x"), .nameTaken, 409),
            (JobsError.teacherGone("x"), .invalidTeacher, 422),
            (JobsError.studentReplaced("x"), .notAllowedInState, 409),
            (JobsError.jobWithoutTeacher(job: "x", method: "y"), .invalidTeacher, 422),
            (JobsError.predictionsFull(limit: 8), .unavailable, 503),
            (JobsError.predictionTooSlow(seconds: 30), .unavailable, 503),
            (JobsError.predictionFailed(reason: "/secret"), .internalError, 500),
            (HTTPServerError.cannotReadFile(path: "/secret", reason: "y"), .internalError, 500),
            (Rejection(.init(code: 414), "x"), .targetTooLong, 414),
            (Rejection(.init(code: 418), "x"), .badRequest, 418),
        ]
        for (error, kind, status) in expected {
            let problem = Problem(describing: error)
            #expect(problem.kind == kind)
            #expect(problem.status == status)
        }
    }

    @Test func whatIsNotTheUsersStaysInside() {
        let problem = Problem(describing: HTTPServerError.cannotReadFile(path: "/secret", reason: "y"))
        #expect(problem.detail == "The service met an error of its own; its log says which.")
    }

    @Test func aProblemIsWrittenAsTheStandardSays() throws {
        let fault = SpecificationFault(pointer: "/a~1b", detail: "d")
        let response = Problem(.invalidSpecification, "One.", errors: [fault]).response(path: "/v1/jobs")
        #expect(response.headerFields[.contentType] == "application/problem+json")
        guard case .bytes(let bytes) = response.body else {
            Issue.record("the body is no text")
            return
        }
        #expect(
            String(decoding: bytes, as: UTF8.self) == """
                {"detail":"One.","errors":[{"detail":"d","pointer":"/a~1b"}],"instance":"/v1/jobs","status":422,\
                "title":"The specification has faults","type":"/problems/invalid-specification"}
                """)
    }

    @Test func theKindsOfAStatusAreItsOwn() {
        // Those that only operations answer have no kind of their own among the server's.
        for kind in ProblemKind.allCases where ![409, 421, 422, 423, 429, 460].contains(kind.status.code) {
            #expect(ProblemKind(status: kind.status.code).status == kind.status)
        }
    }
}
