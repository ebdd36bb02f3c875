import Foundation
import Specification
import Testing

@testable import Training

@Suite struct EngineCatalogueTests {
    @Test func itListsEverythingThatTheEngineCanDo() throws {
        let catalogue = try EngineCatalogue.describe(dataRoot: nil)
        func students(_ task: TaskKind) -> [String] {
            catalogue.students.filter { $0.task == task }.map(\.name)
        }
        #expect(
            students(.classification) == [
                "lenet5", "mlp", "resnet20", "resnet32", "resnet56", "resnet8", "vgg8", "wrn-16-4",
                "wrn-28-10",
            ])
        #expect(students(.segmentation) == ["deeplabv3", "pspnet", "unet"])
        #expect(students(.detection) == ["fcos", "tinyyolo", "yolov3"])
        func metrics(_ task: TaskKind, _ group: String = "output") -> [String] {
            catalogue.metrics.filter { $0.task == task && $0.group == group }.map(\.name)
        }
        #expect(
            metrics(.classification) == [
                "balanced_softmax", "brier", "confidence_penalty", "cosine", "cross_entropy", "focal",
                "generalized_cross_entropy", "hinge", "label_smoothing", "logit_normalized_cross_entropy",
                "mean_absolute_error", "normalized_cross_entropy", "poly_one", "reverse_cross_entropy",
            ])
        #expect(
            metrics(.segmentation) == [
                "balanced_cross_entropy", "boundary_cross_entropy", "brier", "cosine", "cross_entropy",
                "focal", "generalized_cross_entropy", "hinge", "label_smoothing", "lovasz_softmax",
                "mean_absolute_error", "soft_dice", "soft_jaccard", "tversky",
            ])
        #expect(
            metrics(.detection, "box") == [
                "box_ciou", "box_diou", "box_giou", "box_iou", "box_smooth_l1",
            ])
        #expect(
            metrics(.detection, "objectness") == [
                "objectness_bce", "objectness_focal", "objectness_quality",
            ])
        func usual(_ task: TaskKind) -> [String] {
            catalogue.metrics.filter { $0.task == task && $0.isDefault }.map(\.name)
        }
        #expect(
            usual(.classification) == ["brier", "cross_entropy", "focal", "hinge", "label_smoothing"])
        #expect(
            usual(.segmentation) == [
                "balanced_cross_entropy", "boundary_cross_entropy", "cross_entropy", "focal",
                "lovasz_softmax",
                "soft_dice", "soft_jaccard", "tversky",
            ])
        #expect(catalogue.metrics.allSatisfy { $0.isDefault || $0.task != .detection })
        #expect(catalogue.tasks.map(\.defaults.holdout) == [.nextBatch, .nextBatch, .nextBatch])
        #expect(catalogue.tasks.map(\.defaults.entropy) == [0.3, 0, 0])
        #expect(catalogue.tasks.map(\.defaults.teacherLearningRate) == [0.1, 0.01, 0.01])
        #expect(metrics(.detection, "class") == ["class_bce", "class_cross_entropy", "class_focal"])
        #expect(catalogue.schedules.map(\.name) == ["constant", "cosine", "step"])
        #expect(catalogue.methods.map(\.name) == TeachingPlan.Method.allCases.map(\.rawValue))
        func augmentations(_ task: TaskKind) -> [String] {
            catalogue.augmentations.filter { $0.tasks.contains(task) }.map(\.name)
        }
        #expect(augmentations(.classification) == ["crop", "cutout", "flip", "mixup"])
        #expect(augmentations(.segmentation) == ["crop", "flip", "scale"])
        #expect(augmentations(.detection) == ["crop", "flip", "mosaic", "scale"])
        #expect(catalogue.engine.devices.first == "cpu")
        #expect(catalogue.engine.libtorch.contains("."))
        let digits = try #require(catalogue.datasets.first { $0.name == "optdigits" })
        #expect(digits.problem == nil && digits.shape == [1, 8, 8] && digits.classes.count == 10)
        #expect(digits.splits == ["train": 3823, "test": 1797])
    }

    @Test func whatATaskNamesAsItsDefaultsExists() throws {
        let catalogue = try EngineCatalogue.describe(dataRoot: nil)
        for task in catalogue.tasks {
            #expect(catalogue.students.contains { $0.name == task.defaultStudent && $0.task == task.name })
            #expect(catalogue.datasets.contains { $0.name == task.defaultDataset })
            let metrics = catalogue.metrics.filter { $0.task == task.name }.map(\.name)
            #expect(Set(task.referenceMetrics).isSubset(of: metrics))
            let groups = Set(catalogue.metrics.filter { $0.task == task.name }.map(\.group))
            #expect(groups.count == task.referenceMetrics.count)
            #expect(!task.objectives.isEmpty)
            let offered = catalogue.augmentations.filter { $0.tasks.contains(task.name) }.map(\.name)
            #expect(Set(task.defaults.augmentation).isSubset(of: offered))
        }
    }

    @Test func everyParameterSaysItsRange() throws {
        for student in try EngineCatalogue.describe(dataRoot: nil).students {
            for parameter in student.parameters {
                #expect((parameter.minimum...parameter.maximum).contains(parameter.default))
                #expect(!parameter.description.isEmpty)
            }
        }
    }

    @Test func itComesBackWholeFromItsJSON() throws {
        let catalogue = try EngineCatalogue.describe(dataRoot: nil)
        #expect(try JSONCoding.decode(Catalogue.self, from: JSONCoding.encodeLine(catalogue)) == catalogue)
    }
}
