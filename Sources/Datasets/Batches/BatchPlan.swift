/// Cuts a list of examples into batches.
package enum BatchPlan {
    /// Every example is in one batch, in the order given. All batches have `size` examples, but for the last,
    /// which has what is left. A single example left over joins the batch before it (`size` + 1): batch
    /// normalisation has no variance to divide by in a batch of one. - Throws: `invalidChoice` if `size` < 1.
    package static func batches(of indices: [Int], size: Int) throws(DatasetError) -> [[Int]] {
        guard size > 0 else {
            throw .invalidChoice(name: "batch_size", found: "\(size)", allowed: "at least 1")
        }
        var starts = Array(stride(from: 0, to: indices.count, by: size))
        if size > 1, starts.count > 1, indices.count % size == 1 { starts.removeLast() }
        let ends = starts.dropFirst() + [indices.count]
        return zip(starts, ends).map { Array(indices[$0..<$1]) }
    }
}
