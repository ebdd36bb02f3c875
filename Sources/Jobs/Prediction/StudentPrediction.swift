package import Specification

/// What an engine answered to an image.
package struct StudentPrediction: Sendable, Equatable {
    package let prediction: Prediction
    /// A PNG; empty where none was asked for.
    package let picture: [UInt8]
}
