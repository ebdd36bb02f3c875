import Dispatch
import Foundation
import ServiceTestSupport
import Specification
import Testing

/// Subscribers that come and go, that are many, and that do not read.
@Suite struct SubscriberTests {
    /// A client whose connection breaks again and again, in the middle of whatever comes.
    private struct Unlucky {
        let port: UInt16
        let id: String
        var random: SplitMix
        var story: [JobEvent] = []
        var disconnects = 0

        private func connect() throws -> Client {
            let client = try Client(port: port)
            let last = story.last?.id ?? 0
            // Some take the number from the address, as a first request does.
            if disconnects.isMultiple(of: 5) {
                try client.send("GET", "/v1/jobs/\(id)/events?after=\(last)")
            } else {
                try client.send("GET", "/v1/jobs/\(id)/events", ["Last-Event-ID": String(last)])
            }
            return client
        }

        mutating func listenAndLose(times: Int) throws {
            while disconnects < times {
                let client = try connect()
                disconnects += 1
                // Gone before the head, before the first event, or inside of one.
                let patience = Int.random(in: 0...9, using: &random)
                if patience == 0 { continue }
                _ = try client.head()
                if patience == 1 { continue }
                guard let chunk = try client.chunk() else { continue }
                try hear(chunk.prefix(Int.random(in: 0...1200, using: &random)))
            }
        }

        mutating func listenToTheEnd() throws {
            let client = try connect()
            _ = try client.head()
            while let chunk = try client.chunk() { try hear(chunk[...]) }
        }

        /// A line that is cut off is none.
        private mutating func hear(_ bytes: ArraySlice<UInt8>) throws {
            let end = bytes.lastIndex(of: UInt8(ascii: "\n")) ?? bytes.startIndex
            for line in bytes[..<end].split(separator: UInt8(ascii: "\n")) {
                story.append(try JSONCoding.decode(JobEvent.self, from: Data(line)))
            }
        }
    }

    @Test func aThousandDisconnectsLoseAndRepeatNothing() throws {
        // Who has heard everything so far goes on with a heartbeat.
        let service = try TestService(serving: {
            $0.heartbeatInterval = .milliseconds(20)
            $0.streamBuffer = 8 * 1024
        })
        let id = try service.submit(epochs: 100, ["epoch_ms": "10", "hold_after": "80"])
        let listeners = 8
        let times = 1000 / listeners
        let told = Box<[Unlucky]>([])
        let failures = Box<[String]>([])
        let threads = DispatchGroup()
        for number in 0..<listeners {
            DispatchQueue(label: "listener.\(number)").async(group: threads) {
                var listener = Unlucky(port: service.port, id: id, random: SplitMix(seed: UInt64(number)))
                do {
                    try listener.listenAndLose(times: times)
                    let isLast = told.update { all in
                        all.append(listener)
                        return all.count == listeners
                    }
                    if isLast { _ = try service.ask("POST", "/v1/jobs/\(id)/cancel") }
                } catch {
                    failures.update { $0.append("\(error)") }
                }
            }
        }
        threads.wait()
        #expect(failures.value == [])
        let whole = try service.get("/v1/jobs/\(id)/events").events()
        #expect(whole.map(\.id) == Array(1...whole.count))
        #expect(whole.filter { $0.type == .epoch }.count == 80)
        #expect(whole.last?.type == .end)
        #expect(told.value.map(\.disconnects) == Array(repeating: times, count: listeners))
        for var listener in told.value {
            try listener.listenToTheEnd()
            #expect(listener.story == whole)
        }
        #expect(service.server.statistics.streamsOpen == 0)
    }

    @Test func twoHundredAndFiftySixListenAndOneMoreIsRefused() throws {
        let service = try TestService()
        let id = try service.submit(epochs: 4, ["hold_after": "2"])
        let clients = try (0..<256).map { _ in
            let client = try Client(port: service.port)
            try client.send("GET", "/v1/jobs/\(id)/events")
            return client
        }
        for client in clients { #expect(try client.head().status == 200) }
        let refused = try service.get("/v1/jobs/\(id)/events")
        #expect(refused.status == 503 && refused.fields["retry-after"] == "1")
        #expect(
            try refused.json()["detail"] == .string("There are 256 streams open; that many are allowed."))
        // What is no stream is answered as ever.
        #expect(try service.get("/v1/jobs/\(id)").status == 200)
        _ = try service.ask("POST", "/v1/jobs/\(id)/cancel")
        let stories = try clients.map { client in
            var text: [UInt8] = []
            while let chunk = try client.chunk() { text += chunk }
            return text.filter { $0 != UInt8(ascii: "\n") }
        }
        #expect(Set(stories).count == 1)
        #expect(String(decoding: stories[0], as: UTF8.self).contains("\"type\":\"end\""))
        // There is room again.
        #expect(try service.get("/v1/jobs/\(id)/events").events().last?.type == .end)
    }

    @Test func newsThatComesWhileTheBufferIsFullIsSentLater() throws {
        let service = try TestService(serving: { $0.streamBuffer = 8 * 1024 })
        // Each of them fills its buffer again and again, while the job goes on.
        let id = try service.submit(epochs: 60, ["epoch_ms": "1"])
        let clients = try (0..<4).map { _ in
            let client = try Client(port: service.port)
            try client.send("GET", "/v1/jobs/\(id)/events")
            return client
        }
        for client in clients {
            let events = try client.reply().events()
            #expect(events.map(\.id) == Array(1...events.count))
            #expect(events.last?.type == .end)
        }
    }

    @Test func whoDoesNotReadIsDroppedAndCostsNobodyTime() throws {
        let dropped = DispatchSemaphore(value: 0)
        let service = try TestService(serving: {
            $0.writeTimeout = .seconds(6)
            $0.sendBuffer = 4 * 1024
            $0.streamBuffer = 16 * 1024
            $0.onCompletion = { if $0.operationID == "streamEvents", !$0.isComplete { dropped.signal() } }
        })
        // More than the buffers hold.
        let (id, whole) = try service.finished(epochs: 60)
        let lazy = try (0..<8).map { _ in
            let client = try Client(port: service.port, receiveBuffer: 4096)
            try client.send("GET", "/v1/jobs/\(id)/events")
            _ = try client.head()
            return client
        }
        // Others hear everything while these are still there.
        #expect(try service.get("/v1/jobs/\(id)/events").events() == whole)
        for _ in lazy { #expect(dropped.wait(timeout: .now() + 30) == .success) }
        #expect(service.server.statistics.streamsOpen == 0)
        // It knows that something is missing, and can go on from there.
        var heard: [UInt8] = []
        #expect(throws: Client.Failure.self) {
            while let chunk = try lazy[0].chunk() { heard += chunk }
        }
        let last = heard.split(separator: UInt8(ascii: "\n")).count - 1
        #expect(last < whole.count)
        let rest = try service.get("/v1/jobs/\(id)/events", ["Last-Event-ID": String(max(0, last))]).events()
        #expect(rest == Array(whole.dropFirst(max(0, last))))
    }
}
