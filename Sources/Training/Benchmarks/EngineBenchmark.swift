import Students
import Torch

/// How fast plain training is and how much memory it takes, student by student, on random images.
package struct EngineBenchmark {
    package struct Line: Codable, Sendable {
        package var benchmark = "engine"
        package var student: String
        package var task: String
        package var parameters: Int
        /// `[channels, height, width]` of an image.
        package var shape: [Int]
        package var batch: Int
        /// Median over the rounds.
        package var imagesPerSecond: Double
        package var imagesPerSecondMin: Double
        package var imagesPerSecondMax: Double
        /// The most that the process occupied, libtorch included.
        package var peakMemoryMb: Int?
        package var rounds: Int
        package var threads: Int
        package var device: String
    }

    /// - Parameters: students: names; none are all. batch: images of a batch; nil takes what is usual for the task.
    package static func run(
        students: [String], batch: Int?, rounds: Int, threads: Int, device deviceName: String,
        show: (Line) throws -> Void
    ) throws {
        try TorchRuntime.setThreads(threads)
        let device = try Device(name: deviceName)
        let stopwatch = Stopwatch(device: device)
        for task in TrainingTask.all {
            for student in task.students where students.isEmpty || students.contains(student.name) {
                MemoryPeak.reset()
                let scene = try BenchmarkScene(student: student, of: task, batch: batch, device: device)
                var state = try scene.student()
                var rates: [Double] = []
                // The first round warms up and is not counted.
                for round in 0...rounds {
                    let seconds = try stopwatch.secondsAStep(5) { state = try scene.plainStep(state) }
                    if round > 0 { rates.append(Double(scene.batchSize) / seconds) }
                }
                rates.sort()
                let shape = scene.shape
                try show(
                    Line(
                        student: student.name, task: task.kind.rawValue, parameters: state.parameters.count,
                        shape: [shape.channels, shape.height, shape.width], batch: scene.batchSize,
                        imagesPerSecond: rates[rates.count / 2], imagesPerSecondMin: rates[0],
                        imagesPerSecondMax: rates[rates.count - 1], peakMemoryMb: MemoryPeak.mebibytes,
                        rounds: rounds, threads: threads, device: deviceName))
            }
        }
    }
}

/// Times steps to their end, also where the device works behind the caller's back.
struct Stopwatch {
    let device: Device

    func secondsAStep(_ steps: Int, _ step: () throws -> Void) throws -> Double {
        try settle()
        let start = ContinuousClock.now
        for _ in 0..<steps { try step() }
        try settle()
        return (ContinuousClock.now - start) / .seconds(1) / Double(steps)
    }

    /// Reading a number waits for everything queued before it.
    private func settle() throws {
        _ = try Tensor.ones([1], device: device).item()
    }
}
