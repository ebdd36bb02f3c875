import HTTPTypes
import Testing

@testable import HTTP

@Suite struct AcceptEncodingTests {
    @Test func weightsDecide() {
        for (field, takesGzip) in [
            ("gzip", true), ("GZip", true), ("x-gzip", true), ("br, gzip", true),
            ("gzip, deflate, br, zstd", true),
            ("*", true), ("gzip;q=0.001", true), ("gzip ; q=0.5 , br", true), ("br, *;q=0.1", true),
            ("gzip;q=0.5, identity;q=0.5", true), ("identity;q=0, gzip", true),
            ("", false), ("br", false), ("identity", false), ("gzip;q=0", false), ("gzip;q=0.000, *", false),
            ("*;q=0", false), ("gzip;q=0.4, identity;q=0.5", false), ("gzip;q=much", false),
            ("gzipped", false),
            (";;,,q=1", false),
        ] {
            #expect(AcceptEncoding.takesGzip([.acceptEncoding: field]) == takesGzip, "\(field)")
        }
        #expect(!AcceptEncoding.takesGzip([:]))
    }
}
