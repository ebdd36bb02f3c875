import Dispatch
import ServiceTestSupport
import Testing

@testable import HTTP

@Suite struct LoadTests {
    /// Every request of many busy clients is answered: an answer that is lost, or a wake-up that is, ends in the
    /// client's time-out.
    @Test func noClientStallsUnderLoad() throws {
        let server = try TestServer {
            $0.handlerWidth = 4
            $0.handlerQueue = 1000
        }
        let clients = 32
        let batches = 40
        let depth = 8
        let batch = (0..<depth).map { "GET /items/\($0) HTTP/1.1\r\nHost: a\r\n\r\n" }.joined()
        let port = server.port
        let certificate = server.certificate
        let failures = Box<[String]>([])
        let threads = DispatchGroup()
        for number in 0..<clients {
            threads.enter()
            // A queue of its own is a thread of its own.
            DispatchQueue(label: "client.\(number)").async {
                defer { threads.leave() }
                do {
                    let client = try RawClient(port: port, trusts: certificate)
                    for _ in 0..<batches {
                        try client.send(batch)
                        for item in 0..<depth {
                            let answer = try client.answer()
                            if answer.text != "\(item) []" {
                                throw RawClient.Failure(description: answer.text)
                            }
                        }
                    }
                } catch {
                    failures.update { $0.append("\(number): \(error)") }
                }
            }
        }
        threads.wait()
        #expect(failures.value == [])
        server.server.stop(grace: .seconds(10))
        #expect(server.server.statistics.requestsTotal == clients * batches * depth)
        #expect(server.server.statistics.connectionsOpen == 0)
    }
}
