import Testing

@testable import Datasets

@Suite struct BatchPlanTests {
    @Test func everyExampleIsInOneBatchInOrderAndBatchesAreAsFewAndAsEqualAsCanBe() throws {
        for count in 0...40 {
            for size in 1...12 {
                let batches = try BatchPlan.batches(of: Array(0..<count), size: size)
                #expect(batches.flatMap(\.self) == Array(0..<count))
                let sizes = Set(batches.map(\.count))
                #expect((sizes.max() ?? 0) - (sizes.min() ?? 0) <= 1)
                #expect(sizes.allSatisfy { $0 <= (size > 2 ? size : size + 1) })
                if size != 2 { #expect(batches.count == (count + size - 1) / size) }
            }
        }
    }

    @Test func noBatchHasASingleExampleUnlessThereIsNoOther() throws {
        for count in 2...40 {
            for size in 2...12 {
                let batches = try BatchPlan.batches(of: Array(0..<count), size: size)
                #expect(batches.allSatisfy { $0.count > 1 })
            }
        }
        #expect(try BatchPlan.batches(of: [5], size: 4) == [[5]])
        #expect(try BatchPlan.batches(of: [5, 6], size: 1) == [[5], [6]])
        #expect(try BatchPlan.batches(of: [1, 2, 3, 4, 5], size: 4) == [[1, 2], [3, 4, 5]])
        #expect(try BatchPlan.batches(of: [1, 2, 3, 4, 5], size: 2) == [[1, 2], [3, 4, 5]])
    }

    @Test func aSizeBelowOneIsAFault() {
        #expect(
            sentence { () throws(DatasetError) in try BatchPlan.batches(of: [1], size: 0) }
                == "batch_size is 0; allowed: at least 1.")
    }
}
