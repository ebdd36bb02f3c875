extension DatasetFacts {
    init(of data: SegmentationData, format: String) {
        self.init(
            title: data.title, format: format, task: .segmentation, classes: data.classes, shape: data.shape,
            trainingCount: data.training.count, validationCount: data.validation.count,
            testCount: data.test.count)
    }
}
