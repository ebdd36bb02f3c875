import Testing

@testable import Training

@Suite struct TrainingErrorTests {
    @Test func everyErrorIsASentenceAndSaysWhoseFaultItIs() {
        let cases: [(TrainingError, String, String)] = [
            (
                .unreadableCheckpoint(path: "checkpoint-3.safetensors", reason: "it is empty"),
                "The checkpoint checkpoint-3.safetensors cannot be resumed: it is empty.", "infrastructure"
            ),
            (
                .diverged(epoch: 2, reason: "The loss was not finite."), "Epoch 2: The loss was not finite.",
                "diverged"
            ),
            (
                .tooFewExamples(split: "training", found: 1, needed: 2),
                "The training split has 1 examples; at least 2 are needed.", "invalid"
            ),
            (
                .studentDoesNotFit(student: "lenet5", reason: "it is too small."),
                "The student 'lenet5' does not fit the data: it is too small.", "invalid"
            ),
            (
                .scriptNotAllowed("mine"),
                "The student 'mine' is a TorchScript module, which is code, and none is allowed here; 'l2t serve "
                    + "--allow-torchscript' allows them.", "invalid"
            ),
            (
                .scriptNotTrained("mine", task: "detection"),
                "The student 'mine' is a TorchScript module; those are trained for classification and segmentation, "
                    + "not for detection, where an answer does not say which location is responsible for which "
                    + "object.", "invalid"
            ),
            (
                .unreadableStudent(path: "a.safetensors", reason: "its task is not said"),
                "The student a.safetensors cannot be used: its task is not said.", "invalid"
            ),
            (
                .unusableTeacher(reason: "its file is missing"),
                "The teacher cannot be started from: its file is missing.", "invalid"
            ),
            (
                .unknownObjective("x", known: ["a", "b"]),
                "This engine knows no objective 'x'; it knows a, b.", "invalid"
            ),
            (
                .answersNotFinite, "The student's answers are not finite; its file may be damaged.",
                "infrastructure"
            ),
            (
                .noSuchPicture("a mask", task: "detection"), "A student of detection cannot draw a mask.",
                "infrastructure"
            ),
        ]
        for (error, text, kind) in cases {
            #expect(error.description == text)
            #expect(error.kind.rawValue == kind)
        }
    }
}
