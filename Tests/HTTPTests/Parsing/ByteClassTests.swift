import Testing

@testable import HTTP

@Suite struct ByteClassTests {
    @Test func tokensAreTheOnesOfTheSpecification() {
        let letters = "abcdefghijklmnopqrstuvwxyz"
        let allowed = Set(("!#$%&'*+-.^_`|~0123456789" + letters + letters.uppercased()).utf8)
        for byte in UInt8.min...UInt8.max {
            #expect(ByteClass.isToken(byte) == allowed.contains(byte), "\(byte)")
        }
    }

    @Test func hexadecimalDigitsHaveTheirValue() {
        for byte in UInt8.min...UInt8.max {
            let character = Character(Unicode.Scalar(byte))
            #expect(ByteClass.hexDigit(byte).map(Int.init) == (byte < 128 ? character.hexDigitValue : nil))
        }
    }
}
