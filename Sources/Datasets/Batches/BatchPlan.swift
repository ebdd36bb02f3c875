/// Cuts a list of examples into batches.
package enum BatchPlan {
    /// Every example is in one batch, in the order given. There are as few batches as `size` allows, and they are as equal as can be:
    /// none has more than `size` examples, and none more than one more than another.
    ///
    /// A last batch of what is left over would be as small as chance has it, and a step in its direction as long as any other: with 8
    /// examples left over beside batches of 128 students of noisy labels were worse by 0.03 of the accuracy. Only where a batch
    /// would have a single example there is one batch fewer (and `size` + 1 examples in some): batch normalisation has no variance
    /// to divide by in a batch of one. - Throws: `invalidChoice` if `size` < 1.
    package static func batches(of indices: [Int], size: Int) throws(DatasetError) -> [[Int]] {
        guard size > 0 else {
            throw .invalidChoice(name: "batch_size", found: "\(size)", allowed: "at least 1")
        }
        var count = (indices.count + size - 1) / size
        if size > 1, count > 1, indices.count / count == 1 { count -= 1 }
        return (0..<count).map { batch in
            Array(indices[indices.count * batch / count..<indices.count * (batch + 1) / count])
        }
    }
}
