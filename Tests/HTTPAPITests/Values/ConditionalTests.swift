import Testing

@testable import HTTPAPI

@Suite struct ConditionalTests {
    @Test func aTagIsFoundInAList() {
        let tag = EntityTag("v3")
        #expect(tag.text == "\"v3\"")
        #expect(tag.isNamed(byIfNoneMatch: "\"v3\""))
        #expect(tag.isNamed(byIfNoneMatch: "\"v2\", W/\"v3\""))
        #expect(tag.isNamed(byIfNoneMatch: "*"))
        #expect(!tag.isNamed(byIfNoneMatch: "\"v4\""))
        #expect(!tag.isNamed(byIfNoneMatch: "v3"))
        #expect(!tag.isNamed(byIfNoneMatch: nil))
    }

    @Test func aRangeNeedsTheSameStrongTag() {
        let tag = EntityTag("v3")
        #expect(tag.isNamed(byIfRange: nil))
        #expect(tag.isNamed(byIfRange: "\"v3\""))
        #expect(!tag.isNamed(byIfRange: "W/\"v3\""))
        #expect(!tag.isNamed(byIfRange: "Sun, 06 Nov 1994 08:49:37 GMT"))
    }

    @Test func aWeakTagIsOfNoUseForRanges() {
        let tag = EntityTag("v3", isWeak: true)
        #expect(tag.text == "W/\"v3\"")
        #expect(tag.isNamed(byIfNoneMatch: "W/\"v3\"") && tag.isNamed(byIfNoneMatch: "\"v3\""))
        #expect(!tag.isNamed(byIfRange: "W/\"v3\"") && !tag.isNamed(byIfRange: "\"v3\""))
    }

    @Test func aWaitIsCutToItsMaximum() {
        #expect(WaitPreference("wait=5")?.seconds == 5)
        #expect(WaitPreference("respond-async, Wait=5; foo")?.seconds == 5)
        #expect(WaitPreference("wait=3600")?.text == "wait=60")
    }

    @Test(arguments: [nil, "", "respond-async", "wait", "wait=", "wait=-1", "wait=soon"])
    func otherPreferencesAreIgnored(_ field: String?) {
        #expect(WaitPreference(field) == nil)
    }

    @Test func aDigestIsTheBytesInBase64() {
        // echo -n "" | openssl dgst -sha256 -binary | base64
        #expect(
            Digest.representation(sha256: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
                == "sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:")
        #expect(Digest.representation(sha256: "e3b0") == nil)
    }
}
