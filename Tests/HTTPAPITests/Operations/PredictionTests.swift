import Jobs
import ServiceTestSupport
import Specification
import Testing

@Suite struct PredictionTests {
    private static let png: [UInt8] = [0x89, 0x50, 0x4E, 0x47]
    private static let jpeg: [UInt8] = [0xFF, 0xD8, 0xFF]

    /// A service with one finished job, and the path of its predictions.
    private func make(
        _ task: TaskKind = .classification, _ metadata: [String: String] = [:],
        predictions: PredictionLimits = PredictionLimits()
    ) throws -> (service: TestService, path: String) {
        let service = try TestService(predictions: predictions) { .make(task: task) }
        return (service, "/v1/jobs/\(try service.finished(epochs: 1, metadata, task: task).id)/predictions")
    }

    private func problem(_ reply: Reply) throws -> String? {
        #expect(reply.fields["content-type"] == "application/problem+json")
        return try reply.json()["type"]?.stringValue
    }

    @Test func aStudentNamesClasses() throws {
        let (service, path) = try make()
        let reply = try service.post(Self.jpeg, to: path, ["Content-Type": "image/jpeg"])
        #expect(reply.status == 200)
        #expect(reply.fields["content-type"] == "application/json")
        #expect(reply.fields["vary"] == "Accept")
        #expect(
            reply.text
                == #"{"classes":[{"name":"3","probability":0.75},{"name":"5","probability":0.25}],"#
                + #""image":{"height":1,"width":2},"task":"classification"}"#)
        for query in ["limit=1", "threshold=0.25", "threshold=2.5e-1&limit=7"] {
            let reply = try service.post(Self.png, to: "\(path)?\(query)", ["Content-Type": "image/png"])
            #expect(try reply.json()["classes"]?.items.count == 1, "\(query)")
        }
    }

    @Test func aMaskIsAPictureUnlessJSONIsAskedFor() throws {
        let (service, path) = try make(.segmentation)
        let picture = try service.post(Self.png, to: path, ["Content-Type": "image/png"])
        #expect(picture.status == 200)
        #expect(picture.fields["content-type"] == "image/png")
        #expect(picture.body.starts(with: Self.png))
        let fields = ["Content-Type": "image/png", "Accept": "application/json"]
        let words = try service.post(Self.png, to: path, fields)
        #expect(try words.json()["task"] == .string("segmentation"))
        #expect(try words.json()["regions"]?.items.first?["pixels"] == .integer(2))
    }

    @Test func boxesAreJSONUnlessAPictureIsAskedFor() throws {
        let (service, path) = try make(.detection)
        let boxes = try service.post(Self.png, to: path, ["Content-Type": "image/png"])
        #expect(try boxes.json()["boxes"]?.items.first?["x2"] == .number(1.5))
        let fields = ["Content-Type": "image/png", "Accept": "image/*"]
        let picture = try service.post(Self.png, to: path, fields)
        #expect(picture.fields["content-type"] == "image/png")
        #expect(picture.body.starts(with: Self.png))
    }

    @Test func classesHaveNoPicture() throws {
        let (service, path) = try make()
        let fields = ["Content-Type": "image/png", "Accept": "image/png"]
        let reply = try service.post(Self.png, to: path, fields)
        #expect(reply.status == 406)
        #expect(try problem(reply) == "/problems/not-acceptable")
    }

    @Test(arguments: ["image/gif", "application/json", nil])
    func onlyJPEGAndPNGAreTaken(_ type: String?) throws {
        let (service, path) = try make()
        let reply = try service.post(Self.png, to: path, type.map { ["Content-Type": $0] } ?? [:])
        #expect(reply.status == 415)
        #expect(reply.fields["accept"] == "image/jpeg, image/png")
        #expect(try problem(reply) == "/problems/unsupported-media-type")
    }

    @Test func whatIsNoImageIsSaid() throws {
        let (service, path) = try make()
        let reply = try service.post(Array("GIF89a".utf8), to: path, ["Content-Type": "image/png"])
        #expect(reply.status == 422)
        #expect(try problem(reply) == "/problems/invalid-image")
        #expect(
            try reply.json()["detail"]
                == .string("The image has 6 bytes; expected a JPEG or PNG image."))
    }

    @Test func imagesMayBeLargerThanOtherBodies() throws {
        let (service, path) = try make()
        let fields = ["Content-Type": "image/png"]
        let large = Self.png + [UInt8](repeating: 0, count: (8 << 20) - 4)
        #expect(try service.post(large, to: path, fields).status == 200)
        let client = try Client(port: service.port)
        try client.send("POST", path, ["Content-Type": "image/png", "Content-Length": "\(8 << 20 + 1)"])
        #expect(try client.reply().status == 413)
    }

    @Test(arguments: ["threshold=2", "threshold=-0.5", "threshold=nan", "threshold=", "limit=0", "class=3"])
    func queriesAreChecked(_ query: String) throws {
        let (service, path) = try make()
        let reply = try service.post(Self.png, to: "\(path)?\(query)", ["Content-Type": "image/png"])
        #expect(reply.status == 400)
        #expect(try problem(reply) == "/problems/invalid-parameter")
    }

    @Test func onlyAFinishedJobAnswers() throws {
        let service = try TestService(works: false)
        let id = try service.submit()
        let reply = try service.post(
            Self.png, to: "/v1/jobs/\(id)/predictions", ["Content-Type": "image/png"])
        #expect(reply.status == 409)
        #expect(
            try reply.json()["detail"]
                == .string("Cannot predict with the job: its state is 'queued'."))
        let unknown = "/v1/jobs/job_01JD2W9Z6Y3M8Q4T5V7X0A1B2C/predictions"
        #expect(try service.post(Self.png, to: unknown, ["Content-Type": "image/png"]).status == 404)
    }

    @Test func tooManyAreToldToComeAgain() throws {
        var limits = PredictionLimits()
        (limits.processes, limits.waiting) = (0, 0)
        let (service, path) = try make(predictions: limits)
        let reply = try service.post(Self.png, to: path, ["Content-Type": "image/png"])
        #expect(reply.status == 503)
        #expect(reply.fields["retry-after"] != nil)
        #expect(try problem(reply) == "/problems/unavailable")
    }

    @Test func aFailureOfTheEngineStaysInside() throws {
        let (service, path) = try make(.classification, ["predict": "crash"])
        let reply = try service.post(Self.png, to: path, ["Content-Type": "image/png"])
        #expect(reply.status == 500)
        #expect(
            try reply.json()["detail"]
                == .string("The service met an error of its own; its log says which."))
    }
}
