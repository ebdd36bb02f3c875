import Testing

@testable import Datasets

/// Headers that NumPy does not write; those that it does stand in `NumPyFormatTests`.
@Suite struct NPYHeaderTests {
    @Test func whatOtherToolsWriteInOtherOrderIsRead() throws {
        for text in [
            "{'shape': (3, 4), 'fortran_order': False, 'descr': '<f4'}",
            "{\"descr\":\"<f4\",\"fortran_order\":False,\"shape\":(3,4,),}\n",
        ] {
            let header = try NPYHeader(ByteReader(name: "a", bytes: file(text)))
            #expect(header.shape == [3, 4])
            #expect(header.type.name == "float32")
            #expect(header.shapeText == "(3, 4)")
        }
    }

    @Test func anythingElseIsAFault() {
        let order = "'fortran_order': False"
        for text in [
            "", "{}", "{", "}", "{'descr': '<f4', \(order)}", "{'descr': '<f4', \(order), 'shape': (3)}",
            "{'descr': '<f4', \(order), 'shape': [3,]}", "{'descr': '<f4', \(order), 'shape': (3 4)}",
            "{'descr': '<f4', \(order), 'shape': (-3,)}", "{'descr': '<f4', \(order), 'shape': (3L,)}",
            "{'descr': '<f4', \(order), 'shape': (,)}", "{'descr': '<f4', \(order), 'shape': (3,), 'x': 1}",
            "{'descr': '<f4', 'descr': '<f4', \(order), 'shape': (3,)}",
            "{'descr': '<f4', 'fortran_order': 0, 'shape': (3,)}",
            "{'descr': '<f4, \(order), 'shape': (3,)}", "{'descr': '\\x3cf4', \(order), 'shape': (3,)}",
            "{'descr': '<f4', \(order), 'shape': (3,)} 1", "{'descr': None, \(order), 'shape': (3,)}",
            "{'descr': '<f4', \(order), 'shape': (99999999999999999999,)}",
        ] {
            let sentence = fault(file(text))
            #expect(
                sentence?.hasPrefix("a has a header that NumPy does not write (at its byte ") == true
                    && sentence?.hasSuffix("); expected a dictionary of descr, fortran_order and shape.")
                        == true,
                "\(text): \(sentence ?? "read")")
        }
    }

    @Test func typesAreReadAsNumPyNamesThem() {
        for (text, name) in [
            ("|u1", "uint8"), ("|i1", "int8"), ("<u2", "uint16"), (">i8", "int64"), ("<f2", "float16"),
            (">f8", "float64"),
        ] {
            #expect(NPYType(text)?.name == name)
        }
        for text in ["", "u1", "<u1", "|u2", "=f4", "<f1", "<f16", "<i3", "|O", "<U3", "|S1", "<M8", "<f٤"] {
            #expect(NPYType(text) == nil, "\(text)")
        }
    }

    @Test func aPromiseOfMuchCostsNothing() throws {
        let images = file("{'descr': '|u1', 'fortran_order': False, 'shape': (100000, 100, 100)}")
        let array = try NPYArray(ByteReader(name: "a", bytes: images + [1, 2]))
        #expect(
            sentence { () throws(DatasetError) in try array.images(withPixels: true) }
                == "a has 2 bytes, its header promises 1000000000.")
        for count in [3_000_000, Int.max] {
            let text = "{'descr': '<f8', 'fortran_order': False, 'shape': (\(count), 1000, 1000)}"
            let absurd = try NPYArray(ByteReader(name: "a", bytes: file(text)))
            let promised = count == Int.max ? Int.max : count * 1_000_000
            #expect(
                sentence { () throws(DatasetError) in try absurd.images(withPixels: true) }
                    == "a needs \(promised) bytes or more; at most 2147483648 are accepted.")
        }
    }

    @Test func valuesAfterTheEndAreAFault() throws {
        let labels = file("{'descr': '<u2', 'fortran_order': False, 'shape': (1,)}") + [1, 0, 0]
        let array = try NPYArray(ByteReader(name: "a", bytes: labels))
        #expect(
            sentence { () throws(DatasetError) in try array.labels() }
                == "a goes on after the 2 bytes that its header promises.")
    }

    @Test func aWrongBeginningIsAFault() {
        let text = "{'descr': '<f4', 'fortran_order': False, 'shape': (3,)}"
        #expect(
            fault(Array("\u{93}NUMPY".utf8))
                == "a has no NumPy array; expected one as numpy.savez or numpy.save writes it.")
        #expect(
            fault(file(text, version: 4)) == "a has version 4.0 of NumPy's format; expected 1.0, 2.0 or 3.0.")
        #expect(
            fault(Array(file(text).prefix(20))) == "a has an end in its header; expected a whole array.")
        #expect(
            fault(file(String(repeating: " ", count: 10_001)))
                == "a has a header of 10001 bytes; expected at most 10000.")
    }

    private func file(_ text: String, version: UInt8 = 1) -> [UInt8] {
        let count = text.utf8.count
        return [0x93] + Array("NUMPY".utf8) + [version, 0, UInt8(count & 255), UInt8(count >> 8)]
            + Array(text.utf8)
    }

    private func fault(_ bytes: [UInt8]) -> String? {
        sentence { () throws(DatasetError) in try NPYHeader(ByteReader(name: "a", bytes: bytes)) }
    }
}
