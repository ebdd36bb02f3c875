extension DatasetFormat {
    /// The binary version of Krizhevsky 2009, as its archive has it.
    static let cifar10 = DatasetFormat(
        name: "cifar10",
        summary: "32×32 RGB images and class ids in the binary version's batches of CIFAR-10.",
        files: CIFAR10Reader.Role.training.enumerated().map { index, role in
            DatasetFile(role: role, name: "data_batch_\(index + 1).bin")
        } + [
            DatasetFile(role: CIFAR10Reader.Role.test, name: "test_batch.bin"),
            DatasetFile(role: CIFAR10Reader.Role.classes, name: "batches.meta.txt", isOptional: true),
        ],
        reader: .classification(CIFAR10Reader()))
}
