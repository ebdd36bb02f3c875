import func Foundation.log

/// Information loss at the student's output, of one batch.
package struct OutputStatistics: Codable, Sendable, Equatable {
    /// H(Y|Ŷ)/H(Y) from the running confusion matrix: share of the labels' information that the answers lose.
    package var informationLoss: Double
    /// Cross-entropy in units of log C.
    package var crossEntropy: Double
    /// Entropy of p in units of log C.
    package var entropyMean: Double
    package var entropyDeviation: Double
    /// p_y − max_{c ≠ y} p_c.
    package var marginMean: Double
    package var marginDeviation: Double
    package var marginSkewness: Double
    /// Expected calibration error (Naeini et al. 2015), 10 equal bins.
    package var calibrationError: Double

    package init(
        informationLoss: Double = 1, crossEntropy: Double = 1, entropyMean: Double = 1,
        entropyDeviation: Double = 0,
        marginMean: Double = 0, marginDeviation: Double = 0, marginSkewness: Double = 0,
        calibrationError: Double = 0
    ) {
        self.informationLoss = informationLoss
        self.crossEntropy = crossEntropy
        self.entropyMean = entropyMean
        self.entropyDeviation = entropyDeviation
        self.marginMean = marginMean
        self.marginDeviation = marginDeviation
        self.marginSkewness = marginSkewness
        self.calibrationError = calibrationError
    }

    package init(_ answers: Answers, confusion: ConfusionMatrix) {
        let entropy = Moments(answers.entropy)
        let margin = Moments(answers.margin)
        self.init(
            informationLoss: confusion.informationLoss,
            crossEntropy: Moments(answers.crossEntropy).mean / log(Double(answers.classes)),
            entropyMean: entropy.mean, entropyDeviation: entropy.deviation, marginMean: margin.mean,
            marginDeviation: margin.deviation, marginSkewness: margin.skewness,
            calibrationError: answers.calibrationError)
    }

    package var vector: [Double] {
        [
            informationLoss, crossEntropy, entropyMean, entropyDeviation, marginMean, marginDeviation,
            marginSkewness, calibrationError,
        ]
    }
}
