import Foundation
import Specification
import Testing

@testable import Training

@Suite struct EngineCatalogueTests {
    @Test func itListsEverythingThatTheEngineCanDo() throws {
        let catalogue = try EngineCatalogue.describe(dataRoot: nil)
        #expect(catalogue.students.map(\.name) == ["lenet5", "mlp", "resnet20", "resnet8"])
        #expect(
            catalogue.metrics.map(\.name) == [
                "brier", "cosine", "cross_entropy", "focal", "generalized_cross_entropy", "hinge",
                "label_smoothing", "mean_absolute_error",
            ])
        #expect(catalogue.schedules.map(\.name) == ["constant", "cosine", "step"])
        #expect(catalogue.methods.map(\.name) == TeachingPlan.Method.allCases.map(\.rawValue))
        #expect(catalogue.augmentations.map(\.name) == ["crop", "flip"])
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
