import Foundation
import ServiceTestSupport
import Testing

@testable import Specification

@Suite struct SpecificationReaderTests {
    private func read(_ text: String) throws -> JobSpecification {
        try SpecificationReader.read(Data(text.utf8), catalogue: .make())
    }

    private func faults(_ text: String) -> [String: String] {
        do {
            _ = try read(text)
            return [:]
        } catch let error as InvalidSpecification {
            return Dictionary(error.faults.map { ($0.pointer, $0.detail) }) { $0 + " " + $1 }
        } catch {
            return ["": "\(error)"]
        }
    }

    @Test func theShortestSpecificationIsFilledWithDefaults() throws {
        let specification = try read(#"{"task": "classification"}"#)
        #expect(specification.dataset.name == "optdigits")
        #expect(specification.student.architecture == "resnet8")
        #expect(specification.training.epochs == 20)
        #expect(specification.training.optimizer.momentum == 0.9)
        #expect(specification.training.optimizer.beta1 == nil)
        #expect(specification.teaching.method == .dfm)
        #expect(specification.teaching.metrics == ["brier", "cross_entropy", "focal"])
        #expect(specification.teaching.holdout.mode == .nextBatch)
        #expect(specification.maxAttempts == 3)
    }

    @Test func aParameterIsReadAgainAsItWas() throws {
        var catalogue = Catalogue.make()
        catalogue.students[0].parameters[0].kind = .number
        for width in ["128", "128.0", "128.5"] {
            let text =
                #"{"task": "classification", "student": {"architecture": "mlp", "parameters": {"width": \#(width)}}}"#
            let read = try SpecificationReader.read(Data(text.utf8), catalogue: catalogue)
            #expect(
                try JSONCoding.decode(JobSpecification.self, from: JSONCoding.encode(read)) == read,
                "\(width)")
        }
    }

    @Test func teachingExamplesComeByDefaultFromWhereTheTaskSays() throws {
        var catalogue = Catalogue.make()
        func mode(_ changes: String = "") throws -> HoldoutPlan.Mode {
            let text = #"{"task": "classification"\#(changes)}"#
            return try SpecificationReader.read(Data(text.utf8), catalogue: catalogue).teaching.holdout.mode
        }
        catalogue.tasks[0].defaults.holdout = .fixed
        #expect(try mode() == .fixed)
        #expect(try mode(#", "teaching": {"holdout": {"mode": "next_batch"}}"#) == .nextBatch)
        #expect(try mode(#", "dataset": {"label_noise": 0.1}"#) == .fixed)
    }

    @Test func metricsThatAreNotDefaultTakePartOnlyWhereTheyAreNamed() throws {
        var catalogue = Catalogue.make()
        catalogue.metrics[0].isDefault = false
        func metrics(_ teaching: String) throws -> [String] {
            let text = #"{"task": "classification", "teaching": \#(teaching)}"#
            return try SpecificationReader.read(Data(text.utf8), catalogue: catalogue).teaching.metrics
        }
        #expect(try metrics("{}") == ["cross_entropy", "focal"])
        #expect(try metrics(#"{"metrics": ["focal", "brier"]}"#) == ["focal", "brier"])
    }

