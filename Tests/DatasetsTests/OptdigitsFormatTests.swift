import Testing

@testable import Datasets

@Suite struct OptdigitsFormatTests {
    private static let zeros = [String](repeating: "0", count: 64)

    @Test func linesMayEndEitherWay() throws {
        let line = (0..<64).map { "\($0 % 17)" }.joined(separator: ",")
        for text in ["\(line),3\n\(line),4\n", "\(line),3\r\n\(line),4\r\n", "\(line),3\n\(line),4"] {
            let images = try table(text).images()
            #expect(images.labels == [3, 4])
            #expect(images.pixels == (0..<128).map { UInt8($0 % 64 % 17) })
            #expect(images.shape == ImageShape(channels: 1, height: 8, width: 8))
        }
    }

    @Test func whatIsNotSuchALineIsAFault() {
        let good = line(["5"])
        #expect(fault("") == "optdigits.tra has no lines; expected at least 1.")
        #expect(
            fault(good + "\n" + line([]))
                == "optdigits.tra has 64 values in line 2; expected 65, 64 pixels and the class.")
        #expect(
            fault(good + "\n\n")
                == "optdigits.tra has 1 values in line 2; expected 65, 64 pixels and the class.")
        #expect(
            fault(line(["10"]))
                == "optdigits.tra has '10' as value 65 of line 1; expected a class from 0 to 9.")
        for wrong in ["17", "-1", "", " 1", "1.5", "007", "x"] {
            #expect(
                fault("\(wrong)," + line(["5"]).dropFirst(2))
                    == "optdigits.tra has '\(wrong)' as value 1 of line 1; expected a pixel from 0 to 16.")
        }
    }

    @Test func foreignBytesAreNotRepeatedInTheSentence() {
        let field = String(repeating: "\u{1B}[31m", count: 9)
        #expect(
            fault("\(field)," + line(["5"]).dropFirst(2))
                == "optdigits.tra has '?[31m?[31m?[31m?[31m…' as value 1 of line 1; "
                + "expected a pixel from 0 to 16.")
    }

    @Test func anInflatedFileIsBounded() throws {
        let reader = try ByteReader(name: "zeros.gz", bytes: gzip([UInt8](repeating: 0, count: 5000)))
        #expect(
            sentence { () throws(DatasetError) in try reader.readToEnd(limit: 999) }
                == "zeros.gz needs 1000 bytes or more; at most 999 are accepted.")
    }

    private func line(_ end: [String]) -> String { (Self.zeros + end).joined(separator: ",") }

    private func table(_ text: String) throws(DatasetError) -> OptdigitsTable {
        try OptdigitsTable(ByteReader(name: "optdigits.tra", bytes: Array(text.utf8)))
    }

    private func fault(_ text: String) -> String? {
        sentence { () throws(DatasetError) in try table(text) }
    }
}
