import Foundation
import FoundationNetworking
import Specification
import Synchronization

/// Requests to the service under test.
final class ServiceClient: Sendable {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    private struct Answer: Sendable {
        var status = 0
        var body = Data()
        var failure: String?
    }

    private struct List<Member: Decodable>: Decodable {
        var data: [Member]
        var next: String?
    }

    private let address: String
    private let session: URLSession

    init(address: String) {
        self.address = address
        let configuration = URLSessionConfiguration.ephemeral
        configuration.timeoutIntervalForRequest = 30
        session = URLSession(configuration: configuration)
    }

    deinit { session.invalidateAndCancel() }

    /// - Throws: `Failure` where no whole answer comes.
    func ask(_ method: String, _ target: String, body: Data? = nil) throws -> (status: Int, body: Data) {
        guard let url = URL(string: address + target) else {
            throw Failure(description: "'\(target)' is no target")
        }
        var request = URLRequest(url: url)
        request.httpMethod = method
        request.httpBody = body
        if body != nil { request.setValue("application/json", forHTTPHeaderField: "Content-Type") }
        let answer = Mutex(Answer())
        let done = DispatchSemaphore(value: 0)
        session.dataTask(with: request) { data, response, error in
            answer.withLock { answer in
                answer.status = (response as? HTTPURLResponse)?.statusCode ?? 0
                answer.body = data ?? Data()
                answer.failure = error.map { "\($0.localizedDescription)" }
            }
            done.signal()
        }.resume()
        done.wait()
        let value = answer.withLock { $0 }
        if let failure = value.failure { throw Failure(description: "\(method) \(target): \(failure)") }
        return (value.status, value.body)
    }

    func get(_ target: String) throws -> Data {
        let (status, body) = try ask("GET", target)
        guard status == 200 else {
            throw Failure(description: "GET \(target): \(status) \(String(decoding: body, as: UTF8.self))")
        }
        return body
    }

    func job(_ id: String) throws -> Job { try JSONCoding.decode(Job.self, from: get("/v1/jobs/\(id)")) }

    func events(_ id: String) throws -> [JobEvent] {
        try get("/v1/jobs/\(id)/events?follow=false").split(separator: UInt8(ascii: "\n"))
            .map { try JSONCoding.decode(JobEvent.self, from: Data($0)) }
    }

    func epochs(_ id: String) throws -> [EpochRecord] {
        try JSONCoding.decode(List<EpochRecord>.self, from: get("/v1/jobs/\(id)/epochs?limit=1000")).data
    }

    func artifacts(_ id: String) throws -> [Artifact] {
        try JSONCoding.decode(List<Artifact>.self, from: get("/v1/jobs/\(id)/artifacts")).data
    }

    /// All jobs, or those in one state.
    func jobs(_ state: JobState? = nil) throws -> [Job] {
        let filter = state.map { "&state=\($0.rawValue)" } ?? ""
        var jobs: [Job] = []
        var cursor = ""
        while true {
            let page = try JSONCoding.decode(
                List<Job>.self, from: get("/v1/jobs?limit=100\(filter)\(cursor)"))
            jobs += page.data
            guard let next = page.next else { return jobs }
            cursor = "&after=\(next)"
        }
    }
}
