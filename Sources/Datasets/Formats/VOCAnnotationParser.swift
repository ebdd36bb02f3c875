import Foundation
import FoundationXML

/// Gathers the texts of a VOC annotation through Foundation's XMLParser, which is libxml2: external entities are not
/// loaded, and entities within entities are refused.
final class VOCAnnotationParser: NSObject {
    /// Levels of elements; an annotation has four.
    static let largestDepth = 16
    static let largestTextSize = 4096

    struct Content {
        /// Texts of the annotation outside of its objects, by path: `size/width`.
        var image: [String: String] = [:]
        /// Texts of each object, by path: `bndbox/xmin`. Of a path that comes twice, the first.
        var objects: [[String: String]] = []
    }

    private var content = Content()
    private var path: [String] = []
    private var text = ""
    private var fault: (found: String, allowed: String)?

    static func content(of bytes: [UInt8], file: String) throws(DatasetError) -> Content {
        // Of names in other bytes the parser makes texts that are none, and ends the process.
        guard String(validating: bytes, as: UTF8.self) != nil else {
            throw .malformed(
                file: file, found: "bytes that are not UTF-8", allowed: "an <annotation> element in UTF-8")
        }
        // Entities have no place here, and the parser would pass over some of them in silence.
        guard !bytes.contains(Array("<!DOCTYPE".utf8)) else {
            throw .malformed(file: file, found: "a document type", allowed: "an annotation without one")
        }
        let gatherer = VOCAnnotationParser()
        let parser = XMLParser(data: Data(bytes))
        parser.shouldResolveExternalEntities = false
        parser.delegate = gatherer
        // On Linux, parse() is true for a document that ends early too: the error tells.
        let isWhole = parser.parse() && parser.parserError == nil
        if let fault = gatherer.fault {
            throw .malformed(file: file, found: fault.found, allowed: fault.allowed)
        }
        guard isWhole, gatherer.sawRoot else {
            throw .malformed(
                file: file, found: "text that is not XML (line \(max(1, parser.lineNumber)))",
                allowed: "an <annotation> element")
        }
        return gatherer.content
    }

    private var sawRoot = false
}

extension VOCAnnotationParser: XMLParserDelegate {
    func parser(
        _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
        attributes: [String: String]
    ) {
        if path.isEmpty, name != "annotation" {
            stop(parser, "the element <\(name.prefix(40))>", "an <annotation> element")
            return
        }
        sawRoot = true
        path.append(name)
        text = ""
        if path.count > Self.largestDepth {
            stop(parser, "more than \(Self.largestDepth) levels of elements", "an annotation as VOC has it")
        }
        if path.count == 2, name == "object" { content.objects.append([:]) }
    }

    func parser(_ parser: XMLParser, foundCharacters string: String) {
        guard text.utf8.count + string.utf8.count <= Self.largestTextSize else {
            stop(
                parser, "a text of more than \(Self.largestTextSize) bytes in <\(path.last ?? "")>",
                "an annotation as VOC has it")
            return
        }
        text += string
    }

    func parser(
        _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
    ) {
        guard !path.isEmpty else { return }
        let value = text.trimmingCharacters(in: .whitespacesAndNewlines)
        text = ""
        defer { path.removeLast() }
        let isInObject = path.count > 2 && path[1] == "object"
        let key = path.dropFirst(isInObject ? 2 : 1).joined(separator: "/")
        if isInObject, !content.objects.isEmpty {
            let last = content.objects.count - 1
            if content.objects[last][key] == nil { content.objects[last][key] = value }
        } else if content.image[key] == nil {
            content.image[key] = value
        }
    }

    private func stop(_ parser: XMLParser, _ found: String, _ allowed: String) {
        if fault == nil { fault = (found, allowed) }
        parser.abortParsing()
    }
}
