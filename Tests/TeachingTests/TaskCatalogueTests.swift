import Testing

@testable import Teaching

/// What each task tells a training and its users about its metrics.
@Suite struct TaskCatalogueTests {
    static let tasks: [String: TeachingTask] = [
        "classification": .classification, "detection": .detection, "segmentation": .segmentation,
    ]

    @Test(arguments: tasks.keys.sorted())
    func theCatalogueIsSortedAndEachMemberSaysWhatItIs(_ name: String) throws {
        let task = try #require(Self.tasks[name])
        let names = task.metrics.map(\.name)
        #expect(Set(names).count == names.count)
        #expect((task.metrics + task.objectives).allSatisfy { !$0.formula.isEmpty && !$0.source.isEmpty })
        // By group, in the order of the references, then by name.
        let groups = task.references.map(\.group)
        #expect(Set(groups).count == groups.count)
        let sorted = groups.flatMap { group in
            task.metrics.filter { $0.group == group }.map(\.name).sorted()
        }
        #expect(names == sorted)
    }

    @Test(arguments: tasks.keys.sorted())
    func everyReferenceIsAMemberAndEveryObjectiveHasItsName(_ name: String) throws {
        let task = try #require(Self.tasks[name])
        let set = MetricSet(task.metrics, references: task.references)
        #expect(set.names == task.metrics.map(\.name))
        #expect(set.groups.map { set.names[$0.reference] } == task.references.map(\.name))
        #expect(set.groups.flatMap(\.members).sorted() == Array(0..<set.count))
        // What is usual can be taught: it has a metric of each group.
        #expect(Set(task.usual.map(\.group)) == Set(task.references.map(\.group)))
        #expect(task.usual.map(\.name) == task.metrics.map(\.name).filter(task.usual.map(\.name).contains))
        let objectives = task.objectives.map(\.name)
        #expect(!objectives.isEmpty && Set(objectives).count == objectives.count)
    }

    @Test func theGroupsOfDetectionAreBoxesObjectsAndTheirClasses() {
        let set = MetricSet(Metric.detection, references: Metric.detectionReferences)
        #expect(set.groups.map(\.name) == ["box", "objectness", "class"])
        #expect(set.groups.map(\.members) == [[0, 1, 2, 3, 4], [5, 6, 7], [8, 9, 10]])
    }
}
