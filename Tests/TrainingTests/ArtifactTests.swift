import Foundation
import Specification
import Testing
import Torch

@testable import Training

@Suite struct ArtifactTests {
    private func finished(_ method: TeachingPlan.Method) throws -> (AttemptFolder, RecordingChannel) {
        let folder = try AttemptFolder()
        let channel = RecordingChannel()
        #expect(try folder.run(.make(method: method), channel: channel).isFinished)
        return (folder, channel)
    }

    @Test func aFinishedTrainingLeavesWhatItSaid() throws {
        let (folder, channel) = try finished(.dfm)
        #expect(
            try folder.names == [
                "checkpoint-2.safetensors", "epochs.csv", "specification.json", "student.pt",
                "student.safetensors", "teacher.safetensors",
            ])
        #expect(Set(channel.files.map(\.name)).isSuperset(of: try folder.names))
        #expect(channel.files.first { $0.name == "student.safetensors" }?.kind == .student)
        #expect(channel.files.first { $0.name == "student.pt" }?.kind == .student)
        #expect(channel.files.first { $0.name == "teacher.safetensors" }?.kind == .teacher)
        let specification = try JSONCoding.decode(
            JobSpecification.self, from: folder.bytes("specification.json"))
        #expect(try specification == .make())
    }

    @Test func onlyATaughtTrainingLeavesATeacher() throws {
        let (folder, _) = try finished(.uniform)
        #expect(try !folder.names.contains("teacher.safetensors"))
    }

    @Test func theStudentFileHoldsItsTensorsAndHowToFeedIt() throws {
        let (folder, _) = try finished(.dfm)
        let student = try Safetensors.read(folder.file("student.safetensors"))
        #expect(
            student.tensors.mapValues(\.shape) == [
                "hidden1.weight": [12, 64], "hidden1.bias": [12], "hidden2.weight": [12, 12],
                "hidden2.bias": [12],
                "output.weight": [10, 12], "output.bias": [10],
            ])
        #expect(student.metadata["format"] == "l2t-student/1")
        #expect(student.metadata["shape"] == "[1,8,8]")
        let classes = try JSONDecoder().decode(
            [String].self, from: Data((student.metadata["classes"] ?? "").utf8))
        #expect(classes == (0...9).map(String.init))
        #expect(student.metadata["student"]?.contains(#""architecture":"mlp""#) == true)
        #expect(student.metadata["normalization"]?.isEmpty == false)
    }

    @Test func theScriptIsTheStudentOfTheOtherFile() throws {
        let (folder, _) = try finished(.dfm)
        let student = try Safetensors.read(folder.file("student.safetensors"))
        let script = try ScriptModule.read(folder.file("student.pt"))
        #expect(script.metadata == student.metadata)
        let (parameters, statistics) = try script.tensors()
        #expect(Set(parameters.names) == Set(student.tensors.keys) && statistics.isEmpty)
        for name in parameters.names {
            #expect(try parameters[name].bytes() == student.tensors[name]?.bytes(), "\(name)")
        }
        // The small student by hand: three linear layers, rectified between.
        let images = try Tensor.normal([7, 1, 8, 8], random: RandomSource(seed: 4))
        var x = try images.reshaped([7, 64])
        for (index, layer) in ["hidden1", "hidden2", "output"].enumerated() {
            x = try x.linear(parameters["\(layer).weight"], parameters["\(layer).bias"])
            if index < 2 { x = try x.relu() }
        }
        let found = try script(images)
        #expect(found.shape == [7, 10])
        for (a, b) in zip(try found.doubles(), try x.doubles()) { #expect(abs(a - b) <= 1e-6) }
    }

    @Test func aDoublePrecisionStudentIsOneAsAScriptToo() throws {
        let folder = try AttemptFolder()
        let precise = try JobSpecification.make(
            #"{"training": {"precision": "float64"}}"#, method: .reference)
        #expect(folder.run(precise).isFinished)
        let script = try ScriptModule.read(folder.file("student.pt"))
        #expect(try script(Tensor.zeros([1, 1, 8, 8], type: .float64)).type == .float64)
    }

    @Test func theTeacherFileNamesTheMetricsItWeighs() throws {
        let (folder, _) = try finished(.dfm)
        let teacher = try Safetensors.read(folder.file("teacher.safetensors"))
        #expect(teacher.tensors["weigh.weight"]?.shape == [5, 8])
        #expect(teacher.tensors["memory.weight_hh"]?.shape == [32, 8])
        let names = try JSONDecoder().decode(
            [String].self, from: Data((teacher.metadata["metrics"] ?? "").utf8))
        #expect(names.count == 5 && names.contains("cross_entropy"))
    }

    @Test func theTableHasALineAnEpochAndAColumnANumber() throws {
        let (folder, channel) = try finished(.dfm)
        let text = String(decoding: try folder.bytes("epochs.csv"), as: UTF8.self)
        #expect(try text == EpochTable(channel.records).text)
        let lines = text.components(separatedBy: "\r\n")
        #expect(lines.count == 4 && lines[3].isEmpty)
        let columns = lines[0].components(separatedBy: ",")
        for name in ["epoch", "student.train.loss", "student.teaching.accuracy", "teacher.weights.brier"] {
            #expect(columns.contains(name), "\(name)")
        }
        for (line, record) in zip(lines[1...], channel.records) {
            let cells = line.components(separatedBy: ",")
            #expect(cells.count == columns.count)
            let row = Dictionary(uniqueKeysWithValues: zip(columns, cells))
            #expect(row["epoch"] == "\(record.epoch)" && row["step"] == "\(record.step)")
            #expect(row["student.test.accuracy"].flatMap(Double.init) == record.student.test?["accuracy"])
            #expect(row["teacher.weights.hinge"].flatMap(Double.init) == record.teacher.weights["hinge"])
        }
    }
}
