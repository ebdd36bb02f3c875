import Foundation
import ServiceTestSupport
import Specification
import Testing

@Suite struct EventStreamTests {
    @Test func aStreamTellsTheWholeStoryOnce() throws {
        let service = try TestService()
        let events = try service.finished(epochs: 4).events
        #expect(events.map(\.id) == Array(1...events.count))
        #expect(
            events.filter { $0.type == .epoch }.compactMap { $0.data["epoch"]?.integerValue } == [1, 2, 3, 4])
        #expect(events.filter { $0.type == .end }.count == 1)
        #expect(events.last?.type == .end)
    }

    @Test func aStreamGoesOnAfterEveryId() throws {
        let service = try TestService()
        let (id, events) = try service.finished(epochs: 3)
        for last in 0...events.count {
            let rest = Array(events.dropFirst(last))
            #expect(try service.get("/v1/jobs/\(id)/events?after=\(last)").events() == rest)
            let resumed = try service.get("/v1/jobs/\(id)/events?after=0", ["Last-Event-ID": String(last)])
            #expect(try resumed.events() == rest)
        }
        #expect(try service.get("/v1/jobs/\(id)/events?after=1000000").events().isEmpty)
    }

    @Test func aBacklogBeyondTheBufferArrivesWhole() throws {
        let service = try TestService()
        let (id, _) = try service.finished(epochs: 250)
        let reply = try service.get("/v1/jobs/\(id)/events")
        #expect(reply.body.count > 256 * 1024)
        let events = try reply.events()
        #expect(events.map(\.id) == Array(1...events.count))
        #expect(events.last?.type == .end)
    }

    /// The second buffer is smaller than any event, so that each of them waits for the one before it.
    @Test(arguments: [256 * 1024, 100])
    func anEventLargerThanTheBufferArrivesWholeAndThenTheEnd(_ streamBuffer: Int) throws {
        let service = try TestService(works: false, serving: { $0.streamBuffer = streamBuffer })
        let message = String(repeating: "x", count: 1 << 20)
        let (id, attempt) = try service.running()
        try service.log(message, by: attempt)
        try service.fail(attempt)
        let events = try service.get("/v1/jobs/\(id)/events").events()
        #expect(events.map(\.id) == Array(1...events.count))
        #expect(events.last?.type == .end)
        #expect(events.compactMap { $0.data["message"]?.stringValue } == [message])
        // Who resumes before it gets it again, whole.
        for last in 0..<events.count {
            let rest = try service.get("/v1/jobs/\(id)/events", ["Last-Event-ID": String(last)])
            #expect(try rest.events() == Array(events.dropFirst(last)))
        }
    }

    @Test func aStopWaitsForTheEventThatIsOnItsWay() throws {
        let service = try TestService(
            works: false,
            serving: {
                $0.sendBuffer = 32 * 1024
                $0.streamBuffer = 8 * 1024
            })
        let (id, attempt) = try service.running()
        // More than the sockets hold.
        let message = String(repeating: "x", count: 2 << 20)
        try service.log(message, by: attempt)
        let client = try Client(port: service.port, receiveBuffer: 32 * 1024)
        try client.send("GET", "/v1/jobs/\(id)/events")
        var reply = try client.head()
        let server = service.server
        #expect(settles { server.statistics.bytesOut > 16 * 1024 })
        let stopped = DispatchSemaphore(value: 0)
        DispatchQueue.global().async {
            server.stop(grace: .seconds(60))
            stopped.signal()
        }
        // It takes nobody new, so it has told the streams.
        #expect(settles { (try? Client(port: service.port)) == nil })
        while let chunk = try client.chunk() { reply.body += chunk }
        #expect(
            reply.text.hasSuffix(
                #"{"reason":"the service stops; resume after the last id","type":"interrupted"}"# + "\n"))
        #expect(try reply.events().last?.data["message"]?.stringValue == message)
        #expect(stopped.wait(timeout: .now() + 60) == .success)
    }

    @Test func manySubscribersHearTheSame() throws {
        let service = try TestService()
        let id = try service.submit(epochs: 20, ["epoch_ms": "5"])
        let clients = try (0..<24).map { index in
            let client = try Client(port: service.port)
            try client.send("GET", "/v1/jobs/\(id)/events?after=\(index % 3)")
            return (client, index % 3)
        }
        let stories = try clients.map { try ($0.0.reply().events(), $0.1) }
        let whole = stories[0].0
        #expect(whole.last?.type == .end)
        for (story, after) in stories { #expect(story == Array(whole.dropFirst(after))) }
    }

    @Test func withoutFollowingAStreamEndsWithWhatIsThere() throws {
        let service = try TestService(works: false)
        let id = try service.submit()
        let events = try service.get("/v1/jobs/\(id)/events?follow=false").events()
        #expect(events.map(\.id) == [1])
        #expect(events.map(\.type) == [.state])
    }

    @Test func serverSentEventsCarryIdTypeAndData() throws {
        let service = try TestService()
        let (id, events) = try service.finished(epochs: 2)
        let reply = try service.get("/v1/jobs/\(id)/events", ["Accept": "text/event-stream"])
        #expect(reply.fields["content-type"] == "text/event-stream")
        let messages = reply.text.components(separatedBy: "\n\n").filter { !$0.isEmpty && $0 != ":" }
        #expect(messages.count == events.count)
        for (message, event) in zip(messages, events) {
            let lines = message.components(separatedBy: "\n")
            #expect(lines.count == 3)
            #expect(lines[0] == "id: \(event.id)")
            #expect(lines[1] == "event: \(event.type.rawValue)")
            #expect(lines[2].hasPrefix("data: "))
            #expect(try JSONCoding.decode(JobEvent.self, from: Data(lines[2].dropFirst(6).utf8)) == event)
        }
    }

    @Test func aStreamSaysWhatItCannotDo() throws {
        let service = try TestService(works: false)
        let id = try service.submit()
        #expect(try service.get("/v1/jobs/\(id)/events", ["Accept": "image/png"]).status == 406)
        let reply = try service.get("/v1/jobs/\(id)/events", ["Last-Event-ID": "x"])
        #expect(reply.status == 400)
        #expect(
            try reply.json()["detail"]
                == .string("Last-Event-ID is 'x'; the id of an event, a whole number, is allowed."))
        #expect(try service.get("/v1/jobs/\(id)/events?after=-1").status == 400)
        #expect(try service.get("/v1/jobs/\(id)/events?follow=maybe").status == 400)
        #expect(try service.ask("HEAD", "/v1/jobs/\(id)/events").status == 200)
    }

    @Test(arguments: [
        (
            "application/x-ndjson",
            #"{"reason":"the service stops; resume after the last id","type":"interrupted"}"# + "\n"
        ),
        ("text/event-stream", ": the service stops; resume after the last id\n\n"),
    ]) func aStreamSaysWhyItEndsBeforeItsJob(_ media: String, _ farewell: String) throws {
        let service = try TestService(works: false)
        let id = try service.submit()
        let client = try Client(port: service.port)
        try client.send("GET", "/v1/jobs/\(id)/events", ["Accept": media])
        var reply = try client.head()
        reply.body = try #require(try client.chunk())
        let server = service.server
        let stopped = DispatchSemaphore(value: 0)
        DispatchQueue.global().async {
            server.stop(grace: .seconds(30))
            stopped.signal()
        }
        // Ends with the last chunk of the encoding, or this throws.
        while let chunk = try client.chunk() { reply.body += chunk }
        #expect(reply.text.hasSuffix(farewell))
        #expect(reply.text.components(separatedBy: farewell).count == 2)
        if media == "application/x-ndjson" { #expect(try reply.events().map(\.id) == [1]) }
        #expect(stopped.wait(timeout: .now() + 60) == .success)
    }

    @Test func aClientThatHangsUpLeavesTheOthersAlone() throws {
        let service = try TestService()
        let id = try service.submit(epochs: 30, ["epoch_ms": "5"])
        var leaver: Client? = try Client(port: service.port)
        try leaver?.send("GET", "/v1/jobs/\(id)/events")
        _ = try leaver?.head()
        _ = try leaver?.chunk()
        leaver = nil
        let events = try service.get("/v1/jobs/\(id)/events").events()
        #expect(events.map(\.id) == Array(1...events.count))
        #expect(events.last?.type == .end)
    }
}
