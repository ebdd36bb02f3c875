import Foundation
import Specification
import Testing

@testable import Training

/// The whole way from the embedded drawings to a student that is better than chance, in a small part of the budget in
/// which `l2t train` reaches a mean IoU and an AP50 of 0.8 (two cores, three minutes).
@Suite struct SyntheticSetTests {
    private func result(_ document: String) throws -> JobResult {
        let specification = try JobSpecification.make(changes: "{}", document)
        return try #require(try AttemptFolder().run(specification).result)
    }

    /// All background is 0.16.
    @Test func aTaughtUNetFindsShapes() throws {
        let result = try result(
            """
            {"task": "segmentation", "training": {"epochs": 3, "batch_size": 4, "evaluation_interval": 3}}
            """)
        #expect((result.test["mean_iou"] ?? 0) > 0.35, "\(result.test)")
    }

    @Test func aTaughtDetectorFindsShapes() throws {
        let result = try result(
            """
            {"task": "detection", "student": {"architecture": "tinyyolo", "parameters": {"width": 12}},
             "training": {"epochs": 4, "batch_size": 8, "evaluation_interval": 4,
                          "optimizer": {"name": "adamw", "learning_rate": 0.003}}}
            """)
        #expect((result.test["map50"] ?? 0) > 0.3, "\(result.test)")
    }
}
