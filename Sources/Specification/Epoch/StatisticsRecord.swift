/// The student's state as statistics that quantify its information loss.
package struct StatisticsRecord: Codable, Sendable, Equatable {
    /// H(Y|Ŷ)/H(Y): the share of the labels' information that the student's answers lose.
    package var informationLoss: Double
    /// Entropy of the student's answer, in units of log C.
    package var entropy: Spread
    /// p_y − max over the other classes.
    package var margin: Spread
    /// Expected calibration error over 10 bins of confidence (Naeini et al. 2015), 0 to 1.
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