    @Test func aLongTailIsTaughtWithAndForBalancedSoftmaxUnlessOthersAreNamed() throws {
        var catalogue = Catalogue.make()
        var balanced = catalogue.metrics[0]
        balanced.name = "balanced_softmax"
        balanced.isDefault = false
        catalogue.metrics.append(balanced)
        catalogue.tasks[0].objectives.append("balanced_softmax")
        func plan(_ factor: Double, _ teaching: String = "{}") throws -> TeachingPlan {
            let text =
                #"{"task": "classification", "dataset": {"imbalance_factor": \#(factor)}, "teaching": \#(teaching)}"#
            return try SpecificationReader.read(Data(text.utf8), catalogue: catalogue).teaching
        }
        let even = try plan(1)
        #expect(even.metrics == ["brier", "cross_entropy", "focal"] && even.objective == "cross_entropy")
        let tail = try plan(20)
        #expect(tail.metrics == even.metrics + ["balanced_softmax"] && tail.objective == "balanced_softmax")
        let named = try plan(20, #"{"metrics": ["focal"], "objective": "cross_entropy"}"#)
        #expect(named.metrics == ["focal"] && named.objective == "cross_entropy")
        // An engine that does not know the metric is not asked for it.
        catalogue = .make()
        #expect(try plan(20) == even)
    }

    @Test func wrongLabelsAreTaughtWithRobustMetricsAndForOneUnlessTheTeachingExamplesAreTrusted() throws {
        var catalogue = Catalogue.make()
        for name in ["generalized_cross_entropy", "mean_absolute_error"] {
            var metric = catalogue.metrics[0]
            metric.name = name
            metric.isDefault = false
            catalogue.metrics.append(metric)
        }
        catalogue.tasks[0].objectives += ["generalized_cross_entropy", "balanced_softmax"]
        func plan(_ dataset: String, _ teaching: String = "{}") throws -> TeachingPlan {
            let text = #"{"task": "classification", "dataset": \#(dataset), "teaching": \#(teaching)}"#
            return try SpecificationReader.read(Data(text.utf8), catalogue: catalogue).teaching
        }
        let right = try plan("{}")
        let wrong = try plan(#"{"label_noise": 0.1}"#)
        #expect(wrong.metrics == right.metrics + ["generalized_cross_entropy", "mean_absolute_error"])
        #expect(
            wrong.objective == "generalized_cross_entropy" && right.objective == "cross_entropy"
                && wrong.holdout == right.holdout)
        let trusted = try plan(#"{"label_noise": 0.1}"#, #"{"holdout": {"mode": "trusted"}}"#)
        #expect(trusted.metrics == wrong.metrics && trusted.objective == "cross_entropy")
        let tail = try plan(#"{"label_noise": 0.1, "imbalance_factor": 10}"#)
        #expect(tail.metrics == wrong.metrics && tail.objective == "balanced_softmax")
        let named = try plan(
            #"{"label_noise": 0.1}"#, #"{"metrics": ["focal"], "objective": "cross_entropy"}"#)
        #expect(named.metrics == ["focal"] && named.objective == "cross_entropy")
        // An engine that does not know them is not asked for them.
        catalogue = .make()
        #expect(try plan(#"{"label_noise": 0.1}"#) == right)
    }

    @Test(arguments: [
        #"{"task": "classification"}"#,
        #"{"task": "classification", "student": {"architecture": "mlp", "parameters": {"width": 12}}}"#,
        #"{"task": "classification", "training": {"optimizer": {"name": "adamw"}}, "metadata": {"a_b": "c"}}"#,
        #"{"task": "classification", "teaching": {"method": "fixed", "weights": {"brier": 3, "focal": 1}}}"#,
        #"{"task": "classification", "teaching": {"holdout": {"mode": "next_batch"}}}"#,
    ]) func aResolvedSpecificationResolvesToItself(_ text: String) throws {
        let first = try read(text)
        let again = try SpecificationReader.read(JSONCoding.encode(first), catalogue: .make())
        #expect(first == again)
        #expect(try JSONCoding.decode(JobSpecification.self, from: JSONCoding.encode(first)) == first)
    }

    @Test(arguments: [TaskKind.segmentation, .detection])
    func thatOfAnotherTaskDoesToo(_ task: TaskKind) throws {
        let catalogue = Catalogue.make(task: task)
        let first = try SpecificationReader.read(
            Data(#"{"task": "\#(task.rawValue)"}"#.utf8), catalogue: catalogue)
        #expect(try SpecificationReader.read(JSONCoding.encode(first), catalogue: catalogue) == first)
        for member in [
            #""label_noise": 0.1"#, #""label_noise_kind": "symmetric""#, #""imbalance_factor": 2"#,
        ] {
            let text = #"{"task": "\#(task.rawValue)", "dataset": {\#(member)}}"#
            #expect(throws: InvalidSpecification.self) {
                try SpecificationReader.read(Data(text.utf8), catalogue: catalogue)
            }
        }
    }

    @Test func trustedExamplesAndNoiseHaveAKind() throws {
        func teaching(_ text: String) -> String {
            #"{"task": "classification", "teaching": {"holdout": \#(text)}}"#
        }
        #expect(try read(#"{"task": "classification"}"#).dataset.labelNoiseKind == .symmetric)
        let noisy = #"{"task": "classification", "dataset": {"label_noise_kind": "asymmetric"}}"#
        #expect(try read(noisy).dataset.labelNoiseKind == .asymmetric)
        #expect(
            try read(teaching(#"{"mode": "trusted", "fraction": 0.02}"#)).teaching.holdout.mode == .trusted)
        // The catalogue of tests has one data set.
        #expect(
            faults(teaching(#"{"dataset": "other"}"#))
                == [
                    "/teaching/holdout/dataset":
                        "No other data set has the classes and the image size of 'optdigits'."
                ])
        #expect(
            faults(teaching(#"{"mode": "fixed", "dataset": "other"}"#)) == [
                "/teaching/holdout/dataset": "A data set belongs to mode 'dataset'; the mode is 'fixed'."
            ])
        var catalogue = Catalogue.make()
        catalogue.datasets.append(catalogue.datasets[0])
        catalogue.datasets[1].name = "clean"
        let holdout = try SpecificationReader.read(
            Data(teaching(#"{"dataset": "clean"}"#).utf8), catalogue: catalogue
        ).teaching.holdout
        #expect(holdout.mode == .dataset && holdout.dataset == "clean")
        catalogue.datasets.append(catalogue.datasets[0])
        catalogue.datasets[2].name = "photos"
        catalogue.datasets[2].shape = [3, 32, 32]
        let classes = "10 classes (0, 1, 2, 3, 4, 5, 6, 7, 8, 9)"
        #expect(
            throws: InvalidSpecification(faults: [
                .init(
                    pointer: "/teaching/holdout/dataset",
                    detail: "'photos' has \(classes) and examples of 3×32×32, 'optdigits' has \(classes) "
                        + "and examples of 1×8×8; clean is allowed.")
            ])
        ) {
            try SpecificationReader.read(
                Data(teaching(#"{"dataset": "photos"}"#).utf8), catalogue: catalogue)
        }
    }

    @Test func oneOfTheTimeBeforeEvaluationIntervalsIsReadAsEveryEpoch() throws {
        let first = try read(#"{"task": "classification"}"#)
        let text = String(decoding: try JSONCoding.encode(first), as: UTF8.self)
        let old = text.replacing(#""evaluation_interval":1,"#, with: "")
        #expect(old != text)
        #expect(try JSONCoding.decode(JobSpecification.self, from: Data(old.utf8)) == first)
    }

    @Test func everyFaultOfADocumentIsReportedAtOnce() {
        let found = faults(
            #"""
            {"task": "classification", "colour": 1, "dataset": {"name": "mnist", "label_noise": 2, "subset": 1.5},
             "student": {"architecture": "resnet9"}, "training": {"epochs": 0, "optimizer": {"beta1": 0.5}},
             "teaching": {"metrics": ["focal", "focal", "l2"], "weights": {}, "selection": {"minimum": 99}}}
            """#)
        #expect(
            Set(found.keys) == [
                "/colour", "/dataset/name", "/dataset/label_noise", "/dataset/subset",
                "/student/architecture",
                "/training/epochs", "/training/optimizer/beta1", "/teaching/metrics/1", "/teaching/metrics/2",
                "/teaching/weights", "/teaching/selection/minimum",
            ])
        #expect(found["/student/architecture"] == "'resnet9' is unknown; one of mlp, resnet8 is allowed.")
        #expect(found["/training/epochs"] == "A whole number from 1 to 10000 is expected; found 0.")
    }

    @Test func ofManyFaultsTheFirstAreNamedAndTheOthersCounted() {
        for (count, rest) in [
            (100, nil), (101, "1 more fault was found; at most 100 are named."),
            (5000, "4900 more faults were found; at most 100 are named."),
        ] {
            let members = (1...count).map { #""m\#($0)": 1"# }.joined(separator: ", ")
            let found = faults(#"{"task": "classification", \#(members)}"#)
            #expect(found.count == min(count, 100) + (rest == nil ? 0 : 1))
            #expect(found[""] == rest)
        }
    }

    @Test func aPlaceIsAPointerWhateverTheMemberIsCalled() {
        let name = #"{"task": "classification", "a/b~\#u{301}/\#u{301}": 1}"#
        #expect(faults(name).keys.map { Array($0.utf8) } == [Array("/a~1b~0\u{301}~1\u{301}".utf8)])
    }

    @Test func whatIsFoundIsShownInPart() {
        // One character of 5,001 scalars.
        let long = "e" + String(repeating: "\u{301}", count: 5000)
        let name = #"{"task": "classification", "\#(long)": 1}"#
        for text in [#"{"task": "\#(long)"}"#, name] {
            #expect(faults(text).values.allSatisfy { $0.unicodeScalars.count < 300 })
        }
    }

    @Test func theTaskMustBeSaid() {
        #expect(faults("{}")["/task"] == "is missing; one of classification is expected.")
        #expect(faults("[]")[""]?.hasPrefix("An object is expected; found a list.") == true)
    }

    @Test func aDatasetWithAProblemIsRefusedWithIt() throws {
        let catalogue = Catalogue.make(datasets: [.make(), .make(name: "odd", problem: "It is empty.")])
        let document = try JSONValue(parsing: #"{"task": "classification", "dataset": {"name": "odd"}}"#)
        #expect(
            throws: InvalidSpecification(faults: [
                .init(pointer: "/dataset/name", detail: "'odd' cannot be used: It is empty.")
            ])
        ) { try SpecificationReader(catalogue: catalogue).read(document) }
    }

    @Test func theHorizonEndsWithTheInterval() throws {
        func horizon(_ teaching: String) throws -> Int {
            try read(#"{"task": "classification", "teaching": {\#(teaching)}}"#).teaching.horizon
        }
        #expect(try horizon("") == 1)
        #expect(try horizon(#""interval": 4, "horizon": 4"#) == 4)
        #expect(
            throws: InvalidSpecification(faults: [
                .init(
                    pointer: "/teaching/horizon", detail: "A whole number from 1 to 4 is expected; found 5.")
            ])
        ) { try horizon(#""interval": 4, "horizon": 5"#) }
    }

    @Test func examplesAreWeighedInClassificationAndOneStepAhead() throws {
        func granularity(_ teaching: String, task: TaskKind = .classification) throws -> [String] {
            let text = #"{"task": "\#(task.rawValue)", "teaching": {"granularity": "sample"\#(teaching)}}"#
            do {
                let found = try SpecificationReader.read(Data(text.utf8), catalogue: .make(task: task))
                return [found.teaching.granularity.rawValue]
            } catch let error as InvalidSpecification {
                return error.faults.filter { $0.pointer == "/teaching/granularity" }.map(\.detail)
            }
        }
        #expect(try granularity("") == ["sample"])
        #expect(
            try granularity(#", "horizon": 2"#) == [
                "'sample' looks one step ahead: a horizon of 1 is allowed; found 2."
            ])
        #expect(
            try granularity("", task: .segmentation) == [
                "'sample' has no meaning for segmentation, whose metrics are of whole batches; batch is allowed."
            ])
        #expect(try read(#"{"task": "classification"}"#).teaching.granularity == .batch)
    }

    @Test func aLossNetworkTakesClassScoresAndLooksOneStepAheadAtWholeBatches() throws {
        func faults(_ teaching: String = "", task: TaskKind = .classification) throws -> [String] {
            let text = #"{"task": "\#(task.rawValue)", "teaching": {"method": "l2t-dln"\#(teaching)}}"#
            do {
                _ = try SpecificationReader.read(Data(text.utf8), catalogue: .make(task: task))
                return []
            } catch let error as InvalidSpecification {
                return error.faults.map { "\($0.pointer): \($0.detail)" }
            }
        }
        #expect(try faults() == [])
        #expect(try faults(task: .segmentation) == [])
        #expect(
            try faults(task: .detection) == [
                "/teaching/method: 'l2t-dln' has no meaning for detection: its loss network takes class scores."
            ])
        var catalogue = Catalogue.make()
        catalogue.augmentations.append(
            AugmentationDescription(name: "mixup", description: "", tasks: [.classification]))
        let mixed =
            #"{"task": "classification", "training": {"augmentation": ["mixup"]}, "#
            + #""teaching": {"method": "l2t-dln"}}"#
        #expect(
            throws: InvalidSpecification(faults: [
                .init(
                    pointer: "/teaching/method",
                    detail: "'l2t-dln' has no meaning with the augmentation 'mixup': its loss network takes "
                        + "one class an example.")
            ])
        ) { try SpecificationReader.read(Data(mixed.utf8), catalogue: catalogue) }
        #expect(
            try faults(#", "horizon": 2"#) == [
                "/teaching/horizon: A whole number from 1 to 1 is expected; found 2."
            ])
        #expect(
            try faults(#", "granularity": "sample""#) == [
                "/teaching/granularity: 'sample' has no meaning for 'l2t-dln'; batch is allowed."
            ])
    }

    @Test func aSpecificationFromBeforeTheHorizonLooksOneStepAhead() throws {
        let specification = try read(#"{"task": "classification", "teaching": {"horizon": 3}}"#)
        let stored = try JSONCoding.encode(specification)
        #expect(try JSONCoding.decode(JobSpecification.self, from: stored) == specification)
        let old = String(decoding: stored, as: UTF8.self).replacing(/"horizon"\s*:\s*3\s*,/, with: "")
            .replacing(/"granularity"\s*:\s*"batch"\s*,/, with: "")
        #expect(!old.contains("horizon") && !old.contains("granularity"))
        let teaching = try JSONCoding.decode(JobSpecification.self, from: Data(old.utf8)).teaching
        #expect(teaching.horizon == 1 && teaching.granularity == .batch)
    }

    @Test(arguments: TeachingPlan.Method.allCases.filter { $0 != .fixed })
    func everyMethodIsAcceptedByItsName(_ method: TeachingPlan.Method) throws {
        let found = try read(
            #"{"task": "classification", "teaching": {"method": "\#(method.rawValue)"}}"#)
        #expect(found.teaching.method == method)
        let comparison = try ComparisonReader.read(
            Data(
                #"{"specification": {"task": "classification"}, "methods": ["\#(method.rawValue)"]}"#.utf8),
            catalogue: .make())
        #expect(comparison.jobs(id: nil).allSatisfy { $0.specification.teaching.method == method })
    }

    @Test func fixedWeightsAreNormalised() throws {
        let specification = try read(
            #"{"task": "classification", "teaching": {"method": "fixed", "weights": {"brier": 3, "focal": 1}}}"#
        )
        #expect(specification.teaching.weights == ["brier": 0.75, "focal": 0.25, "cross_entropy": 0])
    }

    @Test func deepAndBrokenDocumentsAreRefusedWithASentence() {
        let deep = String(repeating: "[", count: 33) + String(repeating: "]", count: 33)
        #expect(throws: JSONSyntaxError(detail: "The document nests 33 levels deep; at most 32 are allowed."))
        {
            try JSONValue(parsing: deep)
        }
        #expect(throws: JSONSyntaxError(detail: "The document is empty; a JSON value is expected.")) {
            try JSONValue(parsing: "")
        }
        #expect(throws: JSONSyntaxError.self) { try JSONValue(parsing: "{\"a\": }") }
        #expect(throws: JSONSyntaxError.self) {
            try JSONValue(parsing: String(repeating: "[", count: 100_000))
        }
    }
}
