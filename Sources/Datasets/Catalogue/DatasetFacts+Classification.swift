extension DatasetFacts {
    init(of data: ImageClassificationData, format: String) {
        self.init(
            title: data.title, format: format, task: .classification, classes: data.classes,
            shape: data.shape,
            trainingCount: data.training.count, validationCount: 0, testCount: data.test.count)
    }
}
