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

    /// Names of classes are in events and answers. What Swift takes for one character may have any number of accents.
    @Test(arguments: [String(repeating: "a", count: 201), "a" + String(repeating: "\u{301}", count: 200)])
    func aClassNameIsShort(_ name: String) throws {
        let service = try RunningService()
        defer { service.remove() }
        let folder = service.stateDirectory + "/masks"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
        let classes = #"{"classes": [{"id": 0, "name": "sky"}, {"id": 1, "name": "\#(name)"}]}"#
        for (file, text) in [("classes.json", classes), ("train.txt", "a b\n"), ("test.txt", "a b\n")] {
            try Data(text.utf8).write(to: URL(filePath: folder + "/" + file))
        }
        let archive = service.stateDirectory + "/masks.tar"
        #expect(try Shell.run(["tar", "cf", archive, "masks"], in: service.stateDirectory).status == 0)
        let refused = try text("-T", archive, service.address + "/v1/datasets/my-masks")
        #expect(refused.contains("/problems/invalid-dataset"), "\(refused)")
        #expect(
            refused.contains("as the name of class 1; expected a name of 1 to 200 characters in one line."),
            "\(refused)")
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

    @Test(.enabled(if: StockClient.isInstalled, "Python has no package tuspy"))
    func aStockClientResumes() throws {
        let service = try RunningService()
        defer { service.remove() }
        for checksum in ["", "yes"] {
            let result = try Shell.run(
                [
                    StockClient.python, "-c", StockClient.program, service.address + "/v1/uploads",
                    try pack(in: service), "digits" + checksum, checksum,
                ])
            #expect(result.status == 0)
            #expect(String(decoding: result.output, as: UTF8.self) == "resumed at 100000\n")
            let dataset = try text(service.address + "/v1/datasets/digits" + checksum)
            #expect(dataset.contains(#""files":2"#), "\(dataset)")
        }
        service.stop()
    }
}

/// tuspy, the tus project's own client, in the Python that the environment names, or the first on the path.
private enum StockClient {
    static let python = ProcessInfo.processInfo.environment["L2T_REFERENCE_PYTHON"] ?? "python3"
    static let isInstalled = (try? Shell.run([python, "-c", "import tusclient"]).status) == 0

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
