extension DatasetFacts {
    init(of data: DetectionData, format: String) {
        self.init(
            title: data.title, format: format, task: .detection, classes: data.classes, shape: data.shape,
            trainingCount: data.training.count, validationCount: data.validation.count,
            testCount: data.test.count)
    }
}
