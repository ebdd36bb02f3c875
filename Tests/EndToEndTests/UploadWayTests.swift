import Foundation
import Specification
import Testing

/// Archive → server → engine process → data set → job, with nothing in it replaced.
@Suite(.serialized) struct UploadWayTests {
    /// The embedded digits, as somebody would pack their own.
    private func pack(in service: RunningService) throws -> String {
        let source = URL(filePath: #filePath).appending(path: "../../../Sources/COptdigits")
            .standardizedFileURL
        let archive = service.stateDirectory + "/digits.tar"
        let result = try Shell.run(
            ["tar", "cf", archive, "--transform", "s,^,digits/,", "optdigits.tra.gz", "optdigits.tes.gz"],
            in: source.path)
        #expect(result.status == 0)
        return archive
    }

    private func text(_ arguments: String...) throws -> String {
        String(decoding: try Shell.run(["curl", "-sS"] + arguments).output, as: UTF8.self)
    }

    @Test func anUploadedDataSetTrainsAStudent() throws {
        let service = try RunningService()
        defer { service.remove() }
        let place = service.address + "/v1/datasets/my-digits"
        let made = try text("-T", try pack(in: service), place)
        #expect(made.contains(#""splits":{"test":1797,"train":3823}"#), "\(made)")
        #expect(made.contains(#""format":"optdigits""#) && made.contains(#""files":2"#))
        #expect(try text("-T", "/etc/hostname", place + "-2").contains("/problems/invalid-dataset"))
        let id = try service.submit(
            #"""
            {"task": "classification", "dataset": {"name": "my-digits", "subset": 500},
             "student": {"architecture": "mlp"}, "training": {"epochs": 1}}
            """#)
        _ = try service.events(id)
        #expect(try service.job(id).state == .succeeded)
        #expect(try text("-o", "/dev/null", "-w", "%{http_code}", "-X", "DELETE", place) == "204")
        service.stop()
    }

    @Test func anUploadedModuleIsTrainedAndComesBack() throws {
        let service = try RunningService()
        defer { service.remove() }
        let modules = URL(filePath: #filePath).appending(path: "../../StudentsTests/Reference/scripts")
            .standardizedFileURL.path
        let place = service.address + "/v1/students/my-net"
        let state = try text("-T", modules + "/state.pt", place)
        #expect(state.contains("/problems/invalid-student") && state.contains("it has no code"), "\(state)")
        let made = try text("-T", modules + "/convolutional.pt", place)
        #expect(made.contains("TorchScript module with 136 parameters"), "\(made)")
        let id = try service.submit(
            #"""
            {"task": "classification", "dataset": {"name": "optdigits", "subset": 300},
             "student": {"architecture": "my-net"}, "training": {"epochs": 2, "batch_size": 32}}
            """#)
        let events = try service.events(id)
        #expect(try service.job(id).state == .succeeded)
        let logs = events.filter { $0.type == .log }.map { "\($0.data)" }
        #expect(logs.contains { $0.contains("in forward mode") }, "\(logs)")
        #expect(try service.artifact(id, "student.pt").starts(with: Array("PK".utf8)))
        let three = try text("-T", modules + "/three-classes.pt", service.address + "/v1/students/three")
        #expect(three.contains("TorchScript module"), "\(three)")
        let misfit = try service.submit(
            #"{"task": "classification", "student": {"architecture": "three"}, "training": {"epochs": 1}}"#)
        let refused = try service.events(misfit)
        #expect(!refused.contains { $0.type == .epoch })
        let failure = try #require(try service.job(misfit).error)
        #expect(failure.kind == .invalid, "\(failure)")
        #expect(failure.detail.contains("'three'") && failure.detail.contains("[2, 10]"), "\(failure)")
        #expect(failure.detail.contains("[2, 3]"), "\(failure)")
        #expect(try text("-o", "/dev/null", "-w", "%{http_code}", "-X", "DELETE", place) == "204")
        service.stop()
    }

    @Test(.enabled(if: StockClient.python != nil, "pip could not install tuspy"))
    func aStockClientResumes() throws {
        let service = try RunningService()
        defer { service.remove() }
        let python = try #require(StockClient.python)
        for checksum in ["", "yes"] {
            let result = try Shell.run(
                [
                    python, "-c", StockClient.program, service.address + "/v1/uploads", try pack(in: service),
                    "digits" + checksum, checksum,
                ])
            #expect(result.status == 0)
            #expect(String(decoding: result.output, as: UTF8.self) == "resumed at 100000\n")
            let dataset = try text(service.address + "/v1/datasets/digits" + checksum)
            #expect(dataset.contains(#""files":2"#), "\(dataset)")
        }
        service.stop()
    }
}

/// tuspy, the tus project's own client, in an environment that is kept between runs.
private enum StockClient {
    static let python: String? = {
        let folder = NSTemporaryDirectory() + "l2t-tuspy"
        let python = folder + "/bin/python"
        let isThere = [python, "-c", "import tusclient"]
        if (try? Shell.run(isThere).status) == 0 { return python }
        _ = try? Shell.run(["python3", "-m", "venv", folder])
        _ = try? Shell.run(["timeout", "120", python, "-m", "pip", "install", "-q", "tuspy==1.1.0"])
        return (try? Shell.run(isThere).status) == 0 ? python : nil
    }()

    /// Sends one part, forgets all but the address, and goes on.
    static let program = """
        import sys
        from tusclient import client
        service, archive, name, checksum = sys.argv[1:]
        options = {"chunk_size": 100000, "upload_checksum": bool(checksum)}
        first = client.TusClient(service).uploader(archive, metadata={"dataset": name}, **options)
        first.upload_chunk()
        second = client.TusClient(service).uploader(archive, url=first.url, **options)
        print("resumed at", second.get_offset())
        second.upload()
        """
}
