import Testing

@testable import Datasets

@Suite struct COCOFormatTests {
    private let root: TemporaryFolder

    init() throws {
        root = try TemporaryFolder()
    }

    @Test func categoriesBecomeClassesInTheOrderOfTheirIDs() throws {
        try DetectionFiles.writeCOCO(in: root)
        let data = try root.catalogue.loadDetection("small")
        #expect(data.classes == ["dog", "cat"])
        #expect(data.shape == ImageShape(channels: 3, height: 10, width: 20))
        #expect(data.training[0].boxes == [LabelledBox(x1: 2, y1: 3, x2: 6, y2: 8, label: 1)])
        #expect(data.training[0].identifier == 7)
        #expect(data.training[0].image.name == "images/a.png")
        #expect(data.validation.isEmpty)
        #expect(data.title == "small")
    }

    @Test func crowdsAndAreasAreTaken() throws {
        let annotations = """
            [{"id": 1, "image_id": 7, "category_id": 4, "bbox": [2, 3, 4, 5], "area": 11.5, "iscrowd": 1},
             {"id": 2, "image_id": 7, "category_id": 4, "bbox": [2, 3, 4, 5], "iscrowd": false, "extra": {}},
             {"id": 3, "image_id": 7, "category_id": 4, "bbox": [2, 3, 4, 5], "iscrowd": true}]
            """
        try DetectionFiles.writeCOCO(train: DetectionFiles.coco(annotations: annotations), in: root)
        let boxes = try root.catalogue.loadDetection("small").training[0].boxes
        #expect(boxes.map(\.isCrowd) == [true, false, true])
        #expect(boxes.map(\.area) == [11.5, 20, 20])
    }

