/// Makes the batches of one split. The same indices in the same epoch give the same batch, on whichever thread.
package protocol BatchMaker: Sendable {
    /// - Parameters: indices: positions in the split; epoch: from 0, decides with each example what augmentations do.
    func batch(_ indices: [Int], epoch: Int) throws(DatasetError) -> Batch
}
