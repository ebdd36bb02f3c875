extension MaskSource {
    /// A PNG of a data set whose values are class ids, or `ignored`. - Throws, when it is read: `malformed` for others.
    init(file: String, in folder: DatasetFolder, classes: Int, ignored: Int?) {
        // What each value means; nil for nothing.
        let meanings: [UInt8?] = (0...255).map { value in
            if value == ignored { return ClassMask.void }
            return value < classes ? UInt8(value) : nil
        }
        self.init(name: file) { () throws(DatasetError) in
            let (height, width, values) = try ImageCodec.decodeMask(
                folder.read(file, limit: ImageSource.largestFile), name: file)
            if let place = values.firstIndex(where: { meanings[Int($0)] == nil }) {
                let void = ignored.map { ", or \($0) for void" } ?? ""
                throw .malformed(
                    file: file,
                    found: "the value \(values[place]) in row \(place / width), column \(place % width)",
                    allowed: "a class from 0 to \(classes - 1)\(void)")
            }
            return try ClassMask(
                height: height, width: width, classes: values.map { meanings[Int($0)] ?? ClassMask.void })
        }
    }
}
