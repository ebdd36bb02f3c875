/// Epoch records as CSV (RFC 4180): one line an epoch, one column a number; weights by metric come last.
package enum EpochTable {
    package static func text(_ records: [EpochRecord]) -> String {
        let metrics = Set(records.flatMap(\.teacher.weights.keys)).sorted()
        let train = Set(records.flatMap(\.student.train.keys)).sorted()
        let teaching = Set(records.flatMap { $0.student.teaching?.keys.sorted() ?? [] }).sorted()
        let test = Set(records.flatMap(\.student.test.keys)).sorted()
        var header = ["epoch", "step", "time", "seconds", "examples_per_second", "learning_rate", "loss"]
        header += train.map { "train_\($0)" } + teaching.map { "teaching_\($0)" } + test.map { "test_\($0)" }
        header += ["information_loss", "calibration_error", "overhead"] + metrics.map { "weight_\($0)" }
        let rows = records.map { record in
            var row = ["\(record.epoch)", "\(record.step)", Timestamp.text(record.time)]
            row += [record.seconds, record.examplesPerSecond, record.learningRate, record.student.loss].map {
                "\($0)"
            }
            row += train.map { cell(record.student.train[$0]) }
            row += teaching.map { cell(record.student.teaching?[$0]) }
            row += test.map { cell(record.student.test[$0]) }
            let statistics = record.student.statistics
            row += [
                "\(statistics.informationLoss)", "\(statistics.calibrationError)",
                "\(record.teacher.overhead)",
            ]
            return row + metrics.map { cell(record.teacher.weights[$0]) }
        }
        return ([header] + rows).map { $0.joined(separator: ",") + "\r\n" }.joined()
    }

    private static func cell(_ value: Double?) -> String {
        value.map { "\($0)" } ?? ""
    }
}
