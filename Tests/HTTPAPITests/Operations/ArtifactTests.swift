import Specification
import Testing

@Suite struct ArtifactTests {
    private struct List: Decodable {
        let data: [Artifact]
    }

    /// A service with one finished job, the path of its student and what the list says of it.
    private func make() throws -> (service: TestService, path: String, artifact: Artifact) {
        let service = try TestService()
        let id = try service.finished(epochs: 2).id
        let list = try service.get("/v1/jobs/\(id)/artifacts").decode(List.self).data
        let student = try #require(list.first { $0.name == "student.safetensors" })
        #expect(student.kind == .student)
        return (service, "/v1/jobs/\(id)/artifacts/student.safetensors", student)
    }

    @Test func aFileComesWithItsDigest() throws {
        let (service, path, artifact) = try make()
        let reply = try service.get(path)
        #expect(reply.status == 200)
        #expect(reply.text == "student of 2 epochs, 0 bytes\n")
        #expect(reply.body.count == artifact.size)
        #expect(reply.fields["content-type"] == artifact.mediaType)
        #expect(reply.fields["etag"] == "\"\(artifact.sha256)\"")
        #expect(reply.fields["accept-ranges"] == "bytes")
        #expect(reply.fields["repr-digest"]?.hasPrefix("sha-256=:") == true)
        let head = try service.ask("HEAD", path)
        #expect(head.status == 200)
        #expect(head.fields["content-length"] == String(artifact.size))
        #expect(head.fields["repr-digest"] == reply.fields["repr-digest"])
    }

    @Test func aPartOfAFileComesAlone() throws {
        let (service, path, artifact) = try make()
        let part = try service.get(path, ["Range": "bytes=11-18"])
        #expect(part.status == 206)
        #expect(part.text == "2 epochs")
        #expect(part.fields["content-range"] == "bytes 11-18/\(artifact.size)")
        #expect(part.fields["content-length"] == "8")
        let end = try service.get(path, ["Range": "bytes=-6", "If-Range": "\"\(artifact.sha256)\""])
        #expect(end.status == 206)
        #expect(end.text == "bytes\n")
    }

    @Test func aRangeOfAnotherFileBringsTheWhole() throws {
        let (service, path, artifact) = try make()
        let reply = try service.get(path, ["Range": "bytes=0-1", "If-Range": "\"other\""])
        #expect(reply.status == 200)
        #expect(reply.body.count == artifact.size)
        #expect(try service.get(path, ["Range": "bytes=0-1,4-5"]).status == 200)
    }

    @Test func aRangeCountsForGetOnly() throws {
        let (service, path, artifact) = try make()
        let reply = try service.ask("HEAD", path, ["Range": "bytes=0-1"])
        #expect(reply.status == 200)
        #expect(reply.fields["content-length"] == String(artifact.size))
    }

    @Test func aRangeOutsideTheFileIsSaid() throws {
        let (service, path, artifact) = try make()
        let reply = try service.get(path, ["Range": "bytes=1000-"])
        #expect(reply.status == 416)
        #expect(reply.fields["content-range"] == "bytes */\(artifact.size)")
        #expect(try reply.json()["type"] == .string("/problems/range-not-satisfiable"))
    }

    @Test func aKnownFileIsNotSentAgain() throws {
        let (service, path, artifact) = try make()
        let reply = try service.get(path, ["If-None-Match": "\"\(artifact.sha256)\"", "Range": "bytes=0-1"])
        #expect(reply.status == 304)
        #expect(reply.body.isEmpty)
    }

    @Test(arguments: ["other.safetensors", "..%2F..%2Fjobs.sqlite", ".."])
    func onlyListedNamesAreFiles(_ name: String) throws {
        let (service, path, _) = try make()
        let reply = try service.get(path.replacing("student.safetensors", with: name))
        #expect(reply.status == 404)
        #expect(try reply.json()["type"] == .string("/problems/unknown-artifact"))
    }
}
