/// What a safetensors header says of one tensor; the bytes are counted from the header's end.
struct SafetensorsEntry: Equatable {
    var name: String
    var type: String
    var shape: [Int]
    var begin: Int
    var end: Int
}