    @Test func anImageWithoutBoxesIsAnExample() throws {
        let images = #"""
            [{"id": 1, "file_name": "a.png", "width": 20, "height": 10, "license": 3},
             {"id": 7, "file_name": "a.png", "width": 20, "height": 10}]
            """#
        try DetectionFiles.writeCOCO(train: DetectionFiles.coco(images: images), in: root)
        #expect(try root.catalogue.loadDetection("small").training.map(\.boxes.count) == [0, 1])
    }

    @Test func withoutATestFileTheValidationFileIsTheTest() throws {
        let file = Array(DetectionFiles.coco().utf8)
        try root.write([
            "small/annotations/instances_train2017.json": file,
            "small/annotations/instances_val2017.json.gz": gzip(file),
            "small/train2017/a.png": DetectionFiles.png(),
            "small/val2017/a.png": DetectionFiles.png(),
        ])
        let data = try root.catalogue.loadDetection("small")
        #expect([data.training, data.validation, data.test].map(\.count) == [1, 0, 1])
        #expect(data.training[0].image.name == "train2017/a.png")
        #expect(data.test[0].image.name == "val2017/a.png")
        #expect(try root.catalogue.facts("small").validationCount == 0)
    }

    @Test func filesAndClassesCanBeSaid() throws {
        try DetectionFiles.writeCOCO(validation: DetectionFiles.coco(), in: root)
        try root.write(
            """
            {"format": "coco", "title": "Pets", "classes": ["Hund", "Katze"],
             "files": {"test_annotations": "annotations/val.json"}}
            """, to: "small/dataset.json")
        let data = try root.catalogue.loadDetection("small")
        #expect(data.classes == ["Hund", "Katze"])
        #expect(data.title == "Pets")
        try root.write(#"{"format": "coco", "classes": ["a", "b", "c"]}"#, to: "small/dataset.json")
        #expect(
            try fault() == "dataset.json has 3 classes; expected 2, as annotations/train.json has categories."
        )
    }

    @Test func eachFaultNamesItsPlace() throws {
        let wholeFile = "expected a JSON object with images, annotations and categories"
        let faults = [
            "": "text that is not JSON; \(wholeFile)",
            "{": "text that is not JSON; \(wholeFile)",
            "[]": "JSON that is not an object; \(wholeFile)",
            "{}": "no categories; expected one in each entry",
            DetectionFiles.coco(images: "[]"): "no images; expected at least 1",
            DetectionFiles.coco(images: "7"): "a wrong images; expected a list",
            DetectionFiles.coco(images: "[7]"): "a wrong images[0]; expected an object",
            DetectionFiles.coco(annotations: "[]"): "no boxes that count; expected at least 1",
            DetectionFiles.coco(categories: "[]"): "0 categories; expected 1 to 1000",
            DetectionFiles.coco(categories: #"[{"id": 1, "name": ""}]"#):
                "no name in categories[0]; expected a name of 1 to 200 characters in one line",
            DetectionFiles.coco(categories: #"[{"id": 1, "name": "a"}, {"id": 1, "name": "b"}]"#):
                "the category id 1 twice; expected an id of its own for each",
            DetectionFiles.coco(categories: #"[{"id": 1, "name": "a"}, {"id": 2, "name": "a"}]"#):
                "the category 'a' twice; expected a name of its own for each",
            DetectionFiles.coco(images: #"[{"id": 7, "file_name": "a.png", "width": 20}]"#):
                "no images[0].height; expected one in each entry",
            DetectionFiles.coco(images: #"[{"id": 7, "file_name": 5, "width": 20, "height": 10}]"#):
                "a wrong images[0].file_name; expected a text",
            DetectionFiles.coco(images: #"[{"id": 7, "file_name": "a.png", "width": 0, "height": 10}]"#):
                "the image 7 with 0×10 pixels; expected sides of 1 to 16384",
            DetectionFiles.coco(
                images: #"[{"id": 7, "file_name": "b.png", "width": 20, "height": 10}]"#):
                "the image 'b.png'; expected the name of a file in images/ or train/",
            DetectionFiles.coco(
                images: #"[{"id": 7, "file_name": "../images/a.png", "width": 20, "height": 10}]"#):
                "the image '../images/a.png'; expected the name of a file in images/ or train/",
            DetectionFiles.coco(
                images: #"""
                    [{"id": 7, "file_name": "a.png", "width": 20, "height": 10},
                     {"id": 7, "file_name": "a.png", "width": 20, "height": 10}]
                    """#): "the image id 7 twice; expected an id of its own for each",
            try annotated(#""bbox": [1, 2, 3]"#):
                "a wrong annotations[1].bbox; expected four numbers: x, y, width, height",
            try annotated(#""bbox": [1, 2, 3, 1e12]"#):
                "a wrong annotations[1].bbox; expected four numbers: x, y, width, height",
            try annotated(#""bbox": [1, 2, "3", 4]"#): "a wrong annotations[1].bbox[2]; expected a number",
            try annotated(#""bbox": [1, 2, 3, 4], "area": -1"#):
                "a wrong annotations[1].area; expected a number of pixels",
            try annotated(#""bbox": [1, 2, 3, 4], "iscrowd": 2"#):
                "a wrong annotations[1].iscrowd; expected 0 or 1",
            try annotated(#""box": [1, 2, 3, 4]"#): "no annotations[1].bbox; expected one in each entry",
            try annotated(#""bbox": null"#): "an empty annotations[1].bbox; expected a list",
        ]
        for (text, expected) in faults {
            try DetectionFiles.writeCOCO(train: text, in: root)
            let found = try fault()
            #expect(found == "annotations/train.json has \(expected).")
        }
    }

    @Test func everySplitHasTheCategoriesOfTheTraining() throws {
        try DetectionFiles.writeCOCO(
            test: DetectionFiles.coco(categories: #"[{"id": 30, "name": "cow"}]"#), in: root)
        #expect(
            try fault()
                == "annotations/test.json has the category 30 'cow'; expected the categories of "
                + "annotations/train.json.")
    }

    @Test func aFolderWithoutATestSplitIsRefused() throws {
        try DetectionFiles.writeCOCO(test: nil, in: root)
        #expect(
            try fault()
                == "small has no file for test_annotations or validation_annotations, which the format 'coco' needs."
        )
    }

    @Test func boxesThatCannotBeUsedAreRefusedOrClipped() throws {
        let usable = DetectionFiles.annotation
        let file = DetectionFiles.coco(
            annotations: """
                [\(usable),
                 {"id": 2, "image_id": 7, "category_id": 4, "bbox": [15, 5, 10, 5], "area": 50},
                 {"id": 3, "image_id": 7, "category_id": 4, "bbox": [5, 5, 0, 5]},
                 {"id": 4, "image_id": 7, "category_id": 5, "bbox": [1, 1, 2, 2]},
                 {"id": 5, "image_id": 8, "category_id": 4, "bbox": [1, 1, 2, 2]},
                 {"id": 1, "image_id": 7, "category_id": 4, "bbox": [1, 1, 2, 2]},
                 {"id": 6, "image_id": 7, "category_id": 4, "bbox": [30, 1.5, 2, 2]},
                 {"id": 7, "image_id": 7, "category_id": 4, "bbox": [15, 5, 5.004, 5]}]
                """)
        try DetectionFiles.writeCOCO(train: file, in: root)
        let first = "annotation 2 of a.png leaves its 20×10 image (x 15 to 25, y 5 to 10)"
        let second = "annotation 3 of a.png has an empty box (x 5 to 5, y 5 to 10)"
        let third = "annotation 4 of a.png names the unknown category 5"
        #expect(
            try fault()
                == "annotations/train.json has 6 annotations that cannot be used: \(first); \(second); \(third); "
                + "and 3 more. With invalid boxes set to \"clip\", what lies in the image is kept and the rest "
                + "left out.")
        let data = try root.catalogue.loadDetection("small", invalidBoxes: .clip)
        #expect(
            data.training[0].boxes == [
                LabelledBox(x1: 2, y1: 3, x2: 6, y2: 8, label: 1),
                LabelledBox(x1: 15, y1: 5, x2: 20, y2: 10, label: 0, area: 25),
                LabelledBox(x1: 15, y1: 5, x2: 20, y2: 10, label: 0),
            ])
        #expect(
            data.notes
                == [
                    "\(first) and was clipped", "\(second) and was left out", "\(third) and was left out",
                    "annotation 5 names the unknown image 8 and was left out",
                    "annotation 1 of a.png has an id that came before and was left out",
                    "annotation 6 of a.png lies outside of its 20×10 image (x 30 to 32, y 1.5 to 3.5) and was left out",
                ].map { "annotations/train.json: \($0)." })
        #expect(try root.catalogue.facts("small").trainingCount == 1)
    }

    @Test func anImageThatIsNotAsItsAnnotationSaysIsNamed() throws {
        try DetectionFiles.writeCOCO(in: root)
        try root.write(["small/images/a.png": DetectionFiles.png(width: 21)])
        #expect(
            try fault() == "images/a.png has 21×10 pixels; expected 20×10, as its annotation says.")
        try root.write(["small/images/a.png": Array(DetectionFiles.png().prefix(60))])
        #expect(try fault()?.hasPrefix("images/a.png ") == true)
        try root.write("no image", to: "small/images/a.png")
        #expect(
            try fault()
                == "images/a.png has the first bytes 6E 6F 20 69 6D 61 67 65; expected a JPEG or PNG image.")
    }

    /// A file whose second annotation has these members besides its ids.
    private func annotated(_ members: String) throws -> String {
        DetectionFiles.coco(
            annotations:
                #"[\#(DetectionFiles.annotation), {"id": 2, "image_id": 7, "category_id": 4, \#(members)}]"#)
    }

    private func fault() throws -> String? {
        sentence { () throws(DatasetError) in try root.catalogue.loadDetection("small") }
    }
}
