import Testing

@testable import Datasets

@Suite struct VOCDetectionFormatTests {
    private let root: TemporaryFolder

    init() throws {
        root = try TemporaryFolder()
    }

    @Test func pixelNumbersBecomeCorners() throws {
        try DetectionFiles.writeVOC(in: root)
        let data = try root.catalogue.loadDetection("small")
        #expect(data.classes == ["dog"])
        #expect(data.shape == ImageShape(channels: 3, height: 10, width: 20))
        // Columns 3 to 6 and rows 4 to 8, both ends included: 4×5 pixels.
        #expect(data.training[0].boxes == [LabelledBox(x1: 2, y1: 3, x2: 6, y2: 8, label: 0, area: 20)])
        #expect(data.training[0].image.name == "JPEGImages/one.png")
        #expect((data.training + data.test).map(\.identifier) == [1, 2])
        #expect(try root.catalogue.facts("small").format == "voc-detection")
    }

    @Test func difficultObjectsAreCrowdsAndPartsAreNoObjects() throws {
        let object = """
            <object> <name> cat </name> <difficult>1</difficult> <truncated>1</truncated>
              <bndbox><xmin>1.5</xmin><ymin>1</ymin><xmax>20</xmax><ymax>10</ymax></bndbox>
              <part><name>head</name><bndbox><xmin>1</xmin><ymin>1</ymin><xmax>2</xmax><ymax>2</ymax></bndbox></part>
            </object>
            """
        try DetectionFiles.writeVOC(
            train: DetectionFiles.voc(objects: object + DetectionFiles.object), in: root)
        let data = try root.catalogue.loadDetection("small")
        #expect(data.classes == ["cat", "dog"])
        #expect(data.training[0].boxes.map(\.isCrowd) == [true, false])
        #expect(
            data.training[0].boxes[0] == LabelledBox(x1: 0.5, y1: 0, x2: 20, y2: 10, label: 0, isCrowd: true))
    }

    @Test func moreClassesThanACheckpointCanCountAreRefused() throws {
        let objects = (0...1000).map { DetectionFiles.object.replacing("dog", with: "class \($0)") }
        try DetectionFiles.writeVOC(train: DetectionFiles.voc(objects: objects.joined()), in: root)
        #expect(fault() == "ImageSets/Main/train.txt has 1001 classes; expected at most 1000.")
    }

    @Test func anImageWithoutObjectsIsAnExample() throws {
        try DetectionFiles.writeVOC(in: root)
        try root.write("one 1\ntwo -1\r\n\n", to: "small/ImageSets/Main/train.txt")
        try root.write(DetectionFiles.voc(objects: ""), to: "small/Annotations/two.xml")
        try root.write("one\n", to: "small/ImageSets/Main/test.txt")
        #expect(try root.catalogue.loadDetection("small").training.map(\.boxes.count) == [1, 0])
    }

    @Test func unknownClassesAndWrongBoxesAreRefusedOrClipped() throws {
        let cat = DetectionFiles.object.replacing("dog", with: "cat")
        let wide = DetectionFiles.object.replacing("<xmax>6", with: "<xmax>26")
        try DetectionFiles.writeVOC(
            test: DetectionFiles.voc(objects: DetectionFiles.object + cat + wide), in: root)
        let faults = [
            "object 2 of two names the unknown class 'cat'",
            "object 3 of two leaves its 20×10 image (x 2 to 26, y 3 to 8)",
        ]
        #expect(
            fault()
                == "ImageSets/Main/test.txt has 2 annotations that cannot be used: \(faults[0]); \(faults[1]). With "
                + "invalid boxes set to \"clip\", what lies in the image is kept and the rest left out.")
        let data = try root.catalogue.loadDetection("small", invalidBoxes: .clip)
        #expect(data.test[0].boxes.map(\.x2) == [6, 20])
        #expect(
            data.notes == [
                "ImageSets/Main/test.txt: \(faults[0]) and was left out.",
                "ImageSets/Main/test.txt: \(faults[1]) and was clipped.",
            ])
    }

    @Test func eachFaultNamesItsPlace() throws {
        let text = "expected an <annotation> element"
        let faults = [
            "": "text that is not XML (line 1); \(text)",
            "hello": "text that is not XML (line 1); \(text)",
            "<annotation>\n<size>": "text that is not XML (line 2); \(text)",
            "<annotation></size></annotation>": "text that is not XML (line 1); \(text)",
            "<html/>": "the element <html>; \(text)",
            "<annotation/>": "no size/width in the annotation; expected one",
            DetectionFiles.voc(size: "<width>20</width><height>-1</height>"):
                "'-1' as size/height of the annotation; expected 1 to 16384 pixels",
            DetectionFiles.voc(objects: "<object><name>a</name></object>"):
                "no bndbox/xmin in object 1; expected one",
            DetectionFiles.voc(objects: DetectionFiles.object + "<object></object>"):
                "no name in object 2; expected one",
            DetectionFiles.voc(objects: DetectionFiles.object.replacing("dog", with: "")):
                "'' as name of object 1; expected a name of 1 to 200 characters in one line",
            DetectionFiles.voc(objects: DetectionFiles.object.replacing("<xmin>3", with: "<xmin>nan")):
                "'nan' as bndbox/xmin of object 1; expected a number of pixels",
            DetectionFiles.voc(objects: DetectionFiles.object.replacing("<xmin>3", with: "<xmin>1e300")):
                "'1e300' as bndbox/xmin of object 1; expected a number of pixels",
            DetectionFiles.voc(
                objects: DetectionFiles.object.replacing(
                    "</name>", with: "</name><difficult>maybe</difficult>")):
                "'maybe' as difficult of object 1; expected 0 or 1",
            DetectionFiles.voc(objects: ""): nil,
        ]
        for (text, expected) in faults {
            try DetectionFiles.writeVOC(train: text, in: root)
            #expect(
                fault()
                    == (expected.map { "Annotations/one.xml has \($0)." }
                        ?? "ImageSets/Main/train.txt has no boxes that count; expected at least 1."))
        }
    }

    @Test func listsNameWhatIsThere() throws {
        let faults = [
            "\n": "no entries; expected at least 1",
            "one\none": "'one' in line 2; expected each image once",
            "../Annotations/one": "'../Annotations/one' in line 1; expected \(DatasetPath.rule)",
        ]
        for (list, expected) in faults {
            try DetectionFiles.writeVOC(in: root)
            try root.write(list, to: "small/ImageSets/Main/train.txt")
            #expect(fault() == "ImageSets/Main/train.txt has \(expected).")
        }
        try DetectionFiles.writeVOC(in: root)
        try root.write("one\nthree", to: "small/ImageSets/Main/train.txt")
        #expect(
            fault()
                == "ImageSets/Main/train.txt names Annotations/three.xml in line 2, which the folder does not have."
        )
        try DetectionFiles.writeVOC(in: root)
        try root.remove("small/JPEGImages/one.png")
        #expect(fault() == "small has no JPEGImages/one.jpg, which the format 'voc-detection' needs.")
    }

    private func fault() -> String? {
        sentence { () throws(DatasetError) in try root.catalogue.loadDetection("small") }
    }
}
