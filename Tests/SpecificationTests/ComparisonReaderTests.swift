import Foundation
import ServiceTestSupport
import Testing

@testable import Specification

@Suite struct ComparisonReaderTests {
    private func faults(_ text: String) -> [String: String] {
        do {
            _ = try ComparisonSpecification.make(text)
            return [:]
        } catch let error as InvalidSpecification {
            return Dictionary(error.faults.map { ($0.pointer, $0.detail) }) { $0 + " " + $1 }
        } catch {
            return ["": "\(error)"]
        }
    }

    @Test func theShortestComparisonIsFilledWithDefaults() throws {
        let comparison = try ComparisonSpecification.make(
            #"{"specification": {"task": "classification", "name": "digits", "training": {"seed": 7}}}"#)
        #expect(comparison.name == "digits")
        #expect(comparison.methods.map(\.rawValue) == ["reference", "uniform", "best-single", "dfm"])
        #expect(comparison.seeds == [7, 8, 9, 10, 11])
        #expect(comparison.metric == "accuracy")
        #expect(comparison.singles.map(\.metric) == ["brier", "cross_entropy", "focal"])
        #expect(comparison.singles[2].weights == ["brier": 0, "cross_entropy": 0, "focal": 1])
    }

    @Test func seedsAreACountOrAList() throws {
        let count = try ComparisonSpecification.make(
            #"{"specification": {"task": "classification"}, "seeds": 3, "methods": ["dfm"]}"#)
        #expect(count.seeds == [1, 2, 3])
        #expect(count.singles.isEmpty)
        let list = try ComparisonSpecification.make(
            #"{"specification": {"task": "classification"}, "seeds": [5, 0, 9007199254740992]}"#)
        #expect(list.seeds == [5, 0, 9_007_199_254_740_992])
        let last = #"{"task": "classification", "training": {"seed": 9007199254740991}}"#
        #expect(try ComparisonSpecification.make(#"{"specification": \#(last)}"#).seeds.count == 2)
        #expect(
            faults(#"{"specification": \#(last), "seeds": 3}"#) == [
                "/seeds": "A whole number from 1 to 2 is expected; found 3."
            ])
    }

    @Test func everyFaultIsReportedAtOnceWithItsPlace() {
        let found = faults(
            #"""
            {"specification": {"task": "classification", "colour": 1, "training": {"epochs": 0},
                               "teaching": {"metrics": ["l2"]}},
             "methods": ["dfm", "sgd", "dfm"], "seeds": [1, 1, -2, "x"], "metric": "", "name": 7, "size": 1}
            """#)
        #expect(
            Set(found.keys) == [
                "/specification/colour", "/specification/training/epochs",
                "/specification/teaching/metrics/0", "/methods/1", "/methods/2", "/seeds/1", "/seeds/2",
                "/seeds/3", "/metric", "/name", "/size",
            ])
        #expect(
            found["/methods/1"]
                == "'sgd' is unknown; one of reference, uniform, fixed, dfm, dfm-without-memory, "
                + "dfm-without-selection, dfm-without-statistics, uncertainty, l2t-dlf, l2t-dln, best-single is allowed."
        )
        #expect(found["/seeds/1"] == "1 is named twice; each seed may be named once.")
        let seeds = (0..<201).map(String.init).joined(separator: ", ")
        #expect(
            faults(#"{"specification": {"task": "classification"}, "seeds": [\#(seeds)]}"#)["/seeds"]
                == "At most 200 seeds are allowed; the list holds 201.")
        #expect(
            faults("{}") == [
                "/specification": "is missing; the job specification that is compared is expected."
            ])
        #expect(faults("[]")[""]?.hasPrefix("An object is expected; found a list.") == true)
    }

    @Test func whatDoesNotFitTogetherIsSaid() {
        let specification = #"{"task": "classification", "metadata": {"seed": "1", "team": "x"}}"#
        let found = faults(#"{"specification": \#(specification), "methods": ["fixed"], "seeds": 1}"#)
        #expect(
            found == [
                "/methods":
                    "'fixed' needs weights: 'specification' must have the method 'fixed' and its weights.",
                "/specification/metadata/seed": "'seed' is set by the comparison.",
            ])
        let many = (0..<29).map { #""m\#($0)": """# }.joined(separator: ", ")
        #expect(
            faults(#"{"specification": {"task": "classification", "metadata": {\#(many)}}}"#) == [
                "/specification/metadata": "At most 28 members are allowed in a comparison; found 29."
            ])
        // Three metrics alone, and one more method: 4 × 50 is allowed.
        let plain = #""specification": {"task": "classification"}, "methods": ["dfm", "best-single"]"#
        #expect(faults(#"{\#(plain), "seeds": 50}"#).isEmpty)
        #expect(
            faults(#"{\#(plain), "seeds": 51}"#) == [
                "": "The methods and seeds make 204 jobs; at most 200 are allowed."
            ])
    }

    @Test func aMethodThatCannotTeachTheSpecificationIsAFault() {
        func faults(_ task: TaskKind, _ training: String = "{}") -> [String] {
            var catalogue = Catalogue.make(task: task)
            catalogue.augmentations = ["flip", "mixup"].map {
                AugmentationDescription(name: $0, description: "", tasks: [task])
            }
            let text = #"""
                {"specification": {"task": "\#(task.rawValue)", "training": \#(training)}, "seeds": 1,
                 "methods": ["dfm", "l2t-dln"]}
                """#
            do {
                _ = try ComparisonReader.read(Data(text.utf8), catalogue: catalogue)
                return []
            } catch let error as InvalidSpecification {
                return error.faults.map { "\($0.pointer): \($0.detail)" }
            } catch {
                return ["\(error)"]
            }
        }
        #expect(faults(.classification) == [])
        #expect(
            faults(.detection) == [
                "/methods: 'l2t-dln' has no meaning for detection: its loss network takes class scores."
            ])
        #expect(
            faults(.classification, #"{"augmentation": ["mixup", "flip"]}"#) == [
                "/methods: 'l2t-dln' has no meaning with the augmentation 'mixup': its loss network takes one class an "
                    + "example."
            ])
    }

    @Test func theSingleLossesOfGroupsKeepTheOtherGroupsReferences() {
        let groups = ["giou": "box", "smooth_l1": "box", "bce": "objectness", "class_bce": "class"]
        let singles = SingleLoss.all(
            of: ["giou", "bce", "smooth_l1"], references: ["smooth_l1", "bce", "class_bce"]
        ) { groups[$0] }
        let third = 1.0 / 3
        #expect(
            singles == [
                SingleLoss(
                    metric: "giou",
                    weights: ["giou": third, "smooth_l1": 0, "bce": third, "class_bce": third],
                    isReference: false),
                SingleLoss(
                    metric: "bce",
                    weights: ["giou": 0, "smooth_l1": third, "bce": third, "class_bce": third],
                    isReference: true),
                SingleLoss(
                    metric: "smooth_l1",
                    weights: ["giou": 0, "smooth_l1": third, "bce": third, "class_bce": third],
                    isReference: true),
            ])
    }

    @Test func aResolvedComparisonIsWrittenAndReadAsItIs() throws {
        let comparison = try ComparisonSpecification.make(
            #"{"specification": {"task": "classification"}, "name": "a", "seeds": [3]}"#)
        let data = try JSONCoding.encode(comparison)
        #expect(try JSONCoding.decode(ComparisonSpecification.self, from: data) == comparison)
        #expect(String(decoding: data, as: UTF8.self).contains(#""best-single""#))
    }
}
