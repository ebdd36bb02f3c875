package import struct Foundation.Date

/// What one epoch did to the student and what the teacher did to its loss: the heart of the stream.
package struct EpochRecord: Codable, Sendable, Equatable {
    /// 1 is the first.
    package var epoch: Int
    /// Student steps since the start of the training.
    package var step: Int
    package var time: Date
    /// Of training and evaluation together, in this attempt.
    package var seconds: Double
    /// Training alone.
    package var examplesPerSecond: Double
    package var learningRate: Double
    package var teacher: TeacherRecord
    package var student: StudentRecord

    package init(
        epoch: Int, step: Int, time: Date, seconds: Double, examplesPerSecond: Double, learningRate: Double,
        teacher: TeacherRecord, student: StudentRecord
    ) {
        self.epoch = epoch
        self.step = step
        self.time = time
        self.seconds = seconds
        self.examplesPerSecond = examplesPerSecond
        self.learningRate = learningRate
        self.teacher = teacher
        self.student = student
    }
}

/// The loss of the epoch, as the teacher (or the method's fixed rule) composed it.
package struct TeacherRecord: Codable, Sendable, Equatable {
    /// Mean of ω over the epoch's steps, by metric; they sum to 1.
    package var weights: [String: Double]
    /// Metrics selected at the epoch's end.
    package var selected: [String]
    /// Probability that a metric helps, by metric.
    package var confidence: [String: Double]
    package var usefulness: [String: Spread]
    /// The teacher's own loss at its last update; nil before the first.
    package var loss: Double?
    /// Updates of the teacher since the start of the training.
    package var updates: Int
    /// Teaching time in units of plain training time.
    package var overhead: Double

    package init(
        weights: [String: Double], selected: [String], confidence: [String: Double],
        usefulness: [String: Spread], loss: Double?, updates: Int, overhead: Double
    ) {
        self.weights = weights
        self.selected = selected
        self.confidence = confidence
        self.usefulness = usefulness
        self.loss = loss
        self.updates = updates
        self.overhead = overhead
    }
}

package struct StudentRecord: Codable, Sendable, Equatable {
    /// Mean fused loss over the epoch's steps.
    package var loss: Double
    /// Mean of each metric over the epoch's steps in which it was measured.
    package var metrics: [String: Double]
    package var train: [String: Double]
    /// On the teaching examples of the epoch; nil for methods that keep none.
    package var teaching: Scores?
    /// On the test split; nil after epochs that it was not read in (`evaluation_interval`).
    package var test: Scores?
    package var statistics: StatisticsRecord

    package init(
        loss: Double, metrics: [String: Double], train: [String: Double], teaching: Scores?,
        test: Scores?, statistics: StatisticsRecord
    ) {
        self.loss = loss
        self.metrics = metrics
        self.train = train
        self.teaching = teaching
        self.test = test
        self.statistics = statistics
    }
}

package struct Spread: Codable, Sendable, Equatable {
    package var mean: Double
    package var deviation: Double
    package var skewness: Double?

    package init(mean: Double, deviation: Double, skewness: Double? = nil) {
        self.mean = mean
        self.deviation = deviation
        self.skewness = skewness
    }
}

/// The student's state as statistics that quantify its information loss.
package struct StatisticsRecord: Codable, Sendable, Equatable {
    /// H(Y|Ŷ)/H(Y): the share of the labels' information that the student's answers lose.
    package var informationLoss: Double
    /// Entropy of the student's answer, in units of log C.
    package var entropy: Spread
    /// p_y − max over the other classes.
    package var margin: Spread
    package var calibrationError: Double
    /// Teaching loss less training loss, reference metric; nil where nothing is held out.
    package var generalizationGap: Double?
    package var layers: [LayerRecord]

    package init(
        informationLoss: Double, entropy: Spread, margin: Spread, calibrationError: Double,
        generalizationGap: Double?, layers: [LayerRecord]
    ) {
        self.informationLoss = informationLoss
        self.entropy = entropy
        self.margin = margin
        self.calibrationError = calibrationError
        self.generalizationGap = generalizationGap
        self.layers = layers
    }
}

/// The activations of one tapped layer.
package struct LayerRecord: Codable, Sendable, Equatable {
    package var name: String
    package var mean: Double
    package var deviation: Double
    package var skewness: Double
    /// Excess over the normal distribution's.
    package var kurtosis: Double
    /// Share of units that are zero for every example.
    package var deadFraction: Double
    /// Participation ratio of the channels' covariance spectrum: (Σλ)² / Σλ².
    package var effectiveRank: Double

    package init(
        name: String, mean: Double, deviation: Double, skewness: Double, kurtosis: Double,
        deadFraction: Double,
        effectiveRank: Double
    ) {
        self.name = name
        self.mean = mean
        self.deviation = deviation
        self.skewness = skewness
        self.kurtosis = kurtosis
        self.deadFraction = deadFraction
        self.effectiveRank = effectiveRank
    }
}
