import Testing

@testable import HTTPAPI

@Suite struct ByteRangeTests {
    @Test func oneRangeIsTaken() {
        #expect(ByteRange("bytes=0-9", size: 100) == .part(0..<10))
        #expect(ByteRange("bytes=90-", size: 100) == .part(90..<100))
        #expect(ByteRange("bytes=-10", size: 100) == .part(90..<100))
        #expect(ByteRange("Bytes= 5-5 ", size: 100) == .part(5..<6))
    }

    @Test func aRangeIsCutToTheFile() {
        #expect(ByteRange("bytes=90-1000", size: 100) == .part(90..<100))
        #expect(ByteRange("bytes=-1000", size: 100) == .part(0..<100))
    }

    @Test func aRangeOutsideTheFileIsRefused() {
        #expect(ByteRange("bytes=100-", size: 100) == .notSatisfiable)
        #expect(ByteRange("bytes=100-200", size: 100) == .notSatisfiable)
        #expect(ByteRange("bytes=-0", size: 100) == .notSatisfiable)
        #expect(ByteRange("bytes=0-0", size: 0) == .notSatisfiable)
    }

    @Test(arguments: [
        nil, "", "bytes", "bytes=", "bytes=-", "bytes=5-4", "bytes=a-b", "bytes=0-1,5-6", "lines=0-1",
        "bytes=+1-2",
        "bytes=1-2-3", "bytes=99999999999999999999-",
    ])
    func whatIsNotUnderstoodIsIgnored(_ field: String?) {
        #expect(ByteRange(field, size: 100) == .whole)
    }
}
