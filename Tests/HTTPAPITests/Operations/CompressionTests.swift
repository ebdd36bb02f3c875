import Foundation
import ServiceTestSupport
import Specification
import Testing

/// Compressed bodies, by the programs gzip and gunzip.
@Suite struct CompressionTests {
    private func plain(_ reply: Reply) throws -> String {
        let folder = try TestFolder()
        let file = folder.path + "/body.gz"
        try Data(reply.body).write(to: URL(filePath: file))
        let result = try Program.run("/bin/gunzip", ["--stdout", file])
        #expect(result.code == 0, "\(result.errors)")
        return result.output
    }

    private func gzipped(_ text: String) throws -> [UInt8] {
        let folder = try TestFolder()
        let file = try folder.write("body", text)
        #expect(try Program.run("/bin/gzip", [file]).code == 0)
        return Array(try Data(contentsOf: URL(filePath: file + ".gz")))
    }

    @Test func aJobIsCompressedAndItsTagStays() throws {
        let service = try TestService()
        let (id, _) = try service.finished()
        for path in ["/v1/jobs/\(id)", "/v1/jobs", "/v1/jobs/\(id)/epochs", "/openapi.yaml", "/metrics"] {
            let bare = try service.get(path)
            let coded = try service.get(path, ["Accept-Encoding": "gzip"])
            guard bare.body.count > 1024 else { continue }
            #expect(coded.fields["content-encoding"] == "gzip", "\(path)")
            #expect(coded.fields["vary"]?.hasSuffix("Accept-Encoding") == true)
            #expect(coded.fields["etag"] == bare.fields["etag"])
            // Counters go on in between.
            if path != "/metrics" { #expect(try plain(coded) == bare.text) }
        }
        let coded = try service.get("/v1/jobs/\(id)", ["Accept-Encoding": "gzip"])
        #expect(coded.fields["content-encoding"] == "gzip")
        let tag = try #require(coded.fields["etag"])
        #expect(tag.hasPrefix("W/\""))
        for encoding in ["gzip", "identity"] {
            let again = try service.get(
                "/v1/jobs/\(id)", ["Accept-Encoding": encoding, "If-None-Match": tag])
            #expect(again.status == 304 && again.fields["etag"] == tag)
            #expect(again.fields["vary"] == "Accept-Encoding")
        }
    }

    @Test func filesAndStreamsAreSentAsTheyAre() throws {
        let service = try TestService()
        let (id, events) = try service.finished(epochs: 40)
        let gzip = ["Accept-Encoding": "gzip"]
        let stream = try service.get("/v1/jobs/\(id)/events", gzip)
        #expect(stream.fields["content-encoding"] == nil && stream.body.count > 1024)
        #expect(try stream.events() == events)
        let artifacts = try service.get("/v1/jobs/\(id)/artifacts").json()["data"]?.items ?? []
        #expect(!artifacts.isEmpty)
        for name in artifacts.compactMap({ $0["name"]?.stringValue }) {
            let file = try service.get("/v1/jobs/\(id)/artifacts/\(name)", gzip)
            #expect(file.status == 200 && file.fields["content-encoding"] == nil)
            #expect(file.fields["etag"]?.hasPrefix("\"") == true)
        }
    }

    @Test func aSpecificationMayComeCompressed() throws {
        let service = try TestService(works: false)
        let fields = ["Content-Type": "application/json", "Content-Encoding": "gzip"]
        let job = try gzipped(#"{"task": "classification", "name": "small"}"#)
        let created = try service.post(job, to: "/v1/jobs", fields)
        #expect(created.status == 201)
        #expect(try created.json()["specification"]?["name"] == .string("small"))
        let damaged = try service.post(Array(job.dropLast(3)), to: "/v1/jobs", fields)
        #expect(damaged.status == 400)
        #expect(
            try damaged.json()["detail"]
                == .string("The body is not gzip, as its Content-Encoding says: it ends unfinished."))
        let other = try service.post(
            job, to: "/v1/jobs", ["Content-Type": "application/json", "Content-Encoding": "br"])
        #expect(other.status == 415 && other.fields["accept-encoding"] == "gzip")
        #expect(try other.json()["type"] == .string("/problems/unsupported-media-type"))
        // A megabyte of blanks in a kilobyte.
        let bomb = try gzipped(String(repeating: " ", count: 1 << 20) + "{}")
        #expect(bomb.count < 2048)
        let refused = try service.post(bomb, to: "/v1/jobs", fields)
        #expect(refused.status == 413)
        #expect(try refused.json()["type"] == .string("/problems/content-too-large"))
    }
}
