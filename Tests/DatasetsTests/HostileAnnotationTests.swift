import Testing

@testable import Datasets

/// Annotations that are wrong on purpose are refused, never more than that.
@Suite struct HostileAnnotationTests {
    @Test func deepJSONIsRefused() {
        for text in [
            String(repeating: "[", count: 200_000), String(repeating: #"{"a":"#, count: 200_000),
            #"{"info": "# + String(repeating: "[", count: 100_000) + String(repeating: "]", count: 100_000)
                + #", "images": [], "annotations": [], "categories": []}"#,
        ] {
            #expect(throws: DatasetError.self) { try coco(text) }
        }
    }

    @Test func numbersThatAreNoneAreRefused() {
        for number in [
            "NaN", "Infinity", "1e999", "-1e999", "1e400", "0x10", "1.", "--1", "null", "true", "1e10",
        ] {
            let file = DetectionFiles.coco(
                annotations: #"[{"id": 1, "image_id": 7, "category_id": 4, "bbox": [\#(number), 1, 2, 3]}]"#)
            #expect(throws: DatasetError.self) { try coco(file) }
        }
        for number in ["9223372036854775808", "1e30", "1.5", "-9223372036854775809"] {
            let file = DetectionFiles.coco(
                annotations: #"[{"id": \#(number), "image_id": 7, "category_id": 4, "bbox": [1, 1, 2, 3]}]"#)
            #expect(throws: DatasetError.self) { try coco(file) }
        }
    }

    @Test func everyCutFileIsRefused() throws {
        for count in DetectionFiles.coco().utf8.indices {
            #expect(throws: DatasetError.self) { try coco(String(DetectionFiles.coco()[..<count])) }
        }
        for count in DetectionFiles.voc().utf8.indices {
            #expect(throws: DatasetError.self) { try voc(String(DetectionFiles.voc()[..<count])) }
        }
    }

    @Test func mutatedFilesAreReadOrRefused() throws {
        var source = RandomSource(state: 21)
        var refused = 0
        for (text, read) in [(DetectionFiles.coco(), coco), (DetectionFiles.voc(), voc)] {
            for _ in 0..<300 {
                var bytes = Array(text.utf8)
                for _ in 0...source.next(below: 3) {
                    bytes[source.next(below: bytes.count)] = UInt8(source.next(below: 256))
                }
                do {
                    try read(String(decoding: bytes, as: UTF8.self))
                } catch {
                    refused += 1
                }
            }
        }
        #expect((200..<600).contains(refused))
    }

    @Test func namesInOtherBytesAreRefused() {
        let bytes = Array("<annotation><size>".utf8) + [0xFA] + Array("</size></annotation>".utf8)
        let name = Array("<annotation><".utf8) + [0xFA] + Array("/size></annotation>".utf8)
        for file in [bytes, name] {
            #expect(
                throws: DatasetError.malformed(
                    file: "a.xml", found: "bytes that are not UTF-8",
                    allowed: "an <annotation> element in UTF-8")
            ) { try VOCAnnotation(ByteReader(name: "a.xml", bytes: file)) }
        }
    }

    @Test func entitiesAreNeverExpandedOrLoaded() throws {
        let laughs = (1...9).map { level in
            "<!ENTITY l\(level) \"" + String(repeating: "&l\(level - 1);", count: 10) + "\">"
        }
        let bomb = "<!DOCTYPE annotation [<!ENTITY l0 \"lol\">\(laughs.joined())]>"
        let secret = try TemporaryFolder()
        try secret.write("dog", to: "secret.txt")
        let loader = "<!DOCTYPE annotation [<!ENTITY l9 SYSTEM \"file://\(secret.path)/secret.txt\">]>"
        for start in [bomb, loader] {
            let file =
                start + DetectionFiles.voc(objects: DetectionFiles.object.replacing("dog", with: "&l9;"))
            #expect(
                sentence { () throws(DatasetError) in try voc(file) }
                    == "a.xml has a document type; expected an annotation without one.")
            // The same in UTF-16, in which no "<!DOCTYPE" can be found.
            let wide: [UInt8] = [0xFF, 0xFE] + file.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
            #expect(throws: DatasetError.self) {
                _ = try VOCAnnotation(ByteReader(name: "a.xml", bytes: wide))
            }
        }
    }

    @Test func deepAndLongXMLIsRefused() {
        #expect(
            sentence { () throws(DatasetError) in
                try voc("<annotation>" + String(repeating: "<a>", count: 100_000))
            } == "a.xml has more than 16 levels of elements; expected an annotation as VOC has it.")
        #expect(
            sentence { () throws(DatasetError) in
                try voc("<annotation><a>" + String(repeating: "x", count: 100_000) + "</a></annotation>")
            } == "a.xml has a text of more than 4096 bytes in <a>; expected an annotation as VOC has it.")
        #expect(
            sentence { () throws(DatasetError) in try voc(String(repeating: " ", count: 5 << 20)) }
                == "a.xml needs 4194305 bytes or more; at most 4194304 are accepted.")
    }

    @Sendable private func coco(_ text: String) throws(DatasetError) {
        _ = try COCODocument(ByteReader(name: "train.json", bytes: Array(text.utf8)))
    }

    @Sendable private func voc(_ text: String) throws(DatasetError) {
        _ = try VOCAnnotation(ByteReader(name: "a.xml", bytes: Array(text.utf8)))
    }
}
