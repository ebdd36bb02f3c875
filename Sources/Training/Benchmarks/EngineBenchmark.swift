import Students
import Torch

/// How fast plain training is, student by student, on random images of 3×32×32.
package struct EngineBenchmark {
    package struct Line: Codable, Sendable {
        package var benchmark = "engine"
        package var student: String
        package var parameters: Int
        package var batch: Int
        /// Median over the rounds.
        package var imagesPerSecond: Double
        package var imagesPerSecondMin: Double
        package var imagesPerSecondMax: Double
        package var rounds: Int
        package var threads: Int
        package var device: String
    }

    package static func run(batch: Int, rounds: Int, threads: Int, device deviceName: String) throws -> [Line]
    {
        try TorchRuntime.setThreads(threads)
        let device = try Device(name: deviceName)
        let stopwatch = Stopwatch(device: device)
        return try Student.classification.map { student in
            let scene = try BenchmarkScene(student: student, batch: batch, device: device)
            var state = try scene.student()
            var rates: [Double] = []
            // The first round warms up and is not counted.
            for round in 0...rounds {
                let seconds = try stopwatch.secondsAStep(5) { state = try scene.plainStep(state) }
                if round > 0 { rates.append(Double(batch) / seconds) }
            }
            rates.sort()
            return Line(
                student: student.name, parameters: state.parameters.count, batch: batch,
                imagesPerSecond: rates[rates.count / 2], imagesPerSecondMin: rates[0],
                imagesPerSecondMax: rates[rates.count - 1], rounds: rounds, threads: threads,
                device: deviceName)
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
